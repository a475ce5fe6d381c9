"""What-if: would this principal be allowed this action on this resource, by the documents that are known?

Everything here is pure and its own; AWS's simulator is only ever asked beside it. What no such evaluation can know
(service and resource control policies, session policies, texts that could not be read) is said with every answer.
"""

from tui.core.simulate.decision import Decision, Policies, decide
from tui.core.simulate.opinion import Opinion, can_ask, opinion_in, simulator_call
from tui.core.simulate.question import (
    Outcome,
    Question,
    ask,
    expected,
    holds,
    is_about_trust,
    keys_of,
)
from tui.core.simulate.request import Request, asked_action, asked_resource, context_of
from tui.core.simulate.statement import Look, Source
from tui.core.simulate.subject import Subject, Texts, managed_arns, subjects_in, subjects_of

__all__ = [
    "Decision",
    "Look",
    "Opinion",
    "Outcome",
    "Policies",
    "Question",
    "Request",
    "Source",
    "Subject",
    "Texts",
    "ask",
    "asked_action",
    "asked_resource",
    "can_ask",
    "context_of",
    "decide",
    "expected",
    "holds",
    "is_about_trust",
    "keys_of",
    "managed_arns",
    "opinion_in",
    "simulator_call",
    "subjects_in",
    "subjects_of",
]
