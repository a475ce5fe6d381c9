"""What stands between the program and moto over HTTP, and breaks calls on order.

Every request goes through one WSGI application on a real socket: answers are lost by closing the connection, cut by
sending less than was promised, replaced by a gateway's error page. Nothing in the program is patched.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from faults import furniture
from faults.dialects import Answer, Called, called, pool_answer, refusal
from tui.core.calls.api_call import ApiCall, is_read
from tui.core.calls.result_reference import JsonText, Ref

PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass
class Fault:
    """What happens to the first `times` requests that are this call."""

    kind: str
    """drop_after, drop_before, truncate, cut, garbage, refuse, alter, slow, or hook."""
    call: ApiCall | None = None
    """None: every changing call."""
    times: int = 1
    skip: int = 0
    """How many matching requests pass unharmed first."""
    refusal: tuple[str, str, str] = ("", "", "")
    """refuse: status line, code and message."""
    seconds: float = 0
    """slow: how long after the work the answer comes."""
    before: Callable[[], Any] | None = None
    """hook: called before the request reaches moto."""
    after: Callable[[], Any] | None = None
    """hook: called when moto has done the work and nothing has been answered."""
    altered: tuple[str, str] = ("", "")
    """alter: what stands in the answer, and what shall stand there instead."""
    headers: tuple[tuple[str, str], ...] = ()
    """refuse: more of them."""
    operation: str = ""
    """Instead of a call: whatever has this name, reads too."""

    def is_due(self, asked: Called) -> bool:
        """Whether this request is to be broken; counts."""
        if not self._is_it(asked) or not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True

    def _is_it(self, asked: Called) -> bool:
        _, operation, params = asked
        if self.operation:
            return operation == self.operation
        if is_read(operation):
            return False
        if self.call is None:
            return bool(operation)
        known = [(name, value) for name, value in self.call.params.items() if not isinstance(value, Ref | JsonText)]
        texts = {name: value for name, value in known if isinstance(value, str)}
        return operation == self.call.operation and all(params.get(name) == texts[name] for name in texts)


@dataclass
class FaultyAws:
    """A WSGI application over moto's."""

    moto: Callable[..., Any]
    faults: list[Fault] = field(default_factory=list)
    carried_out: list[str] = field(default_factory=list)
    """Changing actions that moto took, in order, whether the client heard of it or not."""
    latency: float = 0.0
    """Seconds that every answer takes longer."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.in_flight = 0
        self.round_trips = 0
        """How often a request came while none was under way: what was asked side by side counts once."""
        self.answering_seconds = 0.0
        """What moto itself took, of every round trip the longest answer."""
        self._longest = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        asked = called(environ, body)
        with self._lock:
            self.round_trips += not self.in_flight
            self.in_flight += 1
            fault = next((one for one in self.faults if one.is_due(asked)), None)
        try:
            time.sleep(self.latency)
            started = time.perf_counter()
            return self._answer(environ, start_response, asked, fault)
        finally:
            with self._lock:
                self.in_flight -= 1
                self._longest = max(self._longest, time.perf_counter() - started)
                if not self.in_flight:
                    self.answering_seconds += self._longest
                    self._longest = 0.0

    def settle(self) -> None:
        """Returns when no request is under way any more."""
        while self.in_flight:
            time.sleep(0.005)

    def _answer(
        self, environ: dict[str, Any], start_response: Any, asked: Called, fault: Fault | None
    ) -> Iterable[bytes]:
        if asked[1] == "SimulatePrincipalPolicy":
            # moto lacks it and answers 500, which botocore asks for five times
            return _send(start_response, refusal("iam", "403 Forbidden", "AccessDenied", "no"))
        match fault:
            case None:
                return _send(start_response, self._work(environ, asked))
            case Fault(kind="drop_before"):
                return _hang_up(environ, start_response)
            case Fault(kind="refuse"):
                status, headers, text = refusal(asked[0], *fault.refusal)
                return _send(start_response, (status, [*headers, *fault.headers], text))
            case Fault(kind="alter"):
                status, headers, text = self._work(environ, asked)
                return _send(start_response, (status, headers, text.decode().replace(*fault.altered).encode()))
            case Fault(kind="slow"):
                answer = self._work(environ, asked)
                time.sleep(fault.seconds)
                return _send(start_response, answer)
            case Fault(kind="hook"):
                (fault.before or (lambda: None))()
                answer = self._work(environ, asked)
                (fault.after or (lambda: None))()
                return _send(start_response, answer)
        status, headers, text = self._work(environ, asked)
        match fault.kind:
            case "drop_after":
                return _hang_up(environ, start_response)
            case "truncate":
                return _send(start_response, (status, headers, text[: len(text) // 2]))
            case "cut":
                promised = [*_without_length(headers), ("Content-Length", str(len(text)))]
                start_response(status, [*promised, ("Connection", "close")])
                return [text[: len(text) // 2]]
            case "garbage":
                return _send(start_response, ("502 Bad Gateway", [("Content-Type", "text/html")], PAGE))
            case other:
                raise AssertionError(other)

    def _work(self, environ: dict[str, Any], asked: Called) -> Answer:
        _, operation, params = asked
        answer = pool_answer(operation, params)
        if answer is None:
            told: list[Any] = []
            chunks = self.moto(environ, lambda status, headers, _=None: told.extend((status, headers)))
            answer = told[0], list(told[1]), b"".join(chunks)
        if operation == "CreateStream" and answer[0].startswith("2"):
            furniture.tag_stream(params)
        if operation and not is_read(operation) and answer[0].startswith("2"):
            with self._lock:
                self.carried_out.append(operation)
        return answer


def _send(start_response: Any, answer: Answer) -> Iterable[bytes]:
    status, headers, text = answer
    start_response(status, [*_without_length(headers), ("Content-Length", str(len(text)))])
    return [text]


def _without_length(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [header for header in headers if header[0].lower() != "content-length"]


def _hang_up(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    connection: socket.socket = environ["werkzeug.socket"]
    connection.shutdown(socket.SHUT_RDWR)
    start_response("200 OK", [("Content-Length", "0")])
    return [b""]
