"""What a run is made with unless options say otherwise."""

from __future__ import annotations

from typing import Literal

#: What runs the processes that tag: this command itself, or Ray.
Engine = Literal["local", "ray"]

#: A shard ends with so many articles where nothing else is said.
SHARD_ARTICLES = 5_000
