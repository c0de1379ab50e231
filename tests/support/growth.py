"""How time grows with length, on a machine that others use, too: processor time of this process, best of several."""

import gc
import time

#: What takes less than this many seconds on the longer input is not slow, whatever its growth.
FAST = 0.02
#: Twice the length may take this many times as long; a square takes four times.
DOUBLE = 3.2
_TRIES = 6


def seconds(work):
    """Processor time of one call: what other processes do meanwhile does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def is_linear(work, shorter, longer, *, bound=DOUBLE, fast=FAST):
    """Whether ``work(longer)`` takes less than ``bound`` times what ``work(shorter)`` does.

    The two are measured in turns and the least time of each counts: caches and collections only ever add to it. A
    square stays one however often it is tried.
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
