"""Reads one OIDC provider: one call."""

from tui.aws.observe.answers import found, tags
from tui.core.calls.api_call import Gateway
from tui.core.iam.arn import oidc_provider_arn
from tui.core.kinds import OidcProvider


def observe_oidc_provider(gateway: Gateway, desired: OidcProvider) -> OidcProvider | None:
    """The provider of that URL, which is also its ARN."""
    arn = oidc_provider_arn(gateway.target, desired.host_path)
    answer = found(gateway, "GetOpenIDConnectProvider", {"OpenIDConnectProviderArn": arn})
    if answer is None:
        return None
    return OidcProvider(desired.host_path, tuple(answer.get("ClientIDList", ())), tags(answer.get("Tags")))
