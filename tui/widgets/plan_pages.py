"""The pages of the review as lines to read: changes, documents, calls, findings, the caller's own permissions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from textual.content import Content

from tui.core.calls import ApiCall
from tui.core.plan import Change, Part, Plan
from tui.core.policy import statements_of
from tui.core.preset import Preset
from tui.core.resources import ManagedPolicy, Resource, documents_of
from tui.core.shown import shown
from tui.core.tokens import filled
from tui.core.wizard import Review
from tui.theme import BAD, CARE, GOOD, MUTED, STRONG, TITLE
from tui.widgets.json_text import diff_text, inked, json_lines, pretty_lines
from tui.widgets.say import Say

SIGNS = {"create": ("+", GOOD), "update": ("~", CARE), "delete": ("-", BAD), "no-op": ("=", MUTED)}
SEVERITIES = {"error": ("✗", BAD), "warning": ("!", CARE), "note": ("i", "$text-primary")}
Page = Callable[[Review, Say], list[Content]]


def summary(plan: Plan, say: Say) -> Content:
    """ "3 to create, 1 to update, 2 unchanged" with signs."""
    counts = Counter(change.action for change in plan.changes)
    parts = []
    for action in ("create", "update", "delete", "no-op"):
        if counts[action]:
            sign, ink = SIGNS[action]
            parts.append(Content.styled(f"{sign} {say(f'review.count.{action}', count=counts[action])}", ink))
    return Content("   ").join(parts)


def changes_page(review: Review, say: Say) -> list[Content]:
    """What happens to each thing, with the differences of its documents."""
    plan = review.plan
    lines: list[Content] = []
    if plan.is_empty:
        lines = [Content.styled(f"✓ {say('review.nothing_to_do')}", GOOD), Content("")]
    for change in plan.changes:
        lines += [*_change(change, say), Content("")]
    return lines


def documents_page(review: Review, say: Say) -> list[Content]:
    """Every document in full, each statement under its reason."""
    lines: list[Content] = []
    for resource in review.blueprint.resources:
        for name, document in documents_of(resource).items():
            lines += [Content.styled(f"{shown(resource.address)}  {shown(name)}", TITLE)]
            lines += [*_document(document, partial(_reason, review, _key(resource, name), say)), Content("")]
    return lines or [Content.styled(say("review.no_documents"), MUTED)]


def calls_page(review: Review, say: Say) -> list[Content]:
    """The calls in the order they are sent."""
    lines: list[Content] = []
    for number, step in enumerate(review.plan.steps, start=1):
        lines.append(
            Content.assemble(
                (f"{number:>3}  ", MUTED),
                (f"{step.do.service} {step.do.operation}", TITLE),
                (f"   {call_summary(step.do, say)}", MUTED),
            )
        )
        lines += [inked(line).pad_left(5) for line in params_lines(step.do)]
        lines.append(Content(""))
    return lines or [Content.styled(say("review.no_calls"), MUTED)]


def findings_page(review: Review, say: Say) -> list[Content]:
    """What a reviewer should know; errors first."""
    lines: list[Content] = []
    for finding in review.findings:
        sign, ink = SEVERITIES[finding.severity]
        text = say(f"finding.{finding.code}", **{name: shown(str(value)) for name, value in finding.params.items()})
        lines += [
            Content.styled(f"{sign} {say(f'severity.{finding.severity}')}", f"bold {ink}")
            + Content.styled(f"  {shown(finding.where)}", MUTED),
            Content(f"  {text}"),
            Content(""),
        ]
    if review.is_blocked:
        lines.insert(0, Content.styled(say("review.blocked"), BAD))
    return lines or [Content.styled(f"✓ {say('review.no_findings')}", GOOD)]


def caller_page(review: Review, say: Say) -> list[Content]:
    """What the person who applies this needs."""
    if review.blueprint.caller is None:
        return [Content.styled(say("review.no_caller"), MUTED)]
    return [Content(say("review.caller")), Content(""), *json_lines(review.blueprint.caller)]


PAGES: Mapping[str, Page] = {
    "changes": changes_page,
    "documents": documents_page,
    "calls": calls_page,
    "findings": findings_page,
    "caller": caller_page,
}


def call_summary(call: ApiCall, say: Say) -> str:
    """The call in one line of the language."""
    key = f"step.{call.operation}"
    text = say(key, **{name: shown(str(value)) for name, value in call.params.items()})
    return call.operation if text == key else text


def params_lines(call: ApiCall) -> list[str]:
    """Parameters one under the other; documents that are sent as text are unfolded."""
    return pretty_lines({name: _unfolded(value) for name, value in call.params.items()})


def _unfolded(value: object) -> object:
    import json

    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _change(change: Change, say: Say) -> Iterator[Content]:
    sign, ink = SIGNS[change.action]
    kind, _, name = change.address.partition("/")
    yield Content.assemble(
        (f"{sign} {say(f'action.{change.action}')}", f"bold {ink}"),
        (f"  {say(f'kind.{kind}')}  ", MUTED),
        (shown(name), STRONG),
    )
    if change.action == "no-op":
        return
    for part in change.parts:
        yield from _part(part, say)


def _part(part: Part, say: Say) -> Iterator[Content]:
    sign, ink = SIGNS[part.action]
    kind, _, name = part.name.partition("/")
    label = say(f"part.{kind}")
    head = Content.assemble((f"    {sign} ", ink), label if not name else f"{label} {shown(name)}")
    if isinstance(part.after, Mapping):
        yield head + (Content.styled(f"  {say('action.no-op')}", MUTED) if part.action == "no-op" else "")
        if part.action != "no-op":
            yield from (line.pad_left(6) for line in diff_text(part.before, part.after))
    elif part.action == "update":
        yield head + Content.assemble("  ", (shown(str(part.before)), BAD), " → ", (shown(str(part.after)), GOOD))
    elif kind in ("managed", "client_id"):
        yield head
    else:
        yield head + Content.assemble("  ", (shown(str(part.after)), MUTED if part.action == "no-op" else ""))


def _document(document: Mapping[str, object], reason: Callable[[int, str], str]) -> Iterator[Content]:
    """The document's lines, with the reason of each statement above it."""
    statements = statements_of(document)
    for line in pretty_lines({**document, "Statement": []}):
        if '"Statement"' not in line:
            yield inked(line)
            continue
        yield inked('  "Statement": [')
        for index, statement in enumerate(statements, start=1):
            why = reason(index, str(statement.get("Sid", "")))
            if why:
                yield Content.styled(f"    # {shown(why)}", "italic $text-success")
            comma = "," if index < len(statements) else ""
            body = pretty_lines(statement)
            yield from (inked(one).pad_left(4) for one in [*body[:-1], body[-1] + comma])
        yield inked("  ]" + ("," if line.rstrip().endswith(",") else ""))


def _key(resource: Resource, name: str) -> str:
    """What the preset's reasons call a document: "trust", the inline policy's name, the managed policy's name."""
    return resource.name if isinstance(resource, ManagedPolicy) else name.removeprefix("inline/")


def _reason(review: Review, document: str, say: Say, index: int, sid: str) -> str:
    reasons = _reasons(review.preset, review.answers.values)
    found = reasons.get(sid) or reasons.get(f"{document}[{index}]")
    if found is None:
        return ""
    text, source = found
    return f"{text[say.language]} ({say('review.reason.ours')})" if source == "ours" else text[say.language]


def _reasons(preset: Preset, values: Mapping[str, str]) -> dict[str, tuple[dict[str, str], str]]:
    return {
        filled(key, values): ({language: reason.by(language) for language in ("en", "ko", "ja")}, reason.source)
        for key, reason in preset.statements.items()
    }
