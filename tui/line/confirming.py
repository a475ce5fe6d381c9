"""The last question before something is sent."""

from tui.core.plan.plan import Plan, named_after
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.asking import ask_text, ask_yes


def is_confirmed(plan: Plan, t: Translator, texts: str = "confirm", *, takes_name: bool = True) -> bool:
    """In the practice account a yes is enough; in a real one the name of the first thing is typed.

    `texts` is confirm, confirm.undo or confirm.resume; without `takes_name` a yes is enough there too.
    """
    target = plan.target
    is_practice = target.kind == "practice"
    key = f"{texts}.practice" if is_practice else f"{texts}.account"
    account = f"{target.account} ({target.alias})" if target.alias and not is_practice else target.account
    print(t(key, count=len(plan.steps), account=shown(account), region=shown(target.region)))
    if target.endpoint:
        print(t("confirm.endpoint", endpoint=shown(target.endpoint)))
    if is_practice or not takes_name:
        return ask_yes(t(f"{key}.title"), t)
    print(t(f"{key}.title"))
    name = named_after(plan)

    def judge(text: str) -> bool | str:
        return text.strip() in ("", name) or t("line.other_name_typed", name=shown(name))

    return bool(ask_text(t("line.type_name", name=shown(name)), judge=judge).strip())
