"""Pages of a larger corpus: no page loads more as the corpus grows, but for the index of quotations, which is numbers.

`scripts/view_speed.py` measures the same with 10,000 articles.
"""

import pytest
from support.browsing import loaded_bytes, until
from support.viewing import Markup, html_files, one_of_each, rows_of

#: What any page may load, the index of quotations left out; and what the index may have for each quotation and speaker.
PAGE_LIMIT = 700_000
FIXED, PER_QUOTE, PER_SPEAKER = 5_000, 5, 100
#: Entries on a page of a list.
LONGEST = 200


@pytest.fixture(scope="module")
def quotes(made_release):
    return rows_of(made_release, "quotes")


def test_no_page_loads_much(made_pages, visit):
    page = visit(made_pages).page
    sizes = {name: loaded_bytes(page, made_pages, name) for name in one_of_each(made_pages)}
    sizes["quotes.html"] -= (made_pages / "data" / "facets.js").stat().st_size
    assert {name: size for name, size in sizes.items() if size > PAGE_LIMIT} == {}
    loaded = [p for p in made_pages.rglob("*") if p.is_file() and p.parent.name != "download"]
    assert max(p.stat().st_size for p in loaded) < PAGE_LIMIT


def test_index_of_quotations_is_numbers(made_pages, quotes):
    size = (made_pages / "data" / "facets.js").stat().st_size
    assert size < FIXED + PER_QUOTE * len(quotes) + PER_SPEAKER * len({q["speaker"] for q in quotes})


def test_lists_have_pages(made_pages):
    for name in html_files(made_pages):
        if "/" not in name and name != "index.html":
            entries = [tag for tag, values in Markup(made_pages / name).elements if tag == "li"]
            assert len(entries) <= LONGEST, name
    for kind, many in (("articles", 300), ("speakers", 800)):
        pages = [n for n in html_files(made_pages) if n.split("~")[0].split(".")[0] == kind]
        assert len(pages) >= many // LONGEST + 1


def paged_through(page, selector):
    """The text of such elements on this page and all following ones."""
    seen = page.locator(selector).all_text_contents()
    while page.locator("a[rel=next]").count():
        with page.expect_navigation():
            page.locator("a[rel=next]").click()
        seen += page.locator(selector).all_text_contents()
    return seen


def test_lists_are_paged_through(made_pages, visit):
    page = visit(made_pages).open("articles.html")
    titles = paged_through(page, "ol.articles a.title")
    assert len(titles) == 300
    with page.expect_navigation():
        page.locator("a[rel=prev]").click()
    assert page.locator("a[rel=next]").count() == 1


def test_only_the_words_that_are_shown_are_loaded(made_pages, visit, quotes):
    window = visit(made_pages)
    asked = []
    window.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page = window.open("quotes.html")
    page.locator("article.quote").first.wait_for()
    assert [name for name in asked if name.startswith("quotes-")] == ["quotes-0.js"]
    total = len(list((made_pages / "data").glob("quotes-*.js")))
    last = -(-len(quotes) // 25)
    page = window.open("quotes.html", f"page={last}")
    until(page, lambda: page.locator("#place").inner_text(), f"Page {last} of {last}")
    assert len({name for name in asked if name.startswith("quotes-")}) <= 3 < total


def test_a_search_loads_its_part_of_the_index_and_what_it_shows(made_pages, visit, quotes):
    """Not all quotations: the list of words, the parts of the index that have them, one page of results."""
    window = visit(made_pages)
    asked = []
    window.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    page = window.open("quotes.html", "q=harbourmaster+bridge&page=1")
    until(page, lambda: page.locator("#count").inner_text().endswith(("quotation", "quotations")))
    wanted = [
        q for q in quotes if {"harbourmaster", "bridge"} <= set(f"{q['text']} {q['source_text']}".lower().split())
    ]
    found = int(page.locator("#count").inner_text().split()[0].replace(",", ""))
    assert found >= len(wanted)
    assert "words.js" in asked
    parts = list((made_pages / "data").glob("words-*.js"))
    assert len(parts) > 1
    assert len({name for name in asked if name.startswith("words-")}) <= min(4, len(parts))
    assert len({name for name in asked if name.startswith("quotes-")}) <= min(found, 25)


def test_speaker_with_many_quotations(made_pages, visit, quotes):
    """The most quoted one has pages, by outlet, which hold every quotation once."""
    wanted = [q for q in quotes if q["speaker_id"] == "ada-abbott"]
    page = visit(made_pages).open("speakers/ada-abbott.html")
    assert f"{len(wanted):,}\u00a0quotations" in page.locator("aside").inner_text()
    seen = paged_through(page, "article.quote blockquote")
    assert sorted(t.strip() for t in seen) == sorted(q["text"] for q in wanted)


def test_utterance_with_many_renderings(made_pages, made_release, visit):
    utterance = max(rows_of(made_release, "utterances"), key=lambda u: len(u["quote_ids"]))
    page = visit(made_pages).open(f"utterances/{utterance['utterance_id']}.html")
    assert page.locator(".columns article.quote").count() == len(utterance["quote_ids"]) == 60
    assert 0 < page.locator(".pair").count() <= 60
