"""Statements that allow more than they have to."""

import re
from collections.abc import Iterator

from tui.core.checks.findings import Finding, Severity
from tui.core.checks.place import Context, Place
from tui.core.iam.wildcards import matches
from tui.core.kinds import Resource, Role

WIDE_POLICIES = frozenset({"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"})
"""AWS managed policies nobody's service needs."""
SHOWN = 4
EVERY_ROLE = re.compile(r"\*+|arn:\*+|arn:[^:]*:(\*+|iam:\*+|iam::[^:]*:(\*+|role/?\*+))")


def check_breadth(place: Place, context: Context) -> Iterator[Finding]:
    """Of a permissions statement that allows something."""
    if not place.is_allow or place.is_trust or place.is_of_bucket:
        return
    if "NotAction" in place.statement:
        yield place.finding("allows_the_rest", "warning")
        return
    is_everywhere = "*" in place.resources
    if "*" in place.actions or "*:*" in place.actions:
        yield place.finding("full_access", "warning" if is_everywhere else "note")
        return
    for action in place.actions:
        if action.endswith(":*"):
            service, count = action.partition(":")[0], len(context.actions.expand(action))
            severity: Severity = "warning" if is_everywhere and not place.conditions else "note"
            yield place.finding("service_wildcard", severity, action=action, service=service, count=count)
    if any(matches(one.lower(), "iam:passrole") for one in place.actions) and _is_any_role(place):
        yield place.finding("pass_role_anywhere", "note" if "iam:passedtoservice" in place.keys else "warning")
    if is_everywhere:
        yield from _star(place, context)


def _is_any_role(place: Place) -> bool:
    """Whether it reaches roles of every name."""
    return "NotResource" in place.statement or any(EVERY_ROLE.fullmatch(one) for one in place.resources)


def _star(place: Place, context: Context) -> Iterator[Finding]:
    narrow = [
        one
        for one in place.actions
        if context.actions.can_be_narrowed(one) and not one.endswith(":*") and one.lower() != "iam:passrole"
    ]
    if not narrow:
        return
    changing = [one for one in narrow if context.actions.levels(one).keys() & {"write", "permissions", "tagging"}]
    named = ", ".join((changing or narrow)[:SHOWN]) + (" …" if len(changing or narrow) > SHOWN else "")
    # the shortest is the plainest: a bucket's objects rather than an access point's
    example = min(context.actions.patterns((changing or narrow)[0]), key=len).replace(
        "arn:*:", f"arn:{context.target.partition}:"
    )
    if changing and not place.conditions:
        yield place.finding("star_resource", "warning", actions=named, example=example)
    else:
        yield place.finding("star_resource_read", "note", actions=named, example=example)


def check_attachments(resource: Resource) -> Iterator[Finding]:
    """AWS managed policies that allow nearly everything."""
    for arn in resource.managed if isinstance(resource, Role) else ():
        if arn.endswith(tuple(f":policy/{name}" for name in WIDE_POLICIES)) and "::aws:" in arn:
            yield Finding("wide_attachment", "warning", resource.address, {"policy": arn.rpartition("/")[2]})
