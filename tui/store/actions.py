"""The list of IAM actions that comes with the program; `python tests/make_action_list.py` makes it anew."""

import gzip
import json
import pkgutil
from functools import cache

from tui.core.iam.actions import ActionList


@cache
def load_actions() -> ActionList:
    """The list; 20 ms the first time, so never before the first paint."""
    data = pkgutil.get_data(__name__, "iam-actions.gz") or b""  # also out of a zipped wheel
    head, *lines = gzip.decompress(data).decode().split("\n")
    about = json.loads(head)
    services = dict(line.split("\t", 1) for line in lines)
    return ActionList(services, f"{about['source']} {about['version']}", about["written"])
