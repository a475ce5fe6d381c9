"""What stands between the program and moto over HTTP, and breaks calls on order.

Every request goes through one WSGI application on a real socket: answers are lost by closing the connection, cut by
sending less than was promised, replaced by a gateway's error page. Nothing in the program is patched.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from tui.core.calls import ApiCall, is_read

ERROR = "<ErrorResponse><Error><Type>Sender</Type><Code>{}</Code><Message>{}</Message></Error></ErrorResponse>"
PAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
Answer = tuple[str, list[tuple[str, str]], bytes]


@dataclass
class Fault:
    """What happens to the first `times` requests that are this call."""

    kind: str
    """drop_after, drop_before, truncate, cut, garbage, refuse, or hook."""
    call: ApiCall | None = None
    """None: every changing call."""
    times: int = 1
    skip: int = 0
    """How many matching requests pass unharmed first."""
    refusal: tuple[str, str, str] = ("", "", "")
    """refuse: status line, code and message."""
    before: Callable[[], Any] | None = None
    """hook: called before the request reaches moto."""
    after: Callable[[], Any] | None = None
    """hook: called when moto has done the work and nothing has been answered."""

    def is_due(self, form: Mapping[str, str]) -> bool:
        """Whether this request is to be broken; counts."""
        if is_read(form.get("Action", "")) or not self._is_it(form) or not self.times:
            return False
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return True

    def _is_it(self, form: Mapping[str, str]) -> bool:
        if self.call is None:
            return "Action" in form
        texts = {name: value for name, value in self.call.params.items() if isinstance(value, str)}
        return form.get("Action") == self.call.operation and all(form.get(name) == texts[name] for name in texts)


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

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        form = {name: values[0] for name, values in parse_qs(body.decode("latin-1")).items()}
        with self._lock:
            self.in_flight += 1
            fault = next((one for one in self.faults if one.is_due(form)), None)
        try:
            time.sleep(self.latency)
            return self._answer(environ, start_response, form, fault)
        finally:
            with self._lock:
                self.in_flight -= 1

    def settle(self) -> None:
        """Returns when no request is under way any more."""
        while self.in_flight:
            time.sleep(0.005)

    def _answer(
        self, environ: dict[str, Any], start_response: Any, form: Mapping[str, str], fault: Fault | None
    ) -> Iterable[bytes]:
        if form.get("Action") == "SimulatePrincipalPolicy":
            # moto lacks it and answers 500, which botocore asks for five times
            return _send(start_response, refusal("403 Forbidden", "AccessDenied", "no"))
        match fault:
            case None:
                return _send(start_response, self._work(environ, form))
            case Fault(kind="drop_before"):
                return _hang_up(environ, start_response)
            case Fault(kind="refuse"):
                return _send(start_response, refusal(*fault.refusal))
            case Fault(kind="hook"):
                (fault.before or (lambda: None))()
                answer = self._work(environ, form)
                (fault.after or (lambda: None))()
                return _send(start_response, answer)
        status, headers, text = self._work(environ, form)
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

    def _work(self, environ: dict[str, Any], form: Mapping[str, str]) -> Answer:
        told: list[Any] = []
        chunks = self.moto(environ, lambda status, headers, _=None: told.extend((status, headers)))
        status, headers = told
        action = form.get("Action", "")
        if action and not is_read(action) and status.startswith("2"):
            with self._lock:
                self.carried_out.append(action)
        return status, list(headers), b"".join(chunks)


def refusal(status: str, code: str, message: str) -> Answer:
    """An error as IAM words it."""
    return status, [("Content-Type", "text/xml")], ERROR.format(code, message).encode()


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
