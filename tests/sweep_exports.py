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
import logging
import os
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "aws"), str(HERE / "export")]

import boto3  # noqa: E402
from aws_cli_server import aws_cli  # noqa: E402
from aws_world import (  # noqa: E402
    ENVIRONMENT,
    account,
    account_now,
    apply_plan,
    bridge,
    deploy_stack,
    differences,
    empty,
    plan_there,
    run_script,
    take_for_granted,
)
from cfn_lint import remarks_on  # noqa: E402
from documents_in import ours, terraform_documents  # noqa: E402
from endpoints import REGION, Endpoint, without_simulation  # noqa: E402
from export_cases import NAMES, examples, exported, review_of, variants  # noqa: E402
from left_behind import unlike  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from terraform_schema import mistakes  # noqa: E402

from tui.core.errors import UsageError  # noqa: E402
from tui.core.exported import Format  # noqa: E402

THERE_ALREADY = {"EC2_ROLE": {"existing": {"INSTANCE_PROFILE_NAME": "sample-web-server"}}}
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
        there = [THERE_ALREADY.get(key, {}).get(option, {}) for key, option in variant.items()]
        self.given = examples(name) | dict(variant) | dict(*there[:1])
        self.review = review_of(name, self.given, REGION)
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

    def _prepare(self) -> None:
        empty()
        take_for_granted(self.review.plan.desired, self.server)
        for profile in (one for one in self.given.values() if one == "sample-web-server"):
            boto3.client("iam", endpoint_url=self.server.url).create_instance_profile(InstanceProfileName=profile)

    def _bash(self) -> str:
        script = self._file("bash")
        lint = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True, check=False)
        if lint.returncode or subprocess.run(["bash", "-n", str(script)], check=False).returncode:
            return f"shellcheck: {lint.stdout.strip()[:200]}"
        self._prepare()
        for time_of_run in ("first", "second"):
            run = run_script(script, self.server, self.aws)
            if run.returncode:
                return f"{time_of_run} run: {run.stderr.strip()[:300]}"
        return self._left()

    def _left(self) -> str:
        """What the program would still do, or what is otherwise than the program itself would have left it."""
        plan = plan_there(self.gateway, self.review.plan.desired)
        left = differences(plan) or [step.do.operation for step in plan.steps] or unlike(account_now(), self._applied())
        return f"left: {left}" if left else "ok"

    def _applied(self) -> dict[str, Any]:
        if self.applied is None:
            self._prepare()
            apply_plan(self.gateway, self.review.plan.desired)
            self.applied = account_now()
        return self.applied

    def _stack(self) -> str:
        file = self._file("cloudformation")
        text = file.read_text(encoding="utf-8")
        if remarks := remarks_on(text):
            return f"cfn-lint: {remarks[:3]}"
        self._prepare()
        if complaint := deploy_stack(file, self.server, self.aws):
            return f"deploy: {complaint.strip()[-300:]}"
        return self._left()

    def _terraform(self) -> str:
        text = self._file("terraform").read_text(encoding="utf-8")
        if terraform_documents(text) != ours(self.review.plan.desired):
            return "other documents"
        return "; ".join(mistakes(text)) or "ok"


def chosen(name: str, *, every: bool) -> list[dict[str, str]]:
    """The variants to try."""
    found = list(variants(name))
    return found if every else [next((one for one in found if review_of(name, one).plan.desired), {})]


def rows(names: Iterable[str], columns: Collection[str], *, every: bool) -> Iterator[Row]:
    """One for each variant of the presets."""
    bridge()
    logging.disable()
    warnings.simplefilter("ignore")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ |= {**ENVIRONMENT, "HOME": str(folder), "XDG_STATE_HOME": str(folder)}
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        application = without_simulation(DomainDispatcherApplication(create_backend_app))
        server = stack.enter_context(Endpoint(application))
        sweep = Sweep(server, stack.enter_context(aws_cli(folder)), folder, columns)
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
