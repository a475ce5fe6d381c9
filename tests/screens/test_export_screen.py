"""The export screen: formats on the left, text on the right; copied, masked, saved without replacing unasked."""

from pathlib import Path

import pytest
from desk import FakeDesk
from driving import Driver, driving
from textual.widgets import Input

from tui.core.plan.exported import FORMATS
from tui.widgets.reader import Reader


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def open_export(person: Driver) -> None:
    await person.press("ctrl+n", "x")
    assert person.stage == "ExportPlan"


async def test_every_format_can_be_read_and_the_way_back_leads_to_the_review() -> None:
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await open_export(person)
        pages = []
        for _ in FORMATS:
            pages.append(person.page())
            await person.pilot.press("down")

        assert len(set(pages)) == len(FORMATS)
        assert pages[0].startswith("#!/usr/bin/env bash")
        # the last one does not fit this preset: it says why, and offers nothing to copy or save
        assert "IRSA" in person.page()
        assert "Copy" not in person.text()
        await person.press("ctrl+s", "x")
        assert person.stage == "ReviewPlan"


async def test_masked_and_copied_no_account_id_is_left_and_the_text_is_scrolled_where_the_focus_is() -> None:
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await open_export(person)
        assert "123456789012" in person.page()

        await person.press("m", "c", "tab", "pagedown")

        reader = person.app.screen.query_one("#preview", Reader)
        assert reader.scroll_offset.y > 0
        assert "123456789012" not in person.app.clipboard
        assert person.app.clipboard == person.page() + "\n"
        assert "masked" in person.text()
        await person.press("tab", "down")
        assert reader.scroll_offset.y == 0


async def test_it_is_saved_under_the_name_that_is_offered_and_replaced_only_after_a_question(folder: Path) -> None:
    (folder / "ec2-wordpress.sh").write_text("mine")
    async with driving(preset="ec2-wordpress") as person:
        await open_export(person)
        await person.press("ctrl+s", "enter")
        assert "Replace what is there?" in person.text()
        assert (folder / "ec2-wordpress.sh").read_text() == "mine"

        await person.press("escape")
        assert person.app.screen.query_one(Input).value == "ec2-wordpress.sh"
        await person.press("enter", "tab", "enter")

        assert (folder / "ec2-wordpress.sh").read_text().startswith("#!/usr/bin/env bash")
        assert "Saved: ec2-wordpress.sh" in person.text()
        assert person.stage == "ExportPlan"


async def test_several_files_go_into_a_folder_and_a_path_that_cannot_be_is_told(folder: Path) -> None:
    (folder / "file").write_text("")
    async with driving(preset="ec2-wordpress", size=(80, 24)) as person:
        await open_export(person)
        await person.press("down", "ctrl+s", "ctrl+a", "delete")
        await person.type("file/inside")
        await person.press("enter")
        assert "cannot be written" in person.text()
        await person.press("escape", "ctrl+s", "enter")

        assert (folder / "ec2-wordpress-powershell" / "ec2-wordpress.ps1").exists()
        assert "Saved 4 files" in person.text()


async def test_the_report_exports_what_was_applied() -> None:
    desk = FakeDesk()
    async with driving(desk, preset="ec2-wordpress", language="ko") as person:
        await person.press("ctrl+n", "a", "enter", "x")
        assert person.stage == "ExportPlan"
        await person.press(*["down"] * 4)

        assert "되돌리는 방법" in person.page()
        await person.press("escape")
        assert person.stage == "ReadReport"
