"""JSON values into frozen records, strictly: every field of the record, nothing else, each of its type.

The error says where: ``attributions[3].content[0].start is not a whole number``.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin, get_type_hints

from corpus.errors import ProjectError

Record = TypeVar("Record")
_WORDS: Mapping[object, str] = {str: "a string", int: "a whole number", type(None): "null"}


def parse(text: str, *, path: Path) -> object:
    """A JSON text as values; an object that names a key twice is refused, and so are NaN and Infinity.

    Raises:
        ProjectError: it is not JSON, or not JSON alone; with the line, where one is to blame.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as e:
        raise ProjectError(f"this is not JSON: {e.msg}", path=path, line=e.lineno, hint="Mend the line") from e
    except RecursionError as e:
        raise ProjectError("this is nested too deeply", path=path, hint="Mend the file") from e
    except ValueError as e:
        raise ProjectError(f"this is not JSON: {e}", path=path, hint="Mend the file") from e


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key {next(n for n in names if names.count(n) > 1)!r} occurs twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def record_of(kind: type[Record], value: object, *, path: Path) -> Record:
    """A JSON value as a record of ``kind``, the records in it too; ``path`` is only for the message.

    Raises:
        ProjectError: a key is missing or unknown, or a value is of another type than the field.
    """
    try:
        found: Record = _value(value, kind, "")
    except _MisfitError as e:
        raise ProjectError(str(e), path=path, hint="corpus/project/annotation.schema.json describes the format") from e
    return found


class _MisfitError(Exception):
    """A value that does not fit, in words, with its place."""


def _value(value: object, hint: Any, at: str) -> Any:  # noqa: ANN401  (a type hint has no type)
    origin, args = get_origin(hint), get_args(hint)
    if origin is Literal:
        if not isinstance(value, str) or value not in args:
            raise _MisfitError(f"{at} is not one of {', '.join(args)}")
        return value
    if origin is tuple:
        if not isinstance(value, list):
            raise _MisfitError(f"{at} is not a list")
        return tuple(_value(v, args[0], f"{at}[{n}]") for n, v in enumerate(value))
    if dataclasses.is_dataclass(hint):
        return _object(value, hint, at)
    kinds = args if origin in (types.UnionType, Union) else (hint,)
    # A bool is an int to Python, but not to JSON.
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise _MisfitError(f"{at} is not {' or '.join(_WORDS[k] for k in kinds)}")
    if isinstance(value, str) and not value.isascii():
        _refuse_surrogate(value, at)
    return value


def _refuse_surrogate(value: str, at: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as e:
        raise _MisfitError(f"{at} has a lone surrogate") from e


def _object(value: object, kind: Any, at: str) -> object:  # noqa: ANN401  (a class, as `_value` has it)
    place = at or "the file"
    if not isinstance(value, dict):
        raise _MisfitError(f"{place} is not an object")
    names = [f.name for f in dataclasses.fields(kind)]
    for name in (n for n in names if n not in value):
        raise _MisfitError(f"{place} has no key {name!r}")
    for name in sorted(value.keys() - set(names)):
        raise _MisfitError(f"{place} has the unknown key {name!r}")
    hints = get_type_hints(kind)
    prefix = f"{at}." if at else ""
    return kind(**{name: _value(value[name], hints[name], prefix + name) for name in names})
