"""Hatchling's hook: a wheel has its texts compiled, and not as translators write them."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTexts(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the texts before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes the .mo files; an editable install reads the .po files as they are."""
        if version == "editable":
            return
        folder = Path(self.root) / "tui" / "i18n"
        compile_folder = runpy.run_path(str(folder / "po.py"))["compile_folder"]
        written = compile_folder(folder / "locale")
        build_data["force_include"].update({str(one): str(one.relative_to(self.root)) for one in written})
