"""Errors of AWS pasted into the search: what they name is found."""

import pytest
from test_search_table import SEARCH

from tui.core.catalog.pasted_error import meanings
from tui.core.catalog.query import granting, marks

DENIED = "User: arn:aws:iam::111122223333:user/dev is not authorized to perform: "
LINKED = (
    '<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"> <Error> <Type>Sender</Type> '
    "<Code>AccessDenied</Code> <Message>" + DENIED + "iam:CreateServiceLinkedRole on resource: "
    "arn:aws:iam::111122223333:role/aws-service-role/es.amazonaws.com/AWSServiceRoleForAmazonElasticsearchService"
    "</Message> </Error> <RequestId>440a6</RequestId> </ErrorResponse>"
)
UNKNOWN_LINKED = LINKED.replace("AWSServiceRoleForAmazonElasticsearchService", "AWSServiceRoleForNobody")
CONSOLE = (
    "You are not authorized to perform this operation. "
    "(Service: AmazonEC2; Status Code: 403; Error Code: UnauthorizedOperation"
)
CLI = "An error occurred (AccessDenied) when calling the PutMetricData operation: Access Denied"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LINKED, ("AWSServiceRoleForAmazonElasticsearchService", "iam:CreateServiceLinkedRole")),
        (DENIED + "logs:PutLogEvents because no identity-based policy allows it", ("logs:PutLogEvents",)),
        (CONSOLE, ("UnauthorizedOperation",)),
        (CLI, ("*:PutMetricData",)),
        ("AccessDenied", ("AccessDenied",)),
        ("<Error><Code>AccessDenied</Code></Error>", ("<Error><Code>AccessDenied</Code></Error>",)),
        ("not authorized to perform", ("not authorized to perform",)),
        ("a role for reading a bucket", ("a role for reading a bucket",)),
        ("", ("",)),
    ],
)
def test_an_error_means_what_it_names_and_any_other_text_itself(text: str, found: tuple[str, ...]):
    assert meanings(text) == found


@pytest.mark.parametrize(
    ("error", "entry"),
    [
        (LINKED, "opensearch-domain"),
        (UNKNOWN_LINKED, "opensearch-domain"),
        (CONSOLE, "opensearch-domain"),
        (DENIED + "kinesis:PutRecord on resource: *", "eventbridge-target"),
        (CLI, "ec2-wordpress"),
    ],
)
def test_a_pasted_error_finds_the_entries_it_is_about(error: str, entry: str):
    # the blog this catalog comes from explains two of them, and nothing was found
    found = [one.id for one in SEARCH.find(error)]

    assert entry in found


def test_an_error_about_one_service_linked_role_finds_that_service_alone():
    assert [one.id for one in SEARCH.find(LINKED)] == ["opensearch-domain"]
    assert len(SEARCH.find(UNKNOWN_LINKED)) > 1


def test_what_an_error_was_found_by_is_marked():
    assert list(marks("may iam:CreateServiceLinkedRole", LINKED)) == [(4, 31)]
    assert granting(("iam:CreateServiceLinkedRole", "s3:GetObject"), LINKED) == ("iam:CreateServiceLinkedRole",)
