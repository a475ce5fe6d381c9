"""The plan as scripts, templates and a sheet: read, copied, saved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.core.errors import RoleWizardError
from tui.core.plan.exported import FORMATS, Exported, Format, Write
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import CloseWanted, CopyWanted, SaveWanted
from tui.screens.stage_screen import Setting, StageScreen
from tui.theme import CARE, MUTED, TITLE
from tui.widgets.reader import Reader
from tui.widgets.row_list import RowList


class ExportPlan(StageScreen):
    """Formats on the left, what they would be on the right."""

    STAGE = Stage.PICK
    LIES_OVER = True
    DEFAULT_CSS = """
    ExportPlan #formats { width: 20; height: 1fr; margin: 1 0 0 0; padding: 0 0 0 1; }
    ExportPlan #formats { border-right: solid $border-blurred; }
    ExportPlan.-wide #formats, ExportPlan.-roomy #formats { width: 26; }
    ExportPlan #formats:focus { border-right: solid $primary; }
    ExportPlan #right { width: 1fr; }
    ExportPlan #about { height: auto; margin: 1 2 0 2; }
    ExportPlan #preview { height: 1fr; padding: 0 1; margin: 1 0 0 0; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", "key.move", key_display="↑↓", id="export.up"),
        Binding("down", "move(1)", show=False, id="export.down"),
        Binding("tab", "switch", "key.switch", id="export.switch"),
        Binding("c", "copy", "key.copy", id="export.copy"),
        Binding("ctrl+s", "save", "key.save", id="export.save"),
        Binding("m", "mask", "key.mask", id="export.mask"),
        Binding("ctrl+b,escape,x", "close", "key.back", id="export.close"),
    ]

    def __init__(self, setting: Setting, preset: str, write: Write, formats: Sequence[Format] = FORMATS) -> None:
        """`write` makes an export; it is pure and quick."""
        super().__init__(setting, preset)
        self._write = write
        self._formats = formats
        self._format: Format = formats[0]
        self._is_masked = False
        self._exported: Exported | None = None
        """None where the format has no way to say this plan."""

    def compose_body(self) -> ComposeResult:
        with Horizontal():
            yield RowList(self._draw, self._formats, takes_first_click=True, id="formats")
            with Vertical(id="right"):
                yield Static(id="about")
                yield Reader(id="preview")

    def fill_body(self) -> None:
        self._list.show_rows(self._formats, self._formats.index(self._format))
        self._show()

    def focus_first(self) -> None:
        self._list.focus()

    @property
    def _list(self) -> RowList[Format]:
        return self.query_one("#formats", RowList)

    def _draw(self, format: Format, width: int) -> Content:  # noqa: ARG002
        return Content(self.say(f"export.format.{format}"))

    def _show(self) -> None:
        lines, self._exported = [], None
        try:
            self._exported = self._write(self._format, self._is_masked)
        except RoleWizardError as error:
            told = {"where": shown(error.where), **error.params}
            lines = [Content.styled(self.say(f"error.{error.code}", **told), CARE), Content("")]
            lines.append(Content(self.say.hint(error.hint_code, **told)))
        else:
            lines = list(_lines(self._exported))
        self.query_one("#about", Static).update(self._about())
        self.query_one("#preview", Reader).show(lines)
        self.refresh_keys()

    def _about(self) -> Content:
        text = Content.styled(self.say(f"export.about.{self._format}"), MUTED)
        return text + Content.styled(f" {self.say('export.masked')}", CARE) if self._is_masked else text

    @on(RowList.Highlighted)
    def _on_highlighted(self) -> None:
        if self._list.highlighted not in (None, self._format):
            self._format = self._formats[self._list.cursor]
            self._show()

    @on(RowList.Chosen)
    def _on_chosen(self) -> None:
        self.query_one("#preview").focus()

    def can(self, action: str) -> bool:
        return self._exported is not None or action not in ("copy", "save")

    def action_move(self, rows: int) -> None:
        self._list.move(rows)

    def action_switch(self) -> None:
        """To the other half, whichever has the focus."""
        (self.query_one("#preview") if self._list.has_focus else self._list).focus()

    def action_copy(self) -> None:
        if self._exported is not None:
            self.post_message(CopyWanted(self._exported.text, self.say(f"export.format.{self._format}")))

    def action_save(self) -> None:
        if self._exported is not None:
            self.post_message(SaveWanted(self._exported))

    def action_mask(self) -> None:
        self._is_masked = not self._is_masked
        self._show()

    def action_close(self) -> None:
        self.post_message(CloseWanted())


def _lines(exported: Exported) -> Iterator[Content]:
    """Each file under its name, where there are several; documents one by one."""
    for number, one in enumerate(exported.files):
        if len(exported.files) > 1:
            if number:
                yield Content("")
            yield Content.styled(shown(one.name), TITLE)
        yield from (Content(shown(line)) for line in one.text.splitlines())
