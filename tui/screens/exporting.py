"""Exports from wherever there is a plan, and saving them: nothing is replaced unasked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from tui import messages
from tui.core.errors import UsageError
from tui.screens.leaving import Leaving

if TYPE_CHECKING:
    # these import pydantic, which must not load before the first paint; here they are only named
    from tui.core.plan.exported import Exported, Format


class Exporting(Leaving):
    """What the export screen asks for."""

    @on(messages.ExportWanted)
    def _export(self, wanted: messages.ExportWanted) -> None:
        from tui.core.journey.format import Journey
        from tui.core.plan.exported import FORMATS, OF_JOURNEYS
        from tui.screens.export import ExportPlan

        review = self.state.review
        if review is None or self._run is not None or isinstance(self.screen, ExportPlan):
            return

        def write(format: Format, is_redacted: bool) -> Exported:
            return self._desk.export(review, format, is_redacted, self._translate)

        if wanted.format:
            exported = write(wanted.format, False)
            self._ask_where(messages.SaveWanted(exported, exported.suggested_path))
            return
        formats = (*FORMATS, *(OF_JOURNEYS if isinstance(review.preset, Journey) else ()))
        self.push_screen(ExportPlan(self.setting, review.preset.id, write, formats))

    @on(messages.SaveWanted)
    def _ask_where(self, wanted: messages.SaveWanted) -> None:
        from tui.screens.save_as import AskPath

        def save(path: str | None) -> None:
            if path:
                self._save(wanted.exported, path)

        self.push_screen(AskPath(self._translate, wanted.exported, wanted.path), save)

    def _save(self, exported: Exported, path: str, *, overwrites: bool = False) -> None:
        def write() -> Message:
            try:
                written = self._desk.save(exported, path, overwrites=overwrites)
            except UsageError as error:
                if error.code == "export.exists":
                    return messages.Collided(exported, path, error.where)
                raise
            return messages.Saved(written)

        self._again = partial(self._ask_where, messages.SaveWanted(exported, path))
        self._ask("save", write)

    @on(messages.Collided)
    def _on_collided(self, collided: messages.Collided) -> None:
        from tui.screens.save_as import ConfirmReplace

        def decide(yes: bool | None) -> None:
            if yes:
                self._save(collided.exported, collided.path, overwrites=True)
            else:
                self._ask_where(messages.SaveWanted(collided.exported, collided.path))

        self.push_screen(ConfirmReplace(self._translate, collided.there), decide)

    @on(messages.Saved)
    def _on_saved(self, saved: messages.Saved) -> None:
        first = saved.paths[0]
        key = "export.saved" if len(saved.paths) == 1 else "export.saved_several"
        self._notice(self._translate(key, path=first, folder=str(Path(first).parent), count=len(saved.paths)))
