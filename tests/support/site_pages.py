"""The made-up pages of ``cases/pages``, with everything that newsrooms put around an article."""

from pathlib import Path

from corpus.evaluate.cleaning import read_pages

FOLDER = Path(__file__).parent.parent / "cases" / "pages"


def site_pages():
    """All pages, by name."""
    return read_pages(FOLDER)
