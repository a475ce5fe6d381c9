"""Takes the pictures of the README anew: `python tests/screens/take_screenshots.py` writes screenshots/*.svg."""

import asyncio
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from driving import driving  # noqa: E402
from textual.widgets import Input  # noqa: E402

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
LAKEHOUSE = "qlik-lakehouse-ec2-instance-profile"
FILLED = ("=my-stream", "tab", "tab", "=s3://my-lake/raw", "tab", "tab", "down", "enter")
STAGES = {"1": "PickPreset", "2": "FillPlaceholders", "3": "ReviewPlan", "5": "ReadReport"}
SHOTS = {
    "1-pick": ("en", None, ()),
    "1-pick-ko": ("ko", None, ("=역할",)),
    "2-fill": ("en", LAKEHOUSE, FILLED),
    "2-fill-ja": ("ja", LAKEHOUSE, FILLED),
    "3-review": ("en", LAKEHOUSE, (*FILLED, "ctrl+n", "2")),
    "5-report": ("en", LAKEHOUSE, (*FILLED, "ctrl+n", "a", "enter")),
}


async def take(name: str, language: str, preset: str | None, keys: tuple[str, ...]) -> None:
    async with driving(size=(120, 36), language=language, preset=preset) as person:
        for key in keys:
            await (person.type(key[1:]) if key.startswith("=") else person.press(key))
        for field in person.app.screen.query(Input):
            field.cursor_blink = False
        await person.settle()
        if person.stage != STAGES[name[0]]:
            raise SystemExit(f"{name} would show {person.stage}: the form asks for something else now")
        (SCREENSHOTS / f"{name}.svg").write_text(person.app.export_screenshot(), encoding="utf-8")


if __name__ == "__main__":
    for shot, (language, preset, keys) in SHOTS.items():
        asyncio.run(take(shot, language, preset, keys))
        print(f"screenshots/{shot}.svg")
