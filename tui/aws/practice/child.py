"""The practice account's process: `python -P -m tui.aws.practice.child`, started by PracticeGateway.

Reads messages from its standard input and writes answers to its standard output until the input ends, which it also
does when the parent is killed.
"""

import os
import signal
import sys
from typing import TYPE_CHECKING, TextIO

from tui.aws.practice.messages import Message, call_in, line, message_in
from tui.isolation import cut_off

if TYPE_CHECKING:
    from tui.aws.practice.account import PracticeAccount


def main() -> None:
    """Serves one parent, then ends at once: there is nothing to clean up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides
    cut_off("the practice account")
    hear, say = _take_over()
    opening = hear.readline()
    if opening:
        _serve(message_in(opening), hear, say)
    os._exit(0)


def _serve(opening: Message, hear: TextIO, say: TextIO) -> None:
    # only now: nothing heavy may be imported before the network is gone
    from tui.aws.practice.account import PracticeAccount

    account = PracticeAccount(opening["region"], is_dry_run=opening["is_dry_run"])
    _tell(say, _replayed(account, opening))
    for text in hear:
        message = message_in(text)
        if "replay" in message:
            _tell(say, _replayed(account, message))
        elif "as" in message:
            _tell(say, account.answer_as(message["as"], call_in(message), message["external_id"]))
        else:
            _tell(say, account.answer(call_in(message)))


def _replayed(account: "PracticeAccount", message: Message) -> Message:
    return {"answer": {"skipped": account.replay(call_in(call) for call in message["replay"])}}


def _tell(say: TextIO, message: Message) -> None:
    say.write(line(message))
    say.flush()


def _take_over() -> tuple[TextIO, TextIO]:
    """The pipe to the parent, out of reach of anything that prints or reads."""
    hear, say = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return os.fdopen(hear, encoding="ascii"), os.fdopen(say, "w", encoding="ascii")


if __name__ == "__main__":
    main()
