"""Answers that are given before the form opens: by --set and --answers."""

from builders import a_placeholder, a_preset, a_role_item, allow

from tui.core.preset.answers import known_by_token
from tui.core.preset.format import Preset


def a_form() -> Preset:
    bucket = a_placeholder("s3-bucket-name", aliases=["INTERNAL_BUCKET"])
    role = a_role_item(inline={"read": allow("s3:GetObject", on="arn:<PARTITION>:s3:::<BUCKET>/*")})
    return a_preset(placeholders={"BUCKET": bucket, "ROLE_NAME": a_placeholder()}, resources=[role])


def test_a_form_gets_the_values_it_knows_and_the_first_error_about_the_others():
    given = {"bucket": "one", "NOPE": "1", "internal-bucket": "two", "ROLE_NAME": "app"}

    known, error = known_by_token(a_form(), given)

    assert known == {"BUCKET": "one", "ROLE_NAME": "app"}
    assert error is not None
    assert (error.code, error.params["given"]) == ("answer.unknown", "NOPE")


def test_values_that_are_all_known_leave_nothing_to_tell():
    assert known_by_token(a_form(), {"Bucket": "one"}) == ({"BUCKET": "one"}, None)
