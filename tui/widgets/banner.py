"""The two lines on top of every screen: where you are on the way, and which account you are in."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.core.calls.target import Target
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.theme import MUTED, TITLE
from tui.widgets.say import Say

PLAN_ONLY = (Stage.PICK, Stage.FILL, Stage.REVIEW)
LEAST_SIZE = (60, 15)
"""Below this only the banner is shown, with a word about it."""


@dataclass(frozen=True)
class Where:
    """What the target badge says."""

    target: Target | None = None
    """None until the account has answered."""
    is_unreachable: bool = False
    is_dry_run: bool = False


class Banner(Widget):
    """Name, target badge, stage bar."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Banner { dock: top; height: 2; background: $panel; color: $foreground; padding: 0 1; }
    """

    where: reactive[Where] = reactive(Where())

    @dataclass
    class StageClicked(Message):
        """An earlier stage in the bar was clicked."""

        stage: Stage

    def __init__(self, say: Say, stage: Stage, where: Where, about: str = "") -> None:
        """`about` names what is being made, where there is room for it."""
        super().__init__()
        self._say = say
        self._stage = stage
        self._about = shown(about)
        self._places: list[tuple[int, int, Stage]] = []
        self.set_reactive(Banner.where, where)

    def render(self) -> Content:
        width = self.content_size.width
        if width + 2 < LEAST_SIZE[0] or self.screen.size.height < LEAST_SIZE[1]:
            size = "{}x{}".format(*LEAST_SIZE)
            return Content(self._say("too_small", size=size))
        name = Content.assemble(("rolewizard", TITLE))
        return Content("\n").join(
            [
                spread(name, badge(self._say, self.where, width - name.cell_length - 2), width),
                spread(self._stages(), Content.styled(self._about, MUTED), width),
            ]
        )

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, stop, stage in self._places:
            if offset is not None and offset.y == 1 and start <= offset.x < stop:
                self.post_message(self.StageClicked(stage))

    def _stages(self) -> Content:
        bar, self._places = Content(""), []
        for stage in PLAN_ONLY if self.where.is_dry_run else Stage:
            word = f"{int(stage)} {self._say(f'stage.{stage.name.lower()}')}"
            if stage < self._stage:
                item = Content.styled(f"✓ {word}", "$text-success")
                self._places.append((bar.cell_length, bar.cell_length + item.cell_length, stage))
            elif stage == self._stage:
                item = Content.styled(f"▶ {word} ", "bold $text on $primary-muted")
            else:
                item = Content.styled(word, MUTED)
            bar += item + (Content.styled("  › ", MUTED) if stage < (3 if self.where.is_dry_run else 5) else "")
        return bar


def badge(say: Say, where: Where, room: int) -> Content:
    """The account in word and colour; alias, caller and endpoint as far as there is room."""
    target = where.target
    dry = (
        Content.styled(f" {say('target.dry_run')} ", "bold $text on $primary") + " "
        if where.is_dry_run
        else Content("")
    )
    if target is None:
        return dry + Content.styled(say("target.unreachable" if where.is_unreachable else "target.waiting"), MUTED)
    is_practice = target.kind == "practice"
    word = say("target.practice" if is_practice else "target.account")
    line = dry + Content.styled(f" {word} ", f"bold $text on {'$success' if is_practice else '$warning'}")
    parts = [target.account, target.region]
    if target.endpoint:
        parts.append(target.endpoint)
    if not is_practice:
        parts += filter(
            None, [target.alias, target.caller_arn.partition("::")[2].partition(":")[2] or target.caller_arn]
        )
    for part in map(shown, parts):
        longer = line + Content.styled(f" {part}", "")
        if longer.cell_length <= room or part in (target.account, target.region):
            line = longer
    return line


def spread(left: Content, right: Content, width: int) -> Content:
    """Both ends of a line; the right one is left out where it would touch the left one."""
    room = width - left.cell_length - right.cell_length
    return left.pad_right(room) + right if right and room >= 2 else left
