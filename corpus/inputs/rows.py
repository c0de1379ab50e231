"""Validate one row of a table of articles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from corpus.inputs.columns import LINE_ROLES, PASSED_COLUMNS
from corpus.io.urls import has_controls
from corpus.records import ROLES, RawArticle, Role

_DATE_COLUMNS = ("published_earliest", "published_latest")


def parse_input_row(row: Mapping[str, Any]) -> RawArticle:
    """Validate one input row; a row that already has a ``failure`` keeps it.

    Args:
        row: values by column name, as `input_table` names them.

    Returns:
        The article, or one whose ``failure`` says what is wrong with the row.
    """
    text, language = row.get("text"), row.get("language")
    article_id = _usable_id(row.get("article_id"))
    if row.get("failure") is not None:
        return RawArticle(article_id, failure=str(row["failure"]))
    if not article_id:
        return RawArticle("", failure="no id: expected a string or an integer")
    if text is None:
        return RawArticle(article_id, failure="no text")
    if not isinstance(text, str):
        return RawArticle(article_id, failure="the text is not a string")
    if not isinstance(language, str | None):
        return RawArticle(article_id, failure="the language is not a string")
    try:
        roles = _parse_line_roles(row.get(LINE_ROLES))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return RawArticle(article_id, failure=f"invalid {LINE_ROLES}: {str(row[LINE_ROLES])[:40]!r}")
    passed: dict[str, Any] = {}
    for column in PASSED_COLUMNS:
        try:
            passed[column] = _parse_passed(column, row.get(column))
        except ValueError as e:
            return RawArticle(article_id, failure=f"{column} {e}: {str(row.get(column))[:40]!r}")
    return RawArticle(article_id, text, language or None, passed, roles=roles)


def _usable_id(value: object) -> str:
    """The id as a string, empty if it is not usable."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)


def _parse_passed(column: str, value: object) -> object:
    if value is None:
        return None
    if column in _DATE_COLUMNS:
        return _parse_date(value)
    if column != "url":
        return str(value)
    # Whitespace around an address, such as a line end, is not part of it.
    url = str(value).strip()
    if has_controls(url):
        raise ValueError("has control characters")
    return url or None


def _parse_line_roles(value: Any) -> dict[int, Role]:  # noqa: ANN401  (any value of an input column)
    listed = json.loads(value) if isinstance(value, str) else value or {}
    roles: dict[int, Role] = {}
    for role, lines in listed.items():
        if role not in ROLES:
            raise ValueError(role)
        # In a struct of lists every row has all fields, so a role without lines is null.
        for line in lines or ():
            if not isinstance(line, int):
                raise TypeError(line)
            roles[line] = role
    return roles


def _parse_date(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        # A date with or without a time of day.
        return datetime.fromisoformat(str(value)).date()
    except ValueError as e:
        raise ValueError("is not a date") from e
