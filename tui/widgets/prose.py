"""A few sentences in their place; for anything longer there is the Reader."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.wrapping import hung


class Prose(Widget):
    """Lines of Content, wrapped by the rules of their language, as high as they need."""

    DEFAULT_CSS = "Prose { height: auto; width: 1fr; }"

    def __init__(self, *lines: Content, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines = lines

    def tell(self, *lines: Content) -> None:
        """Says something else."""
        if len(lines) == len(self._lines) and all(map(Content.is_same, lines, self._lines)):
            return
        rows = len(self._wrapped(self.content_size.width))
        self._lines = lines
        self.refresh(layout=rows != len(self._wrapped(self.content_size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._wrapped(width))

    def render(self) -> Content:
        return Content("\n").join(self._wrapped(self.content_size.width))

    def _wrapped(self, width: int) -> list[Content]:
        return [row for line in self._lines for row in hung(line, max(width, 8))]
