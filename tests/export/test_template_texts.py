"""Values written as HCL and YAML are read as what they were, whatever is in them."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.export.hcl import quoted
from tui.export.yaml_text import yaml as written

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=60)
@given(TEXTS)
def test_every_text_survives_a_string_of_terraform_s(text: str) -> None:
    read = unquoted(quoted(text))

    assert read == text


def unquoted(literal: str) -> str:
    """A quoted template without sequences, by the escapes of HCL's specification; raises ValueError for a sequence."""
    found, rest = "", literal[1:-1]
    while rest:
        if rest[:3] in ("$${", "%%{"):
            found, rest = found + rest[1:3], rest[3:]
        elif rest[:2] in ("${", "%{") or rest[0] in '"\n':
            raise ValueError(rest)
        elif rest[0] == "\\":
            size = {"u": 6, "U": 10}.get(rest[1], 2)
            code = rest[2:size]
            found += chr(int(code, 16)) if code else {"n": "\n", "r": "\r", "t": "\t"}.get(rest[1], rest[1])
            rest = rest[size:]
        elif rest[0] in "$%" and rest[1:2] == rest[0] and rest.lstrip(rest[0]).startswith("{"):
            # `$$${`: scanners differ on where the escape begins
            raise ValueError(rest)
        else:
            found, rest = found + rest[0], rest[1:]
    return found


@settings(max_examples=25)
@given(st.recursive(TEXTS | st.integers() | st.booleans(), lambda one: st.lists(one) | st.dictionaries(TEXTS, one)))
def test_every_value_survives_yaml(value: object) -> None:
    assert yaml.safe_load(written({"Value": value})) == {"Value": value}


@pytest.mark.parametrize("text", ["yes", "NULL", "0123", "2012-10-17", "1e3", "a: b", "- x", "#", "!Ref x", "~", ""])
def test_what_yaml_might_take_for_something_else_stays_a_text(text: str) -> None:
    assert yaml.safe_load(written({text: text})) == {text: text}
