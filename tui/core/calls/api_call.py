"""A call is data: everything imperative (preview, script, journal, dry-run listing, undo) is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from tui.core.calls.target import Target


@dataclass(frozen=True)
class ApiCall:
    """One request, in botocore's words."""

    service: str
    """botocore's service name: iam, sts, ec2 ..."""
    operation: str
    """The operation as AWS spells it: CreateRole."""
    params: Mapping[str, Any]
    """As boto3 takes them; policy documents are the JSON text that goes over the wire."""


def iam(operation: str, params: Mapping[str, Any]) -> ApiCall:
    """A call of IAM's."""
    return ApiCall("iam", operation, params)


READ_PREFIXES = ("Get", "List", "Describe", "Head", "Simulate")
ADVICE = frozenset({"ValidatePolicy", "GenerateServiceLastAccessedDetails"})
"""Operations that change nothing whatever their name; unlike reads they are asked once."""


def is_read(operation: str) -> bool:
    """Whether the operation leaves the account as it is.

    AWS's naming convention holds for every operation this program uses; unknown verbs count as writes.
    """
    return operation.startswith(READ_PREFIXES)


class Gateway(Protocol):
    """Whoever carries calls to the target and answers back."""

    @property
    def target(self) -> Target:
        """The account behind it."""
        ...

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """AWS's answer, with times as ISO 8601 text.

        Raises AwsRefused when AWS says no, AwsUnreachable when it says nothing, DryRunRefused on a dry run.
        """
        ...


class ActingGateway(Gateway, Protocol):
    """A gateway that can make calls with a role's temporary credentials, which it keeps to itself."""

    def call_as(self, role: str, call: ApiCall, external_id: str = "") -> Mapping[str, Any]:
        """The answer to the call by the role with this ARN; by the person, unrecorded, where it is empty.

        Numbers and truth values may be text. Raises what `call` does, and AwsRefused of the operation AssumeRole where
        the person may not assume the role.
        """
        ...
