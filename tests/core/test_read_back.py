"""After the last call the account is read again: IAM's readers lag behind its writers, and sometimes nobody answers."""

from collections.abc import Callable, Iterable

import pytest
from builders import Account, a_plan, a_profile, a_role, allow, an_account, observe

from tui.core.calls.api_call import Gateway
from tui.core.errors import AwsRefused, AwsUnreachable
from tui.core.kinds import Resource
from tui.core.plan.plan import Observed, Plan
from tui.core.run.deployer import Deployer
from tui.core.run.events import Event, ReadingBack, Verified
from tui.core.run.journal import PhaseKind
from tui.core.run.undo import make_undo
from tui.store.journals import JournalFolder
from tui.store.places import run_journals

NOTHING: Observed = {}
RUN = "0123456789ab"
SILENT = AwsUnreachable("aws.no_network", reason="")


class Readers:
    """Readers that know nothing new for a while once all calls have been made."""

    def __init__(self, lags: int, old: Callable[[], Observed]) -> None:
        self.lags, self.old, self.first = lags, old, True

    def observe(self, gateway: Gateway, wanted: Iterable[Resource], likely: Observed = NOTHING) -> Observed:
        if self.first:
            self.first = False
            return observe(gateway, wanted)
        if self.lags:
            self.lags -= 1
            return self.old()
        return observe(gateway, wanted)


def carried_out(account: Account, plan: Plan, readers: Readers, kind: PhaseKind = "apply") -> list[Event]:
    waits: list[float] = []
    deployer = Deployer(account, readers.observe, JournalFolder(run_journals()).writer(plan.run), sleep=waits.append)
    events = list(deployer.deploy(plan, kind))
    assert waits == [one.seconds for one in events if isinstance(one, ReadingBack) and one.seconds]
    return events


def read_backs(events: list[Event]) -> list[float]:
    return [one.seconds for one in events if isinstance(one, ReadingBack)]


def verified(events: list[Event]) -> Verified:
    [found] = [one for one in events if isinstance(one, Verified)]
    return found


@pytest.mark.parametrize(("lags", "waits"), [(0, [0]), (1, [0, 1]), (3, [0, 1, 2, 4])])
def test_what_does_not_show_yet_is_read_again_until_it_does(lags: int, waits: list[float]):
    events = carried_out(Account(), a_plan(a_role()), Readers(lags, lambda: {"role/app": None}))

    assert read_backs(events) == waits
    assert verified(events) == Verified(matches=True, differences=())


def test_what_never_shows_is_named_after_fifteen_seconds():
    events = carried_out(Account(), a_plan(a_role()), Readers(99, lambda: {"role/app": None}))

    assert sum(read_backs(events)) == 15
    assert verified(events) == Verified(matches=False, differences=("role/app",))


@pytest.mark.parametrize("error", [SILENT, AwsRefused("NoSuchEntity", "", "ListRolePolicies")], ids=lambda e: e.code)
def test_an_account_that_does_not_answer_is_not_said_to_differ(error: AwsUnreachable | AwsRefused):
    def silent() -> Observed:
        raise error

    events = carried_out(Account(), a_plan(a_role()), Readers(99, silent))

    assert verified(events) == Verified(matches=False, differences=(), is_read=False)
    assert verified(events).text == "verified.unread"


@pytest.mark.parametrize("lags", [0, 2])
def test_a_way_back_is_read_back_too(lags: int):
    account = an_account()
    desired = (a_role(inline={"p": allow("s3:GetObject")}), a_profile())
    plan = a_plan(*desired, run=RUN)
    carried_out(account, plan, Readers(0, dict))
    there = observe(account, desired)
    back = make_undo(JournalFolder(run_journals()).find(plan.run), there, {}, plan.target).plan

    events = carried_out(account, back, Readers(lags, lambda: there), "undo")

    assert (account.roles, account.profiles) == ({}, {})
    assert len(read_backs(events)) == lags + 1
    assert verified(events) == Verified(matches=True, differences=())


def test_a_way_back_that_does_not_show_names_what_is_still_there():
    account = an_account(a_role(description="old"))
    plan = a_plan(a_role(description="new"), observed=observe(account, [a_role()]).values(), run=RUN)
    carried_out(account, plan, Readers(0, dict))
    there = observe(account, [a_role()])
    back = make_undo(JournalFolder(run_journals()).find(plan.run), there, {}, plan.target).plan

    events = carried_out(account, back, Readers(99, lambda: there), "rollback")

    assert account.roles["app"]["Description"] == "old"
    assert verified(events) == Verified(matches=False, differences=("role/app",))
