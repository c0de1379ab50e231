"""Write the pages of a release into a folder, all or none."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from importlib.resources import files as package_files
from pathlib import Path

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.io.processes import available_processors, map_ordered
from corpus.release.manifest import read_manifest
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.figure import variables
from corpus.view.pages import (
    SitePage,
    article_pages,
    render,
    single_pages,
    speaker_pages,
    utterance_pages,
)
from corpus.view.quotations import browse_files
from corpus.view.site import Site, read_site

START = "index.html"
#: Style sheet and scripts of this package.
_ASSETS = ("style.css", "theme.js", "page.js", "browse.js", "results.js")
#: Number of articles from which on pages are written in several processes: each reads the release for itself.
_MANY_ARTICLES = 500
#: Number of articles of a task, so that the processes end at nearly the same time.
_TASK_SIZE = 100
#: A folder with this file holds pages and may be replaced.
_MARKER = "assets/theme.js"


@dataclass(frozen=True, slots=True)
class ViewResult:
    """The start page, the number of pages, and the size of all files in bytes."""

    start: Path
    pages: int
    size: int


@dataclass(frozen=True, slots=True)
class _Task:
    """What a process writes at a time: a share of the files of one kind.

    Attributes:
        kind: ``data`` (the files that pages load), ``single`` pages, or pages of ``articles``, ``speakers`` or
            ``utterances``.
        part: number of the share, from 0.
        parts: number of shares.
    """

    kind: str
    part: int = 0
    parts: int = 1


def write_view(
    release: Path, output: Path, *, progress: Callable[[str], None] = lambda _: None, jobs: int | None = 1
) -> ViewResult:
    """Write the pages of a release into a folder.

    Args:
        release: folder of a release.
        output: folder of the pages. Pages in it are replaced once all new ones are written.
        progress: called with the file of each page that was written.
        jobs: number of processes; if None, one for a small release, else one for each available processor. The bytes
            are the same for any number.

    Raises:
        ReleaseError: the release cannot be read, ``output`` holds something other than pages, or a file cannot be
            written.
    """
    target = output.absolute()
    if not _may_write(target):
        raise ReleaseError("not a folder of pages", path=target, hint="Name another folder, or remove it")
    articles = int(read_manifest(release)["tables"]["articles"]["rows"])
    if jobs is None:
        jobs = available_processors() if articles >= _MANY_ARTICLES else 1
    _read_data.cache_clear()
    pages = size = 0
    try:
        with new_folder(target, replace=True, durable=False) as folder:
            for name in _ASSETS:
                _write(folder / "assets" / name, (package_files("corpus.view") / "static" / name).read_text("utf-8"))
            _write(folder / "assets" / "speakers.css", _palette())
            for written in map_ordered(partial(_run, release, folder), _tasks(articles), jobs=jobs):
                pages += len(written)
                for file in written:
                    progress(file)
            for path in folder.rglob("*"):
                size += path.stat().st_size if path.is_file() else 0
    except BrokenProcessPool as e:
        hint = "It may have run out of memory; free some, then try again"
        raise ReleaseError("a process that writes pages was stopped", path=target, hint=hint) from e
    except OSError as e:
        reason = e.strerror or str(e)
        hint = "Nothing was changed. Free some disk space or fix the permissions, then try again"
        raise ReleaseError(f"the pages cannot be written ({reason})", path=e.filename or target, hint=hint) from e
    finally:
        _read_data.cache_clear()
    return ViewResult(target / START, pages, size)


@functools.lru_cache(maxsize=1)
def _read_data(release: Path) -> Site:
    """The data of a release, read once in each process."""
    return read_site(release)


def _tasks(articles: int) -> Iterator[_Task]:
    """All tasks, the longest ones first. They do not depend on the number of processes."""
    yield _Task("data")
    yield _Task("single")
    parts = max(1, -(-articles // _TASK_SIZE))
    for kind in ("speakers", "articles", "utterances"):
        yield from (_Task(kind, part, parts) for part in range(parts))


def _run(release: Path, folder: Path, task: _Task) -> list[str]:
    """Write the files of a task; return those that are pages."""
    site = _read_data(release)
    if task.kind == "data":
        for name, text in browse_files(site):
            _write(folder / name, text)
        return []
    written = []
    for page in _pages(site, task):
        _write(folder / page.file, render(site, page))
        written.append(page.file)
    return written


def _pages(site: Site, task: _Task) -> Iterator[SitePage]:
    if task.kind == "single":
        return single_pages(site, figures_of(site.rows))
    if task.kind == "articles":
        start, end = (len(site.articles) * part // task.parts for part in (task.part, task.part + 1))
        return article_pages(site, site.articles[start:end])
    # The most quoted speakers are first: each task has some of them.
    if task.kind == "speakers":
        return speaker_pages(site, site.speakers[task.part :: task.parts])
    return utterance_pages(site, site.utterances[task.part :: task.parts])


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
