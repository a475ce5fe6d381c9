"""Terraform and CloudFormation, read by parsers that are not ours: the same documents, the same values."""

import json
from dataclasses import replace
from typing import Any

import hcl2
import pytest
import yaml
from builders import a_profile, a_provider, a_role, allow
from cfn_lint import remarks_on
from documents_in import attachments, cloudformation_documents, ours, terraform_documents
from export_cases import exported, review_of, review_with, text_of
from terraform_schema import mistakes

from tui.core.errors import UsageError
from tui.core.iam.policy import canonical
from tui.core.kinds import (
    ApiGatewayAccount,
    Bucket,
    BucketPolicy,
    IdentityPoolRoles,
    InstanceProfileAssociation,
    KmsKey,
    LogGroup,
    ManagedPolicy,
    PrincipalPolicy,
    Role,
    ServiceLinkedRole,
    Stream,
)

ROLE = "arn:aws:iam::123456789012:role/app"
STATEMENT = allow("s3:GetObject", on="arn:aws:s3:::b/${aws:username}/*", Principal={"AWS": ROLE}, Sid="Ours")[
    "Statement"
][0]
ROLE_MADE = a_role(
    inline={"read": allow("s3:GetObject", on="arn:aws:s3:::b/$${aws:username}/%{x}")},
    managed=("arn:aws:iam::123456789012:policy/team/shared", "arn:aws:iam::aws:policy/ReadOnlyAccess"),
    tags={"팀": "데이터"},
    path="/team/",
    description='say "hi"\n${x}',
    max_session_seconds=7200,
    permissions_boundary="arn:aws:iam::aws:policy/PowerUserAccess",
)
EVERY_KIND = (
    a_provider(),
    ServiceLinkedRole("opensearchservice.amazonaws.com", "AWSServiceRoleForAmazonOpenSearchService"),
    LogGroup("/app/logs"),
    Bucket("made-along", {"Name": "x"}),
    Stream("provisioned", 2),
    Stream("on-demand"),
    KmsKey("alias/lake", {"Name": "x"}),
    ManagedPolicy("shared", allow("s3:*"), {"Name": "it's"}, path="/team/", description="d"),
    ROLE_MADE,
    a_profile(),
    PrincipalPolicy("arn:aws:iam::123456789012:user/team/ann", "use", allow("s3:*")),
    BucketPolicy("my-bucket", {"Ours": STATEMENT}),
    ApiGatewayAccount("us-east-1", ROLE),
    IdentityPoolRoles("us-east-1:12345678-abcd-abcd-abcd-123456790abc", {"authenticated": ROLE}),
    InstanceProfileAssociation("i-1234567890abcdef0", "app"),
)


def blocks(text: str, kind: str) -> dict[str, dict[str, Any]]:
    """Bodies by name, of one kind of resource; strings without their quotes."""
    return {
        name.strip('"'): body
        for one in hcl2.loads(text).get("resource", [])
        for found, named in one.items()
        for name, body in named.items()
        if found.strip('"') == kind
    }


def template(text: str) -> dict[str, Any]:
    return dict(yaml.safe_load(text)["Resources"])


def test_every_kind_has_its_documents_in_both() -> None:
    review = review_with(*EVERY_KIND)

    assert terraform_documents(text_of(review, "terraform")) == ours(review.plan.desired)
    assert cloudformation_documents(text_of(review, "cloudformation")) == ours(review.plan.desired)
    assert len(ours(review.plan.desired)) == 5


def test_what_is_made_along_is_referred_to_and_what_is_not_is_named() -> None:
    text = text_of(review_with(*EVERY_KIND), "terraform")

    attached = [body["policy_arn"] for body in blocks(text, "aws_iam_role_policy_attachment").values()]
    assert attached == ["${aws_iam_policy.shared.arn}", '"arn:aws:iam::aws:policy/ReadOnlyAccess"']
    assert blocks(text, "aws_iam_instance_profile")["app"]["role"] == "${aws_iam_role.app.name}"
    assert attachments(text_of(review_with(*EVERY_KIND), "cloudformation")) == list(ROLE_MADE.managed)


def test_what_neither_can_do_is_said_with_the_command_that_does() -> None:
    review = review_with(*EVERY_KIND)

    for format in ("terraform", "cloudformation"):
        remarks = [line for line in text_of(review, format).splitlines() if line.startswith("#")]
        assert any("aws ec2 associate-iam-instance-profile" in line for line in remarks)
    assert '# CloudFormation cannot tag AWS::IAM::ManagedPolicy; "shared"' in text_of(review, "cloudformation")


def test_cfn_lint_has_no_error_and_no_warning() -> None:
    assert remarks_on(text_of(review_with(*EVERY_KIND[:-1]), "cloudformation")) == []


@pytest.mark.parametrize("text", ["it's", ": ", "!Ref x", "&a *a", "2012-10-17", "yes", "Fn::Sub", "# no", "${x}", "é"])
def test_cfn_lint_has_none_of_what_looks_like_a_template_s_own_words_either(text: str) -> None:
    document = allow("s3:GetObject", on=f"arn:aws:s3:::b/{text}", Condition={"StringLike": {"s3:prefix": [text]}})
    review = review_with(
        a_role("app", description=text, inline={"p": document}, tags={"팀": "데이터 플랫폼", "k": "2012-10-17"}),
        a_role("a_p.p"),
        ManagedPolicy("m", document, description=text),
        KmsKey("alias/a/alias", {"k": ": "}),
        KmsKey("alias/a"),
    )

    found = text_of(review, "cloudformation")

    assert remarks_on(found) == []
    assert len(template(found)) == 7


def test_terraform_is_given_nothing_the_provider_does_not_take() -> None:
    text = text_of(review_with(*EVERY_KIND), "terraform")

    wrong = text.replace("max_session_duration", "max_session").replace(
        "aws_iam_policy.shared.arn", "aws_iam_policy.x.arn"
    )

    assert mistakes(text) == []
    assert mistakes(wrong) == ["aws_iam_role takes no max_session", "aws_iam_policy.x.arn is nowhere"]


def test_a_stack_that_goes_leaves_what_others_use() -> None:
    resources = template(text_of(review_with(*EVERY_KIND), "cloudformation"))

    kept = {one["Type"] for one in resources.values() if one.get("DeletionPolicy") == "Retain"}
    assert kept == {
        "AWS::IAM::OIDCProvider",
        "AWS::IAM::ServiceLinkedRole",
        "AWS::Logs::LogGroup",
        "AWS::S3::BucketPolicy",
        "AWS::ApiGateway::Account",
        "AWS::S3::Bucket",
        "AWS::Kinesis::Stream",
        "AWS::KMS::Key",
    }


def test_a_document_that_names_a_role_made_along_waits_for_it() -> None:
    role = a_role()
    review = review_with(role, BucketPolicy("b", {"Ours": STATEMENT}))

    resources = template(text_of(review, "cloudformation"))
    [bucket] = [one for one in resources.values() if one["Type"] == "AWS::S3::BucketPolicy"]
    [policy] = blocks(text_of(review, "terraform"), "aws_s3_bucket_policy").values()

    assert bucket["DependsOn"] == ["RoleApp"]
    assert policy["depends_on"] == ["${aws_iam_role.app}"]


def test_a_policy_of_something_made_along_comes_after_it() -> None:
    arn = "arn:aws:iam::123456789012"
    limit = ManagedPolicy("limit", allow("*"))
    role = a_role(permissions_boundary=f"{arn}:policy/limit")
    more = PrincipalPolicy(f"{arn}:role/app", "more", allow("s3:*"))
    review = review_with(limit, role, more, Bucket("b"), BucketPolicy("b", {"Ours": STATEMENT}))

    text, stack = text_of(review, "terraform"), template(text_of(review, "cloudformation"))

    assert blocks(text, "aws_iam_role")["app"]["permissions_boundary"] == "${aws_iam_policy.limit.arn}"
    assert blocks(text, "aws_iam_role_policy")["more"]["role"] == "${aws_iam_role.app.name}"
    assert blocks(text, "aws_s3_bucket_policy")["b"]["bucket"] == "${aws_s3_bucket.b.id}"
    assert stack["RoleApp"]["Properties"]["PermissionsBoundary"] == {"Ref": "ManagedPolicyLimit"}
    assert stack["PolicyMore"]["Properties"]["Roles"] == [{"Ref": "RoleApp"}]
    assert stack["BucketPolicyB"]["Properties"]["Bucket"] == {"Ref": "BucketB"}


def test_a_key_s_alias_never_takes_the_place_of_another_key() -> None:
    """alias/a's alias was called KeyAliasAAlias, as the key of alias/a/alias was."""
    resources = template(text_of(review_with(KmsKey("alias/a/alias"), KmsKey("alias/a")), "cloudformation"))

    assert sorted(one["Type"] for one in resources.values()) == ["AWS::KMS::Alias"] * 2 + ["AWS::KMS::Key"] * 2


def test_a_text_that_cloudformation_would_replace_by_a_secret_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        text_of(review_with(a_role(description="{{resolve:secretsmanager:db}}")), "cloudformation")

    assert refused.value.code == "export.resolved"


def test_the_stack_of_a_preset_that_begins_with_a_digit_has_a_name_cloudformation_takes() -> None:
    review = review_with(a_role())

    text = text_of(replace(review, plan=replace(review.plan, preset="3-tier")), "cloudformation")

    assert "# aws cloudformation deploy --stack-name stack-3-tier --template-file 3-tier.yaml" in text


def test_logical_ids_are_letters_and_digits_and_differ() -> None:
    roles = [a_role(name) for name in ("a-b", "a_b", "aB", "x" * 64, "1")]

    names = list(template(text_of(review_with(*roles), "cloudformation")))

    assert len(set(names)) == 5
    assert all(name.isascii() and name.isalnum() and len(name) <= 255 for name in names)


def test_statements_of_others_are_kept_in_the_whole_policy_that_is_written() -> None:
    theirs = STATEMENT | {"Sid": "Theirs"}
    there = BucketPolicy("b", {}, whole={"Version": "2012-10-17", "Statement": [theirs]})
    review = review_with(BucketPolicy("b", {"Ours": STATEMENT}), observed=[there])
    whole = {"Version": "2012-10-17", "Statement": [theirs, STATEMENT]}

    assert terraform_documents(text_of(review, "terraform")) == [canonical(whole)]
    assert cloudformation_documents(text_of(review, "cloudformation")) == [canonical(whole)]


def test_policy_variables_and_template_signs_come_through_terraform() -> None:
    on = ["${aws:username}", "$${x}", "$$${x}", "%{if}", "%%{if}", "$%{x}", "a$", "%"]
    role = Role("app", allow("sts:AssumeRole"), inline={"p": allow("s3:GetObject", on=on)})  # type: ignore[arg-type]

    found = terraform_documents(text_of(review_with(role), "terraform"))

    assert any(json.loads(one)["Statement"] and all(text in json.dumps(one) for text in on) for one in found)


@pytest.mark.parametrize("format", ["bash", "powershell", "terraform", "cloudformation", "json"])
def test_a_preset_that_makes_nothing_says_so(format: Any) -> None:
    with pytest.raises(UsageError) as refused:
        exported(review_of("ebs"), format)

    assert refused.value.code == "export.nothing"


def test_a_key_that_does_not_exist_yet_is_referred_to_where_its_arn_would_stand() -> None:
    review = review_of("qlik-lakehouse-ec2-instance-profile", {"KMS_KEY": "create"})

    found = {format: text_of(review, format) for format in ("bash", "terraform", "cloudformation")}  # type: ignore[arg-type]

    key = "arn:aws:kms:us-east-1:123456789012:key/"
    assert f'"{key}${{aws_kms_key.alias_qlik_lakehouse.key_id}}"' in found["terraform"]
    resources = json.dumps(template(found["cloudformation"]))
    assert '{"Fn::GetAtt": ["KeyAliasQlikLakehouse", "Arn"]}' in resources
    assert "fill '{from kms-key/alias/qlik-lakehouse: KeyId}' \"$key\"" in found["bash"]
    assert all("{from" not in text for name, text in found.items() if name != "bash")
