"""Accounts to talk to: moto over HTTP with a request log, and the practice account."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from endpoints import REGION, Endpoint, without_simulation
from fakes import Remembered
from moto.core.base_backend import BackendDict
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

from tui.aws.gateway import AccountGateway
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.session import open_account

KEY_ID = "AKIAIOSFODNN7EXAMPLE"


@pytest.fixture
def endpoint() -> Iterator[Callable[[Callable[..., Any]], Endpoint]]:
    """Starts endpoints; they end with the test."""
    started: list[Endpoint] = []

    def start(application: Callable[..., Any]) -> Endpoint:
        started.append(Endpoint(application).__enter__())
        return started[-1]

    yield start
    for one in started:
        one.__exit__()


@pytest.fixture(scope="session")
def moto_process_server() -> Iterator[Endpoint]:
    with Endpoint(without_simulation(DomainDispatcherApplication(create_backend_app))) as server:
        yield server


@pytest.fixture
def moto_server(moto_process_server: Endpoint) -> Endpoint:
    """An empty AWS over HTTP, with a log of (service, action)."""
    BackendDict.reset()
    moto_process_server.requests.clear()
    return moto_process_server


@pytest.fixture
def aws_folder(a_home_of_its_own: Path) -> Path:
    """Where the person's AWS configuration lies; empty."""
    folder = a_home_of_its_own / ".aws"
    folder.mkdir()
    return folder


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys and a region in the environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)


@pytest.fixture(scope="session")
def lasting_account(moto_process_server: Endpoint) -> Iterator[AccountGateway]:
    """Opened once, since reading the service models takes a third of a second."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", KEY_ID)
        environment.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        gateway = open_account(profile=None, region=REGION, endpoint_url=moto_process_server.url, dry_run=False)
    with gateway:
        yield gateway


@pytest.fixture
def account(lasting_account: AccountGateway, moto_server: Endpoint) -> AccountGateway:
    """A gateway to the HTTP server, opened the way the program does; server and log are empty."""
    return lasting_account


@pytest.fixture(scope="session")
def practice() -> Iterator[PracticeGateway]:
    """One practice account for the tests that only read."""
    with PracticeGateway(region=REGION, dry_run=False, history=Remembered()) as gateway:
        yield gateway


@pytest.fixture
def open_practice() -> Iterator[Callable[..., PracticeGateway]]:
    """Opens practice accounts of one's own; they end with the test."""
    opened: list[PracticeGateway] = []

    def start(region: str = REGION, dry_run: bool = False, **history: Any) -> PracticeGateway:
        opened.append(PracticeGateway(region=region, dry_run=dry_run, history=Remembered(**history)))
        opened[-1].start()
        return opened[-1]

    yield start
    for gateway in opened:
        gateway.close()


@pytest.fixture
def deaf_url() -> Iterator[str]:
    """The URL of somebody who takes a connection and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
