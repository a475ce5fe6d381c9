"""The linter's process: `python -P -m tui.linter.child`, started by tui.linter.process. It alone imports the linter.

Reads one JSON object from standard input: {"folder": where the linter's files lie, "documents": [{"kind", "text"}]};
writes one to standard output: {"issues": [[issue, ...] per document]}. Whatever goes wrong ends it with a traceback,
of which the parent shows the last line.
"""

import asyncio
import contextlib
import json
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.isolation import cut_off
from tui.linter.services import services_folder, write_services
from tui.linter.settings import LEFT_OUT, settings
from tui.store.actions import load_actions


def main() -> None:
    """Answers once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the parent decides
    asked = json.load(sys.stdin)
    answer_to = sys.stdout
    with asyncio.Runner() as runner, contextlib.redirect_stdout(sys.stderr):
        # the loop's own pipe is a pair of sockets on some systems: it is made before there are none
        runner.get_loop()
        cut_off("the linter")
        with _services(Path(asked["folder"])) as folder:
            issues = runner.run(_read(folder, asked["documents"]))
    json.dump({"issues": issues}, answer_to)


async def _read(folder: Path, documents: list[Mapping[str, str]]) -> list[list[dict[str, Any]]]:
    """The issues of each document."""
    # only now: nothing that could talk to somebody may be imported before the network is gone
    from iam_validator.core.config.condition_requirements import CONDITION_REQUIREMENTS
    from iam_validator.sdk import AWSServiceFetcher, IAMPolicy, ValidatorConfig, build_registry, validate_policies

    config = ValidatorConfig(settings(list(CONDITION_REQUIREMENTS)))
    registry = build_registry(config)
    found = []
    async with AWSServiceFetcher(prefetch_common=False, enable_cache=False, aws_services_dir=folder) as fetcher:
        for one in documents:
            tree = json.loads(one["text"])
            policies = [("policy", IAMPolicy.model_validate(tree), tree)]
            parts = {"config": config, "registry": registry, "fetcher": fetcher}
            results = await validate_policies(policies, policy_type=one["kind"], **parts)
            found.append([_issue(issue) for result in results for issue in result.issues])
    return [[issue for issue in issues if issue["code"] not in LEFT_OUT] for issues in found]


def _issue(issue: Any) -> dict[str, Any]:
    return {
        "check": issue.check_id or "",
        "code": issue.issue_type,
        "severity": issue.severity,
        "message": issue.message,
        "index": issue.statement_index,
        "key": issue.condition_key or "",
    }


@contextlib.contextmanager
def _services(folder: Path) -> Iterator[Path]:
    """The linter's files, in a folder for this once where there is no place for good."""
    actions = load_actions()
    with contextlib.ExitStack() as stack:
        try:
            ready = services_folder(folder, actions)
        except OSError:
            ready = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            write_services(ready, actions)
        yield ready


if __name__ == "__main__":
    main()
