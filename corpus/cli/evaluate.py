"""``corpus evaluate``: what the tool finds against what was annotated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.console import ProjectOption, emit_json, progress, project_folder, table_console, warn
from corpus.cli.options import JobsOption, JsonOption
from corpus.cli.score_tables import calibration_table, miss_lines, scores_table
from corpus.cli.score_tables import speaker_scores_table as speakers_table
from corpus.evaluate.calibration import calibrate
from corpus.evaluate.measures import Report
from corpus.evaluate.measures import evaluate as measured
from corpus.evaluate.misses import Miss, misses
from corpus.evaluate.run import Tagging, file_units, project_units, unaided_units
from corpus.evaluate.units import Unit
from corpus.models.registry import ModelNotice
from corpus.pipeline import annotate_project
from corpus.project.project import load_project
from corpus.records import Model


def evaluate(  # noqa: PLR0913  (one for each option)
    *,
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="[GOLD]", help="A .jsonl or .jsonl.gz file; else the project's reviewed annotations."),
    ] = None,
    predictions: Annotated[
        Path | None, typer.Option("--pred", metavar="FILE", help="Predictions as .jsonl, else what the tool finds.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language of GOLD; told from its texts if left out.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Every line of GOLD's texts is article text.")] = False,
    model: Annotated[
        Model | None,
        typer.Option(help="What finds attributions: by default the rules for a project, the tagger for a file."),
    ] = None,
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="List N that are missed or extra.")] = 0,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Measure what is found against what was annotated, by language and type, with 95 % intervals."""
    unaided: list[Unit] = []
    with progress("texts", total=None) as step:
        if gold is None:
            loaded, of_project = load_project(project_folder(project)), model or "rules"
            units = project_units(
                loaded, annotate_project(loaded, jobs=jobs, model=of_project), predictions=predictions
            )
            unaided = unaided_units(loaded, jobs=jobs, model=of_project) if predictions is None else []
        else:
            how = Tagging(language=language, plain=plain, model=model or "tagger")
            units = list(file_units(gold, how, predictions=predictions, jobs=jobs, progress=step))
    ModelNotice(model or "rules", warn).check(u.language for u in units)
    alone = measured(unaided) if unaided else None
    shown = list(islice(misses(units), errors))
    (_print_json if as_data else _print_tables)(units, alone, shown)


def _print_json(units: Sequence[Unit], alone: Report | None, shown: Sequence[Miss]) -> None:
    calibration = calibrate(units)
    more = {
        "without_authority": None if alone is None else _speakers(alone),
        "calibration": None if calibration is None else asdict(calibration),
        "errors": [asdict(m) for m in shown],
    }
    emit_json(asdict(measured(units)) | more, indent=2)


def _print_tables(units: Sequence[Unit], alone: Report | None, shown: Sequence[Miss]) -> None:
    out, report = table_console(), measured(units)
    out.print(scores_table(report))
    if any(u.speakers for u in units):
        out.print(speakers_table(report, alone))
    if (calibration := calibrate(units)) is not None:
        out.print(calibration_table(calibration))
    for line in miss_lines(shown):
        out.print(line, soft_wrap=True)


def _speakers(report: Report) -> dict[str, Any]:
    """The part of a report that another authority file changes."""
    return {
        name: {
            "counts": {key: n for key, n in group.counts.items() if key.startswith(("named", "speaker"))},
            "measures": {key: asdict(m) for key, m in group.measures.items() if key.startswith("speaker")},
        }
        for name, group in report.groups.items()
    }
