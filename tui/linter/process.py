"""The linter from outside: documents in, issues out, never for longer than a person waits."""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tui.core.checks.linted import Issue, Linted, LintedDocument
from tui.isolation import kept

COMMAND = (sys.executable, "-P", "-m", "tui.linter.child")
LIBRARY = "iam_validator"
SWITCH = "ROLEWIZARD_LINTER"
"""A variable; "off" leaves the linter out."""
PATIENCE_SECONDS = 20.0
POLL_SECONDS = 0.05
LAST_WORDS = 300
"""Characters of its last line that the note shows."""


class Linter:
    """Starts a process for each question; what was said about a document is remembered as long as this lives."""

    def __init__(
        self, folder: Path, command: Sequence[str] = COMMAND, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        """`folder` is for the files that the linter reads."""
        self._folder, self._command, self._patience_seconds = folder, command, patience_seconds
        self._known: dict[LintedDocument, tuple[Issue, ...]] = {}
        self.is_there = os.environ.get(SWITCH, "").lower() != "off" and importlib.util.find_spec(LIBRARY) is not None
        """Whether the extra is installed and not switched off; finding out imports nothing."""

    def read(self, documents: Sequence[LintedDocument], is_cancelled: Callable[[], bool]) -> Linted:
        """What it says about each document, or why it could not; nothing where it is cancelled."""
        new = [one for one in dict.fromkeys(documents) if one not in self._known]
        if new:
            answer = self._ask(new, is_cancelled)
            if isinstance(answer, Linted):
                return answer
            self._known |= dict(zip(new, answer, strict=True))
        return Linted({one: self._known[one] for one in documents})

    def _ask(
        self, documents: list[LintedDocument], is_cancelled: Callable[[], bool]
    ) -> list[tuple[Issue, ...]] | Linted:
        """The issues of each, or what came in between."""
        question = {
            "folder": str(self._folder),
            "documents": [{"kind": one.kind, "text": one.text} for one in documents],
        }
        try:
            code, said, noise = self._run(json.dumps(question), is_cancelled)
        except OSError as error:
            return Linted(trouble=error.strerror or str(error))
        except subprocess.TimeoutExpired:
            return Linted(is_late=not is_cancelled())
        if code != 0:
            return Linted(trouble=_last_line(noise))
        try:
            answers = [tuple(Issue(**issue) for issue in issues) for issues in json.loads(said)["issues"]]
        except (ValueError, TypeError, KeyError) as error:
            return Linted(trouble=f"{type(error).__name__}: {error}"[:LAST_WORDS])
        return answers if len(answers) == len(documents) else Linted(trouble=f"{len(answers)}/{len(documents)}")

    def _run(self, question: str, is_cancelled: Callable[[], bool]) -> tuple[int, str, str]:
        """Exit code, output and errors. Raises TimeoutExpired where it takes too long or nobody waits any more."""
        # a file, as it holds any length: a pipe takes 64 KiB, and communicate() forgets the rest once it has timed out
        with tempfile.TemporaryFile("w+", encoding="utf-8") as asked:
            asked.write(question)
            asked.seek(0)
            child = subprocess.Popen(
                self._command,
                stdin=asked,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**kept(os.environ), "PYTHONHASHSEED": "0"},  # the same words in the same order each time
                encoding="utf-8",
                errors="replace",
                # Ctrl+C and a closed terminal are the parent's to deal with
                start_new_session=True,
            )
        until = time.monotonic() + self._patience_seconds
        try:
            while True:
                try:
                    said, noise = child.communicate(timeout=POLL_SECONDS)
                    return child.returncode, said, noise
                except subprocess.TimeoutExpired:
                    if is_cancelled() or time.monotonic() > until:
                        raise
        finally:
            if child.poll() is None:
                child.kill()
                child.communicate()


def _last_line(noise: str) -> str:
    lines: list[Any] = noise.strip().splitlines()
    return str(lines[-1])[:LAST_WORDS] if lines else "the process has ended"
