"""What can be said against documents: each family of checks in a file of its own.

All are pure and offline. Of a document that AWS would refuse (grammar) nothing else is said; tui.core.checks.findings
holds what AWS would refuse besides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tui.core.calls.target import Target
from tui.core.checks.actions import check_actions, check_partitions
from tui.core.checks.breadth import check_attachments, check_breadth
from tui.core.checks.conditions import check_conditions
from tui.core.checks.escalation import check_escalation
from tui.core.checks.findings import Finding
from tui.core.checks.grammar import check_grammar
from tui.core.checks.place import Context, every_place, places
from tui.core.checks.templates import check_templates
from tui.core.checks.trust import check_trust
from tui.core.checks.waivers import unmatched, waived
from tui.core.iam.actions import ActionList
from tui.core.iam.known_policy import KnownPolicy
from tui.core.kinds import ManagedPolicy, Resource
from tui.core.preset.format import Preset

__all__ = ["check", "check_policy", "found_in", "unmatched", "with_fixes"]

FAMILIES = (check_trust, check_conditions, check_partitions, check_actions, check_breadth)


def check(
    resources: Sequence[Resource], target: Target, actions: ActionList, preset: Preset, values: Mapping[str, str]
) -> tuple[Finding, ...]:
    """All findings, each with its fix where there is one and its waiver where the preset gives one."""
    typed = {name: placeholder.type for name, placeholder in preset.placeholders.items()}
    kinds = {
        kind: frozenset(values[name] for name, one in typed.items() if one == kind and name in values)
        for kind in ("k8s-namespace", "k8s-service-account")
    }
    context = Context(target, actions, kinds["k8s-namespace"], kinds["k8s-service-account"])
    found = _found(tuple(resources), context)
    return (*_refused(resources, target), *waived(found, preset, values))


def found_in(resources: Sequence[Resource], target: Target, actions: ActionList) -> tuple[Finding, ...]:
    """The findings of documents whose preset and answers are not known; nothing is waived."""
    return (*_refused(resources, target), *_found(tuple(resources), Context(target, actions)))


def check_policy(policy: KnownPolicy, target: Target, actions: ActionList) -> tuple[Finding, ...]:
    """What a managed policy that is there allows more than it may have to; nothing to fix, since it is not ours.

    Whether its actions and keys exist is left to AWS: of its own policies it is surer than any list.
    """
    resource, context = ManagedPolicy(policy.name, policy.document), Context(target, actions)
    found = [one for place in places(resource) for one in check_breadth(place, context)]
    found += check_escalation(resource, context)
    prefix = f"{resource.address} document"
    return tuple(replace(one, where=f"{policy.name}{one.where.removeprefix(prefix)}", fix=None) for one in found)


def with_fixes(
    resources: tuple[Resource, ...], ids: Iterable[str], find: Callable[[tuple[Resource, ...]], tuple[Finding, ...]]
) -> tuple[tuple[Resource, ...], tuple[Finding, ...]]:
    """The resources with the fixes of the findings of these ids, one after the other; and those findings.

    An id that no finding answers to any more is passed over: the answers have changed since.
    """
    taken: list[Finding] = []
    for wanted in ids:
        for one in find(resources):
            if one.id == wanted and one.fix is not None:
                taken.append(one)
                resources = one.fix.applied_to(resources)
                break
    return resources, tuple(taken)


def _refused(resources: Iterable[Resource], target: Target) -> Iterator[Finding]:
    for resource in resources:
        yield from check_grammar(resource, target)


def _found(resources: tuple[Resource, ...], context: Context) -> Iterator[Finding]:
    for resource in resources:
        for place in every_place(resource):
            yield from check_templates(place, context)
        for place in places(resource):
            for family in FAMILIES:
                yield from family(place, context)
        yield from check_attachments(resource)
        yield from check_escalation(resource, context)
