"""Managed policies whose text is known, and where it is known from."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.core.iam.arn import account_of
from tui.core.iam.aws_policies import AwsPolicies, AwsPolicy
from tui.core.iam.policy import PolicyDocument, policy_size
from tui.core.phrase import Part, Phrase


@dataclass(frozen=True)
class KnownPolicy:
    """A managed policy, AWS's own or the account's, with its document in force."""

    arn: str
    version: str
    """v3; "" where it is not known."""
    document: PolicyDocument
    source: str = ""
    """What the copy was made from that comes with the program; "" where it was read in the account."""
    shipped_version: str = ""
    """Of that copy, where the account has another version."""

    @property
    def name(self) -> str:
        """Without its path."""
        return self.arn.rpartition("/")[2]

    @property
    def is_aws_managed(self) -> bool:
        """Whether AWS wrote it, and changes it."""
        return account_of(self.arn) == "aws"

    @property
    def about(self) -> Phrase:
        """Version and size, and where both are from."""
        fields: dict[str, Part] = {"version": self.version, "size": self.size}
        fields |= {"source": self.source, "shipped": self.shipped_version}
        key = "shipped" if self.source else "differs" if self.shipped_version else "account"
        return Phrase(f"managed.{key}", fields)

    @property
    def size(self) -> int:
        """Characters, as IAM counts them."""
        return policy_size(self.document)


@dataclass(frozen=True)
class PoliciesRead:
    """What was found out about some managed policies; those in neither field could not be read."""

    known: Mapping[str, KnownPolicy]
    """By ARN."""
    absent: frozenset[str] = frozenset()
    """ARNs that no policy has."""

    @property
    def texts(self) -> dict[str, PolicyDocument]:
        """The documents by ARN."""
        return {arn: one.document for arn, one in self.known.items()}


def shipped_policy(policies: AwsPolicies, policy: AwsPolicy) -> KnownPolicy:
    """The copy of an AWS managed policy that comes with the program."""
    source = f"{policies.source}, {policies.as_of}"
    return KnownPolicy(policy.arn, policy.version, policies.document(policy), source)
