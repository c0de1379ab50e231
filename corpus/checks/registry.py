"""Define findings and checks, and register every check under its id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from corpus.checks.context import CheckContext
from corpus.errors import CorpusError

Level = Literal["error", "advice"]


class Stage(IntEnum):
    """What a check looks at. After a stage with an error no other is run, since later ones build on it."""

    FILES = 0
    DECLARATIONS = 1
    SOURCES = 2
    ANNOTATIONS = 3
    ARTICLES = 4
    RELEASES = 5
    REBUILD = 6


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong (error) or doubtful (advice) in a project.

    Attributes:
        id: Stable id of the check.
        level: ``error`` or ``advice``.
        path: The file.
        line: 1-based line of the file, if known.
        message: What is wrong, without a full stop.
        hint: What to do, without a full stop.
    """

    id: str
    level: Level
    path: Path
    line: int | None
    message: str
    hint: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        return f"{place}: {self.level} {self.id}: {self.message}. Hint: {self.hint}."


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check yields: a finding without the id and level, which the registry adds."""

    path: Path
    line: int | None
    message: str
    hint: str


CheckFunction = Callable[[CheckContext], Iterator[CheckResult]]


@dataclass(frozen=True, slots=True)
class Check:
    """An entry of the registry.

    Attributes:
        id: Stable id; never changed or reused.
        level: Level of its findings.
        stage: What it looks at.
        doc: A sentence that says what it finds.
        function: Yields its results.
    """

    id: str
    level: Level
    stage: Stage
    doc: str
    function: CheckFunction

    def run(self, context: CheckContext) -> Iterator[Finding]:
        """Yield the findings in a project."""
        for result in self.function(context):
            yield Finding(self.id, self.level, result.path, result.line, result.message, result.hint)


_CHECKS: dict[str, Check] = {}


def register(name: str, level: Level, stage: Stage, *, doc: str) -> Callable[[CheckFunction], CheckFunction]:
    """Return a decorator that registers a generator of results as a check.

    Args:
        name: Id of the check.
        level: Level of its findings.
        stage: What it looks at.
        doc: A sentence that says what it finds.
    """

    def add(function: CheckFunction) -> CheckFunction:
        assert name not in _CHECKS, name
        _CHECKS[name] = Check(name, level, stage, doc, function)
        return function

    return add


def register_errors(
    docs: Mapping[str, str], stage: Stage, errors: Callable[[CheckContext], Iterator[tuple[str, CorpusError]]]
) -> None:
    """Register one check per id for a function that finds several kinds of errors.

    Args:
        docs: What each id finds, by id.
        stage: What the checks look at.
        errors: Yields each error with its id.
    """

    def check_for(name: str) -> CheckFunction:
        def check(context: CheckContext) -> Iterator[CheckResult]:
            for error_id, error in errors(context):
                if error_id == name:
                    yield result_of(error, default=context.root)

        return check

    for name, doc in docs.items():
        register(name, "error", stage, doc=doc)(check_for(name))


def registry() -> Mapping[str, Check]:
    """Return every check by its id, in the order of the stages."""
    return dict(sorted(_CHECKS.items(), key=lambda item: item[1].stage))


def result_of(error: CorpusError, *, default: Path) -> CheckResult:
    """Convert an error to a result; ``default`` is the path if the error has none."""
    path = default if error.path is None else Path(error.path)
    return CheckResult(path, error.line, error.message, error.hint or "Fix the file")
