"""The wizard as questions and answers, one line after the other, through questionary."""

from collections.abc import Mapping

from tui.core.errors import RoleWizardError
from tui.core.plan.conflicts import first_taken
from tui.core.plan.review import Desk, Review
from tui.core.preset.format import Preset
from tui.i18n import Translator
from tui.line.applying import OtherName, Stale, apply
from tui.line.asking import Left, choose
from tui.line.ending import Ended
from tui.line.exporting import export_plan, save_plan
from tui.line.fill import Form, start_form
from tui.line.open_runs import settle_open_runs
from tui.line.pick import pick_preset, print_card
from tui.line.reporting import Then, report
from tui.line.reviewing import (
    Draft,
    ask_what_next,
    print_permissions,
    read_again,
    reviewed,
    with_fix,
    with_other_answer,
    with_other_name,
)
from tui.line.text import target_line
from tui.line.trouble import print_error
from tui.line.what_if import ask_what_if

FAILED, BLOCKED, CHANGES_FOUND = 1, 2, 4
"""Exit codes."""


def run_line(desk: Desk, t: Translator, preset_id: str | None, given: Mapping[str, str]) -> int:
    """From the catalog to the report, as often as the person likes; returns the exit code."""
    try:
        print(target_line(desk.target(), t))
        ended = settle_open_runs(desk, t)
        then = report(desk, ended, t) if ended else "another"
        if then == "leave":
            return 0
        if then == "again" and ended and ended.review:
            preset_id, given = ended.review.preset.id, ended.review.plan.given
        return _Visit(desk, t, given).run(preset_id)
    except Left as left:
        return left.code


class _Visit:
    """One preset after the other."""

    def __init__(self, desk: Desk, t: Translator, given: Mapping[str, str]) -> None:
        self._desk, self._t = desk, t
        self._given = given
        """Of the command line: for the preset that is made first."""
        self._form: Form | None = None
        """Left without applying; its answers are kept for when the same preset is picked again."""
        self._code = 0

    def run(self, preset_id: str | None) -> int:
        """The exit code."""
        if preset_id:
            preset = self._desk.preset(preset_id)
            print_card(preset, self._t)
            if not preset.resources or self._make(preset) == "leave":
                return self._code
        while True:
            picked = self._pick()
            if picked is None or self._make(picked) == "leave":
                return self._code

    def _pick(self) -> Preset | None:
        """A preset that makes something; None where an explanation was all that was wanted."""
        t = self._t
        while True:
            try:
                name, given = pick_preset(self._desk.catalog(), t)
                preset = self._desk.preset(name)
            except RoleWizardError as error:
                print_error(error, t)
                continue
            print_card(preset, t)
            if preset.resources:
                self._given = given or self._given
                return preset
            if choose(t("line.next"), {"n": t("line.another"), "q": t("line.leave")}, t) == "q":
                return None

    def _make(self, preset: Preset) -> Then:
        """From the first question to the report."""
        desk, t = self._desk, self._t
        is_again = self._form is not None and self._form.preset.id == preset.id
        kept = {} if is_again else desk.kept_answers(preset)
        if kept:
            print(t("notice.kept_answers"))
        given = {**kept, **self._given}
        form = self._form if is_again and self._form else start_form(preset, given, desk.target(), t)
        self._given = {}
        draft = reviewed(desk, form, t)
        while True:
            self._form = draft.form
            match ask_what_next(desk, draft.review, t):
                case "a":
                    found = apply(desk, draft.review, t)
                    if isinstance(found, Ended):
                        then = self._report(found)
                        if then != "again":
                            return then
                    draft = self._after(found, draft)
                case "r":
                    then = self._report(Ended("there", "", draft.review))
                    if then != "again":
                        return then
                case "n":
                    return "another"
                case "q":
                    self._code = self._code or self._code_of(draft.review)
                    return "leave"
                case letter:
                    draft = self._do(letter, draft)

    def _after(self, found: Ended | OtherName | Stale | None, draft: Draft) -> Draft:
        """The draft to go on with, after an apply."""
        match found:
            case OtherName(taken=name):
                return with_other_name(self._desk, draft, name, self._t)
            case None:
                return draft
            case _:
                return read_again(self._desk, draft, self._t)

    def _do(self, letter: str, draft: Draft) -> Draft:
        """What changes the draft, or only tells something about it."""
        desk, t, review = self._desk, self._t, draft.review
        match letter:
            case "c":
                return with_other_answer(desk, draft, t)
            case "o":
                return with_other_name(desk, draft, first_taken(review.findings), t)
            case "f":
                return with_fix(desk, draft, t)
            case "w":
                ask_what_if(desk, review, t)
            case "p":
                print_permissions(review, t)
            case "x":
                export_plan(desk, review, t)
            case "s":
                save_plan(desk, review, t)
            case _:
                raise AssertionError(letter)
        return draft

    def _report(self, ended: Ended) -> Then:
        """What was applied is no draft any more: other answers begin anew."""
        self._code = 0 if ended.state in ("done", "there") else FAILED
        then = report(self._desk, ended, self._t)
        if then != "again":
            self._form = None
        return then

    def _code_of(self, review: Review) -> int:
        """Of leaving at a review."""
        if review.is_blocked:
            return BLOCKED
        return CHANGES_FOUND if self._desk.is_dry_run and not review.plan.is_empty else 0
