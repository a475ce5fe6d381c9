"""cfn-lint, its rules read once: reading them takes longer than putting them to a template."""

from functools import cache
from typing import Any

from cfnlint.api import lint
from cfnlint.config import ConfigMixIn
from cfnlint.runner import Runner

REGIONS = ["us-east-1"]


def remarks_on(template: str) -> list[str]:
    """Its errors and warnings."""
    return [f"{one.rule.id} {one.message}" for one in lint(template, _rules(), REGIONS) if one.rule.id[0] in "EW"]


@cache
def _rules() -> Any:
    return Runner(ConfigMixIn(regions=REGIONS)).rules
