"""For every test: no AWS variables, a home of its own, and no connection beyond this machine."""

import gc
import os
import socket
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

LOOPBACK = ("127.", "localhost", "::1")


def _refuse_other_machines(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise PermissionError(f"a test wants to talk to {address[0]}")
    if event == "socket.getaddrinfo" and not str(arguments[0] or "localhost").startswith(LOOPBACK):
        raise socket.gaierror(f"a test wants to look up {arguments[0]}")


sys.addaudithook(_refuse_other_machines)


def pytest_collection_finish() -> None:
    """What is imported stays until the end; looking through it for garbage took a fifth of the suite's time."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def a_home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith(("AWS_", "ROLEWIZARD_", "XDG_", "LC_", "TEXTUAL")) or name in (
            "LANG",
            "LANGUAGE",
            "NO_COLOR",
        ):
            monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    # a second of a process of its own for each review; the linter's tests switch it on
    monkeypatch.setenv("ROLEWIZARD_LINTER", "off")
    return home
