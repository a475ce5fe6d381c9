"""Lists that come in pages."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.errors import AwsUnreachable


def items(gateway: Gateway, call: ApiCall, key: str, *, answer: str = "Marker", ask: str = "") -> Iterator[Any]:
    """Everything under `key` of every page; a page may be empty and still not be the last one.

    `answer` names the token a page ends with, `ask` the parameter that takes it (the same name when left out).
    Raises AwsUnreachable("aws.garbled") for a token that leads nowhere, which would go on for ever.
    """
    token = None
    while True:
        page = gateway.call(replace(call, params={**call.params, **({ask or answer: token} if token else {})}))
        yield from page.get(key, ())
        if not page.get(answer) or page.get("IsTruncated") is False:
            return
        if page[answer] == token:
            raise AwsUnreachable("aws.garbled", call.operation, reason="the same page again", endpoint="")
        token = page[answer]
