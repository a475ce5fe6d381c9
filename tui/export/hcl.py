"""HCL, Terraform's language, written from values. Grammar: github.com/hashicorp/hcl, hclsyntax/spec.md."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TEMPLATE = re.compile(r"([$%]+)\{")
"""What would begin a template sequence; a run of several signs in front of the brace is read as one escape and more."""


@dataclass(frozen=True)
class Reference:
    """An expression as it is: aws_iam_role.app.name."""

    expression: str


@dataclass(frozen=True)
class Document:
    """JSON in a here-document, so that people read the policy as they know it."""

    content: object


@dataclass(frozen=True)
class Block:
    """A block within a resource: stream_mode_details { ... }."""

    body: "Mapping[str, Value]"


Value = str | int | Reference | Document | Block | Sequence["Value"] | Mapping[str, "Value"]


def block(head: str, body: Mapping[str, Value]) -> str:
    """`resource "aws_iam_role" "app" { ... }`, the equals signs of neighbours in line as `terraform fmt` puts them."""
    return "\n".join([f"{head} {{", *_attributes(body, "  "), "}"]) + "\n"


def quoted(text: str) -> str:
    """A string between double quotes."""
    return _unfolded('"' + "".join(_character(one) for one in text) + '"')


def identifier(name: str, taken: set[str]) -> str:
    """A name of Terraform's for the thing, not yet taken; it is taken now."""
    stem = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_").lower() or "this"
    stem = stem if stem[0].isalpha() else f"_{stem}"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}_{number}"
    taken.add(found)
    return found


def _attributes(body: Mapping[str, Value], indent: str) -> list[str]:
    lines: list[str] = []
    group: list[tuple[str, str]] = []
    for name, value in body.items():
        written = _written(value, indent)
        if isinstance(value, Block):
            lines += [*_aligned(group, indent), f"{indent}{name} {written}"]
            group = []
            continue
        if isinstance(value, Mapping) and value:
            lines += [*_aligned(group, indent), f"{indent}{name} = {written}"]
            group = []
            continue
        group.append((name, written))
        if "\n" in written:
            # `terraform fmt` lines up the head of a here-document with what stands before it
            lines += _aligned(group, indent)
            group = []
    return lines + _aligned(group, indent)


def _aligned(group: list[tuple[str, str]], indent: str) -> list[str]:
    width = max((len(name) for name, _ in group), default=0)
    return [f"{indent}{name.ljust(width)} = {written}" for name, written in group]


def _written(value: Value, indent: str) -> str:
    match value:
        case Reference(expression=expression):
            return expression
        case Document(content=content):
            text = _unfolded(json.dumps(content, indent=2, ensure_ascii=True))
            return "<<-JSON\n" + "".join(f"{indent}  {line}\n" for line in text.split("\n")) + f"{indent}JSON"
        case Block(body=body):
            return "\n".join(["{", *_attributes(body, indent + "  "), f"{indent}}}"])
        case str():
            return quoted(value)
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case Mapping():
            inner = {key if _is_name(key) else quoted(key): one for key, one in value.items()}
            return "\n".join(["{", *_attributes(inner, indent + "  "), f"{indent}}}"]) if inner else "{}"
        case _:
            return "[" + ", ".join(_written(one, indent) for one in value) + "]"


def _is_name(key: str) -> bool:
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", key, re.ASCII) is not None


def _unfolded(text: str) -> str:
    r"""The text with ${ as $${ and %{ as %%{; signs in front of these as \u0024, which strings and JSON both know."""

    def escape(found: re.Match[str]) -> str:
        before, last = found[1][:-1], found[1][-1]
        return "".join(f"\\u{ord(one):04x}" for one in before) + last * 2 + "{"

    return TEMPLATE.sub(escape, text)


def _character(one: str) -> str:
    match one:
        case '"' | "\\":
            return f"\\{one}"
        case "\n" | "\r" | "\t":
            return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[one]
        case _ if one.isprintable():
            return one
        case _:
            return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"
