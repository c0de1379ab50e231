"""The command line application: the registry of commands, and the entry point that turns errors into exit codes."""

from __future__ import annotations

import inspect
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from corpus import __version__
from corpus.cli.console import INTERRUPTED_EXIT, InterruptedExit, emit, print_error, stderr
from corpus.errors import CorpusError
from corpus.io.processes import termination_as_interrupt

#: File numbers of standard input, output and error are 0 to this.
_LAST_STREAM = 2
_WRITE_HINT = "Free some disk space or fix the permissions, then try again"
_NOTHING_LEFT = "interrupted: no partial output was left"
_HELP = "Find attributed quotations in news articles, and build and publish a corpus of them."
#: Set by the shell completion of typer, which needs the options of all commands.
_COMPLETION_VARIABLE = "_CORPUS_COMPLETE"


class Panel(StrEnum):
    """Groups of commands in the help, in order."""

    START = "Start"
    ANNOTATE = "Annotate"
    PUBLISH = "Publish"
    ANALYSE = "Analyse"


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command as the overview lists it.

    Attributes:
        module: its module in `corpus.cli`.
        panel: the group in the help.
        summary: the first paragraph of its help, repeated here so that the overview imports no command.
        function: name of its function in the module; the module's name if empty.
    """

    module: str
    panel: Panel
    summary: str
    function: str = ""


#: All commands in the order of the help.
COMMANDS: dict[str, CommandEntry] = {
    "init": CommandEntry(
        "init", Panel.START, "Create a corpus project, with one example article unless it is to be empty."
    ),
    "add": CommandEntry("add", Panel.START, "Add raw articles to the project."),
    "list": CommandEntry("list", Panel.START, "List the articles of the project.", "list_"),
    "remove": CommandEntry("remove", Panel.START, "Remove articles from the project."),
    "tag": CommandEntry("tag", Panel.START, "Find who says what in articles."),
    "show": CommandEntry("show", Panel.START, "Show one article with its quotations highlighted."),
    "annotate": CommandEntry("annotate", Panel.ANNOTATE, "Write a draft annotation of an article for review."),
    "review": CommandEntry("review", Panel.ANNOTATE, "Review annotations in the browser, with the keyboard."),
    "check": CommandEntry("check", Panel.ANNOTATE, "Check the project for errors and doubtful data."),
    "speakers": CommandEntry(
        "speakers", Panel.ANNOTATE, "List who is quoted, and propose entries for the authority file."
    ),
    "align": CommandEntry("align", Panel.ANNOTATE, "Propose utterances: quotes that may render the same statement."),
    "import": CommandEntry("export", Panel.ANNOTATE, "Import annotations from an annotation tool.", "import_"),
    "build": CommandEntry("build", Panel.PUBLISH, "Annotate all articles and write a release."),
    "verify": CommandEntry("verify", Panel.PUBLISH, "Verify releases against their manifests."),
    "diff": CommandEntry("diff", Panel.PUBLISH, "Compare two releases: tables, columns and rows."),
    "export": CommandEntry("export", Panel.PUBLISH, "Export a release or an annotation to another format."),
    "cite": CommandEntry("cite", Panel.PUBLISH, "Print a citation of the corpus."),
    "publish": CommandEntry("publish", Panel.PUBLISH, "Upload a release to the Hugging Face Hub."),
    "rehydrate": CommandEntry("rehydrate", Panel.PUBLISH, "Restore the text of a text-free release."),
    "stats": CommandEntry("stats", Panel.ANALYSE, "Count articles, paragraphs, attributions and speakers."),
    "view": CommandEntry("view", Panel.ANALYSE, "Write a release as a folder of HTML pages."),
    "plot": CommandEntry("plot", Panel.ANALYSE, "Draw figures of a release, or print their data."),
    "explain": CommandEntry("explain", Panel.ANALYSE, "Explain the attributions of one article."),
    "evaluate": CommandEntry("evaluate", Panel.ANALYSE, "Measure predictions against annotations."),
}


def make_app(arguments: Sequence[str] | None = None) -> typer.Typer:
    """Create the command line application.

    Only the module of the command that is called is imported, so that `tag` does not wait for the libraries that write
    a release, and the overview waits for nothing.

    Args:
        arguments: what the program was called with, without its own name; None for an application with all commands.
    """
    app = typer.Typer(
        name="corpus",
        help=_HELP,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(options)
    called = set(COMMANDS) if arguments is None else COMMANDS.keys() & {_first_argument(arguments)}
    for name, entry in COMMANDS.items():
        if name in called:
            function = command_function(entry)
            app.command(name, help=reflowed_help(function), rich_help_panel=entry.panel)(function)
        elif not called:
            app.command(name, help=entry.summary, rich_help_panel=entry.panel)(_not_imported)
    return app


def _first_argument(arguments: Sequence[str]) -> str:
    return next((argument for argument in arguments if argument != "--"), "")


def command_function(entry: CommandEntry) -> Callable[..., None]:
    """Import the function of a command."""
    module = import_module(f"corpus.cli.{entry.module}")
    function: Callable[..., None] = getattr(module, entry.function or entry.module)
    return function


def reflowed_help(function: Callable[..., None]) -> str:
    """The docstring of a command, its paragraphs joined to one line each so that the terminal's width breaks them.

    Paragraphs with an indented line (lists and examples) keep their line breaks.
    """
    paragraphs = []
    for paragraph in inspect.cleandoc(function.__doc__ or "").split("\n\n"):
        keep_lines = "\n " in paragraph
        paragraphs.append(paragraph if keep_lines else paragraph.replace("\n", " "))
    return "\n\n".join(paragraphs)


def _not_imported() -> None:
    """Represent a command in the overview, where none is called."""


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name == "app":
        return make_app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _print_version(requested: bool) -> None:
    if requested:
        emit(f"corpus {__version__}")
        raise typer.Exit


def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", "-V", help="Print the version and exit.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Find attributed quotations in news articles, and build and publish a corpus of them."""


def main() -> None:
    """Run the command line; the entry point of the distribution.

    Raises:
        SystemExit: always; 0 for success, 1 for an error, 2 for wrong usage, 130 after an interrupt. Some commands
            define further meanings in their help. After SIGTERM or SIGHUP, which are handled as an interrupt is, the
            process ends by the signal.
    """
    with termination_as_interrupt() as received:
        try:
            _run()
        finally:
            if received:
                _end_by(received[0])


def _end_by(number: int) -> None:
    """End this process by a signal, as its caller expects after having sent it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _run() -> None:
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot encode a letter shows its number.
            stream.reconfigure(errors="backslashreplace")
    try:
        make_app(None if _COMPLETION_VARIABLE in os.environ else sys.argv[1:])()
    except SystemExit as e:
        if e.code == INTERRUPTED_EXIT:
            _print_interrupted(e.message if isinstance(e, InterruptedExit) else _NOTHING_LEFT)
        raise
    except KeyboardInterrupt:
        # Raised before or after the command itself, which turns an interrupt into the exit above.
        _print_interrupted(_NOTHING_LEFT)
        sys.exit(INTERRUPTED_EXIT)
    except CorpusError as e:
        print_error(e)
        sys.exit(1)
    except OSError as e:
        _exit_unwritable(e)


def _print_interrupted(message: str) -> None:
    stderr.print(message, style="bold red", markup=False, highlight=False)


def _open_streams() -> None:
    """Open the null device for each standard stream that the caller closed (``corpus build >&-``).

    Otherwise the next file that is opened would get the stream's number, and what libraries print would go into it.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(handle)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open until exit)


def _exit_unwritable(error: OSError) -> NoReturn:
    """Exit because standard output cannot be written, and keep the interpreter from flushing it again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    message = f"cannot write the output ({error.strerror or error})"
    print_error(CorpusError(message, path=error.filename, hint=_WRITE_HINT))
    sys.exit(1)
