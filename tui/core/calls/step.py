"""One call of a plan, with the call that takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tui.core.calls.api_call import ApiCall, iam

RUN_TAG = "rolewizard:run"
"""The tag that says which run made a thing; part of the create call itself, so that a lost answer can be recognised."""


@dataclass(frozen=True)
class Step:
    """What is done and how it is undone."""

    address: str
    """The resource it belongs to: role/my-role."""
    do: ApiCall
    undo: tuple[ApiCall, ...] = ()
    """In order; empty when nothing needs taking back, e.g. a policy put into a role that the same plan creates."""


def tag_list(tags: Mapping[str, str], run: str = "") -> list[dict[str, str]]:
    """Tags as IAM's calls take them, with the run's own tag last."""
    stamped = {**tags, **({RUN_TAG: run} if run else {})}
    return [{"Key": key, "Value": value} for key, value in stamped.items()]


def change_tags(
    address: str,
    desired: Mapping[str, str],
    observed: Mapping[str, str],
    operations: tuple[str, str],
    at: Mapping[str, Any],
) -> list[Step]:
    """The step that sets the tags that differ.

    `operations` are the kind's own (TagRole, UntagRole), `at` names the thing in their parameters.
    """
    changed = {key: value for key, value in desired.items() if observed.get(key) != value}
    if not changed:
        return []
    tag, untag = operations
    # Cost and cost are one tag for IAM: setting one replaces the other, so undoing sets the old spelling again
    replaced = {key.casefold() for key in changed}
    old = {key: value for key, value in observed.items() if key.casefold() in replaced}
    new = [key for key in changed if key not in observed]
    undo = [iam(untag, {**at, "TagKeys": new})] if new else []
    undo += [iam(tag, {**at, "Tags": tag_list(old)})] if old else []
    return [Step(address, iam(tag, {**at, "Tags": tag_list(changed)}), tuple(undo))]
