"""Why each statement of a document is there, as its preset says."""

from collections.abc import Mapping

from tui.core.preset import Preset, Reason
from tui.core.resources import ManagedPolicy, Resource
from tui.core.tokens import filled


def document_key(resource: Resource, part: str) -> str:
    """What a preset's reasons call a document: "trust", the inline policy's name, the managed policy's name."""
    return resource.name if isinstance(resource, ManagedPolicy) else part.removeprefix("inline/")


def reason_for(preset: Preset, values: Mapping[str, str], document: str, number: int, sid: str) -> Reason | None:
    """The reason of the statement with that Sid, else of the document's statement with that number, from 1."""
    reasons = {filled(key, values): reason for key, reason in preset.statements.items()}
    return reasons.get(sid) or reasons.get(f"{document}[{number}]")
