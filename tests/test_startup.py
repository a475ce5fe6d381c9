"""What must not be loaded where it is not needed; looked at in a fresh process each time."""

import subprocess
import sys
from pathlib import Path

import pytest

from tui.arguments import parse_arguments
from tui.i18n import Translator
from tui.options import Options

PROBE = """
import sys
from pathlib import Path
{code}
print(*sorted({{name.split(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


def modules_after(code: str) -> set[str]:
    run = subprocess.run([sys.executable, "-c", PROBE.format(code=code)], capture_output=True, text=True, check=True)
    return set(run.stderr.split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["catalog"], ["catalog", "--json"], ["plan", "--help"]]
)
def test_help_and_catalog_load_no_screen_no_aws_and_no_parser(arguments: list[str]) -> None:
    loaded = modules_after(f"from tui.cli import main; assert main({arguments!r}) == 0")

    assert loaded & {"textual", "boto3", "botocore", "moto", "pydantic", "yaml", "questionary"} == set()


def test_a_plan_in_the_practice_account_loads_no_boto_in_this_process() -> None:
    loaded = modules_after("from tui.cli import main; assert main(['plan', 'ec2-wordpress']) == 0")

    assert loaded & {"textual", "boto3", "botocore", "moto"} == set()


def test_the_linter_is_never_loaded_in_this_process() -> None:
    switch_on = "import os; del os.environ['ROLEWIZARD_LINTER']\n"

    loaded = modules_after(switch_on + "from tui.cli import main; assert main(['plan', 'ec2-wordpress']) == 0")

    assert loaded & {"iam_validator", "httpx", "boto3"} == set()


def test_the_first_screen_loads_neither_pydantic_nor_yaml_nor_aws() -> None:
    loaded = modules_after("import tui.app, tui.start, tui.screens.pick")

    assert "textual" in loaded
    assert loaded & {"boto3", "botocore", "moto", "pydantic", "yaml", "questionary", "markdown_it"} == set()


def test_line_mode_loads_no_textual() -> None:
    loaded = modules_after("import tui.line.wizard")

    assert "questionary" in loaded
    assert loaded & {"textual", "boto3", "botocore", "moto"} == set()


def test_own_presets_however_many_are_neither_listed_nor_parsed_before_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("a: [", encoding="utf-8")

    loaded = modules_after(
        "from pathlib import Path\nfrom tui.desk import WizardDesk\nfrom tui.options import Options\n"
        f"desk = WizardDesk(Options('wizard', folders=(Path({str(tmp_path)!r}),)))\nassert len(desk.entries) > 1"
    )

    assert loaded & {"pydantic", "yaml", "hashlib"} == set()


def test_no_arguments_mean_what_the_grammar_makes_of_none() -> None:
    assert parse_arguments([], Translator("ko")) == Options("wizard", language="ko")
