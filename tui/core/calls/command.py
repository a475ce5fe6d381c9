"""A call as the AWS CLI command that does the same, for a person to paste into a POSIX shell."""

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

from tui.core.calls.api_call import ApiCall

# botocore's xform_name: a word begins at a capital that follows a small letter or stands before one
FIRST = re.compile(r"(.)([A-Z][a-z]+)")
REST = re.compile(r"([a-z0-9])([A-Z])")
SPECIAL = {"OpenIDConnect": "OpenIdConnect", "ClientIDList": "ClientIdList", "ClientIDFrom": "ClientIdFrom"}
COMMANDS = {"s3": "s3api"}
"""The CLI's command where it is not botocore's service name: its `s3` is for copying files."""


def command_line(call: ApiCall, region: str = "") -> str:
    """`aws iam create-role --role-name my-role ...`; every value survives the shell."""
    words = ["aws", COMMANDS.get(call.service, call.service), dashed(call.operation)]
    for name, value in call.params.items():
        flag, values = f"--{dashed(name)}", _values(value)
        if len(values) == 1 and values[0].startswith("-"):
            words.append(f"{flag}={values[0]}")  # else the CLI takes a role called --yes for a flag
        else:
            words += [flag, *values]
    if region and call.service != "iam":
        words += ["--region", region]
    return shlex.join([word for word in words if word is not None])


def dashed(name: str) -> str:
    """CreateOpenIDConnectProvider -> create-open-id-connect-provider."""
    for spelling, regular in SPECIAL.items():
        name = name.replace(spelling, regular)
    return REST.sub(r"\1-\2", FIRST.sub(r"\1-\2", name)).lower()


def _values(value: Any) -> list[str]:
    if isinstance(value, bool):
        return []  # `--set-as-default` alone says yes; no call of ours says no
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return list(value)
    if isinstance(value, list | Mapping):
        return [json.dumps(value)]
    return [str(value)]
