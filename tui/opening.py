"""Opens the account that the options name; each way imports only what it needs."""

from collections.abc import Callable

from tui.core.calls import Gateway
from tui.core.target import PRACTICE_REGION
from tui.options import Options
from tui.store.places import practice_calls


def open_account(options: Options, ask_code: Callable[[str], str | None] | None) -> Gateway:
    """The session with the AWS account. Raises AwsUnreachable, AwsRefused.

    Where `ask_code` is None, a profile's MFA code is asked for at the terminal, if somebody sits there.
    """
    from tui.aws import session

    if ask_code is None:
        from tui.i18n import Translator
        from tui.line.code import code_at_terminal

        ask_code = code_at_terminal(Translator(options.language))
    return session.open_account(
        profile=options.profile,
        region=options.region,
        endpoint_url=options.endpoint_url,
        dry_run=options.is_dry_run,
        ask_code=ask_code,
    )


def open_practice(options: Options) -> Gateway:
    """The practice account, which gets ready by itself."""
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
