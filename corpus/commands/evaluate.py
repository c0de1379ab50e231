"""``corpus evaluate``: what the tool finds against what was annotated."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.console import ProjectOption, emit_json, progress, project_folder, table_console
from corpus.commands.options import JobsOption, JsonOption
from corpus.commands.scores import miss_lines, scores_table
from corpus.evaluate.measures import evaluate as measured
from corpus.evaluate.misses import misses
from corpus.evaluate.run import file_units, project_units
from corpus.evaluate.units import Unit
from corpus.pipeline import annotate_project
from corpus.project import load_project


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
    errors: Annotated[int, typer.Option("--errors", min=0, metavar="N", help="List N that are missed or extra.")] = 0,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
) -> None:
    """Measure what is found against what was annotated, by language and type, with 95 % intervals."""
    with progress("texts", total=None) as step:
        if gold is None:
            units = _of_project(project_folder(project), predictions=predictions, jobs=jobs)
        else:
            found = file_units(gold, language=language, plain=plain, predictions=predictions, jobs=jobs, progress=step)
            units = list(found)
    report = measured(units)
    shown = list(islice(misses(units), errors))
    if as_data:
        emit_json(asdict(report) | {"errors": [asdict(m) for m in shown]}, indent=2)
        return
    out = table_console()
    out.print(scores_table(report))
    for line in miss_lines(shown):
        out.print(line, soft_wrap=True)


def _of_project(root: Path, *, predictions: Path | None, jobs: int) -> list[Unit]:
    loaded = load_project(root)
    return project_units(loaded, annotate_project(loaded, jobs=jobs), predictions=predictions)
