"""Put a site on disk: all pages or none, in a folder that appears whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files as package_files
from pathlib import Path

from markupsafe import Markup

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.drawing import draw_svg
from corpus.view.figures.figure import variables
from corpus.view.pages import Drawn, all_pages, render
from corpus.view.quotations import browse_files
from corpus.view.site import read_site

START = "index.html"
#: The sheet and the scripts, from this package.
_ASSETS = ("style.css", "theme.js", "page.js", "browse.js")
#: A folder with this file is one of ours, and may be replaced.
_MARK = "assets/theme.js"


@dataclass(frozen=True, slots=True)
class ViewResult:
    """The start page, how many pages there are, and how many bytes all files have."""

    start: Path
    pages: int
    size: int


def write_view(release: Path, output: Path, *, progress: Callable[[str], None] = lambda _: None) -> ViewResult:
    """Write the pages of a release to a folder.

    Args:
        release: the folder of a release.
        output: the folder of the pages; one that holds such pages already is replaced when the new ones are whole.
        progress: called with the file of each page when it is written.

    Raises:
        ReleaseError: the release cannot be read; something else lies at ``output``; or a file cannot be written.
    """
    target = output.absolute()
    if target.exists() and not (target / _MARK).is_file() and not (target.is_dir() and not any(target.iterdir())):
        raise ReleaseError("this is no folder of pages", path=target, hint="Name another, or remove it")
    site = read_site(release)
    figures = [Drawn(figure, Markup(draw_svg(figure))) for figure in figures_of(site.rows)]  # noqa: S704  (made by us)
    pages = 0
    try:
        with new_folder(target, replace=True, durable=False) as folder:
            for name in _ASSETS:
                _write(folder / "assets" / name, (package_files("corpus.view") / "static" / name).read_text("utf-8"))
            _write(folder / "assets" / "figures.css", _palette())
            for name, text in browse_files(site):
                _write(folder / name, text)
            for page in all_pages(site, figures):
                _write(folder / page.file, render(site, page))
                pages += 1
                progress(page.file)
            size = sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
    except OSError as e:
        reason = e.strerror or str(e)
        hint = "Nothing was changed; make room or mend the permissions, then try again"
        raise ReleaseError(f"the pages cannot be written ({reason})", path=e.filename or target, hint=hint) from e
    return ViewResult(target / START, pages, size)


def _palette() -> str:
    """The colours of voices and figures as a sheet, in both themes."""
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
