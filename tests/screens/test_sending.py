"""What happens before the first call, between calls and after the last one can be read on the narrowest screen."""

import pytest
from builders import a_plan, a_policy
from textual.app import App

from tui.core.run.events import ReadingBack, RunStarted, StepDone, StepStarted
from tui.i18n import LANGUAGES, Translator
from tui.screens.apply import ApplyPlan
from tui.screens.stage_screen import Setting
from tui.widgets.banner import Where

PLAN = a_plan(a_policy())


async def bar_of(width: int, language: str, *events: object) -> str:
    say = Translator(language)
    app: App[None] = App()
    async with app.run_test(size=(width, 24)) as pilot:
        screen = ApplyPlan(Setting(say, Where()), PLAN)
        await app.push_screen(screen)
        await pilot.pause()
        for event in events:
            screen.tell(event)  # type: ignore[arg-type]
        await pilot.pause()
        rows = app.screen._compositor.render_strips(app.size)
        return "".join(row.text for row in rows).replace(" ", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 120])
async def test_reading_back_is_told_to_its_end(width: int, language: str) -> None:
    text = Translator(language)("waiting.reading_again", seconds="10").replace(" ", "")

    assert text in await bar_of(
        width,
        language,
        RunStarted("r", 1),
        StepStarted(0, "policy/shared", "CreatePolicy"),
        StepDone(0, 0.1),
        ReadingBack(10),
    )


async def test_while_the_account_is_looked_at_before_the_first_call_that_is_said() -> None:
    assert "checkingtheaccountfirst" in await bar_of(80, "en", RunStarted("r", 1))
    assert "checkingtheaccountfirst" not in await bar_of(
        80, "en", RunStarted("r", 1), StepStarted(0, "policy/shared", "CreatePolicy")
    )
