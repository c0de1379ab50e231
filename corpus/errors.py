"""Errors that the package raises, one family per cause.

Each carries where it happened and what to do next, and prints as one line: ``path:line: message. Remedy.``
Doubtful data is no error but a finding (`corpus.checks`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


class CorpusError(Exception):
    """Base of every error raised on purpose.

    Args:
        message: what is wrong, without a full stop.
        path: the file that it is about, if any.
        line: 1-based line in that file, if known.
        remedy: what the reader can do, as a sentence without its full stop.
    """

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, remedy: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.path, self.line, self.remedy = message, path, line, remedy

    def __str__(self) -> str:
        place = "" if self.path is None else f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        return f"{place}{self.message}" + (f". {self.remedy}." if self.remedy else "")

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes hand errors back by pickling; keyword-only fields would be lost by the default.
        return (_rebuild, (type(self), self.message, {"path": self.path, "line": self.line, "remedy": self.remedy}))


def _rebuild(kind: type[CorpusError], message: str, fields: dict[str, Any]) -> CorpusError:
    return kind(message, **fields)


class InputError(CorpusError, ValueError):
    """A text cannot be read: missing, empty, not in its encoding, with NUL bytes, or over a declared limit."""


class SourceChangedError(CorpusError):
    """The bytes of a source are not those that ``sources.toml`` declares."""


class ProjectError(CorpusError, ValueError):
    """A file of a corpus project is missing or does not hold what it must."""


class LanguageError(CorpusError, LookupError):
    """A language is not known here, or the language of a text could not be determined."""


class LanguageDataError(CorpusError, ValueError):
    """A file under ``corpus/languages/`` does not hold what it must."""


class MissingExtraError(CorpusError):
    """A library that only an optional extra of the package brings is not installed."""

    @classmethod
    def of(cls, library: str | None, *, extra: str) -> MissingExtraError:
        """The error for a library and the extra that brings it."""
        return cls(f"{library} is not installed", remedy=f"pip install 'convoy17[{extra}]'")


class ReleaseError(CorpusError):
    """A release cannot be written or read, or would overwrite a different one."""


class FigureError(CorpusError):
    """A figure cannot be drawn: no such figure, nothing to show, or the library for it is not installed."""


class HubError(CorpusError):
    """A release cannot be sent to the Hub."""
