"""Who carries the calls: a session in an AWS account, or the practice account. Loaded when the first is asked for."""

from collections.abc import Callable

from tui.core.calls.api_call import ActingGateway
from tui.core.calls.target import PRACTICE_REGION
from tui.core.run.credentials import AskCode
from tui.options import Options
from tui.store.places import practice_calls


def open_gateway(options: Options, ask_code: AskCode | None) -> ActingGateway:
    """To the target of the options. Raises AwsUnreachable, AwsRefused.

    Where `ask_code` is None, a profile's MFA code is asked for at the terminal, if somebody sits there.
    """
    return _open_practice(options) if options.target == "practice" else _open_account(options, ask_code)


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
    log = PracticeLog(practice_calls())
    gateway = PracticeGateway(
        region=region,
        dry_run=options.is_dry_run,
        replay=log.calls(region),
        record=lambda call: log.append(call, region),
    )
    gateway.start()
    return gateway
