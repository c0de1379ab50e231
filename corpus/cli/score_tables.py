"""Counts and scores as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from corpus.evaluate.calibration import Calibration
from corpus.evaluate.measures import EvaluationReport, GroupScores
from corpus.evaluate.misses import Miss
from corpus.evaluate.report import groups_shown, speaker_rows
from corpus.tables.counts import TYPES, Counts


def empty_score_table(title: str, caption: str | None = None) -> Table:
    """A table for scores, without columns and rows: title and caption at the left, no lines around cells."""
    return Table(
        title=title,
        title_justify="left",
        caption=caption,
        caption_justify="left",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
    )


def counts_table(title: str, counts: Iterable[Counts], *, total: Counts | None = None) -> Table:
    """A table with a row for each of the counts, and a last row for their total.

    The column ``unknown`` is the number and the share of attributions whose speaker is not known.
    """
    table = Table(title=title, title_justify="left", show_footer=False)
    table.add_column(overflow="fold")
    for name in (
        "language",
        "lines",
        "paragraphs",
        "sentences",
        "tokens",
        "attributions",
        *TYPES,
        "speakers",
        "unknown",
    ):
        table.add_column(name, justify="left" if name == "language" else "right")
    for count in counts:
        table.add_row(*_count_cells(count))
    if total is not None:
        table.add_section()
        table.add_row(*_count_cells(total), style="bold")
    return table


def speakers_table(speakers: Iterable[tuple[str, int, int]]) -> Table:
    """A table of speakers: name, number of attributions, number of articles."""
    table = Table("speaker", title="Speakers", title_justify="left")
    table.add_column("attributions", justify="right")
    table.add_column("articles", justify="right")
    for name, quotes, articles in speakers:
        table.add_row(name, str(quotes), str(articles))
    return table


def _count_cells(c: Counts) -> list[str]:
    by_type = [c.types[t] for t in TYPES]
    numbers = (c.lines, c.paragraphs, c.sentences, c.tokens, c.attributions, *by_type, c.speakers)
    return [c.label, c.language, *map(str, numbers), f"{c.unknown} ({c.unknown_share:.0%})"]


#: Rows of the table of scores: names of measures, or None for a separator.
_ROWS = (
    "detection_precision", "detection_recall", "detection_f1", None,
    "attribution_precision", "attribution_recall", "attribution_f1", None,
    "speaker_accuracy", "speaker_precision", "speaker_recall", "unknown_accuracy", None,
    "content_exact", "source_exact", "cue_overlap", "type_accuracy", "role_accuracy", "false_alarms",
)  # fmt: skip


def scores_table(report: EvaluationReport) -> Table:
    """A table of scores: a column for each group (types within a language only in JSON), a row for each measure."""
    groups = groups_shown(report)
    caption = (
        f"{report.units} texts; 95 % intervals from resampling {report.clusters} {report.resampled} for F1, "
        "else Wilson intervals of n"
    )
    table = empty_score_table("Evaluation", caption)
    table.add_column(no_wrap=True)
    for name in groups:
        table.add_column(name, justify="right")
    for count in ("gold", "predicted"):
        table.add_row(count, *(str(g.counts[count]) for g in groups.values()))
    table.add_section()
    for row in _ROWS:
        if row is None:
            table.add_section()
        elif any(g.measures[row].value is not None for g in groups.values()):
            table.add_row(row.replace("_", " "), *(_score_cell(g, row) for g in groups.values()))
    return table


def calibration_table(calibration: Calibration) -> Table:
    """A table of confidence against the share of correct attributions, bin by bin."""
    caption = f"expected calibration error {calibration.error:.3f}, Brier score {calibration.brier:.3f}"
    table = empty_score_table("Confidence", caption)
    for heading in ("confidence", "attributions", "mean", "right"):
        table.add_column(heading, justify="right")
    for b in calibration.bins:
        table.add_row(f"{b.low:.1f}–{b.high:.1f}", str(b.count), f"{100 * b.confidence:.1f}", f"{100 * b.right:.1f}")
    table.add_section()
    table.add_row(
        "all", str(calibration.count), f"{100 * calibration.confidence:.1f}", f"{100 * calibration.right:.1f}"
    )
    return table


def speaker_scores_table(report: EvaluationReport, without_authority: EvaluationReport | None) -> Table:
    """A table of how well speakers are resolved, with and without the authority file."""
    table = empty_score_table("Speakers")
    table.add_column(no_wrap=True)
    for name in groups_shown(report):
        table.add_column(name, justify="right")
    section = ""
    for condition, label, cells in speaker_rows(report, without_authority):
        if condition != section:
            table.add_section()
            table.add_row(condition)
            section = condition
        table.add_row(label, *cells)
    return table


def _score_cell(group: GroupScores, name: str) -> str:
    measure = group.measures[name]
    if measure.value is None:
        return "–"
    low, high = (measure.low, measure.high) if measure.n is None else (measure.wilson_low, measure.wilson_high)
    bounds = "" if low is None else f" {low:.2f}–{high:.2f}"
    return f"{measure.value:.3f}{bounds}" + ("" if measure.n is None else f" n={measure.n}")


def miss_lines(found: Iterable[Miss]) -> Iterator[Text]:
    """Format missed and extra attributions, one line each."""
    for m in found:
        style = "red" if m.kind == "missed" else "yellow"
        place = Text(f"{m.kind:6} {m.unit}:{m.line} {m.type}  ", style=style)
        words = f"{m.source or '–'} | {m.cue or '–'} | {' '.join(m.content.split())}"
        yield place.append(words, style="default").append(f"  ({m.reason})", style="dim")
