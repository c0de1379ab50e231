"""``corpus export`` and ``corpus import``: releases into other formats, annotations into a tool and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.console import ProjectOption, emit, progress, project_folder
from corpus.commands.rows import released_rows
from corpus.curate import annotation_path, read_annotation, write_annotation
from corpus.curate.problems import annotation_problems
from corpus.errors import ProjectError
from corpus.exchange import (
    FORMATS,
    RELEASE_FORMATS,
    ReleaseFormat,
    export_annotation,
    export_release,
    import_annotation,
)
from corpus.project import Project, find_source, load_project, read_source

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
TableOption = Annotated[
    list[str] | None, typer.Option("--table", metavar="NAME", help="Only this table (csv, jsonl); repeatable.")
]
RowsOption = Annotated[
    Path | None,
    typer.Option(
        "--release", metavar="DIR", help="A release; default: the project's current version, or what it would be."
    ),
]


def export(
    *,
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE]...", help="Ids of articles; all of a release if none.")
    ] = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="|".join(_ALL), callback=_known_or_release, help="What to write, see above."),
    ],
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Folder to write into.")],
    table: TableOption = None,
    release: RowsOption = None,
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
        for article in articles:
            _export_annotation(load_project(project_folder(project)), article, form=form, output=output)
        return
    made = RELEASE_FORMATS[form]
    _refuse(form, **({"table": table} if made.table is None else {"articles": articles}))
    _export_release(made, table or articles or [], release, output=output, project=project)


def _export_release(
    form: ReleaseFormat, only: Sequence[str], release: Path | None, *, output: Path, project: Path | None
) -> None:
    rows, name, place = released_rows(release, project=project)
    total = len(only or (rows["articles"] if form.table is None else rows)) * (1 + form.with_text)
    with progress("files", total=total) as advance:
        written = export_release(rows, form=form, folder=output, release=name, only=only, progress=advance)
    for path in written:
        emit(path)
    emit(f"exported: {place}")


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
        raise ProjectError(problem.error.message, path=file, remedy=problem.error.remedy)
    path = annotation_path(project, source.id)
    if path.exists():
        if read_annotation(path) == annotation:
            return f"{path}: unchanged"
        if not force:
            raise ProjectError("it differs from the file", path=path, remedy="Replace it with --force")
    write_annotation(path, annotation)
    return f"{path}: {len(annotation.attributions)} attributions, {annotation.status}"
