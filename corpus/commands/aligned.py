"""Proposed utterances as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from corpus.align.entries import reasons
from corpus.align.items import Item
from corpus.align.measure import Measured, Score
from corpus.align.propose import Link, Proposal
from corpus.commands.console import isolated
from corpus.commands.report import scores_sheet
from corpus.language import load_language


def proposal_lines(proposal: Proposal) -> Iterator[Text]:
    """A proposed utterance: its score and id, the evidence, and each quote on a line."""
    yield Text.assemble((f"{proposal.score:.2f}  ", "bold"), (proposal.id, "bold cyan"))
    yield Text.assemble("      ", isolated(Text(reasons(proposal.evidence), style="dim"), "ltr"))
    for item in proposal.items:
        yield _quote(item)
    yield Text()


def link_lines(link: Link) -> Iterator[Text]:
    """A quote that looks like a rendering of a known utterance."""
    looks = f" looks like a rendering of {link.utterance_id}"
    yield Text.assemble((f"{link.evidence.score:.2f}  ", "bold"), (link.item.id, "bold cyan"), looks)
    yield Text.assemble("      ", isolated(Text(reasons(link.evidence), style="dim"), "ltr"))
    yield _quote(link.item)
    yield _quote(link.like)
    yield Text()


def _quote(item: Item) -> Text:
    words = isolated(" ".join(item.text.split()), load_language(item.language).direction)
    return Text.assemble("      ", (f"{item.id} ({item.language}, {item.outlet}): ", "green"), words)


def measured_table(measured: Measured) -> Table:
    """How proposals agree with the utterances that readers linked."""
    caption = f"{measured.utterances} utterances; pairs of different articles that render a part in common"
    table = scores_sheet("Alignment", caption)
    table.add_column(no_wrap=True)
    for heading in ("linked", "proposed", "right", "precision", "recall", "F1"):
        table.add_column(heading, justify="right")
    named = (
        ("pairs in one language", measured.within),
        ("pairs across languages", measured.across),
        ("all pairs", measured.pairs),
        ("B-cubed, all quotes", measured.b_cubed),
    )
    for name, score in named:
        table.add_row(name, *_cells(score))
    return table


def _cells(score: Score) -> list[str]:
    counts = ["" if n is None else str(n) for n in (score.gold, score.proposed, score.right)]
    return counts + ["–" if v is None else f"{100 * v:.1f}" for v in (score.precision, score.recall, score.f1)]
