"""Where things lie on disk. Nothing is created by asking."""

from importlib.resources.abc import Traversable
from pathlib import Path

from tui.core.errors import RoleWizardError

APP = "rolewizard"
PACKAGE = Path(__file__).parents[1]
SUFFIXES = (".yaml", ".yml")
"""Of presets and journeys."""
JOURNEYS = "journeys"
"""The folder of journeys, beside the presets."""


def bundled_presets() -> Path | Traversable:
    """The presets that come with the program: inside the package in a wheel, beside it in a checkout.

    Raises RoleWizardError("presets.missing"). Somebody else's `presets` package in site-packages is never taken.
    """
    if (PACKAGE / "presets").is_dir():
        return PACKAGE / "presets"
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "presets").is_dir():
        return checkout / "presets"
    from importlib.resources import files  # a zipped wheel; 30 ms that nobody else has to pay

    zipped = files("tui").joinpath("presets")
    if zipped.is_dir():
        return zipped
    raise RoleWizardError("presets.missing", str(PACKAGE))


def own_presets() -> Path:
    """The user's own presets: <config>/rolewizard/presets."""
    from platformdirs import user_config_path

    return user_config_path(APP) / "presets"


def run_journals() -> Path:
    """The journals of runs: <state>/rolewizard/runs."""
    from platformdirs import user_state_path

    return user_state_path(APP) / "runs"


def practice_calls() -> Path:
    """The calls that made the practice account what it is: <state>/rolewizard/practice.jsonl."""
    from platformdirs import user_state_path

    return user_state_path(APP) / "practice.jsonl"


def journey_answers() -> Path:
    """The answers given to journeys so far: <state>/rolewizard/journeys."""
    from platformdirs import user_state_path

    return user_state_path(APP) / "journeys"


def debug_log() -> Path:
    """What --debug writes: <state>/rolewizard/debug.log."""
    from platformdirs import user_state_path

    return user_state_path(APP) / "debug.log"


def index_caches() -> Path:
    """What is known of the user's own presets from the last time: <cache>/rolewizard/presets."""
    from platformdirs import user_cache_path

    return user_cache_path(APP) / "presets"


def linter_files() -> Path:
    """The list of all actions as the optional linter reads it: <cache>/rolewizard/linter."""
    from platformdirs import user_cache_path

    return user_cache_path(APP) / "linter"
