"""The policy documents in a template, found by parsers that are not ours, in canonical form."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import hcl2
import yaml

from tui.core.calls.target import PRACTICE_ACCOUNT
from tui.core.iam.policy import canonical
from tui.core.kinds import BucketPolicy, Resource, documents_of
from tui.core.kinds.bucket_policy import VERSION

HEREDOC = re.compile(r'^"?<<-JSON\n(.*)\n\s*JSON"?$', re.DOTALL)
KEY = re.compile(r"arn:aws:kms:[a-z0-9-]+:\d{12}:key/(?:\{from [^{}]+: KeyId\}|\$\{aws_kms_key\.\w+\.key_id\})")
"""The ARN of a key that does not exist yet, as the plan and as Terraform write it."""
ESCAPED = re.compile(r"([$%])\1\{")
"""As HCL's specification has it: $${ and %%{ stand for ${ and %{."""


def ours(resources: Iterable[Resource]) -> list[str]:
    """What the plan wants."""
    return sorted(KEY.sub("KEY", canonical(one)) for one in _documents(resources))


def _documents(resources: Iterable[Resource]) -> Iterator[Mapping[str, Any]]:
    for one in resources:
        if isinstance(one, BucketPolicy):
            yield {"Version": VERSION, "Statement": list(one.statements.values())}
        else:
            yield from documents_of(one).values()


def terraform_documents(text: str) -> list[str]:
    """Those in here-documents."""
    return sorted(KEY.sub("KEY", canonical(json.loads(one))) for one in _heredocs(hcl2.loads(text)))


def _heredocs(node: object) -> Iterator[str]:
    match node:
        case str():
            if found := HEREDOC.match(node):
                yield ESCAPED.sub(r"\1{", found[1])
        case Mapping():
            for one in node.values():
                yield from _heredocs(one)
        case list():
            for one in node:
                yield from _heredocs(one)


def attachments(text: str) -> list[str]:
    """ARNs of the managed policies attached to roles, those of the template itself too."""
    resources = yaml.safe_load(text)["Resources"]
    attached = [arn for one in resources.values() for arn in one["Properties"].get("ManagedPolicyArns", ())]
    return [one if isinstance(one, str) else _policy_arn(resources[one["Ref"]]["Properties"]) for one in attached]


def _policy_arn(policy: Mapping[str, Any]) -> str:
    return f"arn:aws:iam::{PRACTICE_ACCOUNT}:policy{policy['Path']}{policy['ManagedPolicyName']}"


def cloudformation_documents(text: str) -> list[str]:
    """Everything with a Statement, read by PyYAML."""
    return sorted(canonical(_keys_named(one)) for one in _statements(yaml.safe_load(text)["Resources"]))


def _keys_named(node: Any) -> Any:
    """The tree with KEY where a key's ARN is asked for."""
    match node:
        case {"Fn::GetAtt": [str(name), "Arn"]} if name.startswith("Key"):
            return "KEY"
        case Mapping():
            return {key: _keys_named(one) for key, one in node.items()}
        case list():
            return [_keys_named(one) for one in node]
        case _:
            return node


def _statements(node: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        if "Statement" in node:
            yield node
        else:
            for one in node.values():
                yield from _statements(one)
    elif isinstance(node, list):
        for one in node:
            yield from _statements(one)
