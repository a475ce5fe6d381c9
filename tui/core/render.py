"""Preset + answers -> blueprint. Pure."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tui.core.answers import Answers
from tui.core.arn import instance_profile_arn, role_arn
from tui.core.blueprint import Blueprint, Expectation
from tui.core.errors import PresetInvalid
from tui.core.policy import as_list
from tui.core.preset import Preset
from tui.core.resources import ORDER, InstanceProfile, ManagedPolicy, OidcProvider, Resource, Role, ServiceLinkedRole
from tui.core.target import Target
from tui.core.tokens import chosen, filled, tokens_in
from tui.core.values import parse_tags


def _checked(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is. Raises ValueError where a statement or a condition is none, which IAM would refuse."""
    for statement in as_list(document.get("Statement", [])):
        conditions = statement.get("Condition") or {} if isinstance(statement, Mapping) else None
        if not isinstance(conditions, Mapping) or not all(isinstance(keys, Mapping) for keys in conditions.values()):
            raise ValueError("not a policy document")
    return document


Document = Annotated[dict[str, Any], AfterValidator(_checked)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _RoleShape(_Shape):
    name: str
    trust: Document
    path: str = "/"
    description: str | None = Field(default=None, min_length=1)
    inline: dict[str, Document] = {}
    managed: list[str] = []
    tags: dict[str, str] = {}
    instance_profile: str | None = None
    max_session_seconds: int | None = Field(default=None)
    permissions_boundary: str | None = None


class _PolicyShape(_Shape):
    name: str
    document: Document
    path: str = "/"
    description: str | None = None
    tags: dict[str, str] = {}


class _OidcShape(_Shape):
    url: str
    client_ids: list[str] = []
    tags: dict[str, str] = {}


class _ServiceLinkedShape(_Shape):
    service: str
    role_name: str


def render(preset: Preset, answers: Answers, target: Target) -> Blueprint:
    """The blueprint of these answers.

    Raises PresetInvalid where the template has another shape than its kind, or a token is left over.
    """
    tree = filled(chosen(preset.resources, answers.choices), answers.values)
    if left := sorted(set(tokens_in(tree))):
        raise PresetInvalid("preset.token_left", path=("resources",), token=", ".join(left))
    resources = [resource for item in tree for resource in _resources(item, answers.options)]
    made = _results(resources, target)
    told = {**answers.values, **made}
    checks = filled(chosen(preset.checks, answers.choices), answers.values)
    return Blueprint(
        preset=preset.id,
        choices=answers.choices,
        resources=tuple(sorted(resources, key=lambda one: ORDER.index(type(one)))),
        caller=filled(chosen(preset.caller, answers.choices), answers.values) if preset.caller else None,
        checks=tuple(
            Expectation(one["action"], one["resource"], one["expect"] == "allowed", one.get("context", {}))
            for one in checks
        ),
        smoke=tuple(filled(chosen(list(preset.smoke), answers.choices), told)),
        next={language: filled(preset.next.by(language), told) for language in ("en", "ko", "ja")}
        if preset.next
        else {},
    )


def _resources(item: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[Resource]:
    kind, tree = next(iter(item.items()))
    try:
        match kind:
            case "role":
                yield from _role(_RoleShape.model_validate(tree), options)
            case "managed_policy":
                policy = _PolicyShape.model_validate(tree)
                tags = policy.tags | _given_tags(options)
                yield ManagedPolicy(policy.name, policy.document, tags, policy.path, policy.description)
            case "oidc_provider":
                provider = _OidcShape.model_validate(tree)
                host_path = provider.url.removeprefix("https://").rstrip("/")
                yield OidcProvider(host_path, tuple(provider.client_ids), provider.tags | _given_tags(options))
            case "service_linked_role":
                linked = _ServiceLinkedShape.model_validate(tree)
                yield ServiceLinkedRole(linked.service, linked.role_name)
            case _:
                raise PresetInvalid("preset.unknown_kind", path=("resources",), kind=kind, known="")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join((kind, *map(str, first["loc"])))
        raise PresetInvalid("preset.field", path=("resources",), field=field, reason=first["msg"]) from error


def _role(shape: _RoleShape, options: Mapping[str, str]) -> Iterator[Resource]:
    seconds = options.get("MAX_SESSION_SECONDS", shape.max_session_seconds)
    yield Role(
        name=shape.name,
        trust=shape.trust,
        inline={name: document for name, document in shape.inline.items() if document},
        managed=tuple(shape.managed),
        tags=shape.tags | _given_tags(options),
        path=options.get("ROLE_PATH", shape.path),
        description=options.get("ROLE_DESCRIPTION", shape.description),
        max_session_seconds=int(seconds) if seconds is not None else None,
        permissions_boundary=options.get("PERMISSIONS_BOUNDARY", shape.permissions_boundary),
    )
    if shape.instance_profile:
        yield InstanceProfile(shape.instance_profile, shape.name, _given_tags(options))


def _given_tags(options: Mapping[str, str]) -> dict[str, str]:
    return parse_tags(options["TAGS"]) if "TAGS" in options else {}


def _results(resources: list[Resource], target: Target) -> dict[str, str]:
    """ARNs that the texts for afterwards may name."""
    found: dict[str, str] = {}
    for one in resources:
        if isinstance(one, Role):
            found.setdefault("ROLE_ARN", role_arn(target, one.name, one.path))
        elif isinstance(one, InstanceProfile):
            found.setdefault("INSTANCE_PROFILE_ARN", instance_profile_arn(target, one.name, one.path))
    return found
