"""``corpus show``: an article in the terminal, its quotations coloured by speaker."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from corpus.cli.console import ProjectOption, emit_json, isolated, project_folder, stdout
from corpus.io.jsonl import to_json
from corpus.languages.language import load_language
from corpus.pipeline import annotate_source
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import find_source, load_project
from corpus.records import UNKNOWN, Article, Segment

_COLOURS = ("cyan", "magenta", "green", "yellow", "blue", "bright_red", "bright_cyan", "bright_magenta", "bright_green")


def show(
    *,
    article: Annotated[str, typer.Argument(help="Id of an article of the project.")],
    project: ProjectOption = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Show the lines that cleaning dropped, too.")] = False,
    predicted: Annotated[
        bool, typer.Option("--predicted", help="What the tool finds alone, without curation.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The article's segments and attributions as JSON.")] = False,
) -> None:
    """Show one article: roles in the margin, quotations coloured by speaker, cues underlined, sources bold."""
    loaded = load_project(project_folder(project))
    source = find_source(loaded, article)
    annotated = annotate_source(source, project=loaded)
    if not predicted:
        (annotated,) = curated_articles(loaded, [annotated])
    if as_json:
        emit_json(to_json(annotated))
        return
    stdout.print(
        Text.assemble(
            (source.title, "bold"), f"\n{source.outlet} · {source.published_earliest} · {annotated.language}\n"
        )
    )
    colours = _colours(annotated)
    direction = load_language(annotated.language).direction
    lines = Table.grid(padding=(0, 1))
    lines.add_column(justify="right", style="dim")
    lines.add_column()
    for segment in annotated.segments:
        if segment.kept or dropped:
            lines.add_row(segment.role, isolated(_words(annotated, segment, colours), direction))
    stdout.print(lines, soft_wrap=False)
    stdout.print(_legend(annotated, colours))


def _colours(article: Article) -> dict[str, str]:
    speakers = dict.fromkeys(a.speaker for a in article.attributions if a.speaker != UNKNOWN)
    return {UNKNOWN: "white"} | {name: _COLOURS[n % len(_COLOURS)] for n, name in enumerate(speakers)}


def _words(article: Article, segment: Segment, colours: dict[str, str]) -> Text:
    words = Text(segment.span.of(article.text), style="" if segment.kept else "dim strike")
    for a in article.attributions:
        for spans, style in ((a.content, colours[a.speaker]), (a.cue, "underline"), (a.source, "bold")):
            for span in spans:
                if span.within(segment.span):
                    words.stylize(style, span.start - segment.start, span.end - segment.start)
    return words


def _legend(article: Article, colours: dict[str, str]) -> Text:
    counts = {name: sum(a.speaker == name for a in article.attributions) for name in colours}
    parts = [Text(f"■ {name} ({counts[name]})", style=colour) for name, colour in colours.items() if counts[name]]
    return Text("\n").append_text(Text("  ").join(parts)) if parts else Text("\nNo attributions.")
