"""Whole pages with boilerplate, in all languages, as text and as HTML: the article is found and its lines are named."""

import pytest
from support.site_pages import site_pages

from corpus.clean.pages import read_page
from corpus.clean.roles import assign_roles, clean_text
from corpus.languages.language import available, load_language
from corpus.records import KEPT_ROLES

PAGES = site_pages()
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
    languages = [page.language for page in PAGES]
    assert {language: languages.count(language) >= 2 for language in available()} == dict.fromkeys(available(), True)


@by_page
@pytest.mark.parametrize("kept_of", [kept_of_text, kept_of_html], ids=["text", "html"])
def test_body_is_kept(page, kept_of):
    """All of it but a line: a model that is trained anew may lose another one, and the floor below counts them."""
    kept = set(kept_of(page))
    assert len([line for line in page.lines if line.label == "body" and line.text not in kept]) <= 1


@by_page
def test_headline_of_text(page):
    headlines = [s.span.of(page.text) for s in segments_of(page) if s.role == "headline"]
    assert headlines == [line.text for line in page.lines if line.label == "headline"]


@by_page
def test_nothing_of_a_script_is_text(page):
    assert "Secret words" not in read_page(page.html.encode(), name=page.name).text


@by_page
def test_every_line_has_a_rule(page):
    language = load_language(page.language)
    cleaned = clean_text(page.text, language)
    assert [s.span.of(page.text) for s in cleaned.segments] == [line.text for line in page.lines]
    assert all(s.rule for s in cleaned.segments)
    assert len(cleaned.article.probabilities) == len(page.lines)
    assert {s.kept for s in cleaned.segments if s.rule == "model.line"} <= {False}


@by_page
def test_cleaning_twice_keeps_the_body(page):
    kept = [s for s in segments_of(page) if s.role in KEPT_ROLES]
    text = "\n\n".join(s.span.of(page.text) for s in kept)
    again = [s.span.of(text) for s in assign_roles(text, load_language(page.language)) if s.kept]
    bodies = [line.text for line in page.lines if line.label == "body"]
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
    page = next(page for page in PAGES if page.name == "en-statement")
    cleaned = clean_text(page.text, load_language("en"))
    dropped = [s for s in cleaned.segments if s.rule == "model.line"]
    assert dropped
    assert all(cleaned.article.article_probability(s.position) < 0.4 for s in dropped)


@by_page
def test_lines_outside_the_article_are_named(page):
    """Nine in ten of the lines whose role the page says; the gate pins the exact share of each language."""
    roles = {s.span.of(page.text): s.role for s in segments_of(page)}
    named = [line for line in page.lines if line.role is not None]
    wrong = [(line.text, line.role, roles[line.text]) for line in named if roles[line.text] != line.role]
    assert len(wrong) <= 0.1 * len(named), wrong


@by_page
def test_no_line_is_said_twice_by_a_pull_quote(page):
    repeated = [line.text for line in page.lines if line.role == "pull_quote"]
    kept = [s.span.of(page.text) for s in segments_of(page) if s.kept]
    assert [text for text in repeated if text in kept] == []
