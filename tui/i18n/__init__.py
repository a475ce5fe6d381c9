"""Languages and the look-up. gettext does the work; keys are codes ("pick.title"), en.po is the reference.

Catalogs: locale/<language>/LC_MESSAGES/<domain>.po. A wheel has them compiled to .mo instead; a checkout compiles them
in memory, so that what one edits is what one sees.
"""

import gettext
import io
import os
import pkgutil
from collections.abc import Mapping
from pathlib import Path

LANGUAGES = ("en", "ko", "ja")
NAMES = {"en": "English", "ko": "한국어", "ja": "日本語"}
AT_START = ("core", "screens", "cli")
LATER = ("learn", "explain", "diff", "simulate", "export", "preset", "line", "prove")
"""What the first screen does not say; loaded when a key is in none of the others."""
DOMAINS = AT_START + LATER
LOCALES = Path(__file__).parent / "locale"


class Translator:
    """The texts of one language at a time; everybody holds the same translator, so a switch reaches all."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._catalogs: dict[str, gettext.NullTranslations] = {}

    def __call__(self, key: str, /, **params: object) -> str:
        """The text of a key with its fields filled in; the key itself where no language has it."""
        return self._said(self.language, key, params)

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return self._catalog("en").gettext(key) != key

    def hint(self, code: str, /, **params: object) -> str:
        """What to do about an error: its own hint, else the rule of the value type it is about, else nothing."""
        if self.has(f"hint.{code}"):
            return self(f"hint.{code}", **params)
        rule = f"rule.{params.get('type', '')}"
        return self("rule", rule=self(rule)) if self.has(rule) else ""

    def every(self, key: str, /, **params: object) -> dict[str, str]:
        """The text in all languages, as a call gives it in one: {"en": ..., "ko": ..., "ja": ...}."""
        return {language: self._said(language, key, params) for language in LANGUAGES}

    def next_language(self) -> str:
        """The language F2 switches to."""
        return LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

    def _said(self, language: str, key: str, params: Mapping[str, object]) -> str:
        count = params.get("count")
        text = _text(self._catalog(language), key, count)
        if text == key:
            text = _text(self._catalog("en"), key, count)
        return text.format_map(_Fields(params)) if params else text

    def _catalog(self, language: str) -> gettext.NullTranslations:
        if language not in self._catalogs:
            first, *others = [_load(domain, language) for domain in AT_START]
            for other in (*others, _Later(language)):
                first.add_fallback(other)
            self._catalogs[language] = first
        return self._catalogs[language]


class _Fields(dict[str, object]):
    """Leaves a field that nobody filled as it stands instead of failing in front of a user."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class _Later(gettext.NullTranslations):
    """The catalogs that are loaded when somebody asks for a text of theirs."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._loaded: gettext.NullTranslations | None = None

    @property
    def _all(self) -> gettext.NullTranslations:
        if self._loaded is None:
            first, *others = [_load(domain, self._language) for domain in LATER]
            for other in others:
                first.add_fallback(other)
            self._loaded = first  # only when it is whole: another thread may be warming up
        return self._loaded

    def gettext(self, message: str) -> str:
        return self._all.gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._all.ngettext(msgid1, msgid2, n)


def _text(catalog: gettext.NullTranslations, key: str, count: object) -> str:
    """In the number that goes with the count, where the language tells one from many; the key where there is none."""
    text = catalog.ngettext(key, key, count) if isinstance(count, int) else key
    return text if text != key else catalog.gettext(key)


def _load(domain: str, language: str) -> gettext.NullTranslations:
    # not gettext.translation(): it shares one object per file, and fallbacks would pile up on it
    place = f"{language}/LC_MESSAGES/{domain}"
    source = LOCALES / f"{place}.po"
    if source.is_file():
        from tui.i18n.po import compiled

        data = compiled(source.read_text(encoding="utf-8"))
    else:
        data = pkgutil.get_data(__name__, f"locale/{place}.mo") or b""  # also out of a zipped wheel
    return gettext.GNUTranslations(io.BytesIO(data))


def language_of(environment: Mapping[str, str]) -> str:
    """The language that LC_ALL, LC_MESSAGES or LANG ask for, as gettext reads them; English otherwise."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(variable, "")
        if value:
            code = value.split(".")[0].split("_")[0].lower()
            return code if code in LANGUAGES else "en"
    return "en"


def system_language() -> str:
    """The language of the environment this process runs in."""
    return language_of(os.environ)
