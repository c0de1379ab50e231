"""``corpus diff``: what changed between two releases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from corpus.cli.console import ProjectOption, emit_json, isolated, report, stdout
from corpus.cli.options import JsonOption, release_folder
from corpus.errors import CorpusError
from corpus.release.diff import TableDiff, diff_releases
from corpus.release.load import read_contents

#: As with diff(1): the releases are the same, they differ, or they cannot be compared.
_SAME, _DIFFERENT, _TROUBLE = 0, 1, 2
#: How much of what both values have is shown on either side of what differs.
_AROUND = 24


def diff(
    *,
    old: Annotated[str, typer.Argument(metavar="OLD", help="A release: its folder, or a version of the project.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The release to compare it with.")],
    project: ProjectOption = None,
    table: Annotated[str | None, typer.Option("--table", metavar="NAME", help="Only this table.")] = None,
    stat: Annotated[bool, typer.Option("--stat", help="Only columns and counts, without the rows.")] = False,
    as_data: JsonOption = False,
) -> None:
    """Tell what changed between two releases: tables, columns, rows. Exit status: 0 same, 1 different, 2 error."""
    try:
        before, after = (read_contents(release_folder(name, project)) for name in (old, new))
        if table is not None and table not in {*before, *after}:
            raise CorpusError(f"no table {table!r}", hint=f"There are {', '.join(dict.fromkeys((*after, *before)))}")
        found = [t for t in diff_releases(before, after) if table in (None, t.name)]
    except CorpusError as e:
        report(e)
        raise typer.Exit(_TROUBLE) from e
    if as_data:
        emit_json([_without_rows(t) if stat else asdict(t) for t in found], indent=2)
    else:
        _print(found, stat=stat)
    raise typer.Exit(_DIFFERENT if found else _SAME)


def _without_rows(table: TableDiff) -> dict[str, Any]:
    return asdict(table) | {name: len(getattr(table, name)) for name in ("added", "removed", "changed")}


def _print(found: Sequence[TableDiff], *, stat: bool) -> None:
    for table in found:
        for line in _heading(table):
            stdout.print(line, highlight=False)
        for line in () if stat else _rows(table):
            stdout.print(line, highlight=False)
    if not found:
        stdout.print("no difference")


def _heading(table: TableDiff) -> Iterator[Text]:
    counts = f"{'no table' if table.old is None else table.old} → {'no table' if table.new is None else table.new} rows"
    parts = (f"{len(ids)} {what}" for what in ("added", "removed", "changed") if (ids := getattr(table, what)))
    yield Text.assemble((table.name, "bold"), ": ", "; ".join(filter(None, (counts, ", ".join(parts)))))
    for column in table.columns:
        if column.old is None:
            yield Text(f"  + column {column.name}: {column.new}", style="green")
        elif column.new is None:
            yield Text(f"  - column {column.name}: {column.old}", style="red")
        else:
            yield Text(f"  ~ column {column.name}: {column.old} → {column.new}", style="yellow")


def _rows(table: TableDiff) -> Iterator[Text]:
    yield from (Text(f"  - {key}", style="red") for key in table.removed)
    yield from (Text(f"  + {key}", style="green") for key in table.added)
    for row in table.changed:
        yield Text(f"  ~ {row.id}", style="yellow")
        for column, (before, after) in row.values.items():
            old, new = _shortened(_words(before), _words(after))
            yield Text.assemble(
                (f"      {column}: ", "dim"),
                isolated(Text(old, "red"), "auto"),
                " → ",
                isolated(Text(new, "green"), "auto"),
            )


def _words(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Two values without most of what they begin and end with alike, so that what differs is seen."""
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    head, tail = max(0, start - _AROUND), max(0, end - _AROUND)
    first, last = "…" if head else "", "…" if tail else ""
    return first + old[head : len(old) - tail] + last, first + new[head : len(new) - tail] + last


def _alike(old: str, new: str) -> int:
    """How many characters two strings begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
