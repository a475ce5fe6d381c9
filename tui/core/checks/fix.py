"""A finding's remedy: a change of one document that is shown as a difference before anybody takes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tui.core.iam.policy import PolicyDocument, statements_of
from tui.core.kinds import BucketPolicy, ManagedPolicy, PrincipalPolicy, Resource, Role

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Fix:
    """What would be changed where."""

    code: str
    """Of its text: "fix.<code>"."""
    address: str
    document: str
    """As documents_of calls it: trust, inline/<name>, document, statement/<sid>."""
    change: Callable[[PolicyDocument], PolicyDocument]
    """Pure: the document after the fix."""
    params: Mapping[str, object] = field(default_factory=dict)

    def applied_to(self, resources: Iterable[Resource]) -> tuple[Resource, ...]:
        """The resources with the fixed document in place of the old one."""
        return tuple(self._fixed(one) if one.address == self.address else one for one in resources)

    def _fixed(self, resource: Resource) -> Resource:
        name = self.document.partition("/")[2]
        match resource:
            case Role() if self.document == "trust":
                return replace(resource, trust=self.change(resource.trust))
            case Role() if name in resource.inline:
                return replace(resource, inline={**resource.inline, name: self.change(resource.inline[name])})
            case ManagedPolicy() | PrincipalPolicy():
                return replace(resource, document=self.change(resource.document))
            case BucketPolicy() if name in resource.statements:
                after = statements_of(self.change({"Statement": [resource.statements[name]]}))
                others = {key: one for key, one in resource.statements.items() if key != name}
                return replace(resource, statements=others | {str(one["Sid"]): one for one in after})
            case _:
                return resource


def edited(
    number: int, change: Callable[[Statement], Statement | Iterable[Statement]]
) -> Callable[[PolicyDocument], PolicyDocument]:
    """The change of a document whose statement of that number, from 1, is changed, or replaced by several."""

    def apply(document: PolicyDocument) -> PolicyDocument:
        statements: list[Statement] = []
        for at, statement in enumerate(statements_of(document), start=1):
            after = change(statement) if at == number else statement
            statements += [after] if isinstance(after, Mapping) else list(after)
        return {**document, "Statement": statements}

    return apply
