"""The practice account between runs: the calls that changed it, one JSON object a line, to be replayed."""

import json
import os
from pathlib import Path

from tui.core.calls.api_call import ApiCall
from tui.core.calls.target import partition_of_region


class PracticeLog:
    """Append-only; what cannot be read is left out, what cannot be written is not kept (practice goes on in memory)."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def calls(self, region: str) -> list[ApiCall]:
        """The calls made so far, oldest first, in that region's partition (IAM knows no regions).

        Damaged lines are passed over.
        """
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        return [found for line in lines if (found := _call(line, region))]

    def append(self, call: ApiCall, region: str) -> None:
        """Keeps one more call."""
        record = {"region": region, "service": call.service, "operation": call.operation, "params": dict(call.params)}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError:
            return
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")

    def empty(self) -> int:
        """Forgets everything; returns how many calls there were. Raises OSError where the file cannot be removed."""
        count = len(self.path.read_text(encoding="utf-8", errors="replace").splitlines()) if self.path.exists() else 0
        self.path.unlink(missing_ok=True)
        return count


def _call(line: str, region: str) -> ApiCall | None:
    try:
        record = json.loads(line)
        if partition_of_region(record["region"]) != partition_of_region(region):
            return None
        return ApiCall(record["service"], record["operation"], record["params"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
