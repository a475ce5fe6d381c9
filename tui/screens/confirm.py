"""The last question before something happens; the focus is on the harmless answer, or where a name is typed."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input

from tui.core.plan.plan import Plan, named_after
from tui.core.shown import shown
from tui.screens.dialog import Dialog
from tui.theme import CARE, MUTED, STRONG
from tui.widgets.key_bar import KeyBar
from tui.widgets.link import Link
from tui.widgets.prose import Prose
from tui.widgets.say import Say
from tui.widgets.tick import Tick


class Confirm(Dialog[bool]):
    """A question with two answers; subclasses say which."""

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm #panel {
        width: 68; max-width: 95%; height: auto; background: $surface; border: round $primary; padding: 1 2;
    }
    Confirm.-account #panel { border: round $warning; }
    Confirm #panel Input {
        margin: 1 0 0 0; padding: 0 1; background: $panel; border-left: outer $border-blurred !important;
    }
    Confirm Tick { margin: 1 0 0 0; }
    Confirm #panel Input:focus { border-left: outer $primary !important; }
    Confirm #buttons { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    Confirm Link { margin: 0 0 0 2; }
    """
    BINDINGS = [
        Binding("left,right", "other", "key.choose", key_display="←→", id="confirm.other"),
        Binding("enter", "nothing", "key.take", id="confirm.take"),
        Binding("escape,ctrl+b,n", "cancel", "key.cancel", id="confirm.cancel"),
    ]

    def __init__(self, say: Say, yes: str, no: str) -> None:
        """`yes` and `no` are keys of texts."""
        super().__init__(say)
        self._yes, self._no = yes, no

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Prose(*self.question(), id="question")
            yield from self.more()
            with Horizontal(id="buttons"):
                yield Link(self._say(self._no), "no", id="no")
                yield Link(self._say(self._yes), "yes", id="yes", classes="-danger")
        yield KeyBar(self._say)

    def question(self) -> list[Content]:
        """What is asked."""
        raise NotImplementedError

    def more(self) -> ComposeResult:
        """What has to be given besides."""
        yield from ()

    def prepare(self) -> None:
        """Where the focus starts: on the harmless answer."""
        self.query_one("#no").focus()

    @on(Link.Pressed)
    def _on_pressed(self, event: Link.Pressed) -> None:
        self.dismiss(event.name == "yes")

    def action_other(self) -> None:
        self.focus_next("Confirm Link")

    def action_cancel(self) -> None:
        self.dismiss(False)

    def action_nothing(self) -> None:
        """Enter is the button's; the binding only names it among the keys."""


class ConfirmApply(Confirm):
    """In the practice account Enter is enough; in a real one the name of the first thing is typed."""

    TEXTS = "confirm"
    BINDINGS = [*Confirm.BINDINGS, Binding("ctrl+t", "tick", "key.tick", id="confirm.tick")]

    def __init__(self, say: Say, plan: Plan, own_yes: Sequence[str] = ()) -> None:
        """`own_yes` are codes of core.plan.conflicts.OWN_YES: each is a tick of its own."""
        super().__init__(say, f"{self.TEXTS}.apply", "confirm.cancel")
        self._plan = plan
        self._own_yes = own_yes
        self._is_practice = plan.target.kind == "practice"
        self._thing = named_after(plan)

    def question(self) -> list[Content]:
        target, say = self._plan.target, self._say
        key = f"{self.TEXTS}.practice" if self._is_practice else f"{self.TEXTS}.account"
        account = f"{target.account} ({target.alias})" if target.alias and not self._is_practice else target.account
        fields = {"count": len(self._plan.steps), "account": shown(account), "region": shown(target.region)}
        ink = STRONG if self._is_practice else f"bold {CARE}"
        lines = [Content.styled(say(f"{key}.title"), ink), Content(""), Content(say(key, **fields))]
        if target.caller_arn and not self._is_practice:
            lines.append(Content(say("confirm.caller", caller=shown(target.caller_arn))))
        if target.endpoint:
            lines.append(Content(say("confirm.endpoint", endpoint=shown(target.endpoint))))
        if not self._is_practice:
            lines += [Content(""), Content.styled(say("confirm.type", name=shown(self._thing)), MUTED)]
        return lines

    def more(self) -> ComposeResult:
        if not self._is_practice:
            yield Input(placeholder=shown(self._thing), id="name", compact=True)
        for code in self._own_yes:
            yield Tick(self._say(f"confirm.{code}"), id=code)

    def prepare(self) -> None:
        super().prepare()
        self.set_class(not self._is_practice, "-account")
        self._allow()
        if not self._is_practice:
            # nothing happens before the name is there, and its letters must not be taken for keys
            self.query_one("#name").focus()
        elif not self._own_yes:
            # nothing can be lost there, so Enter is enough
            self.query_one("#yes").focus()

    @on(Input.Changed)
    @on(Tick.Changed)
    def _allow(self) -> None:
        names = [field.value.strip() for field in self.query(Input)]
        is_ticked = all(one.value for one in self.query(Tick))
        self.query_one("#yes").disabled = not is_ticked or any(name != self._thing for name in names)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        return bool(self._own_yes) if action == "tick" else True

    def action_tick(self) -> None:
        """The next one; all are taken back where there is no next one."""
        ticks = list(self.query(Tick))
        for one in [tick for tick in ticks if not tick.value][:1] or ticks:
            one.action_tick()

    @on(Input.Submitted)
    def _on_submitted(self) -> None:
        if not self.query_one("#yes").disabled:
            self.dismiss(True)


class ConfirmUndo(ConfirmApply):
    """Asked in a real account only, after the way back was shown."""

    TEXTS = "confirm.undo"


class ConfirmResume(ConfirmApply):
    """Asked in a real account about a run of an earlier day."""

    TEXTS = "confirm.resume"


class ConfirmQuit(Confirm):
    """Asked while calls are being sent."""

    def __init__(self, say: Say) -> None:
        super().__init__(say, "confirm.quit.yes", "confirm.quit.no")

    def question(self) -> list[Content]:
        say = self._say
        return [Content.styled(say("confirm.quit.title"), STRONG), Content(""), Content(say("confirm.quit"))]
