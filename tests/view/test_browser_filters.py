"""The page of all quotations: what it shows is what the release holds, however it was asked for."""

import re
from urllib.parse import quote, urlencode

import pytest
from support.browsing import until
from support.viewing import rows_of

PAGE = 25


class Browse:
    """The page of quotations in a window."""

    def __init__(self, window, fragment=""):
        self.window, self.page = window, window.open("quotes.html", fragment)
        until(self.page, lambda: self.count is not None)

    @property
    def count(self):
        """How many are found, as the page says; None while it is looking."""
        found = re.fullmatch(r"([\d,]+) quotations?", self.page.locator("#count").inner_text())
        return found and int(found[1].replace(",", ""))

    @property
    def texts(self):
        return self.page.locator("#results article.quote blockquote").all_text_contents()

    def shows(self, quotes):
        """These are found, and those of the first page are shown."""
        wanted = (len(quotes), [q["text"] for q in quotes][:PAGE])
        until(self.page, lambda: (self.count, self.texts), wanted)

    def choose(self, **values):
        """Choose by what an option says, before its number in brackets."""
        for name, label in values.items():
            options = self.page.locator(f"#filters [name={name}] option")
            found = [o for o in options.all_text_contents() if o.rsplit(" (", 1)[0] == label]
            assert len(found) == 1, (name, label, options.all_text_contents())
            self.page.select_option(f"#filters [name={name}]", label=found[0])


@pytest.fixture(scope="module")
def quotes(own_release):
    return rows_of(own_release, "quotes")


@pytest.fixture
def browse(own_pages, visit):
    return lambda fragment="": Browse(visit(own_pages), fragment)


def test_all_are_there(browse, quotes):
    assert len(quotes) > PAGE
    browse().shows(quotes)


FILTERS = {
    "speaker": ("Jon Braga", "Jon Braga"),
    "outlet": ("VG", "VG"),
    "language": ("Arabic", "ar"),
    "type": ("direct", "direct"),
}


@pytest.mark.parametrize("column", FILTERS)
def test_each_filter_alone(browse, quotes, column):
    label, value = FILTERS[column]
    wanted = [q for q in quotes if q[column] == value]
    assert 0 < len(wanted) < len(quotes)
    shown = browse()
    shown.choose(**{column: label})
    shown.shows(wanted)


def test_filters_combine(browse, quotes):
    shown = browse()
    shown.choose(speaker="Jon Braga", outlet="VG", type="direct")
    shown.shows([q for q in quotes if (q["speaker"], q["outlet"], q["type"]) == ("Jon Braga", "VG", "direct")])
    shown.choose(language="Arabic")
    shown.shows([])


def test_number_in_brackets_is_what_choosing_gives(browse):
    shown = browse()
    for name in FILTERS:
        option = shown.page.locator(f"#filters [name={name}] option").nth(1)
        value, many = option.get_attribute("value"), int(re.search(r"\((\d+)\)$", option.text_content())[1])
        Browse(shown.window, urlencode({name: value}, quote_via=quote))
        until(shown.page, lambda: shown.count, many)


def matching(quotes, words):
    """The quotes whose text or source has every word, in any case."""
    parts = words.lower().split()
    return [q for q in quotes if all(p in f"{q['text']} {q['source_text'] or ''}".lower() for p in parts)]


@pytest.mark.parametrize("words", ["convoy", "CONVOY", "the bridge", "قافلة", "no such words", "<b>", "(", "\\", "  "])
def test_search_finds_words(browse, quotes, words):
    shown = browse()
    shown.page.fill("#q", words)
    shown.shows(matching(quotes, words))


def test_search_goes_with_filters(browse, quotes):
    wanted = [q for q in matching(quotes, "convoy") if q["language"] == "en"]
    shown = browse()
    shown.choose(language="English")
    shown.page.fill("#q", "convoy")
    shown.shows(wanted)
    shown.choose(type="direct")
    shown.shows([q for q in wanted if q["type"] == "direct"])


def test_reset_shows_all_again(browse, quotes):
    shown = browse("speaker=jon-braga&type=direct&q=buses")
    assert 0 < shown.count < len(quotes)
    shown.page.locator("#filters [type=reset]").click()
    shown.shows(quotes)
    assert [shown.page.locator(f"#{name}").input_value() for name in (*FILTERS, "q")] == [""] * 5


def test_back_and_forward(browse, quotes):
    outlet = [q for q in quotes if q["outlet"] == "VG"]
    shown = browse()
    shown.choose(outlet="VG")
    shown.shows(outlet)
    shown.choose(type="direct")
    shown.shows([q for q in outlet if q["type"] == "direct"])
    shown.page.go_back()
    shown.shows(outlet)
    shown.page.go_back()
    shown.shows(quotes)
    shown.page.go_forward()
    shown.shows(outlet)
    assert shown.page.locator("#outlet").input_value() == "VG"


def test_deep_link_opens_filtered(browse, quotes):
    address = "speaker=jon-braga&outlet=VG&language=nb&type=direct"
    shown = browse(address)
    shown.shows([q for q in quotes if (q["speaker_id"], q["outlet"], q["type"]) == ("jon-braga", "VG", "direct")])
    assert urlencode({name: shown.page.locator(f"#{name}").input_value() for name in FILTERS}) == address


NOBODY = ["speaker=nobody", "speaker=__proto__", "outlet=%3Cscript%3E", "language=", "type=x", "q=%3Cscript%3E"]
ODD = ["page=99", "page=-1", "page=x", "page=1e9", "%", "q=%ff", "x", "=", "&&", "q=" + "a" * 3_000]


@pytest.mark.parametrize("fragment", [*NOBODY, *ODD])
def test_odd_addresses_do_no_harm(browse, quotes, fragment):
    shown = browse(fragment)
    if fragment in NOBODY and not fragment.endswith("="):
        shown.shows([])
    assert shown.count in (0, len(quotes))
    assert bool(shown.texts) is bool(shown.count)


def test_paging(browse, quotes):
    shown, texts, seen = browse(), [q["text"] for q in quotes], []
    for start in range(0, len(quotes), PAGE):
        until(shown.page, lambda start=start: shown.texts, texts[start : start + PAGE])
        seen.append(shown.page.locator("#after").is_visible())
        if seen[-1]:
            shown.page.locator("#after").click()
    assert seen == [True] * (len(seen) - 1) + [False]
    assert f"page={len(seen)}" in shown.page.url
    shown.page.locator("#before").click()
    until(shown.page, lambda: shown.texts, texts[(len(seen) - 2) * PAGE : (len(seen) - 1) * PAGE])
    shown.choose(type="mixed")
    shown.shows([q for q in quotes if q["type"] == "mixed"])
    assert "page=" not in shown.page.url


def test_a_result_leads_to_its_record(browse, quotes):
    shown = browse("speaker=jon-braga&outlet=VG")
    wanted = next(q for q in quotes if (q["speaker_id"], q["outlet"]) == ("jon-braga", "VG"))
    shown.page.locator("#results article.quote a[href*='articles/']").first.click()
    record = shown.page.locator("details.record[open]")
    record.wait_for()
    assert record.count() == 1
    assert f"{wanted['article_id']}.{record.get_attribute('id')}" == wanted["quote_id"]
    assert shown.page.url.endswith(f"#{record.get_attribute('id')}")


def test_filters_work_by_keys_alone(browse, quotes):
    shown = browse()
    page = shown.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("buses")
    shown.shows(matching(quotes, "buses"))
    page.keyboard.press("t")
    assert page.locator("#q").input_value() == "busest"
    assert page.evaluate("document.documentElement.dataset.theme") is None
