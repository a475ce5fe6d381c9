"""Things that AWS says yes to at once and finishes later: what to ask until they can be used."""

from collections.abc import Mapping
from dataclasses import dataclass

from tui.core.calls.api_call import ApiCall, Gateway
from tui.core.calls.step import Step
from tui.core.errors import AwsRefused, AwsUnreachable


@dataclass(frozen=True)
class Settled:
    """Whether it is finished, and by what it is known from now on."""

    is_done: bool
    unique_id: str = ""


def look_after(gateway: Gateway, step: Step) -> Settled:
    """One question; most calls have nothing to be asked and are finished when they are answered.

    A question that cannot be answered now does not undo the yes: what stands is read again at the end anyway.
    """
    if step.do.operation != "CreateStream":
        return Settled(is_done=True)
    at = {"StreamName": step.do.params["StreamName"]}
    try:
        about = gateway.call(ApiCall("kinesis", "DescribeStreamSummary", at))["StreamDescriptionSummary"]
    except AwsRefused as refusal:
        return Settled(is_done=refusal.aws_code != "ResourceNotFoundException")
    except AwsUnreachable:
        return Settled(is_done=True)
    return _stream(about)


def _stream(about: Mapping[str, object]) -> Settled:
    return Settled(about["StreamStatus"] != "CREATING", str(about["StreamCreationTimestamp"]))
