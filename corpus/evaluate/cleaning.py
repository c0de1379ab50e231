"""Measure cleaning on whole pages whose lines are labelled: how well bodies are kept, headlines found, lines named.

A page is a file of tab-separated lines: label, elements around the line, and its text. Labels are `headline`, `deck`,
`body`, `subheading`, `caption`, `allowed` (may be kept or not) and `other`; the last two may name the role that the
line should have, as in `other/byline`. Each page is measured as a text, as if copied from a browser, and as HTML.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.clean.pages import read_page
from corpus.clean.roles import assign_roles
from corpus.languages.language import load_language
from corpus.records import Role, Segment

_WORD = re.compile(r"\w+")
_ELEMENT = re.compile(r"([.#])([^.#]+)")
_ATTRIBUTES = {".": "class", "#": "id"}
#: Labels that are the roles of lines in the article.
_NAMED = ("headline", "caption")
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class LabelledLine:
    """A line of a page.

    Attributes:
        label: whether it should be kept, see the module.
        role: what it should be, None where the label does not say.
        elements: the elements around it, the outermost first, such as ``div.byline``.
        text: its text.
    """

    label: str
    role: str | None
    elements: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page.

    Attributes:
        name: of its file, without the ending.
        language: code of its language: what its name begins with.
        lines: in order.
    """

    name: str
    language: str
    lines: tuple[LabelledLine, ...]

    @property
    def text(self) -> str:
        """The page as it is copied from a browser."""
        return "\n".join(line.text for line in self.lines) + "\n"

    @property
    def html(self) -> str:
        """The page as it is saved: with its elements, a style, and a script that contains mark-up."""
        title = next(line.text for line in self.lines if line.label == "headline")
        head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>p > a{{color:red}}</style>'
        script = "<script>if (a<b && c>d) {document.write('<p>Secret words of a script.</p>')}</script>"
        body: list[str] = []
        opened: tuple[str, ...] = ()
        for line in self.lines:
            around, innermost = line.elements[:-1], line.elements[-1]
            same = _common_length(opened, around)
            body += [_end(element) for element in reversed(opened[same:])]
            body += [_start(element) for element in around[same:]]
            body.append(f"{_start(innermost)}{html.escape(line.text)}{_end(innermost)}\n")
            opened = around
        body += [_end(element) for element in reversed(opened)]
        root = f'<!DOCTYPE html><html lang="{self.language}">'
        return f"{root}<head>{head}{script}</head><body>{''.join(body)}</body></html>"


@dataclass(slots=True)
class CleaningCounts:
    """Sums over pages: words of body, headlines and named lines, with how many of them are right."""

    hit: int = 0
    wrong: int = 0
    gold: int = 0
    named: int = 0
    named_right: int = 0
    headlines: int = 0
    headlines_right: int = 0

    def measures(self) -> dict[str, float]:
        """F1 of kept words, and the shares of headlines and of lines with a role that are right."""
        found = {"body_f1": 2 * self.hit / max(1, self.hit + self.wrong + self.gold)}
        found["headline"] = self.headlines_right / max(1, self.headlines)
        if self.named:
            found["roles"] = self.named_right / self.named
        return found


def read_pages(folder: Path) -> tuple[LabelledPage, ...]:
    """The pages of a folder, by name."""
    return tuple(_read_page(file) for file in sorted(folder.glob("*.tsv")))


def pages_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the pages of a folder."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.tsv")):
        digest.update(f"{file.name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def measure_cleaning(pages: Sequence[LabelledPage]) -> dict[str, float]:
    """The measures of all pages and of each language, by ``route.group.measure``, rounded as floors are.

    Args:
        pages: labelled pages.

    Returns:
        Values from 0 to 1: ``body_f1`` and ``headline`` of both routes, ``roles`` of the text.
    """
    counts: defaultdict[str, CleaningCounts] = defaultdict(CleaningCounts)
    for page in pages:
        language = load_language(page.language)
        of_text = assign_roles(page.text, language)
        found = read_page(page.html.encode(), name=page.name)
        of_html = assign_roles(found.text, language, declared=found.line_roles)
        for group in ("all", page.language):
            count_page(counts[f"text.{group}"], page, page.text, of_text, with_roles=True)
            count_page(counts[f"html.{group}"], page, found.text, of_html, with_roles=False)
    return {
        f"{group}.{name}": round(value, _DIGITS)
        for group, counted in counts.items()
        for name, value in counted.measures().items()
    }


def count_page(
    counts: CleaningCounts, page: LabelledPage, text: str, segments: Sequence[Segment], *, with_roles: bool
) -> None:
    """Add a page to the counts.

    Args:
        counts: what is added to.
        page: the page with its labels.
        text: the text that was cleaned.
        segments: its lines with their roles.
        with_roles: whether all lines of the page are in the text, so that their roles can be counted.
    """
    roles: dict[str, Role] = {}
    kept: set[str] = set()
    for segment in segments:
        line = segment.span.of(text)
        roles.setdefault(line, segment.role)
        if segment.kept:
            kept.add(line)
    for expected in page.lines:
        words = len(_WORD.findall(expected.text))
        if expected.label == "body":
            counts.gold += words
            counts.hit += words * (expected.text in kept)
        elif expected.label == "other":
            counts.wrong += words * (expected.text in kept)
        elif expected.label == "headline":
            counts.headlines += 1
            counts.headlines_right += roles.get(expected.text) == "headline"
        if with_roles and expected.role is not None:
            counts.named += 1
            counts.named_right += roles.get(expected.text) == expected.role


def _read_page(file: Path) -> LabelledPage:
    lines: list[LabelledLine] = []
    for row in file.read_text(encoding="utf-8").splitlines():
        label, elements, text = row.split("\t")
        label, _, role = label.partition("/")
        if label in _NAMED:
            role = label
        lines.append(LabelledLine(label, role or None, tuple(elements.split()), text))
    return LabelledPage(file.stem, file.stem.partition("-")[0], tuple(lines))


def _common_length(one: Sequence[str], other: Sequence[str]) -> int:
    """How many elements two paths have in common from the beginning."""
    for n, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return n
    return min(len(one), len(other))


def _start(element: str) -> str:
    attributes = "".join(f' {_ATTRIBUTES[kind]}="{name}"' for kind, name in _ELEMENT.findall(element))
    return f"<{_tag(element)}{attributes}>"


def _end(element: str) -> str:
    return f"</{_tag(element)}>"


def _tag(element: str) -> str:
    return re.split(r"[.#]", element)[0]
