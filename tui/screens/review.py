"""The third screen: everything that would happen, before it does."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.core.plan.conflicts import first_taken
from tui.core.plan.review import Review
from tui.core.shown import shown
from tui.core.stage import Stage
from tui.messages import (
    ApplyWanted,
    BackWanted,
    CopyWanted,
    ExportWanted,
    FixesWanted,
    PresetWanted,
    ReportWanted,
    WhatIfWanted,
)
from tui.screens.fixing import ChooseFix
from tui.screens.searching import Searching
from tui.screens.stage_screen import Setting
from tui.theme import BAD, CARE, GOOD, MUTED
from tui.widgets.link import Link
from tui.widgets.pages import PAGES
from tui.widgets.pages.changes import ChangesPage, summary
from tui.widgets.pages.documents import documents_page, has_wildcards
from tui.widgets.reader import Reader
from tui.widgets.tab_bar import TabBar

LETTERS = frozenset(
    "open turn apply turn_view folded copy export find other_name in_words unfold fix what_if".split()  # noqa: SIM905
)
"""Actions whose keys are letters, signs and arrows: of no use while somebody types what to find."""


class ReviewPlan(Searching):
    """Read what would change, then go on, go back, or take it away as text."""

    STAGE = Stage.REVIEW
    DEFAULT_CSS = """
    ReviewPlan #page { height: 1fr; padding: 1 2 0 2; }
    ReviewPlan #status { height: 1; background: $surface; padding: 0 2; dock: bottom; }
    ReviewPlan #summary { width: 1fr; }
    """
    BINDINGS = [
        *(Binding(str(number), f"open('{name}')", show=False) for number, name in enumerate(PAGES, start=1)),
        Binding("left", "turn(-1)", "key.pages", key_display="←→ 1-6", id="review.left"),
        Binding("right", "turn(1)", show=False, id="review.right"),
        Binding("a,ctrl+n", "apply", "key.apply", key_display="a", id="review.apply"),
        Binding("ctrl+b,escape", "back", "key.back", id="review.back"),
        Binding("v", "turn_view", "key.view", id="review.view"),
        Binding("z", "folded", "key.folded", id="review.folded"),
        Binding("t", "open('filled')", "key.filled", id="review.filled"),
        Binding("c", "copy", "key.copy", id="review.copy"),
        Binding("x", "export", "key.export", id="review.export"),
        Binding("slash", "find", "key.find", id="review.find"),
        Binding("n,enter", "find_next", "key.find_next", key_display="Enter", id="review.find_next"),
        Binding("o", "other_name", "key.other_name", id="review.other_name"),
        Binding("e", "in_words", "key.sentences", id="review.in_words"),
        Binding("u", "unfold", "key.unfold", id="review.unfold"),
        Binding("f", "fix", "key.fixes", id="review.fix"),
        Binding("w", "what_if", "key.what_if", id="review.what_if"),
        Binding("f3", "about", "key.about", id="review.about"),
    ]

    def __init__(self, setting: Setting, review: Review, page: str | None = None) -> None:
        """`page` is the one that is open first."""
        super().__init__(setting, review.preset.id)
        self._review = review
        self._open = page or ("findings" if review.is_blocked else "changes")
        self._reading = setting.reading
        self._changes: ChangesPage | None = None
        """Made when it is first read."""
        self._places: dict[str, float] = {}
        """Where each page was left."""

    def compose_body(self) -> ComposeResult:
        yield TabBar({name: self._tab(name) for name in PAGES}, self._open)
        yield Reader(id="page")
        yield from self.find_row()
        with Horizontal(id="status"):
            yield Static(id="summary")
            if self._can_apply:
                yield Link(self.say("review.apply"), "apply")
            elif self._review.plan.is_empty:
                yield Link(self.say("review.report"), "report")

    def show_advice(self, review: Review) -> None:
        """The same plan with findings that came later; who reads them stays where they are."""
        self._review = review
        for bar in self.query(TabBar):
            bar.retitle("findings", self._tab("findings"))
        if self._open == "findings":
            for page in self.query(Reader):
                page.show(self._lines(), keep_place=True)

    def fill_body(self) -> None:
        # the linter may have been quicker than the screen
        self.query_one(TabBar).retitle("findings", self._tab("findings"))
        self.query_one("#summary", Static).update(self._summary())
        self._show()

    def focus_first(self) -> None:
        self.query_one("#page").focus()

    @property
    def _can_apply(self) -> bool:
        return not (self.where.is_dry_run or self._review.is_blocked or self._review.plan.is_empty)

    @property
    def _taken(self) -> str:
        """A name that somebody else has given to something: adopt it, choose another, or leave."""
        return first_taken(self._review.findings)

    def _tab(self, name: str) -> Content:
        title = Content(self.say(f"review.tab.{name}"))
        count = sum(one.waiver is None for one in self._review.findings)
        if name == "findings" and count:
            return title + Content.styled(f" {count}", BAD if self._review.is_blocked else CARE)
        return title

    def _summary(self) -> Content:
        plan, say = self._review.plan, self.say
        if plan.is_empty:
            return Content.styled(f"✓ {say('review.nothing_to_do')}", GOOD)
        if self._taken:
            key = "review.name_taken" if self._can_apply else "review.name_taken.blocked"
            return Content.styled(f"! {say(key, name=shown(self._taken))}", CARE)
        if self._review.is_blocked:
            return Content.styled(f"✗ {say('review.blocked')}", BAD)
        if self.where.is_dry_run:
            return summary(plan, say) + Content.styled(f"   {say('review.dry_run')}", CARE)
        return summary(plan, say) + Content.styled(f"   {say('review.calls', count=len(plan.steps))}", MUTED)

    def _show(self) -> None:
        self.query_one(TabBar).open = self._open
        self.page.show(self._lines())
        self.page.scroll_to(y=self._places.get(self._open, 0), animate=False)
        self.tell_found()
        self.refresh_keys()

    def _lines(self) -> list[Content]:
        if self._open == "documents":
            return documents_page(self._review, self.say, self._reading)
        if self._open != "changes":
            return PAGES[self._open](self._review, self.say)
        if self._changes is None:
            self._changes = ChangesPage.of(self._review.plan, self.say, self._review.differences)
        columns = self.app.size.width
        # before the first layout: the page's paddings and the scroll bar
        return self._changes.lines(self._reading, columns, self.page.scrollable_content_region.width or columns - 7)

    def on_resize(self) -> None:
        if self._open == "changes" and self._reading.view in ("side_by_side", "table") and self._changes:
            self._places["changes"] = self.page.scroll_offset.y
            # the page has its new width only after the layout
            self.call_after_refresh(self._show)

    @on(TabBar.Picked)
    def _on_tab(self, event: TabBar.Picked) -> None:
        self.action_open(event.name)

    @on(Link.Pressed)
    def _on_pressed(self, event: Link.Pressed) -> None:
        self.post_message(ReportWanted() if event.name == "report" else ApplyWanted())

    def can(self, action: str) -> bool:
        if self.is_typing and action.partition("(")[0] in LETTERS:
            return False
        match action:
            case "apply":
                return self._can_apply
            case "other_name":
                return bool(self._taken)
            case "turn_view":
                return self._open == "changes"
            case "folded":
                return self._open == "changes" and bool(self._changes and self._changes.has_folded)
            case "in_words":
                return self._open == "documents"
            case "unfold":
                return self._open == "documents" and self._reading.in_words and has_wildcards(self._review)
            case "fix":
                return self._open == "findings" and bool(self._review.offers)
            case _:
                return super().can(action)

    def action_open(self, name: str) -> None:
        self._places[self._open] = self.page.scroll_offset.y
        self._open = name
        self._show()
        self.refresh_keys()
        self.page.focus()

    def action_turn(self, by: int) -> None:
        names = list(PAGES)
        self.action_open(names[(names.index(self._open) + by) % len(names)])

    def action_in_words(self) -> None:
        self._reading.in_words = not self._reading.in_words
        self._read_on()

    def action_unfold(self) -> None:
        self._reading.all_names = not self._reading.all_names
        self._read_on()

    def action_turn_view(self) -> None:
        self._reading.turn()
        self._read_on()

    def _read_on(self) -> None:
        """The same page, told otherwise, from its top."""
        self._places.pop(self._open, None)
        self._show()

    def action_folded(self) -> None:
        self._reading.shows_folded = not self._reading.shows_folded
        self.page.show(self._lines(), keep_place=True)

    def action_fix(self) -> None:
        def decide(fixes: tuple[str, ...] | None) -> None:
            if fixes is not None:
                self.post_message(FixesWanted(fixes))

        self.app.push_screen(ChooseFix(self.say, self._review), decide)

    def action_apply(self) -> None:
        self.post_message(ApplyWanted())

    async def action_back(self) -> None:
        if not await self.close_find():
            self.post_message(BackWanted())

    def action_other_name(self) -> None:
        self.post_message(BackWanted(self._taken))

    def action_copy(self) -> None:
        self.post_message(CopyWanted(self.page.plain, self.say(f"review.tab.{self._open}")))

    def action_export(self) -> None:
        self.post_message(ExportWanted())

    def action_what_if(self) -> None:
        self.post_message(WhatIfWanted())

    def action_about(self) -> None:
        self.post_message(PresetWanted(self._review.preset.id, about=True))
