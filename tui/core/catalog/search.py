"""Search in the catalog as one types: what a query finds, the best hit first. Pure, no pydantic.

Everything that can be searched is folded once, into one text per entry and kind of field, so that ten thousand entries
answer within a frame. Between entries equally good the catalog's order decides, so the same query always gives the
same list.

Latin letters are looked for from the beginning of a word, since "rds" means nothing in PutRecords; only from four
letters on they may stand inside a name, and never inside a word of anything else. Korean and Japanese write words
together, so theirs count wherever they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from tui.core.catalog.column import Column
from tui.core.catalog.entries import CatalogEntry
from tui.core.catalog.filters import EVERYTHING, Filters
from tui.core.catalog.normalization import decomposed, fold, fold_action, fold_words, initials_of
from tui.core.catalog.pasted_error import known_error, meanings
from tui.core.catalog.query import Word, grants, number_of, words_of
from tui.core.catalog.question import topic_of, without_particles

ID, SERVICE, ALIAS, PREFIX, WHOLE_WORD, WORD, SUBSTRING, ACTION, RELATED, WHY = range(10)
"""How well a word fits an entry: it is the id or the number; the service; a whole alias or title; their beginning; a
whole word in a name, or the beginning of one; somewhere in a name; an action that is granted; part of an action or of
who assumes and what is reached; somewhere in the reason."""
WORST = WHY + 1
LARGEST_SUM = 100_000
"""More than the distances of a query's words together."""


INSIDE = 4
"""Latin letters from which on a text may stand inside a word of a name: watch, in CloudWatch."""
LIKE = 0.75
"""How alike a mistyped word and the one meant are, by difflib: lamda and lambda 0.91, rdss and rds 0.86."""
SHORTEST_MISTAKE = 3
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
    """Every word of id, titles and aliases, a space before each."""
    related: str
    """What is granted, who assumes, what is reached."""
    beyond: str
    """The words of that and of the reason, a space before each."""
    why: str


class CatalogSearch:
    """Answers queries about one catalog; remembers the last one, since people type letter by letter."""

    def __init__(self, entries: Sequence[CatalogEntry], rest: Callable[[], object] = lambda: None) -> None:
        """`rest` is called between entries, for a thread that lets others work meanwhile."""
        self.entries = tuple(entries)
        self._patterns: dict[str, list[int]] = {}
        """Rows by action as granted, in lower case."""
        self._asked: dict[str, list[int]] = {}
        """Rows by action that whoever sets it up needs."""
        texts = []
        for row, entry in enumerate(self.entries):
            texts.append(_texts(entry))
            for action in entry.actions:
                self._patterns.setdefault(action.lower(), []).append(row)
            for action in entry.caller_actions:
                self._asked.setdefault(action.lower(), []).append(row)
            rest()
        self._ids = [one.ids for one in texts]
        self._services = [one.service for one in texts]
        self._wholes = [one.wholes for one in texts]
        self._words = Column([one.words for one in texts])
        self._related = Column([one.related for one in texts])
        self._related_words = [one.beyond.partition("\n")[0] for one in texts]
        self._names = Column([one.names for one in texts])
        self._beyond = Column([one.beyond for one in texts])
        self._why = Column([one.why for one in texts])
        self._initials = Column([one.initials for one in texts])
        self._last: tuple[str, tuple[tuple[CatalogEntry, ...], str]] = ("", (self.entries, ""))
        self._known: dict[Word, dict[int, int]] = {}
        """Distances by row of the last words, the newest last: the next letter, or deleting one, starts from there."""

    def find(self, query: str) -> tuple[CatalogEntry, ...]:
        """The entries that hold every word of the query, the best hit first; all of them for an empty query.

        Of a pasted error of AWS what it names is looked for, of a question what it is about, and where nothing is
        found the words that were probably meant (`read_as` says which).
        """
        return self._answer(query)[0]

    def read_as(self, query: str) -> str:
        """The words that were looked for instead of a mistyped query; "" where it was taken as it stands."""
        return self._answer(query)[1]

    def _answer(self, query: str) -> tuple[tuple[CatalogEntry, ...], str]:
        if query != self._last[0]:
            self._last = (query, self._look(query))
        return self._last[1]

    def _look(self, query: str) -> tuple[tuple[CatalogEntry, ...], str]:
        topic = topic_of(query) or query
        solving = self._solving(query)
        for one in dict.fromkeys((topic, *meanings(query), without_particles(query))):
            if found := self._find(words_of(one)):
                return (*solving, *(other for other in found if other not in solving)), ""
        if solving:
            return solving, ""
        if found := self._find(self._parted(topic)):
            return found, ""
        corrected = self._corrected(topic)
        return (self._find(words_of(corrected)), corrected) if corrected else ((), "")

    def _solving(self, query: str) -> tuple[CatalogEntry, ...]:
        """The entries that solve a pasted error, the likeliest first."""
        meaning = known_error(query)
        by_id = {one.id: one for one in self.entries} if meaning else {}
        return tuple(by_id[one] for one in meaning.entries if one in by_id) if meaning else ()

    def _parted(self, query: str) -> tuple[Word, ...]:
        """Korean or Japanese words written together, each apart: 람다함수 as 람다 and 함수."""
        found: list[Word] = []
        for word in words_of(query):
            halves = ((word.text[:at], word.text[at:]) for at in range(len(word.text) - 1, 1, -1))
            pairs = (tuple(Word(half, "", "") for half in pair) for pair in halves if not word.text.isascii())
            whole = () if self._found(word) else next((pair for pair in pairs if all(map(self._found, pair))), ())
            found += whole or (word,)
        return tuple(found)

    def _corrected(self, query: str) -> str:
        """The query with each word that is found nowhere replaced by the name most like it; "" where one has none."""
        words = []
        for raw in query.split():
            spelt = words_of(raw)
            if not spelt or all(map(self._found, spelt)):
                words.append(raw)
                continue
            text = spelt[0].text
            near = get_close_matches(decomposed(text), self._vocabulary, n=1, cutoff=LIKE)
            if (len(text) < SHORTEST_MISTAKE and text.isascii()) or not near:
                return ""
            words.append(self._vocabulary[near[0]])
        return " ".join(words)

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        """The words of all names by their letters one by one, so that a syllable can be half wrong."""
        words = (word for row in self._words.rows for word in row.split() if len(word) > 1)
        return {decomposed(word): word for word in words}

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
        if word.is_operation:
            costs = dict.fromkeys(self._granting(word.action, self._asked), RELATED * WORST)
            costs |= dict.fromkeys(self._granting(word.action, self._patterns), ACTION * WORST)
            return costs if rows is None else {row: costs[row] for row in rows if row in costs}
        text, whole = word.text, f"\n{word.text}\n"
        head, start, number = f"\n{text}", f" {text}", f"<{word.number}>" if word.number else ""
        found = {}
        names, words = self._names.rows, self._words.rows
        for row in self._with_name(word, rows):
            if head in names[row]:
                found[row] = self._whole(row, whole, number)
            else:
                here = words[row]
                tier = WHOLE_WORD if f"{start} " in here else WORD if start in here else SUBSTRING
                found[row] = tier * WORST
        if word.is_letter:
            return found
        granting = self._granting(word.action, self._patterns) if word.action else frozenset()
        asking = self._granting(word.action, self._asked) if word.action else frozenset()
        beyond = _holding(self._beyond, start, rows) if text.isascii() else _holding(self._why, text, rows)
        granted = granting | asking if rows is None else (granting | asking).intersection(rows)
        for row in (*beyond, *_holding(self._related, head, rows), *granted):
            if row not in found:
                related = self._related.rows[row]
                is_granted = row in granting or whole in related
                is_related = row in asking or head in related or start in self._related_words[row]
                found[row] = (ACTION if is_granted else RELATED if is_related else WHY) * WORST
        return found

    def _with_name(self, word: Word, rows: list[int] | None) -> Iterable[int]:
        """The rows of which a name holds the word; of few Latin letters the beginnings of names and words count."""
        if len(word.text) >= INSIDE or not word.text.isascii():
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

    def _granting(self, action: str, patterns: Mapping[str, list[int]]) -> frozenset[int]:
        """The rows whose policies take in the action, or one that fits it where it has a wildcard itself."""
        is_open = "*" in action
        return frozenset(
            row
            for pattern, rows in patterns.items()
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
    related = "".join(map(fold_action, entry.actions)) + fold_words(" ".join((*entry.assumed_by, *entry.reaches)))
    names = f"\n{entry_id}\n{service}\n{fold(entry.group)}\n{fold(entry.catalog)}\n{wholes}\n"
    return _Texts(
        ids=f"\n{entry_id}\n<{number}>",
        service=f"\n{service}\n",
        wholes=f"\n{wholes}\n",
        names=names,
        initials=initials_of(names),
        words=fold_words(f"{entry.id} {titles} {' '.join(entry.aliases)}") + " ",
        related="\n" + fold("\n".join((*entry.actions, *entry.assumed_by, *entry.reaches))) + "\n",
        beyond=related + "\n" + fold_words(" ".join(entry.why.values())),
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

    Actions are no text: kinesis:putrecord is granted where kinesis:putreco is not. Few Latin letters are found at the
    beginnings of words only.
    """
    if any(one.action or one.is_letter for one in (before, word)):
        return False
    if not word.text.isascii():
        return before.text in word.text and not before.text.isascii()
    is_short = [len(one.text) < INSIDE for one in (before, word)]
    return word.text.startswith(before.text) and is_short[0] == is_short[1]
