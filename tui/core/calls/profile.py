"""A profile of the AWS configuration: which account a person can choose to work in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AwsProfile:
    """What the configuration says of it; "" where it says nothing. Credentials are not among it."""

    name: str
    region: str = ""
    sso: str = ""
    """The SSO session or start URL it signs in with."""
    account: str = ""
    """The account that an SSO profile or the role it assumes names; only AWS knows that of keys."""
    endpoint_url: str = ""
