"""Reads API Gateway's account setting of the target's region: one call."""

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.kinds import ApiGatewayAccount


def observe_apigateway_account(gateway: Gateway, desired: ApiGatewayAccount) -> ApiGatewayAccount | None:
    """The role that is set, or None."""
    role_arn = gateway.call(ApiCall("apigateway", "GetAccount", {})).get("cloudwatchRoleArn")
    return ApiGatewayAccount(desired.region, role_arn) if role_arn else None
