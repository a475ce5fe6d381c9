"""Answers that come too late, and answers in which IAM has rewritten what it was told."""

from pathlib import Path
from urllib.parse import quote

from faults.proxy import Fault
from faults.scenes import scene
from faults.stage import Stage
from tui.aws.session import ANSWER_SECONDS

SCENE = scene("batch-instance-role")


def test_an_answer_that_comes_after_the_time_out_is_found_out_by_reading(stage: Stage, tmp_path: Path) -> None:
    plan = stage.prepare(SCENE, tmp_path)
    late = Fault("slow", plan.steps[0].do, seconds=ANSWER_SECONDS + 0.5)

    with stage.broken(late):
        code = stage.carry_out(plan)

    assert code == 0
    assert '"reason": "unheard"' in stage.said
    assert '"aws_code": "aws.timeout"' in stage.said
    assert sorted(stage.aws.carried_out) == sorted(step.do.operation for step in plan.steps)
    stage.aws.settle()


def test_a_principal_that_iam_has_lost_is_told_at_the_review_and_would_be_put_back(
    stage: Stage, tmp_path: Path
) -> None:
    """IAM shows the unique id of a principal that was deleted in place of its ARN, in every answer from then on."""
    trusting = scene("qlik-lakehouse-management-role")
    assert stage.carry_out(stage.prepare(trusting, tmp_path)) == 0
    there, gone = quote("arn:aws:iam::111122223333:root", safe=""), "AROAEXAMPLE1234567890"
    rewritten = Fault("alter", operation="GetRole", altered=(there, gone), times=99)

    with stage.broken(rewritten):
        review = stage.desk.review(stage.desk.preset(trusting.preset), trusting.given)

    told = {one.code: one for one in review.findings}
    assert told["principal_deleted"].params["id"] == gone
    assert [step.do.operation for step in review.plan.steps] == ["UpdateAssumeRolePolicy"]
