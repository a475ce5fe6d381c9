"""What a preset with its answers wants to exist."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.core.iam.policy import PolicyDocument
from tui.core.kinds import Resource
from tui.core.preset.format import SmokeStep


@dataclass(frozen=True)
class Expectation:
    """What the role must, or must not, be able to do."""

    action: str
    resource: str
    is_allowed: bool
    context: Mapping[str, str]
    subject: str = ""
    """The role's name; empty: the first one."""


@dataclass(frozen=True)
class Blueprint:
    """Rendered: every token of the resources is filled."""

    preset: str
    choices: Mapping[str, str]
    resources: tuple[Resource, ...]
    """In the order they are made."""
    caller: PolicyDocument | None
    """What the person who runs this needs; tokens nobody had to give stay."""
    checks: tuple[Expectation, ...]
    smoke: tuple[str, ...]
    next: Mapping[str, str]
    """By language."""
    steps: tuple[SmokeStep, ...] = ()
    """What can be performed to prove that the role works; tokens that an earlier step keeps are left."""
