"""Every changing call of a scene, broken in every way, on the way there and on both ways back: what has to come of it.

done        as planned, every call carried out exactly once, nobody told of "already exists"
back        refused for good: taken back, the account as before
resumed     stopped by credentials that expired, twice; `resume` ends it as planned, each call carried out once
paused      the same with somebody to ask: the run waits, and goes on with the same call
undone      the account as before, each call back carried out once, the journal closed
open        refused for good, or locked out, on the way back: the journal stays open, and a second way back ends undone
-           the fault cannot happen to this call
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from faults import world
from faults.proxy import Fault
from faults.scenes import Scene
from faults.stage import Stage
from tui.core.calls.api_call import ApiCall
from tui.core.kinds.postconditions import CREATES, DELETES
from tui.core.plan.plan import Plan
from tui.core.run.send import TAKING_AWAY

Way = Literal["apply", "undo", "rollback"]
WAYS: tuple[Way, ...] = ("apply", "undo", "rollback")
DENIED = "User: arn:aws:iam::123456789012:user/moto is not authorized to perform: iam:{} on resource: arn:aws:iam::x"
Made = Callable[[ApiCall], Fault | None]


def refusing(status: str, code: str, message: str, times: int) -> Made:
    """A fault that AWS tells of; nothing is carried out."""
    return lambda call: Fault(
        "refuse", call, times, refusal=(status, code, message.format(call.operation, call.params.get("RoleName")))
    )


def losing(kind: str) -> Made:
    """A fault nobody hears of, once. Nothing can be cut out of an answer that has no text."""
    return lambda call: None if kind in ("truncate", "cut") and call.operation in MUTE else Fault(kind, call)


MUTE = ("PutBucketPolicy", "DeleteBucketPolicy", "CreateLogGroup", "DeleteLogGroup", "SetIdentityPoolRoles")
"""Operations whose answer is a status line, or two brackets."""


def unknown_yet(call: ApiCall) -> Fault | None:
    """AWS does not know the role or its principals everywhere yet: only what follows a creation can be told so."""
    if call.operation in DELETES:
        return None
    refusal = _not_visible(call)
    return Fault("refuse", call, 2, refusal=refusal) if refusal else None


def _not_visible(call: ApiCall) -> tuple[str, str, str] | None:
    match call.operation:
        case "UpdateAccount":
            text = "The role ARN does not have required permissions configured."
            return "400 Bad Request", "BadRequestException", text
        case "AssociateIamInstanceProfile":
            name = call.params["IamInstanceProfile"]["Name"]
            text = f"Value ({name}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name"
            return "400 Bad Request", "InvalidParameterValue", text
        case "CreateRole" if "oidc-provider" in call.params["AssumeRolePolicyDocument"]:
            provider = json.loads(call.params["AssumeRolePolicyDocument"])["Statement"][0]["Principal"]["Federated"]
            text = f"Invalid principal in policy: Federated {provider}"
            return "400 Bad Request", "MalformedPolicyDocument", text
        case operation if operation not in CREATES and "RoleName" in call.params:
            return "404 Not Found", "NoSuchEntity", f"The role with name {call.params['RoleName']} cannot be found."
    return None


def conflicting(call: ApiCall) -> Fault | None:
    """IAM has not noticed yet that the thing is empty."""
    if call.operation not in DELETES or call.service != "iam":
        return None
    return Fault("refuse", call, 2, refusal=("409 Conflict", "DeleteConflict", "must detach all policies first"))


@dataclass(frozen=True)
class Row:
    """A fault: what has to come of it there and on a way back ("" where it is not tried), and how it is made."""

    there: str
    back: str
    make: Made


EXPIRED = refusing("403 Forbidden", "ExpiredToken", "expired", 2)
FAULTS: dict[str, Row] = {
    "answer lost": Row("done", "undone", losing("drop_after")),
    "never sent": Row("done", "undone", losing("drop_before")),
    "answer truncated": Row("done", "undone", losing("truncate")),
    "connection cut": Row("done", "undone", losing("cut")),
    "502 page": Row("done", "undone", losing("garbage")),
    "500 ServiceFailure": Row(
        "done", "undone", refusing("500 Internal Server Error", "ServiceFailure", "try later", 1)
    ),
    "throttled twice": Row("done", "undone", refusing("400 Bad Request", "Throttling", "Rate exceeded", 2)),
    "ConcurrentModification": Row("done", "undone", refusing("409 Conflict", "ConcurrentModification", "wait", 1)),
    "not visible yet twice": Row("done", "", unknown_yet),
    "DeleteConflict twice": Row("", "undone", conflicting),
    "AccessDenied": Row("back", "open", refusing("403 Forbidden", "AccessDenied", DENIED, 99)),
    "ExpiredToken": Row("resumed", "open", EXPIRED),
    "ExpiredToken, asked": Row("paused", "undone", EXPIRED),
}


def wanted(fault: str, way: Way) -> str:
    """What has to come of it."""
    return FAULTS[fault].there if way == "apply" else FAULTS[fault].back


def plan_on(stage: Stage, scene: Scene, way: Way, folder: Path) -> tuple[Plan, object]:
    """The plan whose calls are to be broken, the account being ready for it, and what there was before."""
    plan = stage.prepare(scene, folder)
    before = world.in_force()
    if way == "apply":
        return plan, before
    key = f"{scene.name} {way}"
    if key not in stage.halfway:
        if way == "undo":
            assert stage.carry_out(plan) == 0
        else:
            # the last call is refused for good, and what stands is to be rolled back
            denied = ("403 Forbidden", "AccessDenied", "no")
            with stage.broken(Fault("refuse", plan.steps[-1].do, 99, refusal=denied)):
                assert stage.carry_out_asking(plan, lambda _: False) == 1
        journal = stage.desk.journals.path_of(plan.run).read_bytes()
        stage.halfway[key] = stage.desk.plan_undo(plan.run).plan, world.snapshot(), journal
    back, there, journal = stage.halfway[key]
    world.restore(there)
    folder.mkdir(parents=True, exist_ok=True)
    stage.desk.journals.path_of(plan.run).write_bytes(journal)
    stage.aws.carried_out.clear()
    return back, before


def outcome(stage: Stage, scene: Scene, way: Way, call_index: int, fault: str, folder: Path) -> str:
    """What came of breaking that call; "wrong: ..." where it is none of the above."""
    plan, before = plan_on(stage, scene, way, folder)
    call = plan.steps[call_index].do
    made = FAULTS[fault].make(call)
    if (
        made is None
        or not wanted(fault, way)
        or (fault == "not visible yet twice" and not _made_here(plan, call_index))
    ):
        return "-"
    stage.aws.faults.append(made)
    return _there(stage, plan, before, made, fault) if way == "apply" else _back(stage, plan, way, before, made, fault)


def _there(stage: Stage, plan: Plan, before: object, made: Fault, fault: str) -> str:
    code = stage.carry_out_asking(plan, lambda _: True) if fault.endswith("asked") else stage.carry_out(plan)
    broken_off = 0
    while fault == "ExpiredToken" and code and broken_off < 3:
        broken_off += 1
        code = stage.carry_out(stage.desk.plan_resume(plan.run), "resume")
    stage.aws.faults.clear()
    if unhappened := _unhappened(made):
        return f"{unhappened}: exit {code}, {stage.said[-1000:]}"
    if code:
        return "back" if world.in_force() == before else f"wrong: exit {code}, {stage.said[-400:]}"
    if Counter(stage.aws.carried_out) != Counter(step.do.operation for step in plan.steps):
        return f"wrong: carried out {stage.aws.carried_out}"
    if not broken_off and '"step-failed"' in stage.said:
        return f"wrong: told of a failure, {stage.said}"
    if '"matches": true' not in stage.said:
        return f"wrong: not as planned, {stage.said[-400:]}"
    return "resumed" if broken_off == 2 else "paused" if fault.endswith("asked") else "done"


def _back(stage: Stage, plan: Plan, way: Way, before: object, made: Fault, fault: str) -> str:
    kind = "undo" if way == "undo" else "rollback"
    if fault.endswith("asked"):
        code = stage.carry_out_asking(plan, lambda _: True, kind)
    else:
        code = stage.carry_out(plan, kind)
    stage.aws.faults.clear()
    if not code:
        return _unhappened(made) or _undone(stage, plan, before) or "undone"
    if not stage.desk.runs()[0].is_open:
        return f"wrong: closed although refused, {stage.said[-400:]}"
    again = stage.desk.plan_undo(plan.run)
    if again.plan.steps and stage.carry_out(again.plan, kind):
        return f"wrong: not taken back the second time, {stage.said[-400:]}"
    return _undone(stage, plan, before) or "open"


def _undone(stage: Stage, plan: Plan, before: object) -> str:
    """What is wrong with a way back that says it was taken; "" where nothing is."""
    if world.in_force() != before:
        return "wrong: not as it was before"
    carried_out, planned = Counter(stage.aws.carried_out), Counter(step.do.operation for step in plan.steps)
    if carried_out != planned:
        return f"wrong: carried out {stage.aws.carried_out}"
    state = stage.desk.runs()[0].state
    return "" if state in ("undone", "rolled-back") else f"wrong: journal says {state}"


def _unhappened(made: Fault) -> str:
    return f"wrong: the fault did not happen ({made.times} left)" if made.times and made.times < 50 else ""


def _made_here(plan: Plan, index: int) -> bool:
    """Whether the plan makes what the call needs; a thing that has been there for long is visible."""
    call = plan.steps[index].do
    made = {step.address for step in plan.steps if step.do.operation in CREATES}
    match call.operation:
        case "CreateRole":
            return any(address.startswith("oidc-provider/") for address in made)
        case "UpdateAccount":
            return any(address.startswith("role/") for address in made)
        case "AssociateIamInstanceProfile":
            return f"instance-profile/{call.params['IamInstanceProfile']['Name']}" in made
    return f"role/{call.params.get('RoleName')}" in made and not call.operation.startswith(TAKING_AWAY)
