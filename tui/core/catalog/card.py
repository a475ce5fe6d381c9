"""What a preset says about itself without any answers: for the index, `explain` and the answer card."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tui.core.iam.policy import actions_of, as_list, principals_of, statements_of
from tui.core.journey.format import Journey
from tui.core.preset.format import Preset
from tui.core.preset.tokens import filled

PLAIN = {"DNS_SUFFIX": "amazonaws.com", "PARTITION": "aws"}


def documents(tree: Any, name: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(key it stands under, document) of every policy document in a template, in all branches."""
    if isinstance(tree, Mapping):
        if "Statement" in tree:
            yield name, tree
            return
        if "bucket" in tree and "statements" in tree:
            yield "bucket-policy", {"Version": "2012-10-17", "Statement": tree["statements"]}
            return
        if "name" in tree and "document" in tree:
            # what reasons are filed under: "<POLICY_NAME>[1]"
            yield from documents(tree["document"], str(tree["name"]))
            return
        for key, value in tree.items():
            # under a choice the key is the option's; the name that counts is the one above
            is_option = "choose" in tree
            yield from documents(value, name if is_option and name else key)
    elif isinstance(tree, list | tuple):
        for item in tree:
            yield from documents(item, name)


def assumed_by(preset: Preset) -> tuple[str, ...]:
    """Who may take on the role, without conditions: ("ec2.amazonaws.com",)."""
    found: dict[str, None] = {}
    for name, document in documents(preset.resources):
        if name != "trust":
            continue
        for kind, value in principals_of(filled(document, PLAIN)):
            found[value if kind == "Service" else _principal(kind, value)] = None
    for item in preset.items():
        linked = item.get("service_linked_role")
        if isinstance(linked, Mapping):
            found[str(linked.get("service", ""))] = None
    return tuple(found)


def reaches(preset: Preset) -> tuple[str, ...]:
    """IAM prefixes of what the role may call."""
    if preset.reaches:
        return preset.reaches
    found: dict[str, None] = {}
    for _, document in documents(preset.resources):
        if not list(principals_of(document)):
            found |= {action.split(":")[0]: None for action in actions_of(document)}
    return tuple(found)


def granted(preset: Preset) -> tuple[str, ...]:
    """The actions its documents allow, as written, each once; of one that only says what you need, those.

    NotAction is left out: it allows nearly everything, and being found under every action would help nobody.
    """
    found = [document for name, document in documents(preset.resources) if name != "trust"]
    return _allowed(found or [preset.caller or {}])


def asked_of_caller(preset: Preset) -> tuple[str, ...]:
    """The actions that whoever sets it up needs, as written, each once."""
    return _allowed([one for _, one in documents(preset.caller or {})])


def _allowed(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    actions: dict[str, None] = {}
    for document in found:
        for statement in statements_of(document):
            if statement.get("Effect") == "Allow":
                actions |= {action: None for action in as_list(statement.get("Action", [])) if isinstance(action, str)}
    return tuple(actions)


def index_record(preset: Preset) -> dict[str, Any]:
    """The preset's line in the catalog's index; also `rolewizard catalog --json`."""
    return {
        "id": preset.id,
        "catalog": preset.catalog,
        "service": preset.service or preset.id,
        "group": preset.group,
        "need": preset.need,
        "title": preset.title.model_dump(),
        "why": preset.why.model_dump(),
        "aliases": list(preset.aliases),
        "assumed_by": list(assumed_by(preset)),
        "reaches": list(reaches(preset)),
        "actions": list(granted(preset)),
        "caller_actions": list(asked_of_caller(preset)),
        "rank": preset.rank,
        **({"is_journey": True} if isinstance(preset, Journey) else {}),
    }


def _principal(kind: str, value: str) -> str:
    return "OIDC: <OIDC_PROVIDER>" if kind == "Federated" and "oidc-provider" in value else f"{kind}: {value}"
