"""``corpus build``: annotate all articles of a project and write a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import emit, emit_json, print_warning, progress, stderr, table_console
from corpus.cli.options import JobsOption, JsonOption, ProjectModelOption, ProjectOption, project_folder
from corpus.cli.score_tables import counts_table
from corpus.evaluate.report import REPORT, report_page
from corpus.evaluate.run import units_without_authority
from corpus.evaluate.units import article_unit
from corpus.models.registry import ModelNotice
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import reviewed_articles
from corpus.project.project import load_project
from corpus.release.text_free import without_text
from corpus.release.write import place_release, write_release
from corpus.tables.counts import article_counts, counts_as_json, total_counts
from corpus.tables.rows import build_rows
from corpus.tables.schema import DEFAULT_TABLE
from corpus.tables.variants import max_variant_rows

#: From this number of variants on, a note is printed first: 100,000 take half a minute and 2 GB of memory.
MANY_PAIRS = 100_000
_STATUS = {"written": "written", "unchanged": "the same as the release that is there, which was left alone"}

_OutputOption = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar="DIR", help="Folder of the release. Default: releases/VERSION in the project."
    ),
]
_NoTextOption = Annotated[
    bool,
    typer.Option(
        "--no-text", help="Write offsets, hashes and annotations without the text; `corpus rehydrate` restores it."
    ),
]


def build(
    *,
    project: ProjectOption = None,
    output: _OutputOption = None,
    no_text: _NoTextOption = False,
    model: ProjectModelOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Annotate all articles and write a release.

    The release has the version of corpus.toml. An existing release with the same content is left
    alone; one with other content is never overwritten.

    Examples:
      corpus build
      corpus build --project my-corpus --jobs 2
      corpus build --no-text --output text-free
    """
    if no_text and output is None:
        raise typer.BadParameter("--no-text needs --output DIR: a text-free release has a folder of its own")
    loaded = load_project(project_folder(project))
    loaded = replace(loaded, model=model or loaded.model)
    ModelNotice(loaded.model, print_warning).check(s.language for s in loaded.sources)
    with progress("articles", total=len(loaded.sources)) as advance:
        articles = annotate_project(loaded, jobs=jobs, progress=advance)
    reviewed = reviewed_articles(loaded, articles)
    curated = [reviewed.get(article.id, article) for article in articles]
    if (pairs := max_variant_rows(curated)) > MANY_PAIRS:
        stderr.print(f"note: up to {pairs:,} variants, one per pair of renderings of an utterance: this takes long")
    pages = {}
    units = [article_unit(reviewed[a.id], a) for a in articles if a.id in reviewed]
    if units:
        pages[REPORT] = report_page(
            units, without_authority=units_without_authority(loaded, jobs=jobs), words=not no_text
        )
    if no_text and output is not None:
        free = without_text(build_rows(loaded, curated, predicted=articles))
        result = place_release(loaded, free.rows, target=output, pages=pages, text_free=free)
    else:
        result = write_release(loaded, curated, predicted=articles, pages=pages, output=output)
    if as_data:
        facts = {"path": str(result.path), "status": result.status, "content_sha256": result.manifest["content_sha256"]}
        emit_json(facts | counts_as_json(result.rows), indent=2)
        return
    table_console().print(counts_table(loaded.title, article_counts(result.rows), total=total_counts(result.rows)))
    path = _relative_to_here(result.path)
    emit(f"{_STATUS[result.status]}: {path}")
    emit(f'load it with: datasets.load_dataset("{path}", "{DEFAULT_TABLE}")')


def _relative_to_here(path: Path) -> Path:
    """The path as seen from the current folder, if it is inside."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
