"""The plan for other tools and people, printed or written; and the plan itself, to be applied as it was read."""

from collections.abc import Callable
from typing import TypeVar

from tui.core.errors import RoleWizardError, UsageError
from tui.core.journey.format import Journey
from tui.core.plan.exported import FORMATS, OF_JOURNEYS, Format
from tui.core.plan.review import Desk, Review
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_text, ask_yes, choose, pick
from tui.line.trouble import print_error

Written = TypeVar("Written")


def export_plan(desk: Desk, review: Review, t: Translator, default: Format = FORMATS[0]) -> None:
    """Asks for the format, whether to mask account ids, and where it goes."""
    formats = (*FORMATS, *(OF_JOURNEYS if isinstance(review.preset, Journey) else ()))
    rows = [(f"{t(f'export.format.{one}')} - {t(f'export.about.{one}')}", one) for one in formats]
    format = pick(t("line.format"), rows, t, default)
    is_masked = ask_yes(t("line.mask"), t)
    try:
        exported = desk.export(review, format, is_masked, t)
    except RoleWizardError as error:
        print_error(error, t)
        return
    ways = {"p": t("line.print_here"), "s": t("line.save"), "b": t("line.back")}
    match choose(t("line.where_to"), ways, t):
        case "p":
            print(shown(exported.text, keep_lines=True))
        case "s":
            question = "export.save.folder" if exported.is_folder else "export.save.file"
            names = ", ".join(one.name for one in exported.files)
            print(t("export.save.where", names=shown(names)))
            written = _write(
                question,
                exported.suggested_path,
                lambda path, overwrites: desk.save(exported, path, overwrites=overwrites),
                t,
            )
            for one in written or ():
                print(t("export.written", path=shown(one)))


def save_plan(desk: Desk, review: Review, t: Translator) -> None:
    """Writes the plan for `apply FILE`."""
    written = _write(
        "export.save.file",
        f"{review.preset.id}.json",
        lambda path, overwrites: desk.save_plan(review, path, overwrites=overwrites),
        t,
    )
    if written:
        file, sha256 = written
        print(t("saved_plan.written", file=shown(file), sha256=sha256))


def _write(question: str, path: str, write: Callable[[str, bool], Written], t: Translator) -> Written | None:
    """What `write` returns; None where the person thinks better of it. Nothing is replaced unasked."""
    overwrites = False
    while True:
        if not overwrites:
            path = ask_text(f"{t(question)} {t('line.empty_leaves')}", default=path).strip()
        if not path:
            return None
        try:
            return write(path, overwrites)
        except UsageError as error:
            if error.code != "export.exists":
                overwrites = False
                print_error(error, t)
                continue
            print(t("export.replace", path=shown(error.where)))
            overwrites = ask_yes(t("export.replace.title"), t)
