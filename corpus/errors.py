"""Exceptions of the package, one class per cause.

Every exception carries a place and a hint and prints as one line: ``path:line: message. Hint: hint.``
Doubtful data does not raise: it is reported as a finding (`corpus.checks`).

    CorpusError
      InputError            a text cannot be read
      SourceChangedError    a source file differs from its declared hash
      ProjectError          a project file is missing or invalid
      LanguageError         an unknown or undetected language
      LanguageDataError     an invalid file of language data
      MissingExtraError     an optional library is not installed
      ReleaseError          a release cannot be written or read
      FigureError           a figure cannot be drawn
      HubError              a release cannot be uploaded to the Hub
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any


class CorpusError(Exception):
    """Base class of all exceptions that the package raises on purpose.

    Args:
        message: What is wrong, without a full stop.
        path: The file concerned, if any.
        line: 1-based line in that file, if known.
        hint: What to do about it, as a sentence without a full stop.
    """

    def __init__(
        self, message: str, *, path: Path | str | None = None, line: int | None = None, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.message, self.path, self.line, self.hint = message, path, line, hint

    def __str__(self) -> str:
        text = self.message
        if self.path is not None:
            place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
            text = f"{place}: {text}"
        return f"{text}. Hint: {self.hint}." if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        # Worker processes return exceptions pickled; the default would lose the keyword-only fields.
        return (_rebuild, (type(self), self.message, {"path": self.path, "line": self.line, "hint": self.hint}))

    def at(self, path: Path | str, *, line: int | None = None) -> CorpusError:
        """Return a copy of the exception that names this place.

        Args:
            path: The file to name instead of the present one.
            line: The line to name; the present one if None.
        """
        return type(self)(self.message, path=path, line=self.line if line is None else line, hint=self.hint)


def _rebuild(kind: type[CorpusError], message: str, fields: dict[str, Any]) -> CorpusError:
    return kind(message, **fields)


class InputError(CorpusError, ValueError):
    """A text cannot be read: missing, empty, in another encoding, with NUL characters, or over a limit."""


class SourceChangedError(CorpusError):
    """The bytes of a source file do not match the hash in ``sources.toml``."""


class ProjectError(CorpusError, ValueError):
    """A file of a corpus project is missing or invalid."""


class LanguageError(CorpusError, LookupError):
    """There is no data for a language, or the language of a text cannot be detected."""


class LanguageDataError(CorpusError, ValueError):
    """A file under ``corpus/languages/`` is invalid."""


class MissingExtraError(CorpusError):
    """A library of an optional extra is not installed, or is installed and cannot be imported."""

    @classmethod
    def of(cls, library: str | None, *, extra: str) -> MissingExtraError:
        """Return the error for a library that is not installed.

        Args:
            library: The name of the library.
            extra: The extra of this package that installs it.
        """
        return cls(f"{library} is not installed", hint=f"pip install 'convoy17[{extra}]'")

    @classmethod
    def from_import(cls, error: ImportError, *, library: str, extra: str) -> MissingExtraError:
        """Return the error for a failed import: what is missing, or what failed in a library that is installed.

        Args:
            error: The exception of the import.
            library: The library that was to be imported.
            extra: The extra of this package that installs it.
        """
        missing = (error.name or "").partition(".")[0]
        if isinstance(error, ModuleNotFoundError) and missing == library:
            return cls.of(library, extra=extra)
        if isinstance(error, ModuleNotFoundError) and missing:
            message = f"{library} is installed, but needs {missing}, which is not"
            return cls(message, hint=f"pip install --upgrade 'convoy17[{extra}]'")
        cause = " ".join(str(error).split())[:300]
        message = f"{library} is installed, but its import failed ({cause})"
        return cls(message, hint=f"Install what it names, or pip install --upgrade 'convoy17[{extra}]'")


class ReleaseError(CorpusError):
    """A release cannot be written or read, or would overwrite a different one."""


class FigureError(CorpusError):
    """A figure cannot be drawn: unknown figure, nothing to show, or the plotting library is not installed."""


class HubError(CorpusError):
    """A release cannot be uploaded to the Hub."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``Did you mean 'x'? `` for the known name closest to a wrong one, an empty string if none is close.

    >>> did_you_mean("quote", ["quotes", "articles"])
    "Did you mean 'quotes'? "
    """
    # Imported when called: most errors have no name to compare, and the overview of commands imports this module.
    from difflib import get_close_matches  # noqa: PLC0415

    by_folded = {one.casefold(): one for one in known}
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.6)
    return f"Did you mean {by_folded[close[0]]!r}? " if close else ""
