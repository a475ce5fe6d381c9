"""What is left of a template in a document: placeholders nobody filled, and variables that cannot be filled."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.checks.findings import Finding
from tui.core.checks.place import Context, Place
from tui.core.iam.policy import OLD_VERSION, as_list, text_of
from tui.core.iam.variables import keys_in
from tui.core.kinds import Role, documents_of

THING = "ACCOUNT|BUCKET|REGION|ROLE|STREAM|CLUSTER|KEY|QUEUE|TOPIC|TABLE|FUNCTION|USER|ORG|VPC|INSTANCE|REPO"
START, END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
NOTATIONS = tuple(
    re.compile(one, re.ASCII)
    for one in (
        r"\$?\$\{(?:[^{}:*?$]*|AWS::[^{}]*|[^{}]*[({][^{}]*)\}",  # Terraform, CloudFormation, a shell
        r"\{\{.*?\}\}",  # Jinja, Helm, Go
        r"\$[A-Z_][A-Z0-9_]{2,}",
        r"%[A-Za-z_][\w.]*%",
        r"\[[A-Za-z][\w .-]*\]",
        rf"{START}(?:(?:AWS|MY|YOUR|TARGET)[_-])?(?:{THING})[_-]?(?:ID|NAME|ARN|NUMBER){END}",
        rf"{START}(?:YOUR|MY)[_-][A-Z0-9_-]*[A-Z0-9]",
        rf"{START}your[_-][a-z0-9_-]*[a-z0-9]",
        rf"{START}(?:T[O]DO|F[I]XME|TBD|(?:REPLACE|CHANGE|INSERT|FILL)[_-]?(?:ME|IN|THIS|HERE)){END}",
        rf"{START}[xX]{{4,}}{END}",
    )
)
"""How people write what is still to come, beside <...>."""
ESCAPED = re.compile(r"\$\$\{([^{}]+:[^{}]+)\}")
NOT_OF_ROLES = frozenset({"aws:username"})
"""Keys that a role's session never brings: only IAM users have a name of their own."""


def check_templates(place: Place, context: Context) -> Iterator[Finding]:  # noqa: ARG001
    """Of every text of a statement: notations that are left, and variables without a value."""
    told: set[str] = set()
    for text in _texts(place.statement):
        for token in _left_in(text):
            if token not in told:
                told.add(token)
                yield place.finding("template_left", "warning", token=token)
        for doubled in ESCAPED.findall(text):
            yield place.finding("variable_doubled", "warning", given=f"$${{{doubled}}}", variable=f"${{{doubled}}}")
        for key in keys_in(text):
            yield from _variable(place, key, told)


def _variable(place: Place, key: str, told: set[str]) -> Iterator[Finding]:
    if ":" not in key or key in told:
        return
    told.add(key)
    version = str(documents_of(place.resource)[place.document].get("Version", OLD_VERSION))
    if version == OLD_VERSION:
        yield place.finding("variable_version", "warning", variable=f"${{{key}}}", version="2012-10-17")
    elif isinstance(place.resource, Role) and not place.is_trust and key.lower() in NOT_OF_ROLES:
        yield place.finding("variable_absent", "warning", variable=f"${{{key}}}", instead="${aws:PrincipalTag/…}")


def _left_in(text: str) -> Iterator[str]:
    """Each notation once, longest first where two of them see the same place."""
    seen: list[tuple[int, int]] = []
    for notation in NOTATIONS:
        for found in notation.finditer(text):
            inside = found[0].removeprefix("$")[2:-1].strip() if found[0].startswith(("${", "$${")) else ""
            is_sign = found[0].startswith("${") and inside in ("", "*", "?", "$")
            if not is_sign and not any(start < found.end() and found.start() < end for start, end in seen):
                seen.append(found.span())
                yield found[0]


def _texts(statement: Mapping[str, Any]) -> Iterator[str]:
    """Resources, principals, and the keys and values of conditions; IAM's own variables as `x`."""
    for name in ("Resource", "NotResource"):
        yield from map(text_of, as_list(statement.get(name, [])))
    for name in ("Principal", "NotPrincipal"):
        element = statement.get(name, {})
        for values in element.values() if isinstance(element, Mapping) else ():
            yield from map(text_of, as_list(values))
    condition = statement.get("Condition", {})
    for keys in condition.values() if isinstance(condition, Mapping) else ():
        for key, values in keys.items() if isinstance(keys, Mapping) else ():
            yield str(key)
            yield from map(text_of, as_list(values))
