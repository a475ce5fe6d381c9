"""What the AWS CLI makes of its arguments, written down once more: flags, shorthand, files, --cli-input-json."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.command import COMMANDS, dashed
from tui.export.arguments import DOCUMENTS

Told = tuple[str, str, dict[str, Any]]
"""Service, operation, and by flag the words, or what the file behind them holds."""
READS = ("sts get-caller-identity", "kms list-aliases", "iam wait")
"""What a script asks on its own account."""


def told(arguments: list[str], read: Callable[[str], str]) -> Told:
    """One command; `read` gives a file's text."""
    found: dict[str, Any] = {}
    flags = [index for index, one in enumerate(arguments) if one.startswith("--")]
    for start, stop in zip(flags, [*flags[1:], len(arguments)], strict=True):
        flag, values = arguments[start], arguments[start + 1 : stop]
        if len(values) == 1 and values[0].startswith("file://"):
            content = json.loads(read(values[0].removeprefix("file://")))
            found |= _inputs(content) if flag == "--cli-input-json" else {flag: content}
        else:
            found[flag] = values
    return arguments[0], arguments[1], found


def wanted(call: ApiCall, region: str) -> Told:
    """A call of ours in the same form; what is AWS's default anyway is left out."""
    kept = {name: value for name, value in call.params.items() if value != [] and (name, value) != ("Path", "/")}
    documents = {name: json.loads(value) for name, value in kept.items() if name in DOCUMENTS}
    where = {} if call.service == "iam" else {"--region": [region]}
    return COMMANDS.get(call.service, call.service), dashed(call.operation), _inputs(kept | documents) | where


def is_same(one: Told, other: Told) -> bool:
    """Whether they ask for the same, words of the first taken for what they must be in the second."""
    *call, params = one
    *other_call, others = other
    return (
        call == other_call
        and params.keys() == others.keys()
        and all(params[flag] in (value, _words_for(value, params[flag])) for flag, value in others.items())
    )


def asks_nothing_new(arguments: Iterable[str]) -> bool:
    """Whether the command only looks."""
    return " ".join(arguments).startswith(READS)


def _inputs(params: Mapping[str, Any]) -> dict[str, Any]:
    return {f"--{dashed(name)}": value for name, value in params.items()}


def _words_for(value: Any, words: Any) -> Any:
    """The value, if the words say it."""
    match value:
        case True:
            return []
        case str() | int():
            return [str(value)]
        case list():
            shorts = [_shorthand(one) if isinstance(one, Mapping) else [one] for one in value]
            return words if isinstance(words, list) and [_parts(one) for one in words] == shorts else None
        case Mapping():
            return words if isinstance(words, list) and [_parts(one) for one in words] == [_shorthand(value)] else None
        case _:
            return None


def _shorthand(value: Mapping[str, Any]) -> list[str]:
    return [f"{key}={one}" for key, one in value.items()]


def _parts(word: Any) -> Any:
    return word.split(",") if isinstance(word, str) else word
