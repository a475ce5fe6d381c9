"""Names that somebody else has taken: which they are, and which answer they come from."""

from collections.abc import Iterable, Iterator, Mapping

from tui.core.findings import Finding
from tui.core.plan import Plan
from tui.core.resources import InstanceProfile, ManagedPolicy, Role
from tui.core.steps import RUN_TAG

TAKEN = ("name_taken", "name_case")
"""Findings about it: with other content, or in another letter case."""


def taken_names(plan: Plan) -> Iterator[Finding]:
    """Things that are there with other content, and that no run of this program made."""
    for change in plan.changes:
        there = plan.observed.get(change.address)
        if change.action == "update" and isinstance(there, Role | ManagedPolicy | InstanceProfile):
            tags: Mapping[str, str] = there.tags
            if RUN_TAG not in tags:
                yield Finding("name_taken", "warning", change.address, {"name": there.name})


def first_taken(findings: Iterable[Finding]) -> str:
    """The name that a person has to decide about first; "" where none is taken."""
    return next((one.where.partition("/")[2] for one in findings if one.code in TAKEN), "")


def naming_token(values: Mapping[str, str], name: str) -> str:
    """The answer that has become the name, or else a part of it; "" where none has."""
    exact = [token for token, value in values.items() if value and value.casefold() == name.casefold()]
    # the role's name before what is called after it
    in_part = [token for token, value in values.items() if len(value) > 2 and value.casefold() in name.casefold()]
    return next(iter(sorted(exact, key=lambda token: "NAME" not in token) or in_part), "")
