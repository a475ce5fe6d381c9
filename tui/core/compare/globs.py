"""IAM's patterns as sets of texts: `*` stands for any text, `?` for one character."""

import re
from collections.abc import Mapping
from functools import lru_cache

from tui.core.iam.wildcards import is_wild

FRESH = "\ue020"
"""A character that no document holds (IAM takes none beyond U+00FF): in a made-up request it matches only wildcards."""
VARIABLE, VARIABLE_END = "\ue010", "\ue011"
"""Around the name of a policy variable, whose value nobody knows here."""
ESCAPED = {"${*}": "\ue012", "${?}": "\ue013", "${$}": "$"}
"""How a document writes the characters that would act."""
STAR, MARK = "\ue014", "\ue015"
"""`*` and `?` of a pattern that is itself looked at as a text."""
NOTHING = "\ue016"
LONG = FRESH * 24
PRIVATE = re.compile("[\ue000-\uf8ff]")
WILD = re.compile(r"[*?]")
FILLED = re.compile(f"{VARIABLE}[^{VARIABLE_END}]*{VARIABLE_END}")


@lru_cache(maxsize=20_000)
def tidy(pattern: str) -> str:
    """The same set of texts with each run of wildcards in one order: question marks, then at most one star."""
    return re.sub(r"[*?]{2,}", lambda run: "?" * run[0].count("?") + "*" * ("*" in run[0]), pattern)


@lru_cache(maxsize=20_000)
def _compiled(pattern: str, one: str) -> re.Pattern[str]:
    # each piece between stars is taken where it is found first, as fnmatch does: no run of stars can make this slow
    first, *others = [
        "".join(one if letter == "?" else re.escape(letter) for letter in piece) for piece in pattern.split("*")
    ]
    if not others:
        return re.compile(f"{first}\\Z", re.DOTALL)
    *middle, last = others
    return re.compile(f"{first}{''.join(f'(?>.*?{piece})' for piece in middle if piece)}.*{last}\\Z", re.DOTALL)


def matches(pattern: str, text: str) -> bool:
    """Whether the text is one of the pattern's."""
    return _compiled(pattern, ".").match(text) is not None


@lru_cache(maxsize=20_000)
def within(inner: str, outer: str) -> bool:
    """Whether every text of `inner` is certainly one of `outer`; a policy variable fits only where a star stands."""
    if outer == "*" or inner == outer:
        return True
    seen = tidy(inner).replace("*", STAR).replace("?", MARK)
    return _compiled(tidy(outer), f"[^{STAR}{VARIABLE}{VARIABLE_END}]").match(seen) is not None


def apart(one: str, other: str) -> bool:
    """Whether certainly no text is in both: their fixed beginnings or endings contradict."""
    one, other = (FILLED.sub("*", pattern) if VARIABLE in pattern else pattern for pattern in (one, other))
    if not is_wild(one):
        return not matches(other, one)
    if not is_wild(other):
        return not matches(one, other)
    head, other_head = WILD.split(one, maxsplit=1)[0], WILD.split(other, maxsplit=1)[0]
    if not (head.startswith(other_head) or other_head.startswith(head)):
        return True
    tail, other_tail = WILD.split(one)[-1], WILD.split(other)[-1]
    return not (tail.endswith(other_tail) or other_tail.endswith(tail))


def specimens(pattern: str) -> tuple[str, ...]:
    """Texts of the pattern, as far from the texts of other patterns as can be."""
    if not is_wild(pattern):
        return (pattern,)
    plain = pattern.replace("?", FRESH)
    return (plain.replace("*", LONG), plain.replace("*", ""))


def with_variables(text: str) -> str:
    """The text with its policy variables and escapes set apart, as Version 2012-10-17 reads them."""
    if "${" not in text:
        return text
    for escape, letter in ESCAPED.items():
        text = text.replace(escape, letter)
    return re.sub(
        r"\$\{([^}]*)\}", lambda found: f"{VARIABLE}{found[1].split(',')[0].strip().lower()}{VARIABLE_END}", text
    )


def variables_in(text: str) -> set[str]:
    """Names of the variables that were set apart, in lower case."""
    return set(re.findall(f"{VARIABLE}([^{VARIABLE_END}]*){VARIABLE_END}", text)) if VARIABLE in text else set()


def resolved(text: str, values: Mapping[str, str | None]) -> str:
    """The text with the variables of `values` put in; None, a variable without a value, matches nothing."""
    for name in variables_in(text) & values.keys():
        value = values[name]
        text = text.replace(f"{VARIABLE}{name}{VARIABLE_END}", NOTHING if value is None else value)
    return text
