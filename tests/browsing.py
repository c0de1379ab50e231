"""A real browser for tests: one Chromium for the session, and visits to folders of pages that go wrong if a page does.

Chromium is looked for in the variable CHROMIUM, else on PATH. Without it the tests that want it are skipped, and the
last lines say so; where CI=true they fail.
"""

import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
NOT_RUN = "browser tests were NOT run: no chromium found; apt-get install chromium"
#: What keeps the browser to itself: no name of a host leads anywhere, and it asks for no updates.
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
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


@dataclass
class Visit:
    """A window on one folder of pages; ``troubles`` is all that a page should not have done."""

    folder: Path
    context: BrowserContext
    page: Page
    troubles: list[str] = field(default_factory=list)

    def open(self, name="index.html", fragment=""):
        """Go to a page of the folder, by its path in it."""
        self.page.goto(self.url(name) + (f"#{fragment}" if fragment else ""))
        return self.page

    def url(self, name):
        return (self.folder / name).as_uri()

    def forgive(self):
        """The troubles so far, which are then forgotten."""
        troubles, self.troubles[:] = list(self.troubles), []
        return troubles

    def watch(self, page):
        """Note what a page says, asks and wants."""
        note = self.troubles.append
        page.on("console", lambda m: m.type in ("error", "warning") and note(f"{page.url}: console: {m.text}"))
        page.on("pageerror", lambda e: note(f"{page.url}: error: {e}"))
        page.on("requestfailed", lambda r: note(f"{page.url}: failed: {r.url}: {r.failure}"))
        page.on("download", lambda d: (note(f"{page.url}: download: {d.url}"), d.cancel()))
        page.on("dialog", lambda d: (note(f"{page.url}: dialog: {d.message}"), d.dismiss()))

    def keep_inside(self):
        """Refuse and note every request that leaves the folder."""
        home = self.folder.as_uri() + "/"

        def refuse(route):
            self.troubles.append(f"{self.page.url}: outside: {route.request.url}")
            route.abort()

        self.context.route(lambda url: not url.startswith(home), refuse)


@contextmanager
def _visited(browser, folder, *, size, **options):
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    try:
        context.set_default_timeout(10_000)
        visit = Visit(folder.resolve(), context, context.new_page())
        visit.watch(visit.page)
        visit.keep_inside()
        context.on("page", lambda page: visit.troubles.append(f"{visit.page.url}: window: {page.url}"))
        yield visit
        assert visit.troubles == []
    finally:
        context.close()


@pytest.fixture
def visit(browser):
    """Open a window on a folder: ``visit(folder, size=WIDE, color_scheme="dark", java_script_enabled=True)``.

    The test fails at its end if a page logged an error or a warning, opened a dialog or a window, or asked for anything
    that is not in the folder, unless the test takes the troubles itself with `Visit.forgive`.
    """
    with ExitStack() as stack:
        yield lambda folder, *, size=WIDE, **options: stack.enter_context(
            _visited(browser, folder, size=size, **options)
        )
