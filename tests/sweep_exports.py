"""Every export of every preset, put to work: `python tests/sweep_exports.py [--all] [PRESET ...]`, a line for each.

Of every preset its defaults, or the first choice that makes something; with --all every option of every choice.

bash            no remark of bash -n and shellcheck; run twice by bash and the real AWS CLI against an empty moto server
cloudformation  no error and no warning of cfn-lint's; deployed in moto by the command at the template's head, and what
                the head says a template cannot do is done as it says (tags of managed policies and profiles, the
                profile of an instance). moto resolves the references and settles the order; what its CloudFormation
                would make is made by AWS's own calls instead, since it leaves most of it out (export/stack_kinds.py)
terraform       parsed by python-hcl2, its documents compared with ours by meaning, every argument and reference looked
                up in the provider's schema (export/terraform_schema.py); Terraform itself is not run

After bash and cloudformation the program plans no change, and the account has exactly what the program's own apply
leaves: documents, attachments, tags, paths, boundaries, session lengths. `--only COLUMN` tries one kind of export.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "aws"), str(HERE / "export")]

from aws_world import (  # noqa: E402
    account,
    account_now,
    apply_plan,
    at_work,
    deploy_stack,
    left_to_do,
    prepare,
    run_script,
)
from cfn_lint import remarks_on  # noqa: E402
from documents_in import ours, terraform_documents  # noqa: E402
from endpoints import REGION, Endpoint  # noqa: E402
from export_cases import NAMES, chosen, exported, given_for, review_of  # noqa: E402
from left_behind import unlike  # noqa: E402
from terraform_schema import mistakes  # noqa: E402

from tui.core.errors import UsageError  # noqa: E402
from tui.core.plan.exported import Format  # noqa: E402

COLUMNS = ("bash", "terraform", "cloudformation")


@dataclass
class Row:
    """One variant's results: "ok", "-" where there is nothing to make, or what is wrong."""

    name: str
    results: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return all(one in ("ok", "-") for one in self.results.values())


class Sweep:
    """The server, the AWS CLI and a folder for files."""

    def __init__(self, server: Endpoint, aws: Path, folder: Path, columns: Collection[str] = COLUMNS) -> None:
        self.server, self.aws, self.folder, self.columns = server, aws, folder, columns
        self.gateway = account(server)

    def row(self, name: str, variant: Mapping[str, str]) -> Row:
        row = Row(" ".join([name, *(f"{key}={value}" for key, value in variant.items())]))
        self.review = review_of(name, given_for(name, variant), REGION)
        self.applied: dict[str, Any] | None = None
        checks = {"bash": self._bash, "terraform": self._terraform, "cloudformation": self._stack}
        for column in self.columns:
            try:
                row.results[column] = checks[column]()
            except UsageError as error:
                row.results[column] = "-" if error.code == "export.nothing" else error.code
        return row

    def _file(self, format: Format) -> Path:
        [one] = exported(self.review, format).files
        file = self.folder / one.name
        file.write_text(one.text, encoding="utf-8")
        return file

    def _bash(self) -> str:
        script = self._file("bash")
        lint = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True, check=False)
        if lint.returncode or subprocess.run(["bash", "-n", str(script)], check=False).returncode:
            return f"shellcheck: {lint.stdout.strip()[:200]}"
        prepare(self.review, self.server)
        for time_of_run in ("first", "second"):
            run = run_script(script, self.server, self.aws)
            if run.returncode:
                return f"{time_of_run} run: {run.stderr.strip()[:300]}"
        return self._left()

    def _left(self) -> str:
        """What the program would still do, or what is otherwise than the program itself would have left it."""
        left = left_to_do(self.gateway, self.review) or unlike(account_now(), self._applied())
        return f"left: {left}" if left else "ok"

    def _applied(self) -> dict[str, Any]:
        if self.applied is None:
            prepare(self.review, self.server)
            apply_plan(self.gateway, self.review.plan.desired)
            self.applied = account_now()
        return self.applied

    def _stack(self) -> str:
        file = self._file("cloudformation")
        text = file.read_text(encoding="utf-8")
        if remarks := remarks_on(text):
            return f"cfn-lint: {remarks[:3]}"
        prepare(self.review, self.server)
        if complaint := deploy_stack(file, self.server, self.aws):
            return f"deploy: {complaint.strip()[-300:]}"
        return self._left()

    def _terraform(self) -> str:
        text = self._file("terraform").read_text(encoding="utf-8")
        if terraform_documents(text) != ours(self.review.plan.desired):
            return "other documents"
        return "; ".join(mistakes(text)) or "ok"


def rows(names: Iterable[str], columns: Collection[str], *, every: bool) -> Iterator[Row]:
    """One for each variant of the presets."""
    with tempfile.TemporaryDirectory() as folder, at_work(Path(folder)) as (server, aws):
        sweep = Sweep(server, aws, Path(folder), columns)
        for name in names:
            for variant in chosen(name, every=every):
                yield sweep.row(name, variant)


def main() -> int:
    parser = argparse.ArgumentParser(description="Every export of every preset, put to work.")
    parser.add_argument("presets", nargs="*", metavar="PRESET")
    parser.add_argument("--all", action="store_true", help="every option of every choice")
    parser.add_argument("--only", choices=COLUMNS, help="this kind of export alone")
    asked = parser.parse_args()
    columns = (asked.only,) if asked.only else COLUMNS
    started, bad, count = time.monotonic(), 0, 0
    print("  ".join([f"{'preset':62}", *(f"{one:9}" for one in columns)]), flush=True)
    for row in rows(asked.presets or NAMES, columns, every=asked.all):
        count += 1
        bad += not row.is_good
        print("  ".join([f"{row.name:62}", *(f"{row.results[one]:9}" for one in columns)]), flush=True)
    print(f"{count} variants, {bad} with something wrong, {time.monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
