"""The five stages, the same in every front end."""

from enum import IntEnum


class Stage(IntEnum):
    """Where the person is."""

    PICK = 1
    FILL = 2
    REVIEW = 3
    APPLY = 4
    REPORT = 5
