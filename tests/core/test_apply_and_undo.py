"""For any account and any wish: applying leads to the wish, undoing leads back, and stopping anywhere does too."""

from dataclasses import replace

from builders import (
    BOUNDARY,
    a_linked_role,
    a_plan,
    a_policy,
    a_profile,
    a_provider,
    a_role,
    allow,
    an_account,
    deployed,
    observe,
    take_back,
    trust,
    with_versions,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.core.iam.policy import canonical
from tui.core.kinds import InstanceProfile, ManagedPolicy, Resource, Role
from tui.core.plan.plan import Observed
from tui.core.run.events import Finished

DOCUMENTS = st.sampled_from([allow("s3:GetObject"), allow("S3:getobject"), allow("s3:PutObject"), allow("kms:Decrypt")])
TAGS = st.dictionaries(st.sampled_from(["Team", "team", "Cost"]), st.sampled_from(["", "1", "2"]), max_size=2)
ROLES = st.builds(
    a_role,
    trust=st.sampled_from([trust(), trust("lambda.amazonaws.com")]),
    inline=st.dictionaries(st.sampled_from(["read", "write"]), DOCUMENTS),
    managed=st.lists(st.sampled_from(["arn:x", "arn:y", "arn:z"]), unique=True).map(tuple),
    tags=TAGS,
    path=st.sampled_from(["/", "/team/"]),
    description=st.sampled_from([None, "one", "two"]),
    max_session_seconds=st.sampled_from([None, 3600, 7200]),
    permissions_boundary=st.sampled_from([None, BOUNDARY, "arn:aws:iam::aws:policy/ReadOnlyAccess"]),
)
POLICIES = st.builds(a_policy, document=DOCUMENTS, tags=TAGS)
PROFILES = st.builds(a_profile, role=st.sampled_from(["app", "other"]), tags=TAGS)
EMPTY_PROFILES = st.builds(a_profile, role=st.none(), tags=TAGS)
CLIENTS = st.lists(st.sampled_from(["sts.amazonaws.com", "b", "c"]), min_size=1, unique=True).map(tuple)
PROVIDERS = st.builds(lambda clients, tags: a_provider(*clients, tags=tags), CLIENTS, TAGS)


def some_of(*kinds: st.SearchStrategy[Resource]) -> st.SearchStrategy[list[Resource]]:
    """At most one thing of each kind, in the order they are made."""
    return st.tuples(*[st.one_of(st.none(), kind) for kind in kinds]).map(possible)


def possible(found: tuple[Resource | None, ...]) -> list[Resource]:
    """What is there of these; a profile cannot hold a role that does not exist."""
    things = [one for one in found if one]
    if any(isinstance(one, Role) for one in things):
        return things
    return [replace(one, role="other") if isinstance(one, InstanceProfile) and one.role else one for one in things]


LINKED_ROLES = st.just(a_linked_role())
THERE = some_of(PROVIDERS, LINKED_ROLES, POLICIES, ROLES, PROFILES | EMPTY_PROFILES)
WANTED = some_of(PROVIDERS, LINKED_ROLES, POLICIES, ROLES, PROFILES)
RUNS = st.tuples(THERE, WANTED, st.lists(DOCUMENTS, max_size=4))
"""What is there, what is wanted, and how often the policy that is there was saved again."""


def meaning(observed: Observed) -> dict[str, object]:
    """What was observed, documents by meaning; versions not in force do not count, since IAM never forgets one."""
    seen: dict[str, object] = {}
    for address, resource in observed.items():
        if isinstance(resource, ManagedPolicy):
            resource = replace(resource, document=canonical(resource.document), default_version="", other_versions=())
        seen[address] = resource
    return seen


def account_with(there: list[Resource], saved_again: list[dict[str, object]]):
    account = an_account(*there)
    return (
        with_versions(account, "shared", *saved_again)
        if any(isinstance(one, ManagedPolicy) for one in there)
        else account
    )


@given(RUNS)
def test_after_applying_there_is_nothing_left_to_do(run):
    there, wanted, saved_again = run
    account = account_with(there, saved_again)

    events = deployed(account, a_plan(*wanted, observed=observe(account, wanted).values()))
    again = a_plan(*wanted, observed=observe(account, wanted).values())

    assert events[-1].outcome == "done"
    assert events[-2].matches
    assert again.steps == ()
    assert {change.action for change in again.changes} <= {"no-op"}


@given(RUNS)
def test_undoing_an_apply_restores_what_was_observed(run):
    there, wanted, saved_again = run
    account = account_with(there, saved_again)
    before = observe(account, wanted)
    plan = a_plan(*wanted, observed=before.values())

    deployed(account, plan)
    take_back(account, plan.steps)

    assert meaning(observe(account, wanted)) == meaning(before)


@settings(max_examples=40)
@given(RUNS)
def test_wherever_an_apply_stops_its_undo_restores_what_was_observed(run):
    there, wanted, saved_again = run
    total = len(a_plan(*wanted, observed=observe(account_with(there, saved_again), wanted).values()).steps)

    for after in range(total):
        account = account_with(there, saved_again)
        before = observe(account, wanted)
        plan = a_plan(*wanted, observed=before.values())
        events = deployed(account.refusing(after), plan)
        take_back(account.mended(), [plan.steps[index] for index in events[-1].done_steps])

        assert isinstance(events[-1], Finished)
        assert (events[-1].outcome, events[-1].done) == ("failed", after)
        assert meaning(observe(account, wanted)) == meaning(before)


@given(RUNS)
def test_a_change_is_announced_exactly_where_a_call_is_made(run):
    there, wanted, saved_again = run
    account = account_with(there, saved_again)

    plan = a_plan(*wanted, observed=observe(account, wanted).values())

    announced = {change.address for change in plan.changes if change.action != "no-op"}
    assert announced == {step.address for step in plan.steps}


@given(RUNS)
def test_what_is_there_besides_survives_an_apply(run):
    there, wanted, saved_again = run
    account = account_with(there, saved_again)
    before = observe(account, there)

    deployed(account, a_plan(*wanted, observed=observe(account, wanted).values()))
    after = observe(account, there)

    for address, old in before.items():
        kept = set(old.parts()) - {"role"}
        assert kept <= set(after[address].parts())
