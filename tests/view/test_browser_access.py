"""Reading pages without a mouse, or without good eyes: what axe-core finds, and what it does not look at."""

from importlib.resources import files

import pytest
from support.browsing import NARROW, WIDE, until
from support.viewing import one_of_each

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
#: What must not be found; the rest ("minor", "moderate") is advice.
GRAVE = ("serious", "critical")
PAGES = ("articles/aljazeera-20170909.html", "articles/zerohedge-20170909.html", "utterances/braga-responsibility.html")


def violations(page):
    """What axe-core finds grave: rule, how many, the first element and why. It asks for no sheet a second time."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return [
        (v["id"], v["impact"], len(v["nodes"]), v["nodes"][0]["target"], v["nodes"][0]["failureSummary"])
        for v in found
        if v["impact"] in GRAVE
    ]


def test_the_checker_checks(visit, tmp_path):
    (tmp_path / "index.html").write_text(
        "<!doctype html><title>x</title><p style='color:#ccc;background:#fff'>faint</p><img src='data:,'>", "utf-8"
    )
    window = visit(tmp_path)
    assert {v[0] for v in violations(window.open())} >= {"color-contrast", "image-alt", "html-has-lang"}
    window.forgive()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave(own_pages, visit, scheme, size):
    window = visit(own_pages, size=size, color_scheme=scheme)
    for name in sorted({*one_of_each(own_pages), *PAGES}):
        page = window.open(name)
        if name == "quotes.html":
            page.locator("article.quote").first.wait_for()
        assert violations(page) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_when_all_is_open(own_pages, visit, scheme):
    """Records, dropped lines, tables of figures, words that are marked."""
    window = visit(own_pages, color_scheme=scheme)
    for name in (*PAGES, "index.html"):
        page = window.open(name, "q008" if name.startswith("articles") else "")
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        page.eval_on_selector_all("#show-dropped", "all => all.forEach(c => c.click())")
        assert violations(page) == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_grave_in_what_comes_and_goes(own_pages, visit, scheme):
    """The help, one voice alone, and filters that leave nothing."""
    window = visit(own_pages, color_scheme=scheme)
    page = window.open(PAGES[0])
    page.keyboard.press("?")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".voices button").first.click()
    assert violations(page) == []
    page = window.open("quotes.html", "q=no+such+words")
    until(page, lambda: page.locator("#count").inner_text(), "0 quotations")
    assert violations(page) == []


def test_focus_is_seen_everywhere(own_pages, visit):
    """Whatever the Tab key comes to is drawn otherwise than without it."""
    window = visit(own_pages)
    for name in ("index.html", "quotes.html", PAGES[0]):
        page = window.open(name)
        for _ in range(25):
            page.keyboard.press("Tab")
            style = page.evaluate("getComputedStyle(document.activeElement).outline")
            drawn = page.evaluate("document.activeElement === document.body") or "none" not in style
            assert drawn, (name, page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))


def test_skip_link_comes_first(own_pages, visit):
    page = visit(own_pages).open(PAGES[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    box = page.locator(".skip").bounding_box()
    assert box["width"] > 40
    assert box["y"] >= 0


def test_help_gives_the_focus_back(own_pages, visit):
    page = visit(own_pages).open(PAGES[0])
    page.locator("#theme").focus()
    page.keyboard.press("?")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "theme"
