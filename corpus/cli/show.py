"""``corpus show``: show an article in the terminal with its quotations highlighted."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from corpus.cli.console import emit_json, isolated, stdout
from corpus.cli.options import ProjectModelOption, ProjectOption, project_folder
from corpus.io.jsonl import to_json
from corpus.languages.language import load_language
from corpus.pipeline import annotate_source
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import find_source, load_project
from corpus.records import UNKNOWN, Article, Segment
from corpus.tables.days import day_range

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta", "bright_green")


def show(
    *,
    article: Annotated[str, typer.Argument(help="Id of an article of the project.")],
    project: ProjectOption = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Also show the lines that cleaning dropped.")] = False,
    predicted: Annotated[
        bool, typer.Option("--predicted", help="Show what the tool finds, without annotations.")
    ] = False,
    model: ProjectModelOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print segments and attributions as JSON.")] = False,
) -> None:
    """Show one article of the project with its quotations highlighted.

    Roles are in the margin, quotations in the colour of their speaker, cues underlined, sources bold.

    Examples:
      corpus show example
      corpus show example --dropped
      corpus show example --predicted --json
    """
    loaded = load_project(project_folder(project))
    source = find_source(loaded, article)
    annotated = annotate_source(source, project=loaded, model=model)
    if not predicted:
        (annotated,) = curated_articles(loaded, [annotated])
    if as_json:
        emit_json(to_json(annotated))
        return
    days = day_range(source.published_earliest, source.published_latest)
    facts = f"\n{source.outlet} · {days} · {annotated.language}\n"
    stdout.print(Text.assemble((source.title or source.id, "bold"), facts))
    colours = _speaker_colours(annotated)
    stdout.print(_lines(annotated, colours, dropped=dropped), soft_wrap=False)
    stdout.print(_legend(annotated, colours))


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
