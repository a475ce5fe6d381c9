"""Answers to journeys, kept while they are given: an onboarding takes days, and is left at any step.

One file per journey in the user's state, written as a whole or not at all, readable by its owner alone. Losing it only
costs typing.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any


class JourneyAnswers:
    """The answers of one user, by journey."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, journey: str) -> dict[str, str]:
        """What was kept last, by token; nothing where there is none or it cannot be read."""
        try:
            found: Any = json.loads((self._folder / f"{journey}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        given = found.get("given") if isinstance(found, dict) else None
        if not isinstance(given, dict):
            return {}
        return {name: value for name, value in given.items() if isinstance(value, str) and value.strip()}

    def keep(self, journey: str, given: Mapping[str, str]) -> None:
        """In place of what was kept before; a folder that cannot be written keeps nothing."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".new")
            try:
                with open(handle, "w", encoding="utf-8") as file:
                    json.dump({"journey": journey, "given": dict(given)}, file, ensure_ascii=False)
                os.replace(name, self._folder / f"{journey}.json")
            except BaseException:
                os.unlink(name)
                raise
