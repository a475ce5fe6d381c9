"""A plan as scripts, templates and a sheet to hand over: pure text out of core's values."""

from dataclasses import replace

from tui.core.errors import UsageError
from tui.core.plan.exported import Exported, ExportFile, Format, Speaker
from tui.core.plan.review import Review
from tui.export import bash, cloudformation, documents, eksctl, handover, sheet, terraform, windows
from tui.export.powershell import PowerShell
from tui.export.redact import accounts_in, masked


def export(review: Review, format: Format, is_redacted: bool, say: Speaker) -> Exported:
    """The files of that format; `say` is for the hand-over sheet, everything else is English.

    Raises UsageError: export.kind where the format has no way to make one of the things, export.nothing where there is
    nothing to make, export.no_irsa, export.no_sheet.
    """
    files = _files(review, format, say)
    if not files or not (review.plan.desired or format in ("handover", "sheet")):
        raise UsageError("export.nothing", review.preset.id, format=format)
    return Exported(format, _masked(files, review) if is_redacted else files)


def _files(review: Review, format: Format, say: Speaker) -> tuple[ExportFile, ...]:
    plan = review.plan
    match format:
        case "bash":
            return bash.script(plan)
        case "powershell":
            return windows.script(plan, PowerShell())
        case "terraform":
            return terraform.configuration(plan)
        case "cloudformation":
            return cloudformation.template(plan)
        case "handover":
            return handover.sheet(review, say)
        case "json":
            return documents.documents(plan)
        case "eksctl":
            return eksctl.files(review)
        case "sheet":
            if not (files := sheet.sheet(review, say)):
                raise UsageError("export.no_sheet", review.preset.id)
            return files


def _masked(files: tuple[ExportFile, ...], review: Review) -> tuple[ExportFile, ...]:
    accounts = accounts_in(review.plan, [one.text for one in files])
    return tuple(replace(one, name=masked(one.name, accounts), text=masked(one.text, accounts)) for one in files)
