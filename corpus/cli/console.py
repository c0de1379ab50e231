"""Terminal output that commands share: consoles, errors, JSON, bidirectional text and progress bars."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from corpus.errors import CorpusError
from corpus.io.text import UNSAFE, neutral

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

#: Exit code after an interrupt from the terminal: 128 + SIGINT, as shells have it.
INTERRUPTED_EXIT = 130
# Isolates keep words in their own direction whatever the direction of the terminal's line (Unicode Standard Annex 9).
_ISOLATES = {"rtl": "\u2067", "ltr": "\u2066", "auto": "\u2068"}
_POP_ISOLATE = "\u2069"
#: What is shown for an isolate of a text: the replacement character.
_SHOWN_ISOLATES = dict.fromkeys(range(0x2066, 0x206A), "\ufffd")
#: Wide enough for every column where the output goes to a file or a pipe, which has no width of its own.
_FILE_WIDTH = 160


class _NeutralConsole(Console):
    """A console that shows control characters of texts, ids and file names instead of obeying them.

    Rich's own sequences for colours are not part of the text of a segment, and those for the cursor are marked.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Render an object as segments without control characters."""
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(neutral(segment.text, isolates=True), segment.style)


class _StandardOutput(_NeutralConsole):
    """Standard output that exits quietly when its reader closes the pipe (``corpus tag ... | head``)."""

    def on_broken_pipe(self) -> None:
        """Exit with 0; nothing more can be written."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)


stdout = _StandardOutput(soft_wrap=True)
stderr = _NeutralConsole(stderr=True, soft_wrap=True)


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
    """Write a line to standard output without markup or wrapping, its control characters shown by name."""
    _write(neutral(str(text)))


def _write(text: str) -> None:
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        stdout.on_broken_pipe()


def emit_json(value: object, *, indent: int | None = None) -> None:
    """Write a value as JSON; letters are escaped unless the output is encoded in UTF-8 or the like.

    Control characters are escaped always, as JSON allows inside strings: the value is the same.
    """
    encoding = sys.stdout.encoding or ""
    ascii_only = not encoding.lower().startswith("utf")
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent, default=str)
    _write(UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def isolated(text: str | Text, direction: str) -> Text:
    """Isolate text in its own direction; isolates in it are shown by name.

    Args:
        text: what to isolate.
        direction: ``ltr`` or ``rtl``, or ``auto`` to use the direction of its first letters.
    """
    return Text.assemble(_ISOLATES[direction], _without_isolates(text), _POP_ISOLATE)


def _without_isolates(text: str | Text) -> str | Text:
    """Isolates in a text would end the one around it. Each becomes one character, so that styles keep their places."""
    plain = text if isinstance(text, str) else text.plain
    shown = plain.translate(_SHOWN_ISOLATES)
    if shown == plain:
        return text
    if isinstance(text, str):
        return shown
    copy = text.copy()
    copy.plain = shown
    return copy


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
