"""``text-free.json``: what a release without text needs beside its tables, to become the full one again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from corpus.project.project import Project, ProjectConfig, declaration_problems
from corpus.records import Source
from corpus.release.text_fragments import Runs, has_run
from corpus.release.text_free import Strings, TextFree
from corpus.tables.hashing import overall_hash
from corpus.tables.rows import Rows

STRINGS = "text-free.json"
#: The key of the manifest of a release without text.
TEXT_FREE_KEY = "text_free"


def write_strings(folder: Path, project: Project, text_free: TextFree) -> None:
    """Write what the project declares, but titles, and the pieces of the strings that offsets do not give back."""
    header = {name: getattr(project, name) for name in (*ProjectConfig.__dataclass_fields__, "notes")}
    sources = [dataclasses.asdict(s) | {"title": None} for s in project.sources]
    content = {"project": header, "sources": sources, "strings": text_free.strings}
    text = json.dumps(content, ensure_ascii=False, default=str) + "\n"
    (folder / STRINGS).write_text(text, encoding="utf-8", newline="\n")


def promise(text_free: TextFree) -> dict[str, Any]:
    """What the manifest says of the release that will come out: its content hash, whole and by table."""
    hashes = dict(text_free.hashes)
    return {"missing": list(text_free.missing), "content_sha256": overall_hash(hashes), "tables": hashes}


def read_strings(folder: Path, rows: Rows) -> tuple[Project, Strings]:
    """The project as far as it was written down, its titles from the rows, and the pieces of the strings.

    Raises:
        ReleaseError: the file is missing or damaged.
    """
    path = folder / STRINGS
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        header: dict[str, Any] = content["project"]
        header["released"] = header["released"] and date.fromisoformat(header["released"])
        header |= {name: tuple(header[name]) for name in ("creators", "keywords")}
        header["splits"] = {name: tuple(ids) for name, ids in header["splits"].items()}
        titles = {row["article_id"]: row["title"] for row in rows["articles"]}
        sources = tuple(_source(entry, titles) for entry in content["sources"])
        project = Project(**header, sources=sources)
        # Its splits become names of files: what no project can declare, no release can hold.
        for problem in declaration_problems(project):
            raise problem.error
        return project, content["strings"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise ReleaseError("the file is missing or damaged", path=path, hint="Get the release again") from e


def _source(entry: Mapping[str, Any], titles: Mapping[str, str]) -> Source:
    days = {name: date.fromisoformat(entry[name]) for name in ("published_earliest", "published_latest")}
    return Source(**{**entry, **days, "title": titles[entry["id"]]})


def check_files(folder: Path, runs: Runs) -> None:
    """Refuse a page that still has text of an article.

    Raises:
        ReleaseError: one has; the message names the file, not the words.
    """
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        if has_run(path.read_text(encoding="utf-8"), runs):
            hint = "Take the quotation out of the project's description, notes or declarations"
            raise ReleaseError(f"{path.name} would hold article text", path=folder, hint=hint)
