"""What a preset may write under each kind, and the resources that come of it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from tui.core.calls.target import Target
from tui.core.errors import PresetInvalid
from tui.core.iam.arn import role_arn
from tui.core.iam.policy import as_list
from tui.core.kinds import (
    ORDER,
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfile,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    OidcProvider,
    PrincipalPolicy,
    Resource,
    Role,
    ServiceLinkedRole,
    Stream,
)
from tui.core.preset.values import parse_tags


def _checked(document: dict[str, Any]) -> dict[str, Any]:
    """The document as it is. Raises ValueError where a statement or a condition is none, which IAM would refuse."""
    for statement in as_list(document.get("Statement", [])):
        conditions = statement.get("Condition") or {} if isinstance(statement, Mapping) else None
        if not isinstance(conditions, Mapping) or not all(isinstance(keys, Mapping) for keys in conditions.values()):
            raise ValueError("not a policy document")
    return document


def _with_sids(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The statements as they are. Raises ValueError where one has no Sid of its own, by which it could be found."""
    sids = [one.get("Sid") for one in statements]
    if not sids or not all(isinstance(sid, str) and sid for sid in sids) or len(set(sids)) < len(sids):
        raise ValueError("every statement needs a Sid of its own")
    _checked({"Statement": statements})
    return statements


Document = Annotated[dict[str, Any], AfterValidator(_checked)]
Statements = Annotated[list[dict[str, Any]], AfterValidator(_with_sids)]


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


class _NamedShape(_Shape):
    name: str
    tags: dict[str, str] = {}


class _StreamShape(_Shape):
    name: str
    shards: int | None = Field(default=None, ge=1)
    """Provisioned with so many; on-demand without."""
    tags: dict[str, str] = {}


class _KmsKeyShape(_Shape):
    alias: str = Field(pattern=r"^alias/.")
    tags: dict[str, str] = {}


class _PrincipalPolicyShape(_Shape):
    principal: str = Field(pattern=r"^arn:[^:]+:iam::\d*:(user|group|role)/.")
    name: str
    document: Document


class _BucketPolicyShape(_Shape):
    bucket: str
    statements: Statements


class _ApiGatewayShape(_Shape):
    role: str


class _IdentityPoolShape(_Shape):
    pool: str
    authenticated: str | None = None
    unauthenticated: str | None = None


class _AssociationShape(_Shape):
    instance: str
    profile: str


def resources_from(tree: list[Mapping[str, Any]], options: Mapping[str, str], target: Target) -> tuple[Resource, ...]:
    """The resources of a filled template, in the order they are made.

    Raises PresetInvalid where an item has another shape than its kind.
    """
    found = [resource for item in tree for resource in _resources(item, options, target)]
    arns = {one.name: role_arn(target, one.name, one.path) for one in found if isinstance(one, Role)}
    known = (_with_arns(one, arns, target) for one in found)
    return tuple(sorted(known, key=lambda one: ORDER.index(type(one))))


def _resources(item: Mapping[str, Any], options: Mapping[str, str], target: Target) -> Iterator[Resource]:
    kind, tree = next(iter(item.items()))
    try:
        if kind == "role":
            yield from _role(_RoleShape.model_validate(tree), options)
        else:
            yield _resource(kind, tree, options, target)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join((kind, *map(str, first["loc"])))
        raise PresetInvalid("preset.field", path=("resources",), field=field, reason=first["msg"]) from error


def _resource(kind: str, tree: Any, options: Mapping[str, str], target: Target) -> Resource:
    match kind:
        case "managed_policy":
            policy = _PolicyShape.model_validate(tree)
            tags = policy.tags | _given_tags(options)
            return ManagedPolicy(policy.name, policy.document, tags, policy.path, policy.description)
        case "oidc_provider":
            provider = _OidcShape.model_validate(tree)
            host_path = provider.url.removeprefix("https://").rstrip("/")
            return OidcProvider(host_path, tuple(provider.client_ids), provider.tags | _given_tags(options))
        case "service_linked_role":
            linked = _ServiceLinkedShape.model_validate(tree)
            return ServiceLinkedRole(linked.service, linked.role_name)
        case "log_group":
            group = _NamedShape.model_validate(tree)
            return LogGroup(group.name, group.tags | _given_tags(options))
        case "bucket":
            made = _NamedShape.model_validate(tree)
            return Bucket(made.name, made.tags | _given_tags(options))
        case "stream":
            stream = _StreamShape.model_validate(tree)
            return Stream(stream.name, stream.shards, stream.tags | _given_tags(options))
        case "kms_key":
            key = _KmsKeyShape.model_validate(tree)
            return KmsKey(key.alias, key.tags | _given_tags(options))
        case "principal_policy":
            held = _PrincipalPolicyShape.model_validate(tree)
            return PrincipalPolicy(held.principal, held.name, held.document)
        case "bucket_policy":
            bucket = _BucketPolicyShape.model_validate(tree)
            return BucketPolicy(bucket.bucket, {one["Sid"]: one for one in bucket.statements})
        case "apigateway_account":
            return ApiGatewayAccount(target.region, _ApiGatewayShape.model_validate(tree).role)
        case "identity_pool_roles":
            pool = _IdentityPoolShape.model_validate(tree)
            roles = {"authenticated": pool.authenticated, "unauthenticated": pool.unauthenticated}
            return IdentityPoolRoles(pool.pool, {one: name for one, name in roles.items() if name})
        case "instance_profile_association":
            association = _AssociationShape.model_validate(tree)
            return InstanceProfileAssociation(association.instance, association.profile)
        case _:
            raise PresetInvalid("preset.unknown_kind", path=("resources",), kind=kind, known="")


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


def _with_arns(resource: Resource, arns: Mapping[str, str], target: Target) -> Resource:
    """Names of roles as ARNs where a service wants those; the path of a role of the same preset counts."""

    def arn(name: str) -> str:
        return name if name.startswith("arn:") else arns.get(name, role_arn(target, name))

    match resource:
        case ApiGatewayAccount():
            return replace(resource, role_arn=arn(resource.role_arn))
        case IdentityPoolRoles():
            return replace(resource, roles={kind: arn(name) for kind, name in resource.roles.items()})
        case _:
            return resource


def _given_tags(options: Mapping[str, str]) -> dict[str, str]:
    return parse_tags(options["TAGS"]) if "TAGS" in options else {}


SHAPES: Mapping[str, type[BaseModel]] = {
    "role": _RoleShape,
    "managed_policy": _PolicyShape,
    "oidc_provider": _OidcShape,
    "service_linked_role": _ServiceLinkedShape,
    "principal_policy": _PrincipalPolicyShape,
    "bucket_policy": _BucketPolicyShape,
    "apigateway_account": _ApiGatewayShape,
    "identity_pool_roles": _IdentityPoolShape,
    "instance_profile_association": _AssociationShape,
    "log_group": _NamedShape,
    "bucket": _NamedShape,
    "stream": _StreamShape,
    "kms_key": _KmsKeyShape,
}
"""What may stand under each kind, for who describes the format."""
