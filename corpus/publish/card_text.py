"""The text of the data card, below its front matter: ``card.md`` of this folder, filled in."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files as package_files
from string import Template
from typing import Any

from corpus.notes import SECTIONS
from corpus.project import Project
from corpus.publish.cite import apa, bibtex, creators_of
from corpus.publish.counts import language_counts, total_counts
from corpus.publish.datasheet import datasheet
from corpus.publish.rows import Row, Rows
from corpus.publish.schema import DEFAULT_TABLE, SCHEMA_VERSION, TABLES, WHOLE, Table
from corpus.publish.write import TableFile

_LONGEST, _ITEMS = 80, 2
_TEXT_FREE = (
    "\n\n**This release has no text** of {}. Every column that holds words of such an article is null or empty; "
    "`corpus rehydrate` puts the words back from the raw files, which whoever uses it has to have."
)
_EVALUATION = "How well the tool alone does on the annotated articles, and what it misses, stands in [{0}]({0})."


def card_text(
    project: Project, rows: Rows, files: Sequence[TableFile], *, pages: Sequence[str] = (), missing: Sequence[str] = ()
) -> str:
    """The card of a release as Markdown; a section that has nothing to say is left out.

    Args:
        project: what is released.
        rows: the rows of every table, as they are released.
        files: the files that hold them.
        pages: the names of further pages beside the card.
        missing: the articles of which the text is left out.
    """
    template = Template((package_files("corpus.publish") / "card.md").read_text(encoding="utf-8"))
    filled = template.substitute(
        _facts(project, missing=missing) | _notes(project),
        summary="\n".join(_summary(project, rows)),
        tables="\n\n".join(_tables(rows)),
        splits="\n".join(_splits(project, rows)),
        shared=_shared(rows),
        sizes="\n".join(_sizes(files)),
        rights="\n".join(_rights(project, missing=missing)),
        evaluation=" ".join(_EVALUATION.format(page) for page in pages),
        datasheet=datasheet(project, rows, missing=missing),
    )
    return _without_empty(filled)


def _facts(project: Project, *, missing: Sequence[str]) -> dict[str, Any]:
    return {
        "title": project.title,
        "description": project.description.strip(),
        "version": project.version,
        "released": f" of {project.released}" if project.released else "",
        "schema_version": SCHEMA_VERSION,
        "default": DEFAULT_TABLE,
        "whole": WHOLE,
        "text_free": _TEXT_FREE.format("any article" if len(missing) == len(project.sources) else ", ".join(missing))
        if missing
        else "",
        "process": project.annotation_process.strip(),
        "licence": project.annotations_licence,
        "contact": project.homepage or ", ".join(map(str, creators_of(project))),
        "citation": apa(project).strip(),
        "bibtex": bibtex(project).strip(),
    }


def _notes(project: Project) -> dict[str, Any]:
    """What the project says, by the name of its place in the template: ``note_`` and the heading's first word."""
    return {f"note_{name.split()[0].lower()}": project.notes.get(name, "") for name in SECTIONS}


def _summary(project: Project, rows: Rows) -> Iterator[str]:
    yield "| language | articles | outlets | words and marks | quotes | speakers |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for count in (*language_counts(rows), total_counts(rows)):
        own = [s for s in project.sources if count.label in (s.language, "total")]
        numbers = (len(own), len({s.outlet for s in own}), count.tokens, count.attributions, count.speakers)
        yield f"| {count.label} | {' | '.join(map(str, numbers))} |"


def _tables(rows: Rows) -> Iterator[str]:
    for name, table in TABLES.items():
        count = (
            f"{len(rows[name])} rows." if rows[name] else "No rows in this version, so there is no such configuration."
        )
        lines = [
            f"#### {name}",
            "",
            f"One row per {table.row}. {count}",
            "",
            "| column | type | meaning |",
            "| --- | --- | --- |",
        ]
        lines += [f"| `{column}` | {kind} | {_cell(meaning)} |" for column, kind, meaning in table.descriptions()]
        yield "\n".join([*lines, *_example(table, rows[name])])


def _example(table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """The row that has most to show, the first of such, shortened, as a block of JSON."""
    if rows:
        fullest = max(rows, key=lambda row: sum(value not in (None, [], "") for value in row.values()))
        shown = {column: _short(fullest[column]) for column in table.schema.names}
        yield from ("", "```json", json.dumps(shown, ensure_ascii=False, indent=1, default=str), "```")


def _short(value: Any) -> Any:  # noqa: ANN401  (whatever a row may hold)
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[: _LONGEST - 1].rstrip() + "…"
    if isinstance(value, Mapping):
        return {key: _short(inner) for key, inner in value.items()}
    return [_short(inner) for inner in value[:_ITEMS]] if isinstance(value, list) else value


def _splits(project: Project, rows: Rows) -> Iterator[str]:
    yield "| split | articles | languages | quotes |\n| --- | --- | --- | --- |"
    split_of = project.splits_of()
    quoted = Counter(split_of[q["article_id"]] for q in rows["quotes"])
    for name, articles in project.splits.items():
        languages = sorted({s.language for s in project.sources if split_of[s.id] == name})
        yield f"| `{name}` | {', '.join(articles)} | {', '.join(languages)} | {quoted[name]} |"


def _shared(rows: Rows) -> str:
    """Which utterances a model that is tested on one split may have seen in another."""
    shared = [u for u in rows["utterances"] if len(u["splits"]) > 1]
    if not shared:
        return "No statement is linked across splits in this version."
    lines = [f"- `{u['utterance_id']}`: {', '.join(u['splits'])}" for u in shared]
    return "\n".join(["Statements that are reported in more than one split:", "", *lines])


def _sizes(files: Sequence[TableFile]) -> Iterator[str]:
    yield "| table | split | rows | bytes as Parquet | bytes in memory |\n| --- | --- | --- | --- | --- |"
    for f in files:
        yield f"| `{f.table}` | `{f.split}` | {f.rows} | {f.file_bytes} | {f.arrow_bytes} |"
    total = (sum(f.file_bytes for f in files), sum(f.arrow_bytes for f in files))
    yield f"| all | | {sum(f.rows for f in files)} | {total[0]} | {total[1]} |"


def _rights(project: Project, *, missing: Sequence[str]) -> Iterator[str]:
    for s in project.sources:
        days = f"{s.published_earliest}" + (
            f" to {s.published_latest}" if s.published_latest > s.published_earliest else ""
        )
        name = f"[`{s.id}`]({s.url})" if s.id in missing else f"[{_cell(s.title)}]({s.url}) (`{s.id}`)"
        yield f"| {name} | {_cell(s.outlet)} | {days} | {_cell(s.rights)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _without_empty(text: str) -> str:
    """Markdown without headings that have nothing below them, and without runs of empty lines."""
    parts = [p.strip("\n") for p in re.split(r"^(?=#{1,6} )", text, flags=re.MULTILINE)]
    kept: list[str] = []
    for part in reversed(parts):
        level = len(part) - len(part.lstrip("#"))
        below = len(kept[-1]) - len(kept[-1].lstrip("#")) if kept else 0
        if "\n" in part or below > level:
            kept.append(part)
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(reversed(kept))) + "\n"
