"""One border to libraries that parse what others wrote: whatever they raise on it becomes an `InputError`.

No list of exceptions is complete. A length of ``10**30`` in a header is an `OverflowError`, a tag that no parser
expects an `AssertionError`, and the next version of a library raises something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import CorpusError, InputError
from corpus.io.text import printable

#: Longest part of a library's own message in ours, in code points.
_DETAIL = 200


@contextmanager
def foreign_parser(message: str, *, name: str, hint: str, line: int | None = None) -> Iterator[None]:
    """Turn every exception of a library into an `InputError` about what it was reading.

    Args:
        message: What cannot be done; the library's own message follows in brackets.
        name: What was being read, for messages.
        hint: What to do.
        line: The 1-based line that was being read, if there are lines.

    Raises:
        InputError: Something was raised in the block.
        CorpusError: Raised in the block by this package; it stays as it is.
        OSError: The file or stream can no longer be read. An `OSError` without a number is about the contents.
    """
    try:
        yield
    except CorpusError:
        raise
    except Exception as e:
        if isinstance(e, OSError) and e.errno is not None:
            raise
        raise InputError(f"{message} ({foreign_detail(e)})", path=name, line=line, hint=hint) from e


def foreign_detail(error: Exception) -> str:
    """Return a library's message as one short line, or the name of its error if it has none."""
    return printable(str(error) or type(error).__name__)[:_DETAIL]
