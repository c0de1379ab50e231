"""The page of all quotations: what it shows is what the release holds, however it was asked for."""

import csv
import io
import re
import unicodedata
from urllib.parse import urlencode

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

    def options(self, name):
        """The values of a facet with their counts, as the page lists them."""
        self.more(name)
        labels = self.page.locator(f"#facet-{name} .option .of").all_text_contents()
        counts = self.page.locator(f"#facet-{name} .option .n").all_text_contents()
        return {label: int(count.replace(",", "")) for label, count in zip(labels, counts, strict=True)}

    def more(self, name):
        rest = self.page.locator(f"#facet-{name} .all")
        if rest.count():
            rest.click()

    def choose(self, **values):
        """Choose by what an option says; choosing it again takes it back."""
        for name, label in values.items():
            assert label in self.options(name)
            self.page.locator(f"#facet-{name} .option", has_text=re.compile(rf"^{re.escape(label)}[\d,]+$")).click()

    def chosen(self):
        """The values that are chosen, by facet."""
        boxes = self.page.locator("#filters input:checked")
        return [tuple(pair) for pair in boxes.evaluate_all("all => all.map(e => [e.name, e.value])")]


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
    shown.choose(outlet="VG")
    shown.shows([q for q in quotes if (q["speaker"], q["type"]) == ("Jon Braga", "direct")])


def test_several_values_of_a_facet_are_alternatives(browse, quotes):
    shown = browse()
    shown.choose(outlet="VG")
    shown.choose(outlet="Newsweek")
    shown.shows([q for q in quotes if q["outlet"] in ("VG", "Newsweek")])
    assert sorted(shown.chosen()) == [("outlet", "Newsweek"), ("outlet", "VG")]


@pytest.mark.parametrize("words", ["", "convoy"])
def test_counts_of_a_facet_are_what_choosing_gives(browse, quotes, words):
    """Each count is that of the value under all other filters and the words, and changes with them."""
    shown = browse(urlencode({"type": "indirect", "q": words}))
    rest = [q for q in matching(quotes, words) if q["type"] == "indirect"]
    for name, column in (("speaker", "speaker"), ("outlet", "outlet")):
        wanted = {}
        for q in rest:
            wanted[q[column]] = wanted.get(q[column], 0) + 1
        assert shown.options(name) == wanted
    types = {}
    for q in matching(quotes, words):
        types[q["type"]] = types.get(q["type"], 0) + 1
    assert shown.options("type") == types


def test_a_statement_is_a_filter(browse, quotes):
    browse("statement=losses").shows([q for q in quotes if q["utterance_id"] == "losses"])


def words_of(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.category(c).startswith("M"))
    return re.findall(r"[^\W_]+", plain.lower())


def matching(quotes, words):
    """The quotes whose text or source has every word, in any case; words of three letters and more also in words."""

    def has(quote, sought):
        own = words_of(f"{quote['text']} {quote['source_text'] or ''}")
        return sought in own if len(sought) < 3 else any(sought in word for word in own)

    return [q for q in quotes if all(has(q, sought) for sought in words_of(words))]


WORDS = ["convoy", "CONVOY", "onvo", "the coalition", "is", "قافلة", "no such words", "<b>", "(", "\\", "  "]


@pytest.mark.parametrize("words", WORDS)
def test_search_finds_words(browse, quotes, words):
    shown = browse()
    shown.page.fill("#q", words)
    shown.shows(matching(quotes, words))


@pytest.mark.parametrize("words", ["convoy", "قافلة", "å", "the coalition"])
def test_hits_are_marked(browse, quotes, words):
    """Each shown quotation has a mark, and each mark is one of the words."""
    shown = browse(urlencode({"q": words}))
    cards = shown.page.locator("#results article.quote")
    assert cards.count() == min(PAGE, len(matching(quotes, words))) > 0
    for n in range(cards.count()):
        marks = cards.nth(n).locator("mark").all_text_contents()
        assert marks
        assert {word for mark in marks for word in words_of(mark)} <= set(words_of(words))


@pytest.mark.parametrize("words", ["convoy", "قافلة"])
def test_words_in_context(browse, quotes, words):
    """A line for each word that has it, with all of its quotation around it, and cue and source beside it."""
    shown = browse(urlencode({"q": words, "view": "kwic"}))
    lines = shown.page.locator(".kwic .line:not(.heads)")
    until(shown.page, lambda: lines.count() > 0)
    wanted = [q for q in matching(quotes, words) if any(words in word for word in words_of(q["text"]))][:PAGE]
    texts = [q["text"] for q in wanted for word in words_of(q["text"]) if words in word]
    assert lines.locator(".context").all_text_contents() == texts
    assert all(words in words_of(mark)[0] for mark in lines.locator("mark").all_text_contents())
    first = lines.first
    assert first.locator(".cue").inner_text() in (" … ".join(s["text"] for s in wanted[0]["cue"]), "–")
    boxes = [first.locator(part).bounding_box() for part in (".left", "mark")]
    assert (boxes[0]["x"] < boxes[1]["x"]) is (wanted[0]["language"] != "ar")


def test_words_in_context_need_words(browse):
    assert "Type a word" in browse("view=kwic").page.locator("#results").inner_text()


def test_table_shows_the_same(browse, quotes):
    shown = browse("view=table&speaker=jon-braga")
    rows = shown.page.locator("table.rows tbody tr")
    wanted = [q for q in quotes if q["speaker_id"] == "jon-braga"]
    assert [text.strip() for text in rows.locator("blockquote").all_text_contents()] == [q["text"] for q in wanted]
    shown.page.locator(".views label", has_text="Cards").click()
    shown.shows(wanted)


def test_order_is_chosen(browse, quotes):
    shown = browse()
    shown.page.select_option("#sort", "oldest")
    shown.shows(sorted(quotes, key=lambda q: q["published_earliest"]))
    shown.page.select_option("#sort", "speaker")
    until(shown.page, shown.page.locator("article.quote a.voice").first.inner_text, "Al-Manar")


def test_results_are_copied_as_csv(browse, quotes):
    shown = browse("speaker=jon-braga")
    shown.page.evaluate("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
    shown.page.locator("#copy").click()
    until(shown.page, lambda: shown.page.evaluate("window.copied !== undefined"))
    rows = list(csv.DictReader(io.StringIO(shown.page.evaluate("window.copied"))))
    wanted = [q for q in quotes if q["speaker_id"] == "jon-braga"]
    assert [(r["quote_id"], r["text"], r["speaker"]) for r in rows] == [
        (q["quote_id"], q["text"], "Jon Braga") for q in wanted
    ]


def test_a_quotation_is_cited(browse, quotes):
    shown = browse("speaker=jon-braga&outlet=VG")
    shown.page.locator("article.quote .cite summary").first.click()
    text = shown.page.locator("article.quote .cite p").first.inner_text()
    wanted = next(q for q in quotes if (q["speaker_id"], q["outlet"]) == ("jon-braga", "VG"))
    for part in (
        wanted["text"],
        wanted["quote_id"],
        "Jon Braga",
        "VG",
        "8–9 September 2017",
        "The convoy17 contributors",
    ):
        assert part in text


def test_nothing_found_says_so_and_offers_a_way_back(browse, quotes):
    shown = browse("speaker=jon-braga&type=mixed")
    assert "No quotation" in shown.page.locator("#results").inner_text()
    shown.page.locator("#results button").click()
    shown.shows(quotes)


def test_filters_are_folded_on_a_phone(own_pages, visit):
    page = visit(own_pages, size=(390, 800)).open("quotes.html", "speaker=jon-braga")
    until(page, lambda: page.locator("#count").inner_text(), "6 quotations")
    assert not page.locator("#facet-outlet").is_visible()
    assert page.locator("#filters summary").inner_text() == "Filters (1)"
    page.locator("#filters summary").click()
    assert page.locator("#facet-outlet").is_visible()


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
    assert shown.chosen() == []
    assert shown.page.locator("#q").input_value() == ""


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
    assert shown.chosen() == [("outlet", "VG")]


def test_deep_link_opens_filtered(browse, quotes):
    address = "speaker=jon-braga&outlet=VG&language=nb&type=direct"
    shown = browse(address)
    shown.shows([q for q in quotes if (q["speaker_id"], q["outlet"], q["type"]) == ("jon-braga", "VG", "direct")])
    assert urlencode(shown.chosen()) == address


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
    record.locator("dl").wait_for()
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


@pytest.mark.parametrize(("words", "order"), [("convoy", "before"), ("convoy", "after"), ("قافلة", "after")])
def test_words_in_context_by_their_neighbours(browse, words, order):
    """All hits of all quotations in one order, over the pages of the results."""
    shown = browse(urlencode({"q": words, "view": "kwic", "sort": order}))
    lines = shown.page.locator(".kwic .line:not(.heads)")
    until(shown.page, lambda: lines.count() > 0)
    side = {"before": ".left", "after": ".right bdi"}[order]
    texts = shown.page.eval_on_selector_all(f".kwic {side}", "found => found.map((e) => e.textContent)")
    script = """(texts) => texts.map((text) => {
        const words = convoy.results.wordsOf(text);
        return (%s ? words.reverse() : words).slice(0, 5).join(" ");
    })""" % ("true" if order == "before" else "false")
    keys = shown.page.evaluate(script, texts)
    assert len(keys) > 1
    assert keys == shown.page.evaluate("(keys) => [...keys].sort(new Intl.Collator('en').compare)", keys)


def test_neighbours_are_an_order_of_words_in_context_alone(browse):
    shown = browse("q=convoy&sort=before")
    until(shown.page, lambda: shown.page.locator("#results article.quote").count() > 0)
    assert shown.page.locator("#sort").input_value() == ""
    assert shown.page.locator("#sort option[value=before]").is_disabled()
