"""Changes of conditions, as in verdict_rules."""

from verdict_helpers import GET, Rule, denies, statement, under

CONDITIONS: dict[str, Rule] = {
    "a condition on an Allow": ([GET], [under("StringEquals", "1")], "narrows", "condition.added"),
    "a condition on a Deny": (
        [denies("s3:GetObject")],
        [under("StringEquals", "1", effect="Deny")],
        "broadens",
        "condition.added",
    ),
    "a condition less": ([under("StringEquals", "1")], [GET], "broadens", "condition.removed"),
    "a value more": ([under("StringEquals", "1")], [under("StringEquals", "1", "2")], "broadens", "value.added"),
    "a value more of a Deny": (
        [under("StringEquals", "1", effect="Deny")],
        [under("StringEquals", "1", "2", effect="Deny")],
        "narrows",
        "value.added",
    ),
    "a value more that a pattern has": (
        [under("StringLike", "1*")],
        [under("StringLike", "1*", "12")],
        "neutral",
        "value.added",
    ),
    "a value more that is not": (
        [under("StringNotEquals", "1")],
        [under("StringNotEquals", "1", "2")],
        "narrows",
        "value.added",
    ),
    "a value less that is not": (
        [under("StringNotLike", "1*", "2")],
        [under("StringNotLike", "2")],
        "broadens",
        "value.removed",
    ),
    "a pattern for a value": (
        [under("StringEquals", "12")],
        [under("StringLike", "1*")],
        "broadens",
        "condition.removed",
    ),
    "IfExists": ([under("StringEquals", "1")], [under("StringEqualsIfExists", "1")], "broadens", "condition.removed"),
    "IfExists of what is not anyway": (
        [under("StringNotEquals", "1")],
        [under("StringNotEqualsIfExists", "1")],
        "neutral",
        "condition.removed",
    ),
    "Null false beside what needs the key": (
        [under("StringEquals", "1")],
        [
            statement(
                "Allow",
                "s3:GetObject",
                Condition={"StringEquals": {"aws:SourceAccount": "1"}, "Null": {"aws:SourceAccount": "false"}},
            )
        ],
        "neutral",
        "condition.added",
    ),
    "ForAnyValue with a value more": (
        [under("ForAnyValue:StringEquals", "1")],
        [under("ForAnyValue:StringEquals", "1", "2")],
        "broadens",
        "value.added",
    ),
    "ForAllValues with a value more": (
        [under("ForAllValues:StringEquals", "1")],
        [under("ForAllValues:StringEquals", "1", "2")],
        "broadens",
        "value.added",
    ),
    "ForAllValues that is not, with a value more": (
        [under("ForAllValues:StringNotEquals", "1")],
        [under("ForAllValues:StringNotEquals", "1", "2")],
        "narrows",
        "value.added",
    ),
    "ForAnyValue for ForAllValues": (
        [under("ForAllValues:StringEquals", "1")],
        [under("ForAnyValue:StringEquals", "1")],
        "changes",
        "condition.removed",
    ),
    "a later date": (
        [under("DateLessThan", "2026-01-01T00:00:00Z")],
        [under("DateLessThan", "2027-01-01T00:00:00Z")],
        "broadens",
        "value.added",
    ),
    "a smaller number": (
        [under("NumericLessThanEquals", "10")],
        [under("NumericLessThanEquals", "5")],
        "narrows",
        "value.added",
    ),
    "a smaller block of addresses": (
        [under("IpAddress", "10.0.0.0/8")],
        [under("IpAddress", "10.1.0.0/16")],
        "narrows",
        "value.added",
    ),
    "a block within one that is refused": (
        [under("NotIpAddress", "10.0.0.0/8")],
        [under("NotIpAddress", "10.0.0.0/8", "10.1.0.0/16")],
        "neutral",
        "value.added",
    ),
    "both of true and false": ([under("Bool", "true")], [under("Bool", "true", "false")], "broadens", "value.added"),
    "true without quotes": ([under("Bool", "true")], [under("Bool", True)], "neutral", ""),
}
