"""Botocore's errors in our words: AwsRefused when AWS said no, AwsUnreachable when there was no answer to understand.

Codes of AwsUnreachable; all have the parameters `reason` (botocore's words) and `endpoint`, both possibly empty:

    aws.no_credentials  nothing to sign a request with
    aws.expired         credentials or an SSO session that AWS does not take (any more)
    aws.clock           this machine's clock is off, as AWS's own Date says; also `minutes`; nothing was carried out
    aws.mfa             a profile that wants a code typed; also `device`
    aws.no_profile      also `profile`, and `profiles`: the known ones, separated by commas
    aws.bad_config      a configuration file or setting that botocore cannot read
    aws.no_region       also `region`: empty, or text that is none
    aws.no_network      the endpoint could not be reached, or the connection broke
    aws.timeout         the endpoint did not answer in time
    aws.garbled         an answer nobody can read; a change may have been carried out
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import botocore.exceptions as boto
import botocore.session
from botocore.parsers import ResponseParserError

from tui.core.errors import AwsRefused, AwsUnreachable, RoleWizardError

NOT_IMPLEMENTED = "NotImplemented"

CREDENTIALS_REFUSED = frozenset(
    {
        "AuthFailure",
        "ExpiredToken",
        "ExpiredTokenException",
        "IncompleteSignature",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "InvalidSignatureException",
        "InvalidToken",
        "MissingAuthenticationToken",
        "RequestExpired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
        "UnrecognizedClientException",
    }
)
"""AWS's codes for credentials it does not take; nothing was carried out."""

OUT_OF_TIME = frozenset(
    {
        "InvalidSignatureException",
        "RequestExpired",
        "RequestInTheFuture",
        "RequestTimeTooSkewed",
        "SignatureDoesNotMatch",
    }
)
"""Of those, codes that a clock which is off brings about too."""
CLOCK_SECONDS = 240
"""AWS takes five minutes; a slow answer takes some of them."""

CODES: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (
            boto.SSOError,
            boto.LoginError,
            boto.TokenRetrievalError,
            boto.RefreshWithMFAUnsupportedError,
        ),
        "aws.expired",
    ),
    (
        (
            boto.NoCredentialsError,
            boto.PartialCredentialsError,
            boto.CredentialRetrievalError,
            boto.UnknownCredentialError,
            boto.NoAuthTokenError,
            boto.MetadataRetrievalError,
            boto.MissingDependencyException,
        ),
        "aws.no_credentials",
    ),
    ((boto.NoRegionError,), "aws.no_region"),
    ((boto.ConnectTimeoutError, boto.ReadTimeoutError), "aws.timeout"),
    ((boto.HTTPClientError, boto.ConnectionError, boto.IncompleteReadError), "aws.no_network"),
    ((ResponseParserError, KeyError), "aws.garbled"),
)
"""The first family an error belongs to gives its code."""


# KeyError: what botocore's XML parser makes of a well-formed answer to another question, as a sign-in page sends it
FOREIGN: tuple[type[Exception], ...] = (boto.ClientError, boto.BotoCoreError, ResponseParserError, KeyError)
"""Everything a client raises."""
FOREIGN_OR_MOTOS: tuple[type[Exception], ...] = (*FOREIGN, NotImplementedError)


@contextmanager
def understood(operation: str, endpoint: str = "") -> Iterator[None]:
    """Raises what botocore raises inside as ours; `endpoint` is the one that replaces AWS's own, if one does."""
    try:
        yield
    except FOREIGN_OR_MOTOS as error:
        raise translated(error, operation, endpoint) from error


def translated(error: Exception, operation: str, endpoint: str = "") -> RoleWizardError:
    """Our error for one of botocore's, or moto's for what it does not have."""
    match error:
        case boto.ClientError():
            return _refused(error, operation, endpoint)
        case NotImplementedError():
            return AwsRefused(NOT_IMPLEMENTED, str(error), operation, 501)
        case ResponseParserError() if endpoint and "500 Internal Server Error" in str(error):
            return AwsRefused(NOT_IMPLEMENTED, LACKING, operation, 501)
        case boto.UnknownServiceError():
            return AwsRefused("InvalidAction", f"botocore has no service {error.kwargs['service_name']}", operation)
        case boto.ParamValidationError():
            # what AWS would refuse, refused by botocore before it is sent
            return AwsRefused("ValidationError", str(error), operation)
        case boto.ProfileNotFound():
            return _unreachable(
                "aws.no_profile", error, operation, profile=error.kwargs["profile"], profiles=known_profiles() or "-"
            )
        case boto.InvalidRegionError():
            return _unreachable("aws.no_region", error, operation, region=error.kwargs["region_name"])
    for family, code in CODES:
        if isinstance(error, family):
            return _unreachable(code, error, operation, endpoint=endpoint or _endpoint_in(error))
    return _unreachable("aws.bad_config", error, operation)


def _unreachable(code: str, error: Exception, operation: str, endpoint: str = "", **params: str) -> AwsUnreachable:
    reason = without_password(re.sub(r"\s+", " ", str(error)).strip())[:500]
    return AwsUnreachable(code, operation, reason=reason, endpoint=without_password(endpoint), **params)


def without_password(text: str) -> str:
    """A text as it may be shown: of addresses in it, the name and password before the host are left out."""
    return re.sub(r"//[^/@\s]+@", "//...@", text)


LACKING = "What stands in for AWS here does not have this operation."


def _refused(error: Any, operation: str, endpoint: str) -> RoleWizardError:
    """AWS's own "no"; stand-ins for AWS answer with HTTP pages where they lack an operation."""
    answer = error.response.get("Error", {})
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400))
    code, message = str(answer.get("Code", status)), str(answer.get("Message", ""))
    is_page = bool(endpoint) and status == 500 and message.lstrip().startswith("<")
    if is_page or message == "Not yet implemented":
        return AwsRefused(NOT_IMPLEMENTED, LACKING, operation, 501)
    if code in OUT_OF_TIME and (minutes := _minutes_off(error)):
        reason = f"{code}: {message}"
        return AwsUnreachable("aws.clock", operation, reason=reason, endpoint=endpoint, minutes=minutes)
    if code in CREDENTIALS_REFUSED:
        return AwsUnreachable("aws.expired", operation, reason=f"{code}: {message}", endpoint=endpoint)
    # S3 says which principal it does not know beside the message
    detail = f": {answer['Detail']}" if isinstance(answer.get("Detail"), str) else ""
    return AwsRefused(code, message + detail, operation, status)


def _minutes_off(error: Any) -> int:
    """By how much this clock is ahead of AWS's (negative: behind); 0 where it is near enough, or nobody can tell."""
    stamp = error.response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        seconds = time.time() - parsedate_to_datetime(stamp).timestamp()
    except ValueError:
        return 0
    return round(seconds / 60) if abs(seconds) >= CLOCK_SECONDS else 0


def known_profiles() -> str:
    """The profiles of the person's AWS configuration, separated by commas; empty where it cannot be read."""
    try:
        return ", ".join(botocore.session.Session().available_profiles)
    except boto.BotoCoreError:
        return ""


def _endpoint_in(error: Exception) -> str:
    """The URL that could not be reached, where botocore says so."""
    kwargs: dict[str, Any] = getattr(error, "kwargs", {})
    return str(kwargs.get("endpoint_url", ""))
