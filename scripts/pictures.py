#!/usr/bin/env python3
"""Make the pictures of pages in the README and the documentation.

Usage: pictures.py [RELEASE] [--output DIR]. Writes start.png, article.png and quotations.png (Chromium and Pillow are
needed). The colours are reduced, so that each file is smaller than 150 kB.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from support.browsing import FLAGS, find_chromium

from corpus.release.locate import find_release
from corpus.view.write import write_view

ROOT = Path(__file__).resolve().parent.parent
#: For each picture, the page, and the size of the window.
PICTURES = {
    "start": ("index.html", (1280, 1180)),
    "article": ("articles/zerohedge-20170909.html#q011", (1280, 900)),
    "quotations": ("quotes.html#q=convoy&view=kwic", (1280, 800)),
}
LIMIT = 150_000


def main() -> None:
    """Write the pages of a release, and a picture of three of them."""
    parser = argparse.ArgumentParser(description="Make the pictures of pages in the README and the documentation.")
    parser.add_argument("release", type=Path, nargs="?", help="folder of a release; default: the latest of convoy17")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "images")
    options = parser.parse_args()
    release = options.release or find_release(ROOT / "datasets" / "convoy17")
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        pages = write_view(release, Path(made) / "pages").start.parent
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS, chromium_sandbox=False)
        for name, (page, size) in PICTURES.items():
            content = picture(browser, pages, page, size)
            if len(content) >= LIMIT:
                raise SystemExit(f"{name}.png has {len(content):,} bytes, more than {LIMIT:,}")
            (options.output / f"{name}.png").write_bytes(content)
            print(f"{options.output / name}.png: {len(content):,} bytes")
        browser.close()


def picture(browser: Browser, pages: Path, name: str, size: tuple[int, int]) -> bytes:
    """A picture of a page as PNG with a palette of 128 colours."""
    window = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    file, _, fragment = name.partition("#")
    window.goto((pages / file).as_uri() + (f"#{fragment}" if fragment else ""))
    window.wait_for_timeout(500)
    drawn = Image.open(io.BytesIO(window.screenshot())).convert("RGB")
    window.close()
    file_ = io.BytesIO()
    drawn.quantize(128, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        file_, format="PNG", optimize=True
    )
    return file_.getvalue()


if __name__ == "__main__":
    main()
