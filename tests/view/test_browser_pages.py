"""Every page of our own corpus in a real browser, and every link between pages, also of larger and worse releases."""

import re

import pytest
from support.browsing import until
from support.viewing import Markup, html_files, rows_of

#: Pages that a release of ours has, whatever it holds.
FIXED = {"index.html", "articles.html", "speakers.html", "utterances.html", "quotes.html", "figures.html", "data.html"}


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
    for label, target in (("Read", "utterances/"), ("Explore", "quotes"), ("Download", "data"), ("Cite", "data")):
        assert target in page.locator(".buttons a", has_text=label).get_attribute("href")
    for name in ("Data card", "Licence", "Citation"):
        assert page.locator("footer a", has_text=name).count() == 1


def test_heading_is_what_the_tables_say(own_pages, own_release, visit):
    """Who is named for the part of the statement on which newsrooms differ most, and where."""
    heading = visit(own_pages).open().locator("main h1").inner_text()
    named = {}
    for q in rows_of(own_release, "quotes"):
        if q["utterance_id"] == "braga-responsibility" and "always" in (q["utterance_part"] or ""):
            named.setdefault(q["speaker"], set()).add(q["outlet"])
    assert len(named) == 3
    assert heading.startswith("One statement, three\u00a0sources: Jon Braga in VG and ZeroHedge; ")
    assert all(outlet in heading for outlets in named.values() for outlet in outlets)
    assert "US Department of Defense in Sputnik International" in heading


def cells_of(page, row):
    """The cells of a line of the synopsis, as (kind, newsroom, words)."""
    found = []
    for cell in page.locator(".synopsis tbody tr").nth(row).locator("td").all():
        words = [text.strip() for text in cell.locator("blockquote").all_text_contents()]
        found.append((cell.get_attribute("class").split()[0], cell.locator(".who bdi").text_content(), words))
    return found


@pytest.mark.parametrize("name", ["index.html", "utterances/braga-responsibility.html"])
def test_synopsis_has_every_rendering_in_its_place(own_pages, own_release, visit, name):
    page = visit(own_pages).open(name)
    (row,) = (u for u in rows_of(own_release, "utterances") if u["utterance_id"] == "braga-responsibility")
    quotes = {q["quote_id"]: q for q in rows_of(own_release, "quotes")}
    shown = [text.strip() for text in page.locator(".synopsis blockquote").all_text_contents()]
    assert sorted(shown) == sorted(quotes[i]["text"] for i in row["quote_ids"])
    heads = page.locator(".synopsis thead .outlet").all_text_contents()
    assert set(heads) >= set(row["outlets"])
    first = cells_of(page, 0)
    assert ("out", "Al Jazeera Arabic", []) in first
    assert [kind for kind, outlet, _ in first if outlet in ("VG", "Sputnik International", "ZeroHedge")] == ["said"] * 3
    for kind, outlet, words in first:
        own = [quotes[i] for i in row["quote_ids"] if quotes[i]["outlet"] == outlet]
        assert sorted(words) == sorted(q["text"] for q in own if q["utterance_part"] == "responsibility"), (
            kind,
            outlet,
        )


def test_numbers_of_newsrooms_and_speakers_are_one_everywhere(own_pages, own_release, visit):
    """A count beside a statement is the number of newsrooms that its page shows; unknown is not a speaker."""
    window = visit(own_pages)
    known = {q["speaker"] for q in rows_of(own_release, "quotes")} - {"unknown"}
    page = window.open()
    entries = page.locator(".statements li").all_inner_texts()
    assert entries
    assert all(int(re.search(r"(\d+)\s+newsroom", entry)[1]) > 1 for entry in entries)
    assert page.locator(".numbers div", has_text="speakers").locator("dd").inner_text() == str(len(known))
    for name in ("speakers.html", "data.html"):
        assert str(len(known)) in window.open(name).locator("main").inner_text()
    for utterance in rows_of(own_release, "utterances"):
        page = window.open(f"utterances/{utterance['utterance_id']}.html")
        assert f"{len(utterance['outlets'])}\u00a0newsroom" in page.locator("main header").inner_text()
        assert page.locator(".synopsis thead .outlet").count() == len(utterance["outlets"])


def test_figures_have_their_data_and_lead_to_the_quotations(own_pages, own_release, visit):
    window = visit(own_pages)
    page = window.open("figures.html")
    figures = page.locator("figure.plate")
    assert figures.count() == 4
    for i in range(4):
        assert figures.nth(i).locator("table.data tbody tr").count() > 0
    cells = page.locator("table.heat td a, .multiples dt a")
    links = [(cell.inner_text(), cell.get_attribute("href")) for cell in cells.all()]
    counts = [(int(text), link) for text, link in links if text.isdigit()]
    assert len(counts) > 30
    for count, link in counts[::7]:
        page = window.open(*link.split("#"))
        wanted = f"{count} quotation{'s' * (count != 1)}"
        until(page, lambda: page.locator("#count").inner_text(), wanted)  # noqa: B023  (called at once)


def test_utterance_shows_who_says_what_how(own_pages, own_release, visit):
    page = visit(own_pages).open("utterances/braga-responsibility.html")
    (row,) = (u for u in rows_of(own_release, "utterances") if u["utterance_id"] == "braga-responsibility")
    assert page.locator("main h1").inner_text() == row["gloss"]
    assert page.locator(f"main a[href='{row['primary_url']}']").inner_text() == row["primary_source"]
    kept = {r.locator("th").inner_text(): r.locator(".dot").count() for r in page.locator("table.kept tbody tr").all()}
    assert kept["August number"] == 3
    assert page.locator("table.kept .lost").count() > 0


def test_words_are_compared_where_half_of_them_agree(own_pages, own_release, visit):
    window = visit(own_pages)
    shown = 0
    for utterance in rows_of(own_release, "utterances"):
        page = window.open(f"utterances/{utterance['utterance_id']}.html")
        for pair in page.locator(".pair").all():
            shown += 1
            assert int(re.search(r"(\d+)", pair.locator(".facts").inner_text())[1]) >= 50
    assert shown > 0


def test_speaker_page_groups_words_by_statement(own_pages, own_release, visit):
    page = visit(own_pages).open("speakers/jon-braga.html")
    glosses = {u["utterance_id"]: u["gloss"] for u in rows_of(own_release, "utterances")}
    own = [q for q in rows_of(own_release, "quotes") if q["speaker_id"] == "jon-braga"]
    heads = page.locator(".statement h2").all_inner_texts()
    assert heads == [glosses[i] for i in dict.fromkeys(q["utterance_id"] for q in own)]
    side = page.locator("aside").inner_text()
    for part in ("VG", "ZeroHedge", "direct", "جون براغا", f"{len(own)}\u00a0quotations"):
        assert part in side


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
