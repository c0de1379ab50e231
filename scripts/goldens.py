"""Goldens: what the tool finds in each article of the corpus, stored in tests/golden/ to be reviewed as a diff.

Without an option, prints how the goldens differ from what the tool finds now and changes nothing; the exit code is 1 if
they differ. With --write, overwrites them. Each paragraph, attribution or mark is one line, with its words.
"""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from corpus.io.jsonl import to_json
from corpus.pipeline import annotate_project
from corpus.project.project import load_project
from corpus.records import Article

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "datasets" / "convoy17"
GOLDEN = ROOT / "tests" / "golden"
#: Number of characters of a paragraph that are written, enough to recognise it.
_PREFIX = 40


def render(article: Article) -> str:
    """Format the result for an article as JSON that is easy to review."""
    given = to_json(article)

    def words(spans: Iterable[list[int]]) -> list[list[Any]]:
        return [[start, end, article.text[start:end]] for start, end in spans]

    paragraphs = [{**p, "text": article.text[p["start"] : p["end"]][:_PREFIX]} for p in given["paragraphs"]]
    attributions = [
        {**a, **{part: words(a[part]) for part in ("content", "cue", "source")}} for a in given["attributions"]
    ]
    marks = [
        {
            "kind": m.kind,
            "attribution": m.attribution,
            "start": m.start,
            "end": m.end,
            "text": article.text[m.start : m.end],
        }
        for m in article.marks
    ]
    head = {key: value for key, value in given.items() if key not in ("paragraphs", "attributions")}
    parts = [f"{_line(key)}: {_line(value)}" for key, value in head.items()]
    for name, rows in (("paragraphs", paragraphs), ("attributions", attributions), ("marks", marks)):
        listed = ",\n".join(f"  {_line(row)}" for row in rows)
        parts.append(f"{_line(name)}: [\n{listed}\n ]" if rows else f"{_line(name)}: []")
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def differences(wanted: dict[str, str], folder: Path) -> str:
    """Compare the files of a folder with their expected content.

    Returns:
        A unified diff; empty if nothing differs.
    """
    lines: list[str] = []
    for name in sorted(wanted.keys() | {p.name for p in folder.glob("*.json")}):
        path = folder / name
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        after = wanted.get(name, "")
        lines += difflib.unified_diff(
            before.splitlines(True), after.splitlines(True), f"golden/{name}", f"now/{name}", n=0
        )
    return "".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Compare or write the goldens; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="overwrite the goldens with what the tool finds now")
    parser.add_argument("--folder", type=Path, default=GOLDEN, help="folder of the goldens; default: tests/golden")
    options = parser.parse_args(arguments)
    wanted = {f"{article.id}.json": render(article) for article in annotate_project(load_project(PROJECT))}
    found = differences(wanted, options.folder)
    sys.stdout.write(found)
    if not options.write:
        return 1 if found else 0
    options.folder.mkdir(parents=True, exist_ok=True)
    for path in options.folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (options.folder / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
