"""Read TOML files into frozen records, strictly.

The fields of a dataclass are the only list of keys. A key may be absent if its field has a default or may be None.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import ProjectError
from corpus.io.limits import MAX_DECLARED
from corpus.io.structure import StructureError, structure, toml_converter

Record = TypeVar("Record")
_CONVERTER = toml_converter()


def read_toml(path: Path, *, optional: bool = False) -> dict[str, Any]:
    """Read a TOML file.

    Args:
        path: The file.
        optional: Whether the file may be absent.

    Returns:
        The tables of the file; empty if it is absent and ``optional``.

    Raises:
        ProjectError: The file is missing, unreadable, too large, not UTF-8 or not TOML; with the line if known.
    """
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ProjectError(f"more than {MAX_DECLARED:,} bytes", path=path, hint="Divide the corpus")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as e:
        if optional:
            return {}
        hint = "Check that this is a corpus project; `corpus init` creates one"
        raise ProjectError("no such file", path=path, hint=hint) from e
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        hint = "Check the path and its permissions"
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint=hint) from e
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        at_line = re.search(r"at line (\d+)", str(e))
        number = int(at_line[1]) if at_line else text.count("\n") + 1
        raise ProjectError(f"invalid TOML: {e}", path=path, line=number, hint="Fix the line") from e
    except (ValueError, RecursionError) as e:
        # A number of thousands of digits, or deeply nested brackets.
        raise ProjectError(f"invalid TOML: {e}", path=path, hint="Fix the file") from e


def find_line(path: Path, key: str, value: str | None = None, *, nth: int = 1) -> int | None:
    """Find the line of a key in a TOML file, for messages.

    The search looks at lines, not at syntax, so a line inside a multi-line string can mislead it.

    Args:
        path: The file.
        key: The key to find.
        value: The string that the key must have; any value if None.
        nth: Which of the matching lines to return, counted from 1.

    Returns:
        The 1-based line, or None if there is none.
    """
    assigned = r"=" if value is None else rf"=\s*[\"']{re.escape(value)}[\"']"
    lines = _matching_lines(path, rf"^\s*[\"']?{re.escape(key)}[\"']?\s*{assigned}")
    return lines[nth - 1] if len(lines) >= nth else None


def records_in(path: Path, table: str, kind: type[Record], *, optional: bool = False) -> tuple[Record, ...]:
    """Read the ``[[table]]`` entries of a TOML file as records.

    Args:
        path: The file.
        table: The only name that may occur at the top level.
        kind: The dataclass of an entry.
        optional: Whether the file may be absent.

    Returns:
        One record per entry, in the order of the file.

    Raises:
        ProjectError: Another name at the top level, an unknown or missing key, or a value of another type.
    """
    data = read_toml(path, optional=optional)
    for key in data.keys() - {table}:
        line = find_line(path, key)
        raise ProjectError(f"unknown key {key!r}", path=path, line=line, hint=f"Use [[{table}]] entries only")
    entries = data.get(table, [])
    if not isinstance(entries, list):
        raise ProjectError(f"{table!r} is not a list of tables", path=path, hint=f"Write [[{table}]] with two brackets")
    # All entries are located in one pass: a file may have thousands.
    lines = iter(_matching_lines(path, rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]"))
    return tuple(record_of(kind, entry, path=path, line=next(lines, None)) for entry in entries)


def record_of(kind: type[Record], entry: object, *, path: Path, line: int | None = None) -> Record:
    """Convert a TOML table to a record.

    Args:
        kind: The dataclass of the record.
        entry: The parsed table.
        path: The file, for the message.
        line: The line of the entry, for the message; that of the key if None.

    Raises:
        ProjectError: An unknown or missing key, or a value of another type than the field's.
    """
    try:
        return structure(_CONVERTER, entry, kind)
    except StructureError as e:
        if line is None and e.key:
            line = find_line(path, e.key)
        raise ProjectError(e.message, path=path, line=line, hint=e.hint or "Fix the entry") from e


def _matching_lines(path: Path, pattern: str) -> list[int]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []  # The file was readable a moment ago; a message without its line is good enough.
    matches = re.compile(pattern).match
    return [number for number, line in enumerate(lines, 1) if matches(line)]
