"""A review is rehearsed while the first screen is read; nobody notices but for the time."""

import pytest
from endpoints import REGION, Endpoint

from tui.desk import REHEARSED, WizardDesk
from tui.options import Options
from tui.store.places import practice_calls, run_journals


@pytest.mark.usefixtures("credentials")
def test_an_account_is_not_asked_before_the_person_asks(moto_server: Endpoint) -> None:
    with WizardDesk(Options("wizard", target="account", endpoint_url=moto_server.url, region=REGION)) as desk:
        desk.warm_up()

    assert moto_server.requests == []


def test_the_practice_account_stays_as_it_is() -> None:
    with WizardDesk(Options("wizard")) as desk:
        desk.warm_up()

        plan = desk.review(desk.preset(REHEARSED), {}).plan

    assert {change.action for change in plan.changes} == {"create"}
    assert not practice_calls().exists()
    assert not run_journals().exists()
