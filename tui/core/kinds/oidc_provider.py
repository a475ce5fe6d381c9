"""An OIDC identity provider: tells IAM to accept the tokens of, for example, an EKS cluster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.core.calls.api_call import ApiCall, iam
from tui.core.calls.step import Step, change_tags, tag_list
from tui.core.calls.target import Target
from tui.core.iam.arn import oidc_provider_arn


@dataclass(frozen=True)
class OidcProvider:
    """No thumbprint: IAM takes the top intermediate CA's by itself (ThumbprintList is optional)."""

    host_path: str
    """The URL without https:// and without a trailing slash, which would make a second provider."""
    client_ids: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Kind and URL."""
        return f"oidc-provider/{self.host_path}"

    def parts(self) -> dict[str, Any]:
        """What can differ, by name."""
        parts: dict[str, Any] = {f"client_id/{one}": one for one in self.client_ids}
        return parts | {f"tag/{key}": value for key, value in self.tags.items()}


def change_oidc_provider(
    desired: OidcProvider, observed: OidcProvider | None, target: Target, run: str
) -> tuple[Step, ...]:
    """CreateOpenIDConnectProvider, or the audiences it lacks."""
    arn = {"OpenIDConnectProviderArn": oidc_provider_arn(target, desired.host_path)}
    if observed is None:
        return (Step(desired.address, _create(desired, run), (iam("DeleteOpenIDConnectProvider", arn),)),)
    steps = []
    for client_id in desired.client_ids:
        if client_id not in observed.client_ids:
            at = {**arn, "ClientID": client_id}
            undo = iam("RemoveClientIDFromOpenIDConnectProvider", at)
            steps.append(Step(desired.address, iam("AddClientIDToOpenIDConnectProvider", at), (undo,)))
    operations = ("TagOpenIDConnectProvider", "UntagOpenIDConnectProvider")
    steps += change_tags(desired.address, desired.tags, observed.tags, operations, arn)
    return tuple(steps)


def remove_oidc_provider(observed: OidcProvider, target: Target) -> tuple[Step, ...]:
    """The call that deletes the provider."""
    arn = {"OpenIDConnectProviderArn": oidc_provider_arn(target, observed.host_path)}
    return (Step(observed.address, iam("DeleteOpenIDConnectProvider", arn), (_create(observed, ""),)),)


def _create(desired: OidcProvider, run: str) -> ApiCall:
    params = {
        "Url": f"https://{desired.host_path}",
        "ClientIDList": list(desired.client_ids),
        "Tags": tag_list(desired.tags, run),
    }
    return iam("CreateOpenIDConnectProvider", params)
