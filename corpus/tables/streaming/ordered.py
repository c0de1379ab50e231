"""Tag batches in several processes and return them in input order, with a bounded number pending."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from corpus.tables.batch import TAGGED_SCHEMA, failed_row
from corpus.tables.streaming.reading import ArticleBatch
from corpus.tables.streaming.workers import WorkerCrashed, WorkerPool, Workers


@dataclass(slots=True)
class _PendingBatch:
    """A batch being tagged: one part, or one part per article after a worker crashed on it."""

    batch: ArticleBatch
    parts: list[pa.Table | None]

    @property
    def done(self) -> bool:
        return all(part is not None for part in self.parts)


@dataclass(frozen=True, slots=True)
class BatchTask:
    """Articles to tag together: part ``part`` of batch ``number``; ``alone`` marks a retry of a single article."""

    number: int
    part: int
    articles: pa.Table
    alone: bool


def tag_batches(
    batches: Iterable[ArticleBatch],
    *,
    jobs: int,
    options: Mapping[str, Any],
    warn: Callable[[str], None],
    pool: Callable[..., WorkerPool[BatchTask]] | None = None,
) -> Iterator[tuple[ArticleBatch, pa.Table]]:
    """Tag batches in parallel and yield them in order.

    A batch on which a process dies is retried article by article; an article on which one dies again becomes a failure.

    Args:
        batches: read lazily, a few ahead of what is yielded.
        jobs: number of processes.
        options: keyword arguments of `corpus.tables.batch.tag_batch`.
        warn: called with a message when a process died.
        pool: makes the processes from ``jobs`` and ``options``; processes of this machine where None.

    Yields:
        Each batch with its tagged table.

    Raises:
        CorpusError: reading failed, or a process could not start.
    """
    queue = _BatchQueue(iter(batches), warn=warn)
    with (pool or Workers[BatchTask])(jobs, options=options) as workers:
        while True:
            while workers.has_idle and (task := queue.next_task(workers.max_pending)) is not None:
                workers.submit(task, task.articles)
            if queue.head_done:
                # Yielding makes room for more tasks. None may be running then, so there may be nothing to wait for.
                yield from queue.pop_done()
                continue
            if queue.finished:
                return
            for task, result in workers.collect():
                queue.record(task, result)


class _BatchQueue:
    """Batches that are pending or done but not yet yielded, and single articles to retry."""

    def __init__(self, batches: Iterator[ArticleBatch], *, warn: Callable[[str], None]) -> None:
        self._batches, self._warn = batches, warn
        self._retries: deque[BatchTask] = deque()
        self._pending: dict[int, _PendingBatch] = {}
        self._next = 0
        self._exhausted = False

    @property
    def finished(self) -> bool:
        return self._exhausted and not self._pending

    @property
    def head_done(self) -> bool:
        """Whether the next batch in order is done."""
        return self._next in self._pending and self._pending[self._next].done

    def next_task(self, max_pending: int) -> BatchTask | None:
        """Return a task, or None if the input is exhausted or ``max_pending`` batches are pending."""
        if self._retries:
            return self._retries.popleft()
        if self._exhausted or len(self._pending) >= max_pending:
            return None
        batch = next(self._batches, None)
        if batch is None:
            self._exhausted = True
            return None
        self._pending[batch.number] = _PendingBatch(batch, [None])
        return BatchTask(batch.number, 0, batch.articles, alone=False)

    def record(self, task: BatchTask, result: pa.Table | WorkerCrashed) -> None:
        """Store the result of a task, or schedule retries where its process crashed."""
        pending = self._pending[task.number]
        if not isinstance(result, WorkerCrashed):
            pending.parts[task.part] = result
        elif task.alone:
            position = pending.batch.first + task.part
            self._warn(
                f"article {position}: the process tagging it died again ({result.reason}); recorded as a failure"
            )
            article_id = task.articles["article_id"][0].as_py()
            row = failed_row(article_id, f"the process tagging it died ({result.reason})")
            pending.parts[task.part] = pa.Table.from_pylist([row], schema=TAGGED_SCHEMA)
        else:
            self._retry_one_by_one(task, pending, result)

    def _retry_one_by_one(self, task: BatchTask, pending: _PendingBatch, crash: WorkerCrashed) -> None:
        first, count = pending.batch.first, task.articles.num_rows
        self._warn(
            f"articles {first} to {first + count - 1}: the process tagging them died ({crash.reason}); "
            "retrying them one by one"
        )
        pending.parts = [None] * count
        for number in range(count):
            self._retries.append(BatchTask(task.number, number, task.articles.slice(number, 1), alone=True))

    def pop_done(self) -> Iterator[tuple[ArticleBatch, pa.Table]]:
        """Remove and yield the batches that are done and have no unfinished one before them."""
        while self.head_done:
            done = self._pending.pop(self._next)
            self._next += 1
            yield done.batch, pa.concat_tables(done.parts)
