"""How long a review of a large policy takes to check, to open and to scroll: `python tests/benchmark_review.py`.

The checks run in a worker, the page is made on the screen's own thread; both count before somebody can read.
"""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

from builders import a_blueprint, a_plan, a_policy, a_preset, a_target  # noqa: E402

from tui.core.checks import check  # noqa: E402
from tui.core.iam.policy import policy_size  # noqa: E402
from tui.core.plan.review import Review  # noqa: E402
from tui.core.preset.answers import Answers  # noqa: E402
from tui.i18n import Translator  # noqa: E402
from tui.store.actions import load_actions  # noqa: E402
from tui.widgets.pages.documents import documents_page  # noqa: E402
from tui.widgets.pages.findings import findings_page  # noqa: E402

ACTIONS = ["s3:GetObject", "s3:Put*", "kms:Decrypt", "ecs:Submit*", "dynamodb:GetItem", "iam:PassRole"]


def a_document(size: int) -> dict[str, object]:
    """Statements of all sorts, until they count that many characters."""
    document: dict[str, object] = {"Version": "2012-10-17", "Statement": []}
    statements: list[dict[str, object]] = []
    while policy_size(document) < size:
        number = len(statements)
        statements.append(
            {
                "Sid": f"Number{number}",
                "Effect": "Allow",
                "Action": [ACTIONS[number % 6], ACTIONS[(number + 1) % 6]],
                "Resource": [f"arn:aws:s3:::bucket-{number}/*", f"arn:aws:dynamodb:*:*:table/t{number}"],
                "Condition": {"StringEquals": {"aws:ResourceAccount": "123456789012"}},
            }
        )
        document = {**document, "Statement": statements}
    return document


def took(work: Callable[[], object], times: int) -> str:
    """Median milliseconds, the first time apart."""
    seconds = []
    for _ in range(times + 1):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return f"{statistics.median(seconds[1:]) * 1000:7.1f} ms   (first {seconds[0] * 1000:.1f} ms)"


def main() -> int:
    """Prints a line per measurement."""
    preset, say = a_preset(), Translator("ko")
    print(f"load the list of actions   {took(load_actions.__wrapped__, 5)}")
    for size in (6_000, 130_000):
        policy = a_policy(document=a_document(size))
        actions = load_actions()

        def find(one=policy, actions=actions):  # type: ignore[no-untyped-def]
            return check([one], a_target(), actions, preset, {})

        print(f"check {size:>7,} characters   {took(find, 9)}")
        review = Review(preset, Answers({}, {}, {}), a_blueprint(policy), a_plan(policy), find(), actions)
        print(f"  its documents page       {took(lambda one=review: documents_page(one, say), 5)}")  # type: ignore[misc]
        print(f"  its findings page        {took(lambda one=review: findings_page(one, say), 5)}")  # type: ignore[misc]
    return 0


if __name__ == "__main__":
    sys.exit(main())
