"""Driving the app in tests: a pilot that waits for workers, and what a person sees."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desk import FakeDesk
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from tui.app import RoleWizard
from tui.i18n import Translator
from tui.widgets.reader import Reader


class Driver:
    """Presses keys and reads the screen."""

    def __init__(self, app: RoleWizard, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def settle(self) -> None:
        """Until workers have answered and the answers are drawn."""
        await self.pilot.pause()
        await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
            await self.pilot.pause()

    async def until(self, stage: str, saying: str = "") -> None:
        """Until that screen is there, while a worker waits for an answer and nothing can settle."""
        for _ in range(200):
            await self.pilot.pause(0.02)
            if self.stage == stage and saying in self.text():
                return
        raise AssertionError(f"{self.stage} and not {stage}:\n{self.text()}")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Puts the text in at the cursor, in one go as a paste does."""
        self.app.post_message(Paste(text))
        await self.settle()

    async def click(self, text: str, *, last: bool = False) -> None:
        """Clicks on the first, or the last, line of the screen in which the text stands."""
        lines = list(enumerate(self.lines()))
        for y, line in reversed(lines) if last else lines:
            if text in line:
                await self.pilot.click(offset=(cell_len(line[: line.index(text)]), y))
                await self.settle()
                return
        raise AssertionError(f"{text!r} is not on the screen:\n{self.text()}")

    def lines(self) -> list[str]:
        """The screen, line by line, as a person reads it."""
        width, height = self.app.size
        rows = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text for strip in rows[:height]] if width else []

    def page(self) -> str:
        """All of the text of which a part is on the screen."""
        return "\n".join(reader.plain for reader in self.app.screen.query(Reader))

    def text(self) -> str:
        return "\n".join(self.lines())

    @property
    def stage(self) -> str:
        return type(self.app.screen).__name__

    def input(self, token: str) -> Input:
        return self.app.screen.query_one(f"#input-{token}", Input)


@asynccontextmanager
async def driving(
    desk: FakeDesk | None = None,
    *,
    size: tuple[int, int] = (120, 40),
    language: str = "en",
    preset: str | None = None,
    until: str = "",
    **fields: object,
) -> AsyncIterator[Driver]:
    """The app over a fake desk, settled; or at the screen `until`, with a worker that waits for an answer there."""
    app = RoleWizard(desk or FakeDesk(), Translator(language), start_preset=preset, **fields)  # type: ignore[arg-type]
    async with app.run_test(size=size, notifications=True) as pilot:
        driver = Driver(app, pilot)
        await (driver.until(until) if until else driver.settle())
        yield driver
