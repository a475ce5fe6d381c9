"""Every export of every preset, put to work: `python tests/sweep_exports.py [--all] [PRESET ...]`, a line for each.

Of every preset its defaults, or the first choice that makes something; with --all every option of every choice.

bash            run twice by bash and the real AWS CLI against an empty moto server; then the program plans no change
cloudformation  no error of cfn-lint's; deployed in moto, after which the program finds the same documents. moto deploys
                roles (without what is attached to them), managed and inline policies, instance profiles and log groups;
                of everything else the template's documents and attachments are compared with ours
terraform       parsed by python-hcl2, its documents compared with ours by meaning
shells          bash -n and shellcheck, no remark at all
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE), str(HERE / "aws"), str(HERE / "export")]

from aws_world import (  # noqa: E402
    account,
    at_work,
    deploy_stack,
    differences,
    left_to_do,
    plan_there,
    prepare,
    run_script,
)
from cfnlint.api import lint  # noqa: E402
from documents_in import attachments, cloudformation_documents, ours, terraform_documents  # noqa: E402
from endpoints import REGION, Endpoint  # noqa: E402
from export_cases import NAMES, chosen, exported, given_for, review_of  # noqa: E402

from tui.core.errors import UsageError  # noqa: E402
from tui.core.exported import Format  # noqa: E402
from tui.core.resources import KmsKey  # noqa: E402

UNTAGGED = ("policy/", "instance-profile/")
"""What CloudFormation cannot tag."""
DEPLOYED = ("role/", "policy/", "instance-profile/", "log-group/", "principal-policy/")
"""What moto's CloudFormation can make."""


@dataclass
class Row:
    """One variant's results: "ok", "-" where there is nothing to make, or what is wrong."""

    name: str
    results: dict[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return all(one in ("ok", "-") or one.startswith("ok ") for one in self.results.values())


class Sweep:
    """The server, the AWS CLI and a folder for files."""

    def __init__(self, server: Endpoint, aws: Path, folder: Path) -> None:
        self.server, self.aws, self.folder = server, aws, folder
        self.gateway = account(server)

    def row(self, name: str, variant: Mapping[str, str]) -> Row:
        row = Row(" ".join([name, *(f"{key}={value}" for key, value in variant.items())]))
        self.review = review_of(name, given_for(name, variant), REGION)
        for column, check in (("bash", self._bash), ("cloudformation", self._stack), ("terraform", self._terraform)):
            try:
                row.results[column] = check()
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
        left = left_to_do(self.gateway, self.review)
        return f"left: {left}" if left else "ok"

    def _stack(self) -> str:
        text = self._file("cloudformation").read_text(encoding="utf-8")
        remarks = [one for one in lint(text, regions=["us-east-1"]) if one.rule.id[0] in "EW"]
        if remarks:
            return f"cfn-lint: {remarks[:3]}"
        if cloudformation_documents(text) != ours(self.review.plan.desired):
            return "other documents in the template"
        if attachments(text) != [arn for one in self.review.plan.desired for arn in getattr(one, "managed", ())]:
            return "other attachments in the template"
        if any(isinstance(one, KmsKey) for one in self.review.plan.desired):
            return "ok (template only: moto makes no key without a key policy, which AWS does)"
        prepare(self.review, self.server)
        deploy_stack(text, self.server)
        plan = plan_there(self.gateway, self.review.plan.desired)
        left = [one for one in differences(plan) if one.startswith(DEPLOYED) and " managed/" not in one]
        left = [one for one in left if not (one.startswith(UNTAGGED) and " tag/" in one)]
        undeployed = [one.address for one in plan.desired if not one.address.startswith(DEPLOYED)]
        if left:
            return f"left: {left}"
        kinds = ", ".join(sorted({one.partition("/")[0] for one in undeployed}))
        return f"ok (template only: {kinds})" if kinds else "ok"

    def _terraform(self) -> str:
        text = self._file("terraform").read_text(encoding="utf-8")
        return "ok" if terraform_documents(text) == ours(self.review.plan.desired) else "other documents"


def rows(names: list[str], *, every: bool) -> Iterator[Row]:
    """One for each variant of the presets."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sweep = Sweep(*stack.enter_context(at_work(folder)), folder)
        for name in names:
            for variant in chosen(name, every=every):
                yield sweep.row(name, variant)


def main() -> int:
    started, bad, count = time.monotonic(), 0, 0
    print(f"{'preset':62}  {'bash':6}  {'terraform':9}  cloudformation", flush=True)
    names = [one for one in sys.argv[1:] if one != "--all"]
    for row in rows(names or NAMES, every="--all" in sys.argv):
        count += 1
        bad += not row.is_good
        found = row.results
        print(f"{row.name:62}  {found['bash']:6}  {found['terraform']:9}  {found['cloudformation']}", flush=True)
    print(f"{count} variants, {bad} with something wrong, {time.monotonic() - started:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
