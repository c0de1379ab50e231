"""Build frozen records from the values of a TOML or JSON file, strictly, with `cattrs`.

The fields of a dataclass are the only list of keys: an unknown key, a missing key or a value of another type is an
error that names the key (``attributions[3].content[0].start is not a whole number``).

Why cattrs and not msgspec: the records are plain frozen dataclasses, and msgspec ignores unknown keys of those; cattrs
rejects them, keeps the path of every error, and lets a hook name the allowed values. It is pure Python.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from cattrs import BaseValidationError, ClassValidationError, Converter, IterableValidationError
from cattrs.cols import homogenous_tuple_structure_factory, is_mapping, mapping_structure_factory
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn

Record = TypeVar("Record")
Hook = Callable[[Any, Any], Any]
_TYPE_NAMES = {str: "a string", bool: "true or false", int: "a whole number", date: "a date such as 2017-09-08"}


class StructureError(ValueError):
    """A value does not fit its record.

    Args:
        message: What is wrong and where in the value.
        key: The top-level key concerned, to find its line; empty if it is missing.
        hint: The keys that are allowed, if that is the problem; else empty.
    """

    def __init__(self, message: str, *, key: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message, self.key, self.hint = message, key, hint


def toml_converter() -> Converter:
    """Return a converter for TOML: no blank strings; TOML has no null, so an absent optional key is None."""
    return _converter(_not_blank, fill_optional=True)


def json_converter() -> Converter:
    """Return a converter for JSON: every key is required, and strings hold no lone surrogates."""
    return _converter(_encodable, fill_optional=False)


def structure(converter: Converter, value: object, kind: type[Record]) -> Record:
    """Convert a parsed value to a record.

    Args:
        converter: `toml_converter()` or `json_converter()`.
        value: A parsed TOML or JSON value.
        kind: The dataclass to build; dataclasses in its fields are built too.

    Raises:
        StructureError: A key is unknown or missing, or a value has the wrong type. Unknown keys are reported first,
            since a misspelt key is also a missing one.
    """
    try:
        return converter.structure(value, kind)
    except (BaseValidationError, _MisfitError) as e:
        _, error = min(_faults(e, ""), key=lambda fault: fault[0])
        raise error from e


class _MisfitError(ValueError):
    """A single value does not fit; the message continues a sentence that begins with the key."""


def _converter(check_string: Callable[[str], None], *, fill_optional: bool) -> Converter:
    converter = Converter(forbid_extra_keys=True)

    def string(value: Any, kind: Any) -> Any:  # noqa: ANN401  (any parsed value)
        text = _exact(value, kind)
        check_string(text)
        return text

    for kind in (bool, int, date):
        converter.register_structure_hook(kind, _exact)
    converter.register_structure_hook(str, string)
    converter.register_structure_hook_factory(_is_union, _union_hook)
    converter.register_structure_hook_factory(_is_literal, lambda _kind: _literal)
    converter.register_structure_hook_factory(_is_tuple, _tuple_hook)
    converter.register_structure_hook_factory(is_mapping, _mapping_hook)

    def record_hook(kind: Any, converter: Converter) -> Hook:  # noqa: ANN401
        absent = _optional_without_default(kind) if fill_optional else {}
        build = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True)
        return _only(dict, "a table" if fill_optional else "an object", lambda v, k: build({**absent, **v}, k))

    converter.register_structure_hook_factory(dataclasses.is_dataclass, record_hook)
    return converter


def _exact(value: Any, kind: Any) -> Any:  # noqa: ANN401
    # Not isinstance: true is an int to Python, and a TOML date-time is a date.
    if type(value) is not kind:
        raise _MisfitError(f"is not {_TYPE_NAMES[kind]}")
    return value


def _not_blank(text: str) -> None:
    if not text.strip():
        raise _MisfitError("is an empty string")


def _encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as e:
        raise _MisfitError("has a lone surrogate") from e


def _is_union(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) in (Union, types.UnionType)


def _is_literal(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) is Literal


def _is_tuple(kind: Any) -> bool:  # noqa: ANN401
    return get_origin(kind) is tuple


def _union_hook(kind: Any, converter: Converter) -> Hook:  # noqa: ANN401
    """A union is an optional type or one of plain types; the records have no other."""
    nullable = type(None) in get_args(kind)
    members = [member for member in get_args(kind) if member is not type(None)]

    def hook(value: Any, _kind: Any) -> Any:  # noqa: ANN401
        if value is None and nullable:
            return None
        if len(members) == 1:
            return converter.structure(value, members[0])
        if type(value) not in members:
            raise _MisfitError(f"is not {' or '.join(_TYPE_NAMES[member] for member in members)}")
        return converter.structure(value, type(value))

    return hook


def _literal(value: Any, kind: Any) -> Any:  # noqa: ANN401
    if value not in get_args(kind):
        raise _MisfitError(f"is not one of {', '.join(map(str, get_args(kind)))}")
    return value


def _tuple_hook(kind: Any, converter: Converter) -> Hook:  # noqa: ANN401
    return _only(list, "a list", homogenous_tuple_structure_factory(kind, converter))


def _mapping_hook(kind: Any, converter: Converter) -> Hook:  # noqa: ANN401
    return _only(dict, "a table", mapping_structure_factory(kind, converter, structure_to=dict))


def _only(kind: type, name: str, hook: Hook) -> Hook:
    """Apply a hook to values of one type; without this a string would be taken for a list of its letters."""

    def checked(value: Any, target: Any) -> Any:  # noqa: ANN401
        if not isinstance(value, kind):
            raise _MisfitError(f"is not {name}")
        return hook(value, target)

    return checked


def _optional_without_default(kind: Any) -> dict[str, None]:  # noqa: ANN401
    hints = get_type_hints(kind)
    required = (f for f in dataclasses.fields(kind) if f.default is f.default_factory is dataclasses.MISSING)
    return {f.name: None for f in required if type(None) in get_args(hints[f.name])}


def _faults(error: BaseException, at: str) -> Iterator[tuple[int, StructureError]]:
    """Yield every fault below an error, each with its rank: unknown keys, missing keys, values."""
    if isinstance(error, ClassValidationError):
        fields, others = error.group_exceptions()
        for inner, note in fields:
            # A missing key is about the table that lacks it.
            yield from _faults(inner, at if isinstance(inner, KeyError) else f"{at}.{note.name}".lstrip("."))
        for other in others:
            yield from _faults(other, at)
    elif isinstance(error, IterableValidationError):
        items, others = error.group_exceptions()
        for inner, item in items:
            yield from _faults(inner, f"{at}[{item.index!r}]")
        for other in others:
            yield from _faults(other, at)
    elif isinstance(error, ForbiddenExtraKeysError):
        keys = ", ".join(field.name for field in dataclasses.fields(error.cl))
        unknown = min(error.extra_fields)
        message = f"unknown key {unknown!r}{_inside(at)}"
        yield 0, StructureError(message, key=_top_key(at) or unknown, hint=f"The keys are {keys}")
    elif isinstance(error, KeyError):
        yield 1, StructureError(f"the key {error.args[0]!r} is missing{_inside(at)}", key=_top_key(at))
    else:
        yield 2, StructureError(f"{at or 'the value'} {error}", key=_top_key(at))


def _top_key(at: str) -> str:
    return re.split(r"[.\[]", at, maxsplit=1)[0]


def _inside(at: str) -> str:
    return f" in {at}" if at else ""
