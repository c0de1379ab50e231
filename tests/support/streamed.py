"""What the tests of batches and streams share: articles of all kinds, and an output as it lies on disk."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from support.commandline import ARABIC, ENGLISH, NORWEGIAN

TABLES = ("articles", "paragraphs", "quotes", "failures")
#: Texts that cannot be tagged, and a part of the reason.
BAD = {
    "": "there is no text",
    "one\0two": "NUL",
    "12 34 56": "could not be determined",
    "a" * 1_000_001: "a line of 1,000,001 characters",
}
GOOD = (ENGLISH, NORWEGIAN, ARABIC, f"Share\n\n{ENGLISH}\n{ENGLISH}", "The road is open.\n")


def rows(count, *, bad=True):
    """Articles as JSON values, every seventh one bad."""
    texts = [*BAD][:3]
    return [
        {"id": f"a{n:04d}", "text": texts[n // 7 % 3] if bad and n % 7 == 3 else GOOD[n % 5], "language": language(n)}
        for n in range(count)
    ]


def language(number):
    return {4: "en"}.get(number % 5)


def write_jsonl(path: Path, articles) -> Path:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
    return path


def content(folder: Path):
    """Every file of a folder, by name."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def table(folder: Path, name: str):
    """A table of an output, its shards in order."""
    return pq.read_table(sorted(folder.glob(f"{name}-*.parquet"))).to_pylist()
