#!/usr/bin/env python3
"""Measure how long the pages of a large corpus take to write and to open in a browser, and how much each loads.

Usage: view_speed.py [--articles N] [--folder DIR] [--rounds N]. The corpus is generated (tests/support/generated.py).
Prints a table: the largest page of each kind, its bytes with all that it loads, the milliseconds until its text is
loaded (DOMContentLoaded), and until its first content is visible (for quotations, the first results).
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from playwright.sync_api import sync_playwright
from support.browsing import FLAGS, find_chromium, loaded_bytes
from support.generated import write_generated
from support.viewing import one_of_each

from corpus.view.write import write_view

#: The first content of a page that a script fills; other pages have a heading.
FIRST = {"quotes.html": "#results article.quote"}
#: Filtered pages of quotations.
FILTERED = ("quotes.html#language=ar&type=direct&page=40", "quotes.html#speaker=ada-abbott", "quotes.html#q=harrowgate")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description="Measure how pages of a large corpus are written and opened.")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="folder for release/ and pages/; an existing release is used again")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is opened")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.folder or Path(made)
        write(folder, options.articles)
        show(folder / "pages", options.rounds)


def write(folder: Path, articles: int) -> None:
    """Write the release, unless it exists, and the pages; print the time that each took."""
    if not (folder / "release").exists():
        start = time.perf_counter()
        write_generated(folder / "release", articles=articles)
        print(f"release of {articles:,} articles: {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    result = write_view(folder / "release", folder / "pages", jobs=None)
    print(f"{result.pages:,} pages, {result.size / 1e6:.0f} MB: {time.perf_counter() - start:.1f} s")


def show(pages: Path, rounds: int) -> None:
    """Open the largest page of each kind and filtered quotations, and print the measurements."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS, chromium_sandbox=False)
        page = browser.new_page()
        print(f"{'page':55} {'kB':>7} {'DOM ms':>7} {'first ms':>8}")
        for name in (*one_of_each(pages), *FILTERED):
            address, size = (pages / name.partition("#")[0]).as_uri(), loaded_bytes(page, pages, name)
            times = [opened(page, address + name[len(name.partition("#")[0]) :], name) for _ in range(rounds)]
            middle = [statistics.median(column) for column in zip(*times, strict=True)]
            print(f"{name:55} {size / 1e3:7.0f} {middle[0]:7.0f} {middle[1]:8.0f}")
        browser.close()


def opened(page: Any, address: str, name: str) -> tuple[float, float]:  # noqa: ANN401  (playwright has no types here)
    """Milliseconds until the text of a page is loaded, and until its first content is visible."""
    page.goto("about:blank")
    start = time.perf_counter()
    page.goto(address, wait_until="domcontentloaded")
    written = time.perf_counter()
    page.locator(FIRST.get(name.partition("#")[0], "main h1")).first.wait_for()
    return (written - start) * 1e3, (time.perf_counter() - start) * 1e3


if __name__ == "__main__":
    main()
