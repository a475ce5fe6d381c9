"""Every changing call of a scene, broken in every way: what has to come of it, and what came.

done        as planned, every call carried out exactly once, nobody told of "already exists"
back        refused for good: taken back, the account as before
resumed     stopped by credentials that expired, twice; `resume` ends it as planned, each call carried out once
-           the fault cannot happen to this call
"""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from faults import world
from faults.proxy import Fault
from faults.scenes import Scene, Stage
from tui.core.calls import ApiCall
from tui.core.effects import CREATES, DELETES
from tui.core.plan import Plan

DENIED = "User: arn:aws:iam::123456789012:user/moto is not authorized to perform: iam:{} on resource: arn:aws:iam::x"


def refusing(status: str, code: str, message: str, times: int) -> Callable[[ApiCall], Fault | None]:
    """A fault that AWS tells of; nothing is carried out."""
    return lambda call: Fault(
        "refuse", call, times, refusal=(status, code, message.format(call.operation, call.params.get("RoleName")))
    )


def losing(kind: str) -> Callable[[ApiCall], Fault | None]:
    """A fault nobody hears of, once."""
    return lambda call: Fault(kind, call)


def unknown_yet(call: ApiCall) -> Fault | None:
    """IAM does not know the role everywhere yet, or its principals: only what follows a creation can be told so."""
    if call.operation in CREATES - {"CreateRole"} | DELETES or "RoleName" not in call.params:
        return None
    if call.operation == "CreateRole":
        if "oidc-provider" not in call.params["AssumeRolePolicyDocument"]:
            return None
        provider = json.loads(call.params["AssumeRolePolicyDocument"])["Statement"][0]["Principal"]["Federated"]
        text = f"Invalid principal in policy: Federated {provider}"
        return Fault("refuse", call, 2, refusal=("400 Bad Request", "MalformedPolicyDocument", text))
    text = f"The role with name {call.params['RoleName']} cannot be found."
    return Fault("refuse", call, 2, refusal=("404 Not Found", "NoSuchEntity", text))


FAULTS: dict[str, tuple[str, Callable[[ApiCall], Fault | None]]] = {
    "answer lost": ("done", losing("drop_after")),
    "never sent": ("done", losing("drop_before")),
    "answer truncated": ("done", losing("truncate")),
    "connection cut": ("done", losing("cut")),
    "502 page": ("done", losing("garbage")),
    "500 ServiceFailure": ("done", refusing("500 Internal Server Error", "ServiceFailure", "try later", 1)),
    "throttled twice": ("done", refusing("400 Bad Request", "Throttling", "Rate exceeded", 2)),
    "ConcurrentModification": ("done", refusing("409 Conflict", "ConcurrentModification", "wait", 1)),
    "not visible yet twice": ("done", unknown_yet),
    "AccessDenied": ("back", refusing("403 Forbidden", "AccessDenied", DENIED, 99)),
    "ExpiredToken": ("resumed", refusing("403 Forbidden", "ExpiredToken", "expired", 2)),
}
"""What has to come of it, and how it is made."""


def outcome(stage: Stage, scene: Scene, call_index: int, fault: str, folder: Path) -> str:
    """What came of breaking that call of an apply like this; "wrong: ..." where it is none of the above."""
    plan = stage.prepare(scene, folder)
    before = world.in_force()
    made = FAULTS[fault][1](plan.steps[call_index].do)
    if made is None or (fault == "not visible yet twice" and not _made_here(plan, call_index)):
        return "-"
    stage.aws.faults.append(made)
    code = stage.carry_out(plan)
    broken_off = 0
    while made.kind == "refuse" and made.refusal[1] == "ExpiredToken" and code and broken_off < 3:
        broken_off += 1
        code = stage.carry_out(stage.desk.plan_resume(plan.run), "resume")
    stage.aws.faults.clear()
    return _judged(stage, plan, before, code, broken_off, made)


def _judged(stage: Stage, plan: Plan, before: object, code: int, broken_off: int, fault: Fault) -> str:
    if fault.times and fault.times < 50:
        return f"wrong: the fault did not happen ({fault.times} left)"
    if code:
        return "back" if world.in_force() == before else f"wrong: exit {code}, {stage.said[-400:]}"
    if Counter(stage.aws.carried_out) != Counter(step.do.operation for step in plan.steps):
        return f"wrong: carried out {stage.aws.carried_out}"
    if not broken_off and '"step-failed"' in stage.said:
        return f"wrong: told of a failure, {stage.said}"
    if '"matches": true' not in stage.said:
        return f"wrong: not as planned, {stage.said[-400:]}"
    return "resumed" if broken_off == 2 else "done"


def _made_here(plan: Plan, index: int) -> bool:
    """Whether the plan makes what the call needs; a thing that has been there for long is visible."""
    call = plan.steps[index].do
    made = {step.address for step in plan.steps if step.do.operation in CREATES}
    if call.operation == "CreateRole":
        return any(address.startswith("oidc-provider/") for address in made)
    return f"role/{call.params.get('RoleName')}" in made
