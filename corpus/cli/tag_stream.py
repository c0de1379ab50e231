"""``corpus tag --output``: tag any number of articles into tables, in shards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from corpus.cli.console import count_of, emit, emit_json, exit_interrupted, print_warning, progress_bar, stderr
from corpus.cli.input_options import print_skipped
from corpus.errors import ReleaseError
from corpus.io.processes import available_processors
from corpus.tables.streaming.run import RunCallbacks, RunConfig, RunResult, tag_stream

#: Exit code if some articles failed and the others were tagged.
_SOME_FAILED = 2


def tag_into(
    names: Sequence[str], output: Path, *, run_config: RunConfig, jobs: int | None, restart: bool, as_json: bool
) -> None:
    """Tag articles into a folder of tables, show the progress on a terminal, and print a summary.

    Args:
        names: files, folders, patterns or URLs of the input.
        output: the folder of the tables.
        run_config: how articles are tagged.
        jobs: number of processes; None for all processors.
        restart: whether to remove the output of an earlier run first.
        as_json: whether to print the summary as JSON.

    Raises:
        typer.Exit: with 2 if some articles failed.
        corpus.errors.CorpusError: as `corpus.tables.streaming.run.tag_stream` does.
    """
    if run_config.address is not None and (run_config.engine != "ray" or jobs is not None):
        raise typer.BadParameter(
            "--address needs --engine ray and excludes --jobs: all processors of the cluster are used"
        )
    try:
        with _progress_report() as report:
            ended = tag_stream(
                names, output, config=run_config, jobs=jobs or available_processors(), restart=restart, callbacks=report
            )
    except KeyboardInterrupt:
        exit_interrupted(f"interrupted: finished shards stay in {output}; rerun the same command to resume")
    except OSError as e:
        hint = "Rerun the same command to resume after the last finished shard"
        raise ReleaseError(f"cannot be written ({e.strerror or e})", path=output, hint=hint) from e
    _print_summary(ended, output, as_json=as_json)
    if ended.rows["failures"]:
        raise typer.Exit(_SOME_FAILED)


def _print_summary(ended: RunResult, output: Path, *, as_json: bool) -> None:
    if as_json:
        counts = {"articles": ended.articles, "tagged_now": ended.tagged_now, "shards": ended.shards}
        emit_json({"output": str(output), **counts, "rows": ended.rows})
        return
    if not ended.tagged_now:
        emit(f"{output} is complete: nothing to do")
    emit(
        f"{count_of(ended.articles, 'article')}, {count_of(ended.rows['quotes'], 'attribution')}, "
        f"{count_of(ended.rows['paragraphs'], 'line')} "
        f"in {count_of(ended.shards, 'shard')}: {output}"
    )
    failed = ended.rows["failures"]
    if failed:
        where = f"see the column reason of {output}/failures-*.parquet"
        stderr.print(f"{count_of(failed, 'article')} could not be tagged: {where}", style="red", highlight=False)


@contextmanager
def _progress_report() -> Iterator[RunCallbacks]:
    """Show a bar with rate and remaining time on a terminal; elsewhere only warnings are printed."""
    if not stderr.is_terminal:
        yield RunCallbacks(print_warning, skip=print_skipped)
        return
    from rich.progress import TimeRemainingColumn  # noqa: PLC0415  (see `progress_bar`)

    with progress_bar("{task.fields[rate]}", TimeRemainingColumn()) as bar:
        task = bar.add_task("tagging", total=None, rate="")

        def begin(count: Callable[[], int | None], done: int) -> None:
            bar.update(task, total=count(), completed=done)
            # The rate is that of this run: articles of an earlier run took it no time.
            bar.reset(task, completed=done)

        def step(articles: int) -> None:
            bar.update(task, advance=articles)
            speed = bar.tasks[0].speed
            bar.update(task, rate="" if speed is None else f"{speed:,.1f} articles/s")

        yield RunCallbacks(print_warning, begin, step, print_skipped)
