"""A release that means harm, in a real browser: nothing of it runs, everything of it can be read."""

import json
import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from support.browsing import NARROW
from support.hostile import LONG, NAMES, PAYLOADS
from support.viewing import Markup, html_files, rows_of

#: What a page may hold of its own; whatever else is on it came out of a text.
ELEMENTS = set(
    """html head meta title link script body a header nav button main aside section h1 h2 h3 h4 h5 p dl div dt dd ol ul
    li figure fieldset legend mark strong
    figcaption blockquote details summary table thead tbody tr th td span bdi time code pre kbd dialog form footer
    input label select option noscript article del ins i b em strong small br hr caption colgroup col q cite abbr
    svg g path rect circle line text tspan title desc polyline polygon use defs clippath""".split()  # noqa: SIM905
)
SCRIPTS = re.compile(r"(\.\./)?(assets|data)/[a-z-]+(-\d+)?\.js")
#: Characters that affect their neighbours, and invisible ones.
ACTING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def markup(hostile_pages):
    return {name: Markup(hostile_pages / name) for name in html_files(hostile_pages)}


def written(text):
    """A text as a page has it: what acts is named."""
    return ACTING.sub(lambda m: f"[U+{ord(m[0]):04X}]", text)


def shown(text):
    """The same with white space as one space."""
    return " ".join(written(text).split())


def page_of(markup, name):
    """The page of the article that has this id, before that of its first quote, or as its title where it has none."""
    wanted = {written(name)} if name.startswith("shape") else {written(f"{name}.first"), written(f"{name}.q001")}
    (file,) = (f for f, m in markup.items() if f.startswith("articles/") and wanted & set(m.texts))
    return file


def seen(page, selector="main"):
    return " ".join(page.locator(selector).first.text_content().split())


def test_no_file_lies_outside(hostile_pages):
    folder = hostile_pages.parent
    assert [p.name for p in folder.iterdir()] == [hostile_pages.name]
    assert not any(p.is_symlink() for p in folder.rglob("*"))
    names = [p.relative_to(hostile_pages).as_posix() for p in hostile_pages.rglob("*")]
    assert len({unicodedata.normalize("NFC", n).casefold() for n in names}) == len(names)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.~-]{0,99}", part) for name in names for part in name.split("/"))


def test_markup_is_only_what_pages_are_made_of(markup):
    for name, page in markup.items():
        for tag, values in page.elements:
            assert tag in ELEMENTS, (name, tag)
            assert not [a for a in values if a.startswith("on") or a in ("srcdoc", "formaction", "action", "ping")], (
                name
            )
            assert tag != "script" or SCRIPTS.fullmatch(values["src"]), (name, values)
            assert tag != "meta" or values.get("http-equiv") in (None, "Content-Security-Policy"), (name, values)


def test_pages_forbid_what_they_do_not_need_and_hold_nothing_that_acts(hostile_pages, markup):
    for name, page in markup.items():
        (policy,) = (v["content"] for tag, v in page.elements if tag == "meta" and "http-equiv" in v)
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == rules["base-uri"] == "'none'", name
        assert "unsafe" not in rules["script-src"], name
        # Captions of figures set names apart, and close what they open.
        text = re.sub("\u2068([^\u2068\u2069]*)\u2069", r"\1", (hostile_pages / name).read_text("utf-8"))
        assert not ACTING.search(text), name


def test_links_lead_to_the_web_or_to_pages(markup):
    for name, page in markup.items():
        for address in page.references:
            scheme = urlsplit(address.strip()).scheme.lower()
            assert scheme in ("", "http", "https") or address == "data:,", (name, address)
            assert not address.startswith("//"), (name, address)


def test_data_files_are_calls_with_json(hostile_pages):
    for path in (hostile_pages / "data").iterdir():
        call = re.fullmatch(r"convoy\.[a-z]+\((.*)\);\n", path.read_text("utf-8"), re.DOTALL)
        json.loads(f"[{call[1]}]")
        assert not ACTING.search(call[1])


def test_nothing_runs_on_any_page(hostile_pages, markup, visit):
    """Every page with a payload loads in silence, and no script of a text has run."""
    window = visit(hostile_pages)
    payloads = {written(p) for p in PAYLOADS.values() if p}
    harmful = [f for f, m in markup.items() if any(p in text for text in m.texts for p in payloads)]
    assert len(harmful) > 2 * len(PAYLOADS)
    for name in harmful:
        page = window.open(name)
        assert page.evaluate("window.hurt") is None, name
        assert page.locator("#theme").is_visible(), name
        assert window.troubles == [], name


@pytest.mark.parametrize("name", PAYLOADS)
def test_article_is_shown_to_the_letter(hostile_pages, markup, visit, name):
    """Title, outlet, text and what is known of its quotes, on the article's page and wherever that leads."""
    payload = PAYLOADS[name]
    page = visit(hostile_pages).open(page_of(markup, name if name == "long" else f"{payload}|{name}"))
    assert page.locator("details.record").count() == 3
    assert page.title()
    text = seen(page)
    for wanted in (f"It is {payload} here", f"said {payload}", f"Kept {payload} kept", f"Dropped {payload} dropped"):
        assert shown(wanted) in text, wanted
    assert text.count(shown(payload)) > 10 or not payload.strip()
    page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
    page.locator("#show-dropped").check()
    for link in page.eval_on_selector_all("main a[href*='/']", "all => [...new Set(all.map(a => a.href))]"):
        if link.startswith("file:"):
            page.goto(link)
            assert page.evaluate("window.hurt") is None
            assert shown(payload) in seen(page)


def test_filters_show_and_find_it(hostile_pages, visit):
    window = visit(hostile_pages)
    page = window.open("quotes.html")
    page.locator("article.quote").first.wait_for()
    page.locator("#facet-speaker .all").click()
    speakers = " ".join(page.locator("#facet-speaker .option").all_text_contents())
    for name in ("script", "image", "template", "override"):
        assert shown(PAYLOADS[name]) in " ".join(speakers.split())
    page.fill("#q", PAYLOADS["image"])
    page.wait_for_timeout(500)
    assert shown(PAYLOADS["image"]) in seen(page, "#results")
    assert page.locator("#results script, #results img, #results iframe, #results svg").count() == 0
    assert page.evaluate("window.hurt") is None
    page.fill("#q", "")
    for view in ("table", "kwic", "cards"):
        page.locator(f".views input[value={view}]").check(force=True)
        page.wait_for_timeout(200)
        assert page.locator("#results script, #results img, #results iframe, #results svg").count() == 0
    for n in range(page.locator("#facet-speaker input[type=checkbox]").count()):
        page.locator("#facet-speaker input[type=checkbox]").nth(n).check()
    assert page.evaluate("window.hurt") is None


def test_long_words_do_not_widen_the_page(hostile_pages, markup, visit):
    window, wide = visit(hostile_pages, size=NARROW), []
    for name in [f for f, m in markup.items() if any(PAYLOADS["long"] in text for text in m.texts)]:
        page = window.open(name)
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        wide += [] if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else [name]
    assert wide == []


def test_odd_names_have_pages_of_their_own(markup, hostile_release):
    """As many pages as articles, speakers and utterances, and each article's id is on one page."""
    assert len({page_of(markup, name) for name in NAMES}) == len(NAMES)
    for table in ("articles", "utterances"):
        assert sum(f.startswith(f"{table}/") for f in markup) == len(rows_of(hostile_release, table))
    assert sum(f.startswith("speakers/") for f in markup) > len(rows_of(hostile_release, "speakers"))


def test_keys_work_where_ids_are_those_of_the_page(hostile_pages, markup, visit):
    window = visit(hostile_pages)
    for name in ("help", "theme", "results", "main", "__proto__", "q001"):
        page = window.open(page_of(markup, name))
        page.keyboard.press("?")
        assert page.locator("dialog#help").is_visible(), name
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.locator("details.record[open]").wait_for()
        page.locator("#theme").click()
        assert page.evaluate("document.documentElement.dataset.theme") == "light"
        page.evaluate("localStorage.clear()")


def test_long_article_opens(hostile_pages, markup, visit):
    page = visit(hostile_pages).open(page_of(markup, "shape-long"))
    assert page.locator(".running .line").count() == LONG
    page.keyboard.press("j")
    page.locator("details.record[open]").wait_for()


SHAPES = ["shape-unquoted", "shape-dropped", "shape-nothing", "shape-crossing", "shape-loop"]


def test_odd_shapes_open(hostile_pages, hostile_release, markup, visit):
    window = visit(hostile_pages)
    articles = {a["article_id"]: a for a in rows_of(hostile_release, "articles")}
    for name in SHAPES:
        page = window.open(page_of(markup, name))
        assert page.locator("main h1").inner_text() == name
        kept = page.locator(".running .line:not(.dropped) .text").all_text_contents()
        assert "\n\n".join(kept) == articles[name]["text"]
        assert page.locator("details.record").count() == articles[name]["n_quotes"]
