"""The profiles of the AWS configuration (~/.aws/config and credentials, or where AWS_CONFIG_FILE leads)."""

from collections.abc import Mapping

import botocore.exceptions
import botocore.session

from tui.core.calls.profile import AwsProfile


def read_profiles() -> tuple[AwsProfile, ...]:
    """In the order of the files; none where there are no files or they cannot be read."""
    try:
        found: Mapping[str, Mapping[str, object]] = botocore.session.Session().full_config["profiles"]
    except (botocore.exceptions.BotoCoreError, OSError, ValueError):
        return ()
    return tuple(_profile(name, one) for name, one in found.items())


def _profile(name: str, settings: Mapping[str, object]) -> AwsProfile:
    def text(*keys: str) -> str:
        return next((found for key in keys if isinstance(found := settings.get(key), str)), "")

    role = text("role_arn").split(":")
    return AwsProfile(
        name,
        text("region"),
        text("sso_session", "sso_start_url"),
        text("sso_account_id") or (role[4] if len(role) > 4 else ""),
        text("endpoint_url"),
    )
