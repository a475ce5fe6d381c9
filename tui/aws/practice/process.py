"""The child process from the parent's side: a question, an answer, an end."""

import atexit
import contextlib
import os
import subprocess
import sys
import tempfile
from typing import IO, cast

from tui.aws.practice.isolation import child_environment
from tui.aws.practice.messages import Message, line, message_in
from tui.core.errors import AwsUnreachable

COMMAND = (sys.executable, "-P", "-m", "tui.aws.practice.child")
LAST_WORDS = 500
"""Characters of its last line that an error shows."""


class AccountProcess:
    """Runs from the moment it is made. It ends by itself when its input does, so also when this process is killed."""

    def __init__(self, region: str) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the process)
        self._child = subprocess.Popen(
            COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=child_environment(os.environ, region),
            encoding="ascii",
            # Ctrl+C and a closed terminal are the parent's to deal with
            start_new_session=True,
        )
        self._say, self._hear = cast(IO[str], self._child.stdin), cast(IO[str], self._child.stdout)
        # a thread that still reads while the interpreter goes down would bring it down with a noise
        atexit.register(self.end)

    def exchange(self, message: Message) -> Message:
        """The answer to one message; one at a time. Raises AwsUnreachable("practice.failed")."""
        answer = ""
        with contextlib.suppress(OSError, ValueError):  # a broken pipe, a pipe that was closed
            self._say.write(line(message))
            self._say.flush()
            answer = self._hear.readline()
        if not answer.endswith("\n"):
            raise AwsUnreachable("practice.failed", reason=self._last_words())
        return message_in(answer)

    def end(self) -> None:
        """At once: there is nothing to save. Whoever waits for an answer gets none."""
        self._child.kill()
        self._child.wait()
        atexit.unregister(self.end)

    def close_pipes(self) -> None:
        """After the end, when nobody waits any more."""
        for pipe in (self._hear, self._say, self._errors):
            with contextlib.suppress(OSError):
                pipe.close()

    def _last_words(self) -> str:
        try:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        except ValueError:
            lines = []
        return lines[-1][:LAST_WORDS] if lines else "the process has ended"
