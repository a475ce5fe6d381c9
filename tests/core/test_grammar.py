"""Documents that IAM refuses: what is found, where it stands, and that each language says it without a gap."""

import re
from typing import Any

import pytest
from builders import ISSUER, a_plan, a_policy, a_preset, a_role, a_target, allow

from tui.core.checks import found_in
from tui.core.checks.findings import Finding, blocks, findings_of
from tui.core.iam.grammar import problems
from tui.core.kinds import BucketPolicy, Resource, documents_of
from tui.core.phrase import worded
from tui.core.plan.report import plan_record
from tui.core.sentences import sentence_of
from tui.core.simulate.conditions import context_keys
from tui.i18n import LANGUAGES, Translator
from tui.line.text import print_plan, print_sentences
from tui.store.actions import load_actions

ACTIONS = load_actions()
NOTHING = a_preset(placeholders={}, resources=[], need="not-needed")
HERE, THERE = "123456789012", "999988887777"
OIDC = f"arn:aws:iam::{HERE}:oidc-provider/{ISSUER}"
SAML = f"arn:aws:iam::{HERE}:saml-provider/Corp"
WEB = "sts:AssumeRoleWithWebIdentity"
OBJECTS = "arn:aws:s3:::b/*"


def doc(statement: Any, **fields: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statement} | fields


def a(**elements: Any) -> dict[str, Any]:
    """A statement; None takes an element out."""
    plain = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": OBJECTS} | elements
    return {key: value for key, value in plain.items() if value is not None}


def if_(operator: str, value: Any, key: str = "aws:x") -> dict[str, Any]:
    return a(Condition={operator: {key: value}})


def let_in(principal: Any, action: Any = "sts:AssumeRole", **elements: Any) -> dict[str, Any]:
    plain = {"Effect": "Allow", "Principal": principal, "Action": action} | elements
    return {key: value for key, value in plain.items() if value is not None}


IDENTITY: list[tuple[Any, str]] = [
    ([], "document_type"),
    ({"Version": "2012-10-17"}, "document_empty"),
    (doc([]), "document_empty"),
    (doc("s3:GetObject"), "document_empty"),
    (doc(["s3:GetObject"]), "statement_type"),
    (doc(a(), Version="2012-10-18"), "version_unknown"),
    (doc(a(), Version=20121017), "version_unknown"),
    (doc(a(), version="2012-10-17"), "element_unknown"),
    (doc(a(), Statements=[]), "element_unknown"),
    (doc(a(), Id=5), "not_text"),
    (doc(a(NotAction="s3:PutObject")), "element_both"),
    (doc(a(NotResource="*")), "element_both"),
    (doc(a(Action=None)), "element_missing"),
    (doc(a(Resource=None)), "element_missing"),
    (doc(a(Effect=None)), "element_missing"),
    (doc(a(Action=[])), "element_empty"),
    (doc(a(Action="")), "element_empty"),
    (doc(a(Action=["s3:GetObject", ""])), "element_empty"),
    (doc(a(Resource=[])), "element_empty"),
    (doc(a(Resource="")), "element_empty"),
    (doc(a(Action={"s3": "GetObject"})), "not_text"),
    (doc(a(Action=[5])), "not_text"),
    (doc(a(Resource=[None])), "not_text"),
    (doc(a(Effect="allow")), "effect_unknown"),
    (doc(a(Effect="Permit")), "effect_unknown"),
    (doc(a(Effect=["Allow"])), "effect_unknown"),
    (doc(a(Resource=None, resource="*")), "element_unknown"),
    (doc(a(Conditions={})), "element_unknown"),
    (doc(a(Principal="*")), "principal_misplaced"),
    (doc(a(NotPrincipal={"AWS": HERE})), "principal_misplaced"),
    (doc(a(Sid="Not-a-Sid")), "sid"),
    (doc(a(Sid=5)), "sid"),
    (doc([a(Sid="Same"), a(Sid="Same", Action="s3:PutObject")]), "sid"),
    (doc(a(Action="GetObject")), "action_format"),
    (doc(a(Action="s3:Get:Object")), "action_format"),
    (doc(a(Action="s3:")), "action_format"),
    (doc(a(Action="s3:Get Object")), "action_format"),
    (doc(a(Action="s3*:Get")), "action_format"),
    (doc(a(Resource="my-bucket/*")), "resource_format"),
    (doc(a(Resource="s3://my-bucket/*")), "resource_format"),
    (doc(a(Resource="**")), "resource_format"),
    (doc(a(Resource=["*", "arn"])), "resource_format"),
    (doc(a(Resource="ARN:aws:s3:::b/*")), "resource_format"),
    (doc(a(NotResource="b", Resource=None)), "resource_format"),
    (doc(a(Resource="arn:aws:s3::b/*")), "arn_parts"),
    (doc(a(Resource="arn:aws:s3::::b/*")), "arn_parts"),
    (doc(a(Resource="arn:aws:s3:::")), "arn_parts"),
    (doc(a(Resource="arn:aws:sqs:us-east-1:queue")), "arn_parts"),
    (doc(a(Resource="arn:aws:sqs")), "arn_parts"),
    (doc(a(Resource="arn:aws::::b")), "arn_parts"),
    (doc(a(Resource="arn:aws:s3:us-east-1::b/*")), "arn_region"),
    (doc(a(Resource=f"arn:aws:iam:us-east-1:{HERE}:role/x")), "arn_region"),
    (doc(a(Resource=f"arn:aws:iam:::{HERE}:role/x")), "arn_iam"),
    (doc(a(Resource=f"arn:aws:iam::{HERE}:x")), "arn_iam"),
    (doc(a(Resource="arn:amazon:s3:::b/*")), "arn_partition"),
    (doc(a(Resource="arn::s3:::b/*")), "arn_partition"),
    (doc(a(Resource="arn:aws*:s3:::b/*")), "arn_partition"),
    (doc(a(Condition=["x"])), "not_object"),
    (doc(a(Condition={"StringEquals": "x"})), "not_object"),
    (doc(if_("StringEquals", {"x": "y"})), "value_type"),
    (doc(if_("StringEquals", None)), "value_type"),
    (doc(if_("StringEquals", [["x"]])), "value_type"),
    (doc(if_("StringEqual", "x")), "operator_unknown"),
    (doc(if_("stringEquals", "x")), "operator_unknown"),
    (doc(if_("ForSomeValue:StringEquals", "x")), "operator_unknown"),
    (doc(if_("NullIfExists", "true")), "operator_unknown"),
    (doc(if_("StringEquals", "x", key="prefix")), "key_format"),
    (doc(if_("DateLessThan", "tomorrow")), "value_date"),
    (doc(if_("DateLessThan", "2026-13-01")), "value_date"),
    (doc(if_("DateLessThan", ["2026-01-01", "2026-02-30"])), "value_date"),
    (doc(if_("NumericLessThan", "1e5")), "value_number"),
    (doc(if_("NumericLessThanIfExists", "ten")), "value_number"),
    (doc(if_("Bool", "yes")), "value_bool"),
    (doc(if_("Bool", 1)), "value_bool"),
    (doc(if_("Null", "no")), "value_null"),
    (doc(if_("IpAddress", "10.0.0.0/99")), "value_address"),
    (doc(if_("NotIpAddress", ["10.0.0.0/8", "10.0.0"])), "value_address"),
    (doc(if_("IpAddress", "${aws:SourceIp}")), "value_address"),
    (doc(if_("ArnEquals", "my-topic")), "value_arn"),
    (doc(if_("ArnLike", "arn:aws:sns:us-east-1:topic")), "value_arn"),
]
TRUST: list[tuple[Any, str]] = [
    (let_in(None), "principal_missing"),
    (let_in({}), "element_empty"),
    (let_in({"AWS": []}), "element_empty"),
    (let_in({"Service": ""}), "element_empty"),
    (let_in(["*"]), "not_object"),
    (let_in("ec2.amazonaws.com"), "principal_bare"),
    (let_in(f"arn:aws:iam::{THERE}:role/deploy"), "principal_bare"),
    (let_in(HERE), "principal_bare"),
    (let_in({"aws": THERE}), "principal_kind"),
    (let_in({"service": "ec2.amazonaws.com"}), "principal_kind"),
    (let_in({"Role": "x"}), "principal_kind"),
    (let_in({"CanonicalUser": "0123"}), "principal_kind"),
    (let_in({"AWS": f"arn:aws:iam::{THERE}:role/deploy-*"}), "principal_wildcard"),
    (let_in({"AWS": "arn:aws:iam::*:root"}), "principal_wildcard"),
    (let_in({"Service": "*.amazonaws.com"}), "principal_wildcard"),
    (let_in({"Service": "*"}), "principal_wildcard"),
    (let_in({"Federated": f"arn:aws:iam::{HERE}:oidc-provider/*"}, WEB), "principal_wildcard"),
    (let_in({"AWS": "arn:aws:iam::21098765432:root"}), "principal_format"),
    (let_in({"AWS": "arn:aws:iam::2109876543210:root"}), "principal_format"),
    (let_in({"AWS": "21098765432"}), "principal_format"),
    (let_in({"AWS": f"arn:aws:iam::{THERE}:role"}), "principal_format"),
    (let_in({"AWS": f"arn:aws:iam:us-east-1:{THERE}:role/x"}), "principal_format"),
    (let_in({"AWS": f"arn:aws:s3::{THERE}:role/x"}), "principal_format"),
    (let_in({"AWS": "ec2.amazonaws.com"}), "principal_format"),
    (let_in({"AWS": f"arn:aws:iam::{THERE}:instance-profile/x"}), "principal_format"),
    (let_in({"AWS": f"arn:aws:iam::{THERE}:group/admins"}), "principal_group"),
    (let_in({"AWS": "AROA1234567890ABCDEFG"}), "principal_id"),
    (let_in({"AWS": "AIDA1234567890ABCDEFG"}), "principal_id"),
    (let_in({"AWS": f"arn:aws-cn:iam::{THERE}:root"}), "principal_partition"),
    (let_in({"Service": "ec2"}), "principal_service"),
    (let_in({"Service": "EC2.amazonaws.com"}), "principal_service"),
    (let_in({"Service": f"arn:aws:iam::{HERE}:role/x"}), "principal_service"),
    (let_in({"Federated": OIDC}, "sts:AssumeRole"), "principal_action"),
    (let_in({"Federated": SAML}, "sts:AssumeRole"), "principal_action"),
    (let_in({"Federated": SAML}, WEB), "principal_action"),
    (let_in({"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRole"), "principal_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, WEB), "principal_action"),
    (let_in({"Federated": "token.actions.githubusercontent.com"}, WEB), "principal_federated"),
    (let_in({"Federated": f"https://{ISSUER}"}, WEB), "principal_federated"),
    (let_in({"Federated": f"arn:aws:iam::{THERE}:oidc-provider/{ISSUER}"}, WEB), "provider_elsewhere"),
    (let_in({"Federated": OIDC.replace("oidc.eks.us-east-1", "oidc.us-east-1.eks")}, WEB), "oidc_host"),
    (let_in({"Federated": OIDC.replace("oidc.eks.us-east-1", "eks.us-east-1.oidc")}, WEB), "oidc_host"),
    (let_in({"Service": "ec2.amazonaws.com"}, "s3:GetObject"), "trust_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, "sts:*"), "trust_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, "*"), "trust_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, "sts:assumeRole"), "trust_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, "sts:GetCallerIdentity"), "trust_action"),
    (let_in({"Service": "ec2.amazonaws.com"}, Resource="*"), "element_misplaced"),
    (let_in({"Service": "ec2.amazonaws.com"}, NotAction="sts:TagSession", Action=None), "element_misplaced"),
    (let_in(None, NotPrincipal={"AWS": HERE}), "element_misplaced"),
    (let_in({"Service": "pods.eks.amazonaws.com"}), "tagging_missing"),
    (let_in({"Service": "ec2.amazonaws.com"}, Action=None), "element_missing"),
    (let_in({"Service": "ec2.amazonaws.com"}, Action=[]), "element_empty"),
]
BUCKET: list[tuple[Any, str]] = [
    (a(), "principal_missing"),
    (a(Principal="cloudfront.amazonaws.com"), "principal_bare"),
    (a(Principal={"AWS": f"arn:aws:iam::{HERE}:role/*"}), "principal_wildcard"),
    (a(Principal={"AWS": "x"}), "principal_format"),
    (a(Principal="*", Resource="b/*"), "resource_format"),
    (a(Principal="*", Resource=None), "element_missing"),
]
RESOURCES: list[tuple[Resource, str]] = [
    *((a_policy(document=document), code) for document, code in IDENTITY if isinstance(document, dict)),
    *((a_role(trust=doc(statement)), code) for statement, code in TRUST),
    *((BucketPolicy("b", {"X": statement | {"Sid": "X"}}), code) for statement, code in BUCKET),
    (a_policy(document=doc(a()) | {"Version": "2008-10-17"}), "version_old"),
    (a_policy(document={"Statement": a()}), "version_old"),
]


def errors(resource: Resource) -> list[Finding]:
    return [one for one in found_in([resource], a_target(), ACTIONS) if one.severity == "error"]


@pytest.mark.parametrize(("resource", "code"), RESOURCES, ids=lambda one: one if isinstance(one, str) else "")
def test_what_iam_refuses_is_an_error_that_blocks_the_plan(resource: Resource, code: str) -> None:
    found = found_in([resource], a_target(), ACTIONS)

    assert code in [one.code for one in found if one.severity == "error"]
    assert blocks(found)
    for finding in errors(resource):
        assert finding.where.startswith(resource.address)
        for language in LANGUAGES:
            told = Translator(language)(f"finding.{finding.code}", **finding.params)
            assert told != f"finding.{finding.code}"
            assert not re.search(r"\{\w+\}", told)
            assert "-." not in told


@pytest.mark.parametrize(("document", "code"), IDENTITY)
def test_each_problem_is_the_only_one(document: Any, code: str) -> None:
    assert [one.code for one in problems(document, "identity")] == [code]


@pytest.mark.parametrize(
    "statement",
    [
        *(one["Statement"] for one, code in IDENTITY if isinstance(one, dict) and "Statement" in one),
        *(one for one, code in [*TRUST, *BUCKET]),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_made_of_a_statement_that_is_refused(statement: Any, language: str) -> None:
    for one in statement if isinstance(statement, list) else [statement]:
        if isinstance(one, dict):
            told = worded(sentence_of(one), Translator(language))
            assert not re.search(r"\{\w+\}", told)


def test_a_problem_is_told_with_its_statement() -> None:
    document = doc([a(Sid="Read"), a(Action=[]), a(Sid="Write", Effect="allow")])

    found = errors(a_role(inline={"p": document}))

    assert [(one.code, one.where) for one in found] == [
        ("element_empty", "role/app inline/p [2]"),
        ("effect_unknown", "role/app inline/p Write"),
    ]


@pytest.mark.parametrize(
    "document",
    [
        doc(a()),
        doc([a(Sid="A1"), a(Sid="B2"), a(Sid=""), a(Sid="")]),
        doc(a(Action=["s3:Get*", "S3:putobject", "*", "*:*"])),
        doc(a(Resource=["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username}/*", "*"])),
        doc(a(Resource=f"arn:aws:s3:us-east-1:{HERE}:accesspoint/x")),
        doc(a(Resource=f"arn:*:iam::{HERE}:root", Effect="Deny")),
        doc(a(Resource="arn:aws:sns:*", Action="sns:Publish")),
        doc(a(Resource=f"arn:aws:logs:us-east-1:{HERE}:log-group:/aws/x:*")),
        doc(a(NotAction="iam:*", Action=None, NotResource=OBJECTS, Resource=None)),
        doc(a(Condition={})),
        doc(a(Condition={"Odd": {}})),
        doc(if_("ForAllValues:StringLikeIfExists", ["a*", ""])),
        doc(if_("DateLessThan", ["2027-12-31T00:00:00+00:00", "2026", "2026-12", "1798675200", 1798675200])),
        doc(if_("NumericLessThan", [5, "0.5", "-1"])),
        doc(if_("Bool", [True, "FALSE"])),
        doc(if_("IpAddress", ["10.0.0.0/8", "203.0.113.7", "2001:db8::/32"])),
        doc(if_("ArnLike", ["arn:aws:sns:*", "arn:*:iam::*:role/${aws:username}", "*"])),
        doc(a(Resource="arn:aws:s3:::<BUCKET>/*", Condition={"IpAddress": {"aws:SourceIp": "<CIDR>"}})),
        doc(a(Resource="<KMS_KEY_ARN>")),
    ],
)
def test_what_iam_takes_is_no_problem(document: Any) -> None:
    assert problems(document, "identity") == ()


@pytest.mark.parametrize(
    "statement",
    [
        let_in("*"),
        let_in({"AWS": "*"}),
        let_in({"AWS": [HERE, f"arn:aws:iam::{THERE}:root", f"arn:aws:iam::{THERE}:role/path/x"]}),
        let_in({"AWS": f"arn:aws:sts::{THERE}:assumed-role/x/session"}),
        let_in({"Service": ["ec2.amazonaws.com", "states.ap-northeast-2.amazonaws.com"]}),
        let_in({"Service": "pods.eks.amazonaws.com"}, ["sts:AssumeRole", "sts:TagSession"]),
        let_in({"Federated": OIDC}, WEB),
        let_in({"Federated": SAML}, "sts:AssumeRoleWithSAML"),
        let_in({"Federated": "cognito-identity.amazonaws.com"}, WEB),
        let_in({"AWS": HERE, "Federated": OIDC}, ["sts:AssumeRole", WEB, "sts:TagSession"]),
        let_in({"AWS": THERE}, ["sts:SetSourceIdentity", "sts:TagSession"]),
        let_in({"AWS": THERE}, Effect="Deny"),
        let_in({"Federated": "<OIDC_ARN>"}, WEB),
        let_in({"AWS": "<PRINCIPAL_ARN>"}),
    ],
)
def test_a_trust_policy_that_iam_takes_is_no_problem(statement: Any) -> None:
    assert problems(doc(statement), "trust") == ()


@pytest.mark.parametrize(
    ("code", "document", "example"),
    [
        ("resource_format", doc(a(Resource="my-bucket/*")), "arn:aws:s3:::my-bucket/*"),
        ("resource_format", doc(a(Resource="s3://my-bucket")), "arn:aws:s3:::my-bucket"),
        ("operator_unknown", doc(if_("stringlike", "x")), "StringLike"),
        ("operator_unknown", doc(if_("ForAnyValue:StringEqual", "x")), "StringEquals"),
        ("element_unknown", doc(a(resources="*")), "Resource"),
    ],
)
def test_what_to_write_instead_is_what_was_meant(code: str, document: Any, example: str) -> None:
    [problem] = [one for one in problems(document, "identity") if one.code == code]

    assert example in problem.params.values()


@pytest.mark.parametrize(
    ("code", "statement", "example"),
    [
        ("principal_bare", let_in("ec2.amazonaws.com"), '{"Service": "ec2.amazonaws.com"}'),
        ("principal_bare", let_in(HERE), f'{{"AWS": "{HERE}"}}'),
        ("principal_service", let_in({"Service": "lambda"}), "lambda.amazonaws.com"),
        ("oidc_host", let_in({"Federated": OIDC.replace("oidc.eks.us-east-1", "oidc.us-east-1.eks")}, WEB), OIDC),
        ("principal_action", let_in({"Federated": SAML}), "sts:AssumeRoleWithSAML"),
        ("trust_action", let_in({"AWS": HERE}, "sts:assumerole"), "sts:AssumeRole"),
    ],
)
def test_what_to_write_instead_in_a_trust_policy(code: str, statement: Any, example: str) -> None:
    [problem] = [one for one in problems(doc(statement), "trust") if one.code == code]

    assert example in problem.params.values()


def test_nothing_else_is_said_of_a_document_that_is_refused() -> None:
    wide = doc([a(Action="*", Resource="*"), a(Effect="allow")])

    assert [one.code for one in found_in([a_policy(document=wide)], a_target(), ACTIONS)] == ["effect_unknown"]
    assert found_in([a_policy(document=allow("s3:GetObject", on=OBJECTS))], a_target(), ACTIONS) == ()


@pytest.mark.parametrize(("resource", "code"), RESOURCES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_document_however_odd_is_planned_compared_and_printed(
    resource: Resource, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = a_plan(resource)

    findings = (*findings_of(plan, NOTHING, {}), *found_in([resource], plan.target, ACTIONS))
    record = plan_record(plan, findings)
    print_plan(plan, Translator(), "plan.nothing")
    print_sentences(documents_of(resource).items(), ACTIONS, Translator())

    assert code in [one["code"] for one in record["findings"]]
    assert resource.address in capsys.readouterr().out
    assert all(isinstance(context_keys(one), dict) for one in documents_of(resource).values())
