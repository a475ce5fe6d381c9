"""A preset: titles, verdict, reasons, placeholders and a template of resources. Data, never a program.

`parse` takes the tree of a YAML file whose scalars were kept as text. A stranger's preset can ask questions and
propose resources, which the person then reads; it can do nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    ValidationError,
    model_serializer,
    model_validator,
)

from tui.core.calls.api_call import ApiCall
from tui.core.catalog.entries import Group, Need
from tui.core.errors import PresetInvalid
from tui.core.preset.tokens import BUILT_IN, CHOOSE, TOKEN, choices_in, chosen, tokens_in
from tui.core.preset.values import VALUE_TYPES

Token = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
KINDS = (
    "role",
    "managed_policy",
    "oidc_provider",
    "service_linked_role",
    "principal_policy",
    "bucket_policy",
    "apigateway_account",
    "identity_pool_roles",
    "instance_profile_association",
    "log_group",
    "bucket",
    "stream",
    "kms_key",
)
RESULT_TOKENS = ("ROLE_ARN", "INSTANCE_PROFILE_ARN")
"""Tokens that texts for after the apply may use besides the placeholders."""
STEP_TOKENS = ("NOW_MS",)
"""Tokens that only smoke steps have: the time of the try, in milliseconds since 1970."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Texts(_Strict):
    """One text in one to three languages; in a file also the bare text, whose language nobody has to name."""

    en: str | None = Field(default=None, min_length=1)
    ko: str | None = Field(default=None, min_length=1)
    ja: str | None = Field(default=None, min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _of_bare_text(cls, given: Any) -> Any:
        return {"en": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _in_some_language(self) -> Self:
        if not (self.en or self.ko or self.ja):
            raise ValueError("a text in en, ko or ja is needed")
        return self

    @model_serializer(mode="wrap")
    def _given_ones(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {name: text for name, text in handler(self).items() if text}

    def by(self, language: str) -> str:
        """The text in that language, else in the first of English, Korean and Japanese that there is."""
        return {"en": self.en, "ko": self.ko, "ja": self.ja}.get(language) or self.en or self.ko or self.ja or ""


class Reason(Texts):
    """Why a statement is there, and who says so."""

    source: Literal["seed", "aws-docs", "ours"] = "aws-docs"
    """seed = the document this preset was taken from; ours = our reading, no source says it."""


class Option(_Strict):
    """One branch of a choice."""

    label: Texts
    """Its id where the file has none."""
    why: Texts
    """The label where the file has none."""


class Placeholder(_Strict):
    """A value the person gives."""

    type: str
    aliases: tuple[Token, ...] = ()
    label: Texts
    """Its token where the file has none."""
    help: Texts
    """The label where the file has none."""
    example: str = ""
    default: str | None = None
    """May hold other tokens: <ROLE_NAME>. Without a default the placeholder is required."""
    source: Token | None = Field(default=None, alias="from")
    """The placeholder whose value leads to this one in the account (an EKS cluster to its OIDC issuer)."""
    options: dict[OptionId, Option] = {}
    fills: dict[Token, Any] = {}
    """Of a pasted document: what to put for a name that its source leaves to be replaced. AWS_ACCOUNT_ID: <ACCOUNT_ID>
    stands for <AWS_ACCOUNT_ID> in the paste, also where its closing bracket is missing."""


class Fact(_Strict):
    """What a value has to be in the account it is looked up in, or what a pasted document has to say."""

    value: Token
    """The placeholder it is about; without a value nothing is looked up."""
    fact: str
    """One of those that core.checks.value_facts knows for the placeholder's type."""
    is_: tuple[str, ...] | str = Field(default=(), alias="is")
    """The words it may be."""
    at_least: str = Field(default="", pattern=r"^\d*$")
    """Of a number: how much is enough."""
    severity: Literal["error", "warning"] = "error"

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if bool(self.is_) is bool(self.at_least):
            raise ValueError("is or at_least is needed, and only one of them")
        return self

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words it may be; empty where a number is asked for."""
        return (self.is_,) if isinstance(self.is_, str) else self.is_


class Check(_Strict):
    """What the finished role must, or must not, be able to do."""

    subject: str = ""
    """The role's name; empty: the first one of the preset."""
    action: str
    resource: str
    expect: Literal["allowed", "denied"]
    context: dict[str, str] = {}


class SmokeCall(_Strict):
    """One call of an AWS API."""

    service: str = Field(min_length=1)
    """botocore's name of it: s3, logs, ec2."""
    operation: str = Field(pattern=r"^[A-Z][A-Za-z0-9]*$")
    parameters: dict[str, Any] = {}

    @property
    def call(self) -> ApiCall:
        """As the gateway takes it."""
        return ApiCall(self.service, self.operation, self.parameters)


class SmokeStep(_Strict):
    """One thing to try with the finished role, or a call that the trial needs beforehand."""

    name: Texts
    service: str = ""
    """Without service and operation, as for Prometheus' own API, which no SDK has, the documents alone answer."""
    operation: str = Field(default="", pattern=r"^([A-Z][A-Za-z0-9]*)?$")
    parameters: dict[str, Any] = {}
    by: Literal["role", "caller"] = "role"
    """Whose credentials make the call: the role's, or those of the person who tries it."""
    role: str = ""
    """The role's name; empty: the first one of the preset."""
    needs: dict[str, str | tuple[str, ...]] = {}
    """The actions IAM checks for the call, each with the ARN, or ARNs, it is checked on."""
    context: dict[str, str] = {}
    """Condition keys of the request that the call itself does not tell."""
    expect: Literal["allowed", "denied"] = "allowed"
    permitted_codes: tuple[str, ...] = ()
    """Error codes that AWS answers with only once IAM has allowed the call, as that there is no such configuration."""
    unless: SmokeCall | None = None
    """A read by the person; where it is answered, the thing is there: the step and its clean-up are left out."""
    keep: dict[Token, str] = {}
    """Values of the answer that later steps use as tokens, each with its path: KEY_ARN: KeyMetadata.Arn"""
    clean_up: tuple[SmokeCall, ...] = ()
    """Calls by the person that remove what the step made, once all steps are through."""

    @model_validator(mode="after")
    def _by_whom(self) -> Self:
        if self.by == "role" and not self.needs:
            raise ValueError("a step by the role says in needs which actions IAM checks")
        if bool(self.service) is not bool(self.operation):
            raise ValueError("service and operation go together")
        if self.call is None and (self.parameters or self.by == "caller" or self.keep or self.clean_up or self.unless):
            raise ValueError("a step without service has no parameters, by: caller, keep, clean_up or unless")
        return self

    @property
    def call(self) -> ApiCall | None:
        """As the gateway takes it; None where there is nothing to send."""
        return ApiCall(self.service, self.operation, self.parameters) if self.service else None

    @property
    def calls(self) -> tuple[ApiCall, ...]:
        """Every call it may lead to."""
        others = (*filter(None, [self.unless]), *self.clean_up)
        return (*filter(None, [self.call]), *(one.call for one in others))

    @property
    def questions(self) -> Iterator[tuple[str, str]]:
        """(action, resource) of everything IAM checks."""
        for action, resources in self.needs.items():
            for one in [resources] if isinstance(resources, str) else resources:
                yield action, one


class Preset(_Strict):
    """One entry of the catalog. `schema`, `id`, `title` and `resources` are all that a file has to have."""

    @model_validator(mode="before")
    @classmethod
    def _with_what_follows(cls, given: Any) -> Any:
        """What is left out follows from what is there."""
        if not isinstance(given, Mapping):
            return given
        found = dict(given)
        if "title" in found:
            found.setdefault("why", found["title"])
        resources = found.get("resources")
        if isinstance(resources, list):
            has_role = any("role" in item for item in _items(resources))
            found.setdefault("need", "required" if has_role else "caller-permissions-only")
        placeholders = found.get("placeholders")
        if isinstance(placeholders, Mapping):
            found["placeholders"] = {name: labelled(name, one) for name, one in placeholders.items()}
        return found

    schema_: Literal["1"] = Field(alias="schema")
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    catalog: str = ""
    """Number in the Korean role-needs list, or the name of the source; empty for an entry of our own."""
    service: str = ""
    aliases: tuple[str, ...] = ()
    group: Group = "own"
    need: Need
    """Left out: required where it makes a role, else caller-permissions-only."""
    rank: Annotated[int, Field(ge=1, le=99)] = 50
    """How far up it stands among entries that fit a search as well: 1 for what most people mean by the service."""
    title: Texts
    why: Texts
    """The title where the file has none."""
    instead: Texts | None = None
    captured: str = ""
    docs: tuple[str, ...] = ()
    stale: tuple[Texts, ...] = ()
    prerequisites: tuple[Texts, ...] = ()
    notes: tuple[Texts, ...] = ()
    reaches: tuple[str, ...] = ()
    placeholders: dict[Token, Placeholder] = {}
    resources: list[dict[str, Any]] = []
    statements: dict[str, Reason] = {}
    waivers: dict[str, Texts] = {}
    """By finding ("star_resource") or finding and statement ("star_resource@Sid"): why it is taken as it is."""
    caller: dict[str, Any] | None = None
    checks: list[dict[str, Any]] = []
    expects: tuple[Fact, ...] = ()
    """What the values have to be in the account; told in the review before anything is made."""
    smoke: tuple[str, ...] | list[Any] = ()
    """Texts are commands for a person; mappings are steps (SmokeStep) that can be performed."""
    next: Texts | None = None

    @property
    def has_role(self) -> bool:
        """Whether applying it makes or changes a role."""
        return any("role" in item for item in self.items())

    @property
    def told(self) -> list[Any]:
        """The trees whose values are only told, checked or tried; what is made does not need them."""
        return [self.caller or {}, self.checks, list(self.smoke), [f"<{one.value}>" for one in self.expects]]

    @property
    def caller_by_default(self) -> dict[str, Any] | None:
        """What the person who applies it needs under the choices nobody has to make; tokens stay."""
        found: dict[str, Any] | None = chosen(self.caller, self.default_choices) if self.caller else None
        return found

    @property
    def default_choices(self) -> dict[str, str]:
        """The option taken of every choice when nobody chooses."""
        return {name: one.default or "" for name, one in self.choices().items()}

    def items(self) -> Iterator[Mapping[str, Any]]:
        """Every resource's template, in all branches."""
        return _items(self.resources)

    def choices(self) -> dict[str, Placeholder]:
        """The placeholders that pick a variant."""
        return {name: one for name, one in self.placeholders.items() if one.type == "choice"}

    def examples(self) -> dict[str, str]:
        """What people type, with its example; choices keep their defaults."""
        return {name: one.example for name, one in self.placeholders.items() if one.type != "choice"}


def labelled(name: str, placeholder: Any) -> Any:
    """A placeholder, or an option, with a label and its explanation where the file has none."""
    if not isinstance(placeholder, Mapping):
        return placeholder
    found = dict(placeholder)
    label = found.setdefault("label", name)
    found.setdefault("help", label)
    if isinstance(found.get("options"), Mapping):
        options = {}
        for option, about in found["options"].items():
            about = {"label": about} if isinstance(about, str) else about
            if isinstance(about, Mapping):
                about = {"label": option, **about}
                about.setdefault("why", about["label"])
            options[option] = about
        found["options"] = options
    return found


def parse(tree: Mapping[str, Any]) -> Preset:
    """The preset in a parsed file.

    Raises PresetInvalid with the path to the node: unknown or missing fields, a value of the wrong shape, tokens that
    are not declared or not used, choices whose branches do not match their options.
    """
    try:
        preset = Preset.model_validate(tree)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PresetInvalid(
            "preset.field", path=tuple(first["loc"]), field=".".join(map(str, first["loc"])), reason=first["msg"]
        ) from error
    check_whole(preset, tree)
    return preset


def check_whole(preset: Preset, tree: Mapping[str, Any], free: Iterable[str] = ()) -> None:
    """That everything a preset names is there and used; choices in `free` need not decide anything.

    Raises PresetInvalid with the path in `tree`.
    """
    _check_placeholders(preset)
    _check_checks(preset)
    kept = _check_smoke(preset)
    _check_tokens(preset, tree, kept)
    _check_choices(preset, tree, free)


def _items(resources: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Every item of a list of resources or checks, in all branches; one that is no mapping comes as an unknown kind."""
    for item in resources:
        if isinstance(item, Mapping) and "choose" in item:
            for key, branch in item.items():
                if key != "choose":
                    yield from _items(branch if isinstance(branch, list) else [branch])
        else:
            yield item if isinstance(item, Mapping) else {str(item): None}


def _check_placeholders(preset: Preset) -> None:
    seen: dict[str, str] = {name: name for name in BUILT_IN}
    for name, placeholder in preset.placeholders.items():
        path = ("placeholders", name)
        if placeholder.type != "choice" and placeholder.type not in VALUE_TYPES:
            raise PresetInvalid("preset.unknown_type", path=(*path, "type"), placeholder=name, type=placeholder.type)
        if placeholder.type == "choice" and placeholder.default not in placeholder.options:
            raise PresetInvalid("preset.choice_default", path=path, placeholder=name)
        if placeholder.type != "choice" and (placeholder.options or not placeholder.example):
            raise PresetInvalid("preset.example_missing", path=path, placeholder=name)
        for spelling in (name, *placeholder.aliases):
            if spelling in seen:
                raise PresetInvalid("preset.token_twice", path=path, placeholder=spelling)
            seen[spelling] = name
    for item in preset.items():
        if len(item) != 1 or next(iter(item)) not in KINDS:
            raise PresetInvalid(
                "preset.unknown_kind", path=("resources",), kind=", ".join(item), known=", ".join(KINDS)
            )


def _check_checks(preset: Preset) -> None:
    for item in _items(preset.checks):
        try:
            Check.model_validate(item)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(("checks", *map(str, first["loc"])))
            raise PresetInvalid("preset.field", path=("checks",), field=field, reason=first["msg"]) from error


def _check_smoke(preset: Preset) -> set[str]:
    """The tokens that steps keep."""
    kept: set[str] = set()
    for item in steps_in(preset.smoke):
        try:
            step = SmokeStep.model_validate(item)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(("smoke", *map(str, first["loc"])))
            raise PresetInvalid("preset.field", path=("smoke",), field=field, reason=first["msg"]) from error
        for token in step.keep:
            if token in (*preset.placeholders, *BUILT_IN, *RESULT_TOKENS, *STEP_TOKENS):
                raise PresetInvalid("preset.token_twice", path=("smoke",), placeholder=token)
            kept.add(token)
    return kept


def steps_in(smoke: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """The steps among the commands, in all branches."""
    for item in smoke:
        if isinstance(item, Mapping) and CHOOSE in item:
            for key, branch in item.items():
                if key != CHOOSE:
                    yield from steps_in(branch if isinstance(branch, list) else [branch])
        elif isinstance(item, Mapping):
            yield item


def _check_tokens(preset: Preset, tree: Mapping[str, Any], kept: set[str]) -> None:
    used: set[str] = set()
    for fact in preset.expects:
        used.add(fact.value)
        for token in (fact.value, *tokens_in(list(fact.allowed))):
            if token not in preset.placeholders and token not in BUILT_IN:
                raise PresetInvalid("preset.token_undeclared", path=("expects",), token=token)
    for field in ("resources", "caller", "checks", "smoke", "next", "sheet"):
        known = {*preset.placeholders, *BUILT_IN, *(RESULT_TOKENS if field in ("smoke", "next") else ())}
        known |= {*kept, *STEP_TOKENS} if field == "smoke" else set()
        for token in tokens_in(tree.get(field, [])):
            if token not in known:
                raise PresetInvalid("preset.token_undeclared", path=(field,), token=token)
            used.add(token)
    for name, placeholder in preset.placeholders.items():
        for token in TOKEN.findall(placeholder.default or ""):
            if token not in preset.placeholders and token not in BUILT_IN:
                raise PresetInvalid("preset.token_undeclared", path=("placeholders", name, "default"), token=token)
            used.add(token)
        for token in tokens_in(placeholder.fills):
            if token not in preset.placeholders and token not in BUILT_IN:
                raise PresetInvalid("preset.token_undeclared", path=("placeholders", name, "fills"), token=token)
            used.add(token)
        if placeholder.source:
            if placeholder.source not in preset.placeholders:
                raise PresetInvalid(
                    "preset.token_undeclared", path=("placeholders", name, "from"), token=placeholder.source
                )
            used.add(placeholder.source)
    for name in preset.placeholders:
        if name not in used and preset.placeholders[name].type != "choice":
            raise PresetInvalid("preset.token_unused", path=("placeholders", name), token=name)


def _check_choices(preset: Preset, tree: Mapping[str, Any], free: Iterable[str]) -> None:
    used = set(free)
    choices = preset.choices()
    for field in ("resources", "caller", "checks", "smoke"):
        for name, branches, path in choices_in(tree.get(field, []), (field,)):
            if name not in choices:
                raise PresetInvalid("preset.choice_undeclared", path=path, choice=name)
            if set(branches) != set(choices[name].options):
                wanted = ", ".join(choices[name].options)
                raise PresetInvalid("preset.choice_branches", path=path, choice=name, options=wanted)
            used.add(name)
    for name in choices:
        if name not in used:
            raise PresetInvalid("preset.token_unused", path=("placeholders", name), token=name)
