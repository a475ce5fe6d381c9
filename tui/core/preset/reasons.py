"""Why each statement of a document is there, as its preset says."""

from collections.abc import Mapping

from tui.core.kinds import ManagedPolicy, Resource
from tui.core.preset.format import Preset, Reason
from tui.core.preset.tokens import filled

Reasons = Mapping[str, Reason]
"""By Sid or "<document>[<number>]", numbers from 1."""


def reasons_of(preset: Preset, values: Mapping[str, str]) -> Reasons:
    """All of them, values put into their keys."""
    return {filled(key, values): reason for key, reason in preset.statements.items()}


def reason_for(reasons: Reasons, resource: Resource, part: str, number: int, sid: str) -> Reason | None:
    """The reason of the statement with that Sid, else of the part's statement with that number.

    Presets call a part "trust", or by the name of the inline or managed policy. Where a journey has several statements
    of one name, the address of the role or policy stands before it.
    """
    document = resource.name if isinstance(resource, ManagedPolicy) else part.removeprefix("inline/")
    numbered = f"{document}[{number}]"
    names = (f"{resource.address} {sid}", sid, f"{resource.address} {numbered}", numbered)
    return next((reasons[name] for name in names if name in reasons), None)
