"""Who assumes what and reaches what, found in a preset's template under one option of each choice. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tui.core.calls.result_reference import put_in
from tui.core.iam.policy import PolicyDocument, as_list, principals_of, statements_of
from tui.core.preset.format import Preset
from tui.core.preset.tokens import chosen, filled

PLAIN = {"DNS_SUFFIX": "amazonaws.com", "PARTITION": "aws"}
ANYTHING = "*"
Kind = Literal["role", "service-linked-role", "principal", "bucket", "instance", "you", "nobody"]


@dataclass(frozen=True)
class Reach:
    """What may be done to one set of things."""

    targets: tuple[str, ...]
    """Short: "s3 my-lake/*"; "*" for anything; the name of a managed policy whose text is not in the preset."""
    actions: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    """Keys that have to fit."""
    is_denied: bool = False
    is_pasted: bool = False
    """Whether it stands for a document that somebody pastes; nothing is known of it."""


@dataclass(frozen=True)
class Scene:
    """One thing in the middle, who comes to it, and what it leads to."""

    kind: Kind
    name: str
    comers: tuple[str, ...] = ()
    """Principals, without the kind where it is a service."""
    conditions: tuple[str, ...] = ()
    """Keys of the trust policy's conditions."""
    through: str = ""
    """The instance profile that carries the role."""
    handed_to: tuple[tuple[str, str], ...] = ()
    """(kind of resource, name) of what gets the role: an instance, an identity pool, a setting."""
    reaches: tuple[Reach, ...] = ()
    passed: tuple[str, ...] = ()
    """Services the caller hands the role to, by iam:PassRole."""


def scenes_of(preset: Preset, choices: Mapping[str, str] | None = None) -> tuple[Scene, ...]:
    """The scenes of these options, of the default ones where none are given; never empty.

    Where nothing is made the caller stands in the middle; where nothing is needed, nobody does.
    """
    taken = {**preset.default_choices, **(choices or {})}
    values = default_values(preset)
    items = [
        (kind, shape)
        for item in put_in(filled(chosen(preset.resources, taken), values))
        for kind, shape in item.items()
        if isinstance(shape, Mapping)
    ]
    caller = filled(chosen(preset.caller, taken), values) if preset.caller else {}
    found = [scene for kind, shape in items for scene in _scenes(kind, shape, items)]
    found = [replace(one, passed=_passed_to(caller, one.name)) if one.kind == "role" else one for one in found]
    if found:
        return tuple(found)
    if statements_of(caller) and preset.need != "not-needed":
        return (Scene("you", "", reaches=tuple(_reaches(caller))),)
    return (Scene("nobody", preset.service),)


def default_values(preset: Preset) -> dict[str, str]:
    """What tokens stand for when nobody answers; those without a default stay tokens."""
    known = dict(PLAIN)
    for _ in preset.placeholders:
        for name, one in preset.placeholders.items():
            if one.default and one.type != "choice":
                known[name] = filled(one.default, known)
    return known


def _scenes(kind: str, shape: Mapping[str, Any], items: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Scene]:
    match kind:
        case "role":
            yield _role(shape, items)
        case "service_linked_role":
            yield Scene("service-linked-role", str(shape.get("role_name", "")), (str(shape.get("service", "")),))
        case "principal_policy":
            reaches = tuple(_reaches(shape.get("document", {})))
            yield Scene("principal", _short(str(shape.get("principal", ""))), reaches=reaches)
        case "bucket_policy":
            document = {"Statement": shape.get("statements", [])}
            comers = tuple(dict.fromkeys(value for _, value in principals_of(document)))
            reaches = _merged([replace(one, targets=()) for one in _reaches(document)])
            yield Scene("bucket", str(shape.get("bucket", "")), comers, reaches=reaches)
        case "instance_profile_association" if not any(one == "role" for one, _ in items):
            yield Scene("instance", str(shape.get("instance", "")), through=str(shape.get("profile", "")))


def _role(shape: Mapping[str, Any], items: list[tuple[str, Mapping[str, Any]]]) -> Scene:
    trust, name = shape.get("trust", {}), str(shape.get("name", ""))
    comers = [trust] if isinstance(trust, str) else [_comer(kind, value) for kind, value in principals_of(trust)]
    policies = {str(one.get("name")): one.get("document", {}) for kind, one in items if kind == "managed_policy"}
    reaches = [one for document in shape.get("inline", {}).values() for one in _reaches(document)]
    for arn in shape.get("managed", []):
        policy = str(arn).rpartition("/")[2]
        reaches += _reaches(policies[policy]) if policy in policies else [Reach((policy,), ())]
    handed = [(kind, str(next(iter(one.values()), ""))) for kind, one in items if _gets(kind, one, shape)]
    return Scene(
        kind="role",
        name=name,
        comers=tuple(dict.fromkeys(comers)),
        conditions=()
        if isinstance(trust, str)
        else tuple(dict.fromkeys(key for one in statements_of(trust) for key in _keys(one))),
        through=str(shape.get("instance_profile") or ""),
        handed_to=tuple(handed),
        reaches=_merged(reaches),
    )


def _gets(kind: str, shape: Mapping[str, Any], role: Mapping[str, Any]) -> bool:
    """Whether the thing is handed the role."""
    if kind == "instance_profile_association":
        return shape.get("profile") == role.get("instance_profile")
    return kind in ("identity_pool_roles", "apigateway_account") and role.get("name") in shape.values()


def _reaches(document: PolicyDocument | str) -> Iterator[Reach]:
    """Of a document that is still to be pasted, its token."""
    if isinstance(document, str):
        yield Reach((document,), (), is_pasted=True)
        return
    for one in statements_of(document):
        actions = [str(action) for action in as_list(one.get("Action", one.get("NotAction", [])))]
        targets = [_short(str(target)) for target in as_list(one.get("Resource", one.get("NotResource", ANYTHING)))]
        yield Reach(tuple(targets), tuple(actions), tuple(_keys(one)), one.get("Effect") == "Deny")


def _merged(reaches: list[Reach]) -> tuple[Reach, ...]:
    """One line for the same things under the same conditions."""
    found: dict[tuple[object, ...], Reach] = {}
    for one in reaches:
        key = (one.targets, one.conditions, one.is_denied)
        before = found.get(key)
        found[key] = replace(one, actions=(*before.actions, *one.actions)) if before else one
    return tuple(found.values())


def _keys(statement: Mapping[str, Any]) -> list[str]:
    conditions = statement.get("Condition")
    if not isinstance(conditions, Mapping):
        return []
    return [str(key) for keys in conditions.values() if isinstance(keys, Mapping) for key in keys]


def _passed_to(caller: Any, role: str) -> tuple[str, ...]:
    """The services of the statements that allow iam:PassRole for the role; () where there is none or it names none."""
    found: dict[str, None] = {}
    for one in statements_of(caller or {}):
        targets = [str(target) for target in as_list(one.get("Resource", []))]
        is_meant = any("*" in target or target.endswith(f"/{role}") for target in targets)
        if "iam:PassRole" in as_list(one.get("Action", [])) and is_meant:
            for keys in (one.get("Condition") or {}).values():
                found |= {str(service): None for service in as_list(keys.get("iam:PassedToService", []))}
    return tuple(found)


def _comer(kind: str, value: str) -> str:
    return value if kind in ("Service", "*") else _short(value)


def _short(arn: str) -> str:
    """arn:aws:kinesis:*:*:stream/x -> "kinesis stream/x"; what is no ARN stays."""
    parts = arn.split(":", 5)
    return f"{parts[2]} {parts[5]}" if len(parts) == 6 and parts[0] == "arn" else arn
