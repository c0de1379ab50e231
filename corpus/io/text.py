"""Decode raw bytes to raw text, never normalised, and reject what cannot be an article."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.errors import InputError
from corpus.io.limits import MAX_ARTICLE, MAX_FILE, MAX_LINE, MAX_LINES, MAX_TOKENS


def read_text(path: Path, *, encoding: str = "utf-8") -> str:
    """Read the text of a file, code point for code point, including line ends and a byte order mark.

    Args:
        path: The file.
        encoding: Its encoding.

    Raises:
        InputError: The file is missing, unreadable, empty, not in ``encoding``, holds a NUL, or is over a limit.
    """
    return decode(read_bytes(path), path=path, encoding=encoding)


def read_bytes(path: Path) -> bytes:
    """Read the bytes of a file.

    Args:
        path: The file.

    Raises:
        InputError: The file is missing, a folder, unreadable, or too large for an article in any encoding.
    """
    try:
        if path.is_dir():
            raise InputError("this is a folder, not an article", path=path, hint="Name the files in it")
        size = path.stat().st_size
        if size > MAX_FILE:
            message, hint = f"{size:,} bytes are too many for one article", f"The limit is {MAX_ARTICLE:,} characters"
            raise InputError(message, path=path, hint=hint)
        return path.read_bytes()
    except FileNotFoundError as e:
        raise InputError("no such file", path=path, hint="Check the path") from e
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e


def decode(data: bytes, *, path: Path | str | None = None, encoding: str = "utf-8") -> str:
    """Decode bytes and check the text with `check_text`.

    Args:
        data: The bytes of an article.
        path: The file, for messages.
        encoding: The name of the encoding, as Python knows it.

    Raises:
        InputError: The bytes are not in ``encoding``, the encoding is unknown, or the text is rejected.
    """
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as e:
        line = data.count(b"\n", 0, e.start) + 1
        hint = "Declare the right encoding, or fix the file"
        raise InputError(f"byte {e.start} is not valid {encoding}", path=path, line=line, hint=hint) from e
    except (LookupError, ValueError) as e:
        hint = "Use a name that Python knows, such as utf-8"
        raise InputError(f"unknown text encoding {encoding!r}", path=path, hint=hint) from e
    check_text(text, path=path)
    return text


def check_text(text: str, *, path: Path | str | None = None) -> None:
    """Reject a text that cannot be an article: blank, with a NUL or a lone surrogate, or over a limit.

    Args:
        text: The text.
        path: The file, for messages.

    Raises:
        InputError: The text is rejected; with the line, if one is the cause.
    """
    if len(text) > MAX_ARTICLE:
        message = f"{len(text):,} characters are too many for one article"
        raise InputError(message, path=path, hint=f"The limit is {MAX_ARTICLE:,}")
    if not text.strip():
        raise InputError("there is no text", path=path, hint="Remove the article or add its text")
    nul = text.find("\0")
    if nul >= 0:
        raise InputError("there is a NUL character", path=path, line=_line_of(text, nul), hint="Use a text file")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        line = _line_of(text, e.start)
        raise InputError("there is a lone surrogate", path=path, line=line, hint="Fix the decoding of the text") from e
    longest, negative_line = max((len(line), -n) for n, line in enumerate(text.split("\n"), 1))
    if longest > MAX_LINE:
        message, hint = f"a line of {longest:,} characters", f"The limit is {MAX_LINE:,}; insert line breaks"
        raise InputError(message, path=path, line=-negative_line, hint=hint)


def check_size(lines: int, tokens: int) -> None:
    """Reject an article with more non-empty lines, or more words and marks, than the limits.

    Args:
        lines: Number of non-empty lines.
        tokens: Number of tokens in the kept lines.

    Raises:
        InputError: One of the numbers is over its limit.
    """
    for count, limit, what in ((lines, MAX_LINES, "lines"), (tokens, MAX_TOKENS, "words and marks")):
        if count > limit:
            hint = f"The limit is {limit:,}; pass each article separately"
            raise InputError(f"{count:,} {what} are too many for one article", hint=hint)


def printable(name: object) -> str:
    """Return a name on one line, with line ends, direction controls and undecodable bytes escaped."""
    text = str(name)
    return text if text.isprintable() else repr(text)[1:-1]


#: Control characters, among them ESC and U+009B, with which a text could command a terminal; and embeddings, overrides
#: and isolates, which are in effect until they are closed, which a text need not do (Unicode Standard Annex 9).
#: Direction marks (U+200E, U+200F, U+061C) act locally and stay, as do line ends and tabs.
UNSAFE = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
#: The same without isolates, which the program itself sets around words of another direction.
_CONTROLS = re.compile("[\u202a-\u202e\x00-\x08\x0b-\x1f\x7f-\x9f]")


def neutral(text: str, *, isolates: bool = False) -> str:
    r"""Replace the characters of a text that act instead of being shown by their names (``[U+001B]``).

    Everything that leaves the program for eyes goes through here: pages, and what commands print.

    Args:
        text: The text.
        isolates: Whether isolates stay, for lines in which the program itself has set some.

    >>> neutral("red: \x1b[31m")
    'red: [U+001B][31m'
    """
    return (_CONTROLS if isolates else UNSAFE).sub(_character_name, text)


def _character_name(match: re.Match[str]) -> str:
    return f"[U+{ord(match[0]):04X}]"


def _line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
