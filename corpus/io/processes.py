"""One function over many things, in this process or in several, with results in the order of the things."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


def map_ordered(
    work: Callable[[Given], Result], things: Iterable[Given], *, jobs: int, chunk: int = 1
) -> Iterator[Result]:
    """What ``work`` makes of each thing, in order, whatever the number of processes.

    Args:
        work: a function that can be pickled where ``jobs`` is more than one.
        things: are all taken at once where ``jobs`` is more than one.
        jobs: number of processes.
        chunk: how many things go to a process at a time.
    """
    if jobs <= 1:
        yield from map(work, things)
        return
    # Imported when needed: most are content with one process.
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    # Spawned, not forked: a fork of a process with threads (pyarrow and numpy have them) can hang.
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    try:
        with ignore_sigint():
            results = pool.map(work, things, chunksize=chunk)
        yield from results
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def ignore_sigint() -> Iterator[None]:
    """Processes started here do not hear an interrupt from the terminal: this one does, and ends them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)
