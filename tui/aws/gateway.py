"""The gateway to an AWS account: calls as data in, plain data out."""

import base64
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol, Self

from tui.aws.errors import understood
from tui.aws.operations import typed
from tui.core.calls.api_call import ApiCall, is_read
from tui.core.calls.target import Target
from tui.core.errors import AwsRefused


class Clients(Protocol):
    """Where the gateway has its clients from."""

    def client(self, service: str, *, is_read: bool) -> Any:
        """The service's client whose patience suits reads, or writes."""
        ...

    def as_role(self, role: str, external_id: str) -> "Clients":
        """Clients with temporary credentials of the role, which are asked for at once."""
        ...

    def close(self) -> None:
        """Gives the connections back."""
        ...


class AccountGateway:
    """Any thread may call; botocore's clients are thread-safe once they are made."""

    def __init__(self, target: Target, clients: Clients) -> None:
        self._target = target
        self._clients = clients
        self._acting: dict[str, AccountGateway] = {}
        """By the ARN of the role; its credentials last an hour, longer than any proof."""

    @property
    def target(self) -> Target:
        """The account, as its session knew it when it was opened."""
        return self._target

    def call(self, call: ApiCall) -> Mapping[str, Any]:
        """AWS's answer without botocore's metadata; policy documents as boto3 has them: parsed.

        Raises AwsRefused, AwsUnreachable (codes: tui.aws.errors), DryRunRefused.
        """
        with understood(call.operation, self._target.endpoint):
            client = self._clients.client(call.service, is_read=is_read(call.operation))
            answer: dict[str, Any] = plain(_method(client, call)(**call.params))
        answer.pop("ResponseMetadata", None)
        if call.operation == "DeleteRole":
            # credentials of a role end with it, also where another one of its name is made
            self._acting.clear()
        return answer

    def _acting_as(self, role: str, external_id: str) -> "AccountGateway":
        if role not in self._acting:
            with understood("AssumeRole", self._target.endpoint):
                clients = self._clients.as_role(role, external_id)
            self._acting[role] = AccountGateway(self._target, clients)
        return self._acting[role]

    def call_as(self, role: str, call: ApiCall, external_id: str = "") -> Mapping[str, Any]:
        """The answer to the call by the role with this ARN, by the caller where it is empty. Raises as `call` does.

        Numbers and truth values may be text, as presets have them. Raises AwsRefused, of the operation AssumeRole,
        where the caller may not assume the role.
        """
        return (self._acting_as(role, external_id) if role else self).call(typed(call))

    def close(self) -> None:
        """Gives the connections back."""
        for one in self._acting.values():
            one.close()
        self._clients.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _method(client: Any, call: ApiCall) -> Any:
    """The client's method for the operation AWS spells like this, by botocore's own table.

    Raises AwsRefused("InvalidAction"), which is AWS's code for an operation it does not have.
    """
    for name, operation in client.meta.method_to_api_mapping.items():
        if operation == call.operation:
            return getattr(client, name)
    raise AwsRefused("InvalidAction", f"{call.service} has no operation {call.operation}", call.operation)


def plain(value: Any) -> Any:
    """The same as JSON has it: times as ISO 8601 text, bytes in base64, streams read to their end."""
    match value:
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple():
            return [plain(one) for one in value]
        case date():
            return value.isoformat()
        case bytes():
            return base64.b64encode(value).decode("ascii")
    return value.read().decode("utf-8", "replace") if hasattr(value, "read") else value
