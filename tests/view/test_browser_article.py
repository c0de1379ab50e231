"""The page of an article: its text and its records, and what leads from one to the other, also without scripts."""

import pytest
from support.browsing import until
from support.viewing import rows_of

ARTICLE = "articles/sputnik-20170909.html"
ID = "sputnik-20170909"
PARTS = ("content", "cue", "source")


@pytest.fixture(scope="module")
def quotes(own_release):
    return [q for q in rows_of(own_release, "quotes") if q["article_id"] == ID]


@pytest.fixture(scope="module")
def lines(own_release):
    return [p for p in rows_of(own_release, "paragraphs") if p["article_id"] == ID]


def local(quote):
    return quote["quote_id"].split(".")[-1]


def opened(page):
    return page.eval_on_selector_all("details.record[open]", "found => found.map(d => d.id)")


def opens(page, names):
    """These records are open, now or in a moment, and no other."""
    until(page, lambda: opened(page), names)


def background(words):
    return words.evaluate("e => getComputedStyle(e).backgroundColor")


def on_screen(page, selector):
    """Whether the first such element is inside the window."""
    box = page.locator(selector).first.bounding_box()
    height = page.viewport_size["height"]
    return box is not None and box["y"] < height and box["y"] + box["height"] > 0


def test_the_whole_text_is_there(own_pages, visit, lines):
    page = visit(own_pages).open(ARTICLE)
    kept = page.locator(".running .line:not(.dropped) .text").all_text_contents()
    assert kept == [p["text"] for p in lines if p["kept"]]
    assert all(page.locator(".running .line:not(.dropped) .text").nth(i).is_visible() for i in range(len(kept)))
    dropped = page.locator(".running .line.dropped .text").all_text_contents()
    assert dropped == [p["text"] for p in lines if not p["kept"]] != []


def test_every_attribution_has_its_record(own_pages, visit, quotes):
    page = visit(own_pages).open(ARTICLE)
    assert page.eval_on_selector_all("details.record", "all => all.map(d => d.id)") == [local(q) for q in quotes]
    for quote in quotes:
        record = page.locator(f"details.record#{local(quote)}")
        assert quote["speaker"] in record.locator("summary").inner_text()
        assert quote["type"] in record.locator("summary").inner_text()
        assert all(s["text"] in record.text_content() for part in ("cue", "source") for s in quote[part])
        assert all(str(s["start"]) in record.text_content() for s in quote["content"])


def test_words_are_marked_where_they_stand(own_pages, visit, quotes):
    """Where no other attribution has a part of them, the words are those of the release to the letter."""
    page = visit(own_pages).open(ARTICLE)
    spans = [(s["start"], s["end"]) for q in quotes for part in PARTS for s in q[part]]
    alone = 0
    for quote in quotes:
        for part in PARTS:
            own = [(s["start"], s["end"]) for s in quote[part]]
            if own and sum(a < d and c < b for a, b in own for c, d in spans) == len(own):
                pieces = page.locator(f".running a.{part}[href='#{local(quote)}']").all_text_contents()
                assert pieces == [s["text"] for s in quote[part]]
                alone += 1
    assert alone > len(quotes)


def test_deep_link_opens_scrolls_and_marks(own_pages, visit, quotes):
    window = visit(own_pages, size=(1280, 500))
    for name in (local(quotes[0]), local(quotes[-1])):
        page = window.open(ARTICLE, name)
        opens(page, [name])
        words = page.locator(f".text [data-record='{name}']")
        assert page.locator(".running .marked").all_text_contents() == words.all_text_contents() != []
        other = page.locator(f".running a.content:not([href='#{name}'])").first
        assert background(words.and_(page.locator(".content")).first) != background(other)
        assert on_screen(page, f".running a.content[href='#{name}']")
        page.goto("about:blank")


def test_click_on_words_opens_the_record_and_closes_it(own_pages, visit, quotes):
    page = visit(own_pages).open(ARTICLE)
    first, second = local(quotes[1]), local(quotes[3])
    page.locator(f".running a.content[href='#{first}']").first.click()
    until(page, lambda: first in opened(page))
    assert page.url.endswith(f"#{first}")
    page.locator(f".running a.cue[href='#{second}'], .running a.source[href='#{second}']").first.click()
    until(page, lambda: second in opened(page))
    assert page.locator(f".marked:not([href='#{second}'])").count() == 0
    page.locator(f".running a.content[href='#{second}']").first.click()
    until(page, lambda: second not in opened(page))
    page.go_back()
    until(page, lambda: page.url.endswith(f"#{first}"))
    until(page, lambda: page.locator(f".marked[href='#{first}']").count() > 0)


def test_keys_walk_through_the_attributions(own_pages, visit, quotes):
    page = visit(own_pages).open(ARTICLE)
    for quote in quotes[:3]:
        page.keyboard.press("j")
        opens(page, [local(quote)])
        assert on_screen(page, f".running a.content[href='#{local(quote)}']")
    page.keyboard.press("k")
    opens(page, [local(quotes[1])])
    for _ in quotes:
        page.keyboard.press("j")
    opens(page, [local(quotes[-1])])
    page.keyboard.press("Escape")
    opens(page, [])


def test_record_can_be_reached_and_opened_by_tab(own_pages, visit, quotes):
    page = visit(own_pages).open(ARTICLE)
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details.record > summary')"):
            break
    name = page.evaluate("document.activeElement.parentElement.id")
    page.keyboard.press("Enter")
    opens(page, [name])
    assert name in [local(q) for q in quotes]


def test_dropped_lines_on_demand(own_pages, visit):
    page = visit(own_pages).open(ARTICLE)
    line = page.locator(".line.dropped").first
    assert not line.is_visible()
    page.locator("#show-dropped").check()
    assert line.is_visible()
    page.keyboard.press("d")
    assert not line.is_visible()
    page.keyboard.press("d")
    assert line.is_visible()


def test_help_and_search_by_keys(own_pages, visit):
    page = visit(own_pages).open(ARTICLE)
    assert not page.locator("dialog#help").is_visible()
    page.keyboard.press("?")
    assert page.locator("dialog#help").is_visible()
    page.keyboard.press("j")
    assert opened(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("dialog#help").is_visible()
    page.keyboard.press("/")
    page.wait_for_url("**/quotes.html*")


def test_one_voice_alone(own_pages, visit):
    page = visit(own_pages).open(ARTICLE)
    button = page.locator(".voices button").first
    words = page.locator(".running a.content").first
    before = [background(a) for a in page.locator(".running a.content").all()]
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    after = [background(a) for a in page.locator(".running a.content").all()]
    assert 0 < sum(a != b for a, b in zip(before, after, strict=True)) < len(before)
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert background(words) == before[0]


def test_without_scripts_all_can_be_read(own_pages, visit, quotes, lines):
    page = visit(own_pages, java_script_enabled=False).open(ARTICLE)
    texts = page.locator(".running .line:not(.dropped) .text")
    assert texts.all_text_contents() == [p["text"] for p in lines if p["kept"]]
    assert texts.first.is_visible()
    record = page.locator(f"details.record#{local(quotes[0])}")
    assert not record.locator("dl").is_visible()
    record.locator("summary").click()
    assert record.locator("dl").is_visible()
    line = page.locator(".line.dropped").first
    assert not line.is_visible()
    page.locator("#show-dropped").check()
    assert line.is_visible()
    assert not page.locator("#theme").is_visible()


@pytest.mark.parametrize(
    "name", ["index.html", "quotes.html", "speakers/jon-braga.html", "utterances/braga-responsibility.html"]
)
def test_other_pages_without_scripts(own_pages, visit, name):
    page = visit(own_pages, java_script_enabled=False).open(name)
    assert page.locator("main h1").is_visible()
    assert not page.locator("#filters").is_visible()
    if name == "quotes.html":
        assert page.locator("main a[href='articles.html']").is_visible()
