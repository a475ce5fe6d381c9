"""Search in the catalog as one types: what a query finds, the best hit first. Pure, no pydantic.

Everything that can be searched is folded once, into one text per entry and kind of field, so that ten thousand entries
answer within a frame. Between entries equally good the catalog's order decides, so the same query always gives the
same list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tui.core.catalog import CatalogEntry
from tui.core.filters import EVERYTHING, Filters
from tui.core.folding import fold, fold_words, initials_of
from tui.core.query import Word, grants, number_of, words_of

ID, SERVICE, ALIAS, PREFIX, WORD, SUBSTRING, ACTION, RELATED, WHY = range(9)
"""How well a word fits an entry: it is the id or the number; the service; a whole alias or title; their beginning; the
beginning of a word in id or title; somewhere in a name; an action that is granted; part of an action or of who assumes
and what is reached; somewhere in the reason."""
WORST = WHY + 1
LARGEST_SUM = 100_000
"""More than the distances of a query's words together."""


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
        before, rows = self._last
        if not _goes_on(before, words):
            rows = list(range(len(self.entries)))
        by_word: list[dict[int, int]] = []
        for word in words:
            by_word.append(self._initially(word, rows) if word.has_initials else self._distances(word, rows))
            rows = list(by_word[-1])
        self._last = (words, rows)
        costs = by_word[0] if len(words) == 1 else self._together(words, by_word, rows)
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

    def _distances(self, word: Word, rows: list[int]) -> dict[int, int]:
        """The rows that hold the word, in their order, and how far each is from it."""
        found = {}
        text, service = word.text, f"\n{word.text}\n"
        head, start, number = f"\n{text}", f" {text}", f"<{word.number}>" if word.number else ""
        granting = self._granting(word.action) if word.action else frozenset()
        names, words, related, whys = self._names, self._words, self._related, self._whys
        for row in rows:
            name = names[row]
            if head in name:
                found[row] = self._whole(row, service, number)
            elif start in words[row]:
                found[row] = WORD * WORST
            elif word.is_letter:
                continue
            elif text in name:
                found[row] = SUBSTRING * WORST
            elif row in granting or service in related[row]:
                found[row] = ACTION * WORST
            elif text in related[row]:
                found[row] = RELATED * WORST
            elif text in whys[row]:
                found[row] = WHY * WORST
        return found

    def _whole(self, row: int, text: str, number: str) -> int:
        """The distance of a row of which a name begins with the text; a service's name counts with the best besides."""
        ids = self._ids[row]
        if text in ids or (number and number in ids):
            return ID
        besides = ALIAS if text in self._wholes[row] else PREFIX
        return SERVICE * WORST + besides if text in self._services[row] else besides * WORST

    def _initially(self, word: Word, rows: list[int]) -> dict[int, int]:
        """As `_distances`, for initial consonants; where some syllables are whole, they have to be."""
        found = {}
        text, pattern = word.initials, word.pattern if word.initials != word.text else None
        for row in rows:
            names = self._initials[row]
            if text in names and (pattern is None or pattern.search(self._names[row])):
                tier = ALIAS if f"\n{text}\n" in names else PREFIX if f"\n{text}" in names else SUBSTRING
                found[row] = tier * WORST
        return found

    def _granting(self, action: str) -> frozenset[int]:
        """The rows whose policies take in the action, or one that fits it where it has a wildcard itself."""
        is_open = "*" in action
        return frozenset(
            row
            for pattern, rows in self._patterns.items()
            if grants(pattern, action) or (is_open and grants(action, pattern))
            for row in rows
        )

    def _together(self, words: tuple[Word, ...], by_word: list[dict[int, int]], rows: list[int]) -> dict[int, int]:
        """The distance of each row by its weakest word, or by all words taken as one; then by all words."""
        phrase = Word("".join(word.text for word in words), "", "")
        whole = self._initially(phrase, rows) if phrase.has_initials else self._distances(phrase, rows)
        costs = {}
        for row in rows:
            each = [distances[row] for distances in by_word]
            weakest = max(each)
            costs[row] = min(weakest, whole.get(row, weakest)) * LARGEST_SUM + sum(each)
        return costs


def matching(entries: Sequence[CatalogEntry], query: str, filters: Filters = EVERYTHING) -> tuple[CatalogEntry, ...]:
    """What one query finds, for who asks only once."""
    return tuple(filters.narrow(CatalogSearch(entries).find(query)))


def _goes_on(before: tuple[Word, ...], words: tuple[Word, ...]) -> bool:
    """Whether whatever the words find was found before: each earlier word is part of one of them.

    Actions are no text: kinesis:putrecord is granted where kinesis:putreco is not. Of single letters only beginnings
    of words are found.
    """
    if not before or any(word.action or word.is_letter for word in (*before, *words)):
        return False
    return all(any(earlier.text in word.text for word in words) for earlier in before)
