"""The units of an evaluation: of a project's reviewed articles, or of a file of gold."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from corpus.records import Article, Attribution, Model

#: So many code points of a file tell its language; as many as `corpus.languages.detection` looks at.
_LOOK = 20_000
#: So many texts go to a process at a time.
_CHUNK = 16


@dataclass(frozen=True, slots=True)
class Tagging:
    """How the texts of a file are tagged.

    ``language`` is that of the rows that do not give it, told from the file's texts together where None; ``plain`` says
    whether every line is article text; ``model`` what finds attributions.
    """

    language: str | None = None
    plain: bool = False
    model: Model = "tagger"


def project_units(project: Project, articles: Iterable[Article], *, predictions: Path | None = None) -> list[Unit]:
    """The articles with a reviewed annotation, against what the tool found, or against a file of predictions.

    Raises:
        ProjectError: nothing is reviewed, or an annotation has a fault.
        InputError: the predictions cannot be read, or do not fit the articles.
    """
    found = list(articles)
    gold = reviewed_articles(project, found)
    if not gold:
        path = project.root / ANNOTATIONS_FOLDER
        raise ProjectError("no article has a reviewed annotation", path=path, remedy="Name a file of gold, or review")
    units = [article_unit(gold[a.id], a) for a in found if a.id in gold]
    return units if predictions is None else _with_predictions(units, predictions)


def unaided_units(project: Project, *, jobs: int = 1, model: Model = "rules") -> list[Unit]:
    """As `project_units`, against what the tool finds without the authority file: names are those of the articles.

    A name is right in any form that the authority file has of the gold speaker, in any language.
    """
    found = annotate_project(replace(project, speakers=()), jobs=jobs, model=model)
    gold, names = reviewed_articles(project, found), accepted_names(project.speakers)
    return [article_unit(gold[a.id], a, names=names) for a in found if a.id in gold]


def file_units(
    path: Path,
    how: Tagging,
    *,
    predictions: Path | None = None,
    jobs: int = 1,
    progress: Callable[[str], None] = lambda name: None,
) -> Iterator[Unit]:
    """The texts of a file of gold, against what the tool finds in them, or against a file of predictions.

    Args:
        path: gold as `corpus.evaluate.gold` has it.
        how: how the texts are tagged.
        predictions: a file of predictions; a text without a row in it has none.
        jobs: number of processes.
        progress: is called with each text's id when it is done.

    Raises:
        InputError: a file cannot be read or does not fit the other.
        LanguageError: no data for the language, or it could not be determined.
    """
    rows = read_rows(path)
    if not rows:
        raise InputError("there is no text", path=path, remedy="Name a file of gold")
    units = _gold_units(rows, how.language)
    if predictions is not None:
        yield from _with_predictions(units, predictions)
        return
    work = functools.partial(_predicted, how=how, path=path)
    for unit in map_ordered(work, units, jobs=jobs, chunk=_CHUNK):
        progress(unit.id)
        yield unit


def _gold_units(rows: Sequence[GoldRow], language: str | None) -> list[Unit]:
    texts = {row.id: row.text for row in rows}
    for row in rows:
        if row.text is None:
            raise row.wrong("there is no text")
    if language is None and any(row.language is None for row in rows):
        language = detect_language("\n".join(t for t in texts.values() if t)[:_LOOK])
    speakers = any("speaker" in a for row in rows for a in row.attributions)
    return [
        Unit(row.id, _code(row.language or language), text, attributions_of(row, text), (), speakers=speakers)
        for row, text in zip(rows, filter_none(texts.values()), strict=True)
    ]


def filter_none(values: Iterable[str | None]) -> Iterator[str]:
    """The values that are there."""
    return (v for v in values if v is not None)


def _code(name: str | None) -> str:
    assert name is not None
    return load_language(name).code


def _predicted(unit: Unit, *, how: Tagging, path: Path) -> Unit:
    try:
        article = annotate_text(unit.text, article_id=unit.id, language=unit.language, plain=how.plain, model=how.model)
    except LanguageDataError:
        raise  # It is about the data, not about this text.
    except CorpusError as e:
        raise type(e)(f"{unit.id}: {e.message}", path=path, remedy=e.remedy) from e
    return replace(unit, predicted=article.attributions)


def _with_predictions(units: Sequence[Unit], path: Path) -> list[Unit]:
    """The units with the predictions of a file in place of the tool's; it says nothing of roles."""
    rows = {row.id: row for row in read_rows(path)}
    for row in rows.values():
        if row.id not in {u.id for u in units}:
            raise row.wrong("the gold has no text of this id")
    found: Mapping[str, tuple[Attribution, ...]] = {
        u.id: attributions_of(rows[u.id], u.text) if u.id in rows else () for u in units
    }
    return [replace(u, predicted=found[u.id], predicted_roles={}) for u in units]
