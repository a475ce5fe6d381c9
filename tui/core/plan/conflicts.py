"""What somebody else has already: names that are taken, and what is not taken away with the plan's one yes."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from tui.core.calls.step import RUN_TAG
from tui.core.checks.findings import Finding
from tui.core.kinds import InstanceProfile, ManagedPolicy, Role
from tui.core.plan.plan import Plan

TAKEN = ("name_taken", "name_case")
"""Findings about it: with other content, or in another letter case."""

OWN_YES = {"trust_changes": "trust", "profile_has_role": "role"}
"""Findings that each need a yes of their own, and the part they are about: who may assume a role that is there, and
which role machines have now."""


def taken_names(plan: Plan) -> Iterator[Finding]:
    """Things that are there with other content, and that no run of this program made."""
    for change in plan.changes:
        there = plan.observed.get(change.address)
        if change.action == "update" and isinstance(there, Role | ManagedPolicy | InstanceProfile):
            tags: Mapping[str, str] = there.tags
            if RUN_TAG not in tags:
                yield Finding("name_taken", "warning", change.address, {"name": there.name})


def own_yes_needed(findings: Iterable[Finding], given: Collection[str] = ()) -> tuple[str, ...]:
    """The codes of OWN_YES that are among the findings and not among those given, in the order of asking."""
    found = {one.code for one in findings}
    return tuple(code for code in OWN_YES if code in found and code not in given)


def first_taken(findings: Iterable[Finding]) -> str:
    """The name that a person has to decide about first; "" where none is taken."""
    return next((one.where.partition("/")[2] for one in findings if one.code in TAKEN), "")


def naming_token(values: Mapping[str, str], name: str) -> str:
    """The answer that has become the name, or else a part of it; "" where none has."""
    exact = [token for token, value in values.items() if value and value.casefold() == name.casefold()]
    # the role's name before what is called after it
    in_part = [token for token, value in values.items() if len(value) > 2 and value.casefold() in name.casefold()]
    return next(iter(sorted(exact, key=lambda token: "NAME" not in token) or in_part), "")
