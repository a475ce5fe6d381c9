"""The Condition element: every operator and every key of it must hold.

Source: IAM User Guide, "Condition operators" and "Set operators for multi-valued context keys".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.iam.policy import as_list, statements_of
from tui.core.simulate.operators import OPERATORS, WITH_VARIABLES
from tui.core.simulate.truth import FALSE, Truth, all_of, any_of, known, negation, unknown
from tui.core.simulate.variables import Scope, variables_in, void

QUANTIFIERS = {"forallvalues": all_of, "foranyvalue": any_of}
IF_EXISTS = "ifexists"


@dataclass(frozen=True)
class Operator:
    """`ForAnyValue:StringLikeIfExists` taken apart; names are not case-sensitive."""

    name: str
    """In lower case, without prefix and suffix."""
    quantifier: str = ""
    if_exists: bool = False


def operator_of(text: str) -> Operator:
    """The operator, also one that IAM does not know."""
    quantifier, separator, name = text.lower().partition(":")
    if not separator:
        quantifier, name = "", quantifier
    # "Null" has no such suffix: it is about existence anyway
    if_exists = name.endswith(IF_EXISTS)
    return Operator(name.removesuffix(IF_EXISTS) if if_exists else name, quantifier, if_exists)


def condition_holds(block: Mapping[str, Any], scope: Scope) -> Truth:
    """Whether the request is as the block wants it."""
    return all_of(
        _key_holds(operator_of(name), key, [_scalar(value) for value in as_list(values)], scope)
        for name, keys in block.items()
        if isinstance(keys, Mapping)
        for key, values in keys.items()
    )


def context_keys(document: Mapping[str, Any]) -> dict[str, list[str]]:
    """The context keys a document asks about, as first spelt, with values to try."""
    found: dict[str, list[str]] = {}
    spelt: dict[str, str] = {}
    for key, values in _mentions(document):
        known_values = found.setdefault(spelt.setdefault(key.lower(), key), [])
        known_values += [value for value in values if value not in known_values]
    return found


def _mentions(document: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for statement in statements_of(document):
        texts: list[str] = [
            str(one) for name in ("Resource", "NotResource") for one in as_list(statement.get(name, []))
        ]
        for name, keys in (statement.get("Condition") or {}).items():
            for key, values in keys.items():
                said = [_scalar(value) for value in as_list(values)]
                texts += said
                yield key, _samples(operator_of(name).name, said)
        for text in texts:
            yield from ((key, []) for key in variables_in(text))


def _samples(operator: str, said: list[str]) -> list[str]:
    """What a request could hold where a policy says this: of a range of addresses the first one."""
    if operator == "null":
        return []
    return [one.split("/")[0] for one in said] if operator.endswith("ipaddress") else said


def _key_holds(operator: Operator, key: str, said: list[str], scope: Scope) -> Truth:
    given = scope.request.values(key)
    if operator.name == "null":
        return unknown([key]) if given is None else known(any(one.lower() == str(not given).lower() for one in said))
    if operator.name not in OPERATORS or operator.quantifier not in ("", *QUANTIFIERS):
        return FALSE  # IAM refuses the document
    if given is None:
        return unknown([key])
    comparison, is_negated = OPERATORS[operator.name]
    if not given:
        return known(_holds_without(operator, is_negated))
    truths = []
    for one in given:
        found = any_of(comparison(text, one, scope) for text in said)
        truths.append(negation(found) if is_negated else found)
    # without a set operator IAM expects one value; of several, all must differ, or one must fit
    by_default = all_of if is_negated else any_of
    holds = QUANTIFIERS.get(operator.quantifier, by_default)(truths)
    if is_negated and operator.name.startswith(WITH_VARIABLES):
        return all_of([holds, *(negation(void(text, scope)) for text in said)])
    return holds


def _holds_without(operator: Operator, is_negated: bool) -> bool:
    """What an operator says of a key that is not there."""
    if operator.quantifier:
        return operator.quantifier == "forallvalues"
    return is_negated or operator.if_exists


def _scalar(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
