"""Defaults of a tagging run; apart from `run.py` so that the command line can show them without importing pyarrow."""

from __future__ import annotations

from typing import Literal

#: What runs the worker processes: this command itself, or Ray.
Engine = Literal["local", "ray"]

#: Articles per shard.
SHARD_ARTICLES = 5_000
