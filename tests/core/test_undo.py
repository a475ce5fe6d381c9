"""The way back: only what the run did, only while it is still that, and never from under somebody who uses it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from builders import (
    Account,
    a_linked_role,
    a_plan,
    a_policy,
    a_profile,
    a_provider,
    a_role,
    allow,
    an_account,
    observe,
    trust,
    with_versions,
)

from tui.core.errors import PlanStale
from tui.core.kinds import Resource
from tui.core.run.deployer import Deployer
from tui.core.run.journal import RunRecord, mended_record, read_run
from tui.core.run.resume import make_resume
from tui.core.run.undo import UndoPlan, make_undo

OWN = "arn:aws:iam::123456789012:policy/shared"
WANTED = (a_policy(), a_role(managed=(OWN,), inline={"a": allow("s3:GetObject")}), a_profile())


class Notebook:
    """A journal in a list, as it would be read from disk."""

    def __init__(self) -> None:
        self.records: list[Mapping[str, Any]] = []

    def write(self, record: Mapping[str, Any]) -> None:
        self.records.append(record)

    @property
    def run(self) -> RunRecord:
        return read_run(self.records)[0]


def applied(account: Account, *wanted: Resource, run: str = "r1") -> Notebook:
    notebook = Notebook()
    plan = a_plan(*wanted, observed=observe(account, wanted).values(), run=run)
    list(Deployer(account, observe, notebook, sleep=lambda _: None).deploy(plan))
    return notebook


def way_back(account: Account, notebook: Notebook, **users: tuple[str, ...]) -> UndoPlan:
    run = notebook.run
    named = {address.replace("__", "/").replace("_", "-"): names for address, names in users.items()}
    return make_undo(run, observe(account, run.desired), named, account.target)


def taken_back(account: Account, notebook: Notebook) -> str:
    back = way_back(account, notebook)
    events = list(Deployer(account, observe, notebook, sleep=lambda _: None).deploy(back.plan, "undo"))
    return events[-1].outcome


def operations(back: UndoPlan) -> set[str]:
    return {step.do.operation for step in back.plan.steps}


def refusals(back: UndoPlan) -> set[tuple[str, str]]:
    return {(one.address, one.code) for one in back.refusals}


def test_undoing_takes_away_all_that_was_made():
    account = Account()
    notebook = applied(account, a_provider(), a_linked_role(), *WANTED)

    outcome = taken_back(account, notebook)

    assert outcome == "rolled-back"
    assert (account.roles, account.policies, account.profiles, account.providers) == ({}, {}, {}, {})
    assert notebook.run.state == "undone"


def test_undoing_twice_does_nothing():
    account = Account()
    notebook = applied(account, *WANTED)
    taken_back(account, notebook)

    again = way_back(account, notebook)

    assert (again.plan.steps, again.refusals) == ((), ())


def test_undoing_restores_what_was_changed():
    account = an_account(a_policy(), a_role(description="old", tags={"Team": "a"}))
    before = observe(account, WANTED)
    wanted = (
        a_policy(document=allow("s3:PutObject")),
        a_role(trust=trust("lambda.amazonaws.com"), description="new", tags={"team": "b"}, managed=(OWN,)),
    )
    notebook = applied(account, *wanted)

    taken_back(account, notebook)

    assert observe(account, wanted) == {address: before[address] for address in ("policy/shared", "role/app")}


def test_what_an_undo_has_restored_is_not_taken_back_again_after_somebody_else_wanted_the_same():
    account = an_account(a_role(description="old"))
    wanted = a_role(description="new")
    first = applied(account, wanted)
    taken_back(account, first)
    applied(account, wanted, run="r2")

    assert way_back(account, first).plan.steps == ()


@pytest.mark.parametrize("made_by", ["r1", "somebody"])
def test_a_role_that_was_made_again_is_left_alone(made_by: str):
    account = Account()
    notebook = applied(account, a_role())
    account.roles["app"] |= {"RoleId": "AROAOTHER", "Tags": [{"Key": "rolewizard:run", "Value": made_by}]}

    back = way_back(account, notebook)

    assert back.plan.steps == ()
    assert refusals(back) == {("role/app", "recreated")}


CHANGES: list[tuple[str, Callable[[Account], Any], str]] = [
    ("another policy attached", lambda account: account.roles["app"]["managed"].append("arn:theirs"), "in_use"),
    ("another policy put in", lambda account: account.roles["app"]["inline"].update(x=allow("a:b")), "in_use"),
    ("its policy edited", lambda account: account.roles["app"]["inline"].update(a=allow("a:b")), "changed"),
]


@pytest.mark.parametrize(("change", "code"), [one[1:] for one in CHANGES], ids=[one[0] for one in CHANGES])
def test_a_role_somebody_built_on_stays_whole_with_all_it_needs(change: Callable[[Account], Any], code: str):
    """A role in use was first stripped of its policies, and only then found to be in use."""
    account = Account()
    notebook = applied(account, *WANTED)
    change(account)

    back = way_back(account, notebook)

    assert refusals(back) == {("role/app", code), ("policy/shared", "in_use")}
    assert operations(back) == {"RemoveRoleFromInstanceProfile", "DeleteInstanceProfile"}


def test_a_policy_that_another_role_uses_stays_and_the_rest_goes():
    account = Account()
    notebook = applied(account, *WANTED)

    back = way_back(account, notebook, policy__shared=("role/theirs",))

    assert refusals(back) == {("policy/shared", "in_use")}
    assert "DeletePolicy" not in operations(back)
    assert {"DetachRolePolicy", "DeleteRole", "DeleteInstanceProfile"} <= operations(back)


def test_a_profile_that_an_instance_uses_keeps_its_role_and_the_role_its_policies():
    account = Account()
    notebook = applied(account, *WANTED)

    back = way_back(account, notebook, instance_profile__app=("instance/i-1",))

    assert back.plan.steps == ()
    assert {one.address for one in back.refusals} == {"instance-profile/app", "role/app", "policy/shared"}


def test_what_was_there_before_the_run_is_never_deleted():
    account = an_account(a_policy(), a_role())
    notebook = applied(account, *WANTED)

    back = way_back(account, notebook)

    assert not operations(back) & {"DeletePolicy", "DeleteRole"}
    assert {"DetachRolePolicy", "DeleteRolePolicy", "DeleteInstanceProfile"} <= operations(back)


def test_a_changed_attribute_is_refused_and_the_others_go_back():
    account = an_account(a_role(description="old"))
    notebook = applied(account, a_role(description="new", managed=("x",)))
    account.roles["app"]["Description"] = "theirs"

    back = way_back(account, notebook)

    assert refusals(back) == {("role/app", "changed")}
    assert operations(back) == {"DetachRolePolicy"}


def test_the_oldest_version_that_made_room_cannot_be_brought_back_and_that_is_said():
    account = with_versions(an_account(a_policy()), "shared", *[allow(f"s3:A{number}") for number in range(4)])
    notebook = applied(account, a_policy(document=allow("s3:PutObject")))

    back = way_back(account, notebook)

    assert [(one.code, one.names) for one in back.refusals] == [("irreversible", ("v1",))]
    assert operations(back) == {"SetDefaultPolicyVersion", "DeletePolicyVersion"}


def test_an_undo_that_died_between_its_two_calls_still_removes_the_version():
    """The document in force was the old one again, so the new version was forgotten."""
    account = an_account(a_policy())
    notebook = applied(account, a_policy(document=allow("s3:PutObject")))
    back = way_back(account, notebook).plan
    dying = list(Deployer(account.refusing(1), observe, notebook, sleep=lambda _: None).deploy(back, "undo"))

    outcome = taken_back(account.mended(), notebook)

    [policy] = account.policies.values()
    assert (dying[-1].outcome, outcome) == ("failed", "rolled-back")
    assert list(policy["versions"]) == ["v1"]


def test_a_service_linked_role_that_was_there_first_is_not_ours_to_delete():
    account = Account()
    notebook = applied(account, a_linked_role())
    [outcome] = [one for one in notebook.records if one["record"] == "outcome"]
    notebook.records[notebook.records.index(outcome)] = {**outcome, "unique_id": ""}

    back = way_back(account, notebook)

    assert back.plan.steps == ()
    assert refusals(back) == {("service-linked-role/opensearchservice.amazonaws.com", "recreated")}


@pytest.mark.parametrize("cut", range(1, 17))
def test_wherever_a_damaged_journal_ends_the_run_is_undone_and_resumed(cut: int):
    """What stood in the lost part may have been done: that is read from the account, too."""
    account = Account()
    notebook = applied(account, *WANTED)
    notebook.records = [*notebook.records[:cut], mended_record(99)]

    rest = make_resume(notebook.run, observe(account, WANTED), account.target)
    outcome = taken_back(account, notebook)

    assert rest.steps == ()
    assert outcome == "rolled-back"
    assert (account.roles, account.policies, account.profiles) == ({}, {}, {})


def test_a_resume_makes_only_what_is_missing_under_the_same_run():
    account = Account().refusing(2)
    notebook = applied(account, *WANTED)
    account.mended()

    rest = make_resume(notebook.run, observe(account, WANTED), account.target)
    list(Deployer(account, observe, notebook, sleep=lambda _: None).deploy(rest, "resume"))

    assert len(rest.steps) == 4
    assert notebook.run.state == "done"
    assert taken_back(account, notebook) == "rolled-back"
    assert (account.roles, account.policies, account.profiles) == ({}, {}, {})


def test_a_resume_of_what_somebody_replaced_or_changed_is_a_new_decision():
    account = Account()
    notebook = applied(account, a_role())
    account.roles["app"]["RoleId"] = "AROAOTHER"
    with pytest.raises(PlanStale):
        make_resume(notebook.run, observe(account, [a_role()]), account.target)

    account = an_account(a_role(description="old"))
    before = observe(account, [a_role()])
    untouched = replace(
        notebook.run,
        before=before,
        phases=(),
        made={},
    )
    account.roles["app"]["Description"] = "theirs"
    with pytest.raises(PlanStale):
        make_resume(untouched, observe(account, [a_role()]), account.target)


def test_what_stays_is_not_among_what_the_way_back_changes():
    """The preview said that a role in use would be deleted, beside the line that it is kept."""
    account = Account()
    notebook = applied(account, *WANTED)

    plan = way_back(account, notebook, role__app=("instance-profile/else",)).plan

    actions = {change.address: change.action for change in plan.changes}
    assert actions == {"policy/shared": "no-op", "role/app": "no-op", "instance-profile/app": "delete"}
    assert {step.address for step in plan.steps} == {"instance-profile/app"}
