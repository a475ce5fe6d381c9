"""Writes the expected exports anew, to be read before they are committed: `python tests/export/write_golden.py`."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent), str(HERE)]

from export_cases import GOLDEN, REPRESENTATIVES, exported, review_of  # noqa: E402

if __name__ == "__main__":
    for name, format in REPRESENTATIVES:
        file = GOLDEN / name / f"{format}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(exported(review_of(name), format).text, encoding="utf-8")
