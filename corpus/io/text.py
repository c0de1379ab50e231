"""Raw bytes to raw text: decoded, never normalised, and refused with a reason where they cannot be an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import InputError
from corpus.io.limits import MAX_ARTICLE, MAX_FILE, MAX_JSON_LINE, MAX_LINE, MAX_LINES, MAX_TOKENS


def read_text(path: Path, *, encoding: str = "utf-8") -> str:
    """The text of a file, code point for code point, line ends and byte order mark included.

    Raises:
        InputError: the file is missing, unreadable, empty, not in ``encoding``, holds a NUL, or is over a limit.
    """
    return decode(read_bytes(path), path=path, encoding=encoding)


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: the file is missing, no regular file, unreadable, or too large for an article in any encoding.
    """
    try:
        if path.is_dir():
            raise InputError("this is a folder, not an article", path=path, hint="Name the files in it")
        size = path.stat().st_size
        if size > MAX_FILE:
            raise InputError(
                f"{size:,} bytes are too many for one article",
                path=path,
                hint=f"The limit is {MAX_ARTICLE:,} characters",
            )
        return path.read_bytes()
    except FileNotFoundError as e:
        raise InputError("no such file", path=path, hint="Check the path") from e
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e


def decode(data: bytes, *, path: Path | str | None = None, encoding: str = "utf-8") -> str:
    """Bytes as text; see `read_text`. ``path`` is only for the message."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as e:
        raise InputError(
            f"byte {e.start} is not valid {encoding}",
            path=path, line=data.count(b"\n", 0, e.start) + 1, hint="Declare the right encoding, or mend the file",
        ) from e  # fmt: skip
    except (LookupError, ValueError) as e:
        message = f"{encoding!r} is no encoding of text"
        raise InputError(message, path=path, hint="Use a name that Python knows, such as utf-8") from e
    check_text(text, path=path)
    return text


def check_text(text: str, *, path: Path | str | None = None) -> None:
    """Refuse what cannot be an article: nothing but white space, a NUL, a lone surrogate, or more than the limits.

    Raises:
        InputError: with the line, where one is to blame.
    """
    if len(text) > MAX_ARTICLE:
        raise InputError(
            f"{len(text):,} characters are too many for one article", path=path, hint=f"The limit is {MAX_ARTICLE:,}"
        )
    if not text.strip():
        raise InputError("there is no text", path=path, hint="Remove the article or give its text")
    if (nul := text.find("\0")) >= 0:
        raise InputError(
            "there is a NUL character", path=path, line=text.count("\n", 0, nul) + 1, hint="Give a text file"
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as e:
        line = text.count("\n", 0, e.start) + 1
        raise InputError("there is a lone surrogate", path=path, line=line, hint="Mend the text's decoding") from e
    longest, at = max((len(line), -n) for n, line in enumerate(text.split("\n"), 1))
    if longest > MAX_LINE:
        raise InputError(
            f"a line of {longest:,} characters",
            path=path,
            line=-at,
            hint=f"The limit is {MAX_LINE:,}; put in line ends",
        )


def check_size(lines: int, tokens: int) -> None:
    """Refuse an article of more lines that hold something, or of more words and marks, than the limits.

    Raises:
        InputError: it has more.
    """
    for count, most, what in ((lines, MAX_LINES, "lines"), (tokens, MAX_TOKENS, "words and marks")):
        if count > most:
            hint = f"The limit is {most:,}; give each article by itself"
            raise InputError(f"{count:,} {what} are too many for one article", hint=hint)


def bounded_lines(readline: Callable[[int], bytes]) -> Iterator[bytes | None]:
    """The lines of a file of JSON lines, None in place of one over the limit; it is passed over without being held."""
    while line := readline(MAX_JSON_LINE):
        whole = len(line) < MAX_JSON_LINE or line.endswith(b"\n")
        rest = b"" if whole else line
        while rest and not rest.endswith(b"\n"):
            rest = readline(MAX_JSON_LINE)
        yield line if whole else None


def too_long(path: Path, number: int) -> InputError:
    """The error for a line that `bounded_lines` passes over."""
    message = f"a line of more than {MAX_JSON_LINE:,} bytes"
    return InputError(message, path=path, line=number, hint="Give one article a line")
