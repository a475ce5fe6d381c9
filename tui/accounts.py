"""Who carries the calls: a session in an AWS account, or the practice account. Loaded when the first is asked for."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from tui.core.calls.api_call import ActingGateway, ApiCall
from tui.core.calls.target import PRACTICE_REGION, Target
from tui.core.errors import AwsRefused, RoleWizardError
from tui.core.run.credentials import AskCode
from tui.options import Options
from tui.store.debug_log import DebugLog
from tui.store.places import practice_calls


def open_gateway(options: Options, ask_code: AskCode | None) -> ActingGateway:
    """To the target of the options. Raises AwsUnreachable, AwsRefused.

    Where `ask_code` is None, a profile's MFA code is asked for at the terminal, if somebody sits there.
    """
    gateway = _open_practice(options) if options.target == "practice" else _open_account(options, ask_code)
    return LoggedGateway(gateway, DebugLog(is_on=True)) if options.is_debug else gateway


class LoggedGateway:
    """A gateway whose calls are noted in the debug log: the operation, what came of it, how long it took."""

    def __init__(self, gateway: ActingGateway, log: DebugLog) -> None:
        self._gateway = gateway
        self._log = log

    @property
    def target(self) -> Target:
        """The account behind it."""
        return self._gateway.target

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """The gateway's answer. Raises what the gateway raises."""
        return self._noted(call, lambda: self._gateway.call(call))

    def call_as(self, role: str, call: ApiCall, external_id: str = "") -> Mapping[str, Any]:
        """The gateway's answer to a call by a role. Raises what the gateway raises."""
        return self._noted(call, lambda: self._gateway.call_as(role, call, external_id))

    def _noted(self, call: ApiCall, carry: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
        began, outcome = time.monotonic(), "failed"
        try:
            answer = carry()
            outcome = "ok"
            return answer
        except RoleWizardError as error:
            outcome = error.aws_code if isinstance(error, AwsRefused) else error.code
            raise
        finally:
            self._log.note(f"{call.service} {call.operation}: {outcome}, {time.monotonic() - began:.3f} s")

    def close(self) -> None:
        """Closes the gateway, where that has an end."""
        close: Callable[[], None] | None = getattr(self._gateway, "close", None)
        if close:
            close()


def _open_account(options: Options, ask_code: AskCode | None) -> ActingGateway:
    from tui.aws.session import open_account

    waiting: Callable[[str], object] = _in_silence
    if ask_code is None:
        from tui.i18n import Translator
        from tui.line.code import code_at_terminal, tell_of_waiting

        translate = Translator(options.language)
        ask_code, waiting = code_at_terminal(translate), tell_of_waiting(translate)
    return open_account(
        profile=options.profile,
        region=options.region,
        endpoint_url=options.endpoint_url,
        dry_run=options.is_dry_run,
        ask_code=ask_code,
        timeout_seconds=options.timeout_seconds,
        waiting=waiting,
    )


def _in_silence(_: str) -> None:
    """Screens show by themselves that they wait."""


def _open_practice(options: Options) -> ActingGateway:
    from tui.aws.practice.gateway import PracticeGateway
    from tui.store.practice_log import PracticeLog

    region = options.region or PRACTICE_REGION
    log = PracticeLog(practice_calls(), region)
    gateway = PracticeGateway(region=region, dry_run=options.is_dry_run, history=log)
    gateway.start()
    return gateway
