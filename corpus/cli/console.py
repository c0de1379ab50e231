"""What the commands share in the terminal: two consoles, errors, progress, the project's folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from corpus.errors import CorpusError
from corpus.project.project import find_project


class _Output(Console):
    """Standard output that ends quietly when its reader goes away (`corpus tag ... | head`)."""

    def on_broken_pipe(self) -> None:
        """Nothing is wrong, and nothing more can be written."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0)


# Isolates keep words' own direction whatever the terminal's line is (Unicode Standard Annex 9).
_ISOLATE = {"rtl": "\u2067", "ltr": "\u2066", "auto": "\u2068"}
_POP = "\u2069"
#: Wide enough for every column where the output goes to a file or a pipe, which has no width of its own.
_FILE_WIDTH = 160

stdout = _Output(soft_wrap=True)
stderr = Console(stderr=True, soft_wrap=True)

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", help="Folder of the corpus project; default: this folder, or the one project under datasets/."
    ),
]


def table_console() -> Console:
    """Standard output for tables: its own width on a terminal, and room for every column elsewhere."""
    here = _Output(highlight=False)
    return here if here.is_terminal else _Output(highlight=False, width=_FILE_WIDTH)


def emit(text: object) -> None:
    """Write a line to standard output, as it is."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        stdout.on_broken_pipe()


def emit_json(value: object, *, indent: int | None = None) -> None:
    """Write a value as JSON; letters are escaped where the output's encoding may not have them."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    emit(json.dumps(value, ensure_ascii=plain, indent=indent, default=str))


def isolated(words: str | Text, direction: str) -> Text:
    """Words isolated in their own direction: that of a language, or ``auto``, resolved from their letters."""
    return Text.assemble(_ISOLATE[direction], words, _POP)


def report(error: CorpusError) -> None:
    """Print an error as one line on standard error."""
    stderr.print("error: ", style="bold red", end="")
    stderr.print(str(error), markup=False, highlight=False)


def warn(text: str) -> None:
    """Print a warning as one line on standard error."""
    stderr.print(f"warning: {text}", style="yellow", highlight=False, markup=False)


class Interrupted(SystemExit):
    """The end after an interrupt from the terminal, with what is to be said of it."""

    def __init__(self, said: str) -> None:
        # By the custom of shells, 128 + SIGINT.
        super().__init__(130)
        self.said = said


def interrupted(said: str) -> NoReturn:
    """End the program as one that was interrupted, with a line that says what was left.

    Raises:
        Interrupted: always.
    """
    raise Interrupted(said) from None


def project_folder(given: Path | None) -> Path:
    """The project folder of a command: the one given, else that of the current folder (`find_project`)."""
    return given if given is not None else find_project(Path())


@contextmanager
def progress(title: str, *, total: int | None) -> Iterator[Callable[[str], None]]:
    """A progress bar on standard error, none where that is no terminal; yields what to call with each step's name."""
    if not stderr.is_terminal:
        yield lambda name: None
        return
    # Imported when needed: a program that reads the output need not wait for it.
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=stderr, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda name: bar.update(task, advance=1, description=f"{title} {name}")
