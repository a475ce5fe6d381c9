"""What is wrong with a preset beyond its format: everything the bundled ones are held to. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice, product
from typing import Any

from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import practice_target
from tui.core.catalog.card import documents
from tui.core.checks import check, unmatched
from tui.core.checks.findings import findings_of
from tui.core.checks.value_facts import KNOWN
from tui.core.errors import PresetInvalid, RoleWizardError
from tui.core.iam import grammar
from tui.core.iam.actions import ActionList
from tui.core.iam.policy import as_list
from tui.core.plan.plan import make_plan
from tui.core.preset.answers import answer
from tui.core.preset.format import STEP_TOKENS, Preset, SmokeStep
from tui.core.preset.rendering import render
from tui.core.preset.tokens import CHOOSE, filled

Path = tuple[str | int, ...]

REGIONS = ("us-east-1", "cn-north-1", "us-gov-west-1")
"""One of each partition."""
VERSIONS = ("2012-10-17", "2008-10-17")
DOCUMENT_KEYS = {"Version", "Id", "Statement"}
STATEMENT_KEYS = {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource"}
STATEMENT_KEYS |= {"Condition"}
EXAMPLES = dict.fromkeys(STEP_TOKENS, "0")
HINTS = ("preset.reason_missing",)
HARD_WIRED = re.compile(r"arn:aws[a-z-]*:")


CallProblem = Callable[[ApiCall], tuple[str, str]]
"""(code, words) of what is wrong with a call of AWS: service, operation, parameters; ("", "") where nothing is known
to be."""


def problems(
    preset: Preset, tree: Mapping[str, Any], actions: ActionList, call_problem: CallProblem = lambda _: ("", "")
) -> Iterator[PresetInvalid]:
    """Everything that is wrong; `tree` is what the preset was parsed from, so that paths lead into the file."""
    places = {id(node): path for node, path in _nodes(tree, ())}
    seen: set[tuple[object, ...]] = set()
    idle = set(preset.waivers)
    for variant, region in product(_variants(preset), REGIONS):
        for error in _filled(preset, variant, region, actions, idle, call_problem):
            path = _place_of(error, tree)
            told = (error.code, path, *map(str, error.params.values()))
            if told not in seen:
                seen.add(told)
                yield PresetInvalid(error.code, "", path, **error.params)
    yield from (PresetInvalid("preset.waiver", "", ("waivers", one), waiver=one) for one in sorted(idle))
    for name, document in (*documents(preset.resources), *documents(preset.caller, "caller")):
        yield from _document(name, document, places)
    for number, fact in enumerate(preset.expects):
        kind = preset.placeholders[fact.value].type if fact.value in preset.placeholders else ""
        if fact.fact not in (known_facts := KNOWN.get(kind, ())):
            params = {"fact": fact.fact, "type": kind, "known": ", ".join(known_facts) or "-"}
            yield PresetInvalid("preset.fact", path=("expects", number), **params)
    for path in islice(_hard_wired(preset, tree), 1):
        yield PresetInvalid("preset.partition", path=path)
    yield from (one for one in _reasons(preset, places) if one.code not in HINTS)


def hints(preset: Preset, tree: Mapping[str, Any]) -> Iterator[PresetInvalid]:
    """What would make it better for who reads it: a reason for each statement. Bundled presets have to have them."""
    places = {id(node): path for node, path in _nodes(tree, ())}
    yield from (one for one in _reasons(preset, places) if one.code in HINTS)


def _reasons(preset: Preset, places: Mapping[int, Path]) -> Iterator[PresetInvalid]:
    """Each statement has its reason, each reason its statement."""
    known = {str(arn).rpartition("/")[2] for arn in _managed(preset.resources)}
    known |= {node for node, path in _nodes(preset.caller, ("caller",)) if path[-1] == "Sid"}
    names = _policy_names(preset)
    # a journey says which role's trust it means: "role/<ROLE_NAME> trust[1]"
    reasons = {key.rpartition(" ")[2] for key in preset.statements}
    for key, document in documents(preset.resources):
        label = names.get(id(document), key)
        for number, statement in _statements(document):
            sid = str(statement.get("Sid", ""))
            keys = {key for key in (sid, f"{label}[{number}]") if key}
            known |= keys
            if not keys & reasons:
                yield PresetInvalid("preset.reason_missing", path=places.get(id(statement), ()), statement=max(keys))
    for key in preset.statements:
        if key.rpartition(" ")[2] not in known:
            yield PresetInvalid("preset.reason_unused", path=("statements", key), statement=key)


def _document(name: str, document: Mapping[str, Any], places: Mapping[int, Path]) -> Iterator[PresetInvalid]:
    """A document says only what IAM knows, and all that IAM wants."""
    if CHOOSE in document:
        return
    place = places.get(id(document), ())
    for key in document:
        if key not in DOCUMENT_KEYS:
            yield PresetInvalid("preset.document_key", path=(*place, key), key=key, document=name)
    if document.get("Version", VERSIONS[0]) not in VERSIONS:
        path = (*place, "Version")
        yield PresetInvalid("preset.document_version", path=path, version=document["Version"], document=name)
    for _, statement in _statements(document):
        yield from _statement(name, statement, places.get(id(statement), place))


def _statement(name: str, statement: Mapping[str, Any], place: Path) -> Iterator[PresetInvalid]:
    for key in statement:
        if key not in STATEMENT_KEYS:
            yield PresetInvalid("preset.document_key", path=(*place, key), key=key, document=name)
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield PresetInvalid("preset.effect", path=(*place, "Effect"), effect=statement.get("Effect", ""), document=name)
    pairs = [("Action", "NotAction")] if name == "trust" else [("Action", "NotAction"), ("Resource", "NotResource")]
    for pair in pairs:
        if sum(key in statement for key in pair) != 1:
            yield PresetInvalid("preset.one_of", path=place, keys=", ".join(pair), document=name)


def _statements(document: Mapping[str, Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(number from 1, statement), in all branches of choices among them."""
    for number, item in enumerate(as_list(document.get("Statement", [])), start=1):
        yield from ((number, statement) for statement in _branches(item))


def _branches(item: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(item, list):
        for one in item:
            yield from _branches(one)
    elif isinstance(item, Mapping) and CHOOSE in item:
        yield from _branches([branch for key, branch in item.items() if key != CHOOSE])
    elif isinstance(item, Mapping):
        yield item


def _variants(preset: Preset) -> Iterator[dict[str, str]]:
    """With the examples, with the defaults where there are some, and with every option of every choice."""
    examples = preset.examples()
    yield examples
    yield {name: example for name, example in examples.items() if preset.placeholders[name].default is None}
    for name, choice in preset.choices().items():
        yield from (examples | {name: option} for option in choice.options)


def _filled(
    preset: Preset,
    given: Mapping[str, str],
    region: str,
    actions: ActionList,
    idle: set[str],
    call_problem: CallProblem,
) -> Iterator[RoleWizardError]:
    """What shows only when the template is filled; waivers that match something leave `idle`."""
    target = practice_target(region)
    values = {name: HARD_WIRED.sub(f"arn:{target.partition}:", value) for name, value in given.items()}
    try:
        answers = answer(preset, values, target)
        blueprint = render(preset, answers, target)
        plan = make_plan(blueprint, {}, target, "lint")
    except RoleWizardError as error:
        yield error
        return
    for step in blueprint.steps:
        yield from _step(step, actions, call_problem)
    for refused in grammar.problems(blueprint.caller, "identity") if blueprint.caller else ():
        where = f"caller {refused.place}".strip()
        told = {**refused.params, "finding": f"{refused.code}: {where}", "sentence": f"finding.{refused.code}"}
        yield PresetInvalid("preset.finding", where, ("caller",), **told)
    checked = check(plan.desired, target, actions, preset, answers.values)
    idle &= unmatched(preset, checked, answers.values)
    for finding in (*findings_of(plan, preset, answers.values), *checked):
        # an ARN fixed to a partition is told once, for the file, whatever it leads to in the others
        is_told = finding.code == "principal_partition"
        if finding.severity == "error" and finding.waiver is None and not is_told:
            told = {**finding.params, "finding": f"{finding.code}: {finding.where}", "sentence": finding.text}
            yield PresetInvalid("preset.finding", finding.where, (), **told)


def _step(step: SmokeStep, actions: ActionList, call_problem: CallProblem) -> Iterator[PresetInvalid]:
    """Calls and actions that there are, so that no trial fails by a spelling."""
    for call in step.calls:
        code, words = call_problem(replace(call, params=filled(call.params, EXAMPLES)))
        if code:
            told = {"reason": words, "name": call.operation}
            yield PresetInvalid(f"preset.smoke_{code}", "", ("smoke",), **told)
    for action in step.needs:
        if not actions.is_empty and not actions.known(action):
            nearest = actions.nearest(action) or "-"
            yield PresetInvalid("preset.smoke_action", "", ("smoke",), action=action, name=action, nearest=nearest)


def _place_of(error: RoleWizardError, tree: Mapping[str, Any]) -> Path:
    """The node to blame: named in the error, else found by the names in it."""
    if error.where in tree.get("placeholders", {}):
        return ("placeholders", error.where, "example")
    base: Path = error.path[:1] if isinstance(error, PresetInvalid) and error.path else ("resources",)
    words = [str(value) for key, value in error.params.items() if key in ("sid", "name", "path", "tag", "kind")]
    words += reversed(str(error.params.get("field", "")).split("."))
    words += reversed(error.where.replace("/", " ").split())
    found = list(_nodes(tree.get(str(base[0])), base))
    for word in filter(None, words):
        for node, path in found:
            if path[-1] == word or node == word:
                return path
    return base


def _hard_wired(preset: Preset, tree: Mapping[str, Any]) -> Iterator[Path]:
    for field in ("resources", "caller", "checks", "smoke"):
        yield from (
            path
            for node, path in _nodes(tree.get(field), (field,))
            if isinstance(node, str) and HARD_WIRED.search(node)
        )
    for name, one in preset.placeholders.items():
        if HARD_WIRED.search(one.default or ""):
            yield ("placeholders", name, "default")


def _policy_names(preset: Preset) -> dict[int, str]:
    """By identity: documents that stand under the plain key "document" are called by their policy's name."""
    policies = [tree for item in preset.items() for tree in item.values() if isinstance(tree, Mapping)]
    return {
        id(document): str(one.get("name", "")) for one in policies for _, document in documents(one.get("document"))
    }


def _managed(tree: Any) -> Iterator[str]:
    """ARNs of the managed policies that roles of the template get."""
    for node, path in _nodes(tree, ()):
        if isinstance(node, str) and "managed" in path:
            yield node


def _nodes(tree: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    """Every node below, with its path, the tree itself first."""
    yield tree, path
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            yield from _nodes(value, (*path, key))
    elif isinstance(tree, list | tuple):
        for index, item in enumerate(tree):
            yield from _nodes(item, (*path, index))
