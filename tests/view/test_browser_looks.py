"""How pages look, as far as it can be measured: theme, direction, width, print."""

import shutil
import subprocess

import pytest
from support.browsing import NARROW, WIDE, until
from support.viewing import one_of_each

ARABIC = "articles/aljazeera-20170909.html"
ENGLISH = "articles/sputnik-20170909.html"
UTTERANCE = "utterances/braga-responsibility.html"
#: How light a colour is, 0 to 1, by the weights of sRGB.
LIGHTNESS = """name => {
  const canvas = document.createElement('canvas').getContext('2d');
  canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name) || name;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
}"""
#: Elements that stick out of the window, or out of a box of their own that does not scroll.
SPILT = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolled = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolled(e.parentElement));
  const out = [...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect(), style = getComputedStyle(e);
    if (!box.width || style.position === 'absolute' || e.closest('svg') || scrolled(e)) return false;
    return box.right > wide + 1 || box.left < -1;
  });
  return [document.documentElement.scrollWidth > wide, out.slice(0, 3).map(e => e.outerHTML.slice(0, 120))];
}"""


def fonts():
    """What fontconfig has for Arabic; nothing where there is no fontconfig."""
    tool = shutil.which("fc-list")
    if tool is None:
        return ""
    return subprocess.run([tool, ":lang=ar", "family"], capture_output=True, text=True, check=False).stdout


def lightness(page):
    """Of the ground and of the text."""
    style = page.evaluate(
        "[getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]"
    )
    return [page.evaluate(LIGHTNESS, colour) for colour in style]


def is_dark(page):
    ground, text = lightness(page)
    assert abs(ground - text) > 0.5
    return ground < text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_theme_is_that_of_the_system(own_pages, visit, scheme):
    window = visit(own_pages, color_scheme=scheme)
    for name in one_of_each(own_pages):
        assert is_dark(window.open(name)) is (scheme == "dark"), name


def test_theme_is_chosen_by_button_and_by_key_and_stays(own_pages, visit):
    window = visit(own_pages)
    page = window.open()
    seen = [is_dark(page)]
    for _ in range(3):
        page.locator("#theme").click()
        seen.append(is_dark(page))
    assert seen == [False, False, True, False]
    page.keyboard.press("t")
    page.keyboard.press("t")
    assert is_dark(page)
    assert "dark" in page.locator("#theme").inner_text().lower()
    for name in ("quotes.html", ARABIC):
        assert is_dark(window.open(name))
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("t")
    page.keyboard.press("t")
    assert is_dark(page) is False
    page.reload()
    assert is_dark(page) is False


def test_a_theme_that_nobody_offers_is_no_theme(own_pages, visit):
    window = visit(own_pages)
    page = window.open()
    page.evaluate("localStorage.setItem('convoy-theme', '<script>')")
    assert not is_dark(window.open())


def boxes(line):
    return [line.locator(part).bounding_box() for part in (".role", ".text", ".margin")]


@pytest.mark.parametrize(("name", "mirrored"), [(ENGLISH, False), (ARABIC, True)], ids=["English", "Arabic"])
def test_columns_follow_the_direction(own_pages, visit, name, mirrored):
    """Roles are at the start of lines, records at their end."""
    page = visit(own_pages).open(name)
    line = page.locator(".running .line:not(.dropped):has(details.record)").first
    role, text, margin = boxes(line)
    before, after = (margin, role) if mirrored else (role, margin)
    assert before["x"] + before["width"] <= text["x"]
    assert text["x"] + text["width"] <= after["x"]
    assert page.locator(".running").evaluate("e => getComputedStyle(e).direction") == ("rtl" if mirrored else "ltr")
    assert page.locator("main h1").evaluate("e => getComputedStyle(e).direction") == ("rtl" if mirrored else "ltr")
    assert page.locator("html").evaluate("e => getComputedStyle(e).direction") == "ltr"


#: Where the first letter of an element is drawn, from the left of the element's line box.
FIRST_LETTER = """e => {
  const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange();
  const node = walker.nextNode();
  range.setStart(node, 0); range.setEnd(node, 1);
  const letter = range.getBoundingClientRect(), box = e.getBoundingClientRect();
  return (letter.left + letter.right) / 2 < (box.left + box.right) / 2;
}"""


def test_arabic_runs_from_the_right(own_pages, visit):
    window = visit(own_pages)
    page = window.open(ARABIC)
    texts = page.locator(".line:not(.dropped):not(.foreign) .text")
    assert texts.count() > 5
    assert not any(texts.nth(i).evaluate(FIRST_LETTER) for i in range(texts.count()))
    assert page.locator(".margin details.record summary").first.evaluate(FIRST_LETTER)
    page = window.open(UTTERANCE)
    arabic, english = (page.locator(f".synopsis blockquote[lang={code}] p").first for code in ("ar", "en"))
    assert english.evaluate(FIRST_LETTER)
    assert not arabic.evaluate(FIRST_LETTER)


@pytest.mark.skipif("Naskh" not in fonts(), reason="no naskh face on this machine: apt-get install fonts-noto-core")
def test_arabic_is_set_in_naskh(own_pages, visit):
    """Headings and text in Arabic, by the fonts that the browser really used."""
    page = visit(own_pages).open(ARABIC)
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("main h1", ".line:not(.dropped):not(.foreign) .text"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert any("Naskh" in font["familyName"] for font in used), (selector, used)


#: Every element that sets a language: whether it is isolated from the direction of its neighbours.
MIXED = """() => [...document.querySelectorAll('main [lang], main bdi')].filter(e => {
  const style = getComputedStyle(e);
  if (!e.textContent.trim() || !e.getClientRects().length) return false;
  const apart = /isolate|plaintext/.test(style.unicodeBidi) || !style.display.startsWith('inline');
  return !apart;
}).map(e => e.outerHTML.slice(0, 200))"""


def test_what_runs_the_other_way_is_kept_apart(own_pages, visit):
    window = visit(own_pages)
    for name in one_of_each(own_pages):
        page = window.open(name)
        if name == "quotes.html":
            page.locator("article.quote").first.wait_for()
        assert page.evaluate(MIXED) == [], name


@pytest.mark.parametrize("folder", ["own_pages", "made_pages"])
@pytest.mark.parametrize("size", [NARROW, (700, 900), WIDE], ids=["narrow", "middle", "wide"])
def test_nothing_is_wider_than_the_window(request, visit, folder, size):
    folder = request.getfixturevalue(folder)
    window = visit(folder, size=size)
    for name in one_of_each(folder) + ([ARABIC] if (folder / ARABIC).exists() else []):
        page = window.open(name)
        if name == "quotes.html":
            page.locator("article.quote").first.wait_for()
        page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
        assert page.evaluate(SPILT) == [False, []], name


def test_open_record_fits_a_narrow_window(own_pages, visit):
    page = visit(own_pages, size=NARROW).open(ARABIC, "q008")
    until(page, lambda: page.locator("details.record[open]").count(), 1)
    assert page.evaluate(SPILT) == [False, []]
    assert page.locator("details.record[open] dl").is_visible()


def test_print_is_text_alone(own_pages, visit):
    window = visit(own_pages, color_scheme="dark")
    page = window.open(ENGLISH)
    page.locator("#theme").click()
    page.locator("#theme").click()
    page.emulate_media(media="print", color_scheme="dark")
    assert not is_dark(page)
    for control in ("header.site nav", "#theme", ".switches", "footer .keys"):
        assert not page.locator(control).is_visible(), control
    texts = page.locator(".line:not(.dropped) .text")
    assert all(texts.nth(i).is_visible() for i in range(texts.count()))
    summary = page.locator("details.record summary")
    assert all(summary.nth(i).is_visible() for i in range(summary.count()))
    page = window.open("quotes.html")
    page.locator("article.quote").first.wait_for()
    # A navigation may begin in a new process of the browser, which knows nothing of the medium.
    page.emulate_media(media="print", color_scheme="dark")
    until(page, page.locator("#filters").is_visible, False)
    assert page.locator("article.quote").first.is_visible()


def test_printed_pages_hold_all_the_text(own_pages, visit, tmp_path):
    """On A4, nothing is cut off at the right, and the text has the middle, with its margins at both sides."""
    window = visit(own_pages, size=(794, 1123))
    for name in (ENGLISH, ARABIC):
        page = window.open(name)
        page.emulate_media(media="print")
        assert page.evaluate(SPILT) == [False, []]
        widths = page.evaluate("() => [...document.querySelectorAll('.line .text')].map(e => e.offsetWidth)")
        assert min(width for width in widths if width) > 794 / 2
        assert page.pdf(format="A4").startswith(b"%PDF-")
        page.emulate_media(media="screen")


def test_zoom_to_twice_the_size_still_fits(own_pages, visit):
    """As a reader with weak eyes has it: 200 % of a window of 1280."""
    window = visit(own_pages, size=(640, 450))
    for name in one_of_each(own_pages):
        assert window.open(name).evaluate(SPILT) == [False, []], name
