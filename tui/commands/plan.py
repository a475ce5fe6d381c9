"""`rolewizard plan PRESET`: what would change, and the calls; nothing is sent that changes anything."""

import json
from pathlib import Path

from tui.commands import print_json
from tui.core.errors import UsageError
from tui.core.report import plan_record
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import print_review
from tui.options import Options
from tui.start import given_answers

CHANGES_FOUND = 4


def run(options: Options, t: Translator) -> int:
    """Prints the plan. With --detailed-exitcode, or on a dry run, 4 says that there are changes."""
    with WizardDesk(options) as desk:
        review = desk.review(desk.preset(options.words[0]), given_answers(options))
    record = plan_record(review.plan, review.findings)
    if options.out:
        _write(options.out, json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    if options.as_json:
        print_json(record)
    else:
        print_review(review, t)
    tells = options.has_detailed_exitcode or options.is_dry_run
    return CHANGES_FOUND if tells and not review.plan.is_empty else 0


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError("usage.unwritable", str(file), reason=error.strerror or str(error)) from error
