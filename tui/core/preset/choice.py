"""What the account offers for a placeholder."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One line of a pick list."""

    value: str
    note: str = ""
    """What makes it recognisable: a key's alias, an instance's name."""
