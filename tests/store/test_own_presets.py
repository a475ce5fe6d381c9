"""The user's own presets: read once, then from a cache that is never believed too long; broken ones hide nothing."""

import os
from pathlib import Path

import pytest

from tui.core.catalog.entries import CatalogEntry, Progress
from tui.core.errors import PresetInvalid, UsageError
from tui.core.preset.starter import starter
from tui.store.own_folder import read_folder
from tui.store.places import index_caches, own_presets
from tui.store.presets import PresetShelf

LONG_AGO = 1_000_000_000


def write(folder: Path, preset_id: str, title: str = "My application", suffix: str = ".yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{preset_id}{suffix}"
    text = starter(preset_id, "2026-11-22", lambda _: "").replace("en: My application", f"en: {title}")
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(LONG_AGO, LONG_AGO))
    return file


def titles(folder: Path) -> list[str]:
    return [entry.title["en"].removesuffix(f" on EC2 ({entry.id})") for entry in read_folder(folder, "own")[0]]


def parsed(folder: Path) -> tuple[int, list[CatalogEntry]]:
    """How many files a reading did not find in the cache, and what it gave."""
    caches = {file: file.read_bytes() for file in index_caches().glob("*")}
    entries, _ = read_folder(folder, "own")
    return sum(caches.get(file) != file.read_bytes() for file in index_caches().glob("*")), entries


def test_a_second_reading_parses_nothing(tmp_path: Path) -> None:
    write(tmp_path, "mine")
    first, entries = parsed(tmp_path)

    second, again = parsed(tmp_path)

    assert (first, second) == (1, 0)
    assert again == entries
    assert entries[0].actions == ("s3:ListBucket", "s3:GetObject")


def test_a_changed_file_of_the_same_size_and_time_is_read_anew_where_the_clock_could_hide_it(tmp_path: Path) -> None:
    file = write(tmp_path, "mine", "One title")
    now = file.stat().st_ctime_ns
    os.utime(file, ns=(now, now))
    assert titles(tmp_path) == ["One title"]
    file.write_text(file.read_text(encoding="utf-8").replace("One title", "Two title"), encoding="utf-8")
    os.utime(file, ns=(now, now))

    assert titles(tmp_path) == ["Two title"]


def test_touched_replaced_new_and_removed_files_are_noticed(tmp_path: Path) -> None:
    mine = write(tmp_path, "mine", "Old")
    write(tmp_path, "other", "Other")
    titles(tmp_path)
    write(tmp_path, "mine", "Renewed")
    os.utime(mine, ns=(LONG_AGO + 5, LONG_AGO + 5))
    (tmp_path / "other.yaml").unlink()
    write(tmp_path, "third", "Third")

    assert titles(tmp_path) == ["Renewed", "Third"]


@pytest.mark.parametrize("damage", [b"", b"{}\n", b"\xff\xfe", b'{"format":1}\n{"name":"mine.yaml"}\n', b"null\n[1]\n"])
def test_a_damaged_cache_costs_only_time(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path, "mine")
    titles(tmp_path)
    [cache] = index_caches().glob("*.jsonl")
    cache.write_bytes(damage)

    assert titles(tmp_path) == ["My application"]


@pytest.mark.parametrize("line", ['{"name":"mine.yaml"}', '{"name":"mine.yaml","entry":{"id":"x"},"checksum":1}', "["])
def test_a_damaged_line_of_the_cache_costs_only_time(tmp_path: Path, line: str) -> None:
    write(tmp_path, "mine")
    titles(tmp_path)
    [cache] = index_caches().glob("*.jsonl")
    head = cache.read_text(encoding="utf-8").splitlines()[0]
    cache.write_text(f"{head}\n{line}\n", encoding="utf-8")

    assert titles(tmp_path) == ["My application"]


def test_a_cache_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, "mine")
    index_caches().parent.mkdir(parents=True)
    index_caches().write_text("in the way", encoding="utf-8")

    assert titles(tmp_path) == ["My application"]


def test_a_reading_that_is_stopped_has_not_been_for_nothing(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path, name)
    told: list[tuple[int, int]] = []

    entries, _ = read_folder(tmp_path, "own", Progress(lambda *news: told.append(news), lambda: len(told) == 2))
    changed, _ = parsed(tmp_path)

    assert told == [(0, 3), (1, 3)]
    assert [entry.id for entry in entries] == ["a", "b"]
    assert changed == 1


def test_broken_files_are_told_with_file_line_and_reason_and_hide_nothing(tmp_path: Path) -> None:
    write(tmp_path, "mine")
    (tmp_path / "twice.yaml").write_text("schema: 1\nid: twice\nid: again\n", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")

    catalog = PresetShelf([tmp_path]).read()

    told = {Path(one.file).name: (one.line, one.error.code) for one in catalog.broken}
    bundled = {one.id for one in PresetShelf([]).read().entries}
    assert told["twice.yaml"] == (3, "preset.key_twice")
    assert told["folder.yaml"] == told["pipe.yaml"] == (0, "preset.no_file")
    assert told["gone.yaml"] == (0, "preset.unreadable")
    assert {one.id for one in catalog.entries} == {"mine", *bundled}


def test_a_file_of_presets_stands_before_an_own_one_and_that_before_the_bundled(tmp_path: Path) -> None:
    write(own_presets(), "lambda-basic", "Own")
    write(own_presets(), "mine", "Own")
    write(tmp_path, "mine", "Given")

    shelf = PresetShelf([tmp_path])

    found = {entry.id: (entry.origin, entry.replaces) for entry in shelf.entries}
    assert found["mine"] == ("folder", "own")
    assert found["lambda-basic"] == ("own", "bundled")
    assert found["lambda-vpc"] == ("bundled", "")
    assert shelf.find("mine") == tmp_path / "mine.yaml"
    assert shelf.find("lambda-basic") == own_presets() / "lambda-basic.yaml"


def test_two_own_files_with_one_id_are_an_error_that_names_both(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a", "mine"), write(tmp_path / "b", "mine")
    write(tmp_path / "a", "fine")

    shelf = PresetShelf([tmp_path / "a", tmp_path / "b"])

    [broken] = shelf.broken
    assert broken.error.code == "preset.id_twice"
    assert {broken.error.params["first"], broken.error.params["second"]} == {str(first), str(second)}
    assert "fine" in {entry.id for entry in shelf.entries}
    with pytest.raises(PresetInvalid, match="id_twice"):
        shelf.find("mine")


def test_the_same_id_as_yaml_and_yml_is_an_error_and_yml_alone_is_found(tmp_path: Path) -> None:
    alone = write(tmp_path, "alone", suffix=".yml")
    write(tmp_path, "mine")
    write(tmp_path, "mine", suffix=".yml")

    shelf = PresetShelf([tmp_path])

    assert [one.error.code for one in shelf.broken] == ["preset.id_twice"]
    assert shelf.find("alone") == alone


def test_a_broken_own_file_gives_way_to_the_bundled_preset_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "lambda-basic.yaml").write_text("schema: 1\n", encoding="utf-8")
    shelf = PresetShelf([tmp_path])

    found = shelf.find("lambda-basic")

    assert str(found).endswith("lambda-basic.yaml")
    assert Path(str(found)).parent != tmp_path
    assert [error.code for error in shelf.passed_over("lambda-basic")] == ["preset.field"]
    assert list(shelf.passed_over("lambda-vpc")) == []


@pytest.mark.parametrize("given", ["../mine", "mine/../mine", "", "mine.yaml", "/etc/passwd", "MINE"])
def test_only_ids_lead_to_files(tmp_path: Path, given: str) -> None:
    write(tmp_path, "mine")

    with pytest.raises(UsageError, match=r"preset\.unknown"):
        PresetShelf([tmp_path / "."]).find(given)
