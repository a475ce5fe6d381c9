"""From what people paste to the value itself. Nothing is judged here; that comes after."""

import re
import unicodedata
from collections.abc import Callable

S3_VIRTUAL_HOST = re.compile(r"https?://([^/]+?)\.s3[.-][^/]*amazonaws\.com(?:\.cn)?(?:[/?#].*)?", re.ASCII)
S3_PATH_HOST = re.compile(r"https?://s3[.-][^/]*amazonaws\.com(?:\.cn)?/(?:s3/buckets/)?([^/?#]+).*", re.ASCII)
S3_CONSOLE = re.compile(r"https?://[^/]*console\.[^/]+/s3/buckets/([^/?#]+).*", re.ASCII)

QUOTES = "\"'`“”„‟‘’‚‛«»「」『』"
QUOTED = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)[{QUOTES}],?")
"""As a value stands in JSON, in a shell or in a sentence of a web page, whose quotes may even face the wrong way."""

WHOLE = ("log-group", "repository")
"""Resource types whose names have slashes in them."""
WITH_PATH = ("role", "policy", "instance-profile")


def plain(text: str) -> str:
    """Without surrounding space and quotes; full-width letters and typographic hyphens as their ordinary forms."""
    value = unicodedata.normalize("NFKC", text).replace("\u2010", "-").strip()
    quoted = QUOTED.fullmatch(value)
    return quoted[1].strip() if quoted else value


def dashless(text: str) -> str:
    """An account id as people write it: 1234-5678-9012."""
    return plain(text).replace("-", "").replace(" ", "")


def bucket_name(text: str) -> str:
    """The bucket's name from s3://name/key, an ARN, or any of S3's URLs."""
    value = plain(text)
    if value.startswith("s3://"):
        return value.removeprefix("s3://").split("/", 1)[0]
    if re.match(r"arn:aws[a-z-]*:s3:::", value):
        return value.split(":::", 1)[1].split("/", 1)[0]
    for pattern in (S3_CONSOLE, S3_VIRTUAL_HOST, S3_PATH_HOST):
        if found := pattern.fullmatch(value):
            return found[1]
    return value


def issuer(text: str) -> str:
    """An OIDC issuer or provider ARN without https:// and trailing slash (IAM would make a second provider)."""
    value = plain(text)
    if ":oidc-provider/" in value:
        value = value.split(":oidc-provider/", 1)[1]
    return re.sub(r"^https?://", "", value).rstrip("/")


def ssm_path(text: str) -> str:
    """A parameter path without the leading slash that the ARN already has."""
    value = plain(text)
    if ":parameter/" in value:
        value = value.split(":parameter/", 1)[1]
    return value.strip("/")


def kms_alias(text: str) -> str:
    """The alias with its prefix, also out of an ARN."""
    value = plain(text)
    value = value.split(":", 5)[-1] if value.startswith("arn:") else value
    return value if value.startswith("alias/") or not value else f"alias/{value}"


def last_of_arn(resource: str) -> Callable[[str], str]:
    """A normaliser that takes the name out of an ARN of that resource type, path and qualifiers left out."""

    def name(text: str) -> str:
        value = plain(text)
        if not value.startswith("arn:"):
            return value
        rest = value.split(":", 5)[-1]
        kind, separator, tail = rest.partition("/") if rest.startswith(f"{resource}/") else rest.partition(":")
        if kind != resource or not separator:
            return value
        if resource in WHOLE:
            return tail.removesuffix(":*")
        # IAM puts a path before the name; elsewhere what follows belongs to the thing: table/Orders/index/ByDate
        return tail.split("/")[-1 if resource in WITH_PATH else 0].split(":")[0]

    return name
