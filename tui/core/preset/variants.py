"""What one option of a choice makes otherwise than another: documents, attachments, names. Pure."""

from collections.abc import Mapping
from typing import Any

from tui.core.calls.result_reference import put_in
from tui.core.catalog.scenes import default_values
from tui.core.preset.format import Preset
from tui.core.preset.tokens import chosen, filled


def variants_record(preset: Preset) -> list[dict[str, Any]]:
    """[{"name": "TRUST", "default": "irsa", "options": [{"option": "irsa", "label": {...}, "why": {...}}]}]."""
    return [
        {
            "name": name,
            "default": one.default,
            "label": one.label.model_dump(),
            "options": [
                {"option": option, "label": about.label.model_dump(), "why": about.why.model_dump()}
                for option, about in one.options.items()
            ],
        }
        for name, one in preset.choices().items()
    ]


def made_under(preset: Preset, choices: Mapping[str, str], given: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the preset would make, by a name that is the same in every variant: a policy document, a list of
    managed policies, or the fields of a thing. Of choices that are not named the default counts; tokens without a value
    stay."""
    taken = {**preset.default_choices, **choices}
    values = {**default_values(preset), **(given or {})}
    found: dict[str, Any] = {}
    for item in put_in(filled(chosen(preset.resources, taken), values)):
        for kind, shape in item.items():
            found |= _parts(kind, shape) if isinstance(shape, Mapping) else {}
    if preset.caller:
        found["caller"] = filled(chosen(preset.caller, taken), values)
    return {name: tree for name, tree in found.items() if tree not in ({}, [], None)}


def _parts(kind: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    match kind:
        case "role":
            name = shape.get("name", "")
            rest = {key: value for key, value in shape.items() if key not in ("trust", "inline", "managed", "name")}
            return {
                f"role/{name}": rest,
                f"role/{name} trust": shape.get("trust"),
                **{f"role/{name} inline/{policy}": tree for policy, tree in shape.get("inline", {}).items()},
                f"role/{name} managed": shape.get("managed", []),
            }
        case "managed_policy":
            return {f"policy/{shape.get('name', '')}": shape.get("document")}
        case _:
            name = next(iter(shape.values()), "")
            return {f"{kind.replace('_', '-')}/{name}": dict(shape)}
