"""Map a function over many items in one or several processes, with the results in order."""

from __future__ import annotations

import math
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
#: Chunks for each process that are submitted before their results are needed.
_CHUNKS_AHEAD = 4
#: The limit that Linux sets for a container (cgroup 2): microseconds of processor time per period, or ``max``.
_CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")


def map_ordered(
    work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int, chunk: int = 1
) -> Iterator[Result]:
    """Apply a function to each item and yield the results in the order of the items.

    Args:
        work: The function; it must be picklable if ``jobs`` is more than one.
        items: The items; taken as they are needed, a few chunks ahead of the results.
        jobs: Number of processes.
        chunk: Number of items sent to a process at a time.

    Yields:
        One result per item.
    """
    if jobs <= 1:
        yield from map(work, items)
        return
    # Imported when needed: most runs use one process.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import Future, ProcessPoolExecutor  # noqa: PLC0415

    # Spawned, not forked: a fork of a process with threads (pyarrow and numpy have them) can hang.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    pending: deque[Future[list[Result]]] = deque()
    remaining = iter(items)
    try:
        while True:
            while len(pending) < _CHUNKS_AHEAD * jobs and (taken := list(islice(remaining, chunk))):
                # A process is started when a chunk is submitted.
                with ignore_sigint():
                    pending.append(pool.submit(_map_chunk, work, taken))
            if not pending:
                return
            yield from pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _map_chunk(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return list(map(work, items))


def available_processors() -> int:
    """Return how many processors this process may use: those that it is bound to, and the limit of its container."""
    affinity = getattr(os, "sched_getaffinity", None)
    count = len(affinity(0)) if affinity is not None else os.cpu_count() or 1
    try:
        quota, period = _CPU_LIMIT.read_text(encoding="ascii").split()
        count = min(count, math.ceil(int(quota) / int(period)))
    except (OSError, ValueError):
        pass  # No limit ("max"), or not Linux.
    return max(1, count)


@contextmanager
def ignore_sigint() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, so that only this one handles it and stops them.

    Here Ctrl-C is held back and handled at the end, so that none is lost while a process starts.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)
        return
    from multiprocessing import resource_tracker  # noqa: PLC0415  (see `map_ordered`)

    # Its start unblocks the signal, so it must be running before; processes inherit what is blocked.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def termination_as_interrupt() -> Iterator[list[int]]:
    """Raise `KeyboardInterrupt` on SIGTERM and SIGHUP too, so that what cleans up after Ctrl-C cleans up after them.

    A signal that is ignored, as ``nohup`` does with SIGHUP, or has a handler already, keeps it. Only the main thread
    may set handlers; in other threads nothing changes.

    Yields:
        The numbers of the signals that were received.
    """
    received: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield received
        return

    def interrupt(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handled = [number for number in numbers if signal.getsignal(number) == signal.SIG_DFL]
    try:
        for number in handled:
            signal.signal(number, interrupt)
        yield received
    finally:
        for number in handled:
            signal.signal(number, signal.SIG_DFL)
