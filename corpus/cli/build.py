"""``corpus build``: from the sources to a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, emit_json, progress, project_folder, stderr, table_console
from corpus.cli.options import JobsOption, JsonOption
from corpus.cli.score_tables import counts_table
from corpus.evaluate.report import REPORT, report_page
from corpus.evaluate.run import unaided_units
from corpus.evaluate.units import article_unit
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import reviewed_articles
from corpus.project.project import load_project
from corpus.release.text_free import without_text
from corpus.release.write import place_release, write_release
from corpus.tables.counts import article_counts, counts_as_json, total_counts
from corpus.tables.rows import build_rows
from corpus.tables.schema import DEFAULT_TABLE
from corpus.tables.variants import max_variant_rows

#: More variants than this are worth a word before they are made.
MANY_PAIRS = 100_000
_STATUS = {"written": "written", "unchanged": "the same as the release that is there, which was left alone"}


def build(
    *,
    project: ProjectOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Folder of the release, else releases/VERSION.")
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Offsets, hashes and annotations only; `corpus rehydrate` undoes it.")
    ] = False,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Annotate every article and write the release of the current version."""
    if no_text and output is None:
        raise typer.BadParameter("a release without text needs a folder of its own: name it with --output DIR")
    loaded = load_project(project_folder(project))
    with progress("articles", total=len(loaded.sources)) as advance:
        articles = annotate_project(loaded, jobs=jobs, progress=advance)
    reviewed = reviewed_articles(loaded, articles)
    curated = [reviewed.get(article.id, article) for article in articles]
    if (pairs := max_variant_rows(curated)) > MANY_PAIRS:
        # Half a minute, and 2 GB of memory.
        stderr.print(f"note: up to {pairs:,} variants, a pair for each two renderings of an utterance: this takes long")
    units = [article_unit(reviewed[a.id], a) for a in articles if a.id in reviewed]
    unaided = unaided_units(loaded, jobs=jobs) if units else ()
    pages = {REPORT: report_page(units, unaided=unaided, words=not no_text)} if units else {}
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
    here = Path.cwd()
    path = str(result.path.relative_to(here) if result.path.is_relative_to(here) else result.path)
    emit(f"{_STATUS[result.status]}: {path}")
    emit(f'load it with: datasets.load_dataset("{path}", "{DEFAULT_TABLE}")')
