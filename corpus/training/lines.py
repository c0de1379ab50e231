"""Samples for the line classifier: texts with a class for each line.

The data are JSON lines of ``{"id", "publisher", "language", "variant", "text", "lines"}``, where ``lines`` are
``[start, end, label, words]`` with the labels of `_CLASSES` in code points of the text.
"""

from __future__ import annotations

import functools
import gzip
import json
import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.clean.arrays import Floats, Ints
from corpus.clean.article import has_quote, read_lines, text_features
from corpus.clean.features import Values
from corpus.clean.lines import Line
from corpus.clean.model import LineClass
from corpus.clean.rules import load_rules
from corpus.errors import LanguageError
from corpus.languages.data import SHARED
from corpus.languages.detection import detect_language
from corpus.languages.language import available

#: The class of each label, and what a line with it weighs. A second copy may be kept or not.
_CLASSES: dict[str, tuple[LineClass, float]] = {
    "other": (LineClass.OTHER, 1.0),
    "empty": (LineClass.OTHER, 1.0),
    "body": (LineClass.BODY, 1.0),
    "headline": (LineClass.HEADLINE, 2.0),
    "allowed": (LineClass.PART, 1.0),
    "caption": (LineClass.CAPTION, 1.0),
    "again": (LineClass.OTHER, 0.1),
}
_ARTICLE_LABELS = ("headline", "body")
#: A line weighs more the more words it has: what is measured are words.
_LINE_WEIGHT, _WORD_WEIGHT = 0.3, 0.5
#: Quoted lines of the body must not be lost.
_QUOTED_WEIGHT = 1.3


@dataclass(frozen=True, slots=True, eq=False)
class LineSample:
    """A text's lines to learn from.

    Attributes:
        id: the text's id, with its variant.
        group: its publisher.
        features: float32 (n_lines, n_features).
        classes: the `LineClass` of each line, int64 (n_lines,).
        weights: how much each line counts, float32 (n_lines,).
    """

    id: str
    group: str
    features: Floats
    classes: Ints
    weights: Floats


def read_samples(rows: Iterable[dict[str, Any]], *, weight: float = 1.0) -> list[LineSample]:
    """The samples of labelled texts.

    Args:
        rows: as the module describes them.
        weight: how much their lines count relative to those of others.
    """
    return [line_sample(row, weight=weight) for row in rows]


def cropped_row(row: dict[str, Any]) -> dict[str, Any] | None:
    """A text cut to its article and some of what is around it, as a reader selects it; the id says where.

    Args:
        row: as the module describes it.

    Returns:
        A row of the variant ``cropped``; None where no line is of the article.
    """
    lines = row["lines"]
    article = [n for n, line in enumerate(lines) if line[2] in _ARTICLE_LABELS]
    if not article:
        return None
    chance = random.Random(zlib.crc32(row["id"].encode()))  # noqa: S311 (where to cut, no secret)
    # Squared, so that most cuts are near the article.
    begin = article[0] - int(chance.random() ** 2 * (article[0] + 1))
    end = article[-1] + 1 + int(chance.random() ** 2 * (len(lines) - article[-1]))
    kept = lines[begin:end]
    first, last = kept[0][0], kept[-1][1]
    moved = map(functools.partial(_moved, by=first), kept)
    return {**row, "variant": "cropped", "text": row["text"][first:last], "lines": list(moved)}


def _moved(line: Sequence[Any], *, by: int) -> list[Any]:
    """A line of a text that begins so many code points later."""
    start, stop, label, words = line
    return [start - by, stop - by, label, words]


def read_rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines, plain or compressed with gzip."""
    data = file.read_bytes()
    text = gzip.decompress(data) if file.suffix == ".gz" else data
    return [json.loads(row) for row in text.decode().split("\n") if row]


def line_sample(row: dict[str, Any], *, weight: float = 1.0, markup: Values | None = None) -> LineSample:
    """The sample of one text, a row as the module describes it, with features of its mark-up if it has any."""
    text = row["text"]
    read = read_lines(text, load_rules(rules_code(text, row["language"])), markup=markup)
    arrays, features, _ = text_features(read)
    labels = _labels(read.lines, row["lines"])
    classes = np.array([_CLASSES[label][0] for label in labels])
    weights = weight * np.array([_CLASSES[label][1] for label in labels])
    weights *= _LINE_WEIGHT + _WORD_WEIGHT * np.log1p(np.diff(arrays.first_words))
    weights[(classes == LineClass.BODY) & has_quote(arrays)] *= _QUOTED_WEIGHT
    return LineSample(f"{row['id']}/{row['variant']}", row["publisher"], features, classes, weights.astype(np.float32))


def rules_code(text: str, language: str) -> str:
    """Whose cleaning rules fit a text of a language that may have none or be unknown."""
    if language in available():
        return language
    try:
        return detect_language(text)
    except LanguageError:
        return SHARED


def _labels(lines: Sequence[Line], labelled: Sequence[tuple[int, int, str, int]]) -> list[str]:
    """The label of each line: that of the labelled stretch that it overlaps first, ``other`` where there is none."""
    labels, n = [], 0
    for line in lines:
        while n < len(labelled) and labelled[n][1] <= line.start:
            n += 1
        overlaps = n < len(labelled) and labelled[n][0] < line.end
        labels.append(labelled[n][2] if overlaps else "other")
    return labels
