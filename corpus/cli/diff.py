"""``corpus diff``: compare two releases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from corpus.cli.console import emit_json, isolated, print_error, stdout
from corpus.cli.options import JsonOption, ProjectOption, release_folder
from corpus.errors import CorpusError, did_you_mean
from corpus.release.diff import TableDiff, diff_releases
from corpus.release.load import read_contents

#: Exit codes as those of diff(1).
_SAME, _DIFFERENT, _ERROR = 0, 1, 2
#: How many equal characters are shown on each side of a difference between two values.
_CONTEXT = 24


def diff(
    *,
    old: Annotated[str, typer.Argument(metavar="OLD", help="The old release: a folder, or a version of the project.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new release.")],
    project: ProjectOption = None,
    table: Annotated[str | None, typer.Option("--table", metavar="NAME", help="Compare only this table.")] = None,
    stat: Annotated[bool, typer.Option("--stat", help="Print only columns and counts, not the rows.")] = False,
    as_data: JsonOption = False,
) -> None:
    """Compare two releases: tables, columns and rows.

    Exit codes: 0 the releases are the same, 1 they differ, 2 they cannot be compared.

    Examples:
      corpus diff 0.1.0 0.2.0
      corpus diff 0.3.0 0.4.0 --table quotes --stat
      corpus diff releases/0.4.0 built/ --json
    """
    try:
        before = read_contents(release_folder(old, project))
        after = read_contents(release_folder(new, project))
        if table is not None and table not in {*before, *after}:
            names = ", ".join(dict.fromkeys((*after, *before)))
            raise CorpusError(
                f"no table {table!r} in the releases",
                hint=f"{did_you_mean(table, [*after, *before])}The tables are {names}",
            )
        found = [t for t in diff_releases(before, after) if table in (None, t.name)]
    except CorpusError as e:
        print_error(e)
        raise typer.Exit(_ERROR) from e
    if as_data:
        emit_json([_without_rows(t) if stat else asdict(t) for t in found], indent=2)
    else:
        _print(found, stat=stat)
    raise typer.Exit(_DIFFERENT if found else _SAME)


def _without_rows(table: TableDiff) -> dict[str, Any]:
    return asdict(table) | {name: len(getattr(table, name)) for name in ("added", "removed", "changed")}


def _print(found: Sequence[TableDiff], *, stat: bool) -> None:
    for table in found:
        for line in _heading_lines(table):
            stdout.print(line, highlight=False)
        if stat:
            continue
        for line in _row_lines(table):
            stdout.print(line, highlight=False)
    if not found:
        stdout.print("no difference")


def _heading_lines(table: TableDiff) -> Iterator[Text]:
    """The table's name with its numbers of rows and changes, then one line per changed column."""
    heading = f"{_row_count(table.old)} → {_row_count(table.new)} rows"
    numbers = {"added": len(table.added), "removed": len(table.removed), "changed": len(table.changed)}
    changes = ", ".join(f"{number} {kind}" for kind, number in numbers.items() if number)
    if changes:
        heading += f"; {changes}"
    yield Text.assemble((table.name, "bold"), ": ", heading)
    for column in table.columns:
        if column.old is None:
            yield Text(f"  + column {column.name}: {column.new}", style="green")
        elif column.new is None:
            yield Text(f"  - column {column.name}: {column.old}", style="red")
        else:
            yield Text(f"  ~ column {column.name}: {column.old} → {column.new}", style="yellow")


def _row_count(number: int | None) -> str:
    return "no table" if number is None else str(number)


def _row_lines(table: TableDiff) -> Iterator[Text]:
    for key in table.removed:
        yield Text(f"  - {key}", style="red")
    for key in table.added:
        yield Text(f"  + {key}", style="green")
    for row in table.changed:
        yield Text(f"  ~ {row.id}", style="yellow")
        for column, (before, after) in row.values.items():
            old, new = _shortened(_to_text(before), _to_text(after))
            yield Text.assemble(
                (f"      {column}: ", "dim"),
                isolated(Text(old, "red"), "auto"),
                " → ",
                isolated(Text(new, "green"), "auto"),
            )


def _to_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _shortened(old: str, new: str) -> tuple[str, str]:
    """Shorten the common prefix and suffix of two values to `_CONTEXT` characters, so that the difference is seen."""
    prefix = _common_prefix(old, new)
    suffix = _common_prefix(old[prefix:][::-1], new[prefix:][::-1])
    head, tail = max(0, prefix - _CONTEXT), max(0, suffix - _CONTEXT)
    before = "…" if head else ""
    after = "…" if tail else ""
    return before + old[head : len(old) - tail] + after, before + new[head : len(new) - tail] + after


def _common_prefix(old: str, new: str) -> int:
    """Number of characters that two strings have in common at their start."""
    length = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        length += 1
    return length
