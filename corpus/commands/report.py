"""Counts as tables for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE
from rich.table import Table

from corpus.publish.counts import TYPES, Counts


def scores_sheet(title: str, caption: str | None = None) -> Table:
    """A table for scores without rows yet: its title and caption at the left, no lines around cells."""
    return Table(
        title=title,
        title_justify="left",
        caption=caption,
        caption_justify="left",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
    )


def counts_table(title: str, counts: Iterable[Counts], *, total: Counts | None = None) -> Table:
    """Counts, one line each, with a last line for the total."""
    table = Table(title=title, title_justify="left", show_footer=False)
    table.add_column(overflow="fold")
    for name in ("language", "lines", "paragraphs", "sentences", "tokens", "attributions", *TYPES, "speakers"):
        table.add_column(name, justify="left" if name == "language" else "right")
    for count in counts:
        table.add_row(*_cells(count))
    if total is not None:
        table.add_section()
        table.add_row(*_cells(total), style="bold")
    return table


def speakers_table(speakers: Iterable[tuple[str, int, int]]) -> Table:
    """Speakers with their attributions and articles."""
    table = Table("speaker", title="Speakers", title_justify="left")
    table.add_column("attributions", justify="right")
    table.add_column("articles", justify="right")
    for name, quotes, articles in speakers:
        table.add_row(name, str(quotes), str(articles))
    return table


def _cells(c: Counts) -> list[str]:
    numbers = (c.lines, c.paragraphs, c.sentences, c.tokens, c.attributions, *(c.types[t] for t in TYPES), c.speakers)
    return [c.label, c.language, *map(str, numbers)]
