"""How time grows with length, on a machine that others use, too: processor time of this process, best of several."""

import gc
import time
from contextlib import contextmanager

#: What takes less than this many seconds on the longer input is not slow, whatever its growth.
FAST = 0.02
#: The longer input is this many times as long as the shorter one.
RATIO = 4
#: The longer input may take this many times as long as the shorter one. Four times the length takes four times as long
#: where time is linear and sixteen times where it is quadratic; the bound is twice the first and half of the second.
BOUND = 8
#: Times that both are measured before the growth counts as too much. Only what is too slow is measured so often.
_TRIES = 12


def lengths(piece, longest):
    """A piece repeated to a quarter of a length, and to the length.

    Args:
        piece: what is repeated.
        longest: length of the longer text, in code points.

    Returns:
        The shorter and the longer text.
    """
    return [piece * (n // len(piece)) for n in (longest // RATIO, longest)]


@contextmanager
def _no_collection():
    """Without garbage collection: it looks at all objects of the process, of which earlier tests left many."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def seconds(work):
    """Processor time of one call: what other processes do meanwhile does not count."""
    with _no_collection():
        start = time.process_time()
        work()
        return time.process_time() - start


def is_linear(work, shorter, longer, *, bound=BOUND, fast=FAST):
    """Whether `work(longer)` takes less than `bound` times what `work(shorter)` does.

    The two are measured in turns and the least time of each counts: caches and other processes only ever add to it. A
    quadratic function remains one however often it is tried.

    Args:
        work: what is timed.
        shorter: its argument of a quarter of the size.
        longer: its argument of the full size.
        bound: how many times as long the longer one may take.
        fast: seconds of processor time under which the longer one is fast enough, whatever its growth.
    """
    least_short = least_long = float("inf")
    gc.collect()
    for _ in range(_TRIES):
        least_long = min(least_long, seconds(lambda: work(longer)))
        if least_long < fast:
            return True
        least_short = min(least_short, seconds(lambda: work(shorter)))
        if least_long < bound * least_short:
            return True
    return False
