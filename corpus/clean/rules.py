"""Cleaning rules as data: read from a language's ``roles.toml`` and the shared one, checked before use."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, get_args

import regex

from corpus.languages.data import SHARED, read_data, wrong
from corpus.records import Role

ZONES = ("", "before-body", "after-body")
_TYPES = {"id": str, "role": str, "pattern": str, "min_words": int, "max_words": int, "zone": str, "recurs": bool}
_KEYS = _TYPES.keys()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a line that ``pattern`` is found in, of a fitting length and place, has ``role``.

    One that ``recurs`` holds only where it fits several lines of a text, or where a line beside it is informal: one
    alone may be anything.
    """

    id: str
    role: Role
    pattern: regex.Pattern[str]
    min_words: int
    max_words: int
    zone: str
    recurs: bool = False

    def fits(self, view: str, words: int, *, after_body: bool) -> bool:
        """Whether a folded line matches, given its number of words and whether running text came before it."""
        if not self.min_words <= words <= self.max_words:
            return False
        if self.zone and (self.zone == "after-body") is not after_body:
            return False
        return self.pattern.search(view) is not None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules for one language: those that give a role, and the signs of a reader's comment."""

    rules: tuple[Rule, ...]
    informal: tuple[regex.Pattern[str], ...]


@functools.cache
def load_rules(code: str) -> RuleSet:
    """The language's own rules, then the shared ones, in the order of their files.

    Raises:
        LanguageDataError: a rule has an unknown key or role, an id twice, or a pattern that does not compile.
    """
    rules: list[Rule] = []
    informal: list[regex.Pattern[str]] = []
    for owner in (code, SHARED):
        data = read_data(owner, "roles.toml")
        rules += [_rule(owner, entry) for entry in _entries(owner, data, "rule")]
        informal += [_pattern(owner, entry) for entry in _entries(owner, data, "informal")]
    ids = [r.id for r in rules]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise wrong(code, "roles.toml", f"rule ids given twice: {', '.join(twice)}")
    return RuleSet(tuple(rules), tuple(informal))


def _entries(owner: str, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables under a key, each value of a type that a rule can have."""
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise wrong(owner, "roles.toml", f"{key!r} is no list of tables")
    for name, value in ((name, value) for entry in entries for name, value in entry.items() if name in _TYPES):
        if type(value) is not _TYPES[name]:
            raise wrong(owner, "roles.toml", f"{name!r} is not of the right type: {value!r}")
    return entries


def _rule(owner: str, entry: dict[str, Any]) -> Rule:
    if not {"id", "role", "pattern"} <= set(entry) <= _KEYS:
        message = f"a rule needs id, role and pattern, and may have no keys but {', '.join(sorted(_KEYS))}: {entry}"
        raise wrong(owner, "roles.toml", message)
    role, zone = entry["role"], entry.get("zone", "")
    if role not in get_args(Role) or zone not in ZONES:
        raise wrong(owner, "roles.toml", f"rule {entry['id']!r} has an unknown role or zone")
    return Rule(
        id=f"{owner}.{entry['id']}", role=role, pattern=_pattern(owner, entry), zone=zone,
        recurs=entry.get("recurs", False),
        min_words=entry.get("min_words", 1), max_words=entry.get("max_words", 1_000_000),
    )  # fmt: skip


def _pattern(owner: str, entry: dict[str, Any]) -> regex.Pattern[str]:
    try:
        return regex.compile(entry["pattern"], regex.VERSION0)
    except KeyError as e:
        raise wrong(owner, "roles.toml", f"an entry has no pattern: {entry}") from e
    except (regex.error, ValueError, OverflowError, RecursionError) as e:
        raise wrong(owner, "roles.toml", f"the pattern of {entry.get('id')!r} does not compile: {e}") from e
