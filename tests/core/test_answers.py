"""From what a person gave to complete, checked answers; and which questions are asked at all."""

from typing import Any

import pytest
from builders import a_choice, a_placeholder, a_preset, a_role_item, a_target, texts

from tui.core.errors import AnswerRejected
from tui.core.preset.answers import answer, by_token, choices_of, questions
from tui.core.preset.format import Preset


def a_lake(**placeholders: Any) -> Preset:
    """A preset that asks for a bucket and a role name, and uses both."""
    asked = {
        "BUCKET_NAME": a_placeholder("s3-bucket-name", aliases=["INTERNAL_BUCKET_NAME"]),
        "ROLE_NAME": a_placeholder(default="lake-role"),
    }
    uses = {"bucket": "<BUCKET_NAME>"} | {name.lower(): f"<{name}>" for name in placeholders}
    return a_preset(placeholders=asked | placeholders, resources=[a_role_item(tags=uses)])


def variants(option: str = "irsa", **fields: Any) -> Preset:
    """A preset whose branches ask for different things."""
    asked = {
        "ROLE_NAME": a_placeholder(default="r"),
        "TRUST": a_choice("irsa", "pod-identity"),
        "OIDC_PROVIDER": a_placeholder("oidc-provider-host-path", **{"from": "EKS_CLUSTER"}),
        "EKS_CLUSTER": a_placeholder("eks-cluster-name"),
        "WORKSPACE": a_placeholder("text"),
    }
    trust = {
        "choose": "TRUST",
        "irsa": {"Statement": [{"Principal": {"Federated": "<OIDC_PROVIDER>"}}]},
        "pod-identity": {"Statement": [{"Principal": {"Service": "pods.eks.amazonaws.com"}}]},
    }
    told = {"smoke": ["aws amp describe-workspace <WORKSPACE>"]}
    return a_preset(placeholders=asked, resources=[a_role_item(trust=trust)], **told | fields)


def rejected(preset: Preset, given: dict[str, str], **rest: Any) -> AnswerRejected:
    with pytest.raises(AnswerRejected) as caught:
        answer(preset, given, a_target(), **rest)
    return caught.value


def test_what_is_given_is_normalised_and_what_is_not_has_its_default():
    answers = answer(a_lake(), {"BUCKET_NAME": " s3://my-lake/x "}, a_target())

    assert answers.values["BUCKET_NAME"] == "my-lake"
    assert answers.values["ROLE_NAME"] == "lake-role"


@pytest.mark.parametrize(
    "spelling",
    [
        "BUCKET_NAME",
        "bucket_name",
        "Bucket-Name",
        "<BUCKET_NAME>",
        " bucket_name ",
        "INTERNAL_BUCKET_NAME",
        "internal-bucket-name",
    ],
)
def test_a_token_is_taken_by_any_of_its_names_in_any_letter_case(spelling: str):
    assert by_token(a_lake(), {spelling: "b"}) == {"BUCKET_NAME": "b"}


@pytest.mark.parametrize(
    ("spelling", "nearest"),
    [
        ("BUCKETNAME", "BUCKET_NAME"),
        ("role name", "ROLE_NAME"),
        ("internal_bucket", "INTERNAL_BUCKET_NAME"),
        ("xyzzy", "BUCKET_NAME, ROLE_NAME"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_or_with_all(spelling: str, nearest: str):
    error = rejected(a_lake(), {spelling: "x"})

    assert (error.code, error.params["given"], error.params["nearest"]) == ("answer.unknown", spelling, nearest)


def test_two_names_of_one_token_may_not_contradict_each_other():
    error = rejected(a_lake(), {"BUCKET_NAME": "one", "INTERNAL_BUCKET_NAME": "two"})

    assert (error.code, error.where) == ("answer.twice", "BUCKET_NAME")


def test_two_names_of_one_token_may_agree():
    assert by_token(a_lake(), {"BUCKET_NAME": "one", "internal_bucket_name": "one"}) == {"BUCKET_NAME": "one"}


def test_everything_that_is_missing_is_named_at_once():
    preset = a_lake(STREAM=a_placeholder("kinesis-stream-name"), KEY=a_placeholder("kms-key-arn", default="<STREAM>"))

    error = rejected(preset, {"role_name": "x"})

    assert (error.code, error.params["names"]) == ("answer.missing", "BUCKET_NAME, STREAM")


@pytest.mark.parametrize("blank", ["", "  ", "\t"])
def test_a_blank_answer_counts_as_none(blank: str):
    answers = answer(a_lake(), {"BUCKET_NAME": "my-lake", "ROLE_NAME": blank}, a_target())

    assert answers.values["ROLE_NAME"] == "lake-role"


def test_a_wrong_value_is_refused_under_its_token_whatever_name_it_came_by():
    error = rejected(a_lake(), {"internal_bucket_name": "No Bucket"})

    assert (error.code, error.where) == ("value.character", "BUCKET_NAME")


def test_a_default_made_of_other_answers_follows_them_in_any_order():
    preset = a_lake(
        FIRST=a_placeholder("text", default="<SECOND>-a"),
        SECOND=a_placeholder("text", default="<BUCKET_NAME>-<REGION>"),
    )

    answers = answer(preset, {"BUCKET_NAME": "my-lake"}, a_target("eu-west-1"))

    assert answers.values["FIRST"] == "my-lake-eu-west-1-a"


def test_a_default_made_of_other_answers_is_checked_like_an_answer():
    preset = a_lake(STREAM=a_placeholder("firehose-stream-name", default="<ROLE_NAME>-stream"))

    error = rejected(preset, {"BUCKET_NAME": "my-lake", "ROLE_NAME": "r" * 60})

    assert (error.code, error.where) == ("value.too_long", "STREAM")


@pytest.mark.parametrize("name", ["BUCKET_NAME", "ROLE_NAME"])
def test_a_placeholder_left_in_an_answer_is_refused_also_where_there_is_a_default(name: str):
    # an answer that still held its token was dropped in silence, and the preset was blamed for it later
    error = rejected(a_lake(), {"BUCKET_NAME": "my-lake", name: "my-<TEAM>"})

    assert (error.code, error.where) == ("value.placeholder", name)


def test_the_target_answers_for_account_region_and_partition():
    answers = answer(a_lake(), {"BUCKET_NAME": "my-lake"}, a_target("cn-north-1", account="012345678901"))

    assert {name: answers.values[name] for name in ("ACCOUNT_ID", "REGION", "PARTITION", "DNS_SUFFIX")} == {
        "ACCOUNT_ID": "012345678901",
        "REGION": "cn-north-1",
        "PARTITION": "aws-cn",
        "DNS_SUFFIX": "amazonaws.com.cn",
    }


def test_another_region_may_be_given():
    answers = answer(a_lake(), {"BUCKET_NAME": "my-lake", "region": "ap-northeast-2"}, a_target())

    assert answers.values["REGION"] == "ap-northeast-2"


def test_the_account_may_be_repeated_but_not_replaced():
    given = {"BUCKET_NAME": "my-lake", "account_id": "1234-5678-9012"}

    answers = answer(a_lake(), given, a_target())
    error = rejected(a_lake(), given | {"account_id": "999999999999"})

    assert answers.values["ACCOUNT_ID"] == "123456789012"
    assert (error.code, error.params["account"]) == ("answer.account", "123456789012")


def test_role_options_are_checked_and_only_those_given_are_kept():
    answers = answer(a_lake(), {"BUCKET_NAME": "my-lake", "max-session-seconds": "7200", "tags": ""}, a_target())

    assert answers.options == {"MAX_SESSION_SECONDS": "7200"}


def test_a_preset_without_a_role_takes_no_role_options():
    preset = a_preset(placeholders={}, resources=[], need="not-needed")

    assert rejected(preset, {"ROLE_PATH": "/x/"}).code == "answer.unknown"


def test_only_the_questions_of_the_chosen_branch_are_asked():
    irsa = [(one.name, one.is_required) for one in questions(variants())]
    pods = [(one.name, one.is_required) for one in questions(variants(), {"TRUST": "pod-identity"})]

    assert irsa == [
        ("ROLE_NAME", False),
        ("TRUST", False),
        ("OIDC_PROVIDER", False),
        ("EKS_CLUSTER", True),
        ("WORKSPACE", False),
    ]
    assert pods == [("ROLE_NAME", False), ("TRUST", False), ("WORKSPACE", False)]


@pytest.mark.parametrize(
    "told",
    [
        {"smoke": ["<WORKSPACE>"]},
        {"smoke": [], "caller": {"Statement": [{"Resource": "<WORKSPACE>"}]}},
        {"smoke": [], "checks": [{"action": "a:b", "resource": "<WORKSPACE>", "expect": "denied"}]},
    ],
    ids=["commands", "the caller's policy", "checks"],
)
def test_what_only_explanations_use_is_asked_but_not_required(told: dict[str, Any]):
    asked = {one.name: one.is_required for one in questions(variants(**told))}

    assert asked["WORKSPACE"] is False


def test_a_value_that_only_explanations_use_may_be_left_out():
    answers = answer(variants(), {"TRUST": "Pod-Identity"}, a_target())

    assert answers.choices == {"TRUST": "pod-identity"}
    assert "WORKSPACE" not in answers.values


def test_a_value_that_only_explanations_use_need_not_be_found_in_the_account_either():
    preset = variants(smoke=["aws eks describe-cluster <EKS_CLUSTER> <OIDC_PROVIDER>", "<WORKSPACE>"])

    answers = answer(preset, {"TRUST": "pod-identity"}, a_target())

    assert not {"EKS_CLUSTER", "OIDC_PROVIDER"} & set(answers.values)


def test_an_option_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(AnswerRejected) as caught:
        choices_of(variants(), {"TRUST": "magic"})

    assert (caught.value.code, caught.value.where) == ("answer.not_an_option", "TRUST")
    assert caught.value.params["options"] == "irsa, pod-identity"


class Deriver:
    """Answers for one cluster and remembers what it was asked."""

    def __init__(self, **known: str) -> None:
        self.known = known
        self.asked: list[tuple[str, str]] = []

    def __call__(self, type_name: str, source: str) -> str:
        self.asked.append((type_name, source))
        return self.known.get(source, "")


def test_a_value_the_account_knows_is_looked_up_from_its_source():
    deriver = Deriver(prod="https://oidc.example.com/id/A")

    answers = answer(variants(), {"EKS_CLUSTER": "prod"}, a_target(), deriver)

    assert answers.values["OIDC_PROVIDER"] == "oidc.example.com/id/A"
    assert deriver.asked == [("oidc-provider-host-path", "prod")]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"EKS_CLUSTER": "prod", "OIDC_PROVIDER": "oidc.example.com/id/B"}, id="given by hand"),
        pytest.param({"TRUST": "pod-identity"}, id="not needed in this branch"),
    ],
)
def test_the_account_is_not_asked_for_what_is_given_or_not_needed(given: dict[str, str]):
    deriver = Deriver(prod="oidc.example.com/id/A")

    answers = answer(variants(), given, a_target(), deriver)

    assert deriver.asked == []
    assert answers.values.get("OIDC_PROVIDER") == given.get("OIDC_PROVIDER")


@pytest.mark.parametrize("derive", [Deriver(), None], ids=["the account has none", "there is no account to ask"])
def test_a_source_that_leads_nowhere_is_named(derive: Deriver | None):
    error = rejected(variants(), {"EKS_CLUSTER": "test"}, derive=derive)

    assert (error.code, error.where) == ("answer.not_derived", "OIDC_PROVIDER")
    assert (error.params["source"], error.params["given"]) == ("EKS_CLUSTER", "test")


def test_without_the_source_the_source_is_what_is_missing():
    error = rejected(variants(), {}, derive=Deriver())

    assert (error.code, error.params["names"]) == ("answer.missing", "EKS_CLUSTER")


def test_a_source_is_not_required_once_the_value_itself_is_given():
    answers = answer(variants(), {"OIDC_PROVIDER": "oidc.example.com/id/B"}, a_target())

    assert "EKS_CLUSTER" not in answers.values


def test_a_preset_that_asks_nothing_is_answered_by_the_target_alone():
    preset = a_preset(placeholders={}, resources=[], need="not-needed", next=texts("<REGION>"))

    answers = answer(preset, {}, a_target())

    assert sorted(answers.values) == ["ACCOUNT_ID", "DNS_SUFFIX", "PARTITION", "REGION"]
