"""A saved plan: what is read back is what was saved, and nothing that was touched is taken."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from builders import a_plan, a_policy, a_profile, a_provider, a_role, a_target, allow, trust
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.checks.findings import Finding
from tui.core.errors import UsageError
from tui.core.kinds import BucketPolicy, IdentityPoolRoles, PrincipalPolicy
from tui.core.plan.plan import Plan
from tui.core.plan.saved_plan import read_saved, saved_record, sha256_of

FINDINGS = (
    Finding("trust_changes", "warning", "role/app", {"names": ["a"]}),
    Finding("wide", "warning", "role/app", waiver={"en": "on purpose", "ko": "의도", "ja": "意図"}),
)


def a_big_plan() -> Plan:
    """Things of many kinds, some of them there, in another state."""
    statement = allow("s3:GetObject", Principal="*", Sid="Ours")["Statement"][0]
    whole = {"Version": "2012-10-17", "Statement": [statement | {"Sid": "Theirs"}]}
    pool = IdentityPoolRoles("us-east-1:1", {"authenticated": "arn:aws:iam::123456789012:role/app"})
    rules = {"graph.facebook.com": {"Type": "Token", "RulesConfiguration": {"Rules": [{"Claim": "팀"}]}}}
    return a_plan(
        a_provider(tags={"팀": "it's"}),
        a_policy(),
        a_role(inline={"read": allow("s3:GetObject")}, managed=("arn:aws:iam::aws:policy/ReadOnlyAccess",)),
        a_profile(),
        PrincipalPolicy("arn:aws:iam::123456789012:user/ann", "use", allow("s3:*")),
        BucketPolicy("b", {"Ours": statement}),
        pool,
        observed=[
            a_policy(document=allow("s3:*"), other_versions=("v1", "v2"), default_version="v3", unique_id="ANPA1"),
            a_role(trust=trust("lambda.amazonaws.com"), other_inline=("theirs",), unique_id="AROA1"),
            BucketPolicy("b", {}, whole=whole),
            IdentityPoolRoles("us-east-1:1", {"unauthenticated": "x"}, mappings=rules),
        ],
    )


def saved(plan: Plan) -> dict[str, Any]:
    return saved_record(plan, FINDINGS, "1.0")


def test_what_is_read_back_is_what_was_saved() -> None:
    plan = a_big_plan()

    found = read_saved(json.dumps(saved(plan), indent=4), "plan.json")

    assert (found.plan.steps, found.plan.digest, found.plan.run) == (plan.steps, plan.digest, plan.run)
    assert (found.plan.desired, found.plan.observed) == (plan.desired, plan.observed)
    assert found.findings == FINDINGS
    assert found.sha256 == saved(plan)["sha256"]


def test_neither_the_order_of_keys_nor_white_space_is_a_change() -> None:
    record = saved(a_big_plan())

    text = json.dumps(dict(reversed(record.items())), sort_keys=False, separators=(" ,", " :"), ensure_ascii=False)

    assert read_saved(text, "plan.json").sha256 == record["sha256"]


def test_the_session_that_made_it_is_not_in_it() -> None:
    secret = a_target(caller_arn="arn:aws:iam::123456789012:user/ann", endpoint="https://user:password@aws.example")

    text = json.dumps(saved(a_plan(a_role(), target=secret)))

    assert "password" not in text
    assert "user/ann" not in text


def a_call_more(record: dict[str, Any]) -> None:
    extra = {"service": "iam", "operation": "CreateUser", "params": {"UserName": "eve"}}
    record["calls"].append(extra)
    record["saved_plan"]["steps"].append({"address": "role/app", "do": extra, "undo": []})


def another_account(record: dict[str, Any]) -> None:
    record["account"] = "210987654321"


def wider(record: dict[str, Any]) -> None:
    record["calls"][0]["params"]["PolicyDocument"] = json.dumps(allow("*"))


def less_to_see(record: dict[str, Any]) -> None:
    record["changes"].pop()


def no_finding(record: dict[str, Any]) -> None:
    record["findings"] = []


EDITS = [a_call_more, another_account, wider, less_to_see, no_finding]


@pytest.mark.parametrize("edit", EDITS)
def test_a_file_that_was_edited_is_refused(edit: Callable[[dict[str, Any]], None]) -> None:
    record = saved(a_big_plan())
    edit(record)

    with pytest.raises(UsageError) as refused:
        read_saved(json.dumps(record), "plan.json")

    assert refused.value.code == "saved_plan.tampered"


@pytest.mark.parametrize("edit", EDITS[:4])
def test_calls_cannot_be_smuggled_in_by_computing_the_hash_anew(edit: Callable[[dict[str, Any]], None]) -> None:
    record = saved(a_big_plan())
    edit(record)
    record["sha256"] = sha256_of({key: value for key, value in record.items() if key != "sha256"})

    with pytest.raises(UsageError) as refused:
        read_saved(json.dumps(record), "plan.json")

    assert refused.value.code == "saved_plan.inconsistent"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "saved_plan.not_one"),
        ("[]", "saved_plan.not_one"),
        ('{"preset": "x"}', "saved_plan.not_one"),
        ("{" * 100_000, "saved_plan.not_one"),
        ('{"saved_plan": {"format": 2, "rolewizard": "9.9"}}', "saved_plan.format"),
        ('{"saved_plan": {"format": 1}}', "saved_plan.tampered"),
    ],
)
def test_what_is_no_saved_plan_is_told_as_such(text: str, code: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_saved(text, "plan.json")

    assert (refused.value.code, refused.value.where) == (code, "plan.json")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_nothing_within_can_be_cut_out_unnoticed(data: st.DataObject) -> None:
    record = saved(a_big_plan())
    node: Any = record["saved_plan"]
    while isinstance(node, dict | list) and node:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        inner = node[key]
        if not inner or not isinstance(inner, dict | list) or data.draw(st.booleans()):
            del node[key]
            break
        node = inner
    record["sha256"] = sha256_of({key: value for key, value in record.items() if key != "sha256"})

    with pytest.raises(UsageError) as refused:
        read_saved(json.dumps(record), "plan.json")

    assert refused.value.code in ("saved_plan.not_one", "saved_plan.inconsistent", "saved_plan.format")
