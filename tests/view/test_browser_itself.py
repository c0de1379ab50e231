"""The tests' own browser: it sees every trouble that a page makes, so that its silence means something."""

import pytest
from support.browsing import NOT_RUN, find_chromium

#: What a page holds, and what must be noted of it.
TROUBLES = {
    "console error": ("<script>console.error('lost')</script>", "console: lost"),
    "console warning": ("<script>console.warn('odd')</script>", "console: odd"),
    "error": ("<script>missing()</script>", "error: missing is not defined"),
    "rejection": ("<script>Promise.reject(new Error('late'))</script>", "error: late"),
    "dialog": ("<script>alert('boo')</script>", "dialog: boo"),
    "outside image": ("<img src='http://example.org/x.png' alt=''>", "outside: http://example.org/x.png"),
    "outside script": ("<script src='https://example.org/x.js'></script>", "outside: https://example.org/x.js"),
    "outside fetch": ("<script>fetch('http://example.org/').catch(() => 0)</script>", "outside: http://example.org/"),
    "a file elsewhere": ("<img src='/etc/hostname' alt=''>", "outside: file:///etc/hostname"),
    "no such file": ("<link rel=stylesheet href=none.css>", "none.css: net::ERR_FILE_NOT_FOUND"),
    "window": ("<script>window.open('other.html')</script>", "window: "),
}


def write(folder, body, *, name="index.html"):
    (folder / name).write_text(f"<!doctype html><meta charset=utf-8><title>x</title><body>{body}", "utf-8")


@pytest.mark.parametrize(("body", "noted"), TROUBLES.values(), ids=TROUBLES)
def test_trouble_is_noted(visit, tmp_path, body, noted):
    write(tmp_path, body)
    write(tmp_path, "", name="other.html")
    window = visit(tmp_path)
    window.open().wait_for_timeout(50)
    assert any(noted in trouble for trouble in window.forgive())


def test_a_quiet_page_is_quiet(visit, tmp_path):
    (tmp_path / "style.css").write_text("p { color: rgb(1, 2, 3) }", "utf-8")
    write(tmp_path, "<link rel=stylesheet href=style.css><p>Hello<script>console.info(1); localStorage.x = 1</script>")
    window = visit(tmp_path, color_scheme="dark")
    page = window.open(fragment="here")
    assert page.evaluate("getComputedStyle(document.querySelector('p')).color") == "rgb(1, 2, 3)"
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate("localStorage.x") == "1"


def test_scripts_can_be_off(visit, tmp_path):
    write(tmp_path, "<p>old<script>document.querySelector('p').textContent = 'new'</script>")
    assert visit(tmp_path, java_script_enabled=False).open().locator("p").inner_text() == "old"


@pytest.mark.parametrize("ci", ["", "true"], ids=["elsewhere", "ci"])
def test_without_chromium(pytester, monkeypatch, ci):
    """Skipped with a plain line at the end; in CI a failure."""
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    monkeypatch.setenv("CI", ci)
    assert find_chromium() is None
    pytester.makeconftest("from support.browsing import *")
    pytester.makepyfile("def test_it(visit): pass\ndef test_other(): pass")
    done = pytester.runpytest_inprocess("-p", "no:cacheprovider")
    assert done.ret == (1 if ci else 0)
    assert (NOT_RUN in done.outlines) is not bool(ci)
    done.stdout.fnmatch_lines([f"*{NOT_RUN}*"])
