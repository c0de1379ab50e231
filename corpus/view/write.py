"""Write the pages of a release into a folder, all or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.figure import variables
from corpus.view.pages import all_pages, render
from corpus.view.quotations import browse_files
from corpus.view.site import read_site

START = "index.html"
#: Style sheet and scripts of this package.
_ASSETS = ("style.css", "theme.js", "page.js", "browse.js", "results.js")
#: A folder with this file holds pages and may be replaced.
_MARKER = "assets/theme.js"


@dataclass(frozen=True, slots=True)
class ViewResult:
    """The start page, the number of pages, and the size of all files in bytes."""

    start: Path
    pages: int
    size: int


def write_view(release: Path, output: Path, *, progress: Callable[[str], None] = lambda _: None) -> ViewResult:
    """Write the pages of a release into a folder.

    Args:
        release: folder of a release.
        output: folder of the pages. Pages in it are replaced once all new ones are written.
        progress: called with the file of each page that was written.

    Raises:
        ReleaseError: the release cannot be read, ``output`` holds something other than pages, or a file cannot be
            written.
    """
    target = output.absolute()
    if not _may_write(target):
        raise ReleaseError("not a folder of pages", path=target, hint="Name another folder, or remove it")
    site = read_site(release)
    figures = figures_of(site.rows)
    pages = size = 0
    try:
        with new_folder(target, replace=True, durable=False) as folder:
            for name in _ASSETS:
                _write(folder / "assets" / name, (package_files("corpus.view") / "static" / name).read_text("utf-8"))
            _write(folder / "assets" / "speakers.css", _palette())
            for name, text in browse_files(site):
                _write(folder / name, text)
            for page in all_pages(site, figures):
                _write(folder / page.file, render(site, page))
                pages += 1
                progress(page.file)
            for path in folder.rglob("*"):
                size += path.stat().st_size if path.is_file() else 0
    except OSError as e:
        reason = e.strerror or str(e)
        hint = "Nothing was changed. Free some disk space or fix the permissions, then try again"
        raise ReleaseError(f"the pages cannot be written ({reason})", path=e.filename or target, hint=hint) from e
    return ViewResult(target / START, pages, size)


def _may_write(target: Path) -> bool:
    """Whether pages may be written to a path: it does not exist, holds pages, or is an empty folder."""
    if not target.exists() or (target / _MARKER).is_file():
        return True
    return target.is_dir() and not any(target.iterdir())


def _palette() -> str:
    """The colours of speakers as a style sheet, for both themes."""
    light, dark = variables("light"), variables("dark")
    return (
        f":root {{ {light} }}\n"
        f'@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}\n'
        f':root[data-theme="dark"] {{ {dark} }}\n'
        f"@media print {{ :root, :root[data-theme] {{ {light} }} }}\n"
    )


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
