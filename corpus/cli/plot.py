"""``corpus plot``: draw figures of a release, or print their data."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.cli.console import emit, emit_json
from corpus.cli.options import JsonOption, ProjectOption, ReleaseOption, release_folder
from corpus.errors import FigureError, did_you_mean
from corpus.io.atomic import atomic_write
from corpus.release.load import read_rows
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.drawing import FORMATS, draw
from corpus.view.figures.figure import FIGURES, Figure

Format = Literal["svg", "png", "pdf"]
Theme = Literal["light", "dark"]

_NamesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="FIGURE", help="Names of figures. Default: all figures.")
]
_OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="DIR|FILE", help="Folder to write into, or, for a single figure, a file."),
]
_FormatOption = Annotated[
    Format | None, typer.Option("--format", "-f", help="Format of the files. Default: that of the file's name, or svg.")
]
_ThemeOption = Annotated[Theme, typer.Option(help="Colours for a light or a dark background.")]
_ListOption = Annotated[bool, typer.Option("--list", help="List the names of the figures, and exit.")]
_CsvOption = Annotated[bool, typer.Option("--csv", help="Print the data of one figure as CSV.")]


def plot(  # noqa: PLR0913  (one parameter per option)
    *,
    names: _NamesArgument = None,
    output: _OutputOption = None,
    form: _FormatOption = None,
    theme: _ThemeOption = "light",
    release: ReleaseOption = None,
    project: ProjectOption = None,
    listed: _ListOption = False,
    as_data: JsonOption = False,
    as_csv: _CsvOption = False,
) -> None:
    """Draw figures of a release, or print their data.

    Drawing requires the extra view.

    Examples:
      corpus plot --list
      corpus plot --output figures --format pdf
      corpus plot speakers-by-outlet --csv
    """
    if listed:
        for name, title in FIGURES.items():
            emit(f"{name:20} {title}")
        return
    unknown = [name for name in names or () if name not in FIGURES]
    if unknown:
        hint = f"{did_you_mean(unknown[0], FIGURES)}The figures are {', '.join(FIGURES)}"
        raise FigureError(f"there is no figure {', '.join(unknown)}", hint=hint)
    folder = release_folder(release, project)
    figures = _selected(figures_of(read_rows(folder)), names, folder=folder)
    if as_data:
        emit_json([_to_json(f) for f in figures], indent=2)
    elif as_csv:
        emit(_to_csv(figures))
    elif output is None:
        raise FigureError("no output is named", hint="Give --output, or print the data with --json")
    else:
        for path in _write(figures, output, form=form, theme=theme):
            emit(path)


def _selected(figures: Sequence[Figure], names: Sequence[str] | None, *, folder: Path) -> list[Figure]:
    """The requested figures, each once, in the requested order; all figures if no name is given."""
    by_id = {f.id: f for f in figures}
    if not by_id:
        raise FigureError("the release has no data for any figure", path=folder, hint="It has no attributions")
    without_data = [name for name in names or () if name not in by_id]
    if without_data:
        message = f"the release has no data for {', '.join(without_data)}"
        raise FigureError(message, path=folder, hint=f"It has data for {', '.join(by_id)}")
    return [by_id[name] for name in dict.fromkeys(names or by_id)]


def _to_json(figure: Figure) -> dict[str, object]:
    fields = ("id", "title", "caption", "alt", "columns", "rows", "note")
    return {name: getattr(figure, name) for name in fields}


def _to_csv(figures: Sequence[Figure]) -> str:
    if len(figures) > 1:
        names = ", ".join(f.id for f in figures)
        raise FigureError("CSV holds the data of one figure only", hint=f"Name one of {names}, or use --json")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([figures[0].columns, *figures[0].rows])
    return text.getvalue().removesuffix("\n")


def _write(figures: Sequence[Figure], output: Path, *, form: Format | None, theme: Theme) -> list[Path]:
    """Draw all figures, then write them, so that nothing is written if one cannot be drawn."""
    suffix = output.suffix.removeprefix(".")
    is_file = suffix in FORMATS and not output.is_dir()
    if is_file:
        _check_single(figures, output, form=form)
        drawn = {output: draw(figures[0], format=suffix, theme=theme)}
    else:
        drawn_format = form or "svg"
        drawn = {output / f"{f.id}.{drawn_format}": draw(f, format=drawn_format, theme=theme) for f in figures}
    for path, content in drawn.items():
        _write_file(path, content)
    return list(drawn)


def _check_single(figures: Sequence[Figure], output: Path, *, form: Format | None) -> None:
    """Raise unless one figure is to be drawn, in the format of the output's name."""
    if len(figures) > 1:
        raise FigureError("one file cannot hold several figures", path=output, hint="Name one figure, or give a folder")
    if form is not None and output.suffix != f".{form}":
        raise FigureError(f"the file name contradicts --format {form}", path=output, hint="Leave one out")


def _write_file(path: Path, content: bytes) -> None:
    try:
        atomic_write(path, content)
    except OSError as e:
        raise FigureError(f"cannot be written ({e.strerror})", path=path, hint="Give another --output") from e
