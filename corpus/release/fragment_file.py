"""``text-free.json``: what a release without text needs, besides its tables, to be completed again."""

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
from corpus.release.text_fragments import WordRuns, has_run
from corpus.release.text_free import Fragments, TextFree
from corpus.tables.hashing import overall_hash
from corpus.tables.rows import Rows

FRAGMENTS_FILE = "text-free.json"
#: Key in the manifest of a release without text.
TEXT_FREE_KEY = "text_free"


def write_fragments(folder: Path, project: Project, text_free: TextFree) -> None:
    """Write the project's declarations, except titles, and the fragments that offsets do not give back.

    Args:
        folder: the release folder.
        project: the project that is released.
        text_free: the release without text.
    """
    header = {name: getattr(project, name) for name in (*ProjectConfig.__dataclass_fields__, "notes")}
    sources = [dataclasses.asdict(s) | {"title": None} for s in project.sources]
    content = {"project": header, "sources": sources, "strings": text_free.strings}
    text = json.dumps(content, ensure_ascii=False, default=str) + "\n"
    (folder / FRAGMENTS_FILE).write_text(text, encoding="utf-8", newline="\n")


def text_free_entry(text_free: TextFree) -> dict[str, Any]:
    """Return the manifest's entry `TEXT_FREE_KEY`: missing articles, and the content hashes of the full release."""
    hashes = dict(text_free.hashes)
    return {"missing": list(text_free.missing), "content_sha256": overall_hash(hashes), "tables": hashes}


def read_fragments(folder: Path, rows: Rows) -> tuple[Project, Fragments]:
    """Read `FRAGMENTS_FILE`.

    Args:
        folder: the release folder.
        rows: rows of the release, which have the titles.

    Returns:
        The project as far as it is declared there, and the fragments.

    Raises:
        ReleaseError: the file is missing or damaged.
    """
    path = folder / FRAGMENTS_FILE
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        titles = {row["article_id"]: row["title"] for row in rows["articles"]}
        sources = tuple(_parse_source(entry, titles) for entry in content["sources"])
        project = Project(**_parse_header(content["project"]), sources=sources)
        # Splits become file names: what no project can declare, no release may contain.
        for problem in declaration_problems(project):
            raise problem.error
        return project, content["strings"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise ReleaseError("missing or damaged", path=path, hint="Download the release again") from e


def _parse_header(header: Mapping[str, Any]) -> dict[str, Any]:
    released = header["released"]
    return {
        **header,
        "released": released and date.fromisoformat(released),
        "creators": tuple(header["creators"]),
        "keywords": tuple(header["keywords"]),
        "splits": {name: tuple(ids) for name, ids in header["splits"].items()},
    }


def _parse_source(entry: Mapping[str, Any], titles: Mapping[str, str | None]) -> Source:
    days = {name: _parse_day(entry[name]) for name in ("published_earliest", "published_latest")}
    return Source(**{**entry, **days, "title": titles[entry["id"]]})


def _parse_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def refuse_article_text(folder: Path, runs: WordRuns) -> None:
    """Check that no file of a release contains text of an article.

    Args:
        folder: the release folder; only files directly in it are read, the tables are checked as rows.
        runs: the sequences of words that must not occur.

    Raises:
        ReleaseError: a file contains one; the message names the file and not the words.
    """
    for path in sorted(p for p in folder.iterdir() if p.is_file()):
        if has_run(path.read_text(encoding="utf-8"), runs):
            hint = "Remove the quotation from the project's description, notes or declarations"
            raise ReleaseError(f"{path.name} would contain article text", path=folder, hint=hint)
