"""Helpers of `benchmark.py`: texts, processor time, and the description of the machine."""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.inputs.articles import iter_articles
from corpus.inputs.files import find_files

ROOT = Path(__file__).resolve().parent.parent
#: Generated articles are in English, the language of the peer.
LANGUAGE = "en"
SEED = 17

Articles = Sequence[tuple[str, str]]


def made_up(count: int) -> Articles:
    """Generate English articles of some 2 kB each, dense with quotations; ids and texts."""
    sys.path.insert(0, str(ROOT / "tests"))
    from support.generated import Maker  # noqa: PLC0415  (only if no input is given)

    # Every third one is in English.
    maker = Maker(3 * count, seed=SEED)
    made = [maker.article(number)[1] for number in range(0, 3 * count, 3)]
    assert all(article.language == LANGUAGE for article in made)
    return [(article.id, article.text) for article in made]


def read_articles(names: Sequence[str]) -> Articles:
    """Read articles as `corpus tag --input` does, each id once; unreadable ones are skipped. Returns ids and texts."""
    with tempfile.TemporaryDirectory() as nowhere:
        files = find_files(names, output=Path(nowhere) / "out").files
    found: dict[str, str] = {}
    for reading in iter_articles(files):
        raw = reading()
        if raw.failure is None and raw.id is not None:
            found.setdefault(raw.id, raw.text)
    if not found:
        raise SystemExit(f"{', '.join(names)}: no article found")
    return list(found.items())


def repeated(articles: Articles, count: int) -> Articles:
    """A number of articles: the first ones, or all repeated under new ids."""
    return [(f"{n}-{articles[n % len(articles)][0]}", articles[n % len(articles)][1]) for n in range(count)]


def write_inputs(articles: Articles, folder: Path) -> dict[str, Path]:
    """Write articles as JSON lines and as Parquet; return the paths by format."""
    rows = [{"id": name, "text": text} for name, text in articles]
    lines, parquet = folder / "articles.jsonl", folder / "articles.parquet"
    lines.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    pq.write_table(pa.Table.from_pylist(rows), parquet)
    return {"JSONL": lines, "Parquet": parquet}


def long_article(articles: Articles, length: int) -> str:
    """Create an article of a length in characters from the lines of articles in random order."""
    lines = [line for _, text in articles for line in text.split("\n") if line.strip()]
    shuffle = random.Random(SEED).shuffle  # noqa: S311
    parts: list[str] = []
    size = 0
    while size < length:
        shuffle(lines)
        parts.append("\n".join(lines) + "\n")
        size += len(parts[-1])
    return "".join(parts)[:length]


def megabytes(articles: Articles) -> float:
    """Size of articles in MB of UTF-8."""
    return sum(len(text.encode()) for _, text in articles) / 1e6


def cpu_seconds(work: Callable[[], object], *, least: float = 0.0) -> float:
    """Processor time of a function in seconds, the mean of as many calls as take ``least`` seconds together."""
    times = 0
    start = time.process_time()
    while True:
        work()
        times += 1
        if (taken := time.process_time() - start) >= least:
            return taken / times


def spread(values: Sequence[float]) -> dict[str, float]:
    """Median, minimum and maximum of values."""
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def machine() -> dict[str, Any]:
    """Describe the machine."""
    names = (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name"))
    return {
        "processor": next(names, platform.processor() or platform.machine()),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()}",
    }


def load() -> float | None:
    """The load average of the last minute; None if the system does not report it."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def _lines(path: str) -> Iterator[str]:
    try:
        yield from Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return
