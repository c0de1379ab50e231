"""``corpus tag``: who says what in texts of anybody's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from corpus.articles import RawArticle, read_articles, to_json
from corpus.commands.console import emit_json, progress, report, stderr, stdout
from corpus.commands.options import LeadOption
from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.pipeline import annotate_text
from corpus.project import load_project
from corpus.read import check_text
from corpus.records import Article, Speaker


def tag(  # noqa: PLR0913  (one for each option)
    *,
    files: Annotated[
        list[Path], typer.Argument(help="Text files, one article each, or .jsonl files, one a line.", metavar="FILE...")
    ],
    language: Annotated[
        str | None, typer.Option(help="Language of the texts that do not give it; detected if left out.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Every line is article text: clean nothing away.")] = False,
    encoding: Annotated[str, typer.Option(help="Encoding of text files.")] = "utf-8",
    project: Annotated[
        Path | None, typer.Option(help="Resolve speakers against this project's authority file.")
    ] = None,
    lead: LeadOption = "tagger",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON per article.")] = False,
) -> None:
    """Find who says what in articles.

    An article that cannot be read is reported and the others are still tagged; the exit code is then 1.
    """
    speakers: tuple[Speaker, ...] = load_project(project).speakers if project else ()
    annotated = partial(annotate_text, plain=plain, speakers=speakers, lead=lead)
    failed = 0
    with progress("tagging", total=None) as step:
        for path in files:
            for raw in read_articles(path, encoding=encoding):
                try:
                    article = _annotate(raw, language=language, annotated=annotated)
                except CorpusError as e:
                    report(e)
                    failed += 1
                    continue
                _print(article, as_json=as_json)
                step(article.id)
    if failed:
        stderr.print(f"{failed} article(s) could not be tagged", style="red", highlight=False)
        raise typer.Exit(1)


def _annotate(raw: RawArticle | InputError, *, language: str | None, annotated: Callable[..., Article]) -> Article:
    if isinstance(raw, InputError):
        raise raw
    try:
        check_text(raw.text, path=raw.path)
        return annotated(raw.text, article_id=raw.id, language=raw.language or language)
    except LanguageDataError:
        raise  # It is about the data, not about this article.
    except CorpusError as e:
        # The line of a .jsonl file tells more than the line inside the article.
        raise type(e)(e.message, path=raw.path, line=raw.line or e.line, remedy=e.remedy) from e


def _print(article: Article, *, as_json: bool) -> None:
    if as_json:
        emit_json(to_json(article))
        return
    dropped = len(article.segments) - len(article.paragraphs)
    count = len(article.attributions)
    stdout.print(
        Text(article.id, style="bold"),
        f" {article.language}, {len(article.paragraphs)} paragraphs, "
        f"{dropped} lines dropped, {count} attribution{'' if count == 1 else 's'}",
        highlight=False,
    )
    for a in article.attributions:
        source = article.words_of(a.source) or "–"
        named = (
            a.speaker
            if a.speaker != "unknown"
            else f"unknown {a.speaker_kind}"
            if a.speaker_kind != "unknown"
            else "unknown"
        )
        stdout.print(
            f"  {a.type:<8} ",
            f"{named}",
            f" ({source}): ",
            article.words_of(a.content),
            sep="",
            markup=False,
            highlight=False,
        )
