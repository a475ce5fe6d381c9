"""Reading for a rollback where the account may not be listed: what the journal says, checked by the unique id.

Who may make a role but not list its policies could not undo what they had made. IAM itself keeps a role whose policies
others added to: deleting it is refused as long as they are there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tui.aws.observe import observe
from tui.core.calls.api_call import Gateway, iam
from tui.core.errors import ACCESS_DENIED, AwsRefused
from tui.core.kinds import Resource, Role


def observe_unlisted(
    gateway: Gateway, resources: Iterable[Resource], believed: Mapping[str, Resource | None]
) -> dict[str, Resource | None]:
    """As `observe`; of a role whose policies may not be listed, what is believed of the rest.

    Raises AwsRefused, AwsUnreachable; also where the role itself may not be read, since then nobody knows whose it is.
    """
    desired = list(resources)
    try:
        return observe(gateway, desired, believed)
    except AwsRefused as error:
        if error.aws_code not in ACCESS_DENIED:
            raise
    found: dict[str, Resource | None] = {}
    for one in desired:
        try:
            found |= observe(gateway, [one], believed)
        except AwsRefused as error:
            there = believed.get(one.address)
            if error.aws_code not in ACCESS_DENIED or not isinstance(there, Role):
                raise
            role = gateway.call(iam("GetRole", {"RoleName": there.name}))["Role"]
            tags = {tag["Key"]: tag["Value"] for tag in role.get("Tags", ())}
            found[one.address] = replace(there, unique_id=role["RoleId"], tags=tags)
    return found
