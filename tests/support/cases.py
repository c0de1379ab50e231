"""Cases as data: attributions in `tests/cases/quotes/<phenomenon>.toml`, lines in `tests/cases/lines/<language>.toml`.

A file of attributions has a table `[[case]]` for each text:

    language = "en"
    text = "“It is safe,” said Kari Moen."
    expected = [["direct", "It is safe,", "said", "Kari Moen"]]

`expected` has all attributions of the text in order, each as type, content, cue and source; the parts of a content are
separated by " // ", and a cue or a source that is not there is "". These keys may be added:

- `xfail`: why the case fails at present; the test fails as soon as it passes.
- `in_article`: true if the text is a line above the paragraphs of an article, so that its role is determined, too.
- `resolved`: speaker and resolution of each attribution.
- `parents`: the id of each attribution's parent, or "".
- `medium`, `via`: those of the only attribution, or "".
- `marks`: kind and text of each pair of quotation marks.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from corpus.languages.language import available

FOLDER = Path(__file__).parents[1] / "cases" / "quotes"
LINES = FOLDER.parent / "lines"
#: Between the parts of a content.
SEPARATOR = " // "
_TYPES = ("direct", "indirect", "mixed")


class CaseError(ValueError):
    """A file of cases that cannot be used."""


@dataclass(frozen=True)
class Case:
    """A text and what is found in it.

    Attributes:
        phenomenon: name of the file.
        line: number of its `[[case]]` line in the file.
        language: code of the language.
        text: the text.
        expected: type, content, cue and source of each attribution.
        xfail: why the case fails at present; "" if it does not.
        in_article: whether the text is a line of an article.
        more: what else is expected, by key.
    """

    phenomenon: str
    line: int
    language: str
    text: str
    expected: tuple[tuple[str, str, str, str], ...]
    xfail: str
    in_article: bool
    more: dict[str, object]

    @property
    def id(self):
        """Name of the test."""
        return f"{self.phenomenon}:{self.line}-{self.language}-{self.text[:40]}"


def _is_rows(value, width):
    return isinstance(value, list) and all(
        isinstance(row, list) and len(row) == width and all(isinstance(cell, str) for cell in row) for row in value
    )


def _is_text(value):
    return isinstance(value, str)


def _is_texts(value):
    return isinstance(value, list) and all(map(_is_text, value))


#: The keys of a case, each with a check and what it expects.
_REQUIRED = {
    "language": (lambda v: v in available(), "the code of a language that there is data for"),
    "text": (lambda v: isinstance(v, str) and v.strip() != "", "a text"),
    "expected": (lambda v: _is_rows(v, 4), "a list of [type, content, cue, source]"),
}
_OPTIONAL = {
    "xfail": (lambda v: isinstance(v, str) and v.strip() != "", "a reason"),
    "in_article": (lambda v: v is True, "true, or no such key"),
    "resolved": (lambda v: _is_rows(v, 2), "a list of [speaker, resolution]"),
    "parents": (_is_texts, 'a list of ids or ""'),
    "medium": (_is_text, "a text"),
    "via": (_is_text, "a text"),
    "marks": (lambda v: _is_rows(v, 2), "a list of [kind, text]"),
}
#: Keys that have a value for each attribution.
_PARALLEL = ("resolved", "parents")
_KEYS = _REQUIRED | _OPTIONAL


def read_cases(path):
    """The cases of a file.

    Args:
        path: a file of `tests/cases/quotes`.

    Returns:
        A list of `Case`.

    Raises:
        CaseError: the file is not TOML, or a case lacks a key, has an unknown one or one of the wrong form, expects
            words that its text does not have, or is there twice.
    """
    text = path.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        raise CaseError(f'{path}: invalid TOML: {e}.\nHint: write a text with both kinds of marks as in "\\"".') from e
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip() == "[[case]]"]
    if list(tables) != ["case"] or len(lines) != len(tables["case"]):
        raise CaseError(f"{path}: expected tables [[case]] and nothing else.\nHint: see tests/support/cases.py.")
    cases, seen = [], {}
    for line, table in zip(lines, tables["case"], strict=True):
        problem = _problem(table)
        if problem:
            raise CaseError(
                f"{path}:{line}: {problem}.\nHint: the keys of a case are listed in tests/support/cases.py."
            )
        key = (table["language"], table["text"])
        if key in seen:
            raise CaseError(f"{path}:{line}: the same text as in line {seen[key]}.\nHint: remove one of the two cases.")
        seen[key] = line
        cases.append(_case(path, line, table))
    return cases


def _problem(table):
    """What is wrong with a case, or None."""
    missing = [key for key in _REQUIRED if key not in table]
    if missing:
        return f"the key {missing[0]!r} is missing"
    for key, value in table.items():
        if key not in _KEYS:
            return f"unknown key {key!r}"
        is_valid, wanted = _KEYS[key]
        if not is_valid(value):
            return f"{key}: expected {wanted}"
    return _problem_of_rows(table)


def _problem_of_rows(table):
    """What is wrong with the attributions of a case whose keys have the right form, or None."""
    rows = table["expected"]
    unknown = [kind for kind, *_ in rows if kind not in _TYPES]
    if unknown:
        return f"expected: unknown type {unknown[0]!r}; known are {', '.join(_TYPES)}"
    parts = [part for _, *words in rows for one in words for part in one.split(SEPARATOR)]
    absent = [part for part in parts if part not in table["text"]]
    if absent:
        return f"expected: {absent[0]!r} is not in the text"
    uneven = [key for key in _PARALLEL if key in table and len(table[key]) != len(rows)]
    if uneven:
        return f"{uneven[0]}: expected one for each attribution"
    if {"medium", "via"} & set(table) and len(rows) != 1:
        return "medium, via: expected a case with one attribution"
    return None


def _case(path, line, table):
    more = {key: value for key, value in table.items() if key not in (*_REQUIRED, "xfail", "in_article")}
    return Case(
        phenomenon=path.stem,
        line=line,
        language=table["language"],
        text=table["text"],
        expected=tuple(map(tuple, table["expected"])),
        xfail=table.get("xfail", ""),
        in_article=table.get("in_article", False),
        more=more,
    )


def all_cases():
    """The cases of all files."""
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in read_cases(path)]


@dataclass(frozen=True)
class LineCases:
    """Lines of a language whose role is determined.

    Attributes:
        line: text, role and rule of one line between paragraphs of running text.
        signs: a line with each sign of a reader's comment, by the id of its rule.
        comment_name: the line above a reader's comment.
    """

    line: list[list[str]]
    signs: dict[str, str]
    comment_name: str


def read_lines(folder=LINES):
    """The cases of lines by language.

    Raises:
        CaseError: a file is not TOML, or lacks a key or has one of the wrong form.
    """
    found = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            lines = LineCases(**tomllib.loads(path.read_text(encoding="utf-8")))
        except (tomllib.TOMLDecodeError, TypeError) as e:
            raise CaseError(f"{path}: {e}.\nHint: its keys are line, signs and comment_name.") from e
        if not _is_rows(lines.line, 3) or not _is_text(lines.comment_name) or not isinstance(lines.signs, dict):
            raise CaseError(
                f"{path}: expected line = [[text, role, rule], ...].\nHint: see the other files of the folder."
            )
        found[path.stem] = lines
    return found
