"""PowerShell scripts taken apart by tree-sitter, whose grammar is not ours: their commands and the files these read."""

import re
from collections.abc import Iterator

import tree_sitter_powershell
from tree_sitter import Language, Node, Parser

from tui.core.plan.exported import Exported

PARSER = Parser(Language(tree_sitter_powershell.language()))
IGNORED = {"command_argument_sep", "redirection"}
PASSED_ON = {"generic_token", "command_parameter"}


def powershell_commands(script: str) -> list[list[str]]:
    """The arguments of every aws. Raises ValueError for what is no PowerShell, or what this reading does not cover."""
    root = PARSER.parse(script.encode()).root_node
    if root.has_error:
        raise ValueError(script)
    return [list(_words(one)) for one in _commands(root)]


def _commands(node: Node) -> Iterator[Node]:
    name = node.child_by_field_name("command_name")
    if node.type == "command" and name is not None and name.text == b"aws":
        yield node
    for child in node.children:
        yield from _commands(child)


def _words(command: Node) -> Iterator[str]:
    elements = command.child_by_field_name("command_elements")
    for one in elements.children if elements is not None else ():
        while one.type in ("array_literal_expression", "unary_expression", "string_literal"):
            [one] = one.children
        text = (one.text or b"").decode()
        match one.type:
            case kind if kind in IGNORED:
                continue
            case kind if kind in PASSED_ON:
                if re.search(r'["\'\\$@,;(){}]', text):
                    raise ValueError(text)
                yield text
            case "verbatim_string_characters":
                word = text[1:-1].replace("''", "'")
                if re.search(r'["\\]', word) or not word.isascii():
                    raise ValueError("Windows PowerShell 5.1 would not pass this on unchanged")
                yield word
            case "variable":
                yield text.removeprefix("$")
            case kind:
                raise ValueError(f"{kind}: {text}")


def files_in(export: Exported) -> dict[str, str]:
    """The files beside the script; those made on the way with the names of variables where the results go."""
    return {one.name.removesuffix(".template"): one.text for one in export.files[1:]}
