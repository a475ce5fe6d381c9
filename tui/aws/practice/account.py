"""The account itself, in the child: moto behind an ordinary gateway, with samples and with what was done before.

Ids are the same at every start. Moto draws all of them from one generator, which is seeded anew before each thing that
is made: for samples from the service's name, for a change from its place in the order of changes and its text. So an id
depends neither on which services were used first nor on how often something was read; a replayed role keeps its id.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import botocore.session
from boto3 import Session
from moto import mock_aws
from moto.moto_api._internal import mock_random

from tui.aws.gate import refuse_writes
from tui.aws.gateway import AccountGateway
from tui.aws.practice.bridges import IdentityPoolMemory, put_ec2_right, put_keys_right, put_right
from tui.aws.practice.messages import Message, call_message, error_message
from tui.aws.practice.samples import NEEDED_FIRST, make_samples
from tui.aws.session import SessionClients
from tui.core.calls.api_call import ApiCall, is_read
from tui.core.calls.target import Target, practice_target
from tui.core.errors import AwsRefused, RoleWizardError


class PracticeAccount:
    """Answers calls, one at a time."""

    def __init__(self, region: str, *, is_dry_run: bool) -> None:
        # before any client: only clients made from now on are moto's
        mock_aws().start()
        mock_random.seed("practice")
        put_right()
        target = practice_target(region)
        memory = IdentityPoolMemory()
        self._stage = _gateway(target, memory, is_dry_run=False)
        """Makes the samples and repeats what was done before, also on a dry run."""
        self._front = _gateway(target, memory, is_dry_run=True) if is_dry_run else self._stage
        self._furnished: set[str] = set()
        self._changes = 0

    def replay(self, calls: Iterable[ApiCall]) -> list[Message]:
        """Repeats earlier changes; returns those that are refused now, which are left out."""
        return [call_message(call) for call in calls if "answer" not in self._change(self._stage, call, is_past=True)]

    def answer(self, call: ApiCall) -> Message:
        """The answer to one call, or its error, as a message."""
        if is_read(call.operation):
            return self._attempt(call, partial(self._front.call, call))
        return self._change(self._front, call)

    def answer_as(self, role: str, call: ApiCall, external_id: str) -> Message:
        """The answer to one call with the role's temporary credentials, the person's own where it is empty.

        It counts as no change: the ids of later changes are as if it had never been made.
        """
        mock_random.seed(f"{self._changes} as {role} {json.dumps(call_message(call), sort_keys=True)}")
        return self._attempt(call, partial(self._front.call_as, role, call, external_id))

    def _change(self, gateway: AccountGateway, call: ApiCall, *, is_past: bool = False) -> Message:
        mock_random.seed(f"{self._changes} {json.dumps(call_message(call), sort_keys=True)}")
        answer = self._attempt(call, partial(gateway.call, call))
        # only changes that were made are recorded; a record counts even where it cannot be repeated
        self._changes += is_past or "answer" in answer
        return answer

    def _attempt(self, call: ApiCall, carry: Callable[[], Mapping[str, Any]]) -> Message:
        try:
            self._furnish(call.service)
            return {"answer": carry()}
        except RoleWizardError as error:
            return error_message(error)
        except Exception as fault:  # moto's own; AWS's word for its own is the same
            return error_message(AwsRefused("InternalFailure", f"{type(fault).__name__}: {fault}", call.operation, 500))

    def _furnish(self, service: str) -> None:
        """The service's samples, once."""
        if service in self._furnished:
            return
        self._furnished.add(service)
        if service == "ec2":
            put_ec2_right()
        if service == "kms":
            put_keys_right()
        for needed in NEEDED_FIRST.get(service, ()):
            self._furnish(needed)
        state = mock_random.getstate()
        mock_random.seed(f"samples of {service}")
        make_samples(self._stage, service)
        mock_random.setstate(state)


def _gateway(target: Target, memory: IdentityPoolMemory, *, is_dry_run: bool) -> AccountGateway:
    core = botocore.session.Session()
    core.set_config_variable("region", target.region)
    session = Session(botocore_session=core)
    memory.answer_for(session)
    if is_dry_run:
        refuse_writes(session)
    return AccountGateway(target, SessionClients(session))
