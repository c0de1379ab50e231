"""``corpus plot``: figures of a release, drawn as files, or their data."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from corpus.cli.console import ProjectOption, emit, emit_json, project_folder
from corpus.cli.options import JsonOption, ReleaseOption
from corpus.errors import FigureError
from corpus.io.atomic import atomic_write
from corpus.release.load import find_release, read_rows
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.drawing import FORMATS, draw
from corpus.view.figures.figure import FIGURES, Figure

Form = Literal["svg", "png", "pdf"]
Theme = Literal["light", "dark"]

NamesArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[FIGURE]...", help="Names of figures; default: all.")
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", metavar="DIR|FILE", help="Folder to write into, or, for one figure, a file."),
]
FormOption = Annotated[
    Form | None, typer.Option("--format", help="Format of the files; default: that of the file's name, else svg.")
]
ThemeOption = Annotated[Theme, typer.Option(help="Colours, for a light ground or a dark one.")]


def plot(  # noqa: PLR0913  (one for each option)
    *,
    names: NamesArgument = None,
    output: OutputOption = None,
    form: FormOption = None,
    theme: ThemeOption = "light",
    release: ReleaseOption = None,
    project: ProjectOption = None,
    listed: Annotated[bool, typer.Option("--list", help="Print the names of the figures.")] = False,
    as_data: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the data of one figure as CSV.")] = False,
) -> None:
    """Draw figures of a release into files, or print the data that they show."""
    if listed:
        for name, title in FIGURES.items():
            emit(f"{name:20} {title}")
        return
    unknown = [name for name in names or () if name not in FIGURES]
    if unknown:
        raise FigureError(f"there is no figure {', '.join(unknown)}", hint=f"There are {', '.join(FIGURES)}")
    folder = release or find_release(project_folder(project))
    figures = _chosen(figures_of(read_rows(folder)), names, folder=folder)
    if as_data:
        emit_json([_as_data(f) for f in figures], indent=2)
    elif as_csv:
        emit(_as_csv(figures))
    elif output is None:
        raise FigureError("there is no place to draw into", hint="Give --output, or ask for the data with --json")
    else:
        for path in _write(figures, output, form=form, theme=theme):
            emit(path)


def _chosen(figures: Sequence[Figure], names: Sequence[str] | None, *, folder: Path) -> list[Figure]:
    """The figures that are asked for, each once, in the order asked for."""
    there = {f.id: f for f in figures}
    empty = [name for name in names or () if name not in there]
    if empty or not there:
        what = ", ".join(empty) or "any figure"
        hint = f"It has data for {', '.join(there)}" if there else "It has no attributions"
        raise FigureError(f"the release has no data for {what}", path=folder, hint=hint)
    return [there[name] for name in dict.fromkeys(names or there)]


def _as_data(figure: Figure) -> dict[str, object]:
    fields = ("id", "title", "caption", "alt", "columns", "rows", "note")
    return {name: getattr(figure, name) for name in fields}


def _as_csv(figures: Sequence[Figure]) -> str:
    if len(figures) > 1:
        raise FigureError(
            "CSV holds one figure", hint=f"Name one of {', '.join(f.id for f in figures)}, or take --json"
        )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([figures[0].columns, *figures[0].rows])
    return text.getvalue().removesuffix("\n")


def _write(figures: Sequence[Figure], output: Path, *, form: Form | None, theme: Theme) -> list[Path]:
    """Draw all figures, then write them, so that nothing is written where one cannot be drawn."""
    ending = output.suffix.removeprefix(".")
    single = ending in FORMATS and not output.is_dir()
    if single and len(figures) > 1:
        raise FigureError("one file cannot hold several figures", path=output, hint="Name one figure, or give a folder")
    if single and form not in (None, ending):
        raise FigureError(f"the file's name does not go with --format {form}", path=output, hint="Leave one out")
    made = form or (ending if single else "svg")
    drawn = {output if single else output / f"{f.id}.{made}": draw(f, format=made, theme=theme) for f in figures}
    for path, content in drawn.items():
        _replace(path, content)
    return list(drawn)


def _replace(path: Path, content: bytes) -> None:
    """Write a file beside its place, and rename it into it."""
    try:
        atomic_write(path, content)
    except OSError as e:
        raise FigureError(f"cannot be written ({e.strerror})", path=path, hint="Give another --output") from e
