"""Reads one inline policy of a user, group or role: one call, and one more where there is none."""

from tui.aws.observe.answers import document, found
from tui.core.calls.api_call import Gateway
from tui.core.kinds import PrincipalPolicy
from tui.core.kinds.principal_policy import GET, NAME_KEYS

GET_HOLDER = {"user": "GetUser", "group": "GetGroup", "role": "GetRole"}


def observe_principal_policy(gateway: Gateway, desired: PrincipalPolicy) -> PrincipalPolicy | None:
    """The policy of that name; an orphan where there is no such principal."""
    answer = found(gateway, GET[desired.kind], desired.at)
    if answer is not None:
        return PrincipalPolicy(desired.principal, desired.name, document(answer["PolicyDocument"]))
    # NoSuchEntity is said of the policy and of its holder alike
    holder = found(gateway, GET_HOLDER[desired.kind], {NAME_KEYS[desired.kind]: desired.holder})
    return PrincipalPolicy(desired.principal, desired.name, is_orphan=True) if holder is None else None
