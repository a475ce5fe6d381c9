"""What keeps a child process of ours to itself: nothing of the person's credentials in its environment, no network."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import tui

UNWANTED = ("AWS_", "BOTO", "PYTHONWARNINGS")
"""Beginnings of variables that lead to credentials, or make Python noisy."""
OWN = {
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "*",
}
QUIET = frozenset({"socket.__new__", "socket.gethostname"})
"""Socket events that reach nobody; urllib3 tries out IPv6 when it is imported."""
PROCESSES = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}
)


def kept(environ: Mapping[str, str], unwanted: tuple[str, ...] = ()) -> dict[str, str]:
    """The environment without what leads anywhere; the child finds `tui` where this process found it.

    `unwanted` are beginnings of more variables to leave out.
    """
    left = {
        name: value
        for name, value in environ.items()
        if not name.upper().startswith((*UNWANTED, *unwanted)) and not name.upper().endswith("_PROXY")
    }
    here = str(Path(tui.__file__).resolve().parent.parent)
    path = os.pathsep.join(filter(None, (here, left.get("PYTHONPATH", ""))))
    return {**left, **OWN, "PYTHONPATH": path}


def cut_off(who: str) -> None:
    """From now on, and for good, this process can neither use a socket nor start a process that could."""

    def refuse(event: str, _: tuple[object, ...]) -> None:
        if (event.startswith("socket.") and event not in QUIET) or event in PROCESSES:
            raise PermissionError(f"{who} has no network ({event})")

    sys.addaudithook(refuse)
