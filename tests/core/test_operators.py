"""One reading of operators, numbers, dates, booleans and addresses for verdicts, what-if, findings and sentences."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from builders import a_role, a_target
from verdict_helpers import a_document, allows, under

import tui
from tui.core.checks import found_in
from tui.core.compare import conditions
from tui.core.compare.verdicts import compare
from tui.core.iam.grammar import statement_problems
from tui.core.iam.operators import ALL, Operator, operator_use
from tui.core.iam.readings import date_text, moment, network, number
from tui.core.iam.variables import marked
from tui.core.iam.wildcards import literal
from tui.core.phrase import Listing, Phrase, worded
from tui.core.sentences import sentence_of
from tui.core.simulate.conditions import condition_holds
from tui.core.simulate.request import Request
from tui.core.simulate.variables import Scope
from tui.i18n import LANGUAGES, Translator
from tui.store.actions import load_actions

KEY = "aws:x"
TEXTS = ["a", "A", "ab", "a*", "*", "?", "a?", "${*}", "${$}", "a${?}", "true", "TRUE", "false", "10", ""]
ARNS = ["arn:aws:s3:::b", "arn:aws:s3:::b:c", "arn:aws:s3:::*", "arn:*:s3:::b*", "arn:aws:*", "arn:aws:iam::1:role/a*"]
NUMBERS = ["5", "5.0", "+5", "-1", "1e5", "100000", "infinity", "1_000", "1000", "2026"]
DATES = [
    "2025-06-01T00:00:00Z",
    "2026",
    "2026-12",
    "2026-12-01",
    "2027-12-31T00:00:00+00:00",
    "2027-12-31T00:00:00Z",
    "2027-12-31T09:00:00+09:00",
    "1798675200",
    "2026-13-01",
    "2026-02-30",
]
ADDRESSES = ["10.0.0.0/8", "10.1.2.3", "10.0.0.0/99", "0.0.0.0/0", "2001:db8::/32", "2001:db8::1", "::/0"]
VALUES = [*TEXTS, *ARNS, *NUMBERS, *DATES, *ADDRESSES]
GIVEN = [one for one in VALUES if "${" not in one]
VALUE_OF = {"number": "5", "date": "2026", "bool": "true", "null": "true", "address": "::/0"}
ACTIONS = load_actions()


def an_operator(random: Random) -> str:
    name = random.choice(ALL).name
    if name == "Null":
        return random.choice([name, "ForAnyValue:Null", "NullIfExists"])
    return random.choice(["", "", "ForAnyValue:", "ForAllValues:", "ForSome:"]) + name + random.choice(["", "IfExists"])


def a_test(operator: str, values: list[str]) -> conditions.Test:
    """As verdicts read it."""
    [test] = conditions.tests_in({operator: {KEY: values}}, marked)
    return test


def passes(operator: str, values: list[str], given: tuple[str, ...] | None) -> bool:
    """As what-if answers."""
    request = Request("s3:GetObject", "*", {KEY: given or ()}, others_absent=True)
    found = condition_holds({operator: {KEY: values}}, Scope(request, has_variables=True))
    assert found.value is not None
    return found.value


def codes_in(phrase: object) -> set[str]:
    match phrase:
        case Phrase(code, fields):
            return {code}.union(*(codes_in(one) for one in fields.values()))
        case Listing(items):
            return set().union(*map(codes_in, items))
        case _:
            return set()


@pytest.mark.parametrize("seed", range(40))
def test_verdicts_what_if_findings_and_sentences_agree_about_random_conditions(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for _ in range(60):
        operator = an_operator(random)
        values = random.sample(VALUES, random.randint(1, 3))
        use, test = operator_use(operator), a_test(operator, values)
        statement = under(operator, *values, key=KEY)
        findings = {one.code for one in found_in([a_role(inline={"x": a_document(statement)})], a_target(), ACTIONS)}
        count = random.choice([0, 1, 1, 1, 2]) if use.quantifier else random.choice([0, 1])
        given = tuple(random.sample(GIVEN, count)) or None
        # verdicts make requests up: where a value may be a pattern, the signs of a request are set apart
        is_wild = use.operator is not None and use.operator.is_wild
        seen = given and tuple(literal(one) if is_wild else one for one in given)

        verdict, answer = test.passes(seen), passes(operator, values, given)

        assert verdict is (answer if use.operator else None), (operator, values, given)
        is_refused = use.operator is None or not all(map(use.operator.takes, values))
        assert ("operator_unknown" in findings) is (use.operator is None)
        assert any(one.startswith("value_") for one in findings) or not is_refused or use.operator is None
        assert ("statement.refused" in codes_in(sentence_of(statement))) is bool(statement_problems(statement))
        assert not use.operator or given or use.operator.kind == "null" or answer is use.passes_without_key


@pytest.mark.parametrize("seed", range(40))
def test_what_verdicts_call_narrower_is_narrower_in_what_if(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    for _ in range(150):
        pools = random.choice([TEXTS, ARNS, NUMBERS, DATES, ADDRESSES])
        one, other = ((an_operator(random), random.sample(pools, random.randint(1, 2))) for _ in range(2))
        if not a_test(*one).implies(a_test(*other)):
            continue
        for given in [None, *((value,) for value in GIVEN)]:
            assert not passes(*one, given) or passes(*other, given), (one, other, given)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2025-06-01T00:00:00Z", 1748736000),
        ("2025-06-01", 1748736000),
        ("2026", 1767225600),
        ("2026-12", 1796083200),
        ("2027-12-31T00:00:00+00:00", 1830211200),
        ("2027-12-31T09:00:00+09:00", 1830211200),
        ("2027-12-30T16:00:00-0800", 1830211200),
        ("2027-12-31T00:00", 1830211200),
        ("2027-12-31T00:00:00.5Z", Decimal("1830211200.5")),
        ("1830211200", 1830211200),
        ("0", 0),
        ("-86400", -86400),
        ("1e9", None),
        ("infinity", None),
        ("1_000", None),
        ("2026-13", None),
        ("2026-02-29", None),
        ("2026-01-01T24:00:00Z", None),
        ("next week", None),
        ("", None),
    ],
)
def test_a_date_is_iso_8601_or_seconds_since_1970(text: str, seconds: float | None) -> None:
    assert moment(text) == seconds


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-5.50", Decimal("-5.5")),
        ("+5", 5),
        *((text, None) for text in ("1e5", "infinity", "nan", "1_000", "٥", "5.", "0x10", "")),
    ],
)
def test_a_number_is_an_integer_or_a_decimal(text: str, value: object) -> None:
    assert number(text) == value


def test_dates_near_another_are_written_so_that_they_are_read_again() -> None:
    for seconds in (0, -1, 2026, 1830211199, -62135596800):
        assert moment(date_text(Decimal(seconds))) == seconds


def test_a_network_may_name_an_address_inside_it() -> None:
    assert str(network("10.1.2.3/8")) == "10.0.0.0/8"
    assert network("10.0.0.0/99") is None


@pytest.mark.parametrize(
    ("operator", "before", "after", "kind"),
    [
        ("DateLessThan", "2025-06-01T00:00:00Z", "2026", "broadens"),
        ("DateLessThan", "2027-12-31T00:00:00Z", "2027-12-31T00:00:00+00:00", "neutral"),
        ("DateLessThan", "2026-12-01", "2026-12", "neutral"),
        ("DateLessThan", "2026-11-30", "2026-12", "broadens"),
        ("DateGreaterThan", "1748736000", "2026", "narrows"),
        ("NumericLessThan", "10", "5", "narrows"),
        ("IpAddress", "10.0.0.0/8", "10.1.0.0/16", "narrows"),
        ("ArnLike", "arn:aws:s3:::b", "arn:aws:s3:::b*", "broadens"),
    ],
)
def test_a_changed_value_has_the_verdict_of_its_reading(operator: str, before: str, after: str, kind: str) -> None:
    key = {"D": "aws:CurrentTime", "N": "s3:max-keys", "I": "aws:SourceIp", "A": "aws:SourceArn"}[operator[0]]

    found = compare(a_document(under(operator, before, key=key)), a_document(under(operator, after, key=key)))

    assert found.verdict.kind == kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("operator", ALL, ids=lambda one: one.name)
def test_every_operator_has_a_sentence(operator: Operator, language: str) -> None:
    for name in (operator.name, f"ForAnyValue:{operator.name}IfExists", f"ForAllValues:{operator.name}"):
        value = VALUE_OF.get(operator.kind, "a*")
        sentence = worded(sentence_of(allows("s3:GetObject", Condition={name: {KEY: [value]}})), Translator(language))
        assert "{" not in sentence
        assert "cond." not in sentence


def test_operators_wildcards_and_dates_are_read_in_one_place() -> None:
    tables = {
        "LessThanEquals": "operators.py",
        "calendar.timegm": "readings.py",
        "ip_network(": "readings.py",
        r"\$\{([^{}]*)\}": "variables.py",
    }
    folder = Path(tui.__file__).parent
    texts = {file.name: file.read_text(encoding="utf-8") for file in (folder / "core").rglob("*.py")}

    assert {sign: [name for name, text in texts.items() if sign in text] for sign in tables} == {
        sign: [name] for sign, name in tables.items()
    }
