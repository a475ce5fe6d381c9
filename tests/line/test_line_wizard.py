"""The wizard as questions and answers, typed into questionary's own prompts; the practice account is the real child."""

import pytest
from keyboard import APPLY, CTRL_C, CTRL_D, ENTER, ERASE, LEAVE, make_lambda, run

WORKSPACE = "ws-12345678-abcd-1234-abcd-123456789012"


def test_from_the_catalog_to_a_role_by_enter_alone(capsys: pytest.CaptureFixture[str]) -> None:
    search, first_hit, defaults = ("wordpress", ENTER), (ENTER,), (ENTER,) * 7

    code = run(*search, *first_hit, *defaults, *APPLY, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert "PRACTICE  123456789012" in told
    assert "role_arn = arn:aws:iam::123456789012:role/umemoto-wordpress-role" in told
    assert "\x1b" not in told


def test_nothing_is_applied_without_a_yes(capsys: pytest.CaptureFixture[str]) -> None:
    code = make_lambda("a", ENTER, ENTER, *LEAVE)

    assert code == 0
    assert "Nothing was applied." in capsys.readouterr().out


def test_a_dry_run_ends_at_the_review(capsys: pytest.CaptureFixture[str]) -> None:
    code = make_lambda(*LEAVE, dry_run=True)

    told = capsys.readouterr().out
    assert code == 4
    assert "CreateRole" in told
    assert "Dry run: nothing was sent." in told


def test_a_wrong_value_is_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    wrong, erase, right = ("bad name", ENTER), ("\x08" * 8,), ("good-name", ENTER)

    code = run(*wrong, *erase, *right, ENTER, ENTER, *LEAVE, preset="lambda-basic")

    assert code == 0
    assert "role/good-name-role" in capsys.readouterr().out


def test_an_entry_that_needs_no_role_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(preset="kinesis-data-streams", language="ko")

    told = capsys.readouterr().out
    assert code == 0
    assert "역할 불필요" in told
    assert "kinesis:CreateStream" in told


def test_answers_of_the_command_line_are_taken_by_alias_and_in_any_letter_case(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An answer that was not spelt as the preset does was asked for again, and then refused as given twice."""
    code = run(ENTER, *LEAVE, preset="lambda-basic", **{"function-name": "thumbnails", "Role_Name": "mine", "X": "1"})

    told = capsys.readouterr().out
    assert code == 0
    assert 'There is no placeholder called "X".' in told
    assert "+ role/mine  (create)" in told


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize(
    "before",
    [(), ("lambda-basic", ENTER), ("lambda-basic", ENTER, ENTER), ("lambda-basic", ENTER, ENTER, "half a na")],
)
def test_control_c_and_control_d_at_any_question_end_the_wizard(
    before: tuple[str, ...], key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(*before, key)

    assert code == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
@pytest.mark.parametrize("before", [(), ("a", ENTER), ("x", ENTER), ("s", ENTER), ("w", ENTER), ("c", ENTER, ENTER)])
def test_control_c_and_control_d_end_the_wizard_at_the_review_too(before: tuple[str, ...], key: str) -> None:
    assert make_lambda(*before, key) == 130


def test_control_d_in_the_middle_of_a_text_deletes_as_it_does_in_a_shell(capsys: pytest.CaptureFixture[str]) -> None:
    to_the_start = "\x01"

    code = run(f"xthumbs{to_the_start}", CTRL_D, ENTER, ENTER, ENTER, *LEAVE, preset="lambda-basic")

    assert code == 0
    assert "role/thumbs-role" in capsys.readouterr().out


def test_what_follows_from_an_answer_follows_when_it_is_changed(capsys: pytest.CaptureFixture[str]) -> None:
    code = make_lambda("c", ENTER, ENTER, ERASE, "previews", ENTER, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert "+ role/thumbnails-role  (create)" in told
    assert "+ role/previews-role  (create)" in told


def test_a_journeys_questions_stand_under_their_steps_and_its_sheet_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = {"EKS_CLUSTER": "my-cluster", "K8S_NAMESPACE": "prometheus", "WORKSPACE_ID": WORKSPACE}
    questions = (ENTER,) * 11

    code = run(*questions, *APPLY, *LEAVE, preset="prometheus-on-eks", language="ko", **given)

    told = capsys.readouterr().out
    assert code == 0
    assert told.index("5단계 중 1단계") < told.index("5단계 중 2단계") < told.index("5단계 중 3단계")
    assert "arn:aws:iam::123456789012:role/amp-iamproxy-query-role" in told[told.index("양식에 넣을 값") :]
    assert f"/workspaces/{WORKSPACE}/api/v1/remote_write" in told
    assert "☐ Helm 값" in told


def test_a_service_without_an_entry_leads_on_to_a_role_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    search, the_service, make_it = ("imagebuilder", ENTER), ("1", ENTER), ("y", ENTER)
    answers = (ENTER, ENTER, ENTER, "arn:aws:iam::aws:policy/ReadOnlyAccess", ENTER)

    code = run(*search, *the_service, *make_it, *answers, *APPLY, *LEAVE)

    told = capsys.readouterr().out
    assert code == 0
    assert "imagebuilder.amazonaws.com" in told
    assert "From AWS's API data" in told
    assert "arn:aws:iam::123456789012:role/my-service-role" in told


def test_a_journey_that_was_left_does_not_ask_again_what_was_answered(capsys: pytest.CaptureFixture[str]) -> None:
    cluster, issuer, namespace, workspace = ("my-cluster", ENTER), (ENTER,), ("monitoring", ENTER), (WORKSPACE, ENTER)

    left = run(*cluster, *issuer, *namespace, *workspace, CTRL_C, preset="prometheus-on-eks")
    capsys.readouterr()
    code = run(*(ENTER,) * 11, *APPLY, *LEAVE, preset="prometheus-on-eks")

    told = capsys.readouterr().out
    assert (left, code) == (130, 0)
    assert "from last time" in told
    assert "system:serviceaccount:monitoring:" in told
