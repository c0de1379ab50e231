"""``corpus tag --output``: any number of articles into tables, in shards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from corpus.cli.console import emit, emit_json, interrupted, stderr, warn
from corpus.errors import ReleaseError
from corpus.tables.streaming.run import RunCallbacks, RunConfig, RunResult, tag_stream

#: The exit code where some articles could not be tagged, and the others were.
_SOME_FAILED = 2


def tag_into(names: Sequence[str], output: Path, *, wanted: RunConfig, jobs: int, restart: bool, as_json: bool) -> None:
    """Tag what the names stand for into ``output``, with progress on a terminal, and say what came out.

    Raises:
        typer.Exit: with 2 where there are failures.
        corpus.errors.CorpusError: as `corpus.tables.streaming.run.tag_stream` does.
    """
    if not names:
        raise typer.BadParameter("--output wants an --input")
    if wanted.address is not None and (wanted.engine != "ray" or jobs != 1):
        raise typer.BadParameter("--address is for --engine ray, and takes all processors there: no --jobs")
    try:
        with _reported() as report:
            ended = tag_stream(names, output, config=wanted, jobs=jobs, restart=restart, callbacks=report)
    except KeyboardInterrupt:
        _stopped(output)
    except OSError as e:
        hint = "The same command goes on behind the last finished shard"
        raise ReleaseError(f"cannot be written ({e.strerror or e})", path=output, hint=hint) from e
    _say(ended, output, as_json=as_json)
    if ended.rows["failures"]:
        raise typer.Exit(_SOME_FAILED)


def _stopped(output: Path) -> NoReturn:
    interrupted(f"interrupted: finished shards stay in {output}, and the same command goes on behind them")


def _say(ended: RunResult, output: Path, *, as_json: bool) -> None:
    failed = ended.rows["failures"]
    if as_json:
        said = {"output": str(output), "articles": ended.articles, "tagged_now": ended.tagged_now}
        emit_json({**said, "shards": ended.shards, "rows": ended.rows})
        return
    if not ended.tagged_now:
        emit(f"{output} is finished: nothing was to be done")
    emit(
        f"{ended.articles:,} articles, {ended.rows['quotes']:,} attributions, {ended.rows['paragraphs']:,} lines "
        f"in {ended.shards} shard{'' if ended.shards == 1 else 's'}: {output}"
    )
    if failed:
        where = f"see the column reason of {output}/failures-*.parquet"
        stderr.print(f"{failed:,} article(s) could not be tagged: {where}", style="red", highlight=False)


@contextmanager
def _reported() -> Iterator[RunCallbacks]:
    """A bar with rate and time left on a terminal; elsewhere warnings only."""
    if not stderr.is_terminal:
        yield RunCallbacks(warn)
        return
    from rich.progress import (  # noqa: PLC0415  (see corpus/cli/console.py)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("tagging"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task("tagging", total=None, rate="")

        def begin(count: Callable[[], int | None], done: int) -> None:
            bar.update(task, total=count(), completed=done)
            # The rate is that of this run: what an earlier one did took it no time.
            bar.reset(task, completed=done)

        def step(articles: int) -> None:
            bar.update(task, advance=articles)
            speed = bar.tasks[0].speed
            bar.update(task, rate="" if speed is None else f"{speed:,.1f} articles/s")

        yield RunCallbacks(warn, begin, step)
