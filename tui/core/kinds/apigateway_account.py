"""The role API Gateway writes logs with: one setting per account and region, shared by all its APIs."""

from dataclasses import dataclass
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.step import Step


@dataclass(frozen=True)
class ApiGatewayAccount:
    """Setting it replaces somebody else's role without a word, so what was there before is always kept."""

    region: str
    role_arn: str

    @property
    def address(self) -> str:
        """Kind and region."""
        return f"apigateway-account/{self.region}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        return {"cloudwatch_role": self.role_arn}


def change_apigateway_account(desired: ApiGatewayAccount, observed: ApiGatewayAccount | None) -> tuple[Step, ...]:
    """UpdateAccount where another role, or none, is set."""
    before = observed.role_arn if observed else ""
    if before == desired.role_arn:
        return ()
    return (Step(desired.address, set_role(desired.role_arn), (set_role(before),)),)


def set_role(role_arn: str) -> ApiCall:
    """The call that sets the role; an empty ARN clears the setting."""
    operations = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": role_arn}]
    return ApiCall("apigateway", "UpdateAccount", {"patchOperations": operations})
