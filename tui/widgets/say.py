"""The look-up of texts, as screens and widgets know it; i18n.Translator is one."""

from typing import Protocol


class Say(Protocol):
    """(key, **fields) -> text in the language of now."""

    language: str

    def __call__(self, key: str, /, **params: object) -> str:
        """The text with its fields filled in."""
        ...

    def hint(self, code: str, /, **params: object) -> str:
        """What to do about an error, "" where nothing general can be said."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        ...
