"""A sheet for whoever takes the role over: what it is, why it is as it is, and how to take it back."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.calls.command import command_line
from tui.core.calls.step import Step
from tui.core.iam.policy import pretty, statements_of
from tui.core.kinds import documents_of
from tui.core.plan.exported import ExportFile, Speaker
from tui.core.plan.plan import Plan
from tui.core.plan.report import outputs_of
from tui.core.plan.review import Review
from tui.core.preset.reasons import reason_for, reasons_of
from tui.export.markdown import code, fence, link, table, text
from tui.export.whole import fresh_steps

ANSWERS = {True: "allowed", False: "denied"}


def sheet(review: Review, say: Speaker) -> tuple[ExportFile, ...]:
    """One file, <preset>.md, in the language of `say`."""
    return (ExportFile(f"{review.preset.id}.md", "\n".join(_Sheet(review, say).parts())),)


class _Sheet:
    """One section after the other; those with nothing to say are left out."""

    def __init__(self, review: Review, say: Speaker) -> None:
        self.review = review
        self.plan = review.plan
        self.say = say
        self.language = say.language

    def parts(self) -> Iterator[str]:
        """In the order a reader asks."""
        preset = self.review.preset
        yield f"# {text(preset.title.by(self.language))}\n"
        yield f"**{text(self.say(f'need.{preset.need}'))}.** {text(preset.why.by(self.language))}\n"
        yield self._where()
        yield from self._section("arns", self._arns())
        yield from self._section("values", self._values())
        yield from self._section("things", self._things())
        yield from self._section("documents", "\n".join(self._documents()))
        yield from self._section("findings", self._findings())
        yield from self._section("checks", self._checks())
        yield from self._section("smoke", self._commands(self.review.blueprint.smoke))
        yield from self._section("next", self._next())
        yield from self._section("calls", self._calls())
        yield from self._section("undo", self._undo())
        yield from self._section("sources", "".join(f"- {link(url)}\n" for url in preset.docs))

    def _section(self, name: str, body: str) -> Iterator[str]:
        if body:
            yield f"## {text(self.say(f'handover.{name}'))}\n"
            yield body

    def _where(self) -> str:
        target, preset = self.plan.target, self.review.preset
        rows = {
            "preset": code(preset.id),
            "account": code(target.account),
            "region": code(target.region),
            "captured": text(preset.captured),
        }
        if target.kind == "practice":
            rows["account"] += f" ({text(self.say('target.practice'))})"
        return table(["", ""], ([text(self.say(f"handover.{name}")), value] for name, value in rows.items()))

    def _arns(self) -> str:
        found: Mapping[str, Any] = outputs_of(self.plan.desired, self.plan.observed, self.plan.target)
        values = {name: value if isinstance(value, list) else [value] for name, value in found.items()}
        return "".join(
            f"- {text(self.say(f'output.{name}'))}: {code(one)}\n"
            for name, several in values.items()
            for one in several
        )

    def _values(self) -> str:
        answers, preset = self.review.answers, self.review.preset
        rows = [
            [text(one.label.by(self.language)), code(f"<{name}>"), code(given)]
            for name, one in preset.placeholders.items()
            if (given := answers.choices.get(name) or answers.values.get(name))
        ]
        rows += [
            [text(self.say(f"option.{name}.label")), code(f"<{name}>"), code(v)] for name, v in answers.options.items()
        ]
        heads = [text(self.say(f"handover.{name}")) for name in ("label", "token", "value")]
        return table(heads, rows) if rows else ""

    def _things(self) -> str:
        return "".join(
            f"- {code(change.address)}: {text(self.say(f'action.{change.action}'))}\n" for change in self.plan.changes
        )

    def _documents(self) -> Iterator[str]:
        reasons = reasons_of(self.review.preset, self.review.answers.values)
        for resource in self.plan.desired:
            for part, document in documents_of(resource).items():
                yield f"### {code(resource.address)} {code(part)}\n"
                for number, statement in enumerate(statements_of(document), start=1):
                    sid = str(statement.get("Sid", ""))
                    reason = reason_for(reasons, resource, part, number, sid)
                    if reason is not None:
                        ours = f" ({text(self.say('review.reason.ours'))})" if reason.source == "ours" else ""
                        name = f" {code(sid)}" if sid else ""
                        yield f"- {number}{name}: {text(reason.by(self.language))}{ours}"
                yield "\n" + fence(pretty(document), "json")

    def _findings(self) -> str:
        return "".join(
            f"- {text(self.say(f'severity.{one.severity}'))}: {code(one.where)}"
            f" {text(self.say(one.text, **one.params))}\n"
            for one in self.review.findings
        )

    def _checks(self) -> str:
        answer = {is_allowed: text(self.say(f"handover.{name}")) for is_allowed, name in ANSWERS.items()}
        rows = [
            [
                code(one.action),
                code(one.resource),
                answer[one.is_allowed],
            ]
            for one in self.review.blueprint.checks
        ]
        heads = [text(self.say(f"handover.{name}")) for name in ("action", "resource", "expected")]
        return table(heads, rows) if rows else ""

    def _next(self) -> str:
        told = self.review.blueprint.next
        lines = [text(told[self.language])] if told else []
        lines += [f"- {text(one.by(self.language))}" for one in self.review.preset.prerequisites]
        return "\n".join(lines) + "\n" if lines else ""

    def _commands(self, lines: tuple[str, ...]) -> str:
        return fence("\n".join(lines), "sh") if lines else ""

    def _calls(self) -> str:
        steps = self._steps()
        return self._commands(tuple(command_line(step.do, self.plan.target.region) for step in steps))

    def _undo(self) -> str:
        """Last first. Where there was nothing to do, only the commands that delete what was made whole."""
        back = [call for step in reversed(self._steps()) for call in step.undo]
        lines = tuple(command_line(call, self.plan.target.region) for call in back)
        if not lines:
            return ""
        caution = "handover.undo.there" if self.plan.is_empty else "handover.undo.note"
        return f"{text(self.say(caution))}\n\n{self._commands(lines)}"

    def _steps(self) -> tuple[Step, ...]:
        return steps_told(self.plan)


def steps_told(plan: Plan) -> tuple[Step, ...]:
    """The plan's own steps; where everything is there already, those that would make it."""
    return plan.steps or tuple(fresh_steps(plan))
