"""Account ids out of a text that is to be shown around."""

import re
from collections.abc import Iterable

from tui.core.plan.plan import Plan

MASK = "XXXXXXXXXXXX"
"""As long as an id, never one, and nothing that a shell, a template or a document would read otherwise."""
IN_ARN = re.compile(r"\barn:[a-z-]+:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):", re.ASCII)
ALONE = re.compile(r"(?<![0-9A-Za-z])(?<![0-9a-f]{4}-)\d{12}(?![0-9A-Za-z])", re.ASCII)
"""Twelve digits by themselves; the last part of a UUID is no account."""


def accounts_in(plan: Plan, texts: Iterable[str]) -> set[str]:
    """The target's account and every account of an ARN."""
    return {plan.target.account, *(found for text in texts for found in IN_ARN.findall(text))}


def masked(text: str, accounts: Iterable[str]) -> str:
    """The text without these accounts, wherever they are spelt, and without any other twelve digits."""
    for account in accounts:
        text = re.sub(rf"(?<!\d){account}(?!\d)", MASK, text, flags=re.ASCII)
        dashed = f"{account[:4]}-{account[4:8]}-{account[8:]}"
        text = re.sub(rf"(?<!\d){dashed}(?!\d)", MASK, text, flags=re.ASCII)
    return ALONE.sub(MASK, text)
