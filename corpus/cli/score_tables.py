"""Counts and evaluations as tables for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.box import SIMPLE
from rich.table import Table
from rich.text import Text

from corpus.evaluate.calibration import Calibration
from corpus.evaluate.measures import Group, Measure, Report
from corpus.evaluate.misses import Miss
from corpus.evaluate.report import speaker_lines
from corpus.tables.counts import TYPES, Counts


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


#: Lines of the table: a measure's name, or None for a rule.
_LINES = (
    "detection_precision", "detection_recall", "detection_f1", None,
    "attribution_precision", "attribution_recall", "attribution_f1", None,
    "speaker_accuracy", "speaker_precision", "speaker_recall", "unknown_accuracy", None,
    "content_exact", "source_exact", "cue_overlap", "type_accuracy", "role_accuracy", "false_alarms",
)  # fmt: skip


def scores_table(report: Report) -> Table:
    """One column for each group, but not for the types within a language, which JSON has; one line a measure."""
    groups = {name: group for name, group in report.groups.items() if "." not in name}
    caption = f"{report.units} texts; 95 % intervals from resampling {report.clusters} {report.resampled}"
    table = scores_sheet("Evaluation", caption)
    table.add_column(no_wrap=True)
    for name in groups:
        table.add_column(name, justify="right")
    for count in ("gold", "predicted"):
        table.add_row(count, *(str(g.counts[count]) for g in groups.values()))
    table.add_section()
    for line in _LINES:
        if line is None:
            table.add_section()
        elif any(g.measures[line].value is not None for g in groups.values()):
            table.add_row(line.replace("_", " "), *(_cell(g, line) for g in groups.values()))
    return table


def calibration_table(calibration: Calibration) -> Table:
    """Confidence beside what was right, bin by bin."""
    caption = f"expected calibration error {calibration.error:.3f}, Brier score {calibration.brier:.3f}"
    table = scores_sheet("Confidence", caption)
    for heading in ("confidence", "attributions", "mean", "right"):
        table.add_column(heading, justify="right")
    for b in calibration.bins:
        table.add_row(f"{b.low:.1f}–{b.high:.1f}", str(b.count), f"{100 * b.confidence:.1f}", f"{100 * b.right:.1f}")
    table.add_section()
    table.add_row(
        "all", str(calibration.count), f"{100 * calibration.confidence:.1f}", f"{100 * calibration.right:.1f}"
    )
    return table


def speaker_scores_table(report: Report, unaided: Report | None) -> Table:
    """How well speakers are told, with and without the authority file."""
    table = scores_sheet("Speakers")
    table.add_column(no_wrap=True)
    for name in (n for n in report.groups if "." not in n):
        table.add_column(name, justify="right")
    section = ""
    for which, words, cells in speaker_lines(report, unaided):
        if which != section:
            table.add_section()
            table.add_row(which)
            section = which
        table.add_row(words, *cells)
    return table


def _cell(group: Group, line: str) -> str:
    measure: Measure = group.measures[line]
    if measure.value is None:
        return "–"
    bounds = "" if measure.low is None else f" {measure.low:.2f}–{measure.high:.2f}"
    return f"{measure.value:.3f}{bounds}"


def miss_lines(found: Iterable[Miss]) -> Iterator[Text]:
    """A line for each attribution that is missed or extra."""
    for m in found:
        style = "red" if m.kind == "missed" else "yellow"
        place = Text(f"{m.kind:6} {m.unit}:{m.line} {m.type}  ", style=style)
        words = f"{m.source or '–'} | {m.cue or '–'} | {' '.join(m.content.split())}"
        yield place.append(words, style="default").append(f"  ({m.reason})", style="dim")
