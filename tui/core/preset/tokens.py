"""`<NAME>` tokens and `choose` nodes of a preset's tree.

Tokens are filled in the parsed tree, never in JSON text, so no value can break out of its string. `${aws:username}` is
IAM's own and stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui.core.errors import PresetInvalid
from tui.core.preset.documents import tree_of

TOKEN = re.compile(r"<([A-Z][A-Z0-9_]*)>", re.ASCII)

BUILT_IN = ("ACCOUNT_ID", "REGION", "PARTITION", "DNS_SUFFIX")
"""Tokens whose values come from the target."""

CHOOSE = "choose"

Tree = Any
"""What YAML gives with scalars kept as text: str, list of trees, dict of text to tree."""


def tokens_in(tree: Tree) -> Iterator[str]:
    """Every token in keys and values, in order, with repetitions; choices' names are not tokens."""
    if isinstance(tree, str):
        yield from TOKEN.findall(tree)
    elif isinstance(tree, Mapping):
        for key, value in tree.items():
            if key != CHOOSE:
                yield from TOKEN.findall(key)
                yield from tokens_in(value)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from tokens_in(item)


def choices_in(
    tree: Tree, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[str, Mapping[str, Tree], tuple[str | int, ...]]]:
    """(choice, its options' trees, path) of every `choose` node."""
    if isinstance(tree, Mapping):
        if CHOOSE in tree:
            yield str(tree[CHOOSE]), {key: value for key, value in tree.items() if key != CHOOSE}, path
        for key, value in tree.items():
            yield from choices_in(value, (*path, key))
    elif isinstance(tree, list | tuple):
        for index, item in enumerate(tree):
            yield from choices_in(item, (*path, index))


def chosen(tree: Tree, choices: Mapping[str, str], *, leaves_others: bool = False) -> Tree:
    """The tree with every `choose` node replaced by the branch taken; a list chosen inside a list is spliced in.

    With `leaves_others` the nodes of choices that are not named stay. Raises PresetInvalid where a branch is missing.
    """
    if isinstance(tree, Mapping):
        if CHOOSE in tree and not (leaves_others and tree[CHOOSE] not in choices):
            return chosen(_branch(tree, choices), choices, leaves_others=leaves_others)
        return {key: chosen(value, choices, leaves_others=leaves_others) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        items: list[Tree] = []
        for item in tree:
            value = chosen(item, choices, leaves_others=leaves_others)
            is_spliced = isinstance(item, Mapping) and CHOOSE in item and isinstance(value, list)
            items.extend(value) if is_spliced else items.append(value)
        return items
    return tree


def renamed(tree: Tree, names: Mapping[str, str]) -> Tree:
    """The tree with other names for these tokens and choices."""
    if isinstance(tree, str):
        return TOKEN.sub(lambda match: f"<{names.get(match[1], match[1])}>", tree)
    if isinstance(tree, Mapping):
        return {
            renamed(key, names): names.get(value, value) if key == CHOOSE else renamed(value, names)
            for key, value in tree.items()
        }
    if isinstance(tree, list | tuple):
        return [renamed(item, names) for item in tree]
    return tree


def filled(tree: Tree, values: Mapping[str, str]) -> Tree:
    """The tree with the tokens of `values` put in; other tokens stay as they are.

    A token that stands alone and whose value is a document or a list becomes that; a list inside a list is spliced in.
    """
    if isinstance(tree, str):
        if (whole := TOKEN.fullmatch(tree)) and (found := tree_of(values.get(whole[1], ""))) is not None:
            return found
        return TOKEN.sub(lambda match: values.get(match[1], match[0]), tree)
    if isinstance(tree, Mapping):
        return {filled(key, values): filled(value, values) for key, value in tree.items()}
    if isinstance(tree, list | tuple):
        items: list[Tree] = []
        for item in tree:
            value = filled(item, values)
            is_spliced = isinstance(item, str) and isinstance(value, list)
            items.extend(value) if is_spliced else items.append(value)
        return items
    return tree


def _branch(node: Mapping[str, Tree], choices: Mapping[str, str]) -> Tree:
    name = node[CHOOSE]
    if choices.get(name) not in node:
        raise PresetInvalid("preset.choice_without_branch", choice=name, option=choices.get(name, ""))
    return node[choices[name]]
