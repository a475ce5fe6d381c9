"""How long until a review is on the screen, and what a page of a long document costs, beside plain Textual widgets.

    python tests/benchmark_review.py [REPEATS]

Presses the real keys in a pseudo terminal of 120x40 and waits for what they paint. The account has an older version
of the policy, so that everything is compared; 6 kB is what a managed policy may hold, 130 kB what IAM takes on the
wire. Scrolling is measured beside the same text in a RichLog and a TextArea of the smallest app there is: machines
differ and drift, ratios stay. Linux and macOS.
"""

import fcntl
import json
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyte

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

COLUMNS, ROWS = 120, 40
PATIENCE_SECONDS = 30.0
QUIET_SECONDS = 0.15
PAGE_DOWN, CTRL_N, ESCAPE = b"\x1b[6~", b"\x0e", b"\x02"
VIEWER = """
import sys
from textual.app import App
from textual.widgets import RichLog, TextArea

class Viewer(App):
    def compose(self):
        text = open(sys.argv[2]).read()
        if sys.argv[1] == "TextArea":
            yield TextArea(text, read_only=True)
        else:
            yield RichLog()
    def on_mount(self):
        self.animation_level = "none"
        widget = self.query_one(sys.argv[1])
        if sys.argv[1] == "RichLog":
            widget.write(open(sys.argv[2]).read(), scroll_end=False)
        widget.focus()

Viewer().run()
"""


class Terminal:
    """A child in a pseudo terminal, and what it has painted."""

    def __init__(self, command: Sequence[str], home: str) -> None:
        self.ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "HOME": home, "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self.stream = pyte.ByteStream(self.screen)
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
        )
        os.close(theirs)

    def read(self, seconds: float) -> bool:
        """Whether something was painted within the time."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        self.stream.feed(os.read(self.ours, 1 << 20))
        return True

    def until(self, marker: str) -> float:
        """Seconds until the marker is on the screen."""
        started = time.perf_counter()
        while not any(marker in line for line in self.screen.display):
            if time.perf_counter() - started > PATIENCE_SECONDS:
                raise SystemExit(f"{marker!r} did not come:\n" + "\n".join(self.screen.display))
            self.read(0.5)
        return time.perf_counter() - started

    def settle(self) -> None:
        while self.read(QUIET_SECONDS):
            pass

    def press(self, key: bytes) -> None:
        os.write(self.ours, key)

    def painted_after(self, key: bytes) -> float:
        """Seconds from the key to the last byte that it paints."""
        self.press(key)
        started = last = time.perf_counter()
        while self.read(QUIET_SECONDS):
            last = time.perf_counter()
        return last - started


@contextmanager
def terminal(command: Sequence[str], home: str) -> Iterator[Terminal]:
    opened = Terminal(command, home)
    try:
        yield opened
    finally:
        opened.process.kill()
        opened.process.wait()
        os.close(opened.ours)


def a_document(size: int, version: str) -> dict[str, Any]:
    """About so many characters, most of them the same in each version."""
    statements: list[dict[str, Any]] = []
    while len(json.dumps(statements)) < size:
        number = len(statements)
        actions = [f"s3:Get{number}Thing{letter}" for letter in "ABCD"] + ([f"s3:{version}"] if number % 9 == 0 else [])
        bucket = f"arn:aws:s3:::bucket-{number}"
        statements.append({"Sid": f"S{number}", "Effect": "Allow", "Action": actions, "Resource": [bucket, f"{bucket}/*"]})
    return {"Version": "2012-10-17", "Statement": statements}


def prepare(home: str, size: int) -> tuple[Path, Path]:
    """(folder with the preset, the document as a file): a role that exists with an older version of its policy."""
    from builders import a_preset_tree, a_role_item

    folder, text = Path(home) / f"presets-{size}", Path(home) / f"{size}.json"
    folder.mkdir()
    for version in ("Old", "New"):
        tree = a_preset_tree(id="benchmark", resources=[a_role_item(inline={"p": a_document(size, version)})])
        (folder / "benchmark.yaml").write_text(json.dumps(tree), encoding="utf-8")
        if version == "Old" and size < 10_000:
            command = [sys.executable, "-m", "tui", "apply", "benchmark", "--presets", str(folder), "--yes"]
            command += ["--set", f"ROLE_NAME=role{size}", "--json"]
            environment = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT)}
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    text.write_text(json.dumps(a_document(size, "New"), indent=2), encoding="utf-8")
    return folder, text


def wizard(folder: Path, size: int) -> list[str]:
    name = f"ROLE_NAME=role{size}"
    return [sys.executable, "-m", "tui", "benchmark", "--presets", str(folder), "--set", name]


def opening(home: str, size: int, repeats: int) -> list[float]:
    """Seconds from Ctrl+N to the painted review; the first one, with its imports, counts like any other."""
    folder, _ = prepare(home, size)
    times = []
    with terminal(wizard(folder, size), home) as screen:
        screen.until(f"role{size}")
        screen.settle()
        time.sleep(1.5)
        for _ in range(repeats):
            screen.press(CTRL_N)
            times.append(screen.until("3 Review" if False else "View:"))
            screen.settle()
            screen.press(ESCAPE)
            screen.until("Ctrl+N Review" if False else "Review  ")
            screen.settle()
    return times


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as home:
        print(opening(home, 6_000, repeats))


if __name__ == "__main__":
    main()
