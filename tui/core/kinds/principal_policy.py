"""An inline policy on a user, group or role that exists already: what people need, not what a service assumes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import iam
from tui.core.calls.result_reference import sent
from tui.core.calls.step import Step
from tui.core.iam.policy import PolicyDocument, same_meaning

PUT = {"user": "PutUserPolicy", "group": "PutGroupPolicy", "role": "PutRolePolicy"}
DELETE = {"user": "DeleteUserPolicy", "group": "DeleteGroupPolicy", "role": "DeleteRolePolicy"}
GET = {"user": "GetUserPolicy", "group": "GetGroupPolicy", "role": "GetRolePolicy"}
NAME_KEYS = {"user": "UserName", "group": "GroupName", "role": "RoleName"}
"""By kind of principal: the operations, and the parameter that names it."""


@dataclass(frozen=True)
class PrincipalPolicy:
    """The principal itself is never made or deleted."""

    principal: str
    """Its ARN."""
    name: str
    document: PolicyDocument = field(default_factory=dict)
    is_orphan: bool = False
    """Observed only: there is no such user, group or role."""

    @property
    def kind(self) -> str:
        """user, group or role."""
        return self.principal.split(":", 5)[-1].split("/")[0]

    @property
    def holder(self) -> str:
        """The principal's name, without its path."""
        return self.principal.rsplit("/", 1)[-1]

    @property
    def address(self) -> str:
        """Kind, the principal's kind and name, and the policy's."""
        return f"principal-policy/{self.kind}/{self.holder}/{self.name}"

    @property
    def at(self) -> dict[str, str]:
        """The parameters that say where the policy is."""
        return {NAME_KEYS[self.kind]: self.holder, "PolicyName": self.name}

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {} if self.is_orphan else {"document": self.document}


def change_principal_policy(desired: PrincipalPolicy, observed: PrincipalPolicy | None) -> tuple[Step, ...]:
    """Puts the policy where its meaning differs; taking it back puts the old one back, or deletes it."""
    before: Mapping[str, Any] | None = None if observed is None or observed.is_orphan else observed.document
    if same_meaning(desired.document, before):
        return ()
    put = iam(PUT[desired.kind], {**desired.at, "PolicyDocument": sent(desired.document)})
    undo = (
        iam(DELETE[desired.kind], desired.at)
        if before is None
        else iam(PUT[desired.kind], {**desired.at, "PolicyDocument": sent(before)})
    )
    return (Step(desired.address, put, (undo,)),)
