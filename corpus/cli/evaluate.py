"""``corpus evaluate``: measure predictions against annotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.console import emit_json, print_warning, progress, table_console
from corpus.cli.options import JobsOption, JsonOption, PlainOption, ProjectOption, project_folder
from corpus.cli.score_tables import calibration_table, miss_lines, scores_table, speaker_scores_table
from corpus.evaluate.calibration import calibrate
from corpus.evaluate.drafts import unread_drafts
from corpus.evaluate.measures import EvaluationReport
from corpus.evaluate.measures import evaluate as measured
from corpus.evaluate.misses import Miss, misses
from corpus.evaluate.run import Tagging, file_units, project_units, units_without_authority
from corpus.evaluate.units import Unit
from corpus.models.registry import ModelNotice
from corpus.pipeline import annotate_project
from corpus.project.project import load_project
from corpus.records import Model

_GoldArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="GOLD", help="A .jsonl or .jsonl.gz file. Default: the reviewed annotations of the project."
    ),
]
_PredictionsOption = Annotated[
    Path | None, typer.Option("--pred", metavar="FILE", help="Predictions as .jsonl. Default: what the tool finds.")
]
_GoldLanguageOption = Annotated[
    str | None, typer.Option("--language", "-l", help="Language of GOLD. Default: detected from its texts.")
]
_ModelOption = Annotated[
    Model | None,
    typer.Option("--model", "-m", help="Model to evaluate. Default: that of the project; for a file the tagger."),
]
_ErrorsOption = Annotated[
    int, typer.Option("--errors", min=0, metavar="N", help="List the first N missed or extra attributions.")
]

#: Texts that a warning names.
_NAMED = 3


def evaluate(  # noqa: PLR0913  (one parameter per option)
    *,
    gold: _GoldArgument = None,
    predictions: _PredictionsOption = None,
    language: _GoldLanguageOption = None,
    plain: PlainOption = False,
    model: _ModelOption = None,
    errors: _ErrorsOption = 0,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Measure predictions against annotations.

    Precision, recall and F1 by language and type. Shares have n and a 95 % Wilson interval, F1 a bootstrap interval.
    Gold that is exactly what the tool finds is named in a warning: it may be a draft that no one has read.

    Examples:
      corpus evaluate
      corpus evaluate gold.jsonl --language en --plain --errors 20
      corpus evaluate gold.jsonl --pred predictions.jsonl --json
    """
    unaided: list[Unit] = []
    with progress("texts", total=None) as step:
        if gold is None:
            loaded = load_project(project_folder(project))
            project_model = model or loaded.model
            articles = annotate_project(loaded, jobs=jobs, model=project_model)
            units = project_units(loaded, articles, predictions=predictions)
            if predictions is None:
                unaided = units_without_authority(loaded, jobs=jobs, model=project_model)
        else:
            tagging = Tagging(language=language, plain=plain, model=model or "tagger")
            units = list(file_units(gold, tagging, predictions=predictions, jobs=jobs, progress=step))
    ModelNotice(model or "rules", print_warning).check(u.language for u in units)
    if drafts := unread_drafts(units):
        named = ", ".join(drafts[:_NAMED]) + (f" and {len(drafts) - _NAMED} more" if len(drafts) > _NAMED else "")
        print_warning(
            f"the gold is exactly what is found in {named}: if it is a draft that was not read, the scores mean nothing"
        )
    without_authority = measured(unaided) if unaided else None
    listed = list(islice(misses(units), errors))
    if as_data:
        _print_json(units, without_authority, listed)
    else:
        _print_tables(units, without_authority, listed)


def _print_json(units: Sequence[Unit], without_authority: EvaluationReport | None, listed: Sequence[Miss]) -> None:
    calibration = calibrate(units)
    more = {
        "without_authority": None if without_authority is None else _speaker_part(without_authority),
        "calibration": None if calibration is None else asdict(calibration),
        "errors": [asdict(m) for m in listed],
    }
    emit_json(asdict(measured(units)) | more, indent=2)


def _print_tables(units: Sequence[Unit], without_authority: EvaluationReport | None, listed: Sequence[Miss]) -> None:
    out, report = table_console(), measured(units)
    out.print(scores_table(report))
    if any(u.speakers for u in units):
        out.print(speaker_scores_table(report, without_authority))
    if (calibration := calibrate(units)) is not None:
        out.print(calibration_table(calibration))
    for line in miss_lines(listed):
        out.print(line, soft_wrap=True)


def _speaker_part(report: EvaluationReport) -> dict[str, Any]:
    """The counts and measures of speakers, which depend on the authority file."""
    return {
        name: {
            "counts": {key: n for key, n in group.counts.items() if key.startswith(("named", "speaker"))},
            "measures": {key: asdict(m) for key, m in group.measures.items() if key.startswith("speaker")},
        }
        for name, group in report.groups.items()
    }
