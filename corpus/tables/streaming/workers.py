"""Processes that tag, one batch at a time each, told apart by name: of one that dies it is known what it was at."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Generic, Protocol, Self, TypeVar

import pyarrow as pa

from corpus.errors import CorpusError
from corpus.io.processes import ignore_sigint

Task = TypeVar("Task")
#: Spawned, not forked: a fork of a process with threads (pyarrow and numpy have them) can hang.
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class WorkerCrashed:
    """In the place of a result: the process that was to give it is gone, or could not make one."""

    how: str


class Pool(Protocol[Task]):
    """What tags several batches at a time, to be used in a ``with`` statement."""

    def __enter__(self) -> Self:
        """Start."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End, whatever is under way."""

    @property
    def ahead(self) -> int:
        """How many batches may be under way, or wait for one before them."""

    @property
    def idle(self) -> bool:
        """Whether it takes something more to do."""

    def give(self, task: Task, articles: pa.Table) -> None:
        """Have articles tagged."""

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait until something happens; what became of the tasks that are done.

        Raises:
            CorpusError: nothing can be tagged at all.
        """


@dataclass(slots=True)
class _Worker(Generic[Task]):
    process: BaseProcess
    pipe: Connection
    ready: bool = False
    tasks: list[Task] = field(default_factory=list)


class Workers(Generic[Task]):
    """A number of processes that run `corpus.tables.batch.tag_batch`, to be used in a ``with`` statement.

    What goes to one and comes back is Arrow data. They do not hear an interrupt from the terminal, and they end with
    the process that started them, however it ends.
    """

    def __init__(self, jobs: int, *, options: Mapping[str, Any]) -> None:
        self._options = options
        self._workers: list[_Worker[Task]] = []
        self._jobs = jobs

    def __enter__(self) -> Workers[Task]:
        with self._ended_on_error():
            self._workers += [self._start() for _ in range(self._jobs)]
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
        process = _SPAWN.Process(target=_work, args=(theirs, dict(self._options)), daemon=True)
        with ignore_sigint():
            process.start()
        # Only the process holds its end now, so that ours says when it is gone.
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
    def ahead(self) -> int:
        """How many batches may be under way, or wait for one before them."""
        return 2 * self._jobs + 2

    @property
    def idle(self) -> bool:
        """Whether a process waits for something to do."""
        return any(w.ready and not w.tasks for w in self._workers)

    @property
    def busy(self) -> bool:
        """Whether a process has something to do."""
        return any(w.tasks for w in self._workers)

    def give(self, task: Task, articles: pa.Table) -> None:
        """Give articles to a process that is idle."""
        worker = next(w for w in self._workers if w.ready and not w.tasks)
        worker.tasks.append(task)
        # If it has died, `collect` finds that out.
        with suppress(OSError):
            worker.pipe.send_bytes(to_bytes(articles))

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait until something happens; what became of the tasks that are done.

        Raises:
            CorpusError: a process could not start, or found that it could tag nothing at all.
        """
        results: list[tuple[Task, pa.Table | WorkerCrashed]] = []
        for pipe in wait([w.pipe for w in self._workers]):
            place = next(n for n, w in enumerate(self._workers) if w.pipe is pipe)
            worker = self._workers[place]
            try:
                kind, said = worker.pipe.recv()
            except (EOFError, OSError):
                results += self._replace(place)
                continue
            if kind == "error":
                raise said
            if kind == "ready":
                worker.ready = True
            else:
                results.append((worker.tasks.pop(), WorkerCrashed(said) if kind == "failed" else from_bytes(said)))
        return results

    def _replace(self, place: int) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Another process in the place of one that is gone; what it was at."""
        worker = self._workers[place]
        worker.process.join()
        worker.pipe.close()
        code = worker.process.exitcode or 0
        how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        if not worker.ready:
            raise CorpusError(f"a process could not start ({how})", hint="See what it says above")
        self._workers[place] = self._start()
        return [(task, WorkerCrashed(how)) for task in worker.tasks]


def to_bytes(table: pa.Table) -> bytes:
    """A table as an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def from_bytes(data: bytes) -> pa.Table:
    """A table from an Arrow stream."""
    return pa.ipc.open_stream(data).read_all()


def _work(pipe: Connection, options: dict[str, Any]) -> None:
    """What a process does until there is nothing more to do, or nobody to do it for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import corpus.tables.batch  # noqa: F401, PLC0415  (deaf before anything takes time)

    try:
        pipe.send(("ready", None))
        while True:
            pipe.send(answer(pipe.recv_bytes(), options))
    except (EOFError, OSError):
        return


def answer(articles: bytes, options: Mapping[str, Any]) -> tuple[str, Any]:
    """What a process says of a batch: ``tagged`` with a table, ``failed`` with why not, ``error`` with one to raise."""
    from corpus.tables.batch import tag_batch  # noqa: PLC0415  (see `_work`)

    try:
        return "tagged", to_bytes(tag_batch(from_bytes(articles), **options))
    except CorpusError as e:
        return "error", e
    except Exception as e:
        return "failed", f"{type(e).__name__}: {e}"
