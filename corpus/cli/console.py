"""Terminal output that commands share: consoles, errors, JSON, bidirectional text and progress bars."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console
from rich.text import Text

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

#: Exit code after an interrupt from the terminal: 128 + SIGINT, as shells have it.
INTERRUPTED_EXIT = 130
# Isolates keep words in their own direction whatever the direction of the terminal's line (Unicode Standard Annex 9).
_ISOLATES = {"rtl": "\u2067", "ltr": "\u2066", "auto": "\u2068"}
_POP_ISOLATE = "\u2069"
#: Wide enough for every column where the output goes to a file or a pipe, which has no width of its own.
_FILE_WIDTH = 160


class _StandardOutput(Console):
    """Standard output that exits quietly when its reader closes the pipe (``corpus tag ... | head``)."""

    def on_broken_pipe(self) -> None:
        """Exit with 0; nothing more can be written."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)


stdout = _StandardOutput(soft_wrap=True)
stderr = Console(stderr=True, soft_wrap=True)


class InterruptedExit(SystemExit):
    """The exit after an interrupt from the terminal, with a message that says what was left."""

    def __init__(self, message: str) -> None:
        super().__init__(INTERRUPTED_EXIT)
        self.message = message


def exit_interrupted(message: str) -> NoReturn:
    """Exit as an interrupted program, with a message that says what was left.

    Raises:
        InterruptedExit: always.
    """
    raise InterruptedExit(message) from None


def table_console() -> Console:
    """Standard output for tables: the terminal's width, or room for every column in files and pipes."""
    console = _StandardOutput(highlight=False)
    if console.is_terminal:
        return console
    return _StandardOutput(highlight=False, width=_FILE_WIDTH)


def emit(text: object) -> None:
    """Write a line to standard output without markup or wrapping."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        stdout.on_broken_pipe()


def emit_json(value: object, *, indent: int | None = None) -> None:
    """Write a value as JSON; letters are escaped unless the output is encoded in UTF-8 or the like."""
    encoding = sys.stdout.encoding or ""
    ascii_only = not encoding.lower().startswith("utf")
    emit(json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=str))


def isolated(text: str | Text, direction: str) -> Text:
    """Isolate text in its own direction.

    Args:
        text: what to isolate.
        direction: ``ltr`` or ``rtl``, or ``auto`` to use the direction of its first letters.
    """
    return Text.assemble(_ISOLATES[direction], text, _POP_ISOLATE)


def count_of(number: int, noun: str) -> str:
    """A number with its noun, in the plural unless it is 1: ``1 article``, ``2 articles``."""
    plural = "" if number == 1 else "s"
    return f"{number:,} {noun}{plural}"


def print_error(error: CorpusError) -> None:
    """Print an error as one line on standard error."""
    stderr.print("error: ", style="bold red", end="")
    stderr.print(str(error), markup=False, highlight=False)


def print_warning(text: str) -> None:
    """Print a warning as one line on standard error."""
    stderr.print(f"warning: {text}", style="yellow", highlight=False, markup=False)


def print_note(text: str) -> None:
    """Print a note as one line on standard error: what was done that may not be expected."""
    stderr.print(f"note: {text}", style="dim", highlight=False, markup=False)


def progress_bar(*columns: str | ProgressColumn) -> Progress:
    """A transient bar on standard error: a spinner, a bar and the count, then the given columns."""
    # Imported when called: most commands are done before rich.progress is imported (40 ms).
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn  # noqa: PLC0415

    shown = (SpinnerColumn(), "{task.description}", BarColumn(), MofNCompleteColumn(), *columns)
    return Progress(*shown, console=stderr, transient=True)


@contextmanager
def progress(title: str, *, total: int | None) -> Iterator[Callable[[str], None]]:
    """Show a progress bar on standard error if that is a terminal.

    Args:
        title: what is counted ("articles").
        total: the number of steps, if known.

    Yields:
        A function to call after each step, with the step's name.
    """
    if not stderr.is_terminal:
        yield lambda name: None
        return
    from rich.progress import TimeElapsedColumn  # noqa: PLC0415  (see `progress_bar`)

    with progress_bar(TimeElapsedColumn()) as bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {name}")
