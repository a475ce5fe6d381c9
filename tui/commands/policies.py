"""Managed policies as JSON and as text: `explain POLICY`, and what a plan or an entry attaches."""

from collections.abc import Iterable
from typing import Any

from tui.commands import print_json
from tui.core.calls.target import PRACTICE_REGION, Target, practice_target
from tui.core.checks import check_policy
from tui.core.errors import UsageError
from tui.core.iam.known_policy import KnownPolicy, shipped_policy
from tui.core.iam.policy import PolicyDocument, pretty, statements_of
from tui.core.phrase import worded
from tui.core.plan.report import finding_record
from tui.core.sentences import sentence_of, unfolded
from tui.core.shown import shown
from tui.i18n import LANGUAGES, Translator
from tui.line.text import print_policy
from tui.options import Options
from tui.store.actions import load_actions
from tui.store.managed_policies import load_managed_policies

ARN_OF_A_POLICY = ":policy/"


def explain_policy(options: Options, t: Translator) -> bool:
    """Whether the word is the name or ARN of a managed policy; it is explained then.

    Raises UsageError("explain.no_policy") for an ARN that no policy has, "explain.policy_of_account" for one that only
    an account can answer for, or that it does not let anybody read.
    """
    word, shipped = options.words[0], load_managed_policies()
    known = shipped.find(word)
    arn = known.arn if known else word
    if known is None and ARN_OF_A_POLICY not in word:
        return False
    target = practice_target(PRACTICE_REGION)
    if options.target == "account":
        from tui.desk import WizardDesk

        with WizardDesk(options) as desk:
            read, target = desk.policies([arn]), desk.target()
        policy, is_absent = read.known.get(arn), arn in read.absent
    else:
        policy, is_absent = shipped_policy(shipped, known) if known else None, ":iam::aws:" in arn
    if policy is None:
        code = "explain.no_policy" if is_absent else "explain.policy_of_account"
        raise UsageError(code, word, arn=arn, nearest=shipped.nearest(arn) or "-")
    if options.as_json:
        print_json(policy_record(policy, target))
    else:
        print(shown(policy.arn))
        print_policy(policy, check_policy(policy, target, load_actions()), load_actions(), t)
        print(f"\n{shown(pretty(policy.document), keep_lines=True)}")
    return True


def policy_record(policy: KnownPolicy, target: Target) -> dict[str, Any]:
    """A managed policy as JSON."""
    return {
        "origin": "managed-policy",
        "arn": policy.arn,
        "name": policy.name,
        "version": policy.version,
        "size": policy.size,
        "source": policy.source,
        "shipped_version": policy.shipped_version or None,
        "document": policy.document,
        "sentences": sentence_records([(policy.name, policy.document)]),
        "findings": [finding_record(one) for one in check_policy(policy, target, load_actions())],
    }


def sentence_records(documents: Iterable[tuple[str, PolicyDocument]]) -> list[dict[str, Any]]:
    """Each statement of the named documents in words, in the three languages, and what its wildcards stand for."""
    speakers = {language: Translator(language) for language in LANGUAGES}
    actions = load_actions()
    return [
        {
            "document": name,
            "statement": str(statement.get("Sid") or f"{name}[{number}]"),
            "sentences": {language: worded(sentence_of(statement), say) for language, say in speakers.items()},
            "wildcards": {one.pattern: list(one.names) for one in unfolded(statement, actions)},
        }
        for name, document in documents
        for number, statement in enumerate(statements_of(document), start=1)
    ]
