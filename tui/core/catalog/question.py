"""What a question is about: "does rds need a role?", "람다에 역할이 필요한가요". Pure, no pydantic."""

from __future__ import annotations

import re

_ENGLISH = re.compile(
    r"\b(do|does|did|which|what|why|how|when|is|are|can|could|should|must|need|needs|require|requires|required)\b", re.I
)
_ENGLISH_FILLER = re.compile(
    r"\b(do|does|did|which|what|why|how|when|where|is|are|can|could|should|must|need|needs|needed|require|requires"
    r"|required|i|we|you|my|our|a|an|any|the|it|to|for|of|in|on|with|use|using|have|has|get|give|make|create|aws|amazon"
    r"|iam|role|roles|service|services|please|also|really|there|its|own)\b|\?",
    re.I,
)
_KOREAN = re.compile(r"(필요|있어야|써야|줘야|만들어야|어떻게|어떤|무슨|왜|나요|까요|인가|ㄴ가요|\?)")
_KOREAN_FILLER = re.compile(
    r"^(iam|aws|역할|롤|권한|왜|꼭|반드시|어떤|어떻게|무슨|뭐|무엇|이|그|따로|별도|서비스)?"
    r"(이|가|은|는|을|를|도|로|에|의)?$"
    r"|^(필요|있어야|써야|줘야|만들|하나|해야|되나|됩니까|인가|있나|있습니까|주나|합니까|하는|쓰려면|쓸|쓰는|사용|때|경우)",
    re.I,
)
_KOREAN_PARTICLE = re.compile(
    r"(?<=..)(에게는|에서는|으로는|에게|에는|에도|에서|으로|이란|이나|까지|에|은|는|이|가|을|를|의|도|로|와|과|란)$"
)
_JAPANESE = re.compile(r"(必要|要ります|いります|要る|いる|ですか|でしょうか|ますか|なぜ|どの|どう|何の|\?|？)")
_JAPANESE_FILLER = re.compile(
    r"(IAM|AWS)?\s*(ロール|役割|権限)(って|は|が|を|も|の|に)?|(必要|要り|いり|要る|いる|いら|要ら)\S*|(です|でしょう|ます)か|なぜ|どの|どう\S*|何の|サービス"
    r"|を?(使う|作る|作成する)(とき|時|には|のに)?|[?？]",
    re.I,
)
_JAPANESE_PARTICLE = re.compile(r"(には|では|とは|って|に|は|を|が|の|で|も|と)$")
_HANGUL = re.compile("[가-힣]")
_KANA_OR_KANJI = re.compile("[ぁ-ヿ一-鿿]")


def topic_of(query: str) -> str:
    """What is left of a question without its question words; the query itself where it asks nothing.

    "" where nothing is left: "which services need a role?".
    """
    if _HANGUL.search(query):
        return _korean(query) if _KOREAN.search(query) else query
    if _KANA_OR_KANJI.search(query):
        return _japanese(query) if _JAPANESE.search(query) else query
    return " ".join(_ENGLISH_FILLER.sub(" ", query).split()) if _ENGLISH.search(query) else query


def without_particles(query: str) -> str:
    """The words without the particles at their ends: 람다에 is 람다, Glueに is Glue."""
    if _HANGUL.search(query):
        return " ".join(_KOREAN_PARTICLE.sub("", word) for word in query.split())
    return " ".join(_JAPANESE_PARTICLE.sub("", word) for word in query.split())


def _korean(query: str) -> str:
    words = [word.strip("?!.,") for word in query.split()]
    return without_particles(" ".join(word for word in words if word and not _KOREAN_FILLER.match(word)))


def _japanese(query: str) -> str:
    return without_particles(" ".join(_JAPANESE_FILLER.sub(" ", query).split()))
