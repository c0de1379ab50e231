"""The evaluation of a release as a page: how well the tool alone does on the annotated articles, and what it misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.evaluate.measures import Measure, Report, evaluate
from corpus.evaluate.misses import Miss, Slip, misses, slips
from corpus.evaluate.units import Unit

#: The file of a release that holds the page.
REPORT = "EVALUATION.md"
_MEASURES = (
    "detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "source_exact", "cue_overlap",
    "type_accuracy", "role_accuracy",
)  # fmt: skip


def report_page(units: Sequence[Unit]) -> str:
    """The table of `predictions` against `quotes`, every attribution missed or extra and why, and what else differs."""
    return "\n".join((*_opening(evaluate(units)), "", *_missed(misses(units)), "", *_different(slips(units)), ""))


def _opening(report: Report) -> Iterator[str]:
    groups = {name: group for name, group in report.groups.items() if "." not in name}
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
        yield f"| {name.replace('_', ' ')} | " + " | ".join(_cell(g.measures[name]) for g in groups.values()) + " |"


def _cell(measure: Measure) -> str:
    if measure.value is None:
        return "–"
    return f"{measure.value:.3f}" + ("" if measure.low is None else f" [{measure.low:.2f}–{measure.high:.2f}]")


def _missed(found: Iterable[Miss]) -> Iterator[str]:
    yield "## Missed and extra"
    yield ""
    yield "| | article | line | cue | source | content | reason |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for m in found:
        words = (_plain(part) or "–" for part in (m.cue, m.source, m.content))
        yield f"| {m.kind} | {m.unit} | {m.line} | {' | '.join(words)} | {m.reason} |"


def _different(found: Iterable[Slip]) -> Iterator[str]:
    yield "## Found, but not as annotated"
    yield ""
    yield "| what differs | article | line | content | annotated | found |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for s in found:
        words = (_plain(part) or "–" for part in (s.content, s.gold, s.predicted))
        yield f"| {s.part} | {s.unit} | {s.line} | {' | '.join(words)} |"


def _plain(words: str) -> str:
    """Words of an article as one cell: on one line, with nothing that Markdown or HTML would take for its own."""
    line = " ".join(words.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{c}" if c in "\\|`*_[]~" else c for c in line)
