"""Which steps of a plan may go out side by side."""

from collections import defaultdict

from tui.core.effects import CREATES, DELETES
from tui.core.steps import Step

HANDS_OVER = frozenset(
    {
        "UpdateAccount",
        "SetIdentityPoolRoles",
        "AssociateIamInstanceProfile",
        "ReplaceIamInstanceProfileAssociation",
    }
)
"""Calls that hand what was made to a service, which may look into it at once: they follow everything that fills it."""

CHAINED = ("policy/", "instance-profile/", "association/")
"""Things whose steps depend on one another: versions of a policy, the one place in a profile."""


def levels(steps: tuple[Step, ...]) -> list[list[int]]:
    """Indexes of steps, level by level: within a level nothing depends on anything.

    First what is made, then what goes into it, then what hands it over, last what is deleted. A role's own calls are
    independent of one another; those on a policy or a profile keep their order.
    """
    found: dict[int, list[int]] = defaultdict(list)
    chain: dict[str, int] = defaultdict(int)
    deepest = 0
    for index, step in enumerate(steps):
        if step.do.operation in DELETES or step.do.operation in HANDS_OVER:
            continue
        level = 0
        if step.do.operation not in CREATES:
            chain[step.address] += 1
            level = chain[step.address] if step.address.startswith(CHAINED) else 1
        deepest = max(deepest, level)
        found[level].append(index)
    for index, step in enumerate(steps):
        if step.do.operation in HANDS_OVER:
            found[deepest + 1].append(index)
        elif step.do.operation in DELETES:
            found[deepest + 2].append(index)
    return [found[level] for level in sorted(found)]
