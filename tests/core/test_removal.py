"""Taking away what is there, as a plan: journaled, gone on with after a stop, and made again as it was."""

from collections.abc import Iterable

import pytest
from builders import (
    Account,
    a_policy,
    a_profile,
    a_provider,
    a_role,
    a_target,
    allow,
    an_account,
    observe,
    with_versions,
)

from tui.core.errors import PlanStale
from tui.core.kinds import Removable, Role, removal_steps
from tui.core.plan.plan import Plan, plan_removal
from tui.core.run.deployer import Deployer
from tui.core.run.events import Finished
from tui.core.run.journal import JournalWriter, RunRecord, read_run
from tui.core.run.resume import make_resume
from tui.core.run.undo import make_undo

OTHERS = ("arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/PowerUserAccess")
FULL = a_role(
    inline={"a": allow("s3:GetObject"), "b": allow("sqs:SendMessage")},
    managed=OTHERS,
    tags={"Team": "x"},
    path="/team/",
    description="what for",
    max_session_seconds=7200,
)
THINGS = [FULL, a_policy(tags={"Team": "x"}, path="/team/"), a_profile(role=None), a_provider(tags={"Team": "x"})]


class Notebook(JournalWriter):
    """A journal in a list."""

    def __init__(self) -> None:
        self.records = []

    def write(self, record) -> None:
        self.records.append(record)

    @property
    def run(self) -> RunRecord:
        return read_run(self.records)[0]


def removal(account: Account, thing: Removable) -> Plan:
    there = observe(account, [thing])[thing.address]
    return plan_removal("doctor", there, account.target, "r1")


def carry_out(account: Account, plan: Plan, notebook: Notebook, kind="apply") -> Finished:
    return list(Deployer(account, observe, notebook, sleep=lambda _: None).deploy(plan, kind))[-1]


def undone(account: Account, notebook: Notebook) -> Finished:
    run = notebook.run
    back = make_undo(run, observe(account, run.desired), {}, account.target)
    return carry_out(account, back.plan, notebook, "undo")


def parts(account: Account, things: Iterable[Removable]) -> dict:
    return {address: one and one.parts() for address, one in observe(account, things).items()}


@pytest.mark.parametrize("thing", THINGS, ids=lambda one: one.address)
def test_what_was_taken_away_is_made_again_as_it_was(thing):
    account, notebook = an_account(thing), Notebook()
    before = parts(account, [thing])

    last = carry_out(account, removal(account, thing), notebook)

    assert (last.outcome, last.outputs) == ("done", {})
    assert observe(account, [thing]) == {thing.address: None}
    assert notebook.run.removes == (thing.address,)

    back = undone(account, notebook)

    assert back.outcome == "rolled-back"
    assert parts(account, [thing]) == before
    assert notebook.run.state == "undone"


@pytest.mark.parametrize("after", range(5))
def test_wherever_a_removal_stops_its_undo_restores_what_was_there(after):
    account, notebook = an_account(FULL), Notebook()
    before = parts(account, [FULL])

    last = carry_out(account.refusing(after), removal(account, FULL), notebook)
    undone(account.mended(), notebook)

    assert (last.outcome, last.done) == ("failed", after)
    assert parts(account, [FULL]) == before


@pytest.mark.parametrize("after", range(5))
def test_a_removal_that_stopped_is_gone_on_with(after):
    account, notebook = an_account(FULL), Notebook()
    carry_out(account.refusing(after), removal(account, FULL), notebook)
    account.mended()

    plan = make_resume(notebook.run, observe(account, [FULL]), account.target)
    last = carry_out(account, plan, notebook, "resume")

    assert last.outcome == "done"
    assert len(plan.steps) == 5 - after
    assert observe(account, [FULL]) == {FULL.address: None}


def test_an_undo_that_stopped_is_gone_on_with():
    account, notebook = an_account(FULL), Notebook()
    before = parts(account, [FULL])
    carry_out(account, removal(account, FULL), notebook)

    first = undone(account.refusing(2), notebook)
    second = undone(account.mended(), notebook)

    assert (first.outcome, second.outcome) == ("failed", "rolled-back")
    assert parts(account, [FULL]) == before


def test_what_somebody_made_again_meanwhile_is_left_alone():
    account, notebook = an_account(FULL), Notebook()
    carry_out(account, removal(account, FULL), notebook)
    theirs = Role("app", {"Version": "2012-10-17", "Statement": []})
    for step in an_account(theirs).sent:
        account.call(step)

    back = make_undo(notebook.run, observe(account, [FULL]), {}, account.target)

    assert back.plan.steps == ()
    assert {one.code for one in back.refusals} == {"recreated"}


def test_older_versions_of_a_policy_are_told_as_lost_for_good():
    account, notebook = with_versions(an_account(a_policy()), "shared", allow("s3:PutObject")), Notebook()
    carry_out(account, removal(account, a_policy()), notebook)

    back = make_undo(notebook.run, observe(account, [a_policy()]), {}, account.target)

    assert [(one.code, one.names) for one in back.refusals] == [("irreversible", ("v1",))]
    assert [one.do.operation for one in back.plan.steps] == ["CreatePolicy"]
    assert "PutObject" in back.plan.steps[0].do.params["PolicyDocument"]


def test_nothing_goes_out_where_the_thing_has_changed_since_the_plan_was_made():
    account = an_account(FULL)
    plan = removal(account, FULL)
    account._DetachRolePolicy("app", OTHERS[0])

    with pytest.raises(PlanStale):
        carry_out(account, plan, Notebook())


def test_the_undo_of_a_removal_carries_no_tag_of_the_run():
    steps = removal_steps(a_policy(tags={"Team": "x"}), a_target())

    assert steps[-1].undo[0].params["Tags"] == [{"Key": "Team", "Value": "x"}]
