"""What botocore knows of AWS's operations: whether there is one, which types its parameters have, whether they fit.

A preset's values are all text; AWS wants numbers and truth values where its API has them.
"""

import base64
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import UnknownServiceError
from botocore.model import OperationNotFoundError, ServiceModel
from botocore.validate import ParamValidator

from tui.core.calls.api_call import ApiCall

NUMBERS = {"integer": int, "long": int, "float": float, "double": float}
BASE64 = "base64:"
"""Before bytes that an earlier answer gave, which a gateway passes on in base64."""
TRUTHS = {"true": True, "false": False}


def call_problem(call: ApiCall) -> tuple[str, str]:
    """(code, botocore's words) of what is wrong with a call; ("", "") where nothing is.

    Codes: service, operation: there is none of that name; parameters: they do not fit.
    """
    try:
        model = _service_model(call.service)
    except UnknownServiceError:
        return "service", call.service
    try:
        operation = model.operation_model(call.operation)
    except OperationNotFoundError:
        return "operation", f"{call.service} {call.operation}"
    if operation.input_shape is None:
        return ("parameters", ", ".join(call.params)) if call.params else ("", "")
    report = ParamValidator().validate(dict(with_types(operation.input_shape, call.params)), operation.input_shape)
    return ("parameters", report.generate_report()) if report.has_errors() else ("", "")


def typed(call: ApiCall) -> ApiCall:
    """The call with numbers and truth values where AWS has them; as it is where botocore does not know it."""
    try:
        shape = _service_model(call.service).operation_model(call.operation).input_shape
    except (UnknownServiceError, OperationNotFoundError):
        return call
    return replace(call, params=with_types(shape, call.params)) if shape else call


def with_types(shape: Any, value: Any) -> Any:
    """The value as the shape wants it; what cannot be read so stays text."""
    match shape.type_name, value:
        case "structure", Mapping():
            members = shape.members
            return {key: with_types(members[key], one) if key in members else one for key, one in value.items()}
        case "map", Mapping():
            return {key: with_types(shape.value, one) for key, one in value.items()}
        case "list", list() | tuple():
            return [with_types(shape.member, one) for one in value]
        case "boolean", str():
            return TRUTHS.get(value.lower(), value)
        case "blob", str() if value.startswith(BASE64):
            # a token that has no value yet stays text
            return value if "<" in value else base64.b64decode(value.removeprefix(BASE64))
        case ("integer" | "long" | "float" | "double") as kind, str():
            try:
                return NUMBERS[kind](value)
            except ValueError:
                return value
    return value


@cache
def _service_model(service: str) -> ServiceModel:
    return botocore.session.Session().get_service_model(service)
