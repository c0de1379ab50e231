"""Cleaning rules as data: read from a language's ``roles.toml`` and the shared one, checked before use."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, get_args

import regex

from corpus.clean.arrays import Hashes, hash_words
from corpus.languages.data import SHARED, read_data, wrong
from corpus.records import Role

_FILE = "roles.toml"
_TYPES = {"id": str, "role": str, "pattern": str, "min_words": int, "max_words": int, "zone": str}
_TYPES |= {"recurs": bool, "left_out": bool}
_KEYS = _TYPES.keys()
#: So many characters at the beginning of a line say which anchored rules can match at all: of the 22 rules for English
#: mostly two or three, and those of any place.
_PREFIX = 2
_REMEMBERED = 1 << 16


class Zone(StrEnum):
    """Where in a text a rule applies."""

    ANYWHERE = ""
    BEFORE_BODY = "before-body"
    AFTER_BODY = "after-body"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that assigns ``role`` to lines that match.

    Attributes:
        id: the id of the rule, with its language before it.
        role: what a matching line is.
        pattern: searched for in the folded line.
        min_words: fewest words of the line.
        max_words: most words of the line.
        zone: where it applies, relative to the first running text.
        recurs: whether it applies only where several lines of a text match, or where a line next to it is informal.
        left_out: whether it names only lines that the line classifier takes for no part of the article.
    """

    id: str
    role: Role
    pattern: regex.Pattern[str]
    min_words: int
    max_words: int
    zone: Zone
    recurs: bool = False
    left_out: bool = False

    def applies(self, *, after_body: bool, left_out: bool) -> bool:
        """Whether the rule applies to a line that matches.

        Args:
            after_body: whether running text came before it.
            left_out: whether the line classifier takes it for no part of the article.
        """
        if self.left_out and not left_out:
            return False
        return self.zone is Zone.ANYWHERE or (self.zone is Zone.AFTER_BODY) is after_body


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """The rules of one language.

    Attributes:
        rules: those that assign a role, in order.
        informal: signs of a reader's comment.
        site_words: hashes of words that notices and menus are made of ("subscribe", "cookies"), sorted.
        personal_words: hashes of words that comments have and articles have in quotations only ("I", "your"), sorted.
    """

    rules: tuple[Rule, ...]
    informal: tuple[regex.Pattern[str], ...]
    site_words: Hashes
    personal_words: Hashes
    _candidates: Callable[[str], tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _anchored: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # In the instance, so that a set of rules forgets its lines with itself.
        object.__setattr__(self, "_candidates", functools.lru_cache(maxsize=_REMEMBERED)(self._can_match))
        anchored = frozenset(rule.id for rule in self.rules if is_anchored(rule.pattern.pattern))
        object.__setattr__(self, "_anchored", anchored)

    def matching(self, view: str, words: int) -> tuple[Rule, ...]:
        """The rules that a folded line matches, in order, up to the first one that applies to all of them.

        Args:
            view: the line, folded by `fold_line`.
            words: how many words it has.
        """
        found: list[Rule] = []
        for rule in self._candidates(view[:_PREFIX]):
            # Number of words first: it costs nothing.
            if rule.min_words <= words <= rule.max_words and rule.pattern.search(view) is not None:
                found.append(rule)
                if rule.zone is Zone.ANYWHERE and not rule.left_out:
                    break
        return tuple(found)

    def _can_match(self, prefix: str) -> tuple[Rule, ...]:
        """The rules that may match a line with this beginning, in order."""
        return tuple(r for r in self.rules if r.id not in self._anchored or _may_begin(r.pattern, prefix))


def is_anchored(pattern: str) -> bool:
    """Whether each of a pattern's alternatives begins with ``^``, so that it matches at the start of a line only."""
    depth, begins, in_set, escaped = 0, [0], False, False
    for i, sign in enumerate(pattern):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        elif sign == "|" and depth == 0:
            begins.append(i + 1)
        else:
            depth += (sign == "(") - (sign == ")")
    return all(pattern.startswith("^", begin) for begin in begins)


def _may_begin(pattern: regex.Pattern[str], prefix: str) -> bool:
    """Whether an anchored pattern can match a text with this beginning."""
    return pattern.match(prefix, partial=True) is not None


@functools.cache
def load_rules(code: str) -> RuleSet:
    """Read the rules of a language, then the shared ones, in the order of their files.

    Args:
        code: the code of a language, or `SHARED` for the shared rules alone.

    Returns:
        The rules and the signs of comments.

    Raises:
        LanguageDataError: a rule has an unknown key or role, an id twice, or a pattern that does not compile.
    """
    rules: list[Rule] = []
    informal: list[regex.Pattern[str]] = []
    words: dict[str, list[str]] = {"site_words": [], "personal_words": []}
    for owner in dict.fromkeys((code, SHARED)):
        data = read_data(owner, _FILE)
        for name, known in words.items():
            known.extend(_words(owner, data, name))
        rules += [_rule(owner, entry) for entry in _entries(owner, data, "rule")]
        informal += [_pattern(owner, entry) for entry in _entries(owner, data, "informal")]
    ids = [r.id for r in rules]
    if len(set(ids)) < len(ids):
        twice = sorted({i for i in ids if ids.count(i) > 1})
        raise wrong(code, _FILE, f"rule ids given twice: {', '.join(twice)}")
    return RuleSet(tuple(rules), tuple(informal), *(hash_words(known) for known in words.values()))


def _words(owner: str, data: dict[str, Any], name: str) -> list[str]:
    """A list of words in a file, with both forms of the apostrophe."""
    words = data.get(name, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and w.replace("'", "").isalpha() for w in words):
        raise wrong(owner, _FILE, f"{name!r} is not a list of words of letters")
    return [*words, *(word.replace("'", "’") for word in words)]


def _entries(owner: str, data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The tables under a key, each value of a type that a rule can have."""
    entries = data.get(key, [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise wrong(owner, _FILE, f"{key!r} is not a list of tables")
    for name, value in ((name, value) for entry in entries for name, value in entry.items() if name in _TYPES):
        if type(value) is not _TYPES[name]:
            raise wrong(owner, _FILE, f"{name!r} is not of the right type: {value!r}")
    return entries


def _rule(owner: str, entry: dict[str, Any]) -> Rule:
    if not {"id", "role", "pattern"} <= set(entry) <= _KEYS:
        message = f"a rule needs id, role and pattern, and may have no keys but {', '.join(sorted(_KEYS))}: {entry}"
        raise wrong(owner, _FILE, message)
    role, zone = entry["role"], entry.get("zone", "")
    if role not in get_args(Role) or zone not in tuple(Zone):
        raise wrong(owner, _FILE, f"rule {entry['id']!r} has an unknown role or zone")
    return Rule(
        id=f"{owner}.{entry['id']}",
        role=role,
        pattern=_pattern(owner, entry),
        min_words=entry.get("min_words", 1),
        max_words=entry.get("max_words", 1_000_000),
        zone=Zone(zone),
        recurs=entry.get("recurs", False),
        left_out=entry.get("left_out", False),
    )


def _pattern(owner: str, entry: dict[str, Any]) -> regex.Pattern[str]:
    try:
        return regex.compile(entry["pattern"], regex.VERSION0)
    except KeyError as e:
        raise wrong(owner, _FILE, f"an entry has no pattern: {entry}") from e
    except (regex.error, ValueError, OverflowError, RecursionError) as e:
        raise wrong(owner, _FILE, f"the pattern of {entry.get('id')!r} does not compile: {e}") from e
