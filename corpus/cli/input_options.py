"""Options of commands that read articles of any format, and what these commands share in reading them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import count_of, print_note
from corpus.cli.options import article_source, project_folder
from corpus.errors import InputError, ProjectError
from corpus.inputs.articles import Markup, ReadOptions, check_files, iter_articles
from corpus.inputs.columns import ColumnMapping
from corpus.inputs.files import STDIN, SkippedFile, find_files
from corpus.inputs.formats import Format, format_of
from corpus.project.project import Project, load_project, read_source
from corpus.records import RawArticle, Source, Speaker

#: Skipped files that are listed; the others are counted.
_LISTED_SKIPPED = 20

#: The group of these options in the help.
_COLUMNS = "Columns of tables"

FilesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE|DIR|PATTERN|URL|-",
        help="Text, HTML, JSON lines, CSV, TSV, Parquet or WARC files, folders of them, patterns, or - for standard "
        "input.",
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Format of the files. Default: by their names, and of - by its content."),
]
MarkupOption = Annotated[
    Markup, typer.Option(help="HTML in a text file or column: read it as a page (html), or take it as text.")
]
TextColumnOption = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        rich_help_panel=_COLUMNS,
        metavar="NAME",
        help="Column of a table with the text. Default: text.",
    ),
]
IdColumnOption = Annotated[
    str | None,
    typer.Option(
        "--id-column",
        rich_help_panel=_COLUMNS,
        metavar="NAME",
        help="Column with the id. Default: id or article_id, or row numbers.",
    ),
]
LanguageColumnOption = Annotated[
    str | None,
    typer.Option(
        "--language-column",
        rich_help_panel=_COLUMNS,
        metavar="NAME",
        help="Column with the language. Default: language.",
    ),
]
DateColumnOption = Annotated[
    str | None,
    typer.Option("--date-column", rich_help_panel=_COLUMNS, metavar="NAME", help="Column with the day of publication."),
]
OutletColumnOption = Annotated[
    str | None,
    typer.Option(
        "--outlet-column", rich_help_panel=_COLUMNS, metavar="NAME", help="Column with the newsroom. Default: outlet."
    ),
]
TitleColumnOption = Annotated[
    str | None,
    typer.Option(
        "--title-column", rich_help_panel=_COLUMNS, metavar="NAME", help="Column with the title. Default: title."
    ),
]
UrlColumnOption = Annotated[
    str | None,
    typer.Option("--url-column", rich_help_panel=_COLUMNS, metavar="NAME", help="Column with the URL. Default: url."),
]


ArticleArgument = Annotated[
    str,
    typer.Argument(
        metavar="FILE|ID|-",
        help="A file with one article (text, HTML, JSON lines, CSV, ...), or the id of an article of the project.",
    ),
]
ArticleIdOption = Annotated[
    str | None, typer.Option("--article", "-a", metavar="ID", help="The article to read, of a file with several.")
]


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article that a command names: a file, or an article of a project.

    Attributes:
        raw: The article.
        project: The project that it is of, or whose authority file is used.
        source: Its entry in the project; None for a file.
    """

    raw: RawArticle
    project: Project | None = None
    source: Source | None = None

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """The entries of the authority file to resolve speakers against."""
        return () if self.project is None else self.project.speakers


def named_article(
    name: str,
    *,
    project: Path | None = None,
    language: str | None = None,
    encoding: str | None = None,
    columns: ColumnMapping | None = None,
    article_id: str | None = None,
) -> NamedArticle:
    """Find an article by the name of a file, or by its id in a project.

    Args:
        name: a file, ``-`` for standard input, or an id.
        project: the folder of the project, if the user names it; for a file, its authority file is used.
        language: the language of a file, if the user names it.
        encoding: the encoding of a file, if the user names it.
        columns: the columns of a table.
        article_id: the id of the article to read of a file with several.

    Raises:
        CorpusError: it is neither a file nor an article, or cannot be read.
    """
    if name == STDIN or Path(name).exists():
        raw = single_article(name, encoding=encoding, language=language, columns=columns, article_id=article_id)
        return NamedArticle(raw, None if project is None else load_project(project_folder(project)))
    try:
        loaded = load_project(project_folder(project))
        source = article_source(loaded, name)
    except ProjectError as e:
        # What looks like the name of a file is one.
        if project is None and (format_of(name) or "/" in name):
            raise find_files([name]).refused[0] from e
        message = f"{name!r} is neither a file nor the id of an article: {e.message}"
        raise type(e)(message, path=e.path, line=e.line, hint=e.hint) from e
    raw = RawArticle(source.id, read_source(loaded, source), source.language, roles=source.line_roles)
    return NamedArticle(raw, loaded, source)


def print_skipped(skipped: Sequence[SkippedFile]) -> None:
    """List the files of folders and patterns that are not read."""
    for file in skipped[:_LISTED_SKIPPED]:
        print_note(f"skipped {file.name}: {file.reason}")
    if len(skipped) > _LISTED_SKIPPED:
        print_note(f"skipped {count_of(len(skipped) - _LISTED_SKIPPED, 'more file')}")


def single_article(
    name: str,
    *,
    encoding: str | None = None,
    language: str | None = None,
    columns: ColumnMapping | None = None,
    article_id: str | None = None,
) -> RawArticle:
    """Read the one article of a file.

    Args:
        name: the file, or ``-``.
        encoding: its encoding, if the user names it.
        language: its language, if the user names it.
        columns: the columns of a table.
        article_id: the id of the article to read of a file with several.

    Raises:
        InputError: the file cannot be read, has several articles, or none with this id.
    """
    options = ReadOptions(
        encoding, language, columns or ColumnMapping(), note=lambda place, note: print_note(f"{place}: {note}")
    )
    found = find_files([name], text_column=options.columns.text or "text")
    for error in (*found.refused, *check_files(found.files, options).values()):
        raise error
    print_skipped(found.skipped)
    first: RawArticle | None = None
    for read in iter_articles(found.files, options):
        raw = read()
        if article_id is not None and raw.id != article_id:
            continue
        if first is not None:
            message = "the input has more than one article"
            raise InputError(message, path=name, hint="Give a file with one, or name one with --article ID")
        if raw.failure is not None:
            raise InputError(raw.failure)
        first = raw
        if article_id is not None:
            return first
    if first is None:
        missing = "" if article_id is None else f" with the id {article_id!r}"
        raise InputError(f"the input has no article{missing}", path=name, hint="Give a file with one")
    return first
