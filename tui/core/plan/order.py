"""Which steps of a plan may go out side by side."""

import json
from collections import defaultdict

from tui.core.calls.result_reference import refs_in
from tui.core.calls.step import Step
from tui.core.kinds.postconditions import CREATES, DELETES

HANDS_OVER = frozenset(
    {
        "UpdateAccount",
        "SetIdentityPoolRoles",
        "AssociateIamInstanceProfile",
        "ReplaceIamInstanceProfileAssociation",
    }
)
"""Calls that hand what was made to a service, which may look into it at once: they follow everything that fills it."""

CHAINED = ("policy/", "instance-profile/", "association/", "bucket/", "kms-key/")
"""Things whose steps depend on one another: versions of a policy, the one place in a profile."""

# for IAM, Cost and cost are one tag: whether one is set or removed first decides what is left
TAGGING = ("Tag", "Untag")


def levels(steps: tuple[Step, ...]) -> list[list[int]]:
    """Indexes of steps, level by level: within a level nothing depends on anything.

    First what is made, then what goes into it, then what hands it over, last what is deleted. A role's own calls are
    independent of one another, but for its tags; those on a policy or a profile keep their order. What names something
    that the same plan makes (a boundary, a principal) is made after it.
    """
    found: dict[int, list[int]] = defaultdict(list)
    made = _levels_of_creates(steps)
    last_made = max(made.values(), default=-1)
    chains: dict[tuple[str, str], int] = defaultdict(int)
    for index, step in enumerate(steps):
        if step.do.operation in DELETES or step.do.operation in HANDS_OVER:
            continue
        if index in made:
            level = made[index]
        elif chain := _chain(step):
            chains[chain] += 1
            level = last_made + chains[chain]
        else:
            level = last_made + 1
        found[level].append(index)
    handed_over = [index for index, step in enumerate(steps) if step.do.operation in HANDS_OVER]
    deletes = [index for index, step in enumerate(steps) if step.do.operation in DELETES]
    return [*(found[level] for level in sorted(found)), *filter(None, (handed_over, deletes))]


def _levels_of_creates(steps: tuple[Step, ...]) -> dict[int, int]:
    """Level by index."""
    found: dict[int, int] = {}
    for index, step in enumerate(steps):
        if step.do.operation in CREATES:
            text = json.dumps(dict(step.do.params))
            needed = {one.address for one in refs_in(step.do.params)}
            named = [
                level
                for other, level in found.items()
                if steps[other].address in needed or _names(text, steps[other].address)
            ]
            found[index] = max(named, default=-1) + 1
    return found


def _names(text: str, address: str) -> bool:
    """Whether an ARN in the text may be that of the address; one level too many does no harm."""
    kind, _, name = address.partition("/")
    return f":{kind}/" in text and f"/{name}" in text


def _chain(step: Step) -> tuple[str, str] | None:
    """What the step has to keep its place in."""
    if step.address.startswith(CHAINED):
        return step.address, ""
    return (step.address, "tags") if step.do.operation.startswith(TAGGING) else None
