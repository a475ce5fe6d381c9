"""Amazon Resource Names of IAM's own things."""

from tui.core.calls.target import Target


def iam_arn(target: Target, resource: str) -> str:
    """arn:<partition>:iam::<account>:<resource>; IAM has no region."""
    return f"arn:{target.partition}:iam::{target.account}:{resource}"


def role_arn(target: Target, name: str, path: str = "/") -> str:
    """The ARN the role has, or will have once it exists."""
    return iam_arn(target, f"role{path}{name}")


def policy_arn(target: Target, name: str, path: str = "/") -> str:
    """The ARN of a customer managed policy."""
    return iam_arn(target, f"policy{path}{name}")


def instance_profile_arn(target: Target, name: str, path: str = "/") -> str:
    """The ARN of an instance profile; services that start EC2 instances ask for this one."""
    return iam_arn(target, f"instance-profile{path}{name}")


def oidc_provider_arn(target: Target, host_path: str) -> str:
    """The ARN of an OIDC provider; `host_path` is its URL without https://."""
    return iam_arn(target, f"oidc-provider/{host_path}")


def account_of(arn: str) -> str:
    """The account id in an ARN, empty where it has none."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 else ""


def region_of(arn: str) -> str:
    """The region in an ARN, empty where it has none."""
    parts = arn.split(":", 5)
    return parts[3] if len(parts) == 6 else ""
