"""Messages take their fields by position or name, as they are annotated."""

import pytest

from tui.messages import BackWanted, Derived, StopWanted


def test_fields_are_given_by_position_or_name() -> None:
    derived = Derived("TOKEN", source="prod", value="x")

    assert (derived.token, derived.source, derived.value) == ("TOKEN", "prod", "x")


def test_a_field_with_a_default_may_be_left_out() -> None:
    assert BackWanted().taken == ""
    assert BackWanted("role").taken == "role"


@pytest.mark.parametrize(
    ("values", "named"),
    [((), {}), (("t", "s"), {}), (("t", "s", "v", "more"), {}), (("t", "s"), {"source": "s", "value": "v"})],
    ids=["none", "too few", "too many", "twice"],
)
def test_a_field_that_is_missing_unknown_or_given_twice_is_refused(
    values: tuple[str, ...], named: dict[str, str]
) -> None:
    with pytest.raises(TypeError, match="Derived"):
        Derived(*values, **named)


def test_a_message_without_fields_takes_nothing() -> None:
    with pytest.raises(TypeError, match="takes nothing"):
        StopWanted("x")  # type: ignore[call-arg]
