"""``corpus explain``: what led to the attributions of an article, or of a passage of it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from corpus.articles import RawArticle, read_articles
from corpus.commands.console import emit_json, table_console, warn
from corpus.commands.explained import explained_parts
from corpus.commands.options import JsonOption, ModelOption
from corpus.errors import CorpusError, InputError, LanguageDataError, MissingExtraError
from corpus.explain import all_matches, at_offset, explained_json, of_line
from corpus.explain import explain as explain_text
from corpus.project import load_project
from corpus.records import Span, Speaker
from corpus.tagger.models import ModelNotice


def explain(  # noqa: PLR0913  (one for each option)
    *,
    file: Annotated[Path, typer.Argument(help="A text file, or a .jsonl file of one line.", metavar="FILE")],
    at: Annotated[int | None, typer.Option("--at", metavar="OFFSET", help="Only what has this code point.")] = None,
    line: Annotated[int | None, typer.Option("--line", metavar="N", help="Only this line, counted from 1.")] = None,
    match: Annotated[str | None, typer.Option("--match", metavar="TEXT", help="Only where these words stand.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the text; detected if left out.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Every line is article text: clean nothing away.")] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of a text file.")] = "utf-8",
    project: Annotated[
        Path | None, typer.Option(help="Resolve speakers against this project's authority file.")
    ] = None,
    model: ModelOption = "tagger",
    as_data: JsonOption = False,
) -> None:
    """Show what led to content, cue, source and speaker of every attribution, and what was left out.

    With --at, --line or --match, only attributions that have a part in that passage.
    """
    if sum(given is not None for given in (at, line, match)) > 1:
        raise typer.BadParameter("only one of --at, --line and --match says which passage")
    speakers: tuple[Speaker, ...] = load_project(project).speakers if project else ()
    raw = _only_article(file, encoding=encoding)
    told = partial(explain_text, language=raw.language or language, plain=plain, speakers=speakers, model=model)
    try:
        passages = _passages(raw.text, at=at, line=line, match=match)
        explained = told(raw.text, passages=passages, article_id=raw.id)
    except (LanguageDataError, MissingExtraError):
        raise  # It is about the data, not about this article.
    except CorpusError as e:
        raise type(e)(e.message, path=raw.path, line=raw.line or e.line, remedy=e.remedy) from e
    ModelNotice(model, warn).tell([explained.language.code])
    if as_data:
        emit_json(explained_json(explained))
        return
    out = table_console()
    for part in explained_parts(explained):
        out.print(part)


def _only_article(file: Path, *, encoding: str) -> RawArticle:
    """The one article of a file."""
    articles = list(islice(read_articles(file, encoding=encoding), 2))
    if len(articles) != 1:
        message = "it has more than one article" if articles else "it has no article"
        raise InputError(message, path=file, remedy="Give a file with one")
    raw = articles[0]
    if isinstance(raw, InputError):
        raise raw
    return raw


def _passages(text: str, *, at: int | None, line: int | None, match: str | None) -> list[Span] | None:
    if at is not None:
        return at_offset(text, at)
    if line is not None:
        return of_line(text, line)
    return None if match is None else all_matches(text, match)
