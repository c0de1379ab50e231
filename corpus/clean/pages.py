"""Read the article of a saved HTML page: its lines, the roles that mark-up says, and what the page says of itself.

All lines of the page go through the line classifier with features of their mark-up; those that are article become the
text. Quotations set as blocks and embedded posts are lines like others, each signature after its quotation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corpus.clean.article import ArticleLines, find_article, read_lines
from corpus.clean.markup import markup_features, title_line
from corpus.clean.model import LineClass
from corpus.clean.rules import load_rules
from corpus.errors import InputError, LanguageError
from corpus.io.dates import page_date
from corpus.io.foreign import foreign_parser
from corpus.io.html import (
    MAX_PAGE,
    PageFacts,
    declared_language,
    declared_title,
    decode_page,
    is_cut_by_depth,
    page_facts,
    parse_page,
)
from corpus.io.html_lines import PageLine, page_lines
from corpus.io.page_names import page_author, page_outlet
from corpus.io.text import check_text
from corpus.languages.data import SHARED
from corpus.languages.detection import detect_language
from corpus.languages.language import load_language
from corpus.records import Role

#: What a page's text is made by, as a comment next to the article says.
EXTRACTOR = "the line classifier of convoy17"
_SEPARATOR = "\n\n"
#: What elements call boilerplate is left out unless less than this share of the running text would be left.
_LEAST_LEFT = 0.4
#: The element around the title must hold so many words of running text, and this share of all that are kept.
_FEWEST_IN_CONTAINER, _SHARE_IN_CONTAINER = 60, 0.2
#: A caption has fewer words.
_CAPTION_WORDS = 120


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The article of a page.

    Attributes:
        text: its lines, an empty line between two.
        roles: the 1-based lines of the roles that mark-up says.
        title: the page's title, if it has one.
        title_from: the element that it is from.
        published: the day of publication, if the page states it.
        published_from: the element that it is from.
        language: the code of the language that the page declares, if any.
        url: the page's address as it says, if any.
        outlet: the name of its site as it says, if any.
        author: who wrote it as it says, if any.
    """

    text: str
    roles: Mapping[Role, tuple[int, ...]]
    title: str | None = None
    title_from: str = ""
    published: date | None = None
    published_from: str = ""
    language: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None

    @property
    def line_roles(self) -> dict[int, Role]:
        """The role of each 1-based line that has one."""
        return {line: role for role, lines in self.roles.items() for line in lines}


def read_page(data: bytes, *, name: str, charset: str | None = None, encoding: str | None = None) -> HtmlPage:
    """Read the article of a saved page.

    Args:
        data: its bytes.
        name: what the page is called in messages.
        charset: the encoding that the server declared.
        encoding: the encoding that its reader declares, which takes precedence.

    Raises:
        InputError: it is too large, cannot be decoded or parsed, or has no article.
        MissingExtraError: the extra ``html`` is not installed.
    """
    if len(data) > MAX_PAGE:
        message, hint = f"{len(data):,} bytes are too many for a page", f"The limit is {MAX_PAGE:,}"
        raise InputError(message, path=name, hint=hint)
    decoded = decode_page(data, name=name, charset=charset, encoding=encoding)
    with foreign_parser("this page cannot be read", name=name, hint="Copy the article into a text file"):
        tree = parse_page(decoded, name=name)
        published, published_from = page_date(tree)
        language, declared = declared_language(tree), declared_title(tree)
        facts, lines = page_facts(tree), page_lines(tree)
    article = _find(lines, facts, language) if lines else None
    kept = [] if article is None else article_lines(lines, article, title=declared.title)
    if not any(role is None for _, role in kept):
        cause = "its tags are nested too deeply, or " if is_cut_by_depth(tree) else ""
        hint = "Save the page as a browser shows it, or copy the article into a text file"
        raise InputError(f"no main content found: {cause}this is not an article", path=name, hint=hint)
    text = _SEPARATOR.join(line for line, _ in kept) + "\n"
    check_text(text, path=name)
    return HtmlPage(
        text,
        _roles(kept),
        declared.title,
        declared.title_from,
        published,
        published_from,
        language,
        declared.url,
        page_outlet(tree),
        page_author(tree),
    )


def _find(lines: Sequence[PageLine], facts: PageFacts, language: str | None) -> ArticleLines:
    """Which lines of a page are the article."""
    text = _SEPARATOR.join(line.text for line in lines)
    rules = load_rules(_rules_code(text, language))
    article = find_article(read_lines(text, rules, markup=markup_features(lines, facts)))
    boilerplate = np.array([line.is_boilerplate for line in lines])
    without = replace(article, kept=article.kept & ~boilerplate)
    if without.running_words >= _LEAST_LEFT * article.running_words:
        article = without
    article = replace(article, kept=article.kept & in_title_container(lines, article, facts))
    if article.keeps_little:
        # Hardly anything was recognised: all running text of the page, which cleaning judges once more.
        return replace(article, kept=article.kept | article.running)
    return article


def in_title_container(lines: Sequence[PageLine], article: ArticleLines, facts: PageFacts) -> NDArray[np.bool_]:
    """Which lines are in the innermost element around the title that holds a fair share of the article.

    Teasers, dialogs and comments that read like articles are in other elements. Where no heading has the title, all
    lines are.

    Args:
        lines: all lines of the page.
        article: which of them are the article.
        facts: what the page says of its article.

    Returns:
        bool (n_lines,).
    """
    title = title_line(lines, facts)
    everywhere = np.ones(len(lines), dtype=bool)
    if title is None:
        return everywhere
    text = np.where(article.kept & article.running, article.words, 0)
    needed = max(_FEWEST_IN_CONTAINER, _SHARE_IN_CONTAINER * text.sum())
    for depth in range(len(lines[title].path) - 1, 0, -1):
        inside = np.array([line.path[:depth] == lines[title].path[:depth] for line in lines])
        if text[inside].sum() >= needed:
            return inside
    return everywhere


def _rules_code(text: str, declared: str | None) -> str:
    """Whose cleaning rules are used: those of the declared language, else of the detected one, else the shared ones."""
    try:
        return load_language(declared).code if declared else detect_language(text)
    except LanguageError:
        return SHARED


def article_lines(
    lines: Sequence[PageLine], article: ArticleLines, *, title: str | None
) -> list[tuple[str, Role | None]]:
    """The lines of the article with the role that mark-up says, None where it says none.

    The headline is the page's title, or the line that the classifier takes for it. Where neither is a line of the
    article, the title becomes its first line.

    Args:
        lines: all lines of the page.
        article: which of them are the article.
        title: the page's title.
    """
    headline = _headline(lines, article, title)
    found: list[tuple[str, Role | None]] = []
    begun = False
    for n, kind in enumerate(article.classes()):
        line = lines[n]
        # Above the headline are labels and the name of the newsroom.
        above = headline is not None and n < headline and kind is not LineClass.BODY
        if n == headline:
            found.append((line.text, "headline"))
        elif kind is not LineClass.OTHER and line.text != title and not above:
            role = _markup_role(line, kind, begun=begun)
            begun = begun or role is None
            found.append((line.text, role))
    if headline is None and title and found:
        found.insert(0, (title, "headline"))
    return found


def _headline(lines: Sequence[PageLine], article: ArticleLines, title: str | None) -> int | None:
    """The line of the headline, None where the page has none.

    The title in a heading; else the title elsewhere in the article; else the last main heading before the text, since
    the first may be the name of the newsroom; else the line that the classifier takes for it.
    """
    same = [n for n, line in enumerate(lines) if line.text == title]
    in_heading = next((n for n in same if lines[n].is_heading), None)
    if in_heading is not None:
        return in_heading
    in_article = next((n for n in same if article.kept[n]), None)
    if in_article is not None:
        return in_article
    body = next((n for n, kind in enumerate(article.classes()) if kind is LineClass.BODY), 0)
    main = [n for n in range(body) if lines[n].tag == "h1"]
    if main:
        return main[-1]
    likely = article.headline
    if likely is None or lines[likely].is_heading or title is None or _resembles(lines[likely].text, title):
        return likely
    return None


def _resembles(text: str, title: str) -> bool:
    """Whether half of a title's words are in a text."""
    words = set(title.casefold().split())
    return 2 * len(words & set(text.casefold().split())) >= len(words)


def _markup_role(line: PageLine, kind: LineClass, *, begun: bool) -> Role | None:
    """The role that the mark-up of a kept line says; ``begun`` says whether running text came before it."""
    if line.is_caption or kind is LineClass.CAPTION:
        return "caption" if line.text.count(" ") < _CAPTION_WORDS else None
    if line.is_heading:
        return "subheading" if begun else "deck"
    return None


def _roles(lines: Sequence[tuple[str, Role | None]]) -> dict[Role, tuple[int, ...]]:
    """The 1-based lines of each role in a text that has an empty line between two."""
    roles: dict[Role, tuple[int, ...]] = {}
    for n, (_, role) in enumerate(lines):
        if role is not None:
            roles[role] = (*roles.get(role, ()), 2 * n + 1)
    return roles
