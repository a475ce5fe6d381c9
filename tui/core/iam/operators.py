"""Condition operators: every one there is, how a Condition names it, and when a value of a request satisfies one.

Verdicts, what-if, findings and sentences all look here. Source: IAM User Guide, "IAM JSON policy elements: Condition
operators" and "Set operators for multivalued context keys".
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from tui.core.iam import readings
from tui.core.iam.wildcards import arn_matches, matches

Kind = Literal["text", "caseless", "pattern", "arn", "number", "date", "bool", "binary", "address", "null"]
"""How one value of a policy is compared with one of a request."""
Relation = Literal["=", "<", "<=", ">", ">="]
Quantifier = Literal["", "forallvalues", "foranyvalue"]
HOLDS: Mapping[Relation, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""By relation: whether (value of the request, value of the policy) are in it."""
READ: Mapping[Kind, Callable[[str], Decimal | None]] = {"number": readings.number, "date": readings.moment}


@dataclass(frozen=True)
class Operator:
    """One operator, without set operator and IfExists."""

    name: str
    """As IAM writes it."""
    kind: Kind
    relation: Relation = "="
    is_not: bool = False
    """Whether it holds where no value is satisfied."""

    @property
    def has_variables(self) -> bool:
        """Whether `${...}` in its values is filled in; in others it is plain text, which fits nothing."""
        return self.kind in ("text", "caseless", "pattern", "arn")

    @property
    def is_wild(self) -> bool:
        """Whether `*` and `?` in its values stand for other characters."""
        return self.kind in ("pattern", "arn")

    def takes(self, value: str) -> bool:
        """Whether IAM can read this as one of its values; `${...}` is not looked into."""
        match self.kind:
            case "number" | "date":
                return READ[self.kind](value) is not None
            case "bool" | "null":
                return readings.boolean(value) is not None
            case "address":
                return readings.network(value) is not None
            case _:
                return True

    def satisfied(self, value: str, given: str) -> bool:
        """Whether what a request brings satisfies one value; of an operator that says not, whether it is what it
        excludes.
        """
        match self.kind:
            case "text" | "binary":
                return value == given
            case "caseless":
                return value.lower() == given.lower()
            case "pattern":
                return matches(value, given)
            case "arn":
                return arn_matches(value, given)
            case "number" | "date":
                one, other = READ[self.kind](given), READ[self.kind](value)
                return one is not None and other is not None and HOLDS[self.relation](one, other)
            case "bool":
                return readings.boolean(value) is not None and readings.boolean(value) is readings.boolean(given)
            case "address":
                there, block = readings.address(given), readings.network(value)
                return there is not None and block is not None and there in block
            case "null":
                return False  # about whether there is a value, not which


def _pair(name: str, kind: Kind, negated: str) -> tuple[Operator, Operator]:
    return Operator(name, kind), Operator(negated, kind, is_not=True)


def _ordered(name: str, kind: Kind) -> tuple[Operator, ...]:
    relations: dict[str, Relation] = {
        "LessThan": "<",
        "LessThanEquals": "<=",
        "GreaterThan": ">",
        "GreaterThanEquals": ">=",
    }
    return tuple(Operator(f"{name}{end}", kind, relation) for end, relation in relations.items())


ALL: tuple[Operator, ...] = (
    *_pair("StringEquals", "text", "StringNotEquals"),
    *_pair("StringEqualsIgnoreCase", "caseless", "StringNotEqualsIgnoreCase"),
    *_pair("StringLike", "pattern", "StringNotLike"),
    # "ArnEquals and ArnLike behave identically"
    *_pair("ArnEquals", "arn", "ArnNotEquals"),
    *_pair("ArnLike", "arn", "ArnNotLike"),
    *_pair("NumericEquals", "number", "NumericNotEquals"),
    *_ordered("Numeric", "number"),
    *_pair("DateEquals", "date", "DateNotEquals"),
    *_ordered("Date", "date"),
    Operator("Bool", "bool"),
    Operator("BinaryEquals", "binary"),
    *_pair("IpAddress", "address", "NotIpAddress"),
    Operator("Null", "null"),
)
OPERATORS: Mapping[str, Operator] = {one.name.lower(): one for one in ALL}
"""By name in lower case."""
QUANTIFIERS: Mapping[str, Quantifier] = {"forallvalues": "forallvalues", "foranyvalue": "foranyvalue"}
IF_EXISTS = "ifexists"


@dataclass(frozen=True)
class Use:
    """An operator as a Condition names it: `ForAnyValue:StringLikeIfExists`."""

    operator: Operator | None
    """None for one that does not exist."""
    quantifier: Quantifier = ""
    if_exists: bool = False

    @property
    def name(self) -> str:
        """As IAM writes it; "" for one that does not exist."""
        if self.operator is None:
            return ""
        prefix = {"": "", "forallvalues": "ForAllValues:", "foranyvalue": "ForAnyValue:"}[self.quantifier]
        return f"{prefix}{self.operator.name}{'IfExists' * self.if_exists}"

    @property
    def passes_without_key(self) -> bool:
        """Whether a request that does not bring the key passes; nothing is said about Null."""
        if self.quantifier:
            return self.quantifier == "forallvalues"
        return self.if_exists or (self.operator is not None and self.operator.is_not)


@lru_cache(maxsize=1024)
def operator_use(text: str) -> Use:
    """The operator taken apart, in any letter case. Null has neither set operator nor IfExists."""
    quantifier, colon, name = text.lower().rpartition(":")
    if_exists = name.endswith(IF_EXISTS)
    found = OPERATORS.get(name.removesuffix(IF_EXISTS))
    if (colon and quantifier not in QUANTIFIERS) or (found and found.kind == "null" and (colon or if_exists)):
        found = None
    return Use(found, QUANTIFIERS.get(quantifier, ""), if_exists)
