"""Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}` `${?}` `${$}` for the signs.

Source: IAM User Guide, "IAM policy elements: Variables and tags". They are only known to documents of version
2012-10-17; in older ones the same text stands for itself.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tui.core.iam.wildcards import VARIABLE, VARIABLE_END, literal

WRITTEN = re.compile(r"\$\{([^{}]*)\}")
DEFAULTED = re.compile(r"\s*([^,\s]+)\s*,\s*'([^']*)'\s*")
SIGNS = ("*", "?", "$")
MARKED = re.compile(f"{VARIABLE}([^{VARIABLE_END}]*){VARIABLE_END}")
NOTHING = "\ue016"


@dataclass(frozen=True)
class Variable:
    """What stands in braces."""

    name: str
    """A context key, or one of SIGNS."""
    default: str | None = None

    @property
    def is_sign(self) -> bool:
        """Whether it is how a document writes a character that would act."""
        return self.name in SIGNS


def parted(text: str) -> Iterator[str | Variable]:
    """The text in pieces: what stands for itself, and its variables."""
    last = 0
    for found in WRITTEN.finditer(text):
        yield text[last : found.start()]
        last = found.end()
        defaulted = DEFAULTED.fullmatch(found[1])
        yield Variable(defaulted[1], defaulted[2]) if defaulted else Variable(found[1].strip())
    yield text[last:]


def keys_in(text: str) -> list[str]:
    """The context keys that the text's variables name, as written."""
    if "${" not in text:
        return []
    return [one.name for one in parted(text) if isinstance(one, Variable) and not one.is_sign]


def marked(text: str) -> str:
    """The text with its variables and escapes set apart by marks, as Version 2012-10-17 reads them."""
    if "${" not in text:
        return text
    return "".join(
        one
        if isinstance(one, str)
        else literal(one.name)
        if one.is_sign
        else f"{VARIABLE}{one.name.split(',')[0].strip().lower()}{VARIABLE_END}"
        for one in parted(text)
    )


def marked_in(text: str) -> set[str]:
    """Names of the variables that were set apart, in lower case."""
    return set(MARKED.findall(text)) if VARIABLE in text else set()


def resolved(text: str, values: Mapping[str, str | None]) -> str:
    """The text with the variables of `values` put in; None, a variable without a value, matches nothing."""
    for name in marked_in(text) & values.keys():
        value = values[name]
        text = text.replace(f"{VARIABLE}{name}{VARIABLE_END}", NOTHING if value is None else value)
    return text
