"""Observing: what is in the account comes back as the same kind of value as what is desired."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from builders import a_linked_role, a_policy, a_profile, a_provider, a_role, allow, trust
from endpoints import Endpoint

from tui.aws.gateway import AccountGateway
from tui.aws.observe import observe
from tui.aws.observe.answers import document
from tui.core.calls.api_call import ApiCall, Gateway, iam
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.iam.arn import policy_arn
from tui.core.kinds import Resource, Role, steps_for


def make(gateway: Gateway, *resources: Resource) -> None:
    """Makes the things the way an apply does."""
    for one in resources:
        for step in steps_for(one, None, gateway.target, "run-1"):
            gateway.call(step.do)


def seen(gateway: Gateway, desired: Resource) -> Any:
    return observe(gateway, [desired])[desired.address]


@pytest.mark.parametrize(
    "desired", [a_role(), a_policy(), a_profile(), a_provider(), a_linked_role()], ids=lambda one: type(one).__name__
)
def test_where_nothing_is_there_is_none(account: AccountGateway, moto_server: Endpoint, desired: Resource) -> None:
    found = observe(account, [desired])

    assert found == {desired.address: None}
    assert len(moto_server.requests) == 1


@pytest.mark.parametrize(
    "desired",
    [
        a_role(
            path="/app/",
            description="For the app",
            max_session_seconds=7200,
            tags={"team": "a"},
            inline={"one": allow("s3:GetObject"), "two": allow("s3:PutObject")},
        ),
        a_policy(path="/app/", description="Shared", tags={"team": "a"}),
        a_profile(role=None, path="/app/", tags={"team": "a"}),
        a_provider("sts.amazonaws.com", tags={"team": "a"}),
        a_linked_role(),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_was_made_needs_no_further_step(account: AccountGateway, desired: Resource) -> None:
    make(account, desired)

    found = seen(account, desired)

    assert steps_for(desired, found, account.target, "run-2") == ()
    assert desired.parts().items() <= found.parts().items()


def test_a_role_is_observed_in_full(account: AccountGateway) -> None:
    boundary, shared = policy_arn(account.target, "boundary"), policy_arn(account.target, "shared")
    make(account, a_policy("boundary"), a_policy("shared"))
    make(
        account,
        a_role(permissions_boundary=boundary, managed=(shared,), inline={"ours": allow("a:B"), "theirs": allow("c:D")}),
    )

    found = seen(account, a_role(inline={"ours": {}, "not there": {}}))

    assert found.trust == trust()
    assert found.inline == {"ours": allow("a:B")}
    assert found.other_inline == ("theirs",)
    assert found.managed == (shared,)
    assert found.permissions_boundary == boundary
    assert found.tags == {"rolewizard:run": "run-1"}
    assert found.unique_id.startswith("AROA")


def test_only_the_inline_policies_that_are_asked_about_are_read(account: AccountGateway, moto_server: Endpoint) -> None:
    make(account, a_role(inline={"ours": allow("a:B"), "theirs": allow("c:D")}))
    moto_server.requests.clear()

    seen(account, a_role(inline={"ours": {}}))

    assert moto_server.requests[0][1] == "GetRole"
    assert sorted(action for _, action in moto_server.requests[1:]) == [
        "GetRolePolicy",
        "ListAttachedRolePolicies",
        "ListRolePolicies",
    ]


def test_inline_policies_and_attachments_beyond_the_first_page_count(account: AccountGateway) -> None:
    inline = {f"p{number:03}": allow("a:B") for number in range(105)}
    make(account, a_role(), *[a_policy(f"m{number:03}") for number in range(105)])
    arns = tuple(policy_arn(account.target, f"m{number:03}") for number in range(105))
    for name in inline:
        account.call(
            iam("PutRolePolicy", {"RoleName": "app", "PolicyName": name, "PolicyDocument": json.dumps(allow("a:B"))})
        )
    for arn in arns:
        account.call(iam("AttachRolePolicy", {"RoleName": "app", "PolicyArn": arn}))

    found = seen(account, a_role(inline={"p104": {}}))

    assert set(found.managed) == set(arns)
    assert found.inline == {"p104": allow("a:B")}
    assert len(found.other_inline) == 104


def test_a_managed_policys_versions_are_told_oldest_first(account: AccountGateway) -> None:
    make(account, a_policy(path="/app/"))
    at = {"PolicyArn": policy_arn(account.target, "shared", "/app/")}
    for number in (2, 3, 4):
        version = {"PolicyDocument": json.dumps(allow(f"s3:Get{number}")), "SetAsDefault": number == 3}
        account.call(iam("CreatePolicyVersion", {**at, **version}))

    found = seen(account, a_policy(path="/app/"))

    assert found.document == allow("s3:Get3")
    assert (found.default_version, found.other_versions) == ("v3", ("v1", "v2", "v4"))
    assert found.unique_id


def test_a_policy_of_the_same_name_under_another_path_is_another_policy(account: AccountGateway) -> None:
    make(account, a_policy(path="/elsewhere/"))

    assert seen(account, a_policy()) is None


def test_a_profile_tells_the_role_it_holds(account: AccountGateway) -> None:
    make(account, a_role("app"), a_profile(role="app"))

    assert seen(account, a_profile(role=None)).role == "app"


def test_a_service_linked_role_is_found_by_its_path_whatever_its_name(account: AccountGateway) -> None:
    account.call(iam("CreateServiceLinkedRole", {"AWSServiceName": "es.amazonaws.com"}))

    found = seen(account, a_linked_role("es.amazonaws.com"))

    assert found.service == "es.amazonaws.com"
    assert found.role_name.startswith("AWSServiceRoleFor")
    assert seen(account, a_linked_role("ecs.amazonaws.com")) is None


def test_the_practice_account_is_observed_the_same_way(practice: Gateway) -> None:
    found = seen(practice, a_role("sample-web-server"))

    assert found.trust == trust("ec2.amazonaws.com")
    assert seen(practice, a_profile("sample-web-server")).role == "sample-web-server"


class Pages:
    """A gateway whose ListRolePolicies comes in these pages; whatever else is asked is answered with the role."""

    target: Target = practice_target()

    def __init__(self, *pages: Mapping[str, Any]) -> None:
        self.pages = {None: pages[0]} | {page.get("at"): page for page in pages[1:]}

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        if call.operation == "ListRolePolicies":
            return self.pages[call.params.get("Marker")]
        role = {"RoleName": "app", "RoleId": "AROA1", "Path": "/", "AssumeRolePolicyDocument": trust()}
        return {"Role": role, "AttachedPolicies": []}


def test_an_empty_page_is_not_the_end() -> None:
    gateway = Pages(
        {"PolicyNames": [], "IsTruncated": True, "Marker": "1"},
        {"at": "1", "PolicyNames": ["a"], "IsTruncated": True, "Marker": "2"},
        {"at": "2", "PolicyNames": ["b"], "IsTruncated": False},
    )

    found = seen(gateway, a_role())

    assert isinstance(found, Role)
    assert found.other_inline == ("a", "b")


def test_a_page_that_leads_to_itself_is_an_error_not_an_endless_loop() -> None:
    gateway = Pages(
        {"PolicyNames": ["a"], "IsTruncated": True, "Marker": "1"},
        {"at": "1", "PolicyNames": ["a"], "IsTruncated": True, "Marker": "1"},
    )

    with pytest.raises(AwsUnreachable) as failure:
        seen(gateway, a_role())

    assert failure.value.code == "aws.garbled"


def test_a_denial_is_not_taken_for_absence() -> None:
    class Denying(Pages):
        def call(self, call: ApiCall) -> Mapping[str, Any]:
            raise AwsRefused("AccessDenied", "not authorized", call.operation, 403)

    with pytest.raises(AwsRefused):
        seen(Denying({}), a_role())


@pytest.mark.parametrize(
    "text",
    ['{"Version":"2012-10-17","Statement":[]}', "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"],
)
def test_a_document_that_comes_as_text_is_parsed(text: str) -> None:
    assert document(text) == {"Version": "2012-10-17", "Statement": []}
