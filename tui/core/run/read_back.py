"""Reading the account after the last call: is it as planned, or as it was?

IAM's readers lag behind its writers: what is not there yet is read again a few times before it counts as missing.
"""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field

from tui.core.calls.result_reference import with_results
from tui.core.errors import ACCESS_DENIED, AwsRefused, AwsUnreachable
from tui.core.kinds import Resource, steps_for
from tui.core.kinds.postconditions import DELETES, EMPTYING, has_effect
from tui.core.plan.plan import Observed, Plan
from tui.core.run.events import Event, ReadingBack, Verified

WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before it is read once more; news has mostly spread after two."""


@dataclass(frozen=True)
class ReadBack:
    """One reading of one plan."""

    plan: Plan
    observe: Callable[[], Observed]
    """Raises AwsRefused, AwsUnreachable."""
    sleep: Callable[[float], None]
    is_cancelled: Callable[[], bool]
    refusals: list[AwsRefused] = field(default_factory=list)
    """Why it may not be read; another try would be refused as well."""

    def verified(self, *, is_back: bool) -> Generator[Event, None, Observed]:
        """The generator's value is what is there; what was there before, where the account does not answer."""
        for seconds in (0.0, *WAITS):
            yield ReadingBack(seconds)
            if seconds:
                self.sleep(seconds)
            found = self.read()
            left = None if found is None else tuple(self._not_yet_back(found) if is_back else self._not_yet(found))
            if left == () or self.refusals or self.is_cancelled():
                break
        yield Verified(left == (), left or (), found is not None, bool(self.refusals))
        return self.plan.observed if found is None else found

    def read(self) -> Observed | None:
        """What is there; None where the account does not answer."""
        try:
            return self.observe()
        except AwsRefused as error:
            if error.aws_code in ACCESS_DENIED:
                self.refusals.append(error)
            return None
        except AwsUnreachable:
            return None

    def _not_yet(self, found: Observed) -> Iterator[str]:
        """Addresses of what is not as planned."""
        for one in with_results(self.plan.desired, found):
            there = found.get(one.address)
            if one.address in self.plan.removes:
                is_as_planned = there is None
            else:
                steps = steps_for(one, there, self.plan.target, self.plan.run)
                is_as_planned = not steps and not self._holds_more(one.address, there)
            if not is_as_planned:
                yield one.address

    def _holds_more(self, address: str, there: Resource | None) -> bool:
        """Whether a policy is still there that the plan takes out of something that stays."""
        emptying = [one.do for one in self.plan.steps if one.address == address and one.do.operation in EMPTYING]
        return not all(has_effect(call, there) for call in emptying)

    def _not_yet_back(self, found: Observed) -> Iterator[str]:
        """Addresses where a call of the way back does not show."""
        for address in dict.fromkeys(step.address for step in self.plan.steps):
            calls = [step.do for step in self.plan.steps if step.address == address]
            deleted = [call for call in calls if call.operation in DELETES]
            if not all(has_effect(call, found.get(address)) for call in deleted or calls):
                yield address
