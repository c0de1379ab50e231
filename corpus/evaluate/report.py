"""The evaluation of a release as a page: how well the tool alone does on the annotated articles, and what it misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.evaluate.measures import Measure, Report, evaluate
from corpus.evaluate.misses import Miss, Slip, misses, slips
from corpus.evaluate.units import Unit

#: The file of a release that holds the page.
REPORT = "EVALUATION.md"
AIDED, UNAIDED = "with the authority file", "without it"
_MEASURES = (
    "detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "source_exact", "cue_overlap",
    "type_accuracy", "role_accuracy",
)  # fmt: skip


def report_page(units: Sequence[Unit], *, unaided: Sequence[Unit] = (), words: bool = True) -> str:
    """The table of `predictions` against `quotes`, the speakers, everything missed or extra and why, and what differs.

    ``unaided`` are the same articles against what is found without the authority file. Without ``words``, nothing that
    quotes an article is on the page.
    """
    report = evaluate(units)
    speakers = _speakers(report, evaluate(unaided) if unaided else None)
    quoting = (_missed(misses(units)), _different(slips(units))) if words else ()
    parts = (_opening(report), speakers, *quoting)
    return "\n".join(line for part in parts for line in (*part, ""))


def speaker_lines(report: Report, unaided: Report | None) -> Iterator[tuple[str, str, list[str]]]:
    """How well speakers are told, with and without the authority file: which of both, what, and a cell for each group.

    Args:
        report: with the authority file.
        unaided: without it, if that was measured.
    """
    groups = [name for name in report.groups if "." not in name]
    yield "", "named in the annotation", [str(report.groups[g].counts["named_g"]) for g in groups]
    for which, measured in ((AIDED, report), (UNAIDED, unaided)):
        found = [measured.groups.get(g) for g in groups] if measured is not None else []
        if not found:
            continue
        for count, words in (("named_p", "named"), ("named_right_p", "named rightly")):
            yield which, words, [str(g.counts[count]) if g is not None else "–" for g in found]
        for name in ("speaker_precision", "speaker_recall"):
            cells = [measure_cell(g.measures[name]) if g is not None else "–" for g in found]
            yield which, name.removeprefix("speaker_"), cells


def _speakers(report: Report, unaided: Report | None) -> Iterator[str]:
    groups = [name for name in report.groups if "." not in name]
    yield "## Speakers"
    yield ""
    yield "Precision: of the attributions whose speaker the tool names, how many it names rightly. Recall: of those"
    yield "whose speaker the annotation names. Without the authority file a speaker is called by the longest form of"
    yield "the name in the article; right is then any form that the authority file has of the speaker, in any language."
    yield ""
    yield "| | | " + " | ".join(groups) + " |"
    yield "| --- | --- |" + " --- |" * len(groups)
    for which, words, cells in speaker_lines(report, unaided):
        yield f"| {which} | {words} | " + " | ".join(cells) + " |"


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
        cells = (measure_cell(g.measures[name]) for g in groups.values())
        yield f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |"


def measure_cell(measure: Measure) -> str:
    """A measure with its interval; a dash where there is nothing to measure."""
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
