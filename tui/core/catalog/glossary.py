"""The words one has to know, and where they occur. Their texts are i18n's: glossary.<term> and glossary.<term>.term."""

import re
from functools import cache

TERMS: dict[str, tuple[str, ...]] = {
    "trust-policy": ("trust policy", "trust policies", "AssumeRolePolicyDocument", "신뢰 정책", "信頼ポリシー"),
    "instance-profile": ("instance profile", "인스턴스 프로파일", "인스턴스 프로필", "インスタンスプロファイル"),
    "pass-role": ("PassRole", "iam:PassRole", "iam:PassedToService"),
    "service-linked-role": (
        "service-linked role",
        "service linked role",
        "CreateServiceLinkedRole",
        "AWSServiceRoleFor",
        "서비스 연결 역할",
        "サービスにリンクされたロール",
    ),
    "execution-role": ("execution role", "실행 역할", "実行ロール"),
    "task-role": ("task role", "태스크 역할", "タスクロール"),
    "instance-role": ("instance role", "인스턴스 역할", "インスタンスロール"),
    "irsa": ("IRSA", "IAM roles for service accounts", "system:serviceaccount", "AssumeRoleWithWebIdentity"),
    "oidc-provider": ("OIDC", "oidc-provider"),
    "permissions-boundary": ("permissions boundary", "PERMISSIONS_BOUNDARY", "권한 경계", "アクセス許可の境界"),
    "external-id": ("external id", "sts:ExternalId", "EXTERNAL_ID", "외부 ID", "外部 ID"),
    "confused-deputy": ("confused deputy", "aws:SourceArn", "aws:SourceAccount", "혼동된 대리자", "混乱した代理"),
    "managed-policy": ("managed policy", "managed policies", "관리형 정책", "管理ポリシー"),
    "inline-policy": ("inline policy", "inline policies", "인라인 정책", "インラインポリシー"),
    "permissions-policy": ("permissions policy", "permissions policies", "권한 정책", "アクセス許可ポリシー"),
    "session-duration": ("session duration", "MAX_SESSION_SECONDS", "세션 기간", "最大セッション時間"),
    "principal": ("principal", "principals", "보안 주체", "プリンシパル"),
    "sid": ("Sid",),
    "arn": ("ARN", "ARNs", "arn:"),
    "role": ("role", "roles", "역할", "ロール"),
}
"""Spellings by term, as texts, policies and fields have them; what is longer is looked for first."""


def terms_in(text: str) -> tuple[str, ...]:
    """The terms a text uses, in the order it uses them; a "task role" is no occurrence of "role"."""
    return tuple(dict.fromkeys(_term_of()[found[0].casefold()] for found in _pattern().finditer(text)))


def term_for(word: str) -> str | None:
    """The term somebody means: its id, or one of its spellings, in any letter case and with or without dashes."""
    wanted = _plain(word)
    for term, spellings in TERMS.items():
        if wanted in {_plain(term), *map(_plain, spellings)}:
            return term
    return None


def matching_terms(query: str, texts: dict[str, str]) -> tuple[str, ...]:
    """The terms that hold every word of the query; `texts` is all there is to read of each. Named ones come first."""
    words = query.casefold().split()

    def named(term: str) -> bool:
        names = " ".join((term, *TERMS[term])).casefold()
        return all(word in names for word in words)

    found = [term for term, text in texts.items() if named(term) or all(word in text.casefold() for word in words)]
    return tuple(sorted(found, key=lambda term: not named(term)))


@cache
def _term_of() -> dict[str, str]:
    return {spelling.casefold(): term for term, spellings in TERMS.items() for spelling in spellings}


@cache
def _pattern() -> re.Pattern[str]:
    """Latin words whole; in Korean and Japanese a word runs into its particle."""
    spellings = sorted(_term_of(), key=len, reverse=True)
    parts = [_bounded(one) if one.isascii() else re.escape(one) for one in spellings]
    return re.compile("|".join(parts), re.IGNORECASE)


def _bounded(spelling: str) -> str:
    """AWSServiceRoleFor and arn: go on; everything else ends where its last letter stands."""
    end = "" if spelling in ("awsservicerolefor", "arn:") else r"(?![A-Za-z0-9])"
    # task_role and PERMISSIONS_BOUNDARY are names, ROLE in ROLE_NAME is none of the word
    return rf"(?<![A-Za-z0-9_]){re.escape(spelling)}{end}(?!_)"


def _plain(word: str) -> str:
    return re.sub(r"[\s_:-]+", "", word).casefold()
