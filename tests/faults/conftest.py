"""One server and one session per worker; every case empties the account."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "aws"))

from faults.stage import CREDENTIALS, Stage


@pytest.fixture(scope="session")
def lasting_stage() -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in CREDENTIALS.items():
            environment.setenv(name, value)
        stage = Stage()
        assert stage.desk.target().account
        yield stage
        stage.close()


@pytest.fixture
def stage(lasting_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """With credentials in the environment, for sessions that are opened anew."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    return lasting_stage
