"""Who published and who wrote a saved page, as it declares in meta elements and structured data (JSON-LD)."""

from __future__ import annotations

import re
from typing import Any

from corpus.io.json_ld import json_ld_names
from corpus.io.urls import is_url

_SPACE = re.compile(r"\s+")
#: A longer value is not a name.
_NAME = re.compile(r".{1,120}")
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_BY = re.compile(r"^by\s+", re.IGNORECASE)


def page_outlet(tree: Any) -> str | None:  # noqa: ANN401  (lxml has no types)
    """Return the name of the site that a page declares: ``og:site_name``, else the publisher in JSON-LD.

    Args:
        tree: The parsed page, an ``lxml.html`` element.
    """
    values = [*_meta(tree, "og:site_name"), *json_ld_names(tree, "publisher")]
    return next(filter(None, map(_name, values)), None)


def page_author(tree: Any) -> str | None:  # noqa: ANN401
    """Return who wrote a page as its structured data declares, else as its meta elements do.

    Args:
        tree: The parsed page, an ``lxml.html`` element.

    Returns:
        The name, or several with commas between them; None if none is declared.
    """
    names = list(dict.fromkeys(filter(None, map(_name, json_ld_names(tree, "author")))))
    if names:
        return ", ".join(names)
    for name in _AUTHOR_META:
        found = list(dict.fromkeys(filter(None, map(_name, _meta(tree, name)))))
        if found:
            return ", ".join(found)
    return None


def _meta(tree: Any, name: str) -> list[str]:  # noqa: ANN401
    found = []
    for meta in tree.iter("meta"):
        stated = meta.get("property", meta.get("name", ""))
        if stated.lower() == name:
            found.append(str(meta.get("content", "")))
    return found


def _name(value: str) -> str | None:
    """Return a value as a name on one line, or None if it is an address or too long to be a name."""
    name = _BY.sub("", _SPACE.sub(" ", value).strip())
    is_address = is_url(name) or "@" in name
    return None if is_address or not _NAME.fullmatch(name) else name
