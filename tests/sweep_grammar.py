"""Every AWS managed policy and the trust policies of all presets, broken in every way IAM's grammar forbids.

    python tests/sweep_grammar.py [--seed 1] [--linter 40]

No unbroken document may have a problem, each broken one must have one, and of documents with something random done to
them nothing that moto's own validation refuses may get past ours. With --linter so many documents also go through the
optional linter, and where it says something else than we do is listed. Exit code 1 if anything is wrong.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from moto.iam.exceptions import MalformedPolicyDocument  # noqa: E402
from moto.iam.policy_validation import (  # noqa: E402
    IAMPolicyDocumentValidator,
    IAMTrustPolicyDocumentValidator,
)
from sweep_policies import managed_policies  # noqa: E402

from tui.aws.practice.bridges import put_right  # noqa: E402
from tui.core.calls.target import practice_target  # noqa: E402
from tui.core.iam.grammar import DocumentKind, problems  # noqa: E402
from tui.core.kinds import Role  # noqa: E402
from tui.core.preset.answers import answer  # noqa: E402
from tui.core.preset.rendering import render  # noqa: E402
from tui.store.load import load_preset  # noqa: E402

Document = dict[str, Any]
Mutation = Callable[[Document, Document], None]
"""Breaks a document, or one statement of it, in place."""
SHOWN = 5

MOTO_ALONE: dict[str, Callable[[Document], bool]] = {
    "a number without quotes": lambda one: any(
        isinstance(value, int | float) and not isinstance(value, bool)
        for statement in one["Statement"]
        for keys in (statement.get("Condition") or {}).values()
        for value in keys.values()
    ),
    "an ARN or an action that is newer than moto's list": lambda one: any(
        sign in json.dumps(one) for sign in (":access-grants/", "sts:SetContext")
    ),
}
"""What moto refuses and AWS takes, also as the practice account has put it right."""


def put(name: str, value: Any) -> Mutation:
    def change(document: Document, statement: Document) -> None:
        statement[name] = value

    return change


def put_both(plain: str, inverted: str, value: Any) -> Mutation:
    def change(document: Document, statement: Document) -> None:
        statement[plain] = statement[inverted] = value

    return change


def instead(names: tuple[str, ...], **values: Any) -> Mutation:
    def change(document: Document, statement: Document) -> None:
        for name in names:
            statement.pop(name, None)
        statement |= values

    return change


def at_top(**values: Any) -> Mutation:
    def change(document: Document, statement: Document) -> None:
        document |= values

    return change


def under(operator: str, value: Any, key: str = "aws:x") -> Mutation:
    return put("Condition", {operator: {key: value}})


def twice(document: Document, statement: Document) -> None:
    statement["Sid"] = "Same"
    document["Statement"] = [*document["Statement"], {**statement}]


ACTION, RESOURCE = ("Action", "NotAction"), ("Resource", "NotResource")
EVERYWHERE: dict[str, Mutation] = {
    "version that does not exist": at_top(Version="2012-10-18"),
    "version as a number": at_top(Version=20121017),
    "id as a number": at_top(Id=5),
    "element of the document in another case": at_top(version="2012-10-17"),
    "element of the document that does not exist": at_top(Statements=[]),
    "no statement": at_top(Statement=[]),
    "statement as a text": at_top(Statement="Allow"),
    "statement that is a text": at_top(Statement=["Allow"]),
    "effect in lower case": put("Effect", "allow"),
    "effect that does not exist": put("Effect", "Permit"),
    "effect as a list": put("Effect", ["Allow"]),
    "no effect": instead(("Effect",)),
    "sid with a hyphen": put("Sid", "not-a-sid"),
    "sid as a number": put("Sid", 5),
    "the same sid twice": twice,
    "action beside NotAction": put_both("Action", "NotAction", "sts:AssumeRole"),
    "no action": instead(ACTION),
    "no action in a list": instead(ACTION, Action=[]),
    "empty action": instead(ACTION, Action=""),
    "action as an object": instead(ACTION, Action={"s3": "GetObject"}),
    "action as a number": instead(ACTION, Action=[5]),
    "action without a service": instead(ACTION, Action="AssumeRole"),
    "action with two colons": instead(ACTION, Action="sts:Assume:Role"),
    "action without a name": instead(ACTION, Action="sts:"),
    "element in another case": instead(("action",), action="sts:AssumeRole"),
    "element that does not exist": put("Conditions", {}),
    "condition as a list": put("Condition", ["x"]),
    "operator without keys": put("Condition", {"StringEquals": "x"}),
    "operator that does not exist": under("StringEqual", "x"),
    "operator in another case": under("stringequals", "x"),
    "set operator that does not exist": under("ForSomeValue:StringEquals", "x"),
    "Null with IfExists": under("NullIfExists", "true"),
    "key without a prefix": under("StringEquals", "x", "prefix"),
    "value as an object": under("StringEquals", {"x": "y"}),
    "value in two lists": under("StringEquals", [["x"]]),
    "no value": under("StringEquals", None),
    "date that is none": under("DateLessThan", "tomorrow"),
    "date with a month too many": under("DateGreaterThanEquals", "2026-13-01"),
    "number that is none": under("NumericLessThan", "ten"),
    "number with an exponent": under("NumericEquals", "1e5"),
    "truth value that is none": under("Bool", "yes"),
    "existence that is neither": under("Null", "no"),
    "address block that is too narrow": under("IpAddress", "10.0.0.0/99"),
    "address that is none": under("NotIpAddress", "10.0.0"),
    "ARN that is none": under("ArnEquals", "my-topic"),
}
IDENTITY: dict[str, Mutation] = EVERYWHERE | {
    "a principal": put("Principal", "*"),
    "a NotPrincipal": put("NotPrincipal", {"AWS": "123456789012"}),
    "resource beside NotResource": put_both("Resource", "NotResource", "*"),
    "no resource": instead(RESOURCE),
    "no resource in a list": instead(RESOURCE, Resource=[]),
    "empty resource": instead(RESOURCE, Resource=""),
    "resource as a number": instead(RESOURCE, Resource=[5]),
    "resource that is a name": instead(RESOURCE, Resource="my-bucket/*"),
    "resource that is a URL": instead(RESOURCE, Resource="s3://my-bucket/*"),
    "two stars": instead(RESOURCE, Resource="**"),
    "ARN with a part too few": instead(RESOURCE, Resource="arn:aws:sqs:us-east-1:queue"),
    "ARN with a part too many": instead(RESOURCE, Resource="arn:aws:s3::::b/*"),
    "ARN of a partition that does not exist": instead(RESOURCE, Resource="arn:amazon:s3:::b/*"),
    "ARN of a bucket with a Region": instead(RESOURCE, Resource="arn:aws:s3:us-east-1::b/*"),
    "ARN of a role with a Region": instead(RESOURCE, Resource="arn:aws:iam:us-east-1:123456789012:role/x"),
    "ARN of nothing in IAM": instead(RESOURCE, Resource="arn:aws:iam::123456789012:x"),
    "NotResource that is a name": instead(RESOURCE, NotResource="my-bucket"),
}
PRINCIPAL = ("Principal", "NotPrincipal", "Action", "NotAction")


def let_in(principal: Any, action: str = "sts:AssumeRole") -> Mutation:
    return instead(PRINCIPAL, Effect="Allow", Principal=principal, Action=action)


TRUST: dict[str, Mutation] = EVERYWHERE | {
    "no principal": instead(("Principal",)),
    "empty principal": put("Principal", {}),
    "no principal in a list": put("Principal", {"AWS": []}),
    "a bare service": put("Principal", "ec2.amazonaws.com"),
    "a bare account": put("Principal", "123456789012"),
    "kind of principal in another case": put("Principal", {"service": "ec2.amazonaws.com"}),
    "kind of principal that does not exist": put("Principal", {"Role": "x"}),
    "wildcard in a role": put("Principal", {"AWS": "arn:aws:iam::123456789012:role/deploy-*"}),
    "wildcard in a service": put("Principal", {"Service": "*.amazonaws.com"}),
    "account with a digit too few": put("Principal", {"AWS": "arn:aws:iam::12345678901:root"}),
    "account with a digit too many": put("Principal", {"AWS": "1234567890123"}),
    "a group": put("Principal", {"AWS": "arn:aws:iam::123456789012:group/x"}),
    "a unique id": put("Principal", {"AWS": "AROA1234567890ABCDEFG"}),
    "an instance profile": put("Principal", {"AWS": "arn:aws:iam::123456789012:instance-profile/x"}),
    "a service as an account": put("Principal", {"AWS": "ec2.amazonaws.com"}),
    "a service without its domain": put("Principal", {"Service": "ec2"}),
    "an action of another service": instead(ACTION, Action="s3:GetObject"),
    "every action": instead(ACTION, Action="*"),
    "an action with a wildcard": instead(ACTION, Action="sts:Assume*"),
    "a resource": put("Resource", "*"),
    "a NotAction": instead(ACTION, NotAction="sts:TagSession"),
    "a NotPrincipal instead": instead(("Principal",), NotPrincipal={"AWS": "123456789012"}),
    "an OIDC provider with AssumeRole": let_in({"Federated": "arn:aws:iam::123456789012:oidc-provider/a.example.com"}),
    "a SAML provider with AssumeRole": let_in({"Federated": "arn:aws:iam::123456789012:saml-provider/x"}),
    "a service with a web identity": let_in({"Service": "ec2.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity"),
    "a provider's host": let_in({"Federated": "token.actions.githubusercontent.com"}, "sts:AssumeRoleWithWebIdentity"),
    "pods without tags": let_in({"Service": "pods.eks.amazonaws.com"}),
}


def trust_policies() -> dict[str, Document]:
    """Of the roles of every bundled preset, in every variant; each different one once."""
    found: dict[str, Document] = {}
    seen: set[str] = set()
    for file in sorted((ROOT / "presets").glob("*.yaml")):
        preset = load_preset(file)
        choices = ({name: option} for name, one in preset.choices().items() for option in one.options)
        for variant in ({}, *choices):
            target = practice_target("us-east-1")
            for role in render(preset, answer(preset, preset.examples() | variant, target), target).resources:
                text = json.dumps(role.trust, sort_keys=True) if isinstance(role, Role) else ""
                if text and text not in seen:
                    seen.add(text)
                    document = json.loads(text)
                    document["Statement"] = (
                        document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
                    )
                    found[f"{file.stem} {variant or ''}"] = document
    return found


def moto_refuses(document: Any, kind: DocumentKind) -> str:
    """What moto says against it, "" where it takes it."""
    validator = IAMTrustPolicyDocumentValidator if kind == "trust" else IAMPolicyDocumentValidator
    try:
        validator(json.dumps(document)).validate()
    except MalformedPolicyDocument as error:
        return str(error.message)
    return ""


def noise(document: Document, chance: random.Random) -> Document:
    """The document with something random done to one node of it."""
    broken = deepcopy(document)
    nodes: list[tuple[Any, Any]] = []

    def walk(node: Any) -> None:
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            nodes.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    walk(broken)
    node, key = chance.choice(nodes)
    value = node[key]
    match chance.randrange(6):
        case 0:
            node[key] = chance.choice([None, 5, True, "", [], {}, [value], {"x": value}])
        case 1:
            del node[key]
        case 2 if isinstance(node, dict):
            node[chance.choice([str(key).lower(), f"{key}s", f"Not{key}"])] = node.pop(key)
        case 3 if isinstance(value, str) and value:
            at = chance.randrange(len(value))
            node[key] = value[:at] + chance.choice(["", ":", "*", " ", "x"]) + value[at + 1 :]
        case 4 if isinstance(value, str):
            node[key] = chance.choice([value.upper(), value.lower(), value[::-1], f"{value}:{value}"])
        case _ if isinstance(value, list) and value:
            node[key] = [*value, chance.choice([None, "", "x", value[0]])]
    return broken


class Sweep:
    """Counts, and what went wrong."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.counts: Counter[str] = Counter()
        self.wrong: dict[str, list[str]] = {}

    def fail(self, what: str, which: str) -> None:
        self.wrong.setdefault(what, []).append(which)

    def documents(self, documents: dict[str, Document], kind: DocumentKind, mutations: dict[str, Mutation]) -> None:
        for name, document in documents.items():
            self.counts[f"{kind} documents"] += 1
            if found := problems(document, kind):
                self.fail(f"an unbroken document has {found[0].code}", name)
            for what, mutation in mutations.items():
                self._broken(name, document, kind, what, mutation)
            for _ in range(3):
                self._random(name, noise(document, self.chance), kind)

    def _broken(self, name: str, document: Document, kind: DocumentKind, what: str, mutation: Mutation) -> None:
        broken = deepcopy(document)
        mutation(broken, self.chance.choice(broken["Statement"]))
        self.counts[f"{kind} broken"] += 1
        if not problems(broken, kind):
            self.fail(f"not seen: {what}", name)

    def _random(self, name: str, broken: Document, kind: DocumentKind) -> None:
        self.counts["random"] += 1
        if problems(broken, kind):
            return
        self.counts["random and taken"] += 1
        if (said := moto_refuses(broken, kind)) and not any(is_known(broken) for is_known in MOTO_ALONE.values()):
            self.fail(f"moto refuses what we take: {said}", name)


def linter_differences(documents: dict[str, Document], count: int, chance: random.Random) -> Iterator[str]:
    """Where the optional linter says otherwise about broken documents and about unbroken ones."""
    from tui.core.checks.linted import LintedDocument
    from tui.linter.process import Linter
    from tui.store.places import linter_files

    linter = Linter(linter_files())
    if not linter.is_there:
        yield "the linter is not installed"
        return
    asked: dict[LintedDocument, str] = {}
    for name in chance.sample(sorted(documents), count):
        asked[LintedDocument("IDENTITY_POLICY", json.dumps(documents[name]))] = "an unbroken document"
        what = chance.choice(sorted(IDENTITY))
        broken = deepcopy(documents[name])
        IDENTITY[what](broken, chance.choice(broken["Statement"]))
        asked[LintedDocument("IDENTITY_POLICY", json.dumps(broken))] = what
    linted = linter.read(list(asked), lambda: False)
    told: Counter[str] = Counter()
    for document, what in asked.items():
        errors = {issue.check for issue in linted.issues.get(document, ()) if issue.severity == "error"}
        if what == "an unbroken document":
            told.update(f"error of the linter's alone: {check}" for check in errors)
        elif not errors:
            told[f"error of ours alone: {what}"] += 1
    yield from (f"{count:5} {what}" for what, count in sorted(told.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--linter", type=int, default=0, metavar="DOCUMENTS")
    given = parser.parse_args()
    put_right()
    started, sweep = time.monotonic(), Sweep(given.seed)
    managed, trusts = managed_policies(), trust_policies()
    sweep.documents(managed, "identity", IDENTITY)
    sweep.documents(trusts, "trust", TRUST)
    print(f"{len(IDENTITY)} and {len(TRUST)} mutations, {time.monotonic() - started:.0f} s")
    for what, count in sweep.counts.items():
        print(f"{count:7} {what}")
    if given.linter:
        print("\n".join(linter_differences(managed, given.linter, sweep.chance)))
    for what, names in sweep.wrong.items():
        print(f"WRONG  {what}: {len(names)} times, {'; '.join(names[:SHOWN])}")
    return 1 if sweep.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
