"""The command ``corpus``: registers the commands, and turns errors raised on purpose into one line and exit code 1."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, NoReturn

import typer

from corpus import __version__
from corpus.commands.annotate import annotate
from corpus.commands.build import build
from corpus.commands.check import check
from corpus.commands.console import emit, report, stderr
from corpus.commands.evaluate import evaluate
from corpus.commands.exchange import export, import_
from corpus.commands.init import init
from corpus.commands.show import show
from corpus.commands.stats import stats
from corpus.commands.tag import tag
from corpus.errors import CorpusError

#: What an interrupt from the terminal ends with, by the custom of shells (128 + SIGINT).
_INTERRUPTED = 130

app = typer.Typer(
    name="corpus",
    help="Attributed quotations from news articles: clean, find who says what, build a released data set.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (build, check, evaluate, show, tag, stats, init, annotate, export, import_):
    app.command(command.__name__.strip("_"))(command)


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"corpus {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Attributed quotations from news articles: clean, find who says what, build a released data set."""


def main() -> None:
    """Run the command line; the entry point of the distribution."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without our letters shows their numbers.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except SystemExit as e:
        if e.code == _INTERRUPTED:
            stderr.print("interrupted: nothing was changed", style="bold red")
        raise
    except CorpusError as e:
        report(e)
        sys.exit(1)
    except OSError as e:
        _output_failed(e)


def _output_failed(error: OSError) -> NoReturn:
    """The output cannot be written: say so, and keep the interpreter from trying again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    report(CorpusError(f"cannot write the output ({error.strerror or error})", path=error.filename, remedy="Make room"))
    sys.exit(1)


if __name__ == "__main__":
    main()
