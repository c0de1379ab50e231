"""TOML files into frozen records, strictly: what a record's fields say is what the file may hold, and nothing else.

The fields of the dataclass are the only list of keys; a field with a default, or that may be null, may be absent from
the file.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from corpus.errors import ProjectError
from corpus.io.limits import MAX_DECLARED

Record = TypeVar("Record")
_PLAIN: Mapping[object, str] = {
    str: "a string", bool: "true or false", int: "a whole number", date: "a date such as 2017-09-08",
}  # fmt: skip


def read_toml(path: Path, *, optional: bool = False) -> dict[str, Any]:
    """The tables of a TOML file; empty if it is absent and ``optional``.

    Raises:
        ProjectError: the file is missing, unreadable, not in UTF-8, or no TOML, with the line where one is to blame.
    """
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ProjectError(f"more than {MAX_DECLARED:,} bytes", path=path, hint="Divide the corpus")
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as e:
        if optional:
            return {}
        raise ProjectError("no such file", path=path, hint="Is this a corpus project? `corpus init` makes one") from e
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        raise ProjectError(
            f"cannot be read ({e.strerror})", path=path, hint="Check the path and its permissions"
        ) from e
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        line = re.search(r"at line (\d+)", str(e))
        number = int(line[1]) if line else text.count("\n") + 1
        raise ProjectError(f"this is not TOML: {e}", path=path, line=number, hint="Mend the line") from e
    except (ValueError, RecursionError) as e:
        # A number of thousands of digits, or brackets in brackets.
        raise ProjectError(f"this cannot be read as TOML: {e}", path=path, hint="Mend the file") from e


def find_line(path: Path, key: str, value: str | None = None, *, nth: int = 1) -> int | None:
    """The 1-based line of a TOML file with the nth ``key = ...`` (or ``key = "value"``); None if there is none.

    It looks at lines, not at syntax: it is for messages only, and a line inside a long string can mislead it.
    """
    after = r"=" if value is None else rf"=\s*[\"']{re.escape(value)}[\"']"
    return _nth_line(path, rf"^\s*[\"']?{re.escape(key)}[\"']?\s*{after}", nth)


def records_in(path: Path, table: str, kind: type[Record], *, optional: bool = False) -> tuple[Record, ...]:
    """The ``[[table]]`` entries of a TOML file as records, in the order of the file.

    Raises:
        ProjectError: another key at the top, an entry with a missing or unknown key, or with a value of another type.
    """
    data = read_toml(path, optional=optional)
    for key in data.keys() - {table}:
        raise ProjectError(
            f"unknown key {key!r}", path=path, line=find_line(path, key), hint=f"Use [[{table}]] entries only"
        )
    entries = data.get(table, [])
    if not isinstance(entries, list):
        raise ProjectError(f"{table!r} is not a list of tables", path=path, hint=f"Write [[{table}]] with two brackets")
    # Found once for all entries: a file may have thousands.
    lines = iter(_lines(path, rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]"))
    return tuple(record_of(kind, entry, path=path, line=next(lines, None)) for entry in entries)


def record_of(kind: type[Record], entry: object, *, path: Path, line: int | None = None) -> Record:
    """One TOML table as a record of ``kind``; ``path`` and ``line`` are only for the message.

    Raises:
        ProjectError: a missing or unknown key, or a value of another type than the field's.
    """
    if not isinstance(entry, dict):
        raise ProjectError("this entry is not a table", path=path, line=line, hint="Write one `key = value` a line")
    fields = {f.name: f for f in dataclasses.fields(kind) if f.init}  # type: ignore[arg-type]  # Record is a dataclass
    for key in sorted(entry.keys() - fields.keys()):
        raise ProjectError(f"unknown key {key!r}", path=path, line=line, hint=f"The keys are {', '.join(fields)}")
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for key in (n for n, f in fields.items() if f.default is f.default_factory is dataclasses.MISSING):
        if key not in entry and type(None) not in get_args(hints[key]):
            raise ProjectError(f"the key {key!r} is missing", path=path, line=line, hint="Add it")
        values[key] = None
    for key, value in entry.items():
        try:
            values[key] = _value(value, hints[key])
        except TypeError as e:
            raise ProjectError(f"{key!r} is not {e}", path=path, line=line, hint="Mend the value") from e
    return kind(**values)


def _value(value: object, hint: Any) -> Any:  # noqa: ANN401  (a type hint has no type)
    """The value as the hint has it; a `TypeError` says in words what it should have been."""
    origin, args = get_origin(hint), get_args(hint)
    if origin in _COMPOUND:
        return _COMPOUND[origin](value, args)
    if dataclasses.is_dataclass(hint):
        return _nested(value, hint)
    # A TOML date-time is a Python date too, but no day; and true is a Python number.
    if not isinstance(value, hint) or isinstance(value, datetime) or isinstance(value, bool) is not (hint is bool):
        raise TypeError(_PLAIN[hint])
    if isinstance(value, str) and not value.strip():
        raise TypeError("a string with something in it")
    return value


def _nested(value: object, kind: Any) -> object:  # noqa: ANN401  (a class, as `_value` has it)
    try:
        return record_of(kind, value, path=Path())
    except ProjectError as e:
        # The caller knows the place; here only the words are wanted.
        raise TypeError(f"right: {e.message}") from e


def _literal(value: object, args: tuple[Any, ...]) -> object:
    if value not in args:
        raise TypeError(f"one of {', '.join(map(str, args))}")
    return value


def _tuple(value: object, args: tuple[Any, ...]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("a list")
    return tuple(_value(v, args[0]) for v in value)


def _mapping(value: object, args: tuple[Any, ...]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("a table")
    for key in value if get_origin(args[0]) is Literal else ():
        _literal(key, get_args(args[0]))
    return {k: _value(v, args[1]) for k, v in value.items()}


def _optional(value: object, args: tuple[Any, ...]) -> object:
    # TOML has no null: an absent key is one, and the only union that records use is with None.
    return _value(value, args[0])


_COMPOUND: Mapping[object, Callable[[object, tuple[Any, ...]], Any]] = {
    Literal: _literal, tuple: _tuple, Mapping: _mapping, types.UnionType: _optional, Union: _optional,
}  # fmt: skip


def is_url(text: str) -> bool:
    """Whether a string is an http or https address, written in full."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)


def _nth_line(path: Path, pattern: str, nth: int) -> int | None:
    found = _lines(path, pattern)
    return found[nth - 1] if len(found) >= nth else None


def _lines(path: Path, pattern: str) -> list[int]:
    """The 1-based lines of a file that match."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return []  # the file was readable a moment ago; a message without its line is good enough
    fits = re.compile(pattern).match
    return [n for n, line in enumerate(lines, 1) if fits(line)]
