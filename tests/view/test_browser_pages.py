"""Every page of our own corpus in a real browser, and every link between pages, also of larger and worse releases."""

import pytest
from support.viewing import Markup, html_files, rows_of

#: Pages that a release of ours has, whatever it holds.
FIXED = {"index.html", "articles.html", "speakers.html", "utterances.html", "quotes.html"}


def reachable(folder):
    """The files that links lead to from the start page, each page read once; every link must lead somewhere."""
    pages, wanted = {}, [folder / "index.html"]
    while wanted:
        path = wanted.pop()
        if path in pages:
            continue
        pages[path] = markup = Markup(path)
        wanted += [p for p, _ in markup.targets() if p.suffix == ".html"]
    for path, markup in pages.items():
        for target, fragment in markup.targets():
            assert target.is_relative_to(folder), (path.name, target)
            assert target.is_file(), (path.name, target)
            if target.suffix == ".html" and fragment and target.name != "quotes.html":
                assert fragment in pages[target].ids, (path.name, target.name, fragment)
    return pages


@pytest.mark.parametrize("folder", ["own_pages", "made_pages", "hostile_pages"])
def test_every_page_is_linked_and_every_link_leads_somewhere(folder, request):
    folder = request.getfixturevalue(folder)
    pages = reachable(folder)
    assert {p.relative_to(folder).as_posix() for p in pages} == set(html_files(folder))
    for path, markup in pages.items():
        assert len(set(markup.ids)) == len(markup.ids), path.name


def test_every_page_of_ours_loads(own_pages, visit):
    window = visit(own_pages)
    names = html_files(own_pages)
    assert set(names) >= FIXED
    for name in names:
        page = window.open(name)
        assert page.title()
        assert page.locator("main h1").count() == 1, name
        assert page.locator("main h1").inner_text().strip(), name
    assert window.troubles == []


def test_the_browser_finds_the_same_links(own_pages, visit):
    """What scripts add leads somewhere, too."""
    window = visit(own_pages)
    page = window.open("quotes.html")
    page.locator("#results article.quote").first.wait_for()
    for address in page.eval_on_selector_all("#results a", "links => [...new Set(links.map(a => a.href))]"):
        page.goto(address)
        fragment = page.evaluate("decodeURIComponent(location.hash.slice(1))")
        assert not fragment or page.locator(f"[id='{fragment}']").count() == 1, address


def test_moving_the_folder_breaks_nothing(own_pages):
    """No page says where it was written."""
    assert not any(str(own_pages.parent) in p.read_text("utf-8") for p in own_pages.rglob("*") if p.is_file())


def test_start_page_tells_what_the_corpus_is(own_pages, own_release, visit):
    page = visit(own_pages).open()
    text = page.locator("main").inner_text()
    assert "57" in text.split()
    for name in ("Jon Braga", "Al Jazeera Arabic", "ZeroHedge", "VG"):
        assert name in text
    assert page.locator("main a[href^='articles/']").count() >= 5


def test_figures_have_their_data_and_the_colours_of_the_page(own_pages, visit):
    window = visit(own_pages)
    page = window.open()
    figures = page.locator("figure:has(svg)")
    assert figures.count() >= 4
    for i in range(figures.count()):
        figure = figures.nth(i)
        assert figure.locator("table tbody tr").count() > 0
        drawn = figure.locator("svg").first.evaluate(
            "svg => [...svg.querySelectorAll('*')].map(e => getComputedStyle(e)).map(s => s.fill + s.stroke).join(' ')"
        )
        page.emulate_media(color_scheme="dark")
        other = figure.locator("svg").first.evaluate(
            "svg => [...svg.querySelectorAll('*')].map(e => getComputedStyle(e)).map(s => s.fill + s.stroke).join(' ')"
        )
        page.emulate_media(color_scheme="light")
        assert drawn != other


def test_utterance_shows_who_says_what_how(own_pages, own_release, visit):
    page = visit(own_pages).open("utterances/braga-responsibility.html")
    (row,) = (u for u in rows_of(own_release, "utterances") if u["utterance_id"] == "braga-responsibility")
    quotes = {q["quote_id"]: q for q in rows_of(own_release, "quotes")}
    assert page.locator("main h1").inner_text() == row["gloss"]
    assert page.locator(f"main a[href='{row['primary_url']}']").inner_text() == row["primary_source"]
    shown = page.locator(".columns article.quote blockquote").all_text_contents()
    assert sorted(t.strip() for t in shown) == sorted(quotes[i]["text"] for i in row["quote_ids"])
    heads = " ".join(page.locator("table.parts th").all_text_contents())
    assert all(o in heads for o in row["outlets"])
    assert page.locator("table.parts .dot").count() > len(row["outlets"])


def test_differences_are_marked_and_leave_the_words_as_they_are(own_pages, own_release, visit):
    """Each side of a pair reads as the quotation does; only the first has something cut, only the second added."""
    window = visit(own_pages)
    texts = {q["text"] for q in rows_of(own_release, "quotes")}
    marks = {"del": 0, "ins": 0, ".swapped": 0}
    for name in [n for n in html_files(own_pages) if n.startswith("utterances/")]:
        page = window.open(name)
        assert {t.strip() for t in page.locator(".pair blockquote").all_text_contents()} <= texts
        assert page.locator(".pair figure:first-of-type ins, .pair figure:last-of-type del").count() == 0
        marks = {mark: n + page.locator(f".pair {mark}").count() for mark, n in marks.items()}
    assert all(marks.values())
