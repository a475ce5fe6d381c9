"""The answer card as lines to read: the verdict and the picture first, documents and sources last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from tui.core.calls.result_reference import put_in
from tui.core.catalog.card import documents
from tui.core.catalog.diagram import draw
from tui.core.catalog.scenes import PLAIN, scenes_of
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import statements_of
from tui.core.preset.format import Preset, Texts
from tui.core.preset.tokens import chosen, filled
from tui.core.shown import shown
from tui.theme import CARE, MUTED, NEED_GLYPHS, NEED_INKS, STRONG, TITLE
from tui.widgets.catalog_view import heading
from tui.widgets.json_text import PLACEHOLDER, inked, json_lines, pretty_lines
from tui.widgets.say import Say
from tui.widgets.sentence_lines import sentence_lines


def card_lines(preset: Preset, say: Say, width: int) -> Iterator[Content]:
    """All of the card; the picture is as wide as `width` cells."""
    language = say.language
    yield Content.styled(shown(preset.title.by(language)), TITLE)
    need = preset.need
    yield Content.styled(f"{NEED_GLYPHS[need]} {say(f'need.{need}')}", NEED_INKS[need])
    yield Content("")
    yield Content(shown(preset.why.by(language)))
    yield Content("")
    if preset.instead:
        yield from _section(say, "about.instead", [preset.instead])
    yield heading(say("about.picture"))
    yield from (Content(f"  {line}").highlight_regex(PLACEHOLDER, style=CARE) for line in _picture(preset, say, width))
    yield Content("")
    yield from _section(say, "about.prerequisites", preset.prerequisites)
    yield from _section(say, "about.notes", preset.notes)
    yield from _variants(preset, say)
    yield from _documents(preset, say)
    if caller := preset.caller_by_default:
        yield heading(say("about.caller"))
        yield from (line.pad_left(2) for line in json_lines(caller))
        yield Content("")
    if preset.next:
        yield from _section(say, "about.next", [preset.next])
    yield from _section(say, "about.stale", preset.stale)
    if preset.docs:
        yield heading(say("about.sources", date=shown(preset.captured)))
        yield from (Content(f"  {shown(url)}") for url in preset.docs)


def _picture(preset: Preset, say: Say, width: int) -> list[str]:
    return draw(scenes_of(preset), width - 2, say)


def _section(say: Say, key: str, texts: Sequence[Texts]) -> Iterator[Content]:
    if texts:
        yield heading(say(key))
        for text in texts:
            yield Content.assemble(("  · ", CARE), shown(text.by(say.language)))
        yield Content("")


def _variants(preset: Preset, say: Say) -> Iterator[Content]:
    """Every choice with its options; which one counts when nobody chooses."""
    if not preset.choices():
        return
    yield heading(say("about.variants"))
    for choice in preset.choices().values():
        yield Content.assemble("  ", (shown(choice.label.by(say.language)), STRONG))
        for option, about in choice.options.items():
            mark = f" {say('variant.default')}" if option == choice.default else ""
            label, why = shown(about.label.by(say.language)), shown(about.why.by(say.language))
            yield Content.assemble(("    · ", CARE), label, (mark, MUTED), (f"  {why}", MUTED))
    yield Content("")


def _documents(preset: Preset, say: Say) -> Iterator[Content]:
    """Every document of the default variant, each statement under its reason and in words."""
    found = list(documents(put_in(chosen(preset.resources, preset.default_choices))))
    if found:
        yield heading(say("about.documents"))
    for label, document in found:
        yield Content.styled(f"  {shown(label)}", STRONG)
        for number, statement in enumerate(statements_of(filled(document, PLAIN)), start=1):
            reason = preset.statements.get(str(statement.get("Sid", ""))) or preset.statements.get(f"{label}[{number}]")
            if reason:
                yield Content.styled(f"    # {shown(reason.by(say.language))}", "italic $text-success")
            yield from (line.pad_left(4) for line in sentence_lines(statement, ActionList(), say))
            yield from (inked(line).pad_left(4) for line in pretty_lines(statement))
        yield Content("")
