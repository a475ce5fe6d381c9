"""`rolewizard diagnose [TEXT|-]`: what an error of AWS means, who has to do what, and the statement to add."""

import json
import sys

from tui.commands import print_json
from tui.core.calls.api_call import ApiCall
from tui.core.catalog.search import CatalogSearch
from tui.core.errors import AwsRefused, AwsUnreachable, UsageError
from tui.core.health.diagnosis import Diagnosis, decoded_text, diagnose, encoded_in
from tui.core.shown import shown
from tui.desk import WizardDesk
from tui.i18n import Translator
from tui.options import Options
from tui.store.actions import load_actions
from tui.store.presets import PresetShelf

MOST_ENTRIES = 5


def run(options: Options, t: Translator) -> int:
    """Prints the diagnosis. Raises UsageError("diagnose.unknown") for a text that is no error of AWS."""
    text = " ".join(options.words)
    if text in ("", "-"):
        text = sys.stdin.read()
    found = diagnose(_decoded(text, options), load_actions(), _entries(text, options))
    if found is None:
        raise UsageError("diagnose.unknown", given=text.strip()[:120])
    fields = {"action": found.action, "operation": found.operation}
    if options.as_json:
        print_json({**found.record(), "text": t.every(f"pasted.{found.code}", **fields)})
    else:
        print(shown(t(f"pasted.{found.code}", **fields)))
        _print(found, t)
    return 0


def _decoded(text: str, options: Options) -> str:
    """The text with the message decoded that is encoded in it, where there is an account that may be asked."""
    message = encoded_in(text)
    if not message or options.target != "account":
        return text
    with WizardDesk(options) as desk:
        call = ApiCall("sts", "DecodeAuthorizationMessage", {"EncodedMessage": message})
        try:
            return decoded_text(str(desk.gateway.call(call)["DecodedMessage"]))
        except (AwsRefused, AwsUnreachable, ValueError, KeyError):
            return text


def _entries(text: str, options: Options) -> tuple[str, ...]:
    found = CatalogSearch(PresetShelf(options.folders).entries).find(text)
    return tuple(one.id for one in found[:MOST_ENTRIES])


def _print(found: Diagnosis, t: Translator) -> None:
    for key in ("principal", "action", "resource"):
        if value := getattr(found, key):
            print(f"  {t(f'diagnose.{key}')}: {shown(value)}")
    print(f"  {t('diagnose.cause')}: {t(f'diagnose.cause.{found.cause}')}")
    print(f"  {t('diagnose.who')}: {t(f'diagnose.who.{found.who}')}")
    if found.statement:
        print(f"\n{t('diagnose.statement')}")
        for line in json.dumps(found.statement, indent=2, ensure_ascii=False).splitlines():
            print(f"  {shown(line)}")
    if found.entries:
        print(f"\n{t('diagnose.entries')}")
        for one in found.entries:
            print(f"  rolewizard explain {one}")
