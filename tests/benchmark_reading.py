"""How long until a review is on the screen, and what a page of a long document costs, beside plain Textual widgets.

    python tests/benchmark_reading.py [REPEATS]

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
PAGE_DOWN, CTRL_N, CTRL_B = b"\x1b[6~", b"\x0e", b"\x02"
ACTIONS = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:GetObjectTagging", "s3:ListBucket"]
DIFFERENT = {"Old": "s3:GetObjectAcl", "New": "s3:PutObjectAcl"}
SIZES = (6_000, 130_000)
IDLE_SECONDS = 2.0
REST_SECONDS = 0.6
"""As long as somebody looks at a form that is filled in, before going on."""
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
        self.last = time.perf_counter()
        """When the last bytes came; what pyte, slower than any terminal, makes of them is not the program's time."""

    def read(self, seconds: float) -> bool:
        """Whether something was painted within the time."""
        if not select.select([self.ours], [], [], seconds)[0]:
            return False
        painted = os.read(self.ours, 1 << 20)
        self.last = time.perf_counter()
        self.stream.feed(painted)
        return True

    def until(self, marker: str) -> float:
        """Seconds until the marker is on the screen."""
        started = time.perf_counter()
        while not any(marker in line for line in self.screen.display):
            if time.perf_counter() - started > PATIENCE_SECONDS:
                raise SystemExit(f"{marker!r} did not come:\n" + "\n".join(self.screen.display))
            self.read(0.5)
        return self.last - started

    def settle(self) -> None:
        while self.read(QUIET_SECONDS):
            pass

    def press(self, key: bytes) -> None:
        os.write(self.ours, key)

    def painted_after(self, key: bytes) -> float:
        """Seconds from the key to the last byte that it paints."""
        self.press(key)
        started = time.perf_counter()
        patience = PATIENCE_SECONDS
        while self.read(patience):
            patience = QUIET_SECONDS
        return self.last - started


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
    """About so many characters, of which one statement in nine differs by version."""
    statements: list[dict[str, Any]] = []
    while len(json.dumps(statements, separators=(",", ":"))) < size - 200:
        number = len(statements)
        actions = [ACTIONS[(number + step) % len(ACTIONS)] for step in range(3)]
        actions += [DIFFERENT[version]] if number % 9 == 0 else []
        bucket = f"arn:aws:s3:::bucket-{number}"
        statements.append(
            {"Sid": f"S{number}", "Effect": "Allow", "Action": actions, "Resource": [bucket, f"{bucket}/*"]}
        )
    return {"Version": "2012-10-17", "Statement": statements}


def prepare(home: str, size: int) -> tuple[Path, Path]:
    """(folder with the preset, the document as a file): a role that exists with an older version of its policy."""
    from builders import a_placeholder, a_preset_tree, a_role_item

    folder, text = Path(home) / f"presets-{size}", Path(home) / f"{size}.json"
    folder.mkdir()
    for version, length in (("Old", min(size, SIZES[0])), ("New", size)):
        role = a_role_item(inline={"p": a_document(length, version)}, tags={"note": "<NOTE>"})
        asked = {"NOTE": a_placeholder("text", default="n"), "ROLE_NAME": a_placeholder()}
        tree = a_preset_tree(id="benchmark", placeholders=asked, resources=[role])
        (folder / "benchmark.yaml").write_text(json.dumps(tree), encoding="utf-8")
        if version == "Old":
            command = [sys.executable, "-m", "tui", "apply", "benchmark", "--presets", str(folder), "--yes"]
            command += ["--set", f"ROLE_NAME=role{size}", "--json"]
            environment = {**os.environ, "HOME": home, "PYTHONPATH": str(ROOT)}
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    text.write_text(json.dumps(a_document(size, "New"), indent=2), encoding="utf-8")
    return folder, text


def wizard(folder: Path, size: int) -> list[str]:
    name = f"ROLE_NAME=role{size}"
    return [sys.executable, "-m", "tui", "benchmark", "--presets", str(folder), "--set", name]


@contextmanager
def form(home: str, folder: Path, size: int) -> Iterator[Terminal]:
    """The wizard at its form, as idle as while somebody fills it in."""
    with terminal(wizard(folder, size), home) as screen:
        screen.until(f"role{size}")
        time.sleep(IDLE_SECONDS)
        screen.settle()
        yield screen


def opening(home: str, folder: Path, size: int, repeats: int, *, is_typing: bool = False) -> list[float]:
    """Seconds from the key to the painted changes, going back in between; the first time with its imports.

    The key is Ctrl+N in the form, after a rest, or straight after a letter into a field. Where the policy is too large
    for IAM, the review opens with the findings that say so, and it is the 1 that turns to the changes.
    """
    times = []
    with form(home, folder, size) as screen:
        for _ in range(repeats):
            if is_typing:
                screen.press(b"x")
                screen.read(PATIENCE_SECONDS)
            else:
                time.sleep(REST_SECONDS)
            is_small = size == SIZES[0]
            if not is_small:
                review(screen)
            screen.press(CTRL_N if is_small else b"1")
            times.append(screen.until("View:"))
            screen.settle()
            screen.press(CTRL_B)
            screen.until("Next field")
            screen.settle()
    return times


def review(screen: Terminal) -> None:
    """Opens the review of a policy that is too large."""
    screen.press(CTRL_N)
    screen.until("keep this plan")
    screen.settle()


def paging(screen: Terminal, repeats: int) -> float:
    """Median seconds from Page Down to the last byte it paints."""
    screen.settle()
    return statistics.median(screen.painted_after(PAGE_DOWN) for _ in range(repeats))


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as home:
        for size in SIZES:
            folder, text = prepare(home, size)
            for is_typing, where in ((False, "from a form at rest"), (True, "straight after a letter")):
                first, *others = opening(home, folder, size, repeats + 1, is_typing=is_typing)
                low, middle, high = (1000 * one for one in statistics.quantiles(others, n=4))
                print(f"{size:>7,} characters, {where}: changes painted after {middle:.0f} ms ", end="")
                print(f"({low:.0f} to {high:.0f}), the first time {first * 1000:.0f} ms")
        with form(home, folder, size) as screen:
            review(screen)
            screen.press(b"1")
            screen.until("View:")
            screen.press(b"v")
            screen.until("everything")
            ours = paging(screen, repeats)
        print(f"{size:>7,} characters: a page down after {ours * 1000:.1f} ms", end="")
        for name in ("RichLog", "TextArea"):
            with terminal([sys.executable, "-c", VIEWER, name, str(text)], home) as screen:
                screen.until("Version")
                theirs = paging(screen, repeats)
            print(f"; {name} {theirs * 1000:.1f} ms, ratio {ours / theirs:.2f}", end="")
        print()


if __name__ == "__main__":
    main()
