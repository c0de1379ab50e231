"""``corpus stats``: what a corpus holds, in numbers."""

from __future__ import annotations

from corpus.commands.console import ProjectOption, emit_json, progress, project_folder, table_console
from corpus.commands.options import JobsOption, JsonOption
from corpus.commands.report import counts_table, speakers_table
from corpus.curate import curated_articles
from corpus.pipeline import annotate_project
from corpus.project import load_project
from corpus.publish.counts import article_counts, as_json, language_counts, speaker_counts, total_counts
from corpus.publish.load import read_rows
from corpus.publish.release import release_path
from corpus.publish.rows import build_rows


def stats(*, project: ProjectOption = None, jobs: JobsOption = 1, as_data: JsonOption = False) -> None:
    """Count the release of the current version, or, where there is none yet, what a build would give."""
    loaded = load_project(project_folder(project))
    folder = release_path(loaded)
    if folder.is_dir():
        rows = read_rows(folder)
    else:
        with progress("articles", total=len(loaded.sources)) as advance:
            articles = annotate_project(loaded, jobs=jobs, progress=advance)
        rows = build_rows(loaded, curated_articles(loaded, articles), predicted=articles)
    if as_data:
        emit_json(as_json(rows), indent=2)
        return
    out = table_console()
    out.print(counts_table("Articles", article_counts(rows), total=total_counts(rows)))
    out.print(counts_table("Languages", language_counts(rows)))
    out.print(speakers_table(speaker_counts(rows)))
    out.print(f"counted: {folder if folder.is_dir() else 'the articles as they are, not yet released'}")
