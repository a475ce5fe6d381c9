"""Sessions with an AWS account: whose it is, and every client of the program."""

import os
import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import boto3
import botocore.session
from botocore.config import Config

from tui import __version__
from tui.aws.errors import FOREIGN, understood
from tui.aws.gate import refuse_writes
from tui.aws.gateway import AccountGateway
from tui.core.calls.target import Target
from tui.core.errors import AwsUnreachable, UsageError
from tui.core.run.credentials import AskCode

T = TypeVar("T")

AGENT = f"rolewizard/{__version__}"
READS = Config(
    retries={"mode": "standard", "total_max_attempts": 5},
    connect_timeout=5,
    read_timeout=20,
    max_pool_connections=20,  # reads of many things go out side by side
    user_agent_extra=AGENT,
)
# botocore resends a write whose answer was lost, and reports the second try's EntityAlreadyExists
WRITES = READS.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
FIRST = WRITES.merge(Config(connect_timeout=2, read_timeout=2))
"""For the first call, whose failure a person is waiting for; also for the calls that fetch credentials."""
IGNORING_CONFIGURED_ENDPOINTS: dict[str, Any] = {"ignore_configured_endpoint_urls": True}
FIRST_SECONDS = 1.8
"""The most the first call may take in all, looking up the name included; with what comes before it, under three."""


class SessionClients:
    """One client per service for reads and one for writes, made when it is first asked for."""

    def __init__(self, session: Any, endpoint_url: str | None = None) -> None:
        self._session = session
        self._endpoint_url = endpoint_url
        self._made: dict[tuple[str, bool], Any] = {}
        self._lock = threading.Lock()

    def client(self, service: str, *, is_read: bool) -> Any:
        """Reads are tried five times; writes once, since only a reader can tell whether a lost one was carried out."""
        with self._lock:  # sessions, unlike clients, are not thread-safe
            key = (service, is_read)
            if key not in self._made:
                self._made[key] = self.make(service, READS if is_read else WRITES)
            return self._made[key]

    def make(self, service: str, config: Config) -> Any:
        """A client of its own."""
        return self._session.client(service, endpoint_url=self._endpoint_url, config=config)

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
) -> AccountGateway:
    """The gateway to the account that the profile, or boto3's usual search, leads to; on a dry run it only reads.

    Raises AwsUnreachable in under 3 seconds; only the person, or a credential program of theirs, may take longer.
    Raises UsageError("usage.endpoint") for an endpoint that is no address.
    """
    _check_endpoint(endpoint_url if endpoint_url is not None else os.environ.get("AWS_ENDPOINT_URL") or None)
    with understood("GetCallerIdentity", endpoint_url or ""):
        core = botocore.session.Session(profile=profile or None)
        core.set_config_variable("region", _region(core, region))
        _ask_for_codes(core, profile or core.get_config_variable("profile") or "default", ask_code)
        session = boto3.Session(botocore_session=core)
        if dry_run:
            refuse_writes(session)
        # also for the clients that botocore makes by itself, to assume a role or to renew an SSO token
        core.set_default_client_config(FIRST)
        clients = SessionClients(session, endpoint_url)
        target = _target(session, clients, endpoint_url or "")
        core.set_default_client_config(READS)
    return AccountGateway(target, clients)


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
        raise UsageError("usage.endpoint", "--endpoint-url", given=endpoint_url)


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


def _region(core: Any, given: str | None) -> str:
    """The region that was asked for, or that the environment or the profile names.

    Raises AwsUnreachable("aws.no_region").
    """
    # boto3 knows only AWS_DEFAULT_REGION; the AWS CLI and every other SDK also take AWS_REGION
    region = given or core.get_config_variable("region") or os.environ.get("AWS_REGION")
    if not region:
        raise AwsUnreachable("aws.no_region", region="", reason="", endpoint="")
    return str(region)


def _target(session: Any, clients: SessionClients, endpoint_url: str) -> Target:
    """Raises AwsUnreachable("aws.no_credentials"), and what botocore raises."""
    credentials = session.get_credentials()
    if credentials is None:
        raise AwsUnreachable("aws.no_credentials", reason="", endpoint="")
    credentials.get_frozen_credentials()
    sts, iam = clients.make("sts", FIRST), clients.make("iam", FIRST)
    endpoint = endpoint_url or _replaced_endpoint(clients, iam, sts)
    with understood("GetCallerIdentity", endpoint):
        identity = _in_time(sts.get_caller_identity, sts.meta.endpoint_url)
    return Target(
        kind="account",
        account=identity["Account"],
        region=session.region_name,
        partition=identity["Arn"].split(":")[1],
        caller_arn=identity["Arn"],
        alias=_alias(iam),
        endpoint=endpoint,
    )


def _in_time(call: Callable[[], T], endpoint: str) -> T:
    """What the call gives or raises. Raises AwsUnreachable("aws.timeout") after FIRST_SECONDS."""
    outcome: list[T | Exception] = []

    def attempt() -> None:
        try:
            outcome.append(call())
        except FOREIGN as error:
            outcome.append(error)

    thread = threading.Thread(target=attempt, name="first-call", daemon=True)
    thread.start()
    thread.join(FIRST_SECONDS)
    if not outcome:
        raise AwsUnreachable("aws.timeout", reason=f"no answer in {FIRST_SECONDS} s", endpoint=endpoint)
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def _replaced_endpoint(clients: SessionClients, *made: Any) -> str:
    """The first endpoint that the environment or the shared configuration puts in place of AWS's own; else empty."""
    aws_own = FIRST.merge(Config(**IGNORING_CONFIGURED_ENDPOINTS))
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
