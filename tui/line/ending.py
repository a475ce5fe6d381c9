"""How an apply, or going on with a run, ended."""

from dataclasses import dataclass
from typing import Literal

from tui.core.plan.review import Review

State = Literal["done", "there", "kept", "open", "gone"]
"""Made; there already; left as it stands; not decided about yet; taken back."""


@dataclass(frozen=True)
class Ended:
    """What there is to report."""

    state: State
    run: str
    review: Review | None
    """None for a run of earlier whose preset or answers are not at hand."""
