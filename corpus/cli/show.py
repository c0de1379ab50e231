"""``corpus show``: show an article in the terminal with its quotations highlighted."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from corpus.cli.console import emit_json, isolated, stdout
from corpus.cli.input_options import (
    ArticleArgument,
    ArticleIdOption,
    IdColumnOption,
    NamedArticle,
    TextColumnOption,
    named_article,
)
from corpus.cli.options import EncodingOption, LanguageOption, ProjectModelOption, ProjectOption
from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.inputs.columns import ColumnMapping
from corpus.io.jsonl import to_json
from corpus.languages.language import load_language
from corpus.pipeline import annotate_source, annotate_text
from corpus.project.annotated_articles import curated_articles
from corpus.records import UNKNOWN, Article, Model, Segment
from corpus.tables.days import day_range

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta", "bright_green")


def show(  # noqa: PLR0913  (one parameter per option)
    *,
    article: ArticleArgument,
    project: ProjectOption = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Also show the lines that cleaning dropped.")] = False,
    predicted: Annotated[
        bool, typer.Option("--predicted", help="Show what the tool finds, without annotations.")
    ] = False,
    language: LanguageOption = None,
    encoding: EncodingOption = None,
    text_column: TextColumnOption = None,
    id_column: IdColumnOption = None,
    article_id: ArticleIdOption = None,
    model: ProjectModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print segments and attributions as JSON.")] = False,
) -> None:
    """Show one article with its quotations highlighted.

    Takes a file, or the id of an article of the project. Roles are in the margin, quotations in the colour of their
    speaker, cues underlined, sources bold.

    Examples:
      corpus show page.html
      corpus show example
      corpus show example --dropped
      corpus show example --predicted --json
    """
    columns = ColumnMapping(text=text_column, id=id_column)
    named = named_article(
        article, project=project, language=language, encoding=encoding, columns=columns, article_id=article_id
    )
    annotated = _annotated(named, language=language, predicted=predicted, model=model)
    if as_json:
        emit_json(to_json(annotated))
        return
    title, facts = _heading(named, annotated)
    stdout.print(Text.assemble((title, "bold"), f"\n{facts}\n"))
    colours = _speaker_colours(annotated)
    stdout.print(_lines(annotated, colours, dropped=dropped), soft_wrap=False)
    stdout.print(_legend(annotated, colours))


def _annotated(named: NamedArticle, *, language: str | None, predicted: bool, model: Model | None) -> Article:
    """The article as annotated in its project, or as the tool annotates it."""
    if named.source is not None and named.project is not None:
        article = annotate_source(named.source, project=named.project, model=model)
        return article if predicted else curated_articles(named.project, [article])[0]
    raw = named.raw
    try:
        return annotate_text(
            raw.text,
            article_id=raw.id,
            language=raw.language or language,
            roles=raw.roles,
            speakers=named.speakers,
            model=model or "tagger",
        )
    except (LanguageDataError, MissingExtraError):
        raise  # Not an error of this article: do not name its file.
    except CorpusError as e:
        raise type(e)(e.message, path=raw.path or raw.id, line=raw.line or e.line, hint=e.hint) from e


def _heading(named: NamedArticle, article: Article) -> tuple[str, str]:
    """The title, and a line with outlet, days and language."""
    known = dict(named.raw.metadata)
    if named.source is not None:
        names = ("title", "outlet", "published_earliest", "published_latest")
        known = {name: getattr(named.source, name) for name in names}
    first, last = (_day(known.get(f"published_{end}")) for end in ("earliest", "latest"))
    facts = (known.get("outlet"), day_range(first, last), article.language)
    return known.get("title") or article.id, " · ".join(str(fact) for fact in facts if fact)


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _speaker_colours(article: Article) -> dict[str, str]:
    """A colour for each speaker in the order of the text; white for unknown speakers."""
    colours = {UNKNOWN: "white"}
    for attribution in article.attributions:
        if attribution.speaker not in colours:
            colours[attribution.speaker] = _COLOURS[(len(colours) - 1) % len(_COLOURS)]
    return colours


def _lines(article: Article, colours: dict[str, str], *, dropped: bool) -> Table:
    direction = load_language(article.language).direction
    lines = Table.grid(padding=(0, 1))
    lines.add_column(justify="right", style="dim")
    lines.add_column()
    for segment in article.segments:
        if segment.kept or dropped:
            lines.add_row(segment.role, isolated(_highlighted(article, segment, colours), direction))
    return lines


def _highlighted(article: Article, segment: Segment, colours: dict[str, str]) -> Text:
    line = Text(segment.span.of(article.text), style="" if segment.kept else "dim strike")
    for a in article.attributions:
        for spans, style in ((a.content, colours[a.speaker]), (a.cue, "underline"), (a.source, "bold")):
            for span in spans:
                if span.within(segment.span):
                    line.stylize(style, span.start - segment.start, span.end - segment.start)
    return line


def _legend(article: Article, colours: dict[str, str]) -> Text:
    counts = Counter(a.speaker for a in article.attributions)
    if not counts:
        return Text("\nNo attributions.")
    parts = [Text(f"■ {name} ({counts[name]})", style=colour) for name, colour in colours.items() if counts[name]]
    return Text("\n").append_text(Text("  ").join(parts))
