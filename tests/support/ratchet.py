"""Counts that may only fall, by part of the repository: words that are not used, operators that hide in expressions."""

import ast
import io
import re
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from support.paths import ROOT

WORDS = ROOT / "tests" / "repository" / "words.toml"
COMPLEXITY = ROOT / "tests" / "repository" / "complexity.toml"
PACKAGE = ROOT / "corpus"

#: Documents at the root whose prose is checked; the changelog is a record of what was written then.
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
#: Suffixes of the texts that the package prints or copies.
TEMPLATES = (".html", ".md")
#: Code and quotations in prose: names of things, and examples of news, which may hold any word.
QUOTED = re.compile(r"(?s)^```.*?^```|``.+?``|`[^`\n]+`|\"[^\"\n]{1,200}\"|“[^”]*”|<!--.*?-->", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the list where it is used."""

    place: str  # part of the repository
    path: str
    line: int
    word: str
    write: str


@cache
def parts() -> dict[str, list[Path]]:
    """The files of each part of the repository; each package of the code is a part, and so are the documents."""
    found: dict[str, list[Path]] = {}
    for path in sorted([*PACKAGE.rglob("*"), *(ROOT / "scripts").glob("*.py"), *(ROOT / "docs").rglob("*.md")]):
        if path.suffix == ".py" or path.suffix in TEMPLATES:
            below = path.relative_to(ROOT).parts
            name = "/".join(below[:2]) if below[0] == "corpus" and len(below) > 2 else below[0]
            found.setdefault(name, []).append(path)
    found["documents"] = [ROOT / name for name in DOCUMENTS]
    return found


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Pieces of prose of a file, each with the number of its first line.

    Of Python these are comments, docstrings and all strings of several words; of other files the whole text.
    """
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        yield 1, text
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
            yield node.lineno, node.value


@cache
def rules() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words of the list, each with what to write instead."""
    listed = tomllib.loads(WORDS.read_text("utf-8"))["words"]
    return tuple((re.compile(rf"\b(?:{row['word']})\b", re.IGNORECASE), row["write"]) for row in listed)


def words_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Words of the list in a text: the line, counted from 0, the word, and what to write instead."""
    blanked = QUOTED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for pattern, write in rules():
        for found in pattern.finditer(blanked):
            yield blanked.count("\n", 0, found.start()), found[0], write


@cache
def word_hits() -> list[Hit]:
    """Every use of a word of the list."""
    return [
        Hit(part, path.relative_to(ROOT).as_posix(), first + line, word, write)
        for part, paths in parts().items()
        for path in paths
        for first, text in prose(path)
        for line, word, write in words_in(text)
    ]


def word_counts() -> dict[str, int]:
    """How often words of the list are used, by part of the repository, also where that is never."""
    counted = Counter(hit.place for hit in word_hits())
    return {part: counted[part] for part in sorted(parts())}


def operators(tree: ast.AST) -> Counter[str]:
    """Boolean operators, comprehensions and conditional expressions in code."""
    counted: Counter[str] = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.BoolOp):
            counted["boolean"] += len(node.values) - 1
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            counted["comprehension"] += 1
        elif isinstance(node, ast.IfExp):
            counted["conditional"] += 1
    return counted


@cache
def complexity() -> dict[str, dict[str, float]]:
    """For each package: operators for each 1,000 lines, by kind, and the most of all kinds in one function."""
    found: dict[str, dict[str, float]] = {}
    for part, paths in parts().items():
        if part != "corpus" and not part.startswith("corpus/"):
            continue
        total: Counter[str] = Counter()
        lines, most = 0, 0
        for path in paths:
            if path.suffix != ".py":
                continue
            text = path.read_text("utf-8")
            tree = ast.parse(text)
            lines += text.count("\n")
            total += operators(tree)
            functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
            most = max([most, *(operators(n).total() for n in functions)])
        if lines:
            kinds = ("boolean", "comprehension", "conditional")
            density = {kind: round(1000 * total[kind] / lines, 1) for kind in kinds}
            found[part] = {"lines": lines, **density, "function": most}
    return found


#: What every package may have, whatever its ceiling: twice what datatrove has.
TARGET = {"boolean": 30, "comprehension": 20, "conditional": 18}
PAGE = ROOT / "docs" / "explanation" / "complexity.md"
_ROW = re.compile(r"^\| `(?P<package>\w+)` \| (?P<figures>[\d* |]+) \| (?P<why>.+) \|$", re.MULTILINE)


def page_rows() -> dict[str, tuple[list[str], str]]:
    """The table of the page on complexity: for each package the figures as they are written, and the reason."""
    rows = _ROW.finditer(PAGE.read_text("utf-8"))
    return {f"corpus/{row['package']}": (row["figures"].split(" | "), row["why"]) for row in rows}


def over_target() -> dict[str, list[str]]:
    """The packages over the target: their figures as the page has them, in bold where they are over it."""
    found = {}
    for part, counted in complexity().items():
        figures = [(round(counted[kind]), counted[kind] > most) for kind, most in TARGET.items()]
        if any(over for _, over in figures):
            found[part] = [f"**{figure}**" if over else str(figure) for figure, over in figures]
    return found


def written_page() -> str:
    """The page on complexity with the figures that are counted; a new package is added by hand, with its reason."""
    counted = over_target()

    def row(found: re.Match[str]) -> str:
        figures = counted.get(f"corpus/{found['package']}", found["figures"].split(" | "))
        return f"| `{found['package']}` | {' | '.join(figures)} | {found['why']} |"

    return _ROW.sub(row, PAGE.read_text("utf-8"))


def worst_functions(count: int) -> list[tuple[int, str]]:
    """The functions with the most operators: how many, and where."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}"
                found.append((operators(node).total(), place))
    return sorted(found, reverse=True)[:count]
