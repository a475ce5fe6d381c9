"""How long until the wizard's catalog is on the screen, beside the smallest Textual app there is.

    python tests/benchmark.py [PAIRS]

Starts both in turn in a pseudo terminal of 80x24 and prints the medians and the ratio pair by pair: machines differ
and drift, ratios stay. Linux and macOS.
"""

import fcntl
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence

import pyte

COLUMNS, ROWS = 80, 24
MINIMAL = """
from textual.app import App
from textual.widgets import Label


class Minimal(App):
    def compose(self):
        yield Label("ready-marker")


Minimal().run()
"""
PATIENCE_SECONDS = 30.0


def seconds_until(command: Sequence[str], marker: str, home: str) -> float:
    """From the start of the command to the moment the marker (a regex) can be read on its screen."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "HOME": home, "LANG": "C.UTF-8"}
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True)
    os.close(theirs)
    try:
        while time.perf_counter() - started < PATIENCE_SECONDS:
            if not select.select([ours], [], [], 0.5)[0]:
                continue
            data = os.read(ours, 65536)
            read_at = time.perf_counter()
            stream.feed(data)
            if re.search(marker, "\n".join(screen.display)):
                return read_at - started
        raise SystemExit(f"{command} did not show {marker} within {PATIENCE_SECONDS} s")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def main() -> None:
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as home:
        commands = {
            "minimal Textual app": ([sys.executable, "-c", MINIMAL], "ready-marker"),
            "rolewizard": ([sys.executable, "-m", "tui"], r"VPC Flow Logs"),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for pair in range(pairs + 1):
            for name, (command, marker) in commands.items():
                taken = seconds_until(command, marker, home)
                if pair:  # the first of each only warms the file cache
                    times[name].append(taken)
    for name, taken in times.items():
        print(f"{name:20} median {statistics.median(taken) * 1000:6.0f} ms   fastest {min(taken) * 1000:6.0f} ms")
    ratios = [ours / floor for ours, floor in zip(times["rolewizard"], times["minimal Textual app"], strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    print(f"ratio, {pairs} pairs       median {middle:.2f}   quartiles {low:.2f} to {high:.2f}")


if __name__ == "__main__":
    main()
