"""Which columns of a table hold what: names that the user gives, checked against the columns that are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from corpus.errors import InputError, did_you_mean

#: Input columns that are copied into the table ``articles``, where the input has them.
PASSED_COLUMNS = (
    "outlet", "country", "title", "title_basis", "url",
    "published_earliest", "published_latest", "published_basis", "rights", "split",
)  # fmt: skip
#: Input column of known line roles: ``{role: [1-based lines]}``, as a map, struct or JSON string.
LINE_ROLES = "line_roles"
#: Accepted names of the id column, in order of preference.
ID_COLUMNS = ("article_id", "id")
#: The column that `ColumnMapping.date` is read into, before it becomes the first and last day of publication.
DATE = "date"
_READ = ("text", "language", "failure", LINE_ROLES, *PASSED_COLUMNS)
#: What an option names, where it is not the column of that name.
_TARGETS = {"id": "article_id"}


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Names of the columns that hold the parts of an article; None for the name that is looked for by default.

    Attributes:
        text: The text; by default ``text``.
        id: The id; by default ``article_id`` or ``id``.
        language: The language; by default ``language``.
        date: The day of publication; by default ``published_earliest`` and ``published_latest``.
        outlet: The newsroom; by default ``outlet``.
        title: The title; by default ``title``.
        url: The address; by default ``url``.
    """

    text: str | None = None
    id: str | None = None
    language: str | None = None
    date: str | None = None
    outlet: str | None = None
    title: str | None = None
    url: str | None = None

    @property
    def named(self) -> dict[str, str]:
        """The columns that are named, by what they hold."""
        return {f.name: name for f in fields(self) if (name := getattr(self, f.name)) is not None}


def resolve_columns(
    names: Sequence[str], mapping: ColumnMapping, *, path: Path | str, numbered: bool = False
) -> dict[str, str]:
    """Determine which columns of a table are read.

    Args:
        names: The columns of the table.
        mapping: What the user names.
        path: The table, for messages.
        numbered: Whether a table without an id column is accepted; its rows are numbered.

    Returns:
        The column to read for each part: ``article_id``, ``text``, ``language``, `DATE` and `PASSED_COLUMNS`.

    Raises:
        InputError: A named column is not there, there is no text or id, or a column that is read occurs twice.
    """
    columns = {name: name for name in _READ if name in names}
    identity = next((name for name in ID_COLUMNS if name in names), None)
    if identity is not None:
        columns["article_id"] = identity
    for part, name in mapping.named.items():
        if name not in names:
            raise InputError(f"no column {name!r} for --{part}-column", path=path, hint=_columns_hint(name, names))
        columns[_TARGETS.get(part, part)] = name
    if "text" not in columns:
        hint = f"Name it with --text-column. {_columns_hint('text', names)}"
        raise InputError("missing columns: no column 'text'", path=path, hint=hint)
    if "article_id" not in columns and not numbered:
        hint = f"Name it with --id-column. {_columns_hint('id', names)}"
        raise InputError("missing columns: no column 'id'", path=path, hint=hint)
    counts = Counter(names)
    if twice := [name for name in columns.values() if counts[name] > 1]:
        raise InputError(f"duplicate column names: {twice[0]}", path=path, hint="Rename one of the columns")
    return columns


def _columns_hint(name: str, names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    return f"{did_you_mean(name, listed)}The columns are {', '.join(map(repr, listed)) or 'none'}"


def mapped_row(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a row by what they are, as `corpus.inputs.rows.parse_input_row` takes them.

    Args:
        row: The values by column.
        columns: What `resolve_columns` returned.
    """
    values = {part: row[name] for part, name in columns.items() if name in row}
    day = values.pop(DATE, None)
    if day is not None:
        basis = f"column {columns[DATE]}"
        values |= {"published_earliest": day, "published_latest": day, "published_basis": basis}
    return values
