"""The preset format as a JSON Schema, for editors; made from the models that read the files. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from tui.core.journey.format import JourneyFile
from tui.core.kinds.shapes import SHAPES
from tui.core.preset.format import KINDS, Check, Preset, Reason, SmokeStep
from tui.core.preset.tokens import CHOOSE
from tui.core.preset.values import VALUE_TYPES

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCALAR = ["string", "number", "boolean"]
"""A preset's scalars are all text to us; an editor takes 3600 for a number."""
A_CHOICE = {"type": "object", "required": [CHOOSE]}
"""May stand anywhere in a template; its branches are whatever stands there otherwise."""

Schema = dict[str, Any]


def json_schema(describe: Callable[[str], str]) -> Schema:
    """The schema, draft 2020-12; `describe` has a text for "field.<model>.<field>" or gives the key back."""
    schema = Preset.model_json_schema(by_alias=True)
    check = Check.model_json_schema(by_alias=True)
    schema["$defs"]["Check"] = check
    schema["properties"]["checks"]["items"] = _or_choice({"$ref": "#/$defs/Check"})
    step = SmokeStep.model_json_schema(by_alias=True)
    schema["$defs"] |= {"SmokeCall": step["$defs"]["SmokeCall"], "SmokeStep": step}
    del step["$defs"]
    anything = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/SmokeStep"}, A_CHOICE]}
    schema["properties"]["smoke"] = {"type": "array", "items": anything}
    schema["properties"]["resources"]["items"] = _or_choice(_resource(describe))
    schema["required"] = ["schema", "id", "title"]
    return _finished("Preset", "rolewizard preset", schema, describe)


def journey_schema(describe: Callable[[str], str]) -> Schema:
    """The schema of a journey's file, likewise."""
    schema = JourneyFile.model_json_schema(by_alias=True)
    schema["$defs"].setdefault("Reason", Reason.model_json_schema(by_alias=True))
    schema["required"] = ["schema", "id", "title", "steps"]
    return _finished("JourneyFile", "rolewizard journey", schema, describe)


def _finished(model: str, title: str, schema: Schema, describe: Callable[[str], str]) -> Schema:
    """As the files are read: scalars of any kind, texts in one language or several, what is left out allowed."""
    schema["properties"]["schema"] = {"enum": ["1", 1]}
    schema["$defs"]["Placeholder"]["properties"]["type"]["enum"] = ["choice", *VALUE_TYPES]
    titled = [one["properties"] for one in (schema, *schema["$defs"].values()) if "title" in one.get("properties", {})]
    for node in _nodes(schema):
        if node.get("type") in ("string", "integer", "boolean"):
            node["type"] = SCALAR
        if "patternProperties" in node:
            node.setdefault("additionalProperties", False)
        node.pop("title", None)
    # after the loop, which takes a field "title" for a caption of the schema
    for properties in titled:
        properties["title"] = {"$ref": "#/$defs/Texts"}
    for name in ("Texts", "Reason"):
        one = schema["$defs"][name]
        one["anyOf"] = [{"required": [language]} for language in ("en", "ko", "ja")]
        for language in ("en", "ko", "ja"):
            one["properties"][language] = {"type": "string", "minLength": 1}
    schema["$defs"]["Texts"] = {"anyOf": [{"type": "string", "minLength": 1}, schema["$defs"]["Texts"]]}
    for name in ("Placeholder", "Option"):
        schema["$defs"][name].pop("required", None)
    schema["$defs"]["Placeholder"]["required"] = ["type"]
    schema["$defs"]["Placeholder"]["properties"]["options"]["additionalProperties"] = {
        "anyOf": [{"type": "string"}, {"$ref": "#/$defs/Option"}]
    }
    _describe(model, schema, describe)
    for name, one in schema["$defs"].items():
        one.pop("description", None)
        _describe(name, one, describe)
    return {"$schema": DRAFT, "title": title, **schema, "description": describe("starter.intro")}


def _resource(describe: Callable[[str], str]) -> Schema:
    """One kind with what may stand under it."""
    kinds: Schema = {}
    for kind in KINDS:
        fields = SHAPES[kind].model_fields if kind in SHAPES else {}
        known: Schema = {
            "type": "object",
            "properties": {name: {} for name in fields},
            "required": [name for name, field in fields.items() if field.is_required()],
            "additionalProperties": not fields,
        }
        _describe(kind.title(), known, describe)
        kinds[kind] = _or_choice(known)
    return {
        "type": "object",
        "properties": kinds,
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
    }


def _or_choice(schema: Schema) -> Schema:
    return {"anyOf": [schema, A_CHOICE]}


def _describe(model: str, schema: Schema, describe: Callable[[str], str]) -> None:
    for name, field in schema.get("properties", {}).items():
        key = f"field.{model}.{name}"
        if (text := describe(key)) != key:
            field["description"] = text


def _nodes(tree: Any) -> Iterator[Schema]:
    if isinstance(tree, dict):
        yield tree
        for value in list(tree.values()):
            yield from _nodes(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from _nodes(item)
