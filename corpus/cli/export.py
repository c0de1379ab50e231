"""``corpus export`` and ``corpus import``: releases in other formats, and annotations to and from annotation tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import count_of, emit, progress
from corpus.cli.options import ProjectOption, article_source, project_folder, release_folder
from corpus.cli.release_rows import ReleasedRows, released_rows
from corpus.errors import ProjectError, did_you_mean
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.exchange.formats import FORMATS, export_annotation, import_annotation
from corpus.project.project import Project, find_source, load_project, read_source
from corpus.release.formats.export import RELEASE_FORMATS, ReleaseFormat, export_release

_ALL_FORMATS = (*RELEASE_FORMATS, *FORMATS)


def _check_annotation_format(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"{name!r} is unknown. {did_you_mean(name, FORMATS)}Formats: {', '.join(FORMATS)}")
    return name


def _check_format(name: str) -> str:
    if name not in _ALL_FORMATS:
        known = ", ".join(_ALL_FORMATS)
        raise typer.BadParameter(f"{name!r} is unknown. {did_you_mean(name, _ALL_FORMATS)}Formats: {known}")
    return name


_ImportFormatOption = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="|".join(FORMATS), callback=_check_annotation_format, help="Format of the files."
    ),
]
_ExportFormatOption = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="|".join(_ALL_FORMATS), callback=_check_format, help="Format to write, see above."
    ),
]
_ArticlesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="ARTICLE", help="Ids of articles. Default: all articles of the release."),
]
_OutputOption = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder to write into.")]
_TableOption = Annotated[
    list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table (csv, jsonl). Repeatable.")
]
_ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release",
        "-r",
        metavar="DIR|VERSION",
        help="Folder of a release, or a version of the project. Default: the current version, or what a build would "
        "write.",
    ),
]


def export(
    *,
    articles: _ArticlesArgument = None,
    form: _ExportFormatOption,
    output: _OutputOption,
    table: _TableOption = None,
    release: _ReleaseOption = None,
    project: ProjectOption = None,
) -> None:
    """Export a release or an annotation to another format.

    Formats of a release:
      csv, jsonl      each table as one file
      conll           the tokens of each article, with BIO tags
      tei             each article in TEI P5 (said, quote, seg)
      webannotation   attributions in W3C JSON-LD, with text files

    Formats of an article's annotation, with its raw text, for annotation tools:
      brat, webanno-tsv

    A release is exported into a new folder, completely or not at all. Offsets are code points of the
    article text. CSV does not escape text that a spreadsheet takes for a formula ("=..."): import it there as text.

    Examples:
      corpus export --format csv --output csv --table quotes
      corpus export --format tei --release releases/0.4.0 --output tei
      corpus export example --format brat --output brat
    """
    if form in FORMATS:
        _reject_options(form, {"--table": table, "--release": release})
        if not articles:
            raise typer.BadParameter("name an article", param_hint="ARTICLE")
        loaded = load_project(project_folder(project))
        for article in articles:
            _export_annotation(loaded, article, form=form, output=output)
        return
    # Formats with a file for each table take tables, formats with a file for each article take articles.
    if RELEASE_FORMATS[form].table is None:
        _reject_options(form, {"--table": table})
        only = articles or []
    else:
        _reject_options(form, {"ARTICLE": articles})
        only = table or []
    released = released_rows(None if release is None else release_folder(release, project), project=project)
    _export_release(released, form=RELEASE_FORMATS[form], output=output, only=only)
    emit(f"exported: {released.origin}")


def _export_release(released: ReleasedRows, *, form: ReleaseFormat, output: Path, only: list[str]) -> None:
    exported = only or (released.rows if form.table else released.rows.get("articles", []))
    total = len(exported) * (1 + form.with_text)
    with progress("files", total=total) as advance:
        written = export_release(
            released.rows, form=form, folder=output, release=released.name, only=only, progress=advance
        )
    for path in written:
        emit(path)


def _reject_options(form: str, options: dict[str, object]) -> None:
    """Reject options that were given although the format does not use them."""
    for name, value in options.items():
        if value:
            raise typer.BadParameter(f"not used by the format {form}", param_hint=name)


def _export_annotation(project: Project, article: str, *, form: str, output: Path) -> None:
    source = article_source(project, article)
    path, text = annotation_path(project, source.id), read_source(project, source)
    annotation = read_annotation(path)
    for problem in annotation_problems(project, source, text, annotation, form_only=True):
        raise problem.error
    for written in export_annotation(annotation, text, form=FORMATS[form], folder=output):
        emit(written)


def import_(
    *,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files of the annotation tool, named after articles.")
    ],
    form: _ImportFormatOption,
    force: Annotated[bool, typer.Option("--force", help="Overwrite annotations that differ.")] = False,
    project: ProjectOption = None,
) -> None:
    """Import annotations from an annotation tool.

    A file with a fault is rejected, and nothing of it is written.

    Examples:
      corpus import brat/example.ann --format brat
      corpus import example.tsv --format webanno-tsv --force
    """
    loaded = load_project(project_folder(project))
    for file in files:
        emit(_import(loaded, file, form=form, force=force))


def _import(project: Project, file: Path, *, form: str, force: bool) -> str:
    source = find_source(project, file.stem)
    text = read_source(project, source)
    annotation = import_annotation(file, text, form=FORMATS[form])
    for problem in annotation_problems(project, source, text, annotation):
        raise ProjectError(problem.error.message, path=file, hint=problem.error.hint)
    path = annotation_path(project, source.id)
    if path.exists():
        if read_annotation(path) == annotation:
            return f"{path}: unchanged"
        if not force:
            raise ProjectError("the annotation differs from the file", path=path, hint="Overwrite it with --force")
    write_annotation(path, annotation)
    return f"{path}: {count_of(len(annotation.attributions), 'attribution')}, {annotation.status}"
