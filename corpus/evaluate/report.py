"""The evaluation page of a release: scores of the tool on the annotated articles, and a list of its errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.evaluate.measures import EvaluationReport, GroupScores, Measure, evaluate
from corpus.evaluate.misses import Mismatch, Miss, mismatches, misses
from corpus.evaluate.units import Unit

#: The file of the page in a release.
REPORT = "EVALUATION.md"
WITH_AUTHORITY, WITHOUT_AUTHORITY = "with the authority file", "without it"
_MEASURES = (
    "detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "source_exact", "cue_overlap",
    "type_accuracy", "role_accuracy",
)  # fmt: skip


def report_page(units: Sequence[Unit], *, without_authority: Sequence[Unit] = (), words: bool = True) -> str:
    """Format an evaluation as Markdown: scores, speakers, missed and extra attributions, and parts that differ.

    Args:
        units: the annotated articles against what the tool finds.
        without_authority: the same articles against what it finds without the authority file.
        words: whether the page may quote articles; False for a text-free release.
    """
    report = evaluate(units)
    other = evaluate(without_authority) if without_authority else None
    lines = [*_score_lines(report), "", *_speaker_lines(report, other), ""]
    if words:
        lines += [*_miss_lines(misses(units)), "", *_mismatch_lines(mismatches(units)), ""]
    return "\n".join(lines)


def groups_shown(report: EvaluationReport) -> dict[str, GroupScores]:
    """The groups that tables show: all but the types within a language."""
    return {name: group for name, group in report.groups.items() if "." not in name}


def speaker_rows(
    report: EvaluationReport, without_authority: EvaluationReport | None
) -> Iterator[tuple[str, str, list[str]]]:
    """Format how well speakers are resolved, as rows of a table.

    Args:
        report: the evaluation with the authority file.
        without_authority: the evaluation without it, if there is one.

    Yields:
        Whether with or without the authority file, what the row counts or measures, and a cell for each of
        `groups_shown`.
    """
    groups = list(groups_shown(report))
    yield "", "named in the annotation", [str(report.groups[g].counts["named_g"]) for g in groups]
    for condition, measured in ((WITH_AUTHORITY, report), (WITHOUT_AUTHORITY, without_authority)):
        if measured is None:
            continue
        for counter, label in (("named_p", "named"), ("named_right_p", "named rightly")):
            yield condition, label, [_count_cell(measured.groups.get(g), counter) for g in groups]
        for name in ("speaker_precision", "speaker_recall"):
            cells = [_measure_cell(measured.groups.get(g), name) for g in groups]
            yield condition, name.removeprefix("speaker_"), cells


def _count_cell(group: GroupScores | None, counter: str) -> str:
    return "–" if group is None else str(group.counts[counter])


def _measure_cell(group: GroupScores | None, name: str) -> str:
    return "–" if group is None else measure_cell(group.measures[name])


def _speaker_lines(report: EvaluationReport, without_authority: EvaluationReport | None) -> Iterator[str]:
    groups = groups_shown(report)
    yield "## Speakers"
    yield ""
    yield "Precision: of the attributions whose speaker the tool names, how many it names rightly. Recall: of those"
    yield "whose speaker the annotation names. Without the authority file a speaker is called by the longest form of"
    yield "the name in the article; right is then any form that the authority file has of the speaker, in any language."
    yield ""
    yield "| | | " + " | ".join(groups) + " |"
    yield "| --- | --- |" + " --- |" * len(groups)
    for condition, label, cells in speaker_rows(report, without_authority):
        yield f"| {condition} | {label} | " + " | ".join(cells) + " |"


def _score_lines(report: EvaluationReport) -> Iterator[str]:
    groups = groups_shown(report)
    yield "# Evaluation"
    yield ""
    yield "What the tool finds alone (the table `predictions`) against the annotation (`quotes`). The rules were"
    yield "written with an eye on these articles: this is development data. Detection: contents overlap by half or"
    yield "more; attribution: and the sources agree. In brackets 95 % intervals from resampling"
    yield f"{report.clusters} {report.resampled}."
    yield ""
    yield "| | " + " | ".join(groups) + " |"
    yield "| --- |" + " --- |" * len(groups)
    for count in ("gold", "predicted"):
        yield f"| {count} | " + " | ".join(str(g.counts[count]) for g in groups.values()) + " |"
    for name in _MEASURES:
        cells = (measure_cell(g.measures[name]) for g in groups.values())
        yield f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |"


def measure_cell(measure: Measure) -> str:
    """A measure with its interval; a dash where it is not defined."""
    if measure.value is None:
        return "–"
    interval = "" if measure.low is None else f" [{measure.low:.2f}–{measure.high:.2f}]"
    return f"{measure.value:.3f}{interval}"


def _miss_lines(found: Iterable[Miss]) -> Iterator[str]:
    yield "## Missed and extra"
    yield ""
    yield "| | article | line | cue | source | content | reason |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for m in found:
        words = (_escaped(part) or "–" for part in (m.cue, m.source, m.content))
        yield f"| {m.kind} | {m.unit} | {m.line} | {' | '.join(words)} | {m.reason} |"


def _mismatch_lines(found: Iterable[Mismatch]) -> Iterator[str]:
    yield "## Found, but not as annotated"
    yield ""
    yield "| what differs | article | line | content | annotated | found |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for s in found:
        words = (_escaped(part) or "–" for part in (s.content, s.gold, s.predicted))
        yield f"| {s.part} | {s.unit} | {s.line} | {' | '.join(words)} |"


def _escaped(words: str) -> str:
    """Words of an article as a table cell: on one line, Markdown and HTML escaped."""
    line = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\|`*_[]~" else c for c in line)
