"""Create the units of an evaluation from a project's reviewed articles, or from a file of gold."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import CorpusError, InputError, LanguageDataError, ProjectError
from corpus.evaluate.gold import GoldRow, attributions_of, read_rows
from corpus.evaluate.units import Unit, accepted_names, article_unit
from corpus.io.processes import map_ordered
from corpus.languages.detection import detect_language
from corpus.languages.language import load_language
from corpus.pipeline import annotate_project, annotate_text
from corpus.project.annotated_articles import reviewed_articles
from corpus.project.project import ANNOTATIONS_FOLDER, Project
from corpus.records import Article, Model

#: Code points of a file that its language is detected from; as many as `corpus.languages.detection` reads.
_DETECTION_LENGTH = 20_000
#: Number of texts that are handed to a process at a time.
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Tagging:
    """How the texts of a file are tagged.

    Attributes:
        language: language of the rows that declare none; None to detect it from all texts of the file together.
        plain: whether every line is article text.
        model: what finds attributions.
    """

    language: str | None = None
    plain: bool = False
    model: Model = "tagger"


def project_units(project: Project, articles: Iterable[Article], *, predictions: Path | None = None) -> list[Unit]:
    """Create units of the articles with a reviewed annotation.

    Args:
        project: the project.
        articles: its articles as the tool annotated them.
        predictions: a file of predictions to evaluate instead.

    Raises:
        ProjectError: no article is reviewed, or an annotation is invalid.
        InputError: the predictions cannot be read, or do not match the articles.
    """
    found = list(articles)
    gold = reviewed_articles(project, found)
    if not gold:
        path = project.root / ANNOTATIONS_FOLDER
        raise ProjectError(
            "no article has a reviewed annotation", path=path, hint="Name a file of gold, or review an annotation"
        )
    units = [article_unit(gold[a.id], a) for a in found if a.id in gold]
    return units if predictions is None else _with_predictions(units, predictions)


def units_without_authority(project: Project, *, jobs: int = 1, model: Model | None = None) -> list[Unit]:
    """Create units of the reviewed articles against what the tool finds without the authority file.

    Speakers then have the names that the articles give them. A name is correct if the authority file has it as a form
    of the gold speaker in any language.

    Args:
        project: the project.
        jobs: number of processes.
        model: what finds attributions; None for the model that the project names.
    """
    found = annotate_project(replace(project, speakers=()), jobs=jobs, model=model)
    gold, names = reviewed_articles(project, found), accepted_names(project.speakers)
    return [article_unit(gold[a.id], a, names=names) for a in found if a.id in gold]


def file_units(
    path: Path,
    tagging: Tagging,
    *,
    predictions: Path | None = None,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Unit]:
    """Create units of the texts of a file of gold.

    Args:
        path: a file of gold, in the format of `corpus.evaluate.gold`.
        tagging: how the texts are tagged.
        predictions: a file of predictions to evaluate instead; a text without a row in it has no predictions.
        jobs: number of processes.
        progress: called with the id of each text that is done.

    Raises:
        InputError: a file cannot be read, or does not match the other.
        LanguageError: there is no data for a language, or it could not be detected.
    """
    rows = read_rows(path)
    if not rows:
        raise InputError("there is no text", path=path, hint="Name a file of gold")
    units = _gold_units(rows, tagging.language)
    if predictions is not None:
        yield from _with_predictions(units, predictions)
        return
    work = functools.partial(_predicted, tagging=tagging, path=path)
    for unit in map_ordered(work, units, jobs=jobs, chunk=_CHUNK):
        progress(unit.id)
        yield unit


def _gold_units(rows: Sequence[GoldRow], language: str | None) -> list[Unit]:
    default = language
    if default is None and any(row.language is None for row in rows):
        texts = [row.text for row in rows if row.text]
        default = detect_language("\n".join(texts)[:_DETECTION_LENGTH])
    has_speakers = any("speaker" in a for row in rows for a in row.attributions)
    units = []
    for row in rows:
        if row.text is None:
            raise row.error("there is no text")
        code = load_language(row.language or default or "").code
        units.append(Unit(row.id, code, row.text, attributions_of(row, row.text), (), speakers=has_speakers))
    return units


def _predicted(unit: Unit, *, tagging: Tagging, path: Path) -> Unit:
    try:
        article = annotate_text(
            unit.text, article_id=unit.id, language=unit.language, plain=tagging.plain, model=tagging.model
        )
    except LanguageDataError:
        raise  # Not an error of this text: do not name it.
    except CorpusError as e:
        raise type(e)(f"{unit.id}: {e.message}", path=path, hint=e.hint) from e
    return replace(unit, predicted=article.attributions)


def _with_predictions(units: Sequence[Unit], path: Path) -> list[Unit]:
    """The units with the predictions of a file, which has no roles."""
    rows = {row.id: row for row in read_rows(path)}
    ids = {u.id for u in units}
    for row in rows.values():
        if row.id not in ids:
            raise row.error("the gold has no text of this id")
    replaced = []
    for unit in units:
        predicted = attributions_of(rows[unit.id], unit.text) if unit.id in rows else ()
        replaced.append(replace(unit, predicted=predicted, predicted_roles={}))
    return replaced
