"""Batches tagged by several processes, in order, with a bounded number of them under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from corpus.tables.batch import TAGGED_SCHEMA, failed_row
from corpus.tables.streaming.reading import Batch
from corpus.tables.streaming.workers import Pool, WorkerCrashed, Workers


@dataclass(slots=True)
class _Open:
    """A batch under way: its parts are itself, or its articles one by one where a process died over it."""

    batch: Batch
    parts: list[pa.Table | None]

    @property
    def done(self) -> bool:
        return all(part is not None for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    part: int
    articles: pa.Table
    alone: bool


def tag_batches(
    batches: Iterable[Batch],
    *,
    jobs: int,
    options: Mapping[str, Any],
    warn: Callable[[str], None],
    pool: Callable[..., Pool[_Task]] | None = None,
) -> Iterator[tuple[Batch, pa.Table]]:
    """Each batch with what was found in it, in order.

    Args:
        batches: are taken as they are wanted, a few ahead of what comes out.
        jobs: number of processes.
        options: of `corpus.tables.batch.tag_batch`.
        warn: is told where a process died. Its articles are then tagged one by one, and one over which a process dies
            again becomes a failure.
        pool: what makes the processes, of ``jobs`` and ``options``; they are this machine's where it is None.

    Raises:
        CorpusError: what reading raises, or a process could not start.
    """
    line = _Line(iter(batches), warn=warn)
    with (pool or Workers[_Task])(jobs, options=options) as workers:
        while True:
            while workers.idle and (task := line.next_task(workers.ahead)) is not None:
                workers.give(task, task.articles)
            if line.head_done:
                # What is handed on makes room for more to do: nothing may be under way, and then nothing to wait for.
                yield from line.in_order()
                continue
            if line.finished:
                return
            for task, result in workers.collect():
                line.take(task, result)


class _Line:
    """What is to be done, under way, and done but not yet handed on."""

    def __init__(self, batches: Iterator[Batch], *, warn: Callable[[str], None]) -> None:
        self._batches, self._warn = batches, warn
        self._again: deque[_Task] = deque()
        self._open: dict[int, _Open] = {}
        self._next = 0
        self._exhausted = False

    @property
    def finished(self) -> bool:
        return self._exhausted and not self._open

    @property
    def head_done(self) -> bool:
        """Whether the batch that comes next is done."""
        return self._next in self._open and self._open[self._next].done

    def next_task(self, ahead: int) -> _Task | None:
        """Something to do, unless all is under way or so many batches wait for the first."""
        if self._again:
            return self._again.popleft()
        if self._exhausted or len(self._open) >= ahead:
            return None
        batch = next(self._batches, None)
        if batch is None:
            self._exhausted = True
            return None
        self._open[batch.number] = _Open(batch, [None])
        return _Task(batch.number, 0, batch.articles, alone=False)

    def take(self, task: _Task, result: pa.Table | WorkerCrashed) -> None:
        """What became of a task."""
        opened = self._open[task.number]
        if not isinstance(result, WorkerCrashed):
            opened.parts[task.part] = result
            return
        first = opened.batch.first
        if task.alone:
            place = first + task.part
            self._warn(f"article {place}: the process that tagged it died again ({result.how}): it becomes a failure")
            name = task.articles["article_id"][0].as_py()
            row = failed_row(name, f"the process that tagged it died ({result.how})")
            opened.parts[task.part] = pa.Table.from_pylist([row], schema=TAGGED_SCHEMA)
            return
        count = task.articles.num_rows
        self._warn(
            f"articles {first} to {first + count - 1}: the process that tagged them died ({result.how}): "
            "they are tagged once more, one by one"
        )
        opened.parts = [None] * count
        self._again += [_Task(task.number, n, task.articles.slice(n, 1), alone=True) for n in range(count)]

    def in_order(self) -> Iterator[tuple[Batch, pa.Table]]:
        """The batches that are done and have none before them that is not."""
        while self.head_done:
            done = self._open.pop(self._next)
            self._next += 1
            yield done.batch, pa.concat_tables(done.parts)
