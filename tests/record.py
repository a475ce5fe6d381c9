"""What the program says about every preset, written down: `python tests/record.py FOLDER [--presets GLOB]`.

Per preset and variant (the defaults, then every other option of every choice) one file each of: the catalog's entry and
`explain --json`, `plan --json`, the review as text in three languages, every export (the sheet to hand over in three
languages), and `simulate` of its checks. Two records of the same code are equal byte for byte, so `diff -r` of records
made before and after a change lists what the change does to what people see. The account is one practice account, and
nothing in it is changed.
"""

import argparse
import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tui.commands.explain import card_record
from tui.core.errors import RoleWizardError
from tui.core.plan.exported import FORMATS, Format
from tui.core.plan.report import plan_record
from tui.core.plan.review import Review
from tui.core.preset.format import Preset
from tui.core.simulate import ask, subjects_of
from tui.core.simulate.asking import question_about, values_of
from tui.core.simulate.notes import hints
from tui.desk import WizardDesk
from tui.i18n import LANGUAGES, Translator
from tui.line.text import print_review
from tui.options import Options

RUN = "000000000000"
"""Stands for the run's id, which is another one each time."""
TRANSLATORS = {language: Translator(language) for language in LANGUAGES}


class Record:
    """Files under a folder, made by one set of services."""

    def __init__(self, folder: Path, desk: WizardDesk) -> None:
        self.folder, self.desk = folder, desk

    def write(self, name: str, text: str) -> None:
        """Makes the folders on the way."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def write_json(self, name: str, record: Any) -> None:
        """One key a line, in the order in which the program prints them."""
        self.write(name, json.dumps(record, ensure_ascii=False, indent=1, default=str) + "\n")

    def preset(self, preset: Preset, entry: Mapping[str, Any]) -> None:
        """Everything about one preset."""
        self.write_json(f"{preset.id}/catalog.json", entry)
        self.write_json(f"{preset.id}/explain.json", card_record(preset, entry["origin"], TRANSLATORS["en"]))
        for variant in variants(preset):
            self._variant(preset, variant)

    def _variant(self, preset: Preset, variant: Mapping[str, str]) -> None:
        place = f"{preset.id}/{'+'.join(f'{name}={option}' for name, option in variant.items()) or 'default'}"
        try:
            review = self.desk.review(preset, preset.examples() | variant)
        except RoleWizardError as error:
            self.write(f"{place}/review.error.txt", f"{error.code} {error.where} {error.params}\n")
            return

        def write(name: str, text: str) -> None:
            self.write(f"{place}/{name}", text.replace(review.plan.run, RUN))

        write("plan.json", json.dumps(plan_record(review.plan, review.findings), ensure_ascii=False, indent=1) + "\n")
        for language, translate in TRANSLATORS.items():
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                print_review(review, translate)
            write(f"review.{language}.txt", printed.getvalue())
        for format in FORMATS:
            for name, text in self._export(review, format):
                write(name, text)
        self.write_json(f"{place}/simulate.json", list(self._answers(preset, review)))

    def _export(self, review: Review, format: Format) -> Iterator[tuple[str, str]]:
        for language, translate in TRANSLATORS.items():
            if language != "en" and format != "handover":
                continue
            start = f"export.{format}" + (f".{language}" if format == "handover" else "")
            try:
                exported = self.desk.export(review, format, False, translate)
            except RoleWizardError as error:
                yield f"{start}.error.txt", f"{error.code} {error.params}\n"
                continue
            yield from ((f"{start}.{file.name.replace('/', '_')}", file.text) for file in exported.files)

    def _answers(self, preset: Preset, review: Review) -> Iterator[dict[str, Any]]:
        """What the draft says to each of the preset's promises, asked as `simulate` asks it."""
        target = self.desk.target()
        subjects = subjects_of(review.blueprint, target, self.desk.policy_texts(review.blueprint))
        values = values_of(preset, review.answers, review.blueprint, target)
        for check in review.blueprint.checks:
            question = {"action": check.action, "resource": check.resource, "context": dict(check.context)}
            try:
                outcome = ask(subjects, question_about(values, check.action, check.resource, check.context))
            except RoleWizardError as error:
                yield {**question, "error": error.code}
                continue
            notes = [{"code": note.code, **note.params} for note in hints(outcome, review.actions)]
            yield {**question, "subject": outcome.subject.name, **outcome.decision.record(), "hints": notes}


def variants(preset: Preset) -> Iterator[dict[str, str]]:
    """The defaults, then every other option of every choice."""
    yield {}
    for name, choice in preset.choices().items():
        yield from ({name: option} for option in choice.options if option != choice.default)


def record(folder: Path, pattern: str = "*") -> int:
    """How many presets were recorded."""
    folder.mkdir(parents=True, exist_ok=True)
    with WizardDesk(Options("plan", target="practice")) as desk:
        to = Record(folder, desk)
        entries = [one for one in desk.catalog().entries if Path(one.id).match(pattern)]
        for entry in entries:
            to.preset(desk.preset(entry.id), asdict(entry))
    return len(entries)


def main() -> None:
    """Records with a home folder of its own, so that nobody's runs, presets or settings have a say in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--presets", default="*", metavar="GLOB", help="only the presets with such an id")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        for name in [one for one in os.environ if one.startswith(("XDG_", "AWS_", "ROLEWIZARD_"))]:
            del os.environ[name]
        os.environ |= {"HOME": home, "ROLEWIZARD_LINTER": "off", "LANG": "C.UTF-8"}
        print(f"{record(given.folder, given.presets)} presets in {given.folder}")


if __name__ == "__main__":
    main()
