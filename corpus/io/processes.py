"""Map a function over many items in one or several processes, with the results in order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_ordered(
    work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int, chunk: int = 1
) -> Iterator[Result]:
    """Apply a function to each item and yield the results in the order of the items.

    Args:
        work: The function; it must be picklable if ``jobs`` is more than one.
        items: The items; all are taken at once if ``jobs`` is more than one.
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
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    # Spawned, not forked: a fork of a process with threads (pyarrow and numpy have them) can hang.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        with ignore_sigint():
            results = pool.map(work, items, chunksize=chunk)
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def ignore_sigint() -> Iterator[None]:
    """Start processes that ignore Ctrl-C, so that only this one handles it and stops them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
