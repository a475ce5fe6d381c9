"""Search in the catalog as one types: what a query finds, the best hit first. Pure, no pydantic.

Everything that can be searched is folded once, into one text per entry and kind of field, so that ten thousand entries
answer within a frame. Between entries equally good the catalog's order decides, so the same query always gives the
same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from tui.core.catalog import CatalogEntry
from tui.core.filters import EVERYTHING, Filters
from tui.core.folding import fold, fold_words, initials_of
from tui.core.query import Word, grants, number_of, words_of

ID, SERVICE, ALIAS, PREFIX, WORD, SUBSTRING, ACTION, RELATED, WHY = range(9)
"""How well a word fits an entry: it is the id or the number; the service; a whole alias or title; their beginning; the
beginning of a word in id or title; somewhere in a name; an action that is granted; part of an action or of who assumes
and what is reached; somewhere in the reason."""
WORST = WHY + 1
NONE: frozenset[int] = frozenset()
Granting = Mapping[Word, frozenset[int]]
"""Rows by word, for words that are actions."""


class CatalogSearch:
    """Answers queries about one catalog; remembers the last one, since people type letter by letter."""

    def __init__(self, entries: Sequence[CatalogEntry], rest: Callable[[], object] = lambda: None) -> None:
        """`rest` is called between entries, for a thread that lets others work meanwhile."""
        self.entries = tuple(entries)
        self._ids: list[str] = []
        """Id, and the catalog number in angle brackets."""
        self._services: list[str] = []
        self._wholes: list[str] = []
        """Aliases and titles."""
        self._names: list[str] = []
        """Id, service, group, number, aliases and titles."""
        self._initials: list[str] = []
        """The names again, by initial consonants."""
        self._words: list[str] = []
        """Every word of id and titles, a space before each."""
        self._related: list[str] = []
        """What is granted, who assumes, what is reached."""
        self._whys: list[str] = []
        self._patterns: dict[str, list[int]] = {}
        """Rows by action as granted, in lower case."""
        self._last: tuple[tuple[Word, ...], list[int]] = ((), [])
        for row, entry in enumerate(self.entries):
            self._add(row, entry)
            rest()

    def find(self, query: str) -> tuple[CatalogEntry, ...]:
        """The entries that hold every word of the query, the best hit first; all of them for an empty query."""
        words = words_of(query)
        if not words:
            return self.entries
        granting = {word: self._granting(word.action) for word in words if word.action}
        rows = self._holding(words, granting)
        self._last = (words, rows)
        costs = self._costs(words, rows, granting)
        return tuple(self.entries[row] for row in sorted(rows, key=costs.__getitem__))

    def _add(self, row: int, entry: CatalogEntry) -> None:
        titles = "\n".join(dict.fromkeys(entry.title.values()))
        wholes = fold("\n".join((*entry.aliases, titles)))
        entry_id, service, number = fold(entry.id), fold(entry.service), number_of(entry.catalog)
        self._ids.append(f"\n{entry_id}\n<{number}>")
        self._services.append(f"\n{service}\n")
        self._wholes.append(f"\n{wholes}\n")
        self._names.append(f"\n{entry_id}\n{service}\n{fold(entry.group)}\n{fold(entry.catalog)}\n{wholes}\n")
        self._initials.append(initials_of(self._names[-1]))
        self._words.append(fold_words(f"{entry.id} {titles}"))
        self._related.append("\n" + fold("\n".join((*entry.actions, *entry.assumed_by, *entry.reaches))) + "\n")
        self._whys.append(fold("\n".join(entry.why.values())))
        for action in entry.actions:
            self._patterns.setdefault(action.lower(), []).append(row)

    def _holding(self, words: tuple[Word, ...], granting: Granting) -> list[int]:
        """The rows with all of the words; a query that goes on from the last one looks only at what that one found."""
        before, rows = self._last
        if not _goes_on(before, words):
            rows = list(range(len(self.entries)))
        names, related, whys = self._names, self._related, self._whys
        for word in words:
            text, also = word.text, granting.get(word, NONE)
            if word.has_initials:
                rows = self._spelling(word, rows)
            else:
                rows = [
                    row
                    for row in rows
                    if text in names[row] or text in related[row] or text in whys[row] or row in also
                ]
        return rows

    def _spelling(self, word: Word, rows: list[int]) -> list[int]:
        """The rows with a name that fits the initial consonants; where some syllables are whole, they have to be."""
        wanted, initials = word.initials, self._initials
        found = [row for row in rows if wanted in initials[row]]
        if wanted == word.text:
            return found
        pattern = word.pattern
        return [row for row in found if pattern.search(self._names[row])]

    def _granting(self, action: str) -> frozenset[int]:
        """The rows whose policies take in the action, or one that fits it where it has a wildcard itself."""
        is_open = "*" in action
        return frozenset(
            row
            for pattern, rows in self._patterns.items()
            if grants(pattern, action) or (is_open and grants(action, pattern))
            for row in rows
        )

    def _costs(self, words: tuple[Word, ...], rows: list[int], granting: Granting) -> dict[int, tuple[int, int]]:
        """How far each row is from the query: by the weakest word, or by all words taken as one; then by all words."""
        by_word = [self._distances(word, rows, granting.get(word, NONE)) for word in words]
        if len(words) == 1:
            return {row: (cost, cost) for row, cost in by_word[0].items()}
        phrase = Word("".join(word.text for word in words), "", "")
        names = self._initials if phrase.has_initials else self._names
        whole = self._distances(
            phrase, [row for row in rows if phrase.initials in names[row] or phrase.text in names[row]]
        )
        costs = {}
        for row in rows:
            each = [distances[row] for distances in by_word]
            costs[row] = (min(max(each), whole.get(row, max(each))), sum(each))
        return costs

    def _distances(self, word: Word, rows: list[int], granting: frozenset[int] = NONE) -> dict[int, int]:
        """Per row the best way the word fits; where it is the service's name, the best way besides that counts next."""
        found = dict.fromkeys(rows, WHY * WORST)
        left = rows
        for tier, column, needle in self._ways(word):
            here = [row for row in left if needle in column[row]]
            if here:
                found.update(dict.fromkeys(here, tier * WORST))
                taken = frozenset(here)
                left = [row for row in left if row not in taken]
        for row in granting:
            if found.get(row, 0) > ACTION * WORST:
                found[row] = ACTION * WORST
        service = f"\n{word.text}\n"
        for row in rows:
            if service in self._services[row] and found[row] > ID:
                found[row] = SERVICE * WORST + found[row] // WORST
        return found

    def _ways(self, word: Word) -> Iterator[tuple[int, list[str], str]]:
        """(tier, texts, what to look for in them), the best way first."""
        if word.has_initials:
            text = word.initials
            yield ALIAS, self._initials, f"\n{text}\n"
            yield PREFIX, self._initials, f"\n{text}"
            yield SUBSTRING, self._initials, text
            return
        text = word.text
        yield ID, self._ids, f"\n{text}\n"
        if word.number:
            yield ID, self._ids, f"<{word.number}>"
        yield ALIAS, self._wholes, f"\n{text}\n"
        yield PREFIX, self._names, f"\n{text}"
        yield WORD, self._words, f" {text}"
        yield SUBSTRING, self._names, text
        yield ACTION, self._related, f"\n{text}\n"
        yield RELATED, self._related, text


def matching(entries: Sequence[CatalogEntry], query: str, filters: Filters = EVERYTHING) -> tuple[CatalogEntry, ...]:
    """What one query finds, for who asks only once."""
    return tuple(filters.narrow(CatalogSearch(entries).find(query)))


def _goes_on(before: tuple[Word, ...], words: tuple[Word, ...]) -> bool:
    """Whether whatever the words find was found before: each earlier word is part of one of them.

    Actions are no text: kinesis:putrecord is granted where kinesis:putreco is not.
    """
    if not before or any(word.action for word in (*before, *words)):
        return False
    return all(any(earlier.text in word.text for word in words) for earlier in before)
