"""Search in the catalog as one types: what a query finds, the best hit first. Pure, no pydantic.

Everything that can be searched is folded once, into one text per entry and kind of field, so that ten thousand entries
answer within a frame. Between entries equally good the catalog's order decides, so the same query always gives the
same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tui.core.catalog.column import Column
from tui.core.catalog.entries import CatalogEntry
from tui.core.catalog.filters import EVERYTHING, Filters
from tui.core.catalog.normalization import fold, fold_words, initials_of
from tui.core.catalog.pasted_error import meanings
from tui.core.catalog.query import Word, grants, number_of, words_of

ID, SERVICE, ALIAS, PREFIX, WORD, SUBSTRING, ACTION, RELATED, WHY = range(9)
"""How well a word fits an entry: it is the id or the number; the service; a whole alias or title; their beginning; the
beginning of a word in id or title; somewhere in a name; an action that is granted; part of an action or of who assumes
and what is reached; somewhere in the reason."""
WORST = WHY + 1
LARGEST_SUM = 100_000
"""More than the distances of a query's words together."""


REMEMBERED = 24
"""Words; of ten thousand rows one takes up to half a megabyte."""


@dataclass(frozen=True)
class _Texts:
    """What can be searched of an entry, folded; names are between line breaks."""

    ids: str
    """Id, and the catalog number in angle brackets."""
    service: str
    wholes: str
    """Aliases and titles."""
    names: str
    """Id, service, group, number, aliases and titles."""
    initials: str
    """The names again, by initial consonants."""
    words: str
    """Every word of id and titles, a space before each."""
    related: str
    """What is granted, who assumes, what is reached."""
    why: str


class CatalogSearch:
    """Answers queries about one catalog; remembers the last one, since people type letter by letter."""

    def __init__(self, entries: Sequence[CatalogEntry], rest: Callable[[], object] = lambda: None) -> None:
        """`rest` is called between entries, for a thread that lets others work meanwhile."""
        self.entries = tuple(entries)
        self._patterns: dict[str, list[int]] = {}
        """Rows by action as granted, in lower case."""
        texts = []
        for row, entry in enumerate(self.entries):
            texts.append(_texts(entry))
            for action in entry.actions:
                self._patterns.setdefault(action.lower(), []).append(row)
            rest()
        self._ids = [one.ids for one in texts]
        self._services = [one.service for one in texts]
        self._wholes = [one.wholes for one in texts]
        self._words = Column([one.words for one in texts])
        self._related = [one.related for one in texts]
        self._names = Column([one.names for one in texts])
        self._beyond = Column([one.related + one.why for one in texts])
        self._initials = Column([one.initials for one in texts])
        self._known: dict[Word, dict[int, int]] = {}
        """Distances by row of the last words, the newest last: the next letter, or deleting one, starts from there."""

    def find(self, query: str) -> tuple[CatalogEntry, ...]:
        """The entries that hold every word of the query, the best hit first; all of them for an empty query.

        Of a pasted error of AWS what it names is looked for.
        """
        found = (self._find(words_of(one)) for one in meanings(query))
        return next(filter(None, found), ())

    def _find(self, words: tuple[Word, ...]) -> tuple[CatalogEntry, ...]:
        if not words:
            return self.entries
        by_word = [self._found(word) for word in words]
        rows = sorted(by_word[0] if len(words) == 1 else set(by_word[0]).intersection(*by_word[1:]))
        costs = by_word[0] if len(words) == 1 else self._together(words, by_word, rows)
        return tuple(self.entries[row] for row in sorted(rows, key=costs.__getitem__))

    def _found(self, word: Word) -> dict[int, int]:
        """The rows that hold the word, and how far each is from it; looked for where part of it was found before."""
        if word not in self._known:
            earlier = (rows for before, rows in reversed(self._known.items()) if _goes_on(before, word))
            rows = next(earlier, None)
            found = self._distances(word, None if rows is None else sorted(rows))
            while len(self._known) >= REMEMBERED:
                self._known.pop(next(iter(self._known)))
            self._known[word] = found
        return self._known[word]

    def _distances(self, word: Word, rows: list[int] | None) -> dict[int, int]:
        """The rows that hold the word, and how far each is from it."""
        if word.has_initials:
            return self._initially(word, rows)
        text, whole = word.text, f"\n{word.text}\n"
        head, start, number = f"\n{text}", f" {text}", f"<{word.number}>" if word.number else ""
        found = {}
        names, words = self._names.rows, self._words.rows
        for row in self._with_name(word, rows):
            if head in names[row]:
                found[row] = self._whole(row, whole, number)
            else:
                found[row] = (WORD if start in words[row] else SUBSTRING) * WORST
        if word.is_letter:
            return found
        granting = self._granting(word.action) if word.action else frozenset()
        for row in (*_holding(self._beyond, text, rows), *(granting if rows is None else granting.intersection(rows))):
            if row not in found:
                related = self._related[row]
                is_granted = row in granting or whole in related
                found[row] = (ACTION if is_granted else RELATED if text in related else WHY) * WORST
        return found

    def _with_name(self, word: Word, rows: list[int] | None) -> Iterable[int]:
        """The rows of which a name holds the word; of single letters only the beginnings of names and words count."""
        if not word.is_letter:
            return _holding(self._names, word.text, rows)
        heads = _holding(self._names, f"\n{word.text}", rows)
        return {*heads, *_holding(self._words, f" {word.text}", rows)}

    def _whole(self, row: int, text: str, number: str) -> int:
        """The distance of a row of which a name begins with the text; a service's name counts with the best besides."""
        ids = self._ids[row]
        if text in ids or (number and number in ids):
            return ID
        besides = ALIAS if text in self._wholes[row] else PREFIX
        return SERVICE * WORST + besides if text in self._services[row] else besides * WORST

    def _initially(self, word: Word, rows: list[int] | None) -> dict[int, int]:
        """As `_distances`, for initial consonants; where some syllables are whole, they have to be."""
        found = {}
        text, pattern = word.initials, word.pattern if word.initials != word.text else None
        for row in _holding(self._initials, text, rows):
            if pattern is None or pattern.search(self._names.rows[row]):
                names = self._initials.rows[row]
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
        whole = self._distances(phrase, rows)
        costs = {}
        for row in rows:
            each = [distances[row] for distances in by_word]
            weakest = max(each)
            costs[row] = min(weakest, whole.get(row, weakest)) * LARGEST_SUM + sum(each)
        return costs


def matching(entries: Sequence[CatalogEntry], query: str, filters: Filters = EVERYTHING) -> tuple[CatalogEntry, ...]:
    """What one query finds, for who asks only once."""
    return tuple(filters.narrow(CatalogSearch(entries).find(query)))


def _texts(entry: CatalogEntry) -> _Texts:
    titles = "\n".join(dict.fromkeys(entry.title.values()))
    wholes = fold("\n".join((*entry.aliases, titles)))
    entry_id, service, number = fold(entry.id), fold(entry.service), number_of(entry.catalog)
    names = f"\n{entry_id}\n{service}\n{fold(entry.group)}\n{fold(entry.catalog)}\n{wholes}\n"
    return _Texts(
        ids=f"\n{entry_id}\n<{number}>",
        service=f"\n{service}\n",
        wholes=f"\n{wholes}\n",
        names=names,
        initials=initials_of(names),
        words=fold_words(f"{entry.id} {titles}"),
        related="\n" + fold("\n".join((*entry.actions, *entry.assumed_by, *entry.reaches))) + "\n",
        why=fold("\n".join(entry.why.values())),
    )


def _holding(column: Column, text: str, rows: list[int] | None) -> list[int]:
    """The rows among the given ones, None for all, that hold the text."""
    if rows is None or len(rows) * 2 > len(column.rows):
        found = column.holding(text)
        return found if rows is None else sorted(set(found).intersection(rows))
    texts = column.rows
    return [row for row in rows if text in texts[row]]


def _goes_on(before: Word, word: Word) -> bool:
    """Whether whatever the word finds was found before, by part of it.

    Actions are no text: kinesis:putrecord is granted where kinesis:putreco is not. Of single letters only beginnings
    of words are found.
    """
    if any(one.action or one.is_letter for one in (before, word)):
        return False
    return before.text in word.text
