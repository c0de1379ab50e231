"""``corpus stats``: what a corpus holds, in numbers."""

from __future__ import annotations

from corpus.cli.console import ProjectOption, emit_json, table_console
from corpus.cli.options import JobsOption, JsonOption
from corpus.cli.release_rows import released_rows
from corpus.cli.score_tables import counts_table, speakers_table
from corpus.tables.counts import article_counts, counts_as_json, language_counts, speaker_counts, total_counts


def stats(*, project: ProjectOption = None, jobs: JobsOption = 1, as_data: JsonOption = False) -> None:
    """Count the release of the current version, or, where there is none yet, what a build would give."""
    rows, _, place = released_rows(None, project=project, jobs=jobs)
    if as_data:
        emit_json(counts_as_json(rows), indent=2)
        return
    out = table_console()
    out.print(counts_table("Articles", article_counts(rows), total=total_counts(rows)))
    out.print(counts_table("Languages", language_counts(rows)))
    out.print(speakers_table(speaker_counts(rows)))
    out.print(f"counted: {place}")
