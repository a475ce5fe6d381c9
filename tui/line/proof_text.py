"""Smoke steps and what came of them, as plain lines."""

from tui.core.calls.command import command_line
from tui.core.health.proof import Cleaned, Proof, Tried, headline, told
from tui.core.phrase import worded
from tui.core.shown import shown
from tui.i18n import Translator


def print_tried(one: Tried, t: Translator) -> None:
    """One step, and under it what decided."""
    print(f"{'✓' if one.passed else '✗'} {shown(one.step.name.by(t.language))}  {shown(worded(headline(one), t))}")
    for phrase in told(one):
        print(f"    {shown(worded(phrase, t))}")


def print_cleaned(cleaned: Cleaned, region: str, t: Translator) -> None:
    """What is left of the trial, as commands that remove it; nothing where all is gone."""
    if cleaned.left:
        print(t("prove.left", count=len(cleaned.left)))
    for call, said in cleaned.left:
        print(f"  {shown(command_line(call, region))}")
        print(f"    {shown(said) if said else t('prove.left.unnamed')}")


def print_verdict(proof: Proof, t: Translator) -> None:
    """How many steps passed."""
    passed = sum(1 for one in proof.tried if one.passed)
    print(t("prove.passed" if proof.passed else "prove.failed", passed=passed, total=len(proof.tried)))
