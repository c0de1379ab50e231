"""Labelled pages as text and as HTML, what is counted of them, and the gate that pins it."""

import pytest
from support.site_pages import FOLDER, site_pages

from corpus.evaluate.cleaning import CleaningCounts, count_page, measure_cleaning, pages_digest, read_pages
from corpus.records import Segment

PAGE = """\
other/chrome\tnav a\tMenu
headline\tarticle h1\tFerry stopped
body\tarticle p.first\tTwo boats wait.
allowed\tarticle div#x p\tThree more
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "en-ferry.tsv").write_text(PAGE, encoding="utf-8")
    (found,) = read_pages(tmp_path)
    return found


def segments(text, *roles):
    found, start = [], 0
    for n, (line, role) in enumerate(zip(text.splitlines(), roles, strict=True)):
        found.append(Segment(n, n + 1, start, start + len(line), role, "x"))
        start += len(line) + 1
    return found


def test_page(page):
    assert (page.name, page.language) == ("en-ferry", "en")
    assert [(line.label, line.role) for line in page.lines] == [
        ("other", "chrome"), ("headline", "headline"), ("body", None), ("allowed", None),
    ]  # fmt: skip
    assert page.text == "Menu\nFerry stopped\nTwo boats wait.\nThree more\n"


def test_html_opens_and_closes_each_element(page):
    body = page.html.partition("<body>")[2]
    assert body == (
        "<nav><a>Menu</a>\n</nav><article><h1>Ferry stopped</h1>\n"
        '<p class="first">Two boats wait.</p>\n<div id="x"><p>Three more</p>\n</div></article></body></html>'
    )


@pytest.mark.parametrize(
    ("roles", "measures"),
    [
        (("chrome", "headline", "body", "teaser"), {"body_f1": 1, "headline": 1, "roles": 1}),
        (("body", "headline", "body", "body"), {"body_f1": 6 / 7, "headline": 1, "roles": 0.5}),
        (("teaser", "subheading", "chrome", "body"), {"body_f1": 0, "headline": 0, "roles": 0}),
    ],
)
def test_counts(page, roles, measures):
    counts = CleaningCounts()
    count_page(counts, page, page.text, segments(page.text, *roles), with_roles=True)
    assert counts.measures() == measures


def test_digest_depends_on_names_and_bytes(page, tmp_path):
    before = pages_digest(tmp_path)
    (tmp_path / "en-ferry.tsv").write_text(PAGE.replace("Menu", "Home"), encoding="utf-8")
    assert pages_digest(tmp_path) != before
    (tmp_path / "en-ferry.tsv").write_text(PAGE, encoding="utf-8")
    assert pages_digest(tmp_path) == before


def test_all_pages_are_measured_by_language():
    measured = measure_cleaning(site_pages()[:4])
    assert set(measured) == {
        f"{route}.{group}.{measure}"
        for route, measures in (("text", ("body_f1", "headline", "roles")), ("html", ("body_f1", "headline")))
        for group in ("all", "ar", "da")
        for measure in measures
    }
    assert all(0 <= value <= 1 for value in measured.values())


def test_gate_is_beside_the_pages():
    assert (FOLDER / "gate.toml").is_file()
