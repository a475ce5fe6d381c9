"""A bash script that brings an account to what the plan wants, however much of it is there already.

Bash cannot take JSON apart, so whatever has to be merged at run time is merged by the AWS CLI's own queries, and a
bucket's policy, which is a text to them, by python3.
"""

import shlex

from tui.core.calls.api_call import ApiCall
from tui.core.calls.result_reference import Ref
from tui.core.plan.exported import ExportFile
from tui.core.plan.plan import Plan
from tui.core.shown import shown
from tui.export.arguments import Files, Shell, command
from tui.export.bash_helpers import helpers_for
from tui.export.bash_kinds import Writer
from tui.export.outputs import printed_outputs

END_OF_FILE = "ROLEWIZARD_END"
"""Ends here-documents. JSON cannot hold it as a line: whatever has no quotes around it is a bracket or a number."""


def word(text: str) -> str:
    """One word on one line; what nobody can see is spelled out byte by byte: $'\\x0a'."""
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(map(_spelled, text)) + "'"


def _spelled(one: str) -> str:
    if one in "\\'":
        return f"\\{one}"
    return one if one.isprintable() else "".join(f"\\x{byte:02x}" for byte in one.encode("utf-8", "surrogatepass"))


BASH = Shell(word=word, file=lambda name: f'"file://$work/{name}"', inline_json=True)

HEAD = """\
#!/usr/bin/env bash
# {preset}: made by rolewizard for account {account}, region {region}.
# Makes what is missing and puts right what differs; other policies, tags and statements stay. Safe to run again.
# A role that exists gets this trust policy. Needs the AWS CLI{needs}.
# shellcheck disable=SC2016 # a dollar sign in a value is a dollar sign
set -euo pipefail
export AWS_PAGER=""
"""

GUARD = """\
account=$(aws sts get-caller-identity --query Account --output text)
if [ "$account" != {account} ]; then
  printf 'This script is for account %s; these credentials are of %s.\\n' {account} "$account" >&2
  exit 1
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"""


def script(plan: Plan) -> tuple[ExportFile, ...]:
    """One file, <preset>.sh. Raises UsageError for a kind no script can make."""
    files = Files()
    writer = Writer(BASH, files, plan.target, plan.desired)
    blocks = [writer.block(one) for one in plan.desired]
    body = "\n".join(f"# {shown(one.address)}\n{block}\n" for one, block in zip(plan.desired, blocks, strict=True))
    needs = ", and python3 if the bucket has a policy" if "merge_bucket_policy" in body else ""
    target = plan.target
    head = HEAD.format(preset=plan.preset, account=target.account, region=shown(target.region), needs=needs)
    documents = "".join(_here(name, text) for name, text in files.found.items())
    helpers = "".join(f"\n{text}" for text in helpers_for(body))
    parts = [head, GUARD.format(account=target.account) + helpers, documents, body, _outputs(plan)]
    return (ExportFile(f"{plan.preset}.sh", "\n".join(part for part in parts if part)),)


def _here(name: str, text: str) -> str:
    return f"cat > \"$work/{name}\" <<'{END_OF_FILE}'\n{text}{END_OF_FILE}\n\n"


def _outputs(plan: Plan) -> str:
    """What people need next, printed at the end."""
    lines = []
    for name, value in printed_outputs(plan):
        if isinstance(value, Ref):
            known = ApiCall("kms", "DescribeKey", {"KeyId": value.address.partition("/")[2]})
            asked = " ".join(command(known, BASH, Files(), plan.target.region))
            ask = f"{asked} --query KeyMetadata.{value.field} --output text"
            lines.append(f"printf '%s = %s\\n' {name} \\\n  \"$({ask})\"\n")
        else:
            lines.append(f"printf '%s\\n' {word(f'{name} = {value}')}\n")
    return "".join(lines)
