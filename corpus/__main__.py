"""The command ``corpus``: registers the commands, and turns errors raised on purpose into one line and exit code 1."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from corpus import __version__
from corpus.cli.console import Interrupted, emit, report, stderr
from corpus.errors import CorpusError

#: What an interrupt from the terminal ends with, by the custom of shells (128 + SIGINT).
_INTERRUPTED = 130
#: The numbers of standard input, output and error are 0 to this.
_LAST_STREAM = 2
_HINT = "Make room or mend the permissions, then try again"

_LEFT = "interrupted: nothing half-made is left"

#: The commands in the order of the help, each with the module of `corpus.cli` that holds it.
_MODULES = {
    "build": "build", "check": "check", "evaluate": "evaluate", "show": "show", "tag": "tag", "explain": "explain",
    "stats": "stats", "align": "align", "diff": "diff", "view": "view", "plot": "plot", "cite": "cite",
    "verify": "verify", "publish": "publish", "rehydrate": "rehydrate", "init": "init", "add": "add",
    "annotate": "annotate",
    "export": "export", "import": "export",
}  # fmt: skip


def _make_app(wanted: str | None = None) -> typer.Typer:
    """The command line with one command, or with all where no command is called so.

    Only what a command needs is imported: `tag` need not wait for the libraries that write a release.
    """
    made = typer.Typer(
        name="corpus",
        help="Attributed quotations from news articles: clean, find who says what, build a released data set.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(options)
    for name in [wanted] if wanted in _MODULES else _MODULES:
        module = import_module(f"corpus.cli.{_MODULES[name]}")
        made.command(name)(getattr(module, "import_" if name == "import" else name))
    return made


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "app":
        return _make_app()
    raise AttributeError(name)


def _print_version(wanted: bool) -> None:
    if wanted:
        emit(f"corpus {__version__}")
        raise typer.Exit


def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Attributed quotations from news articles: clean, find who says what, build a released data set."""


def main() -> None:
    """Run the command line; the entry point of the distribution."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without our letters shows their numbers.
            stream.reconfigure(errors="backslashreplace")
    try:
        _make_app(next(iter(sys.argv[1:]), None))()
    except SystemExit as e:
        if e.code == _INTERRUPTED:
            _say_interrupted(e.said if isinstance(e, Interrupted) else _LEFT)
        raise
    except KeyboardInterrupt:
        # It came before or after the command itself, which turns it into the above.
        _say_interrupted(_LEFT)
        sys.exit(_INTERRUPTED)
    except CorpusError as e:
        report(e)
        sys.exit(1)
    except OSError as e:
        _output_failed(e)


def _say_interrupted(said: str) -> None:
    stderr.print(said, style="bold red", markup=False, highlight=False)


def _open_streams() -> None:
    """Where a stream was closed by whoever called (``corpus build >&-``), nothing is read and what is said is lost.

    Left closed, its number would be given to the next file, and what others print there would be written into it.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(handle)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (until the process ends)


def _output_failed(error: OSError) -> NoReturn:
    """The output cannot be written: say so, and keep the interpreter from trying again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    report(CorpusError(f"cannot write the output ({error.strerror or error})", path=error.filename, hint=_HINT))
    sys.exit(1)


if __name__ == "__main__":
    main()
