"""A real browser for tests: one Chromium for the session, and visits to folders of pages that go wrong if a page does.

Chromium is looked for in the variable CHROMIUM, else on PATH. Without it the tests that want it are skipped, and the
last lines say so; where CI=true they fail.
"""

import os
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
NOT_RUN = "browser tests were NOT run: no chromium found; apt-get install chromium"
#: What keeps the browser to itself: no name of a host leads anywhere but to this machine, and it asks for no updates.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WIDE, NARROW = (1280, 900), (360, 740)


def find_chromium():
    """The path of Chromium, None where there is none."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter):
    result = yield
    if any(NOT_RUN in str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())):
        terminalreporter.write_line(NOT_RUN, red=True, bold=True)
    return result


@pytest.fixture(scope="session")
def browser():
    """Chromium, started once."""
    path = find_chromium()
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(NOT_RUN)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False)
        yield browser
        browser.close()


def until(page, see, wanted=True, *, seconds=10):
    """Look again and again until a page shows what is wanted; what was seen last is in the failure."""
    for _ in range(seconds * 50):
        if (seen := see()) == wanted:
            return
        page.wait_for_timeout(20)
    assert seen == wanted


def loaded_bytes(page, folder, name):
    """The bytes of a page with all that it loads from its folder until it is quiet; ``name`` may have a fragment."""
    page.goto("about:blank")
    asked = set()
    note = lambda request: asked.add(urlsplit(request.url).path)  # noqa: E731  (the same one must be taken off again)
    page.on("request", note)
    file, hash_, fragment = name.partition("#")
    page.goto((folder / file).as_uri() + hash_ + fragment, wait_until="networkidle")
    page.remove_listener("request", note)
    return sum(Path(unquote(path)).stat().st_size for path in asked)


class Visit:
    """A window on one folder of pages; ``troubles`` is all that a page should not have done.

    Windows are used again by later tests, since opening one takes longer than most tests: see `pool`.
    """

    def __init__(self, browser, options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        self.context.route(lambda url: not url.startswith(self.folder.as_uri() + "/"), self._refuse)
        self.page = self.context.new_page()
        self.context.on("page", lambda page: self._note("window", page.url))
        self._watch()
        self.folder, self.troubles = Path(), []

    def begin(self, folder, *, size, color_scheme):
        """Look at a folder, with nothing left of the one before; nothing glides, so that tests need not wait."""
        self.folder, self.troubles = folder.resolve(), []
        self.page.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
        self.page.emulate_media(media="null", color_scheme=color_scheme, reduced_motion="reduce")

    def end(self):
        """Forget what pages kept, and go away from the last one."""
        for page in self.context.pages:
            if page != self.page:
                page.close()
        if self.page.url.startswith("file:"):
            self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")

    def open(self, name="index.html", fragment=""):
        """Go to a page of the folder, by its path in it."""
        self.page.goto(self.url(name) + (f"#{fragment}" if fragment else ""))
        return self.page

    def url(self, name):
        return (self.folder / name).as_uri()

    def forgive(self):
        """The troubles so far, which are then forgotten."""
        troubles, self.troubles = self.troubles, []
        return troubles

    def _note(self, what, said):
        self.troubles.append(f"{self.page.url}: {what}: {said}")

    def _watch(self):
        on = self.page.on
        on("console", lambda m: m.type in ("error", "warning") and self._note("console", m.text))
        on("pageerror", lambda e: self._note("error", e))
        on("requestfailed", lambda r: self._note("failed", f"{r.url}: {r.failure}"))
        on("download", lambda d: (self._note("download", d.url), d.cancel()))
        on("dialog", lambda d: (self._note("dialog", d.message), d.dismiss()))

    def _refuse(self, route):
        self._note("outside", route.request.url)
        route.abort()


@pytest.fixture(scope="session")
def pool(browser):
    """Windows that no test is using, by their options."""
    windows = {}
    yield windows
    for window in (w for idle in windows.values() for w in idle):
        window.context.close()


@pytest.fixture
def visit(browser, pool):
    """Open a window on a folder: ``visit(folder, size=NARROW, color_scheme="dark", java_script_enabled=False)``.

    The test fails at its end if a page logged an error or a warning, opened a dialog or a window, or asked for anything
    that is not in the folder, unless the test takes the troubles itself with `Visit.forgive`.
    """
    used = []

    def begin(folder, *, size=WIDE, color_scheme="light", **options):
        idle = pool.setdefault(tuple(sorted(options.items())), [])
        window = idle.pop() if idle else Visit(browser, options)
        used.append((window, idle))
        window.begin(folder, size=size, color_scheme=color_scheme)
        return window

    yield begin
    troubles = [trouble for window, _ in used for trouble in window.troubles]
    for window, idle in used:
        window.end()
        idle.append(window)
    assert troubles == []
