"""Sessions with an AWS account: whose it is, and every client of the program."""

import os
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
import botocore.exceptions as boto
import botocore.session
from botocore.config import Config
from botocore.parsers import ResponseParserError

from tui import __version__
from tui.aws.errors import FOREIGN, understood, without_password
from tui.aws.gate import refuse_writes
from tui.aws.gateway import AccountGateway
from tui.core.calls.target import Target
from tui.core.errors import AwsUnreachable, UsageError
from tui.core.run.credentials import AskCode

T = TypeVar("T")

AGENT = f"rolewizard/{__version__}"
SESSION_NAME = "rolewizard-prove"
"""The session name of roles that are assumed; CloudTrail shows it."""
ATTEMPTS = 5
"""Tries of a read, unless AWS_MAX_ATTEMPTS or max_attempts of the AWS configuration says otherwise."""
CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 20.0
"""How long one try waits for a connection and for each part of an answer, unless --timeout says otherwise."""
IGNORING_CONFIGURED_ENDPOINTS: dict[str, Any] = {"ignore_configured_endpoint_urls": True}
WORTH_A_WORD = 1.0
"""Seconds after which a person is told what is being waited for."""
LONGEST_PAUSE = 8.0
"""Seconds between two tries at the most, as botocore's standard mode waits: 1, 2, 4 ... at random."""
THROTTLED = re.compile(r"Throttl|TooManyRequests|SlowDown|RequestLimitExceeded|ProvisionedThroughput", re.IGNORECASE)


@dataclass(frozen=True)
class Patience:
    """How long the calls of a session wait and how often they are tried."""

    attempts: int = ATTEMPTS
    connect_seconds: float = CONNECT_SECONDS
    answer_seconds: float = ANSWER_SECONDS

    def config(self, attempts: int) -> Config:
        """botocore's settings for clients that try so often."""
        return Config(
            retries={"mode": "standard", "total_max_attempts": attempts},
            connect_timeout=self.connect_seconds,
            read_timeout=self.answer_seconds,
            max_pool_connections=20,  # reads of many things go out side by side
            user_agent_extra=AGENT,
        )

    @property
    def reads(self) -> Config:
        """For reads, which may be sent again whatever became of them."""
        return self.config(self.attempts)

    @property
    def writes(self) -> Config:
        """Once: botocore resends a write whose answer was lost, and reports the second try's EntityAlreadyExists."""
        return self.config(1)


class SessionClients:
    """One client per service for reads and one for writes, made when it is first asked for."""

    def __init__(
        self,
        session: Any,
        endpoint_url: str | None = None,
        patience: Patience | None = None,
        *,
        is_dry_run: bool = False,
    ) -> None:
        self._session = session
        self._is_dry_run = is_dry_run
        self._patience = patience or Patience()
        self._endpoint_url = endpoint_url
        self._made: dict[tuple[str, bool], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, *, is_read: bool) -> Any:
        """Reads are tried again; writes go out once: only reading tells whether a lost one was carried out."""
        with self._lock:  # sessions, unlike clients, are not thread-safe
            key = (service, is_read)
            if key not in self._made:
                self._made[key] = self.make(service, self._patience.reads if is_read else self._patience.writes)
            return self._made[key]

    def make(self, service: str, config: Config) -> Any:
        """A client of its own."""
        return self._session.client(service, endpoint_url=self._endpoint_url, config=config)

    def as_role(self, role: str, external_id: str) -> "SessionClients":
        """With temporary credentials of the role, in a session of its own. Raises what botocore raises."""
        wanted = {"RoleArn": role, "RoleSessionName": SESSION_NAME}
        sts = self.client("sts", is_read=False)
        given = sts.assume_role(**wanted, **({"ExternalId": external_id} if external_id else {}))["Credentials"]
        session = boto3.Session(
            given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"], self._session.region_name
        )
        if self._is_dry_run:
            refuse_writes(session)
        return SessionClients(session, self._endpoint_url, self._patience, is_dry_run=self._is_dry_run)

    def close(self) -> None:
        """Gives the connections back."""
        for client in self._made.values():
            client.close()


def open_account(
    *,
    profile: str | None,
    region: str | None,
    endpoint_url: str | None,
    dry_run: bool,
    ask_code: AskCode = lambda _: None,
    timeout_seconds: float | None = None,
    waiting: Callable[[str], object] = lambda _: None,
) -> AccountGateway:
    """The gateway to the account that the profile, or boto3's usual search, leads to; on a dry run it only reads.

    A slow, throttled or broken first answer is waited for and asked for again like any other read; `waiting` is told
    after a second what the wait is for. What is final fails at once: no credentials, credentials AWS does not take, a
    name that is not known, an address where nobody listens.

    Raises AwsUnreachable; UsageError: usage.endpoint for an endpoint that is no address, usage.region for a region
    that is none.
    """
    _check_endpoint(endpoint_url if endpoint_url is not None else os.environ.get("AWS_ENDPOINT_URL") or None)
    with understood("GetCallerIdentity", without_password(endpoint_url or "")):
        core = botocore.session.Session(profile=profile or None)
        core.set_config_variable("region", _region(core, region))
        _ask_for_codes(core, profile or core.get_config_variable("profile") or "default", ask_code)
        session = boto3.Session(botocore_session=core)
        if dry_run:
            refuse_writes(session)
        patience = _patience(core, timeout_seconds)
        # also for the clients that botocore makes by itself, to assume a role or to renew an SSO token
        core.set_default_client_config(patience.reads)
        clients = SessionClients(session, endpoint_url, patience, is_dry_run=dry_run)
        with _told_after(WORTH_A_WORD, waiting, without_password(endpoint_url or "") or "AWS"):
            target = _target(session, clients, endpoint_url or "", patience)
    return AccountGateway(target, clients)


def _patience(core: Any, timeout_seconds: float | None) -> Patience:
    """As the AWS configuration has it, and --timeout."""
    attempts = core.get_config_variable("max_attempts") or ATTEMPTS
    return Patience(
        attempts=max(1, int(attempts)),
        connect_seconds=timeout_seconds or CONNECT_SECONDS,
        answer_seconds=timeout_seconds or ANSWER_SECONDS,
    )


@contextmanager
def _told_after(seconds: float, waiting: Callable[[str], object], what: str) -> Iterator[None]:
    timer = threading.Timer(seconds, waiting, (what,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _check_endpoint(endpoint_url: str | None) -> None:
    """botocore says it with a ValueError, and only once a client is made or a request is sent."""
    if endpoint_url is None:
        return
    try:
        parts = urlsplit(endpoint_url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise UsageError("usage.endpoint", "--endpoint-url", given=without_password(endpoint_url))


def _ask_for_codes(core: Any, profile: str, ask_code: AskCode) -> None:
    """Lets a profile with mfa_serial ask through us.

    botocore would ask on the terminal, with an input nobody sees under a screen. The provider keeps its way of asking
    to itself; the AWS CLI reaches for its cache in the same way.
    """

    def ask(question: str) -> str:
        # "Enter MFA code for arn:aws:iam::123456789012:mfa/me: "
        device = question.partition(" for ")[2].strip(" :") or question
        if code := ask_code(device):
            return code
        raise AwsUnreachable("aws.mfa", profile, profile=profile, device=device, reason=question, endpoint="")

    core.get_component("credential_provider").get_provider("assume-role")._prompter = ask


REGION = re.compile(r"[a-z]{2,4}(-gov|-iso[a-z]?)?-(north|south|east|west|central)(east|west)?-[1-9]", re.ASCII)
"""What a region of AWS that is younger than botocore's list can be called; us-moon-1 is none."""


@cache
def known_regions() -> frozenset[str]:
    """Every region of every partition that botocore knows."""
    session = botocore.session.Session()
    return frozenset(
        region
        for partition in session.get_available_partitions()
        for service in ("ec2", "sts")
        for region in session.get_available_regions(service, partition, allow_non_regional=True)
    )


def _region(core: Any, given: str | None) -> str:
    """The region that was asked for, or that the environment or the profile names.

    Raises AwsUnreachable("aws.no_region").
    """
    # boto3 knows only AWS_DEFAULT_REGION; the AWS CLI and every other SDK also take AWS_REGION
    region = given or core.get_config_variable("region") or os.environ.get("AWS_REGION")
    if not region:
        raise AwsUnreachable("aws.no_region", region="", reason="", endpoint="")
    if not REGION.fullmatch(str(region)) and region not in known_regions():
        raise AwsUnreachable("aws.no_region", region=str(region), reason="", endpoint="")
    return str(region)


def _target(session: Any, clients: SessionClients, endpoint_url: str, patience: Patience) -> Target:
    """Raises AwsUnreachable("aws.no_credentials"), and what botocore raises."""
    credentials = session.get_credentials()
    if credentials is None:
        raise AwsUnreachable("aws.no_credentials", reason="", endpoint="")
    credentials.get_frozen_credentials()
    sts, iam = clients.make("sts", patience.writes), clients.make("iam", patience.writes)
    endpoint = endpoint_url or _replaced_endpoint(clients, iam, sts)
    with understood("GetCallerIdentity", without_password(endpoint)):
        identity = _patiently(sts.get_caller_identity, patience.attempts)
    return Target(
        kind="account",
        account=identity["Account"],
        region=session.region_name,
        partition=identity["Arn"].split(":")[1],
        caller_arn=identity["Arn"],
        alias=_alias(iam),
        endpoint=without_password(endpoint),
    )


def _patiently(call: Callable[[], T], attempts: int) -> T:
    """What the call gives, tried again where another try may be answered. Raises what botocore raises."""
    for attempt in range(attempts):
        try:
            return call()
        except FOREIGN as error:
            if attempt + 1 == attempts or not _may_pass(error):
                raise
        time.sleep(random.random() * min(2.0**attempt, LONGEST_PAUSE))  # noqa: S311  a pause, no secret
    raise AssertionError("at least one try")


def _may_pass(error: Exception) -> bool:
    """Whether another try may be answered: a slow or dropped answer, a throttle, a fault of the server."""
    if isinstance(error, boto.ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
        code = error.response.get("Error", {}).get("Code", "")
        return status >= 500 or status == 429 or bool(THROTTLED.search(code))
    # nobody listens there, or the name is not known: no other try changes that
    if isinstance(error, boto.EndpointConnectionError | boto.SSLError | boto.ProxyConnectionError):
        return False
    # a server in trouble answers with pages that nobody can parse
    return isinstance(
        error, boto.HTTPClientError | boto.ConnectionError | boto.IncompleteReadError | ResponseParserError
    )


def _replaced_endpoint(clients: SessionClients, *made: Any) -> str:
    """The first endpoint that the environment or the shared configuration puts in place of AWS's own; else empty."""
    aws_own = Patience().writes.merge(Config(**IGNORING_CONFIGURED_ENDPOINTS))
    for client in made:
        url = client.meta.endpoint_url
        if url != clients.make(client.meta.service_model.service_name, aws_own).meta.endpoint_url:
            return str(url)
    return ""


def _alias(iam: Any) -> str:
    """The account's alias; empty where it has none, or the caller may not ask."""
    try:
        aliases = iam.list_account_aliases()["AccountAliases"]
    except FOREIGN:
        return ""
    return str(aliases[0]) if aliases else ""
