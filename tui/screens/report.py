"""The last screen: what there is now, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.core.journey.sheet import SheetRow, open_tasks, sheet_rows
from tui.core.plan.report import outputs_of
from tui.core.plan.review import Review
from tui.core.run.events import Event, Finished, StepFailed, Verified
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import AnotherWanted, BackWanted, CopyWanted, ExportWanted, RunWanted, VerifyWanted
from tui.screens.sending import failure_lines
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import CARE, GOOD, MUTED, STRONG
from tui.widgets.catalog_view import heading
from tui.widgets.copyable import Copyable
from tui.widgets.prose import Prose
from tui.widgets.standing import standing_lines


class ReadReport(StageScreen):
    """Take the ARNs, learn the next step, make another role or leave."""

    STAGE = Stage.REPORT
    DEFAULT_CSS = """
    ReadReport #report { height: 1fr; padding: 1 1; scrollbar-size-vertical: 1; }
    ReadReport Prose { margin: 0 1 1 1; }
    ReadReport .heading { height: auto; margin: 1 1 0 1; }
    """
    BINDINGS = [
        Binding("up", "app.focus_previous", "key.move", key_display="↑↓", id="report.up"),
        Binding("down", "app.focus_next", show=False, id="report.down"),
        Binding("c", "copy", "key.copy", key_display="Enter/c", id="report.copy"),
        Binding("s", "save_sheet", "key.save_sheet", id="report.save_sheet"),
        Binding("v", "verify", "key.verify", id="report.verify"),
        Binding("x", "export", "key.export", id="report.export"),
        Binding("u", "undo", "key.undo", id="report.undo"),
        Binding("n", "another", "key.another", id="report.another"),
        Binding("ctrl+b,escape", "back", show=False, id="report.back"),
        Binding("q", "app.quit", "key.quit", id="report.quit"),
    ]

    def __init__(self, setting: Setting, review: Review, events: Sequence[Event]) -> None:
        super().__init__(setting, review.preset.id)
        self._review = review
        self._events = events

    @property
    def outputs(self) -> dict[str, str]:
        """The ARNs people need next; of a plan with nothing to do, those that are there already."""
        finished = next((one for one in self._events if isinstance(one, Finished)), None)
        plan = self._review.plan
        found = finished.outputs if finished else outputs_of(plan.desired, plan.observed, plan.target)
        flat: dict[str, str] = {}
        for name, value in found.items():
            values = [value] if isinstance(value, str) else list(value)
            for number, one in enumerate(values, start=1):
                flat[name if len(values) == 1 else f"{name} {number}"] = one
        return flat

    @property
    def _run(self) -> str:
        """The run that this tells of; "" where there was nothing to do."""
        return next((one.run for one in self._events if isinstance(one, Finished)), "")

    def can(self, action: str) -> bool:
        if action == "save_sheet":
            return bool(sheet_rows(self._review))
        return action != "undo" or bool(self._run)

    def compose_body(self) -> ComposeResult:
        with VerticalScroll(id="report", can_focus=False):
            yield Prose(*self._headline())
            if rows := sheet_rows(self._review):
                yield from self._sheet(rows)
            for name, arn in self.outputs.items() if not rows else ():
                yield Copyable(
                    self._label(name), arn, self.say("report.copy_hint"), id=f"output-{name.replace(' ', '-')}"
                )
            yield from self._afterwards()

    def _sheet(self, rows: Sequence[SheetRow]) -> Iterator[Widget]:
        """A journey's values in the order of the form they go into, then what is to be done elsewhere."""
        language = self.language
        yield Static(heading(self.say("sheet.title")), classes="heading")
        for one in rows:
            label, who = one.label.by(language), f"{self.say('sheet.missing')}: {one.who.by(language)}"
            if one.value:
                yield Copyable(label, one.value, self.say("report.copy_hint"), id=f"sheet-{one.field}")
            else:
                yield Prose(Content.styled(shown(label), MUTED), Content.styled(f"! {shown(who)}", CARE))
        if tasks := open_tasks(self._review):
            yield Static(heading(self.say("sheet.tasks")), classes="heading")
            for title, task in tasks:
                yield Prose(Content.styled(f"☐ {shown(title.by(language))}", STRONG), Content(shown(task.by(language))))

    def _label(self, output: str) -> str:
        name, _, number = output.partition(" ")
        return f"{self.say(f'output.{name}')} {number}".strip()

    def _headline(self) -> Iterator[Content]:
        if not self._events:
            yield Content.styled(f"✓ {self.say('review.nothing_to_do')}", f"bold {GOOD}")
        failures = [one for one in self._events if isinstance(one, StepFailed)]
        yield from failure_lines(failures, self._review.plan, self.say)
        yield from standing_lines(self._events, self._review.plan, self.say)
        for event in self._events:
            if isinstance(event, Verified):
                text = self.say(event.text, names=", ".join(map(shown, event.differences)))
                yield Content.styled(f"✓ {text}" if event.matches else f"! {text}", GOOD if event.matches else CARE)

    def _afterwards(self) -> Iterator[Widget]:
        """Next step, things that must be there besides, commands that prove it works."""
        blueprint, preset, language = self._review.blueprint, self._review.preset, self.language
        if blueprint.next:
            yield Static(heading(self.say("report.next")), classes="heading")
            yield Prose(Content(shown(blueprint.next[language])))
        if preset.prerequisites:
            yield Static(heading(self.say("report.prerequisites")), classes="heading")
            yield Prose(*(Content(f"· {shown(one.by(language))}") for one in preset.prerequisites))
        if blueprint.smoke:
            yield Static(heading(self.say("report.smoke")), classes="heading")
            for number, command in enumerate(blueprint.smoke):
                yield Copyable("", command, id=f"smoke-{number}")
        if self._run:
            yield Static(Content.styled(self.say("report.run", run=shown(self._run)), MUTED), classes="heading")

    def focus_first(self) -> None:
        for one in self.query(Copyable):
            one.focus()
            return

    @on(Copyable.Copied)
    def _on_copied(self, event: Copyable.Copied) -> None:
        self.post_message(CopyWanted(event.text, event.label))

    def action_copy(self) -> None:
        """The first output, while nothing has the focus."""
        for name, arn in self.outputs.items():
            self.post_message(CopyWanted(arn, name))
            return

    def action_save_sheet(self) -> None:
        self.post_message(ExportWanted("sheet"))

    def action_verify(self) -> None:
        self.post_message(VerifyWanted())

    def action_export(self) -> None:
        self.post_message(ExportWanted())

    def action_undo(self) -> None:
        self.post_message(RunWanted(self._run, "undo"))

    def action_another(self) -> None:
        self.post_message(AnotherWanted())

    def action_back(self) -> None:
        self.post_message(BackWanted())
