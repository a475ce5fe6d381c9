"""Findings that the author of a preset has read and takes as they are, with the reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tui.core.checks.findings import Finding
from tui.core.preset.format import Preset
from tui.core.preset.tokens import filled


def waived(findings: Iterable[Finding], preset: Preset, values: Mapping[str, str]) -> Iterator[Finding]:
    """The findings, those that the preset waives with its reason."""
    reasons = {filled(key, values): reason for key, reason in preset.waivers.items()}
    for one in findings:
        key = next((name for name in names_of(one) if name in reasons), None)
        yield replace(one, waiver=reasons[key].model_dump()) if key else one


def unmatched(preset: Preset, findings: Iterable[Finding], values: Mapping[str, str]) -> set[str]:
    """The waivers, as the preset writes them, that no finding answers to; the linter's may not have been asked."""
    there = {name for one in findings for name in names_of(one)}
    return {key for key in preset.waivers if filled(key, values) not in there and key.partition("@")[0] != "linter"}


def names_of(finding: Finding) -> list[str]:
    """What a waiver may call the finding: "code@statement", or "code" for all of them."""
    return [*(f"{finding.code}@{name}" for name in sorted(finding.statement)), finding.code]
