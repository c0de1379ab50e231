"""Read strings from the structured data (JSON-LD) of a parsed HTML page."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

#: A longer JSON-LD script, in characters, does not describe an article.
_MAX_JSON = 500_000
#: Levels of nesting in JSON-LD that are searched.
_MAX_NESTED = 2_000


def json_ld_strings(tree: Any, names: Collection[str]) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (lxml has no types)
    """Iterate over string values in the JSON-LD scripts of a page.

    Args:
        tree: The parsed page, an ``lxml.html`` element.
        names: The keys of the values.

    Returns:
        Each key with its value, script by script, outer objects first.
    """
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        yield from _strings(script.text or "", names)


def json_ld_names(tree: Any, key: str) -> Iterator[str]:  # noqa: ANN401
    """Iterate over the names of the persons or organisations under a key in the JSON-LD scripts of a page.

    Args:
        tree: The parsed page, an ``lxml.html`` element.
        key: The key, such as ``author``; its value is a name, an object with one, or a list of these.

    Returns:
        The names, script by script, outer objects first.
    """
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        for found in _objects(script.text or ""):
            values = found.get(key)
            for value in values if isinstance(values, list) else [values]:
                name = value.get("name") if isinstance(value, dict) else value
                if isinstance(name, str):
                    yield name


def _strings(text: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    for found in _objects(text):
        yield from ((key, v) for key, v in found.items() if key in names and isinstance(v, str))


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Iterate over the objects of a script, outer ones first; none if it is not JSON."""
    if len(text) > _MAX_JSON:
        return
    try:
        level: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_NESTED):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield value
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return
        level = inner
