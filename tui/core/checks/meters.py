"""How much of each quota a role or a document takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.core.iam import limits
from tui.core.iam.policy import policy_size
from tui.core.kinds import BucketPolicy, ManagedPolicy, PrincipalPolicy, Resource, Role
from tui.core.kinds.bucket_policy import merged


@dataclass(frozen=True)
class Meter:
    """One quota."""

    code: str
    """Of its text: "meter.<code>"; those counted in characters and those counted in pieces have a unit of their own."""
    where: str
    used: int
    quota: int

    @property
    def share(self) -> float:
        """1.0 is full."""
        return self.used / self.quota


def meters(resources: Iterable[Resource]) -> tuple[Meter, ...]:
    """Every quota that the documents and the roles count toward."""
    return tuple(meter for one in resources for meter in _of(one))


def _of(resource: Resource) -> Iterator[Meter]:
    where = resource.address
    match resource:
        case Role():
            yield Meter("trust", where, policy_size(resource.trust), limits.TRUST_POLICY_SIZE)
            if resource.inline:
                size = sum(map(policy_size, resource.inline.values()))
                yield Meter("inline", where, size, limits.INLINE_POLICIES_SIZE)
            yield Meter("attachments", where, len(resource.managed), limits.MANAGED_POLICIES_PER_ROLE)
            # the tag of the run comes on top of the preset's own
            yield Meter("tags", where, len(resource.tags) + 1, limits.TAGS_MAX)
        case ManagedPolicy():
            yield Meter("policy", where, policy_size(resource.document), limits.MANAGED_POLICY_SIZE)
        case PrincipalPolicy():
            yield Meter("inline", where, policy_size(resource.document), limits.INLINE_SIZES[resource.kind])
        case BucketPolicy():
            whole = merged(None, resource.statements, resource.statements) or {}
            yield Meter("bucket", where, policy_size(whole), limits.BUCKET_POLICY_SIZE)
        case _:
            return
