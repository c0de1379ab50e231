"""How much is tried: a small amount with every change, the full one with the variable NIGHTLY (`make nightly`)."""

import os

NIGHTLY = bool(os.environ.get("NIGHTLY"))


def amount(small, full):
    """The amount for this run.

    Args:
        small: what is tried with every change.
        full: what is tried each night and before a release.
    """
    return full if NIGHTLY else small
