"""Pictures of pages compared by structure: boxes that must not overlap, and their order, at four widths."""

import pytest
from support.browsing import until

WIDTHS = (360, 390, 768, 1280)
#: For each page, groups of boxes: no two of a group may overlap, unless one is inside the other.
GROUPS = {
    "index.html": (
        "header.site a, #theme",
        ".hero > *, main > section, main > .two > section, footer.site > p",
        ".synopsis th:not(.sr), .synopsis td, .axis",
        ".synopsis td .named, .synopsis td blockquote, .synopsis td .gloss, .synopsis td .as",
        ".tally a, .tally .bar, .tally .n",
        ".articles .title, .articles .facts, .articles .bar, .articles .n",
    ),
    "articles/zerohedge-20170909.html": (
        ".masthead > *, .running h1, .running > .tools, .running .text, .colophon",
        ".voices button, .legend, .switches",
        ".record summary, .running .text",
    ),
    "articles/aljazeera-20170909.html": (".running .text, .record summary, .role .number",),
    "quotes.html": (
        "main > h1, #q, .views, #filters, .status, article.quote",
        ".status > *",
        ".option .of, .option .bar, .option .n, .option input",
    ),
    "speakers/jon-braga.html": (
        "main header > *, aside, .statement",
        "aside section",
        ".counts dt, .counts .bar, .counts .n",
    ),
    "utterances/braga-responsibility.html": (
        "main header > *, main > section",
        ".synopsis th:not(.sr), .synopsis td",
        ".kept td, .kept th",
        ".pair figure, .pair .facts",
    ),
    "figures.html": (
        "figure.plate",
        ".heat td, .heat th",
        ".multiples li",
        ".multiples dt, .multiples .bar, .multiples .n",
    ),
    "data.html": ("main > h1, main > section", ".card > *"),
}  # fmt: skip
#: The pairs of visible boxes that overlap by more than a pixel, neither inside the other.
OVERLAPS = """selectors => {
  const seen = e => e.checkVisibility() && e.getBoundingClientRect().width > 1;
  const all = [...document.querySelectorAll(selectors)].filter(seen);
  const boxes = all.map(e => e.getBoundingClientRect());
  const found = [];
  for (let a = 0; a < all.length; a += 1) for (let b = a + 1; b < all.length; b += 1) {
    if (all[a].contains(all[b]) || all[b].contains(all[a])) continue;
    const wide = Math.min(boxes[a].right, boxes[b].right) - Math.max(boxes[a].left, boxes[b].left);
    const high = Math.min(boxes[a].bottom, boxes[b].bottom) - Math.max(boxes[a].top, boxes[b].top);
    if (wide > 1 && high > 1) found.push([all[a].outerHTML.slice(0, 100), all[b].outerHTML.slice(0, 100)]);
  }
  return [all.length, found.slice(0, 3)];
}"""
#: Numbers with their nouns, dates and short labels that are broken over two lines.
BROKEN = """() => [...document.querySelectorAll('main .n, main time, main .nowrap')].filter(e => {
  const range = document.createRange();
  range.selectNodeContents(e);
  const tops = [...range.getClientRects()].filter(r => r.width > 1).map(r => Math.round(r.top / 8));
  return new Set(tops).size > 1 && !e.querySelector('*');
}).map(e => e.outerHTML.slice(0, 100))"""


def ready(page, name):
    if name == "quotes.html":
        page.locator("article.quote").first.wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_boxes_do_not_overlap(own_pages, visit, width):
    window = visit(own_pages, size=(width, 900))
    for name, groups in GROUPS.items():
        page = window.open(name)
        ready(page, name)
        if name == "quotes.html":
            page.eval_on_selector("#filters", "e => { e.open = true; }")
        for selectors in groups:
            seen, overlapping = page.evaluate(OVERLAPS, selectors)
            assert seen > 1, (name, selectors)
            assert overlapping == [], (name, width, selectors)


@pytest.mark.parametrize("width", WIDTHS)
def test_counts_and_dates_stay_on_one_line(own_pages, visit, width):
    window = visit(own_pages, size=(width, 900))
    for name in GROUPS:
        page = window.open(name)
        ready(page, name)
        assert page.evaluate(BROKEN) == [], (name, width)


def test_an_open_record_moves_no_text_and_stays_in_the_window(own_pages, visit):
    """As a popover beside its note, or, in a narrow window, at the lower edge."""
    for width in WIDTHS:
        page = visit(own_pages, size=(width, 900)).open("articles/zerohedge-20170909.html")
        tops = "all => all.map(e => e.getBoundingClientRect().top + scrollY)"
        page.wait_for_timeout(100)
        before = page.eval_on_selector_all(".line:not(.dropped) .text", tops)
        record = page.locator("details.record").nth(4)
        record.locator("summary").click()
        card = record.locator(".card")
        card.wait_for()
        assert page.eval_on_selector_all(".line:not(.dropped) .text", tops) == before
        box = card.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_notes_are_at_the_line_of_their_quotation(own_pages, visit):
    page = visit(own_pages).open("articles/zerohedge-20170909.html")
    gaps = """() => [...document.querySelectorAll('.line')].map(line => [...line.querySelectorAll('.record')].map(r => {
      const words = line.querySelector(`.text [data-record="${r.id}"].first`);
      return words && r.querySelector('summary').getBoundingClientRect().top - words.getClientRects()[0].top;
    }).filter(gap => gap !== null)[0]).filter(gap => gap !== undefined)"""
    until(page, lambda: max(map(abs, page.evaluate(gaps))) < 12)
    assert len(page.evaluate(gaps)) > 8


def test_note_and_words_are_connected_by_pointer_and_by_focus(own_pages, visit):
    page = visit(own_pages).open("articles/zerohedge-20170909.html")
    record = page.locator("details.record").first
    name = record.get_attribute("id")
    linked = "() => [...new Set([...document.querySelectorAll('.linked')].map(e => e.dataset.record ?? e.id))]"
    page.locator(f".running a.content[href='#{name}']").first.hover()
    assert page.evaluate(linked) == [name]
    page.mouse.move(0, 0)
    assert page.evaluate(linked) == []
    record.locator("summary").focus()
    assert page.evaluate(linked) == [name]


def test_newsrooms_of_the_synopsis_are_in_order_of_time(own_pages, visit):
    """From left to right in a wide window, with a time axis; one below the other on a phone, without it."""
    page = visit(own_pages).open()
    heads = page.locator(".synopsis thead .outlet")
    places = [heads.nth(n).bounding_box()["x"] for n in range(heads.count())]
    assert places == sorted(places)
    assert heads.all_inner_texts() == ["VG", "Al Jazeera Arabic", "Sputnik International", "ZeroHedge", "Newsweek"]
    assert page.locator(".axis circle").count() == 5
    labels = page.locator(".axis text").all_text_contents()
    assert (labels[0], labels[-1]) == ("8 September 2017", "14 September 2017")
    page = visit(own_pages, size=(390, 844)).open()
    assert not page.locator(".axis").is_visible()
    cells = page.locator(".synopsis td.said")
    places = [cells.nth(n).bounding_box()["x"] for n in range(cells.count())]
    assert len(set(places)) == 1


def test_headline_is_there_once(own_pages, visit):
    window = visit(own_pages)
    for name in ("aljazeera", "sputnik", "zerohedge", "newsweek", "vg"):
        page = window.open(
            f"articles/{name}-201709{'13' if name == 'newsweek' else '08' if name == 'vg' else '09'}.html"
        )
        title = page.locator("main h1").inner_text()
        assert page.locator("main").inner_text().count(title) == 1, name
