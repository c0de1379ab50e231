"""``corpus stats``: count what a corpus holds."""

from __future__ import annotations

from corpus.cli.console import emit_json, table_console
from corpus.cli.options import JobsOption, JsonOption, ProjectOption, ReleaseOption, release_folder
from corpus.cli.release_rows import released_rows
from corpus.cli.score_tables import counts_table, speakers_table
from corpus.tables.counts import article_counts, counts_as_json, language_counts, speaker_counts, total_counts


def stats(
    *, release: ReleaseOption = None, project: ProjectOption = None, jobs: JobsOption = 1, as_data: JsonOption = False
) -> None:
    """Count articles, paragraphs, attributions and speakers.

    Counts a release, by default the project's current version. If it was not built yet, counts what a build would
    write.

    Examples:
      corpus stats
      corpus stats --release 0.3.0 --json
    """
    folder = None if release is None else release_folder(release, project)
    released = released_rows(folder, project=project, jobs=jobs)
    if as_data:
        emit_json(counts_as_json(released.rows), indent=2)
        return
    out = table_console()
    out.print(counts_table("Articles", article_counts(released.rows), total=total_counts(released.rows)))
    out.print(counts_table("Languages", language_counts(released.rows)))
    out.print(speakers_table(speaker_counts(released.rows)))
    out.print(f"counted: {released.origin}")
