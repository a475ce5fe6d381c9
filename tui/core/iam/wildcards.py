"""IAM's wildcards: `*` for any characters, `?` for one.

A text may hold marks from Unicode's private area, which IAM takes in no document: `*` and `?` that are no wildcards
(`literal`), and policy variables whose value is not known (tui.core.iam.variables).
"""

import re
from functools import lru_cache

WILD = re.compile(r"[*?]")
LITERAL_STAR, LITERAL_MARK = "\ue012", "\ue013"
"""`*` and `?` that stand for themselves."""
VARIABLE, VARIABLE_END = "\ue010", "\ue011"
"""Around the name of a policy variable, whose value nobody knows here."""
FRESH = "\ue020"
"""A character that no document holds: in a made-up request it matches only wildcards."""
LONG = FRESH * 24
PRIVATE = re.compile("[\ue000-\uf8ff]")
ARN_PARTS = 6
_STAR, _MARK = "\ue014", "\ue015"
"""`*` and `?` of a pattern that is itself looked at as a text."""
_FILLED = re.compile(f"{VARIABLE}[^{VARIABLE_END}]*{VARIABLE_END}")


def is_wild(text: str) -> bool:
    """Whether the text stands for more than itself."""
    return "*" in text or "?" in text


def literal(text: str) -> str:
    """A pattern that only this text matches; and the text as `matches` has to be given it then."""
    return text.replace("*", LITERAL_STAR).replace("?", LITERAL_MARK)


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
    """Whether the whole text is one of the pattern's; case counts."""
    return pattern == "*" or _compiled(pattern, ".").match(text) is not None


def arn_matches(pattern: str, arn: str) -> bool:
    """The same of ARNs, each of the six parts by itself: a wildcard reaches over a colon only in the last part."""
    parts, given = pattern.split(":", ARN_PARTS - 1), arn.split(":", ARN_PARTS - 1)
    return len(parts) == len(given) == ARN_PARTS and all(map(matches, parts, given))


@lru_cache(maxsize=20_000)
def within(inner: str, outer: str) -> bool:
    """Whether every text of `inner` is certainly one of `outer`; a policy variable fits only where a star stands."""
    if outer == "*" or inner == outer:
        return True
    seen = tidy(inner).replace("*", _STAR).replace("?", _MARK)
    return _compiled(tidy(outer), f"[^{_STAR}{VARIABLE}{VARIABLE_END}]").match(seen) is not None


def arn_within(inner: str, outer: str) -> bool:
    """The same of patterns for ARNs; one that is none has no ARN in it."""
    parts, others = inner.split(":", ARN_PARTS - 1), outer.split(":", ARN_PARTS - 1)
    if inner == outer or (len(parts) < ARN_PARTS and VARIABLE not in inner):
        return True
    # a variable's value may have colons in it
    if any(VARIABLE in part for part in (*parts[:-1], *others[:-1])):
        return False
    return len(parts) == len(others) == ARN_PARTS and all(map(within, parts, others))


def apart(one: str, other: str) -> bool:
    """Whether certainly no text is in both: their fixed beginnings or endings contradict."""
    one, other = (_FILLED.sub("*", pattern) if VARIABLE in pattern else pattern for pattern in (one, other))
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


@lru_cache(maxsize=4096)
def overlap(one: str, other: str) -> bool:
    """Whether some text fits both patterns; ARNs are compared part by part."""
    parts, others = one.split(":", 5), other.split(":", 5)
    if len(parts) == len(others) == ARN_PARTS:
        return all(map(_overlap, parts, others))
    return _overlap(one, other)


def _overlap(one: str, other: str) -> bool:
    if one == "*" or other == "*" or one == other:
        return True
    if not is_wild(one) and not is_wild(other):
        return False
    # row[j]: whether some text fits what was read of `one` and the first j characters of `other`
    row = [True, *(set(other[:end]) == {"*"} for end in range(1, len(other) + 1))]
    for mine in one:
        before, row = row, [row[0] and mine == "*"]
        for at, theirs in enumerate(other):
            stays = (mine == "*" and row[at]) or (theirs == "*" and before[at + 1])
            # a `*` on either side may also stand for nothing
            empty = (mine == "*" and before[at + 1]) or (theirs == "*" and row[at])
            step = before[at] and (mine == theirs or is_wild(mine) or is_wild(theirs))
            row.append(stays or empty or step)
    return row[-1]
