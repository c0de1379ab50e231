"""Read JSON into frozen records, strictly: every field of the record is required, and nothing else is accepted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import NoReturn, TypeVar

from corpus.errors import ProjectError
from corpus.io.structure import StructureError, json_converter, structure

Record = TypeVar("Record")
_CONVERTER = json_converter()


def parse(text: str, *, path: Path) -> object:
    """Parse a JSON text. Duplicate keys, NaN and Infinity are rejected.

    Args:
        text: The JSON text.
        path: The file, for the message.

    Raises:
        ProjectError: The text is not valid JSON; with the line if known.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique_keys, parse_constant=_reject_constant)
    except json.JSONDecodeError as e:
        raise ProjectError(f"invalid JSON: {e.msg}", path=path, line=e.lineno, hint="Fix the line") from e
    except RecursionError as e:
        raise ProjectError("the JSON is nested too deeply", path=path, hint="Fix the file") from e
    except ValueError as e:
        raise ProjectError(f"invalid JSON: {e}", path=path, hint="Fix the file") from e


def record_of(kind: type[Record], value: object, *, path: Path) -> Record:
    """Convert a JSON value to a record, including the records in it.

    Args:
        kind: The dataclass of the record.
        value: The parsed value.
        path: The file, for the message.

    Raises:
        ProjectError: An unknown or missing key, or a value of another type than the field's.
    """
    try:
        return structure(_CONVERTER, value, kind)
    except StructureError as e:
        hint = e.hint or "corpus/project/annotation.schema.json describes the format"
        raise ProjectError(e.message, path=path, hint=hint) from e


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    unique = dict(pairs)
    if len(unique) < len(pairs):
        [(name, _)] = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"duplicate key {name!r} in an object")
    return unique


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
