"""What a finding is, and the list of everything that can be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from corpus.checks.context import Context
from corpus.errors import CorpusError

Level = Literal["error", "advice"]


class Stage(IntEnum):
    """What a check looks at. A stage with an error is the last one: what follows builds on what it found wrong."""

    FILES = 0
    DECLARATIONS = 1
    SOURCES = 2
    ANNOTATIONS = 3
    ARTICLES = 4
    RELEASES = 5
    REBUILD = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong (error) or doubtful (advice) in a project: a stable word id, a place, and what to do."""

    id: str
    level: Level
    path: Path
    line: int | None
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{place}: {self.level} {self.id}: {self.message}. {self.hint}."


@dataclass(frozen=True, slots=True)
class Place:
    """What a check hands back: where and what, without the id and level that the registry knows."""

    path: Path
    line: int | None
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the registry: its id, level and stage, one line that says what it finds, and the function."""

    id: str
    level: Level
    stage: Stage
    doc: str
    function: Callable[[Context], Iterator[Place]]

    def run(self, context: Context) -> Iterator[Finding]:
        """What it finds in a project."""
        for place in self.function(context):
            yield Finding(self.id, self.level, place.path, place.line, place.message, place.hint)


_CHECKS: dict[str, Check] = {}


def register(
    name: str, level: Level, stage: Stage, *, doc: str
) -> Callable[[Callable[[Context], Iterator[Place]]], Callable[[Context], Iterator[Place]]]:
    """Put the decorated generator into the registry, under an id that is never changed or used again."""

    def add(function: Callable[[Context], Iterator[Place]]) -> Callable[[Context], Iterator[Place]]:
        assert name not in _CHECKS, name
        _CHECKS[name] = Check(name, level, stage, doc, function)
        return function

    return add


def registry() -> Mapping[str, Check]:
    """Every check by its id, in the order of the stages."""
    return dict(sorted(_CHECKS.items(), key=lambda item: item[1].stage))


def place_of(error: CorpusError, *, default: Path) -> Place:
    """An error as what a check hands back."""
    path = default if error.path is None else Path(error.path)
    return Place(path, error.line, error.message, error.hint or "Mend the file")
