"""`rolewizard export PRESET --format FORMAT`: the plan as a script, a template or a sheet to hand over."""

from tui.commands import print_json
from tui.core.plan.exported import FORMATS, OF_JOURNEYS
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.options import Options
from tui.start import given_answers


def run(options: Options, t: Translator) -> int:
    """Prints the files, or writes them with --out: the file one names is replaced, as with any tool's --out."""
    with WizardDesk(options) as desk:
        review = desk.review(desk.preset(options.words[0]), given_answers(options))
        [format] = [one for one in (*FORMATS, *OF_JOURNEYS) if one == options.export_format]
        exported = desk.export(review, format, options.is_redacted, t)
        written = desk.save(exported, str(options.out), overwrites=True) if options.out else ()
    if options.as_json:
        record = {"format": exported.format, "files": [{"name": one.name, "text": one.text} for one in exported.files]}
        print_json(record | ({"written": list(written)} if options.out else {}))
    elif options.out:
        for one in written:
            print(t("export.written", path=shown(one)))
    else:
        print(exported.text, end="")
    return 0
