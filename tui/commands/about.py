"""`rolewizard about`: the version, where files are, and whose data comes with it."""

import sys
from importlib.metadata import PackageNotFoundError, version

from tui import __version__
from tui.commands import print_json
from tui.core.shown import shown
from tui.i18n import Translator
from tui.options import Options
from tui.store.actions import load_actions
from tui.store.atlas import load_atlas
from tui.store.managed_policies import load_managed_policies
from tui.store.places import bundled_presets, debug_log, own_presets, practice_calls, run_journals

LIBRARIES = (
    "textual",
    "boto3",
    "botocore",
    "moto",
    "questionary",
    "pydantic",
    "PyYAML",
    "platformdirs",
    "filelock",
    "argcomplete",
)


def run(options: Options, t: Translator) -> int:
    """Prints it."""
    files = {
        "presets": str(bundled_presets()),
        "own_presets": str(own_presets()),
        "runs": str(run_journals()),
        "practice": str(practice_calls()),
        "debug_log": str(debug_log()),
    }
    libraries = {name: _version(name) for name in LIBRARIES}
    data = {
        "iam-actions": [f"{load_actions().source} (MIT)"],
        "atlas": list(load_atlas().sources),
        "managed-policies": [load_managed_policies().source],
    }
    if options.as_json:
        print_json(
            {
                "version": __version__,
                "python": sys.version.split()[0],
                "files": files,
                "libraries": libraries,
                "data": data,
            }
        )
        return 0
    print(f"rolewizard {__version__}, Python {sys.version.split()[0]}")
    print(f"\n{t('about.files')}")
    for name, path in files.items():
        print(f"  {t(f'about.{name}')}: {shown(path)}")
    print(f"\n{t('about.data')}")
    for name, sources in data.items():
        print(f"  {name}: {', '.join(sources)}")
    print(f"\n{t('about.libraries')}")
    print(f"  {', '.join(f'{name} {number}' for name, number in libraries.items())}")
    return 0


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
