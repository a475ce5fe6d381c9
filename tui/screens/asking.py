"""What the App asks the desk, each question in a thread of its own, and what it does with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from tui import messages
from tui.core.catalog.entries import Progress
from tui.core.errors import AnswerRejected, RoleWizardError
from tui.core.stage import Stage
from tui.i18n import Translator
from tui.screens.flow import Flow
from tui.screens.pick import PickPreset
from tui.screens.turns import Turns, answer_from

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.plan.review import Desk
    from tui.core.preset.choice import Choice
    from tui.screens.fill import FillPlaceholders


LONG_SECONDS = 0.5
"""Without an answer, until somebody wonders whether the key was heard."""
KEPT_AFTER_SECONDS = 0.3
"""Without a letter, until the answers to a journey are kept."""
NEWS_EVERY = 100
"""Files between two words about how far a reading is."""


class Asking(Flow):
    """Target, presets, pick lists: everything that only reads."""

    def __init__(self, desk: Desk, translate: Translator, start_preset: str | None, given: Mapping[str, str]) -> None:
        super().__init__(desk, translate)
        self._start = (start_preset, dict(given))
        self._choices: dict[str, tuple[Choice, ...]] = {}
        self._keeping: Timer | None = None
        """Until the answers as they stand are kept."""
        self._again: Callable[[], None] | None = None
        """Asks once more what was asked last."""
        desk.ask_code = self._ask_code

    def _ask_code(self, device: str) -> str | None:
        """Called by a thread that needs credentials; the screen goes on meanwhile."""
        answers: SimpleQueue[str | None] = SimpleQueue()
        self.post_message(messages.CodeWanted(device, answers.put))
        return answer_from(answers, lambda: self.is_running)

    @on(messages.CodeWanted)
    def _on_code_wanted(self, wanted: messages.CodeWanted) -> None:
        from tui.screens.code import AskCode

        screen = AskCode(self._translate, wanted.device)
        self.push_screen(screen, lambda is_typed: wanted.answer(screen.code if is_typed else None))

    @property
    def _form(self) -> FillPlaceholders | None:
        from tui.screens.fill import FillPlaceholders

        return self._shown(FillPlaceholders)

    def _ask(self, question: messages.Question, ask: Callable[[], Message], group: str = "") -> None:
        """Asks in a thread; a newer question of the same group makes the older answer worthless."""

        def answer() -> None:
            worker = get_current_worker()
            try:
                found: Message = ask()
            except Exception as error:
                found = messages.Failed(question, error)
            if not worker.is_cancelled:
                self._tell_target()
                self.post_message(found)

        self.run_worker(answer, thread=True, exclusive=True, exit_on_error=False, group=group or question)

    def _tell_target(self) -> None:
        """Any answer of the account tells which one it is; the banner has not to wait for the first question's."""
        known = self._desk.known_target
        if known is not None and known != self._where.target:
            self.post_message(messages.TargetRead(known))

    def _ask_aloud(self, question: messages.Question, ask: Callable[[], Message], group: str = "") -> None:
        """As _ask, where no screen shows that the account is being read: a notice does if it takes long."""
        self._ask(question, ask, group)
        self.set_timer(LONG_SECONDS, partial(self._tell_of_waiting, group or question))

    def _tell_of_waiting(self, group: str) -> None:
        if any(one.group == group and not one.is_finished for one in self.workers):
            self._notice(self._translate("notice.reading"))

    def _read_target(self) -> None:
        self._ask("target", lambda: messages.TargetRead(self._desk.target()))

    def _read_catalog(self) -> None:
        """The user's own presets may be ten thousand: they are read beside the screen, which takes its turns."""

        def read() -> Message:
            from tui.core.catalog.search import CatalogSearch

            worker = get_current_worker()
            progress = Progress(self._tell_reading, lambda: worker.is_cancelled, Turns())
            catalog = self._desk.catalog(progress)
            return messages.CatalogRead(catalog, CatalogSearch(catalog.entries, progress.rest))

        self._ask("catalog", read)

    def _tell_reading(self, done: int, total: int) -> None:
        if done % NEWS_EVERY == 0:
            self.post_message(messages.CatalogReading(done, total))

    @on(messages.CatalogReading)
    def _on_catalog_reading(self, reading: messages.CatalogReading) -> None:
        if catalog := self._shown(PickPreset):
            catalog.show_reading(reading.done, reading.total)

    @on(messages.CatalogRead)
    def _on_catalog(self, read: messages.CatalogRead) -> None:
        if catalog := self._shown(PickPreset):
            catalog.show_catalog(read.catalog, read.search)

    @on(messages.BrokenWanted)
    def _on_broken(self, wanted: messages.BrokenWanted) -> None:
        self._tell_trouble(wanted.broken.error, None)

    @on(messages.PresetWanted)
    def _read_preset(self, wanted: messages.PresetWanted) -> None:
        if wanted.given:
            self._start = (wanted.preset_id, dict(wanted.given))

        def read() -> Message:
            preset = self._desk.preset(wanted.preset_id)
            return messages.PresetRead(preset, wanted.about, self._desk.kept_answers(preset))

        self._ask("preset", read)
        self._again = partial(self._read_preset, wanted)

    @on(messages.ServiceWanted)
    def _show_service(self, wanted: messages.ServiceWanted) -> None:
        from tui.screens.service_card import ReadService

        self.push_screen(ReadService(self.setting, wanted.evidence))

    @on(messages.ChoicesWanted)
    def _read_choices(self, wanted: messages.ChoicesWanted) -> None:
        name = wanted.type_name
        if name in self._choices:
            self.post_message(messages.ChoicesRead(name, self._choices[name]))
        else:
            self._ask("choices", lambda: messages.ChoicesRead(name, self._desk.choices(name)), f"choices {name}")

    @on(messages.DeriveWanted)
    def _derive(self, wanted: messages.DeriveWanted) -> None:
        token, source = wanted.token, wanted.source
        self._ask(
            "derive",
            lambda: messages.Derived(token, source, self._desk.derive(wanted.type_name, source)),
            f"derive {token}",
        )

    @on(messages.TargetRead)
    def _on_target(self, read: messages.TargetRead) -> None:
        self._show_where(replace(self._where, target=read.target, is_unreachable=False))

    @on(messages.PresetRead)
    def _on_preset(self, read: messages.PresetRead) -> None:
        if read.about or not read.preset.resources:
            from tui.screens.card import ReadCard

            self.push_screen(ReadCard(self.setting, read.preset, can_fill=self.state.stage is Stage.PICK))
            return
        from tui.core.preset.answers import known_by_token
        from tui.screens.fill import FillPlaceholders

        self._leave_to(Stage.PICK)
        self.state = self.state.picked(read.preset)
        start, given = self._start
        unknown: AnswerRejected | None = None
        if read.preset.id == start and given:
            self._start = (None, {})
            known, unknown = known_by_token(read.preset, {**(read.kept or {}), **given})
            self.state = replace(self.state, given=known)
        elif read.kept and not self.state.given:
            # what fits no placeholder any more is of an older edition of the journey
            self.state = replace(self.state, given=known_by_token(read.preset, read.kept)[0])
            self._notice(self._translate("notice.kept_answers"))
        self.push_screen(FillPlaceholders(self.setting, read.preset, self.state.given))
        if unknown:
            self._tell_trouble(unknown, None)
        if self._where.is_unreachable:
            self._read_target()

    @on(messages.CompareWanted)
    def _compare(self, wanted: messages.CompareWanted) -> None:
        from tui.screens.compare import CompareVariants

        can_take = self._form is not None and self.screen is self._form
        self.push_screen(CompareVariants(self.setting, wanted.preset, wanted.given, wanted.choice, can_take=can_take))

    @on(messages.VariantTaken)
    def _take_variant(self, taken: messages.VariantTaken) -> None:
        if self._form:
            self._form.take(taken.choice, taken.option)

    @on(messages.DraftChanged)
    def _on_draft(self, changed: messages.DraftChanged) -> None:
        self.state = replace(self.state, given=changed.given)
        if self._keeping:
            self._keeping.stop()
        self._keeping = self.set_timer(KEPT_AFTER_SECONDS, self._keep_answers)

    def _keep_answers(self) -> None:
        """Off the screen's thread, since a disk may be slow."""
        preset, given = self.state.preset, self.state.given
        if preset is not None:
            keep = partial(self._desk.keep_answers, preset, given)
            self.run_worker(keep, thread=True, exclusive=True, exit_on_error=False, group="kept answers")

    @on(messages.ChoicesRead)
    def _on_choices(self, read: messages.ChoicesRead) -> None:
        self._choices[read.type_name] = read.choices
        if self._form:
            self._form.show_choices(read.type_name, read.choices)

    @on(messages.Derived)
    def _on_derived(self, derived: messages.Derived) -> None:
        if self._form:
            self._form.show_derived(derived.token, derived.source, derived.value)

    @on(messages.Failed)
    def _on_failed(self, failed: messages.Failed) -> None:
        error = failed.error if isinstance(failed.error, RoleWizardError) else self._desk.fault(failed.error)
        if failed.question == "review" and self._form:
            self._form.set_busy(False)
        match failed.question:
            case "target":
                self._show_where(replace(self._where, is_unreachable=True))
                self._notice(self._sentence(error, with_advice=True), "error")
            case "choices" if self._form:
                self._form.show_choices_error(self._sentence(error))
            case "derive":
                self._notice(self._sentence(error), "warning")
            case "review" if isinstance(error, AnswerRejected) and self._form and self._form.show_rejected(error):
                pass
            case "ahead":
                self._on_ahead_failed()
            case "apply":
                self._on_apply_failed(error)
            case _:
                self._tell_trouble(error, self._again)

    def _on_ahead_failed(self) -> None:
        """There is no review ahead; asking for it tells why."""
        raise NotImplementedError

    def _on_apply_failed(self, error: RoleWizardError) -> None:
        """Nothing was sent, or the desk broke down."""
        raise NotImplementedError
