"""Templates for an account that has some of it: what is there is neither made anew nor cut down."""

import hcl2
import pytest
from builders import a_linked_role, a_policy, a_profile, a_provider, a_role
from export_cases import review_with, text_of

from tui.core.errors import UsageError
from tui.core.kinds import KmsKey, LogGroup, Resource, Stream

PREREQUISITES: list[tuple[Resource, Resource]] = [
    (Stream("s"), Stream("s", unique_id="2026-01-01")),
    (LogGroup("/app"), LogGroup("/app", unique_id="1")),
    (KmsKey("alias/a"), KmsKey("alias/a", unique_id="id", arn="arn:aws:kms:us-east-1:123456789012:key/id")),
    (a_linked_role(), a_linked_role()),
    (a_provider(), a_provider("sts.amazonaws.com", "another", tags={"alpha.eksctl.io/cluster-name": "c"})),
]


def test_what_the_account_has_already_is_imported_by_terraform() -> None:
    text = text_of(review_with(a_role(), a_profile(), observed=[a_role()]), "terraform")

    imports = hcl2.loads(text)["import"]
    assert [(one["to"], one["id"]) for one in imports] == [("${aws_iam_role.app}", '"app"')]


@pytest.mark.parametrize(("desired", "there"), PREREQUISITES)
def test_what_holds_data_or_serves_others_stays_out_of_both(desired: Resource, there: Resource) -> None:
    """Terraform took an imported stream back to 24 hours, a log group to no retention, a provider to our audience."""
    review = review_with(desired, a_role(), observed=[there])

    terraform, stack = text_of(review, "terraform"), text_of(review, "cloudformation")

    assert [kind.strip('"') for one in hcl2.loads(terraform)["resource"] for kind in one] == ["aws_iam_role"]
    assert "import" not in hcl2.loads(terraform)
    assert stack.count("Type: AWS::") == 1
    for text in (terraform, stack):
        assert f"# {desired.address} is there already and stays as it is" in text


def test_nothing_is_left_for_a_stack_where_all_of_it_is_there() -> None:
    with pytest.raises(UsageError) as refused:
        text_of(review_with(LogGroup("/app"), observed=[LogGroup("/app")]), "cloudformation")

    assert refused.value.code == "export.nothing"


def test_terraform_is_told_what_else_is_there_lest_it_takes_it_away() -> None:
    there = a_role(
        tags={"theirs": "1", "ours": "old"},
        description="old",
        path="/p/",
        max_session_seconds=7200,
        permissions_boundary="arn:aws:iam::aws:policy/PowerUserAccess",
    )
    policy = a_policy(description="as it was made", path="/q/", tags={"theirs": "1"})
    provider = a_provider("another", tags={"theirs": "1"})
    desired = (a_role(tags={"ours": "new"}), a_policy(), a_provider("ours"))

    text = text_of(review_with(*desired, observed=[there, policy, provider]), "terraform")

    bodies = {kind.strip('"'): body for one in hcl2.loads(text)["resource"] for kind, body in one.items()}
    [role], [made], [oidc] = (
        bodies[kind].values() for kind in ("aws_iam_role", "aws_iam_policy", "aws_iam_openid_connect_provider")
    )
    assert role["tags"] == {"theirs": '"1"', "ours": '"new"'}
    assert (role["path"], role["description"], role["max_session_duration"]) == ('"/p/"', '"old"', 7200)
    assert role["permissions_boundary"] == '"arn:aws:iam::aws:policy/PowerUserAccess"'
    assert (made["path"], made["description"], made["tags"]) == ('"/q/"', '"as it was made"', {"theirs": '"1"'})
    assert oidc["client_id_list"] == ['"another"', '"ours"']
    assert oidc["tags"] == {"theirs": '"1"'}


def test_a_stack_cannot_make_what_is_there_and_says_so() -> None:
    text = text_of(review_with(a_role(), a_profile(), observed=[a_role()]), "cloudformation")

    assert "# role/app is there already: a stack can only take it over by an import.\n" in text
    assert "# instance-profile/" not in text
