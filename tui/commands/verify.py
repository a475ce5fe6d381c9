"""`rolewizard verify PRESET`: is it there, is it as the preset wants, and does it what the preset promises?"""

from tui.commands import print_json
from tui.core.shown import shown
from tui.core.verify import AccessCheck, StateCheck
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.line.text import target_line
from tui.options import Options
from tui.start import given_answers

NOT_PASSED = 1


def run(options: Options, t: Translator) -> int:
    """Prints every check; 1 where one is not passed."""
    with WizardDesk(options) as desk:
        found = desk.verify(desk.preset(options.words[0]), given_answers(options))
    if options.as_json:
        print_json(found.record())
    else:
        print(target_line(found.target, t))
        for one in found.checks:
            print(f"{'✓' if one.passed else '✗'} {_line(one, t)}")
        passed = sum(1 for one in found.checks if one.passed)
        print(t("verify.passed" if found.passed else "verify.failed", passed=passed, total=len(found.checks)))
    return 0 if found.passed else NOT_PASSED


def _line(check: StateCheck | AccessCheck, t: Translator) -> str:
    match check:
        case StateCheck(address=address, action=action, differences=differences):
            return t(f"verify.state.{action}", address=shown(address), differences=shown(", ".join(differences)))
        case AccessCheck(expectation=one, outcome=outcome):
            word, found = "allowed" if one.is_allowed else "denied", t(f"verify.found.{outcome.decision.decision}")
            said = t(f"verify.{'expects' if check.passed else 'differs'}.{word}", found=found)
            return f"{shown(one.action)}  {shown(one.resource)}  {said}"
