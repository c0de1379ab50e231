"""Worker processes that tag one batch at a time each; when one dies, it is known which task it had."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

import pyarrow as pa

from corpus.errors import CorpusError
from corpus.io.processes import ignore_sigint

Task = TypeVar("Task")
#: What a worker answers: ready for tasks; tagged (Arrow bytes); failed (a reason); or error (an exception to raise).
MessageKind = Literal["ready", "tagged", "failed", "error"]
#: Spawned, not forked: a fork of a process with threads (pyarrow and numpy have them) can deadlock.
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class WorkerCrashed:
    """In place of a result: the process died or raised, for ``reason``."""

    reason: str


class WorkerPool(Protocol[Task]):
    """Processes that tag several batches at a time; used in a ``with`` statement."""

    def __enter__(self) -> Self:
        """Start the processes."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the processes, running tasks included."""

    @property
    def max_pending(self) -> int:
        """How many batches may be running or waiting for an earlier one."""

    @property
    def has_idle(self) -> bool:
        """Whether the pool accepts another task."""

    def submit(self, task: Task, articles: pa.Table) -> None:
        """Start tagging articles.

        Args:
            task: identifies the result.
            articles: a table with `corpus.tables.streaming.reading.BATCH_SCHEMA`.
        """

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait for an event and return the tasks that are done, with their results.

        Raises:
            CorpusError: the processes cannot tag at all.
        """


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    tasks: list[Task] = field(default_factory=list)

    @property
    def idle(self) -> bool:
        return self.ready and not self.tasks


class Workers(Generic[Task]):
    """Processes of this machine that run `corpus.tables.batch.tag_batch`; used in a ``with`` statement.

    Batches and results travel as Arrow streams. The processes ignore Ctrl-C, and end with their parent, however it
    ends.

    Args:
        jobs: number of processes.
        options: keyword arguments of `corpus.tables.batch.tag_batch`.
    """

    def __init__(self, jobs: int, *, options: Mapping[str, Any]) -> None:
        self._options = options
        self._workers: list[_Worker[Task]] = []
        self._jobs = jobs

    def __enter__(self) -> Workers[Task]:
        with self._ended_on_error():
            for _ in range(self._jobs):
                self._workers.append(self._start())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    @contextmanager
    def _ended_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self._end()
            raise

    def _start(self) -> _Worker[Task]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_worker_main, args=(theirs, dict(self._options)), daemon=True)
        with ignore_sigint():
            process.start()
        # Only the worker holds its end now, so ours reports EOF when it dies.
        theirs.close()
        return _Worker(process, ours)

    def _end(self) -> None:
        for worker in self._workers:
            worker.process.kill()
            worker.pipe.close()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    @property
    def max_pending(self) -> int:
        """How many batches may be running or waiting for an earlier one: two per process, and two."""
        return 2 * self._jobs + 2

    @property
    def has_idle(self) -> bool:
        """Whether a process waits for a task."""
        return any(w.idle for w in self._workers)

    @property
    def busy(self) -> bool:
        """Whether a process has a task."""
        return any(w.tasks for w in self._workers)

    def submit(self, task: Task, articles: pa.Table) -> None:
        """Send articles to an idle process."""
        worker = next(w for w in self._workers if w.idle)
        worker.tasks.append(task)
        # If it has died, `collect` notices.
        with suppress(OSError):
            worker.pipe.send_bytes(to_bytes(articles))

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait for an event and return the tasks that are done, with their results.

        Raises:
            CorpusError: a process could not start, or reported that it cannot tag at all.
        """
        results: list[tuple[Task, pa.Table | WorkerCrashed]] = []
        for pipe in wait([w.pipe for w in self._workers]):
            index = next(n for n, w in enumerate(self._workers) if w.pipe is pipe)
            worker = self._workers[index]
            try:
                kind, content = worker.pipe.recv()
            except (EOFError, OSError):
                results += self._replace(index)
                continue
            if kind == "ready":
                worker.ready = True
            else:
                results.append((worker.tasks.pop(), parse_message(kind, content)))
        return results

    def _replace(self, index: int) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Start a process in place of a dead one, and return the tasks that it had as crashed."""
        worker = self._workers[index]
        worker.process.join()
        worker.pipe.close()
        code = worker.process.exitcode or 0
        reason = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        if not worker.ready:
            raise CorpusError(f"a worker process could not start ({reason})", hint="See its message above")
        self._workers[index] = self._start()
        return [(task, WorkerCrashed(reason)) for task in worker.tasks]


def parse_message(kind: MessageKind, content: Any) -> pa.Table | WorkerCrashed:  # noqa: ANN401
    """Convert a worker's answer to a result.

    Args:
        kind: what `tag_message` returned first.
        content: what it returned second.

    Raises:
        CorpusError: the answer is an error that concerns all articles.
    """
    if kind == "error":
        raise content
    return WorkerCrashed(content) if kind == "failed" else from_bytes(content)


def to_bytes(table: pa.Table) -> bytes:
    """Serialize a table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def from_bytes(data: bytes) -> pa.Table:
    """Read a table from an Arrow stream."""
    return pa.ipc.open_stream(data).read_all()


def _worker_main(pipe: Connection, options: dict[str, Any]) -> None:
    """Answer batches until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import corpus.tables.batch  # noqa: F401, PLC0415  (after SIGINT is ignored, as it takes seconds)

    try:
        pipe.send(("ready", None))
        while True:
            pipe.send(tag_message(pipe.recv_bytes(), options))
    except (EOFError, OSError):
        return


def tag_message(articles: bytes, options: Mapping[str, Any]) -> tuple[MessageKind, Any]:
    """Tag a batch inside a worker.

    Args:
        articles: an Arrow stream.
        options: keyword arguments of `corpus.tables.batch.tag_batch`.

    Returns:
        ``("tagged", Arrow stream)``, ``("failed", reason)``, or ``("error", exception)``, which the parent raises.
    """
    from corpus.tables.batch import tag_batch  # noqa: PLC0415  (see `_worker_main`)

    try:
        return "tagged", to_bytes(tag_batch(from_bytes(articles), **options))
    except CorpusError as e:
        return "error", e
    except Exception as e:
        return "failed", f"{type(e).__name__}: {e}"
