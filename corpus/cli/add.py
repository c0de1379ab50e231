"""``corpus add``: raw articles into a corpus project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from corpus.add.add import AddedArticle, AddResult, add_articles
from corpus.add.proposal import AddOptions
from corpus.cli.console import ProjectOption, emit, emit_json, project_folder, report, stderr, table_console
from corpus.cli.options import JsonOption
from corpus.project.project import SOURCES_FILE

_Language = Annotated[str | None, typer.Option(help="Code of the language; told from the text if left out.")]
_Country = Annotated[str | None, typer.Option(help="Two capital letters (ISO 3166-1).")]
_Url = Annotated[str | None, typer.Option(help="Address, for one article.")]
_Date = Annotated[
    str | None, typer.Option(metavar="DAY[..DAY]", help="Day of publication, or the first and last it can be.")
]
_Id = Annotated[str | None, typer.Option("--id", help="Id, for one article; else of outlet and day.")]
_Rights = Annotated[str | None, typer.Option(help="Whose the text is, and by what right it is used.")]
_Split = Annotated[str | None, typer.Option(help="Split; else that of the language's articles.")]
_Encoding = Annotated[str | None, typer.Option(help="Encoding of the files; else UTF-8, or as a page says.")]
_Place = Annotated[
    Path,
    typer.Argument(
        metavar="FILE|DIR|-", help="A text file, a saved HTML page, a WARC file, a folder of such, or standard input."
    ),
]


def add(  # noqa: PLR0913  (one for each option)
    *,
    place: _Place,
    outlet: Annotated[str, typer.Option(help="Name of the newsroom.")],
    language: _Language = None,
    country: _Country = None,
    url: _Url = None,
    date: _Date = None,
    id_: _Id = None,
    rights: _Rights = None,
    split: _Split = None,
    encoding: _Encoding = None,
    force: Annotated[bool, typer.Option("--force", help="Add an article also if its text is there already.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be added, and change nothing.")] = False,
    project: ProjectOption = None,
    as_data: JsonOption = False,
) -> None:
    """Add raw articles to the project: check them, store them byte for byte, and write their entries.

    An article that cannot be added is reported and the others are still added; the exit code is then 1.
    """
    root = project_folder(project)
    options = AddOptions(outlet, language, country, url, date, id_, rights, split, encoding)
    result = add_articles(place, options, root=root, force=force, dry_run=dry_run)
    _warn(result)
    if as_data:
        emit_json(_data(result, dry_run=dry_run), indent=2)
    elif result.added:
        table_console().print(_table(result))
        _next(result, root, dry_run=dry_run)
    if result.failed:
        stderr.print(f"{len(result.failed)} article(s) could not be added", style="red", highlight=False)
        raise typer.Exit(1)


def _warn(result: AddResult) -> None:
    for error in result.failed:
        report(error)
    for one in result.added:
        for finding in one.findings:
            stderr.print(f"{one.source.id}: {finding}", style="yellow", markup=False, highlight=False)


def _counts(one: AddedArticle) -> dict[str, int]:
    article = one.article
    return {
        "lines": len(article.segments), "paragraphs": len(article.paragraphs), "attributions": len(article.attributions)
    }  # fmt: skip


def _data(result: AddResult, *, dry_run: bool) -> dict[str, Any]:
    added = [
        {
            "id": one.source.id, "file": one.source.file, "original": one.source.original, "split": one.split,
            "language": one.source.language, "title": one.source.title, "url": one.source.url,
            "published_earliest": one.source.published_earliest, "published_latest": one.source.published_latest,
            "published_basis": one.source.published_basis, **_counts(one),
            "near": [{"id": n.id, "similarity": round(n.similarity, 3), "same": n.same} for n in one.near],
            "findings": list(one.findings), "unknown": list(one.unknown),
        }
        for one in result.added
    ]  # fmt: skip
    failed = [{"path": str(e.path), "message": e.message, "hint": e.hint} for e in result.failed]
    return {"dry_run": dry_run, "added": added, "failed": failed}


def _table(result: AddResult) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("article", "language", "split", "lines", "paragraphs", "attributions", "like", "not known"):
        table.add_column(name, justify="right" if name in ("lines", "paragraphs", "attributions") else "left")
    for one in result.added:
        near = ", ".join(f"{n.id} {n.similarity:.0%}" for n in one.near)
        counts = map(str, _counts(one).values())
        table.add_row(one.source.id, one.source.language, one.split, *counts, near, ", ".join(one.unknown))
    return table


def _next(result: AddResult, root: Path, *, dry_run: bool) -> None:
    if dry_run:
        emit("nothing was written: this was a dry run")
        return
    first = result.added[0].source.id
    if any(one.unknown for one in result.added):
        emit(f"next: write what is not known into {root / SOURCES_FILE}, then corpus check --project {root}")
    emit(f"next: corpus show {first} --dropped --project {root}, then corpus annotate {first} --project {root}")
