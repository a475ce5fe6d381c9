"""What IAM refuses in a policy document: its structure, its elements, and how their values are written.

Source: IAM User Guide, "Grammar of the IAM JSON policy language", "IAM JSON policy elements", "Creating a role: trust
policies", and the messages of MalformedPolicyDocument. What IAM takes but can never mean is not looked at here. A text
with a placeholder (`<BUCKET>`) or a result that is not known yet ({from ...}) in it is not judged.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

from tui.core.calls.result_reference import SHOWN
from tui.core.iam import limits
from tui.core.iam.operators import ALL, Operator, operator_use
from tui.core.iam.policy import as_list, text_of
from tui.core.iam.variables import WRITTEN
from tui.core.iam.wildcards import ARN_PARTS, is_wild

DocumentKind = Literal["identity", "trust", "resource"]
"""Of an identity's permissions; of a role's trust; of anything else's own policy, such as a bucket's."""
Params = Mapping[str, object]

OPEN = re.compile(rf"<[A-Za-z][\w .-]*>|{SHOWN.pattern}", re.ASCII)
"""What will stand there is not known yet."""
VERSIONS = ("2012-10-17", "2008-10-17")
EFFECTS = ("Allow", "Deny")
DOCUMENT_ELEMENTS = ("Version", "Id", "Statement")
PAIRS = (("Principal", "NotPrincipal"), ("Action", "NotAction"), ("Resource", "NotResource"))
STATEMENT_ELEMENTS = ("Sid", "Effect", *chain(*PAIRS), "Condition")
NOT_IN_TRUST = ("Resource", "NotResource", "NotPrincipal", "NotAction")
PRINCIPAL_KINDS = ("AWS", "Service", "Federated", "CanonicalUser")

ACTION = re.compile(r"\*|(\*|[A-Za-z0-9.-]+):[^\s:]+", re.ASCII)
PARTITIONS = ["aws", "aws-cn", "aws-us-gov", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"]
IAM_RESOURCES = (
    *("user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/"),
    *("sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/", "role-template/"),
)
"""What the resource of an IAM ARN begins with, where it is neither `*` nor root; IAM's own message lists most."""
GLOBAL_SERVICES = ("iam", "s3")
"""Services whose ARNs have no Region."""
REGIONAL_S3 = ("accesspoint/", "access-grants/", "job/", "storage-lens/", "storage-lens-group/", "async-request/")

TRUST_ACTIONS = (
    *("sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:TagSession"),
    *("sts:SetSourceIdentity", "sts:SetContext"),
)
ASSUMING = {"oidc": "sts:AssumeRoleWithWebIdentity", "saml": "sts:AssumeRoleWithSAML", "": "sts:AssumeRole"}
"""By kind of principal: the action that lets it in."""
ACCOUNT = re.compile(r"\d{12}", re.ASCII)
IAM_PRINCIPAL = re.compile(r"arn:([a-z-]+):iam::(\d{12}):(root|role/\S+|user/\S+)", re.ASCII)
STS_PRINCIPAL = re.compile(r"arn:([a-z-]+):sts::(\d{12}):(assumed-role/[^/\s]+/[^/\s]+|federated-user/\S+)", re.ASCII)
UNIQUE_ID = re.compile(r"(AROA|AIDA|AGPA|AIPA|ANPA|ASCA|APKA|ABIA|ACCA)[A-Z0-9]{12,}", re.ASCII)
PROVIDER = re.compile(r"arn:([a-z-]+):iam::(\d{12}):(oidc|saml)-provider/(\S+)", re.ASCII)
WEB_PROVIDERS = ("cognito-identity.amazonaws.com", "www.amazon.com", "graph.facebook.com", "accounts.google.com")
SERVICE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII)
SWAPPED_HOST = re.compile(
    r"(?:oidc\.([a-z0-9-]+)\.eks|eks\.oidc\.([a-z0-9-]+)|eks\.([a-z0-9-]+)\.oidc|([a-z0-9-]+)\.oidc\.eks)\.(amazonaws\..+)",
    re.ASCII,
)
"""`oidc.eks.<region>.amazonaws.com` with its parts in another order."""
NEEDS_TAGGING = "pods.eks.amazonaws.com"


@dataclass(frozen=True)
class Problem:
    """One thing IAM refuses; `code` is the finding's."""

    code: str
    number: int = 0
    """Of the statement, from 1; 0 for the document as a whole."""
    sid: str = ""
    params: Params = field(default_factory=dict)

    @property
    def place(self) -> str:
        """The statement's Sid, or its number in brackets; "" for the document."""
        return self.sid or (f"[{self.number}]" if self.number else "")


def problems(document: object, kind: DocumentKind) -> tuple[Problem, ...]:
    """Everything that IAM would refuse."""
    return tuple(_problems(document, kind))


def statement_problems(statement: Mapping[str, Any]) -> tuple[Problem, ...]:
    """The same of one statement whose document is not at hand; who has a Principal and no Resource is a trust's."""
    has_principal = "Principal" in statement or "NotPrincipal" in statement
    has_resource = "Resource" in statement or "NotResource" in statement
    kind: DocumentKind = "identity" if not has_principal else "resource" if has_resource else "trust"
    return tuple(Problem(code, 0, "", params) for code, params in _statement(statement, kind))


def _problems(document: object, kind: DocumentKind) -> Iterator[Problem]:
    if not isinstance(document, Mapping):
        yield Problem("document_type")
        return
    for key in document:
        if key not in DOCUMENT_ELEMENTS:
            yield Problem("element_unknown", params=_element(key, DOCUMENT_ELEMENTS))
    if "Version" in document and document["Version"] not in VERSIONS:
        yield Problem("version_unknown", params={"given": text_of(document["Version"])})
    if not isinstance(document.get("Id", ""), str):
        yield Problem("not_text", params={"element": "Id"})
    statements = document.get("Statement", [])
    if statements in ([], (), None) or not isinstance(statements, Mapping | list | tuple):
        yield Problem("document_empty")
        return
    sids: Counter[str] = Counter()
    for number, statement in enumerate(as_list(statements), start=1):
        if not isinstance(statement, Mapping):
            yield Problem("statement_type", number)
            continue
        sid = statement.get("Sid", "")
        if not isinstance(sid, str) or not (limits.SID.fullmatch(sid) or OPEN.search(sid)):
            yield Problem("sid", number, params={"sid": text_of(sid)})
        elif sid and sids[sid] == 1:
            yield Problem("sid", number, sid, {"sid": sid})
        named = sid if isinstance(sid, str) else ""
        sids[named] += 1
        for code, params in _statement(statement, kind):
            yield Problem(code, number, named, params)


Found = Iterator[tuple[str, Params]]


def _statement(statement: Mapping[str, Any], kind: DocumentKind) -> Found:
    for key in statement:
        if key not in STATEMENT_ELEMENTS:
            yield "element_unknown", _element(key, STATEMENT_ELEMENTS)
        elif kind == "trust" and key in NOT_IN_TRUST:
            yield "element_misplaced", {"element": key}
    for plain, inverted in PAIRS:
        if plain in statement and inverted in statement:
            yield "element_both", {"one": plain, "other": inverted}
    yield from _effect(statement)
    for name in ("Action", "NotAction"):
        if name in statement:
            yield from _texts(name, statement[name], lambda action: _action(action, kind))
    if not _has(statement, "Action", "NotAction"):
        yield "element_missing", {"element": "Action", "example": ASSUMING[""] if kind == "trust" else "s3:GetObject"}
    if kind != "trust":
        for name in ("Resource", "NotResource"):
            if name in statement:
                yield from _texts(name, statement[name], _resource)
        if not _has(statement, "Resource", "NotResource"):
            yield "element_missing", {"element": "Resource", "example": "*"}
    yield from _principals(statement, kind)
    if "Condition" in statement:
        yield from _condition(statement["Condition"])


def _has(statement: Mapping[str, Any], *names: str) -> bool:
    """Whether one of the elements is there, also in another letter case, which is told for itself."""
    there = {str(key).lower() for key in statement}
    return any(name.lower() in there for name in names)


def _element(key: object, known: Iterable[str]) -> Params:
    names = list(known)
    by_case = {one.lower(): one for one in names}
    near = [by_case[str(key).lower()]] if str(key).lower() in by_case else difflib.get_close_matches(str(key), names, 1)
    return {"element": text_of(key), "known": ", ".join(near or names)}


def _effect(statement: Mapping[str, Any]) -> Found:
    if not _has(statement, "Effect"):
        yield "element_missing", {"element": "Effect", "example": "Allow"}
    elif statement.get("Effect", "Allow") not in EFFECTS:
        yield "effect_unknown", {"given": text_of(statement["Effect"])}


def _texts(element: str, value: object, judge: Any) -> Found:
    """Of a text or a list of texts: what is wrong with it, or with one of them."""
    if not isinstance(value, str | list | tuple) or not all(isinstance(one, str) for one in as_list(value)):
        yield "not_text", {"element": element}
    elif not as_list(value) or "" in as_list(value):
        yield "element_empty", {"element": element}
    else:
        for one in as_list(value):
            if not OPEN.search(one):
                yield from judge(one)


def _action(action: str, kind: DocumentKind) -> Found:
    if kind == "trust":
        if action not in TRUST_ACTIONS:
            near = {one.lower(): one for one in TRUST_ACTIONS}.get(action.lower())
            yield "trust_action", {"action": action, "known": near or ", ".join(TRUST_ACTIONS[:3])}
    elif not ACTION.fullmatch(action):
        yield "action_format", {"action": action}


def _resource(resource: str) -> Found:
    if resource == "*":
        return
    text = WRITTEN.sub("x", resource)
    parts = text.split(":", ARN_PARTS - 1)
    if parts[0] != "arn" or len(parts) < 3:
        yield "resource_format", {"resource": resource, "example": _as_arn(resource)}
        return
    partition, service, last = parts[1], parts[2], parts[-1]
    is_whole, is_global = len(parts) == ARN_PARTS, service in GLOBAL_SERVICES
    if partition not in (*PARTITIONS, "*"):
        yield "arn_partition", {"arn": resource, "known": ", ".join(PARTITIONS)}
    elif is_global and len(parts) > 3 and parts[3] and not (service == "s3" and f"{last}/".startswith(REGIONAL_S3)):
        yield "arn_region", {"arn": resource, "service": service}
    elif not service or not (is_whole or _is_cut_short(text)) or (is_global and (last or ":").startswith((":", "/"))):
        yield "arn_parts", {"arn": resource}
    elif service == "iam" and is_whole and last not in ("*", "root") and not last.startswith(IAM_RESOURCES):
        yield "arn_iam", {"arn": resource, "known": ", ".join(IAM_RESOURCES)}


def _is_cut_short(arn: str) -> bool:
    """Whether its last parts are one wildcard, which IAM takes: arn:aws:sns:*."""
    return arn.endswith("*") and "::" not in arn


def _as_arn(resource: str) -> str:
    """What somebody who wrote this most likely means: a bucket, with or without a path."""
    name = re.sub(r"^(s3|https?)://", "", resource).strip("/")
    return (
        f"arn:aws:s3:::{name}" if re.fullmatch(r"[a-z0-9][a-z0-9.-]{2,}(/\S*)?", name) else "arn:aws:s3:::my-bucket/*"
    )


def _condition(condition: object) -> Found:
    if not isinstance(condition, Mapping):
        yield "not_object", {"element": "Condition", "example": _example("StringEquals")}
        return
    for name, keys in condition.items():
        use = operator_use(str(name))
        if not isinstance(keys, Mapping):
            yield "not_object", {"element": f"Condition {name}", "example": _example(str(name))}
            continue
        if not keys:
            continue
        if use.operator is None or use.name != name:
            names = [one.name for one in ALL]
            near = difflib.get_close_matches(str(name).rpartition(":")[2], names, n=1, cutoff=0.6)
            nearest = use.name or (near[0] if near else "StringEquals")
            yield "operator_unknown", {"operator": text_of(name), "nearest": nearest}
            continue
        for key, values in keys.items():
            yield from _test(use.operator, str(name), str(key), values)


def _example(operator: str) -> str:
    return json.dumps({operator: {"aws:SourceAccount": "111122223333"}})


def _test(operator: Operator, name: str, key: str, values: object) -> Found:
    if ":" not in key and not OPEN.search(key):
        yield "key_format", {"key": key}
    if not isinstance(values, str | bool | int | float | list | tuple) or not all(
        isinstance(one, str | bool | int | float) for one in as_list(values)
    ):
        yield "value_type", {"operator": name, "key": key}
        return
    for value in map(text_of, as_list(values)):
        if OPEN.search(value):
            continue
        if not operator.takes(value):
            yield f"value_{operator.kind}", {"operator": name, "key": key, "value": value}
        elif operator.kind == "arn" and not is_wild(value) and "${" not in value:
            parts = value.split(":", ARN_PARTS - 1)
            if parts[0] != "arn" or len(parts) < ARN_PARTS or not parts[-1]:
                yield "value_arn", {"operator": name, "key": key, "value": value}


def _principals(statement: Mapping[str, Any], kind: DocumentKind) -> Found:
    given = [name for name in ("Principal", "NotPrincipal") if name in statement]
    if kind == "identity":
        if given:
            yield "principal_misplaced", {}
        return
    if not _has(statement, "Principal", "NotPrincipal"):
        yield "principal_missing", {}
    for name in given:
        element = statement[name]
        if isinstance(element, str) and not OPEN.search(element):
            if element != "*":
                yield "principal_bare", {"given": element, "example": _named(element)}
        elif not isinstance(element, str | Mapping):
            yield "not_object", {"element": name, "example": json.dumps({"Service": "ec2.amazonaws.com"})}
        elif isinstance(element, Mapping):
            if not element:
                yield "element_empty", {"element": name}
            for key, values in element.items():
                if key not in PRINCIPAL_KINDS or (kind == "trust" and key == "CanonicalUser"):
                    known = PRINCIPAL_KINDS if kind == "resource" else PRINCIPAL_KINDS[:3]
                    yield "principal_kind", {"given": text_of(key), "known": ", ".join(known)}
                else:
                    yield from _texts(f"{name} {key}", values, PRINCIPALS[key])
    if kind == "trust" and isinstance(statement.get("Principal"), Mapping):
        yield from _fitting_actions(statement)


def _named(name: str) -> str:
    """The Principal element that a bare name most likely means."""
    kind = "AWS" if ACCOUNT.fullmatch(name) or name.startswith("arn:") else "Service"
    if PROVIDER.fullmatch(name) or name in WEB_PROVIDERS:
        kind = "Federated"
    return json.dumps({kind: name})


def _aws(name: str) -> Found:
    if name == "*" or ACCOUNT.fullmatch(name) or IAM_PRINCIPAL.fullmatch(name) or STS_PRINCIPAL.fullmatch(name):
        if is_wild(name) and name != "*":
            yield "principal_wildcard", {"principal": name}
    elif is_wild(name):
        yield "principal_wildcard", {"principal": name}
    elif UNIQUE_ID.fullmatch(name):
        yield "principal_id", {"principal": name}
    elif ":group/" in name:
        yield "principal_group", {"principal": name}
    else:
        yield "principal_format", {"principal": name, "example": _principal_like(name)}


def _principal_like(name: str) -> str:
    """An ARN of the kind the name seems to be."""
    for kind in ("role", "user"):
        if f"{kind}/" in name:
            return f"arn:aws:iam::111122223333:{kind}/{name.rpartition(f'{kind}/')[2] or 'NAME'}"
    return "arn:aws:iam::111122223333:root"


def _service(name: str) -> Found:
    if is_wild(name):
        yield "principal_wildcard", {"principal": name}
    elif not SERVICE.fullmatch(name):
        plain = re.fullmatch(r"[a-z0-9-]+", name)
        yield "principal_service", {"principal": name, "example": f"{name if plain else 'ec2'}.amazonaws.com"}


def _federated(name: str) -> Found:
    if is_wild(name):
        yield "principal_wildcard", {"principal": name}
    elif swapped := SWAPPED_HOST.search(name):
        region, rest = next(filter(None, swapped.groups()[:4])), swapped[5]
        yield "oidc_host", {"given": name, "example": f"{name[: swapped.start()]}oidc.eks.{region}.{rest}"}
    elif name not in WEB_PROVIDERS and not PROVIDER.fullmatch(name):
        host = name.removeprefix("https://").strip("/")
        plain = re.fullmatch(r"[A-Za-z0-9.-]+\.[a-z]+(/\S+)?", host)
        example = f"arn:aws:iam::111122223333:oidc-provider/{host if plain else 'HOST'}"
        yield "principal_federated", {"principal": name, "example": example}


def _canonical(name: str) -> Found:
    if is_wild(name):
        yield "principal_wildcard", {"principal": name}


PRINCIPALS = {"AWS": _aws, "Service": _service, "Federated": _federated, "CanonicalUser": _canonical}


def _fitting_actions(statement: Mapping[str, Any]) -> Found:
    """Each kind of principal is let in by an action of its own."""
    actions = [one for one in as_list(statement.get("Action", [])) if isinstance(one, str)]
    assuming = [one for one in actions if one in ASSUMING.values()]
    if statement.get("Effect") != "Allow" or not all(one in TRUST_ACTIONS for one in actions):
        return
    for key, values in statement["Principal"].items():
        for name in as_list(values) if key in PRINCIPALS else ():
            kind = _let_in_as(key, str(name))
            if assuming and kind is not None and ASSUMING[kind] not in assuming:
                yield "principal_action", {"principal": name, "action": ", ".join(assuming), "fitting": ASSUMING[kind]}
            if name == NEEDS_TAGGING and "sts:TagSession" not in actions:
                yield "tagging_missing", {"principal": name}


def _let_in_as(key: str, name: str) -> str | None:
    """Which of ASSUMING; None where a placeholder hides it."""
    if key != "Federated":
        return ""
    if ":saml-provider/" in name:
        return "saml"
    return None if OPEN.search(name) and ":oidc-provider/" not in name else "oidc"
