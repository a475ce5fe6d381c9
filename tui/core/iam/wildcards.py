"""IAM's wildcards: `*` for any characters, `?` for one."""

from functools import lru_cache

WILD = frozenset("*?")


def is_wild(text: str) -> bool:
    """Whether the text stands for more than itself."""
    return not WILD.isdisjoint(text)


@lru_cache(maxsize=4096)
def overlap(one: str, other: str) -> bool:
    """Whether some text fits both patterns; ARNs are compared part by part."""
    parts, others = one.split(":", 5), other.split(":", 5)
    if len(parts) == len(others) == 6:
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
            step = before[at] and (mine == theirs or mine in WILD or theirs in WILD)
            row.append(stays or empty or step)
    return row[-1]
