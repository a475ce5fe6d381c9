"""`rolewizard verify PRESET`: is it there, is it as the preset wants, and does it what the preset promises?"""

from tui.commands import print_json
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.checks_text import print_verification
from tui.line.text import target_line
from tui.options import Options
from tui.start import given_answers

NOT_PASSED = 1


def run(options: Options, t: Translator) -> int:
    """Prints every check; 1 where one is not passed."""
    with WizardDesk(options) as desk:
        found = desk.verify(desk.draft(desk.preset(options.words[0]), given_answers(options))[1])
    if options.as_json:
        print_json(found.record())
    else:
        print(target_line(found.target, t))
        print_verification(found, t)
    return 0 if found.passed else NOT_PASSED
