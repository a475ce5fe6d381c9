"""The wheel as a user gets it: built, looked into, installed into a fresh environment and run from elsewhere."""

import json
import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel in it; the dependencies are those of the environment the tests run in."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    target = next((folder / "lib").glob("python*/site-packages"))
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(wheel)], check=True, capture_output=True)
    (target / "borrowed.pth").write_text("\n".join(site.getsitepackages()) + "\n")
    return folder / "bin" / "python"


def test_the_wheel_holds_presets_styles_and_texts_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {
        "tui/presets/lambda-basic.yaml",
        "tui/presets/index.json",
        "tui/app.tcss",
        "tui/store/iam-actions.gz",
        "tui/store/managed-policies.gz",
    } <= set(names)
    assert {f"tui/i18n/locale/{one}/LC_MESSAGES/core.mo" for one in ("en", "ko", "ja")} <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"tui"}


def test_installed_elsewhere_it_finds_its_presets_and_its_practice_account(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "presets").mkdir()
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "ko_KR.UTF-8"}
    command = [str(installed), "-P", "-m", "tui", "apply", "ec2-wordpress", "--yes", "--json"]

    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run.stderr == ""
    assert json.loads(run.stdout.splitlines()[-1])["outcome"] == "done"


def test_it_also_runs_from_a_zipped_wheel(wheel: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(wheel)}
    command = [sys.executable, "-P", "-c", "import sys; from tui.cli import main; sys.exit(main(['lint']))"]

    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    assert sum(line.startswith("ok ") for line in run.stdout.splitlines()) == len(
        list((ROOT / "presets").rglob("*.yaml"))
    )
