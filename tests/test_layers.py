"""Who may import whom, and the house rules that a program can check."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "tui").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "cli": {"arguments", "commands", "completion", "options", "outputs", "start", "store", "core", "i18n"},
    "outputs": set(),
    "completion": {"arguments", "options", "start", "aws", "store", "core", "i18n"},
    "arguments": {"options", "core", "i18n"},
    "commands": {"options", "desk", "start", "line", "store", "core", "i18n"},
    "options": {"core"},
    "start": {"options", "desk", "recovery", "app", "line", "aws", "store", "core", "i18n"},
    "desk": {"options", "accounts", "reviewing", "recovery", "aws", "linter", "store", "export", "core"},
    "accounts": {"options", "aws", "line", "store", "core", "i18n"},
    "reviewing": {"aws", "store", "core"},
    "recovery": {"aws", "store", "core"},
    "app": {"screens", "widgets", "messages", "theme", "core", "i18n"},
    "screens": {"widgets", "messages", "theme", "core", "i18n"},
    "widgets": {"messages", "theme", "core", "i18n"},
    "messages": {"core"},
    "theme": set(),
    "line": {"core", "i18n"},
    "aws": {"isolation", "core"},
    "linter": {"isolation", "store", "core"},
    "isolation": set(),
    "store": {"core"},
    "export": {"core"},
    "i18n": set(),
    "core": set(),
}
"""DESIGN's table; commands are the headless half of cli. A room may always import itself."""

SCREEN_SIDE = {"app", "screens", "widgets", "messages", "theme"}
BELONGS_TO: dict[str, set[str]] = {
    "boto3": {"aws"},
    "botocore": {"aws"},
    "moto": {"aws"},
    "iam_validator": {"linter"},
    "hatchling": {"i18n"},
    "filelock": {"store"},
    "yaml": {"store"},
    "platformdirs": {"store"},
    "argcomplete": {"completion", "commands"},
    "pydantic": {"core"},
    "questionary": {"line"},
    "prompt_toolkit": {"line"},
    "textual": SCREEN_SIDE,
    "rich": SCREEN_SIDE,
}
"""Every library the program may import, and the rooms that may."""

IMPURE = {"asyncio", "datetime", "gettext", "io", "locale", "logging", "os", "pathlib", "random", "shutil", "signal"}
IMPURE |= {"socket", "sqlite3", "subprocess", "sys", "tempfile", "urllib", "uuid"}
"""What the core knows nothing of: files, network, environment, processes, languages, the date."""


def room_of(path: Path) -> str:
    """The package or module right under tui/ that a file belongs to."""
    return path.relative_to(ROOT / "tui").parts[0].removesuffix(".py")


def imports_in(source: str, package: list[str]) -> Iterator[str]:
    """Dotted names of everything a module of the package imports, inside functions and for type checkers too."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                above = package[: len(package) - level + 1] if level else []
                start = ".".join([*above, *([module] if module else [])])
                yield from (f"{start}.{name.name}" for name in names)
            case ast.Call(func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__")):
                yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def imported(path: Path) -> list[str]:
    return list(imports_in(path.read_text(encoding="utf-8"), list(path.relative_to(ROOT).parts[:-1])))


def rooms_imported(path: Path) -> set[str]:
    inside = [name.split(".") for name in imported(path) if name.split(".")[0] == "tui"]
    return {parts[1] for parts in inside if len(parts) > 1 and parts[1] != "__version__"} - {room_of(path)}


def libraries_imported(path: Path) -> set[str]:
    return {name.split(".")[0] for name in imported(path)} - sys.stdlib_module_names - {"tui"}


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_a_room_imports_only_the_rooms_below_it():
    wrong = {name_of(path): rooms_imported(path) - MAY_IMPORT[room_of(path)] for path in SOURCES}

    assert {name: rooms for name, rooms in wrong.items() if rooms} == {}


def test_a_library_is_imported_only_where_it_belongs():
    wrong = [
        (name_of(path), library)
        for path in SOURCES
        for library in libraries_imported(path)
        if room_of(path) not in BELONGS_TO.get(library, set())
    ]

    assert wrong == []


def test_the_core_knows_no_file_network_environment_or_language():
    core = [path for path in SOURCES if room_of(path) == "core"]

    wrong = {name_of(path): {name.split(".")[0] for name in imported(path)} & IMPURE for path in core}

    assert {name: modules for name, modules in wrong.items() if modules} == {}


def test_no_room_leads_back_to_itself():
    def below(room: str) -> set[str]:
        return MAY_IMPORT[room] | {deeper for next_room in MAY_IMPORT[room] for deeper in below(next_room)}

    assert [room for room in MAY_IMPORT if room in below(room)] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import boto3.session", {"boto3.session"}),
        ("from tui.aws import session", {"tui.aws.session"}),
        ("from tui import aws, core", {"tui.aws", "tui.core"}),
        ("from ..aws import session", {"tui.aws.session"}),
        ("from . import policy", {"tui.core.policy"}),
        ("def f():\n    import yaml", {"yaml"}),
        ("if TYPE_CHECKING:\n    from tui.app import RoleWizard", {"tui.app.RoleWizard"}),
        ("import importlib\nimportlib.import_module('tui.aws')", {"importlib", "tui.aws"}),
        ("__import__('moto')", {"moto"}),
    ],
)
def test_no_way_of_importing_is_overlooked(source: str, expected: set[str]):
    assert set(imports_in(source, ["tui", "core"])) == expected


PATCHERS = {"unittest.mock", "mock", "pytest_mock"}


def patched_in(source: str) -> list[str]:
    """The places where a test file reaches into the program instead of handing something in."""
    tree = ast.parse(source)
    names = list(imports_in(source, []))
    ours = {name.split(".")[-1] for name in names if name.split(".")[0] == "tui"} | {"tui"}
    found = [name for name in names if name in PATCHERS or name.rsplit(".", 1)[0] in PATCHERS]
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg="mocker"):
                found.append(f"mocker, line {node.lineno}")
            case ast.Call(func=ast.Attribute(attr="setattr" | "delattr" | "setitem"), args=[first, *_]):
                target = ast.unparse(first).strip("'\"")
                if target.split(".")[0] in ours:
                    found.append(f"{target}, line {node.lineno}")
    return found


def test_tests_hand_parts_in_and_patch_nothing():
    patched = {name_of(path): patched_in(path.read_text(encoding="utf-8")) for path in TESTS}

    assert {name: places for name, places in patched.items() if places} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "import unittest.mock",
        "def test_x(mocker): ...",
        "from tui.core.iam import policy\nmonkeypatch.setattr(policy, 'wire', None)",
        "monkeypatch.setattr('tui.core.iam.policy.wire', None)",
        "import tui.cli\nmonkeypatch.setattr(tui.cli, 'main', None)",
    ],
)
def test_no_way_of_patching_is_overlooked(source: str):
    assert patched_in(source) != []


def test_setting_the_environment_is_no_patching():
    assert patched_in("monkeypatch.setenv('HOME', '/x')\nmonkeypatch.setattr(sys, 'argv', [])") == []


def test_nothing_is_left_for_later():
    # spelt backwards, so that this file does not find itself
    left = re.compile("|".join(word[::-1] for word in ("ODOT", "EMXIF")))

    found = [name_of(path) for path in [*SOURCES, *TESTS] if left.search(path.read_text(encoding="utf-8"))]

    assert found == []
