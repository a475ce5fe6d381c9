"""Checks and whether they hold, as plain lines."""

from tui.core.health.verify import AccessCheck, Check, Extra, StateCheck, Verification, told
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.i18n import Translator


def print_verification(found: Verification, t: Translator) -> None:
    """Every check, and how many hold."""
    for one in found.checks:
        print(check_line(one, t))
    passed = sum(1 for one in found.checks if one.passed)
    print(t("verify.passed" if found.passed else "verify.failed", passed=passed, total=len(found.checks)))


def check_line(check: Check, t: Translator) -> str:
    """One check and whether it holds."""
    return f"{'✓' if check.passed else '✗'} {_text(check, t)}"


def _text(check: Check, t: Translator) -> str:
    match check:
        case StateCheck(address=address, action=action, differences=differences):
            return t(f"verify.state.{action}", address=shown(address), differences=shown(", ".join(differences)))
        case Extra():
            return shown(worded(told(check), t))
        case AccessCheck(expectation=one, outcome=outcome):
            word, found = "allowed" if one.is_allowed else "denied", t(f"verify.found.{outcome.decision.decision}")
            said = t(f"verify.{'expects' if check.passed else 'differs'}.{word}", found=found)
            return f"{shown(one.action)}  {shown(one.resource)}  {said}"
