import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

SNAPSHOTS = "TEXTUAL_SNAPSHOT_TEMPDIR"
PLACE = os.environ.get(SNAPSHOTS, "")


@pytest.fixture(autouse=True)
def a_place_for_pictures(a_home_of_its_own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The snapshot plug-in's own variable, which the fixture for every test takes away with the other TEXTUAL ones."""
    monkeypatch.setenv(SNAPSHOTS, PLACE)
