"""How fast the catalog answers when ten thousand presets lie in a folder, and that starting does not wait for them.

    python tests/benchmark_search.py [PRESETS]

Writes that many preset files with the bundled ones' texts into a temporary folder, types queries letter by letter,
and starts the wizard in a pseudo terminal without the folder, with it for the first time, and with it once more.
Numbers are milliseconds; a frame has 16. Linux and macOS.
"""

import itertools
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmark import seconds_until

from tui.core.catalog.entries import CatalogEntry
from tui.core.catalog.search import CatalogSearch
from tui.core.preset.starter import starter
from tui.store.index import read_index
from tui.store.presets import PresetShelf

BUNDLED = Path(__file__).parents[1] / "presets"
FRAME = 16.0
QUERIES = (
    "lambda",
    "vpc flow logs",
    "s3 배치",
    "람다 역할",
    "ㄹㄷ",
    "람ㄷ",
    "ロードバランサー",
    "ﾗﾑﾀﾞ",
    "amazon data firehose",
)
QUERIES += (
    "kinesis:PutRecord",
    "s3:Get*",
    "<190>.12",
    "6",
    "instance profile",
    "elasticsearch",
    "zzz",
    "인스턴스 프로파일",
)
STARTS = 9


def a_preset(preset_id: str, source: CatalogEntry, number: int) -> str:
    """A preset file with the texts that people search, of one of the bundled presets."""
    text = starter(preset_id, "2026-11-22", lambda _: "")
    aliases = ", ".join(f'"{alias} {number}"' for alias in source.aliases)
    titles = ", ".join(f'{language}: "{title} {number}"' for language, title in source.title.items())
    whys = ", ".join(f"{language}: {why!r}" for language, why in source.why.items() if "'" not in why)
    lines = text.splitlines(keepends=True)
    head = [line for line in lines if not line.startswith(("  en: My app", "  ko: EC2의", "  ja: EC2 上", "title:"))]
    text = "".join(head).replace("aliases: [my application]", f"aliases: [{aliases}]\ntitle: {{{titles}}}")
    if whys.count(": '") == 3:
        start, stop = text.index("why:\n"), text.index("captured:")
        text = f"{text[:start]}why: {{{whys}}}\n{text[stop:]}"
    return text.replace("s3:GetObject", source.actions[number % len(source.actions)] if source.actions else "s3:Get*")


def write_presets(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    sources = itertools.cycle(read_index(BUNDLED, "bundled")[0])
    for number, source in zip(range(count), sources, strict=False):
        preset_id = f"{source.id[:50]}-{number}"
        (folder / f"{preset_id}.yaml").write_text(a_preset(preset_id, source, number), encoding="utf-8")


def milliseconds_per_key(search: CatalogSearch) -> list[float]:
    """Typing each query; in CPU time, which other programs on the machine do not change."""
    taken = []
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            started = time.process_time()
            search.find(query[:end])
            taken.append((time.process_time() - started) * 1000)
    return taken


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HOME": home, "XDG_CACHE_HOME": f"{home}/cache", "LANG": "C.UTF-8"}
        folder = Path(home) / "presets"
        write_presets(folder, count)
        bare = [sys.executable, "-m", "tui"]
        full = [*bare, "--presets", str(folder)]
        first_row = r"VPC Flow Logs"
        print(f"first paint, {count} never read     {seconds_until(full, first_row, home) * 1000:6.0f}")
        started = time.perf_counter()
        catalog = PresetShelf([folder]).read()
        print(f"reading all of them the first time   {(time.perf_counter() - started) * 1000:6.0f}")
        assert len(catalog.entries) > count, catalog.broken[:3]
        pairs = [(seconds_until(bare, first_row, home), seconds_until(full, first_row, home)) for _ in range(STARTS)]
        without, with_them = (statistics.median(one) * 1000 for one in zip(*pairs, strict=True))
        ratio = statistics.median(after / before for before, after in pairs)
        print(f"first paint without own presets      {without:6.0f}")
        print(f"first paint, read before             {with_them:6.0f}   ratio pair by pair {ratio:.2f}")
        listed = rf"{len(catalog.entries):,} presets"
        print(f"all of them listed, read before      {seconds_until(full, listed, home) * 1000:6.0f}")
        started = time.perf_counter()
        search = CatalogSearch(catalog.entries)
        print(f"folding all texts                    {(time.perf_counter() - started) * 1000:6.0f}")
    taken = sorted(milliseconds_per_key(search))
    median, late = statistics.median(taken), taken[int(len(taken) * 0.95)]
    print(f"search, {len(taken)} keys: median {median:.1f}   95 of 100 under {late:.1f}   slowest {taken[-1]:.1f}")
    return 0 if median <= FRAME else 1


if __name__ == "__main__":
    sys.exit(main())
