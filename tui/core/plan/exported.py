"""What an export is: files of text that say the same as a plan, for other tools and for people."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Format = Literal["bash", "powershell", "terraform", "cloudformation", "handover", "json", "eksctl", "sheet"]
FORMATS: tuple[Format, ...] = (
    "bash",
    "powershell",
    "terraform",
    "cloudformation",
    "handover",
    "json",
    "eksctl",
)
"""Of every plan."""
OF_JOURNEYS: tuple[Format, ...] = ("sheet",)
"""Besides, of a plan whose preset is a journey."""
FOLDERS: frozenset[Format] = frozenset({"powershell", "json", "eksctl", "sheet"})
"""Formats of several files that belong together."""


class Speaker(Protocol):
    """The look-up of texts; i18n.Translator is one."""

    language: str

    def __call__(self, key: str, /, **params: object) -> str:
        """The text with its fields filled in."""
        ...


@dataclass(frozen=True)
class ExportFile:
    """One file, lines ended by a newline alone."""

    name: str
    text: str

    @property
    def is_program(self) -> bool:
        """Whether it is to be run as it is."""
        return self.name.endswith(".sh")

    @property
    def newline(self) -> str:
        """What ends a line on disk; Windows tools expect carriage returns in a script."""
        return "\r\n" if self.name.endswith(".ps1") else "\n"


@dataclass(frozen=True)
class Exported:
    """The files of one format."""

    format: Format
    files: tuple[ExportFile, ...]

    @property
    def is_folder(self) -> bool:
        """Whether the files need a folder of their own."""
        return self.format in FOLDERS

    @property
    def text(self) -> str:
        """Everything as one text, each file under its name where there are several; documents as one JSON object."""
        if self.format == "json":
            documents = {one.name.removesuffix(".json"): json.loads(one.text) for one in self.files}
            return json.dumps(documents, indent=2, ensure_ascii=False) + "\n"
        if len(self.files) == 1:
            return self.files[0].text
        return "\n".join(f"===== {one.name} =====\n{one.text}" for one in self.files)

    @property
    def suggested_path(self) -> str:
        """The file's own name, or that of a folder for the files, in the working directory."""
        if not self.is_folder:
            return self.files[0].name
        stem = self.files[0].name.rpartition(".")[0]
        return f"{stem}-{self.format}" if self.format != "eksctl" else stem


Write = Callable[[Format, bool], Exported]
"""(format, whether account ids are masked) -> the export. Raises UsageError where the format does not fit."""
