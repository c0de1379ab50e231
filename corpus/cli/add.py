"""``corpus add``: add raw articles to a corpus project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from corpus.add.add import AddedArticle, AddResult, add_articles
from corpus.add.proposal import AddOptions
from corpus.cli.console import count_of, emit, emit_json, print_error, print_warning, stderr, table_console
from corpus.cli.options import JsonOption, ProjectModelOption, ProjectOption, project_folder
from corpus.project.new_project import example_sha256
from corpus.project.project import SOURCES_FILE, load_project

_PathArgument = Annotated[
    Path,
    typer.Argument(
        metavar="FILE|DIR|-",
        help="A text, HTML, JSON lines, CSV, TSV, Parquet or WARC file, a folder of them, or - for standard input.",
    ),
]
_OutletOption = Annotated[
    str | None, typer.Option(help="Name of the outlet. Default: the site's name in the page, or the host of its URL.")
]
_MetadataOption = Annotated[
    Path | None,
    typer.Option(
        "--metadata",
        metavar="CSV",
        help="A CSV or TSV file with a row per file. Columns: file, outlet, date, author, language, url, title, "
        "country, rights, split, id.",
    ),
]
_AuthorOption = Annotated[
    str | None, typer.Option(help="Author. Default: the one in the page, or in a byline of the text.")
]
_LanguageOption = Annotated[str | None, typer.Option(help="Language code. Default: detected from the text.")]
_CountryOption = Annotated[
    str | None, typer.Option(help="ISO 3166-1 code. Default: the country of the outlet's other articles.")
]
_UrlOption = Annotated[str | None, typer.Option(help="URL of the article; for a single article only.")]
_DateOption = Annotated[
    str | None,
    typer.Option(metavar="DAY[..DAY]", help="Publication date (YYYY-MM-DD), or its earliest and latest value."),
]
_IdOption = Annotated[
    str | None, typer.Option("--id", help="Id; for a single article only. Default: made from outlet and date.")
]
_RightsOption = Annotated[str | None, typer.Option(help="Rights holder of the text, and the terms of its use.")]
_SplitOption = Annotated[str | None, typer.Option(help="Split. Default: the split of the language's articles.")]
_EncodingOption = Annotated[
    str | None, typer.Option(help="Encoding of the files. Default: UTF-8, or as an HTML page declares.")
]
_ForceOption = Annotated[bool, typer.Option("--force", help="Add an article even if the project already has its text.")]
_DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Print what would be added, and write nothing.")]
#: Names of skipped files that are printed; JSON has all.
_SHOWN_NAMES = 10
_NUMBERS = ("lines", "paragraphs", "attributions")


def add(  # noqa: PLR0913  (one parameter per option)
    *,
    place: _PathArgument,
    metadata: _MetadataOption = None,
    outlet: _OutletOption = None,
    author: _AuthorOption = None,
    language: _LanguageOption = None,
    country: _CountryOption = None,
    url: _UrlOption = None,
    date: _DateOption = None,
    id_: _IdOption = None,
    rights: _RightsOption = None,
    split: _SplitOption = None,
    encoding: _EncodingOption = None,
    force: _ForceOption = False,
    dry_run: _DryRunOption = False,
    model: ProjectModelOption = None,
    project: ProjectOption = None,
    as_data: JsonOption = False,
) -> None:
    """Add raw articles to the project.

    Each article is checked, stored byte for byte in sources/, and declared in sources.toml.
    Articles that cannot be added are reported; the others are still added.

    Exit codes: 0 all articles were added, 1 at least one could not be added.

    Examples:
      corpus add articles/ --metadata articles.csv --dry-run
      corpus add page.html --outlet "Harbour Post" --date 2024-05-01
      corpus add - --outlet "Harbour Post" < article.txt
    """
    root = project_folder(project)
    given = AddOptions(outlet, language, country, url, date, id_, rights, split, encoding, author)
    result = add_articles(place, given, root=root, metadata=metadata, model=model, force=force, dry_run=dry_run)
    _print_problems(result)
    if as_data:
        emit_json(_to_json(result, dry_run=dry_run), indent=2)
    elif result.added:
        table_console().print(_table(result))
        _print_next_steps(result, root, dry_run=dry_run)
    if result.failed:
        failed = count_of(len(result.failed), "article")
        stderr.print(f"{failed} could not be added", style="red", highlight=False)
        raise typer.Exit(1)


def _print_problems(result: AddResult) -> None:
    if result.skipped:
        names = ", ".join(result.skipped[:_SHOWN_NAMES])
        more = f" and {len(result.skipped) - _SHOWN_NAMES} more" if len(result.skipped) > _SHOWN_NAMES else ""
        print_warning(f"skipped, since their names are not those of articles: {names}{more}")
    for error in result.failed:
        print_error(error)
    for one in result.added:
        for finding in one.findings:
            stderr.print(f"{one.source.id}: {finding}", style="yellow", markup=False, highlight=False)


def _counts(one: AddedArticle) -> dict[str, int]:
    article = one.article
    counts = (len(article.segments), len(article.paragraphs), len(article.attributions))
    return dict(zip(_NUMBERS, counts, strict=True))


def _to_json(result: AddResult, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "added": [_added_json(one) for one in result.added],
        "skipped": list(result.skipped),
        "failed": [{"path": str(e.path), "message": e.message, "hint": e.hint} for e in result.failed],
    }


def _added_json(one: AddedArticle) -> dict[str, Any]:
    return {
        "id": one.source.id, "file": one.source.file, "original": one.source.original, "split": one.split,
        "language": one.source.language, "outlet": one.source.outlet, "author": one.source.author,
        "title": one.source.title, "url": one.source.url,
        "published_earliest": one.source.published_earliest, "published_latest": one.source.published_latest,
        "published_basis": one.source.published_basis, **_counts(one),
        "near": [{"id": n.id, "similarity": round(n.similarity, 3), "same": n.same} for n in one.near],
        "findings": list(one.findings), "unknown": list(one.unknown),
    }  # fmt: skip


def _table(result: AddResult) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("article", "language", "split"):
        table.add_column(name)
    for name in _NUMBERS:
        table.add_column(name, justify="right")
    for name in ("similar", "unknown"):
        table.add_column(name)
    for one in result.added:
        near = ", ".join(f"{n.id} {n.similarity:.0%}" for n in one.near)
        counts = map(str, _counts(one).values())
        table.add_row(one.source.id, one.source.language, one.split, *counts, near, ", ".join(one.unknown))
    return table


def _print_next_steps(result: AddResult, root: Path, *, dry_run: bool) -> None:
    if dry_run:
        emit("dry run: nothing was written")
        return
    first = result.added[0].source.id
    for source in load_project(root).sources:
        if source.sha256 == example_sha256():
            emit(f"next: corpus remove {source.id} --project {root}, since the example article is still counted")
    if any(one.unknown for one in result.added):
        emit(f"next: fill in the unknown values in {root / SOURCES_FILE}, then corpus check --project {root}")
    emit(f"next: corpus show {first} --dropped --project {root}, then corpus annotate {first} --project {root}")
