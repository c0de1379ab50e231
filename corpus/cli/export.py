"""``corpus export`` and ``corpus import``: releases into other formats, annotations into a tool and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, progress, project_folder
from corpus.cli.release_rows import released_rows
from corpus.errors import ProjectError
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.exchange.formats import FORMATS, export_annotation, import_annotation
from corpus.project.project import Project, find_source, load_project, read_source
from corpus.release.formats.export import RELEASE_FORMATS, ReleaseFormat, export_release
from corpus.tables.rows import Rows

_ALL = (*RELEASE_FORMATS, *FORMATS)


def _known(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"not one of {', '.join(FORMATS)}")
    return name


def _known_or_release(name: str) -> str:
    return name if name in RELEASE_FORMATS else _known(name)


FormatOption = Annotated[
    str, typer.Option("--format", metavar="|".join(FORMATS), callback=_known, help="The tool's format.")
]


ExportOption = Annotated[
    str, typer.Option("--format", metavar="|".join(_ALL), callback=_known_or_release, help="What to write, see above.")
]
TableOption = Annotated[
    list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table (csv, jsonl); repeatable.")
]
ReleaseOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="A release; default: the project's current version, or what it would be."),
]


def export(
    *,
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Ids of articles; all of a release if none.")
    ] = None,
    form: ExportOption,
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Folder to write into.")],
    table: TableOption = None,
    release: ReleaseOption = None,
    project: ProjectOption = None,
) -> None:
    """Write a release, or an article's annotation, in a format that other programs read.

    csv, jsonl         a release: each table as one file
    conll              a release: the words of each article, with BIO tags
    tei                a release: each article in TEI P5 (said, quote, seg)
    webannotation      a release: attributions in W3C JSON-LD, text beside
    brat, webanno-tsv  an article's annotation and raw text, for annotators

    A release goes into a new folder, whole or not at all. Its offsets are
    code points of the article text. In CSV, text that a spreadsheet takes
    for a formula ("=...") stays as it is: import it there as text.
    """
    if form in FORMATS:
        _refuse(form, table=table, release=release)
        if not articles:
            raise typer.BadParameter("name an article", param_hint="ARTICLE")
        loaded = load_project(project_folder(project))
        for article in articles:
            _export_annotation(loaded, article, form=form, output=output)
        return
    only = _wanted(form, articles=articles or [], table=table or [])
    rows, name, place = released_rows(release, project=project)
    _export_release(rows, name, form=RELEASE_FORMATS[form], output=output, only=only)
    emit(f"exported: {place}")


def _wanted(form: str, *, articles: list[str], table: list[str]) -> list[str]:
    """The tables or articles that were named, whichever the format has a file for."""
    by_table = RELEASE_FORMATS[form].table is not None
    _refuse(form, **({"articles": articles} if by_table else {"table": table}))
    return table if by_table else articles


def _export_release(rows: Rows, name: str, *, form: ReleaseFormat, output: Path, only: list[str]) -> None:
    total = len(only or (rows if form.table else rows.get("articles", []))) * (1 + form.with_text)
    with progress("files", total=total) as advance:
        written = export_release(rows, form=form, folder=output, release=name, only=only, progress=advance)
    for path in written:
        emit(path)


def _refuse(form: str, **given: object) -> None:
    for name, value in given.items():
        if value:
            hint = "ARTICLE" if name == "articles" else f"--{name}"
            raise typer.BadParameter(f"means nothing for {form}", param_hint=hint)


def _export_annotation(project: Project, article: str, *, form: str, output: Path) -> None:
    source = find_source(project, article)
    path, text = annotation_path(project, source.id), read_source(project, source)
    annotation = read_annotation(path)
    for problem in annotation_problems(project, source, text, annotation, form_only=True):
        raise problem.error
    for written in export_annotation(annotation, text, form=FORMATS[form], folder=output):
        emit(written)


def import_(
    *,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of the tool, named after articles.")],
    form: FormatOption,
    force: Annotated[bool, typer.Option("--force", help="Replace annotations that differ.")] = False,
    project: ProjectOption = None,
) -> None:
    """Read annotations back from an annotation tool; one with a fault is refused and nothing of it is written."""
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
            raise ProjectError("it differs from the file", path=path, hint="Replace it with --force")
    write_annotation(path, annotation)
    return f"{path}: {len(annotation.attributions)} attributions, {annotation.status}"
