"""Actions that do not exist, and actions on resources they have nothing to do with."""

from collections.abc import Callable, Iterator
from typing import Any

from tui.core.calls.result_reference import SHOWN
from tui.core.checks.findings import Finding
from tui.core.checks.fix import Fix, Statement
from tui.core.checks.place import Context, Place
from tui.core.iam.grammar import PARTITIONS
from tui.core.iam.policy import as_list


def check_actions(place: Place, context: Context) -> Iterator[Finding]:
    """Against the list of all actions; nothing where there is no list."""
    if context.actions.is_empty:
        return
    for key in ("Action", "NotAction"):
        for action in map(str, as_list(place.statement.get(key, []))):
            if action != "*" and not context.actions.known(action):
                yield _unknown(place, context, action, key)
    if place.is_allow and "Resource" in place.statement and "*" not in place.resources:
        yield from _misfits(place, context)


def check_partitions(place: Place, context: Context) -> Iterator[Finding]:
    """ARNs of another partition than the account's name nothing in it."""
    values = [value for _, _, values in place.conditions for value in values]
    for arn in dict.fromkeys([*place.resources, *values]):
        parts = arn.split(":", 2)
        if len(parts) == 3 and parts[0] == "arn" and parts[1] in PARTITIONS and parts[1] != context.target.partition:
            there = context.target.partition
            yield place.finding("arn_elsewhere", "warning", arn=arn, partition=there, instead=f"arn:{there}:{parts[2]}")


def _unknown(place: Place, context: Context, action: str, key: str) -> Finding:
    service = action.partition(":")[0]
    near = context.actions.nearest(action)
    fix = place.fix("action", _renamed(key, action, near), before=action, after=near) if near else None
    is_service = context.actions.knows_service(service)
    code = "action_unknown" if is_service or ":" not in action else "service_unknown"
    # an action that does not exist allows nothing; IAM takes it all the same
    return place.finding(code, "warning", fix, action=action, service=service, nearest=near)


def _misfits(place: Place, context: Context) -> Iterator[Finding]:
    """Actions that none of the statement's resources is meant for."""
    misfits = [
        action
        for action in place.actions
        if context.actions.known(action) and not any(context.actions.fits(action, one) for one in place.resources)
    ]
    if only_star := [one for one in misfits if not context.actions.can_be_narrowed(one)]:
        fix = place.fix("apart", _apart(only_star), actions=", ".join(only_star))
        yield place.finding("action_needs_star", "warning", fix, actions=", ".join(only_star))
    if others := [one for one in misfits if one not in only_star]:
        resource = place.resources[0] if place.resources else "-"
        fix_or_none = _added(place, context, others)
        # what was meant is inside the resource that is named, or around it; else the plainest that fits
        near = str(fix_or_none.params["resource"]) if fix_or_none else _plainest(context, others[0])
        params = {"actions": ", ".join(others), "resource": resource, "fitting": near}
        yield place.finding("action_misfits", "warning", fix_or_none, **params)


def _plainest(context: Context, action: str) -> str:
    return min(context.actions.patterns(action), key=len).replace("arn:*:", f"arn:{context.target.partition}:")


def _added(place: Place, context: Context, actions: list[str]) -> Fix | None:
    """What is inside the resources, or around them, where every one of the actions can be allowed on that."""
    near = [
        candidate
        for one in place.resources
        if not SHOWN.search(one)
        for candidate in (*([] if one.endswith("*") else [f"{one}/*", f"{one}:*"]), one.partition("/")[0])
        if all(context.actions.fits(action, candidate) for action in actions)
    ]
    if not near:
        return None
    # as they stand: some may be references that only the plan can resolve
    after = list(dict.fromkeys([*as_list(place.statement["Resource"]), near[0]]))
    return place.fix("resource", lambda one: {**one, "Resource": after}, resource=near[0])


def _apart(actions: list[str]) -> Callable[[Statement], list[dict[str, Any]]]:
    """The actions in a statement of their own, on everything."""

    def change(statement: Statement) -> list[dict[str, Any]]:
        others = [one for one in as_list(statement["Action"]) if one not in actions]
        alone = {key: value for key, value in statement.items() if key != "Sid"}
        alone |= {"Action": actions, "Resource": "*"}
        return [*([{**statement, "Action": others}] if others else []), alone]

    return change


def _renamed(key: str, before: str, after: str) -> Callable[[Statement], dict[str, Any]]:
    def change(statement: Statement) -> dict[str, Any]:
        names = [after if one == before else one for one in as_list(statement[key])]
        return {**statement, key: names if isinstance(statement[key], list) else names[0]}

    return change
