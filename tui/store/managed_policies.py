"""The AWS managed policies that come with the program; `python tests/make_managed_policies.py` makes them anew."""

import json
import pkgutil
import zlib
from functools import cache

from tui.core.iam.aws_policies import AwsPolicies

GZIP = 31
"""zlib's number for one member of a gzip file."""


@cache
def load_managed_policies() -> AwsPolicies:
    """Their names, paths and versions; 2 ms the first time. Documents are unpacked, in 10 ms, when one is asked for."""
    data = pkgutil.get_data(__name__, "managed-policies.gz") or b""  # also out of a zipped wheel
    first = zlib.decompressobj(GZIP)
    head, *lines = first.decompress(data).decode().split("\n")
    rest = first.unused_data

    @cache
    def documents() -> list[str]:
        return zlib.decompress(rest, GZIP).decode().split("\n")

    about = json.loads(head)
    [source] = about["sources"]
    return AwsPolicies(lines, documents, f"{source['name']} {source['version']} ({source['licence']})", about["as_of"])
