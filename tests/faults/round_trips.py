"""The critical path of an apply, in round trips."""

from tui.core.kinds import KmsKey
from tui.core.plan.order import levels
from tui.core.plan.plan import Plan


def round_trips(plan: Plan) -> int:
    """The longest chain of calls of which each needs the one before.

    One to see that the account is still as reviewed, one for each level of changing calls (what is made; what goes into
    it; what follows on the same policy or profile), and one to read back what stands. A stream is asked whether it can
    be used yet, and of a key that was just made the tags can only be asked for by the id that its alias leads to.
    """
    made = {step.do.operation for step in plan.steps}
    has_new_key = any(isinstance(one, KmsKey) and not plan.observed.get(one.address) for one in plan.desired)
    return 1 + len(levels(plan.steps)) + ("CreateStream" in made) + 1 + has_new_key
