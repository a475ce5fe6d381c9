"""The evaluator: the documentation's cases, and what must hold of every policy."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_requests import SESSION, STRANGER, USER, a_case, a_document, a_statement
from simulate_cases import ACCOUNT, CASES, Case, allow, deny

from tui.core.simulate import Decision, Policies, Request, Source, context_of, decide
from tui.core.simulate.decision import is_cross_account
from tui.core.simulate.principal import Principal
from tui.core.simulate.trust import answers_to, overall

ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
OBJECT = "arn:aws:s3:::photos/a"


def document(*statements: dict[str, Any], version: str = "2012-10-17") -> dict[str, Any]:
    return {"Version": version, "Statement": list(statements)}


def the_answer(decision: Decision) -> str:
    return " ".join([decision.decision, *decision.keys])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_the_documentation_is_followed(case: Case) -> None:
    policies = Policies(identity=(Source("inline/test", document(*case.statements, version=case.version)),))

    found = decide(policies, Request(case.action, case.resource, context_of(case.context)))

    assert the_answer(found) == case.expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60
    assert len({case.what for case in CASES}) == len(CASES)


def on_the_bucket(principal: Any, effect: str = "Allow", name: str = "Principal") -> Source:
    statement = {"Effect": effect, name: principal, "Action": "s3:*", "Resource": "arn:aws:s3:::photos/*"}
    return Source("bucket-policy/photos", document(statement), has_principal=True)


NOTHING, ALL = document(), document(allow())


@pytest.mark.parametrize(
    ("what", "identity", "boundary", "bucket", "who", "expected"),
    [
        ("a boundary allows nothing by itself", NOTHING, ALL, None, ROLE, "denied"),
        ("what the boundary does not allow is denied", ALL, document(allow("sqs:*")), None, ROLE, "denied"),
        ("both allow it", ALL, document(allow("s3:*")), None, ROLE, "allowed"),
        ("a deny in the boundary wins", ALL, document(allow(), deny("s3:*")), None, ROLE, "denied"),
        ("the bucket alone is enough", NOTHING, None, on_the_bucket({"AWS": ROLE}), ROLE, "allowed"),
        ("a session's role is the role", NOTHING, None, on_the_bucket({"AWS": ROLE}), SESSION, "allowed"),
        ("a bucket for another user", NOTHING, None, on_the_bucket({"AWS": USER}), ROLE, "denied"),
        ("a bucket for a service", NOTHING, None, on_the_bucket({"Service": "ec2.amazonaws.com"}), ROLE, "denied"),
        ("the account only passes the question on", NOTHING, None, on_the_bucket({"AWS": ACCOUNT}), ROLE, "denied"),
        ("the account and the role's own", ALL, None, on_the_bucket({"AWS": ACCOUNT}), ROLE, "allowed"),
        ("everybody", NOTHING, None, on_the_bucket("*"), ROLE, "allowed"),
        ("a deny on the bucket wins", ALL, None, on_the_bucket("*", "Deny"), ROLE, "denied"),
        ("all but some are denied", ALL, None, on_the_bucket({"AWS": USER}, "Deny", "NotPrincipal"), ROLE, "denied"),
        ("some are left out", ALL, None, on_the_bucket({"AWS": ROLE}, "Deny", "NotPrincipal"), ROLE, "allowed"),
        ("a boundary limits what is given to a role", ALL, NOTHING, on_the_bucket({"AWS": ROLE}), ROLE, "denied"),
        ("not what is given to a session", NOTHING, NOTHING, on_the_bucket({"AWS": SESSION}), SESSION, "allowed"),
        ("not what is given to a user", NOTHING, NOTHING, on_the_bucket({"AWS": USER}), USER, "allowed"),
        ("nor what is given to everybody", NOTHING, NOTHING, on_the_bucket("*"), ROLE, "allowed"),
    ],
)
def test_policies_of_the_principal_and_the_bucket_come_together(
    what: str, identity: Any, boundary: Any, bucket: Source | None, who: str, expected: str
) -> None:
    limit = Source("boundary", boundary) if boundary is not None else None
    policies = Policies((Source("inline/a", identity),), limit, bucket)
    principal = Principal("user" if ":user/" in who else "role", who)

    found = decide(policies, Request("s3:GetObject", OBJECT, principal=principal))

    assert found.decision == expected


@pytest.mark.parametrize(
    ("identity", "policy", "expected"),
    [
        (ALL, on_the_bucket({"AWS": STRANGER}), "allowed"),
        (NOTHING, on_the_bucket({"AWS": STRANGER}), "denied"),
        (ALL, on_the_bucket({"AWS": USER}), "denied"),
        (ALL, on_the_bucket({"AWS": "999999999999"}), "allowed"),
        (ALL, None, "allowed"),
    ],
)
def test_across_accounts_both_sides_must_allow(identity: Any, policy: Source | None, expected: str) -> None:
    policies = Policies((Source("inline/a", identity),), resource=policy, is_cross_account=True)

    found = decide(policies, Request("s3:GetObject", OBJECT, principal=Principal("user", STRANGER)))

    assert found.decision == expected
    assert ("resource-policy" in found.unknowable) == (policy is None)


def test_an_arn_of_another_account_is_across_accounts() -> None:
    principal = Principal("role", ROLE)

    there = [
        is_cross_account(Request("sqs:SendMessage", f"arn:aws:sqs:us-east-1:{owner}:q", principal=principal))
        for owner in (ACCOUNT, "999999999999")
    ]

    assert there == [False, True]


WEB = "sts:AssumeRoleWithWebIdentity"
ISSUER = "oidc.eks.us-east-1.amazonaws.com/id/1"


@pytest.mark.parametrize(
    ("principal", "action", "condition", "asked", "context", "expected"),
    [
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole", {}, "sts:AssumeRole", {}, "allowed"),
        ({"Service": "ec2.amazonaws.com"}, "sts:AssumeRole", {}, WEB, {}, "denied"),
        (
            {"Service": "ec2.amazonaws.com"},
            "sts:AssumeRole",
            {},
            "sts:AssumeRole",
            {"aws:PrincipalServiceName": "lambda.amazonaws.com"},
            "denied",
        ),
        (
            {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"},
            WEB,
            {"StringEquals": {f"{ISSUER}:sub": "system:serviceaccount:a:b"}},
            WEB,
            {},
            f"depends {ISSUER}:sub",
        ),
        (
            {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "sts:AssumeRole",
            {"StringEquals": {"sts:ExternalId": "x"}},
            "sts:AssumeRole",
            {"sts:ExternalId": "y"},
            "denied",
        ),
        (
            {"AWS": "*"},
            "sts:AssumeRole",
            {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/ci-*"}},
            "sts:AssumeRole",
            {"aws:PrincipalArn": "arn:aws:iam::999999999999:role/ci-1"},
            "allowed",
        ),
    ],
)
def test_a_trust_policy_says_who_may_take_on_the_role(
    principal: Any, action: str, condition: Any, asked: str, context: dict[str, str], expected: str
) -> None:
    from tui.core.simulate.trust import asked_principal

    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Condition": condition}
    trust = Source("trust", document(statement), has_principal=True)
    known = context_of(context)

    found = overall(answers_to(trust, Request(asked, ROLE, known, asked_principal(known))))

    assert the_answer(found) == expected


SEEDS = st.integers(0, 2**32)
ORDER = {"denied": 0, "allowed": 1}


def answer_with(case: dict[str, Any], identity: list[Any]) -> Decision:
    principal = Principal("user" if case["principal"] == USER else "role", case["principal"])
    request = Request(case["action"], case["resource"], context_of(case["context"]), principal, others_absent=True)
    return decide(Policies(tuple(Source(f"p{index}", one) for index, one in enumerate(identity))), request)


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_one_more_allow_never_takes_away(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    case = a_case(random, 0)
    more = {**a_statement(random), "Effect": "Allow"}

    before = answer_with(case, case["identity"])
    after = answer_with(case, [*case["identity"], document(more)])

    assert ORDER[after.decision] >= ORDER[before.decision]


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_a_deny_of_everything_always_wins(seed: int) -> None:
    case = a_case(Random(seed), 0)  # noqa: S311

    found = answer_with(case, [*case["identity"], document(deny())])

    assert (found.decision, found.reason) == ("denied", "explicit-deny")


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_the_order_of_statements_and_documents_does_not_matter(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    case = a_case(random, 0)
    turned = [{**one, "Statement": one["Statement"][::-1]} for one in reversed(case["identity"])]

    assert answer_with(case, turned).decision == answer_with(case, case["identity"]).decision


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_what_is_decided_without_a_key_stays_decided_whatever_it_holds(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    case = a_case(random, 0)
    policies = Policies((Source("p", a_document(random, lambda: a_statement(random))),))
    nothing_known = decide(policies, Request(case["action"], case["resource"]))

    with_values = decide(
        policies, Request(case["action"], case["resource"], context_of(case["context"]), others_absent=True)
    )

    assert nothing_known.decision in ("depends", with_values.decision)
