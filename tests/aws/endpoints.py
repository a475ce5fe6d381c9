"""HTTP endpoints on 127.0.0.1 that remember what they were asked, and answer what a test tells them."""

import io
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from werkzeug.serving import WSGIRequestHandler, make_server

REGION = "ap-northeast-1"


class Quiet(WSGIRequestHandler):
    """No lines on the test's standard error."""

    def log(self, *args: Any, **kwargs: Any) -> None:
        """Nothing."""


@dataclass
class Endpoint:
    """A WSGI application on 127.0.0.1 that remembers what it was asked."""

    application: Callable[..., Any]
    requests: list[tuple[str, str]] = field(default_factory=list)
    handler: type[Quiet] = Quiet
    """(service, action): ("iam", "CreateRole"); the action of a REST service is "PUT /bucket"."""

    def __enter__(self) -> "Endpoint":
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=self.handler)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        self.requests.append(asked(environ, body))
        return self.application(environ, start_response)


def asked(environ: dict[str, Any], body: bytes) -> tuple[str, str]:
    scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
    target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
    form = parse_qs(body.decode("latin-1")).get("Action", [""])[0]
    return (scope.group(1) if scope else "", target or form or f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}")


def answering(status: str, body: str, content_type: str = "text/xml") -> Callable[..., Any]:
    """An application that has one answer for everything."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", content_type)])
        return [body.encode()]

    return application


def refusing(status: str, code: str, message: str = "no") -> Callable[..., Any]:
    """An application that refuses like IAM and STS do."""
    return answering(
        status, f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )


def without_simulation(application: Callable[..., Any]) -> Callable[..., Any]:
    """moto lacks SimulatePrincipalPolicy and answers 500, which botocore asks for five times; AWS would say no once."""
    refuse = refusing("403 Forbidden", "AccessDenied")

    def wrapped(environ: dict[str, Any], start_response: Any) -> Any:
        body = environ["wsgi.input"].read()
        environ["wsgi.input"].seek(0)
        return (refuse if b"Action=SimulatePrincipalPolicy" in body else application)(environ, start_response)

    return wrapped
