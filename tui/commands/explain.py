"""`rolewizard explain NAME`: the card of an entry, a term of the glossary, a managed policy, or the atlas's service."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.commands import print_json
from tui.commands.atlas import print_evidence, service_record
from tui.commands.policies import explain_policy, sentence_records
from tui.core.calls.result_reference import put_in
from tui.core.catalog.card import documents, index_record
from tui.core.catalog.diagram import draw
from tui.core.catalog.glossary import term_for
from tui.core.catalog.scenes import scenes_of
from tui.core.iam.policy import PolicyDocument, pretty
from tui.core.preset.answers import questions
from tui.core.preset.format import Preset
from tui.core.preset.role_options import ROLE_OPTIONS
from tui.core.preset.tokens import chosen, tokens_in
from tui.core.preset.variants import variants_record
from tui.core.shown import shown
from tui.i18n import Translator
from tui.line.text import print_sentences
from tui.options import Options
from tui.store.actions import load_actions
from tui.store.atlas import load_atlas
from tui.store.load import load_preset
from tui.store.presets import PresetShelf

DRAWING_WIDTH = 78
BUILT_IN_TYPES = {"ACCOUNT_ID": "account-id", "REGION": "region"}


def run(options: Options, t: Translator) -> int:
    """Prints the card."""
    shelf = PresetShelf(options.folders)
    word = options.words[0]
    if term := _term(shelf, word):
        _explain_term(term, options, t)
        return 0
    evidence = load_atlas().find(word)
    is_service = evidence is not None and evidence.name == word
    # "billing" is a service, "Billing" one of AWS's managed policies
    if not (is_service or _is_preset(shelf, word)) and explain_policy(options, t):
        return 0
    if evidence and not _is_preset(shelf, word):
        if options.as_json:
            print_json(service_record(evidence, t))
        else:
            print_evidence(evidence, t)
        return 0
    preset = load_preset(shelf.find(word))
    origin = next(entry.origin for entry in shelf.entries if entry.id == preset.id)
    if options.as_json:
        record = card_record(preset, origin, t)
        print_json({**record, "evidence": evidence.record()} if evidence else record)
    else:
        _Card(preset, t).print()
    return 0


def _term(shelf: PresetShelf, word: str) -> str | None:
    """The term of the glossary the word stands for, where no preset has that id."""
    return None if _is_preset(shelf, word) else term_for(word)


def _is_preset(shelf: PresetShelf, word: str) -> bool:
    return word in {entry.id for entry in shelf.entries} | {Path(broken.file).stem for broken in shelf.broken}


def _explain_term(term: str, options: Options, t: Translator) -> None:
    if options.as_json:
        print_json({"term": term, "name": t.every(f"glossary.{term}.term"), "text": t.every(f"glossary.{term}")})
    else:
        print(f"{t(f'glossary.{term}.term')}\n  {t(f'glossary.{term}')}")


def card_record(preset: Preset, origin: str, t: Translator) -> dict[str, Any]:
    """The card as JSON."""
    plain = preset.model_dump(mode="json", by_alias=True)
    taken = preset.default_choices
    told = (
        "instead",
        "prerequisites",
        "notes",
        "statements",
        "caller",
        "checks",
        "smoke",
        "next",
        "docs",
        "stale",
        "captured",
    )
    return {
        **index_record(preset),
        "origin": origin,
        "placeholders": _placeholder_records(preset),
        "options": [
            {"name": name, "type": kind, "required": False, "label": t.every(f"option.{name}.label")}
            for name, kind in (ROLE_OPTIONS if preset.has_role else {}).items()
        ],
        "resources": chosen(plain["resources"], taken),
        **{field: chosen(plain[field], taken) for field in told},
        "caller": preset.caller_by_default,
        "waivers": plain["waivers"],
        "sentences": sentence_records(_documents(preset)),
        "variants": variants_record(preset),
        "drawing": draw(scenes_of(preset), DRAWING_WIDTH, t),
    }


def _documents(preset: Preset) -> list[tuple[str, PolicyDocument]]:
    """Of the resources and of the caller, under the choices nobody has to make; tokens stay."""
    found = documents(put_in(chosen(preset.resources, preset.default_choices)))
    caller = preset.caller_by_default
    return [*found, *([("caller", caller)] if caller else [])]


def _placeholder_records(preset: Preset) -> list[dict[str, Any]]:
    required = {question.name for question in questions(preset) if question.is_required}
    records: list[dict[str, Any]] = []
    for name, placeholder in preset.placeholders.items():
        record: dict[str, Any] = {
            "name": name,
            "type": placeholder.type,
            "required": name in required,
            "default": placeholder.default,
            "example": placeholder.example or placeholder.default,
            "aliases": list(placeholder.aliases),
            "label": placeholder.label.model_dump(),
            "help": placeholder.help.model_dump(),
        }
        if placeholder.source:
            record["from"] = placeholder.source
        if placeholder.options:
            record["options"] = {one: option.model_dump() for one, option in placeholder.options.items()}
        records.append(record)
    used = set(tokens_in([preset.resources, preset.caller or {}, preset.checks]))
    for name, kind in BUILT_IN_TYPES.items():
        if name in used:
            label = {"en": name, "ko": name, "ja": name}
            records.append(
                {
                    "name": name,
                    "type": kind,
                    "required": False,
                    "default": None,
                    "example": "",
                    "aliases": [],
                    "label": label,
                }
            )
    return records


@dataclass(frozen=True)
class _Card:
    """The card as text."""

    preset: Preset
    t: Translator

    def print(self) -> None:
        """Title, verdict and why first; the rest in the order people ask."""
        preset, t = self.preset, self.t
        record = index_record(preset)
        print(f"{shown(preset.title.by(t.language))}  [{t(f'need.{preset.need}')}]")
        print(f"  {shown(preset.why.by(t.language))}")
        if preset.instead:
            print(f"  {shown(preset.instead.by(t.language))}")
        print()
        for line in draw(scenes_of(preset), DRAWING_WIDTH, t):
            print(f"  {line}".rstrip())
        self._line("card.assumed_by", ", ".join(record["assumed_by"]))
        self._line("card.reaches", ", ".join(record["reaches"]))
        self._texts("card.prerequisites", [one.by(t.language) for one in preset.prerequisites])
        self._placeholders()
        self._variants()
        for name, document in documents(put_in(chosen(preset.resources, preset.default_choices))):
            self._block(t("card.document", name=shown(name)), pretty(document))
        if found := _documents(preset):
            print(f"\n{t('card.sentences')}")
            print_sentences(found, load_actions(), t)
        self._texts("card.statements", [f"{key}: {reason.by(t.language)}" for key, reason in preset.statements.items()])
        if caller := preset.caller_by_default:
            self._block(t("card.caller"), pretty(caller))
        self._texts("card.next", [preset.next.by(t.language)] if preset.next else [])
        self._texts("card.notes", [one.by(t.language) for one in preset.notes])
        self._texts("card.stale", [one.by(t.language) for one in preset.stale])
        self._texts("card.docs", [f"{url}" for url in preset.docs])
        self._line("card.captured", preset.captured)

    def _line(self, key: str, text: str) -> None:
        if text:
            print(f"\n{self.t(key)}: {shown(text)}")

    def _texts(self, key: str, texts: list[str]) -> None:
        if texts:
            print(f"\n{self.t(key)}")
            for text in texts:
                print(f"  - {shown(text)}")

    def _block(self, title: str, text: str) -> None:
        print(f"\n{title}")
        for line in shown(text, keep_lines=True).splitlines():
            print(f"  {line}")

    def _placeholders(self) -> None:
        if not self.preset.placeholders:
            return
        print(f"\n{self.t('card.placeholders')}")
        for name, one in self.preset.placeholders.items():
            if one.type == "choice":
                continue
            default = self.t("card.default", value=shown(one.default or ""))
            given = default if one.default else self.t("card.example", value=one.example)
            print(f"  {name}  {shown(one.label.by(self.t.language))}  ({given})")

    def _variants(self) -> None:
        """Every choice with its options, the default one marked."""
        if not self.preset.choices():
            return
        print(f"\n{self.t('card.variants')}")
        for name, one in self.preset.choices().items():
            print(f"  {name}  {shown(one.label.by(self.t.language))}")
            for option, described in one.options.items():
                label, why = described.label.by(self.t.language), described.why.by(self.t.language)
                mark = f" {self.t('variant.default')}" if option == one.default else ""
                print(f"    {option}{mark}: {shown(label)} - {shown(why)}")
