"""The Condition element: every operator and every key of it must hold.

Source: IAM User Guide, "Condition operators" and "Set operators for multi-valued context keys".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.iam.operators import Operator, Use, operator_use
from tui.core.iam.policy import as_list, statements_of, tests_of
from tui.core.iam.readings import boolean
from tui.core.iam.variables import keys_in
from tui.core.iam.wildcards import literal, matches
from tui.core.simulate.truth import FALSE, Truth, all_of, any_of, known, negation, unknown
from tui.core.simulate.variables import Scope, filled, match_text, void

ALL_OR_ANY = {"forallvalues": all_of, "foranyvalue": any_of}


def condition_holds(block: Mapping[str, Any], scope: Scope) -> Truth:
    """Whether the request is as the block wants it."""
    return all_of(
        _key_holds(operator_use(name), key, values, scope) for name, key, values in tests_of({"Condition": block})
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
        for name, key, said in tests_of(statement):
            texts += said
            yield key, _samples(operator_use(name), said)
        for text in texts:
            yield from ((key, []) for key in keys_in(text))


def _samples(use: Use, said: list[str]) -> list[str]:
    """What a request could hold where a policy says this: of a range of addresses the first one."""
    kind = use.operator.kind if use.operator else ""
    if kind == "null":
        return []
    return [one.split("/")[0] for one in said] if kind == "address" else said


def _key_holds(use: Use, key: str, said: list[str], scope: Scope) -> Truth:
    given, operator = scope.request.values(key), use.operator
    if operator is None:
        return FALSE  # IAM refuses the document
    if operator.kind == "null":
        return unknown([key]) if given is None else known((not given) in map(boolean, said))
    if given is None:
        return unknown([key])
    if not given:
        return known(use.passes_without_key)
    truths = []
    for one in given:
        found = any_of(_satisfied(operator, text, one, scope) for text in said)
        truths.append(negation(found) if operator.is_not else found)
    # without a set operator IAM expects one value; of several, all must differ, or one must fit
    by_default = all_of if operator.is_not else any_of
    holds = ALL_OR_ANY.get(use.quantifier, by_default)(truths)
    if operator.is_not and operator.has_variables:
        return all_of([holds, *(negation(void(text, scope)) for text in said)])
    return holds


def _satisfied(operator: Operator, said: str, given: str, scope: Scope) -> Truth:
    """Whether one value of the request satisfies one value of the policy, its variables filled in."""
    if not operator.has_variables:
        return known(operator.satisfied(said, given))
    if operator.kind != "arn":
        return match_text(said, given, scope, wild=operator.is_wild, fold=operator.kind == "caseless")
    found = filled(said, scope, wild=True)
    if found.is_void:
        return FALSE
    if found.keys:
        return unknown(found.keys) if matches(found.pattern, literal(given)) else FALSE
    return known(operator.satisfied(found.pattern, literal(given)))
