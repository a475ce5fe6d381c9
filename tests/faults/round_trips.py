"""The critical path of an apply, in round trips."""

from tui.core.order import levels
from tui.core.plan import Plan


def round_trips(plan: Plan) -> int:
    """The longest chain of calls of which each needs the one before.

    One to see that the account is still as reviewed (two where things are there, and what is in them), one for each
    level of changing calls (what is made; what goes into it; what follows on the same policy or profile), and two to
    read back what stands: the thing, then what is in it.
    """
    deepest = 2 if any(not step.address.startswith("service-linked") for step in plan.steps) else 1
    return (2 if any(plan.observed.values()) else 1) + len(levels(plan.steps)) + deepest
