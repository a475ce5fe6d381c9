"""A review and what the linter has to add to it."""

from collections.abc import Callable
from dataclasses import replace

from tui.core.checks.findings import by_severity
from tui.core.checks.linted import additions, documents_to_lint
from tui.core.checks.waivers import waived
from tui.core.plan.review import Review
from tui.linter.process import Linter


def advised(review: Review, linter: Linter, is_cancelled: Callable[[], bool]) -> Review:
    """The review with the linter's findings; the same one where it awaits none."""
    if not review.awaits_linter:
        return review
    resources = review.blueprint.resources
    answer = linter.read(documents_to_lint(resources), is_cancelled)
    added = waived(additions(review.findings, resources, answer), review.preset, review.answers.values)
    return replace(review, findings=by_severity((*review.findings, *added)), awaits_linter=False)
