"""The atlas that comes with the program; `python tests/make_atlas.py` makes it anew."""

import gzip
import json
import pkgutil
from functools import cache

from tui.core.catalog.atlas import Atlas


@cache
def load_atlas() -> Atlas:
    """The atlas; some 5 ms the first time, so never before the first paint."""
    data = pkgutil.get_data(__name__, "atlas.gz") or b""  # also out of a zipped wheel
    head, *lines = gzip.decompress(data).decode().split("\n")
    about = json.loads(head)
    services = dict(line.split("\t", 1) for line in lines)
    sources = tuple(f"{one['name']} {one['version']} ({one['licence']})" for one in about["sources"])
    return Atlas(services, sources, about["written"])
