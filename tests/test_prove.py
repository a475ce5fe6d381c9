"""Smoke steps of the bundled presets, performed in the practice account with the role's own credentials."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes import Remembered
from walk_installed import Memory, there_already, variants

from tui.aws.choices import derive
from tui.aws.observe import observe
from tui.aws.operations import call_problem
from tui.aws.practice.gateway import PracticeGateway
from tui.aws.proving import askers
from tui.cli import main
from tui.core.calls.api_call import ActingGateway, ApiCall, iam
from tui.core.errors import PresetInvalid
from tui.core.health.proof import Cleaned, Trial, Tried
from tui.core.iam.policy import as_list
from tui.core.iam.wildcards import matches
from tui.core.kinds import ManagedPolicy, Role
from tui.core.plan.blueprint import Blueprint
from tui.core.plan.plan import make_plan
from tui.core.preset.answers import answer
from tui.core.preset.format import Preset, parse, steps_in
from tui.core.preset.lint import problems
from tui.core.preset.rendering import render
from tui.core.run.deployer import Deployer
from tui.store.actions import load_actions
from tui.store.load import load_preset
from tui.store.managed_policies import load_managed_policies

FOLDER = Path(__file__).parents[1] / "presets"
PRESETS = {
    file.stem: preset for file in sorted(FOLDER.glob("*.yaml")) if any(steps_in((preset := load_preset(file)).smoke))
}
VARIANTS = [(name, variant) for name, preset in PRESETS.items() for variant in variants(preset)]
NOW_MS = 1_700_000_000_000
KEYS = re.compile(r"ASIA[A-Z0-9]{12,}")
"""Access key ids of temporary credentials."""


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeGateway]:
    with PracticeGateway(region="us-east-1", dry_run=False, history=Remembered()) as gateway:
        yield gateway


def applied(gateway: PracticeGateway, preset: Preset, variant: Mapping[str, str]) -> Blueprint:
    given = preset.examples() | there_already(variant) | variant
    answers = answer(preset, given, gateway.target, lambda kind, source: derive(gateway, kind, source))
    blueprint = render(preset, answers, gateway.target)
    plan = make_plan(blueprint, observe(gateway, blueprint.resources), gateway.target, "run0test")
    list(Deployer(gateway, observe, journal=Memory()).deploy(plan))
    return blueprint


def tried(gateway: ActingGateway, blueprint: Blueprint, **options: Any) -> tuple[list[Tried], Cleaned]:
    trial = Trial(
        blueprint.steps,
        askers(gateway, blueprint, load_managed_policies()),
        gateway,
        NOW_MS,
        **{"decider": "rolewizard", **options},
    )
    *steps, end = list(trial.run())
    assert isinstance(end, Cleaned)
    return [one for one in steps if isinstance(one, Tried)], end


@pytest.mark.sweep
@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_every_entry_with_steps_passes_them_and_leaves_nothing(
    practice: PracticeGateway, name: str, variant: dict[str, str]
) -> None:
    blueprint = applied(practice, PRESETS[name], variant)
    if not blueprint.steps:
        pytest.skip("no steps under these answers")

    steps, end = tried(practice, blueprint)

    assert [(one.step.name.by("en"), one.result, one.code, one.message) for one in steps if not one.passed] == []
    assert end.left == ()


REMOVED = ["ec2-wordpress", "qlik-lakehouse-ec2-instance-profile", "vpc-flow-logs-cloudwatch"]


def without(document: Mapping[str, Any], action: str) -> dict[str, Any] | None:
    """The document without what it allows an action by; None where it does not."""
    statements = []
    for one in as_list(document["Statement"]):
        kept = [named for named in as_list(one["Action"]) if not matches(named, action)]
        if kept:
            statements.append({**one, "Action": kept})
    return {**document, "Statement": statements} if statements != as_list(document["Statement"]) else None


@pytest.mark.sweep
@pytest.mark.parametrize("name", REMOVED)
def test_each_permission_that_is_taken_away_fails_the_steps_that_need_it(practice: PracticeGateway, name: str) -> None:
    preset = PRESETS[name]
    blueprint = applied(practice, preset, {"PERMISSIONS": "least"} if "PERMISSIONS" in preset.choices() else {})
    role = next(one for one in blueprint.resources if isinstance(one, Role))
    needed = {action for step in blueprint.steps for action in step.needs if step.expect == "allowed"}

    for action in sorted(needed):
        changed = take_away(practice, blueprint, role, action)
        steps, _ = tried(practice, blueprint)
        for undo in changed:
            practice.call(undo)

        failed = [one for one in steps if action in one.step.needs]
        assert failed
        assert {(one.result, one.passed) for one in failed} == {("denied", False)}, action
        for one in failed:
            assert one.outcome is not None
            assert (one.outcome.request.action, one.outcome.decision.reason) == (action, "nothing-allows")
        unaffected = [one for one in steps if action not in one.step.needs and one.result == "denied"]
        assert all(one.step.expect == "denied" for one in unaffected)


def take_away(gateway: PracticeGateway, blueprint: Blueprint, role: Role, action: str) -> list[ApiCall]:
    """Puts the documents without the action; returns the calls that put them back."""
    back = []
    for name, document in role.inline.items():
        if (less := without(document, action)) is not None:
            at = {"RoleName": role.name, "PolicyName": name}
            gateway.call(iam("PutRolePolicy", {**at, "PolicyDocument": json.dumps(less)}))
            back.append(iam("PutRolePolicy", {**at, "PolicyDocument": json.dumps(document)}))
    for one in blueprint.resources:
        if isinstance(one, ManagedPolicy) and (less := without(one.document, action)) is not None:
            at = {"PolicyArn": f"arn:aws:iam::123456789012:policy/{one.name}"}
            version = gateway.call(
                iam("CreatePolicyVersion", {**at, "PolicyDocument": json.dumps(less), "SetAsDefault": True})
            )["PolicyVersion"]["VersionId"]
            back.append(iam("SetDefaultPolicyVersion", {**at, "VersionId": "v1"}))
            back.append(iam("DeletePolicyVersion", {**at, "VersionId": version}))
    assert back, action
    return back


def proved(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["prove", *words, "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_a_run_and_its_entry_are_proved_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    main(["apply", "ec2-wordpress", "--set", "S3_BUCKET=my-media", "--yes", "--json"])
    run = json.loads(capsys.readouterr().out.splitlines()[-1])["run"]

    code, found = proved(capsys, run)
    dry_code, dry = proved(capsys, "ec2-wordpress", "--set", "S3_BUCKET=my-media", "--dry-run")

    assert (code, found["passed"], found["left"]) == (0, True, [])
    assert {"name", "expected", "result", "passed", "statement"} <= set(found["steps"][0])
    assert [one["result"] for one in found["steps"]][:3] == ["allowed"] * 3
    assert found["steps"][1]["statement"] == "S3-Wordpress-ut[2]"
    assert found["steps"][1]["policy"] == "policy/S3-Wordpress-ut"
    # on a dry run nobody makes the bucket, so the entry is not proved
    assert (dry_code, dry["steps"][0]["result"]) == (1, "not-tried")
    assert dry["steps"][1]["statement"] == "S3-Wordpress-ut[2]"


def test_what_cannot_be_proved_is_said_with_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    main(["apply", "xray", "--yes", "--json"])

    assert proved(capsys, "xray") == (2, {"error": {**proved(capsys, "xray")[1]["error"], "code": "prove.no_steps"}})
    assert proved(capsys, "ec2-wordpress")[1]["error"]["code"] == "prove.no_role"
    assert proved(capsys, "0123456789ab")[0] == 2


def test_temporary_credentials_stay_in_the_account_s_process(
    capsys: pytest.CaptureFixture[str], a_home_of_its_own: Path
) -> None:
    main(["apply", "ec2-wordpress", "--yes", "--json"])
    heard: list[str] = []

    code, found = proved(capsys, "ec2-wordpress")
    with PracticeGateway(region="us-east-1", dry_run=False, history=Remembered()) as gateway:
        blueprint = applied(gateway, PRESETS["ec2-wordpress"], {})
        steps, _ = tried(gateway, blueprint)
        heard += [repr(steps), repr(vars(gateway))]
        role = "arn:aws:iam::123456789012:role/umemoto-wordpress-role"
        who = gateway.call_as(role, ApiCall("sts", "GetCallerIdentity", {}))
    heard += [json.dumps(found), repr(os.environ)]
    heard += [file.read_text("utf-8", "replace") for file in a_home_of_its_own.rglob("*") if file.is_file()]

    assert code == 0
    assert who["Arn"].endswith(":assumed-role/umemoto-wordpress-role/rolewizard-prove")
    assert [text for text in heard if KEYS.search(text) or "SessionToken" in text] == []


def test_a_dry_run_sends_nothing_and_the_policies_answer(practice: PracticeGateway) -> None:
    blueprint = applied(practice, PRESETS["vpc-flow-logs-cloudwatch"], {})

    steps, _ = tried(practice, blueprint, is_dry_run=True)

    assert all(one.passed for one in steps)
    with_stream = practice.call(ApiCall("logs", "DescribeLogStreams", {"logGroupName": "/vpc/flow-logs"}))
    assert with_stream["logStreams"] == []


def test_a_trial_that_is_stopped_cleans_up_what_it_made(practice: PracticeGateway) -> None:
    blueprint = applied(practice, PRESETS["vpc-flow-logs-cloudwatch"], {})
    trial = Trial(
        blueprint.steps, askers(practice, blueprint, load_managed_policies()), practice, NOW_MS, decider="rolewizard"
    )

    events = trial.run()
    made = [next(events) for _ in range(3)]
    events.close()

    assert isinstance(made[2], Tried)
    assert (made[2].step.operation, made[2].result) == ("CreateLogStream", "allowed")
    streams = practice.call(ApiCall("logs", "DescribeLogStreams", {"logGroupName": "/vpc/flow-logs"}))
    assert streams["logStreams"] == []


def a_preset(**step: Any) -> dict[str, Any]:
    role = {"name": "r", "trust": {"Version": "2012-10-17", "Statement": []}}
    whole = {"name": "Try", "service": "s3", "operation": "ListBuckets", "needs": {"s3:ListAllMyBuckets": "*"}, **step}
    return {"schema": "1", "id": "x", "title": "X", "resources": [{"role": role}], "smoke": [whole]}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"operation": "ListBukkets"}, "preset.smoke_operation"),
        ({"service": "s33"}, "preset.smoke_service"),
        ({"parameters": {"Bukket": "a"}}, "preset.smoke_parameters"),
        ({"needs": {"s3:ListAllMyBukkets": "*"}}, "preset.smoke_action"),
        ({"role": "another"}, "preset.smoke_role"),
    ],
)
def test_lint_finds_steps_that_cannot_work(step: dict[str, Any], code: str) -> None:
    tree = a_preset(**step)

    found = [one.code for one in problems(parse(tree), tree, load_actions(), call_problem)]

    assert code in found


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ({"parameters": {"Bucket": "<NOBODY>"}}, "preset.token_undeclared"),
        ({"keep": {"REGION": "A.B"}}, "preset.token_twice"),
        ({"needs": {}}, "preset.field"),
        ({"service": ""}, "preset.field"),
        ({"expect": "perhaps"}, "preset.field"),
    ],
)
def test_a_step_of_the_wrong_shape_is_no_preset(step: dict[str, Any], code: str) -> None:
    with pytest.raises(PresetInvalid) as refused:
        parse(a_preset(**step))

    assert refused.value.code == code


def test_every_bundled_step_calls_what_there_is() -> None:
    for name, preset in PRESETS.items():
        for item in steps_in(preset.smoke):
            calls = [item, *item.get("clean_up", ()), *filter(None, [item.get("unless")])]
            for one in calls:
                if one.get("service"):
                    call = ApiCall(one["service"], one["operation"], {})
                    assert call_problem(replace(call, params={}))[0] in ("", "parameters"), (name, one)
