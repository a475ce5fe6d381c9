"""One run that was made before, and what can be done about it; also the question at the start."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content

from tui.core.plan.review import RunSummary
from tui.core.shown import shown
from tui.messages import RunWish
from tui.screens.dialog import Dialog
from tui.screens.runs import INKS, run_facts, run_place
from tui.theme import CARE, MUTED, STRONG
from tui.widgets.key_bar import KeyBar
from tui.widgets.link import Link
from tui.widgets.prose import Prose
from tui.widgets.say import Say


class DecideRun(Dialog[RunWish | None]):
    """Answers what to do; None leaves it for later."""

    DEFAULT_CSS = """
    DecideRun { align: center middle; background: $background 60%; }
    DecideRun #panel {
        width: 72; max-width: 95%; height: auto; background: $surface; border: round $primary; padding: 1 2;
    }
    DecideRun #buttons { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    DecideRun Link { margin: 0 0 0 1; padding: 0 1; }
    """
    BINDINGS = [
        Binding("left", "app.focus_previous", "key.choose", key_display="←→", id="decide.left"),
        Binding("right", "app.focus_next", show=False, id="decide.right"),
        Binding("enter", "nothing", "key.take", id="decide.take"),
        Binding("g", "take('resume')", "key.go_on", id="decide.resume"),
        Binding("r", "take('rollback')", "key.roll_back", id="decide.rollback"),
        Binding("k", "take('keep')", "key.keep", id="decide.keep"),
        Binding("u", "take('undo')", "key.undo", id="decide.undo"),
        Binding("escape,ctrl+b", "later", "key.later", id="decide.later"),
    ]

    def __init__(self, say: Say, run: RunSummary, *, others: int = 0, is_start: bool = False) -> None:
        """`others` more runs are open."""
        super().__init__(say)
        self._run, self._others, self._is_start = run, others, is_start

    @property
    def wishes(self) -> tuple[RunWish, ...]:
        """What makes sense for this run."""
        if self._run.is_open:
            return "resume", "rollback", "keep"
        return () if self._run.state == "damaged" else ("undo",)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield Prose(*self._lines(), id="facts")
            with Horizontal(id="buttons"):
                for wish in self.wishes:
                    yield Link(self._say(f"decide.{wish}"), wish, id=wish)
                yield Link(self._say("decide.later" if self.wishes else "trouble.close"), "later", id="later")
        yield KeyBar(self._say)

    def prepare(self) -> None:
        # the harmless answer
        self.query_one("#later").focus()

    def _lines(self) -> list[Content]:
        say, run = self._say, self._run
        lines = [Content.styled(say("decide.title"), f"bold {CARE}"), Content("")] if self._is_start else []
        state = (say(f"run.state.{run.state}"), INKS.get(run.state, STRONG))
        if run.state == "damaged":
            return [*lines, Content.assemble(state), Content(say("decide.damaged", path=shown(run.path)))]
        lines += [
            Content.assemble((shown(run.preset), STRONG), "  ", state),
            Content(say("decide.progress", done=run.done, total=run.total)),
            Content.styled(f"{shown(run.date)} UTC   {run_place(run, say)}", MUTED),
            *run_facts(run, say),
        ]
        if run.unreadable_bytes:
            lines += [
                Content(say("run.unreadable", bytes=run.unreadable_bytes)),
                Content.styled(shown(run.path), MUTED),
            ]
        if run.is_open:
            lines += [Content(""), Content(say("decide.question"))]
        if self._others:
            lines.append(Content.styled(say("decide.others", count=self._others), MUTED))
        return lines

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # the key bar asks with the whole action, Textual with its parts
        wish = str(parameters[0]) if parameters else action.partition("'")[2].rstrip("')")
        return wish in self.wishes if action.startswith("take") else True

    @on(Link.Pressed)
    def _on_pressed(self, event: Link.Pressed) -> None:
        self.dismiss(next((one for one in self.wishes if one == event.name), None))

    def action_nothing(self) -> None:
        """Enter is the button's; the binding only names it among the keys."""

    def action_take(self, wish: RunWish) -> None:
        self.dismiss(wish)

    def action_later(self) -> None:
        self.dismiss(None)
