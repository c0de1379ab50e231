"""The command ``corpus``: registers the commands, and turns errors raised on purpose into one line and exit code 1."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from corpus import __version__
from corpus.commands.annotate import annotate
from corpus.commands.build import build
from corpus.commands.check import check
from corpus.commands.console import report
from corpus.commands.evaluate import evaluate
from corpus.commands.exchange import export, import_
from corpus.commands.init import init
from corpus.commands.show import show
from corpus.commands.stats import stats
from corpus.commands.tag import tag
from corpus.errors import CorpusError

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


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    """Attributed quotations from news articles: clean, find who says what, build a released data set."""
    if version:
        sys.stdout.write(f"corpus {__version__}\n")
        raise typer.Exit


def main() -> None:
    """Run the command line; the entry point of the distribution."""
    try:
        app()
    except CorpusError as e:
        report(e)
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away (`corpus tag ... | head`): nothing is wrong, and nothing more can be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
