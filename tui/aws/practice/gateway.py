"""The practice account from outside. Starting it costs the caller milliseconds; only a call waits until it is there."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any, Protocol, Self

from tui.aws.practice.messages import Message, answer_in, call_in, call_message, line, message_in, replay_message
from tui.aws.practice.process import AccountProcess
from tui.core.calls.api_call import ApiCall, is_read
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsUnreachable


class History(Protocol):
    """The changes of the account, by this process and others, in one order."""

    def news(self) -> tuple[Sequence[ApiCall], bool]:
        """The changes since the last time, oldest first, and whether all before them is void."""
        ...

    def held(self) -> AbstractContextManager[None]:
        """Nobody else changes the account meanwhile. Raises AwsUnreachable("practice.busy")."""
        ...

    def append(self, call: ApiCall) -> None:
        """One more change, which the account has made; under `held`."""
        ...


class PracticeGateway:
    """A Gateway to moto in a process of its own, which ends with this one. Any thread may call."""

    def __init__(self, *, region: str, dry_run: bool, history: History) -> None:
        """Starts with the changes of `history`, follows those that others add, and adds its own."""
        self._target = practice_target(region)
        self._is_dry_run = dry_run
        self._history = history
        self._process: AccountProcess | None = None
        self._is_closed = False
        self._hello: Future[Message] = Future()
        self._greeter = threading.Thread(target=self._greet, name="practice-account", daemon=True)
        self._starting, self._talking = threading.Lock(), threading.Lock()
        self._known: dict[str, str] = {}
        """Answers to IAM's reads since the last change, by question, both as they go through the pipe."""

    @property
    def target(self) -> Target:
        """Known without asking the account."""
        return self._target

    def start(self) -> None:
        """Lets the account get ready by itself. Does nothing the second time."""
        self._running()

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """The account's answer; starts the account where that was not done yet, and waits for it.

        Raises AwsRefused, DryRunRefused, and AwsUnreachable("practice.failed") where the process has gone.
        """
        self._running()
        self._hello.result()
        with self._talking:
            if is_read(call.operation):
                return answer_in(self._read(self._caught_up(), call))
            with self._history.held():
                process = self._caught_up()
                self._known.clear()
                answer = answer_in(process.exchange(call_message(call)))
                self._history.append(call)
        return answer

    def call_as(self, role: str, call: ApiCall, external_id: str = "") -> Mapping[str, Any]:
        """The answer to the call with the role's temporary credentials, or the person's own where `role` is empty.

        Nothing is recorded: a new start of the account knows nothing of it. The account hands the credentials out as it
        would to a service, without asking the trust policy, and does not enforce IAM. Raises what `call` does.
        """
        self._running()
        self._hello.result()
        with self._talking:
            process = self._caught_up()
            self._known.clear()
            return answer_in(process.exchange({**call_message(call), "as": role, "external_id": external_id}))

    def _caught_up(self) -> AccountProcess:
        """The account with what other processes have done meanwhile; begun anew where one of them has emptied it."""
        changes, is_void = self._history.news()
        if is_void:
            with self._starting:
                if self._is_closed:
                    raise AwsUnreachable("practice.failed", reason="closed")
                if self._process:
                    self._process.end()
                self._process = AccountProcess(self._target.region)
        process = self._running()
        if is_void or changes:
            self._known.clear()
            answer_in(process.exchange(self._opening(changes) if is_void else replay_message(changes)))
        return process

    def _opening(self, changes: Sequence[ApiCall]) -> Message:
        return {"region": self._target.region, "is_dry_run": self._is_dry_run, **replay_message(changes)}

    def _read(self, process: AccountProcess, call: ApiCall) -> Message:
        """What IAM says only a change makes say something else, and every change of this process comes this way."""
        question = line(call_message(call))
        if question not in self._known:
            answer = process.exchange(call_message(call))
            if call.service != "iam":
                return answer
            self._known[question] = line(answer)
        return message_in(self._known[question])

    def skipped(self) -> tuple[ApiCall, ...]:
        """Changes of earlier runs that could not be made again. Waits for the account like `call`."""
        self._running()
        return tuple(call_in(message) for message in self._hello.result()["skipped"])

    def close(self) -> None:
        """Ends the account at once; a call under way on another thread raises AwsUnreachable."""
        with self._starting:
            process, self._process, self._is_closed = self._process, None, True
        if process is None:
            return
        process.end()
        # whoever listened has heard the end; a pipe cannot be closed under somebody's read
        self._greeter.join()
        with self._talking:
            process.close_pipes()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _running(self) -> AccountProcess:
        """Raises AwsUnreachable("practice.failed") once it was closed."""
        with self._starting:
            if self._is_closed:
                raise AwsUnreachable("practice.failed", reason="closed")
            if self._process is None:
                self._process = AccountProcess(self._target.region)
                self._greeter.start()
            return self._process

    def _greet(self) -> None:
        """On a thread of its own, since a long history does not fit into the pipe before the child reads."""
        try:
            changes, _ = self._history.news()
            self._hello.set_result(answer_in(self._running().exchange(self._opening(changes))))
        except (AwsUnreachable, ValueError) as error:
            self._hello.set_exception(error)
