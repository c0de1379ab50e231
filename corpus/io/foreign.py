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
def foreign_parser(message: str, *, name: str, hint: str) -> Iterator[None]:
    """Turn every exception of a library into an `InputError` about what it was reading.

    Args:
        message: What cannot be done; the library's own message follows in brackets.
        name: What was being read, for messages.
        hint: What to do.

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
        detail = printable(str(e) or type(e).__name__)[:_DETAIL]
        raise InputError(f"{message} ({detail})", path=name, hint=hint) from e
