"""`rolewizard verify ENTRY|RUN`: is it as wanted, does it what the entry promises, is it still as the run left it?"""

from tui.commands import print_json
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.checks_text import print_verification
from tui.line.text import target_line
from tui.options import Options
from tui.start import for_run, given_answers, is_run

NOT_PASSED = 1


def run(options: Options, t: Translator) -> int:
    """Prints every check; 1 where one is not passed. A word of 12 hex digits that names a run is that run."""
    word = options.words[0]
    if is_run(word):
        with WizardDesk(for_run(options, word)) as desk:
            found = desk.verify_run(word)
    else:
        with WizardDesk(options) as desk:
            found = desk.verify(desk.draft(desk.preset(word), given_answers(options))[1])
    if options.as_json:
        print_json(found.record())
    else:
        print(target_line(found.target, t))
        print_verification(found, t)
    return 0 if found.passed else NOT_PASSED
