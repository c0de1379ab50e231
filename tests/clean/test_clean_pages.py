"""Whole pages with boilerplate, in all languages, as text and as HTML: the article is found and its lines are named."""

import tomllib

import pytest
from support.site_pages import FOLDER, scores, site_pages

from corpus.clean.pages import read_page
from corpus.clean.roles import assign_roles, clean_text
from corpus.languages.language import available, load_language
from corpus.records import KEPT_ROLES

PAGES = site_pages()
FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text(encoding="utf-8"))
by_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def segments_of(page):
    return assign_roles(page.text, load_language(page.language))


def kept_of_text(page):
    return [s.span.of(page.text) for s in segments_of(page) if s.kept]


def kept_of_html(page):
    found = read_page(page.html.encode(), name=page.name)
    roles = {line: role for role, lines in found.roles.items() for line in lines}
    segments = assign_roles(found.text, load_language(page.language), declared=roles)
    return [s.span.of(found.text) for s in segments if s.kept]


def test_every_language_has_pages():
    assert len(PAGES) >= 12
    assert {page.language for page in PAGES} <= set(available())
    assert {"en", "nb", "da", "ar"} <= {page.language for page in PAGES}


@by_page
@pytest.mark.parametrize("kept_of", [kept_of_text, kept_of_html], ids=["text", "html"])
def test_body_is_kept(page, kept_of):
    """All of it but a line: a model that is trained anew may lose another one, and the floor below counts them."""
    kept = set(kept_of(page))
    assert len([text for label, _, text in page.lines if label == "body" and text not in kept]) <= 1


@by_page
def test_headline_of_text(page):
    headlines = [s.span.of(page.text) for s in segments_of(page) if s.role == "headline"]
    assert headlines == [text for label, _, text in page.lines if label == "headline"]


@by_page
def test_nothing_of_a_script_is_text(page):
    assert "Secret words" not in read_page(page.html.encode(), name=page.name).text


@pytest.mark.parametrize(("route", "kept_of"), [("text", kept_of_text), ("html", kept_of_html)])
def test_floor(route, kept_of):
    """Words of kept body, all languages together, are at or above the pinned floors."""
    measured = dict(zip(("precision", "recall", "f1"), scores(PAGES, [kept_of(p) for p in PAGES]), strict=True))
    assert {name: value for name, value in measured.items() if value < FLOORS[route][name]} == {}


@pytest.mark.parametrize("kept_of", [kept_of_text, kept_of_html], ids=["text", "html"])
@pytest.mark.parametrize("language", sorted({page.language for page in PAGES}))
def test_floor_of_each_language(language, kept_of):
    pages = [page for page in PAGES if page.language == language]
    _, recall, f1 = scores(pages, [kept_of(page) for page in pages])
    assert recall >= 0.95
    assert f1 >= 0.93


@by_page
def test_every_line_has_a_rule(page):
    language = load_language(page.language)
    cleaned = clean_text(page.text, language)
    assert [s.span.of(page.text) for s in cleaned.segments] == [text for _, _, text in page.lines]
    assert all(s.rule for s in cleaned.segments)
    assert len(cleaned.article.probabilities) == len(page.lines)
    assert {s.kept for s in cleaned.segments if s.rule == "model.line"} <= {False}


@by_page
def test_cleaning_twice_keeps_the_body(page):
    kept = [s for s in segments_of(page) if s.role in KEPT_ROLES]
    text = "\n\n".join(s.span.of(page.text) for s in kept)
    again = [s.span.of(text) for s in assign_roles(text, load_language(page.language)) if s.kept]
    bodies = [t for label, _, t in page.lines if label == "body"]
    assert [t for t in bodies if t in [s.span.of(page.text) for s in kept] and t not in again] == []


def test_script_that_looks_like_a_tag_with_many_attributes():
    page = next(page for page in PAGES if page.name == "en-ferry")
    script = f"<script>if (i<n) {{ {'x = 1; ' * 6000} }}</script>"
    found = read_page(page.html.replace("</head>", f"{script}</head>").encode(), name="x")
    assert "sailed again on Monday" in found.text


def test_quotations_set_as_blocks_and_embedded_posts_are_kept_with_their_signatures():
    page = next(page for page in PAGES if page.name == "en-statement")
    lines = read_page(page.html.encode(), name="x").text.split("\n\n")
    at = lines.index("We have taken samples at nine points and expect results on Friday.")
    assert lines[at + 1] == "— River Agency (@riveragency) February 1, 2023"
    assert any(line.startswith("Our ponds were inspected") for line in lines)


def test_explanation_says_why_a_line_was_dropped():
    page = next(page for page in PAGES if page.name == "en-ferry")
    cleaned = clean_text(page.text, load_language("en"))
    dropped = [s for s in cleaned.segments if s.rule == "model.line"]
    assert dropped
    assert all(cleaned.article.article_probability(s.position) < 0.5 for s in dropped)
