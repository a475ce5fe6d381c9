"""A preset with its answers becomes the resources that are wanted, in any partition."""

from typing import Any

import pytest
from builders import (
    BOUNDARY,
    ISSUER,
    a_choice,
    a_placeholder,
    a_preset,
    a_preset_tree,
    a_role_item,
    a_target,
    allow,
    texts,
    trust,
)

from tui.core.calls.target import Target
from tui.core.errors import PresetInvalid
from tui.core.kinds import InstanceProfile, ManagedPolicy, OidcProvider, Role, ServiceLinkedRole
from tui.core.plan.blueprint import Blueprint, Expectation
from tui.core.preset.answers import answer
from tui.core.preset.format import parse
from tui.core.preset.rendering import render


def rendered(given: dict[str, str] | None = None, target: Target | None = None, **fields: Any) -> Blueprint:
    """The blueprint of a preset with these fields; its role is called r unless said otherwise."""
    preset = parse(a_preset_tree(**{"placeholders": {"ROLE_NAME": a_placeholder(default="r")}} | fields))
    target = target or a_target()
    return render(preset, answer(preset, given or {}, target), target)


def statement(**elements: Any) -> dict[str, Any]:
    return {"Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "*"} | elements]}


def the_role(blueprint: Blueprint) -> Role:
    return next(one for one in blueprint.resources if isinstance(one, Role))


def test_the_answers_are_put_into_the_template():
    blueprint = rendered({"ROLE_NAME": "app"}, resources=[a_role_item(tags={"Name": "<ROLE_NAME>", "Kind": "role"})])

    assert blueprint.preset == "test"
    assert blueprint.resources == (Role("app", trust(), tags={"Name": "app", "Kind": "role"}),)


@pytest.mark.parametrize(
    ("region", "arn", "principal"),
    [
        ("us-east-1", "arn:aws:s3:us-east-1:123456789012:x", "ec2.amazonaws.com"),
        ("cn-north-1", "arn:aws-cn:s3:cn-north-1:123456789012:x", "ec2.amazonaws.com.cn"),
        ("us-gov-west-1", "arn:aws-us-gov:s3:us-gov-west-1:123456789012:x", "ec2.amazonaws.com"),
    ],
)
def test_every_partition_has_its_own_arns_and_principals(region: str, arn: str, principal: str):
    document = allow("s3:GetObject", on="arn:<PARTITION>:s3:<REGION>:<ACCOUNT_ID>:x")
    role = a_role_item(trust=trust("ec2.<DNS_SUFFIX>"), inline={"read": document})

    blueprint = rendered(target=a_target(region), resources=[role], next=texts("<ROLE_ARN>"))

    assert the_role(blueprint).inline["read"] == allow("s3:GetObject", on=arn)
    assert the_role(blueprint).trust == trust(principal)
    assert blueprint.next["en"] == f"arn:{arn.split(':')[1]}:iam::123456789012:role/r"


def test_policy_variables_of_iam_stay_as_they_are():
    document = allow("s3:GetObject", on="arn:aws:s3:::home/${aws:username}/*")

    blueprint = rendered(resources=[a_role_item(inline={"home": document})])

    assert the_role(blueprint).inline["home"] == document


@pytest.mark.parametrize(
    ("option", "value", "field", "expected"),
    [
        ("PERMISSIONS_BOUNDARY", BOUNDARY, "permissions_boundary", BOUNDARY),
        ("TAGS", "Team=data, Kind=mine", "tags", {"Kind": "mine", "Team": "data"}),
        ("ROLE_PATH", "/team/", "path", "/team/"),
        ("ROLE_DESCRIPTION", "Reads the lake", "description", "Reads the lake"),
        ("MAX_SESSION_SECONDS", "7200", "max_session_seconds", 7200),
    ],
)
def test_what_the_person_says_about_the_role_goes_before_what_the_preset_says(
    option: str, value: str, field: str, expected: Any
):
    preset_says = {
        "path": "/preset/",
        "description": "preset",
        "max_session_seconds": "3600",
        "tags": {"Kind": "preset"},
    }
    preset_says["permissions_boundary"] = "arn:<PARTITION>:iam::aws:policy/ReadOnlyAccess"

    without = the_role(rendered(resources=[a_role_item(**preset_says)]))
    with_option = the_role(rendered({option: value}, resources=[a_role_item(**preset_says)]))

    assert getattr(with_option, field) == expected
    assert getattr(without, field) != expected


def test_what_nobody_says_about_the_role_is_left_to_the_account():
    role = the_role(rendered())

    assert (role.path, role.description, role.max_session_seconds, role.permissions_boundary) == ("/", None, None, None)


def test_the_tags_a_person_gives_go_on_everything_that_takes_tags():
    resources = [
        a_role_item(instance_profile="web", tags={"Own": "role"}),
        {"managed_policy": {"name": "p", "document": allow("s3:GetObject"), "tags": {"Own": "policy"}}},
        {"oidc_provider": {"url": f"https://{ISSUER}", "tags": {"Own": "provider"}}},
    ]

    blueprint = rendered({"TAGS": "Team=data"}, resources=resources)

    assert {type(one): one.tags for one in blueprint.resources} == {
        OidcProvider: {"Own": "provider", "Team": "data"},
        ManagedPolicy: {"Own": "policy", "Team": "data"},
        Role: {"Own": "role", "Team": "data"},
        InstanceProfile: {"Team": "data"},
    }


def test_resources_come_in_the_order_they_must_be_made():
    resources = [
        a_role_item(instance_profile="web"),
        {"managed_policy": {"name": "p", "document": allow("s3:GetObject")}},
        {"service_linked_role": {"service": "es.amazonaws.com", "role_name": "AWSServiceRoleForX"}},
        {"oidc_provider": {"url": f"https://{ISSUER}/", "client_ids": ["sts.amazonaws.com"]}},
    ]

    blueprint = rendered(resources=resources)

    assert blueprint.resources == (
        OidcProvider(ISSUER, ("sts.amazonaws.com",)),
        ServiceLinkedRole("es.amazonaws.com", "AWSServiceRoleForX"),
        ManagedPolicy("p", allow("s3:GetObject")),
        Role("r", trust()),
        InstanceProfile("web", "r"),
    )


def test_a_choice_decides_which_resources_and_documents_there_are():
    asked = {"ROLE_NAME": a_placeholder(default="r"), "WITH": a_choice("yes", "no")}
    resources = [
        {"choose": "WITH", "yes": [{"oidc_provider": {"url": f"https://{ISSUER}"}}], "no": []},
        a_role_item(inline={"read": {"choose": "WITH", "yes": allow("s3:GetObject"), "no": {}}}),
    ]

    with_provider = rendered(placeholders=asked, resources=resources)
    without = rendered({"WITH": "no"}, placeholders=asked, resources=resources)

    assert with_provider.resources == (OidcProvider(ISSUER), Role("r", trust(), {"read": allow("s3:GetObject")}))
    assert without.resources == (Role("r", trust()),)
    assert without.choices == {"WITH": "no"}


def test_checks_are_filled_and_know_what_they_expect():
    checks = [
        {"action": "s3:GetObject", "resource": "arn:<PARTITION>:s3:::<ROLE_NAME>", "expect": "allowed"},
        {"action": "s3:PutObject", "resource": "*", "expect": "denied", "context": {"aws:k": "<REGION>"}},
    ]

    blueprint = rendered(checks=checks)

    assert blueprint.checks == (
        Expectation("s3:GetObject", "arn:aws:s3:::r", is_allowed=True, context={}),
        Expectation("s3:PutObject", "*", is_allowed=False, context={"aws:k": "us-east-1"}),
    )


def test_commands_and_texts_for_afterwards_name_what_was_made():
    blueprint = rendered(
        {"ROLE_PATH": "/team/"},
        resources=[a_role_item(instance_profile="web")],
        smoke=["use <ROLE_ARN>", "in <REGION>"],
        next=texts("<INSTANCE_PROFILE_ARN>") | {"ko": "<ROLE_NAME> 붙여넣기"},
    )

    assert blueprint.smoke == ("use arn:aws:iam::123456789012:role/team/r", "in us-east-1")
    assert blueprint.next == {
        "en": "arn:aws:iam::123456789012:instance-profile/web",
        "ko": "r 붙여넣기",
        "ja": "文",
    }


def test_what_the_caller_needs_keeps_the_tokens_nobody_had_to_give():
    asked = {"ROLE_NAME": a_placeholder(default="r"), "USER": a_placeholder("text")}

    blueprint = rendered(placeholders=asked, caller=allow("iam:PassRole", on="<ROLE_NAME> <USER>"))

    assert blueprint.caller == allow("iam:PassRole", on="r <USER>")


def test_a_preset_that_needs_nothing_wants_nothing():
    blueprint = rendered(need="not-needed", placeholders={}, resources=[])

    assert (blueprint.resources, blueprint.caller, blueprint.next) == ((), None, {})


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"role": {"name": "r"}}, "role.trust"),
        ({"role": {"name": "r", "trust": {}, "colour": "red"}}, "role.colour"),
        ({"role": {"name": "r", "trust": {}, "max_session_seconds": "long"}}, "role.max_session_seconds"),
        ({"role": "r"}, "role"),
        ({"role": {"name": "r", "trust": {}, "description": ""}}, "role.description"),
        ({"role": {"name": "r", "trust": {"Statement": "oops"}}}, "role.trust"),
        ({"role": {"name": "r", "trust": {}, "inline": {"p": {"Statement": ["oops"]}}}}, "role.inline.p"),
        ({"managed_policy": {"name": "p"}}, "managed_policy.document"),
        ({"managed_policy": {"name": "p", "document": statement(Condition="x")}}, "managed_policy.document"),
        ({"managed_policy": {"name": "p", "document": statement(Condition={"Bool": "x"})}}, "managed_policy.document"),
        ({"oidc_provider": {}}, "oidc_provider.url"),
        ({"service_linked_role": {"service": "es.amazonaws.com"}}, "service_linked_role.role_name"),
    ],
)
def test_a_resource_of_another_shape_than_its_kind_is_named(item: Any, field: str):
    with pytest.raises(PresetInvalid) as caught:
        rendered(placeholders={}, resources=[item])

    assert (caught.value.code, caught.value.params["field"]) == ("preset.field", field)


def test_a_token_that_nothing_fills_is_named_and_stops_everything():
    asked = {"ROLE_NAME": a_placeholder(default="r"), "WITH": a_choice("yes", "no")}
    item = a_role_item(inline={"p": {"choose": "WITH", "yes": allow("a:b", on="<WITH>"), "no": {}}})

    with pytest.raises(PresetInvalid) as caught:
        rendered(placeholders=asked, resources=[item])

    assert (caught.value.code, caught.value.params["token"]) == ("preset.token_left", "WITH")


def test_answers_of_another_variant_do_not_fit():
    asked = {"ROLE_NAME": a_placeholder(default="r"), "WITH": a_choice("yes", "no")}
    preset = a_preset(
        placeholders=asked, resources=[a_role_item(trust={"choose": "WITH", "yes": trust(), "no": trust()})]
    )
    other = a_preset(placeholders={"ROLE_NAME": a_placeholder(default="r")})

    with pytest.raises(PresetInvalid) as caught:
        render(preset, answer(other, {}, a_target()), a_target())

    assert caught.value.code == "preset.choice_without_branch"
