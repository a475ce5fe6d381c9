"""Asks an independent implementation of IAM's rules the same 10,000 random questions as tui.core.simulate.

    python tests/oracle_simulate.py [--cases 10000] [--seed 1] [--show 5]

The other one is the npm package @cloud-copilot/iam-simulate (AGPL-3.0): it is fetched by npm into a temporary folder,
asked, and thrown away; nothing of it is part of this project. Needs node 18 or newer and the npm registry.

Not asked, since there it differs from AWS's documentation (each has its own case in tests/core/simulate_cases.py):
policy variables in documents of version 2008-10-17 (it fills them in), dates as seconds since 1970 (it reads none),
ranges of all addresses (0.0.0.0/0 holds none), and asked resources with wildcards in them (it takes them for many).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from random_requests import a_case

from tui.core.simulate import Policies, Request, Source, context_of, decide
from tui.core.simulate.decision import is_cross_account
from tui.core.simulate.principal import Principal
from tui.core.simulate.trust import answers_to, overall

ORACLE = "@cloud-copilot/iam-simulate@0.1.173"
SCRIPT = """
import { createInterface } from 'node:readline'
const parts = './node_modules/@cloud-copilot/iam-simulate/dist/esm'
const { loadPolicy } = await import('@cloud-copilot/iam-policy')
const { authorize } = await import(`${parts}/core_engine/CoreSimulatorEngine.js`)
const { AwsRequestImpl } = await import(`${parts}/request/request.js`)
const { RequestContextImpl } = await import(`${parts}/requestContext.js`)
const { DiscoveryContextKeyConstraints } = await import(`${parts}/context_keys/discoveryContextKeyConstraints.js`)
const load = (policy, name) => policy ? loadPolicy(policy, { name }) : undefined
const everything = load({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'all')
for await (const line of createInterface({ input: process.stdin })) {
  const one = JSON.parse(line)
  const isTrust = one.kind === 'trust'
  const resource = { resource: one.resource, accountId: one.resource.split(':')[4] || '123456789012' }
  let answer
  try {
    answer = authorize({
      request: new AwsRequestImpl(one.principal, resource, one.action, new RequestContextImpl(one.context)),
      // whoever asks to assume the role has every permission: only its trust policy is asked about
      identityPolicies: isTrust ? [everything] : one.identity.map((policy, index) => load(policy, `p${index}`)),
      permissionBoundaries: one.boundary && !isTrust ? [load(one.boundary, 'boundary')] : undefined,
      resourcePolicy: load(one.policy, 'resource'),
      serviceControlPolicies: [{ orgIdentifier: 'o', policies: [everything] }],
      resourceControlPolicies: [],
      simulationParameters: {
        simulationMode: 'Strict', discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([])
      }
    }).result
  } catch (error) {
    answer = `error: ${error.message}`
  }
  console.log(JSON.stringify(answer))
}
"""
WORDS = {"Allowed": "allowed", "ExplicitlyDenied": "explicit-deny", "ImplicitlyDenied": "implicit-deny"}


def known(case: dict[str, Any]) -> str:
    """Why the answers may differ, "" where they may not."""
    address = str(case["context"].get("aws:SourceIp", ""))
    if ":" in address and "NotIpAddress" in json.dumps(case) and '"203.0.113.7"' in json.dumps(case):
        return "theirs: an IPv6 address is never outside of a single IPv4 address"
    return ""


def ours(case: dict[str, Any]) -> str:
    """allowed, explicit-deny, implicit-deny; what the context does not hold is not there."""
    principal = Principal("user" if ":user/" in case["principal"] else "role", case["principal"])
    request = Request(case["action"], case["resource"], context_of(case["context"]), principal, others_absent=True)
    if case["kind"] == "trust":
        decision = overall(answers_to(Source("trust", case["policy"], has_principal=True), request))
    else:
        policies = Policies(
            identity=tuple(Source(f"p{index}", one) for index, one in enumerate(case["identity"])),
            boundary=Source("b", case["boundary"]) if case["boundary"] else None,
            resource=Source("bucket", case["policy"], has_principal=True) if case["policy"] else None,
            is_cross_account=is_cross_account(request),
        )
        decision = decide(policies, request)
    if decision.decision == "denied":
        return "explicit-deny" if decision.reason == "explicit-deny" else "implicit-deny"
    return decision.decision


def theirs(cases: list[dict[str, Any]]) -> list[str]:
    """The oracle's answers in the same words, in the order of the cases."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "init", "-y"], cwd=folder, check=True, capture_output=True)
        install = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", ORACLE]
        subprocess.run(install, cwd=folder, check=True, capture_output=True)
        script = Path(folder) / "ask.mjs"
        script.write_text(SCRIPT)
        lines = "".join(f"{json.dumps(case)}\n" for case in cases)
        asked = subprocess.run(["node", script], cwd=folder, input=lines, text=True, check=True, capture_output=True)
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    return [WORDS.get(answer, answer) for answer in answers]


def main() -> int:
    """Prints how many answers agree, and those that do not; 1 where one differs without a known reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=3, help="differences to print in full")
    options = parser.parse_args()
    random = Random(options.seed)  # noqa: S311
    cases = [a_case(random, index) for index in range(options.cases)]
    pairs = [(case, ours(case), other) for case, other in zip(cases, theirs(cases), strict=True)]
    different = [one for one in pairs if one[1] != one[2]]
    print(f"{len(pairs) - len(different)} of {len(pairs)} agree (seed {options.seed}, {ORACLE})")
    for word in WORDS.values():
        print(f"  {word}: {sum(1 for _, _, other in pairs if other == word)}")
    for (why, kind, own, other), count in Counter(
        (known(one[0]), one[0]["kind"], *one[1:]) for one in different
    ).items():
        print(f"  differ: {count} x {kind}: ours {own}, theirs {other}   {why}")
    unexplained = [one for one in different if not known(one[0])]
    for case, own, other in unexplained[: options.show]:
        print(f"\nours {own}, theirs {other}\n{json.dumps(case, indent=1)}")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
