"""What AWS's refusals of one call mean, beyond their codes."""

import json
from collections.abc import Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import ANSWERS, answer_results
from tui.core.calls.step import Step
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.iam.policy import statements_of
from tui.core.kinds import InstanceProfile, ManagedPolicy, Resource, Role

EXISTS = frozenset(
    {
        "EntityAlreadyExists",
        "EntityAlreadyExistsException",
        "LimitExceeded",
        "InvalidInput",
        "Conflict",
        "ResourceAlreadyExistsException",
        "IncorrectState",
        "BucketAlreadyOwnedByYou",
        "ResourceInUseException",
        "AlreadyExistsException",
    }
)
GONE = frozenset(
    {
        "NoSuchEntity",
        "NoSuchEntityException",
        "NoSuchBucket",
        "NotFoundException",
        "InvalidAssociationID.NotFound",
        "ResourceNotFoundException",
    }
)
UNHEARD = frozenset({"aws.no_network", "aws.timeout", "aws.garbled"})
"""AwsUnreachable codes after which nobody knows whether the call was carried out."""


def is_lost(error: AwsRefused | AwsUnreachable) -> bool:
    """Whether nobody knows if the call was carried out. 501 is a stand-in's "I do not have this operation"."""
    if isinstance(error, AwsRefused):
        return error.status >= 500 and error.status != 501
    return error.code in UNHEARD


def theirs(step: Step) -> AwsRefused:
    """What AWS would say to making it once more."""
    return AwsRefused("EntityAlreadyExists", f"{step.address} was made by somebody else.", step.do.operation)


def is_filled(now: Resource | None) -> bool:
    """Whether a thing holds what keeps IAM from deleting it; this program empties what it deletes first."""
    match now:
        case Role():
            return bool(now.inline or now.other_inline or now.managed)
        case InstanceProfile():
            return now.role is not None
        case ManagedPolicy():
            return bool(now.other_versions)
        case _:
            return False


def explained(error: AwsRefused, call: ApiCall) -> AwsRefused:
    """S3 says that a principal is not valid, but not in which statement; the rest AWS explains itself."""
    if error.aws_code != "MalformedPolicy" or call.operation != "PutBucketPolicy":
        return error
    statements = statements_of(json.loads(call.params["Policy"]))
    named = [one for one in statements if "AWS" in (one.get("Principal") or ()) and one.get("Sid")]
    sids = ", ".join(str(one["Sid"]) for one in named)
    text = f"{error.aws_message} (Sid: {sids})" if sids else error.aws_message
    return AwsRefused(error.aws_code, text, error.operation, error.status)


def whole(operation: str, answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answer. Raises AwsUnreachable("aws.garbled") where it lacks what later calls need.

    Of JSON that was cut off botocore makes an answer without a single field.
    """
    if operation in ANSWERS and not answer_results(operation, answer):
        raise AwsUnreachable(
            "aws.garbled", operation, reason=f"{operation} was answered without its result", endpoint=""
        )
    return answer


def kept_for(reason: Mapping[str, Any]) -> str:
    """Why a service keeps its role, and for what, in AWS's words."""
    used = [arn for one in reason.get("RoleUsageList", []) for arn in one.get("Resources", [])]
    return " ".join([str(reason.get("Reason", "")), *used]).strip()
