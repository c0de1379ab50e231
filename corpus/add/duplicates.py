"""Find articles with the same text, or much of the same text, such as agency copy in two newspapers.

Two articles are compared by their runs of five words (shingles; Broder 1997) of article text only, so that a site's
boilerplate does not make articles similar. The runs are kept in one index: an article is compared only with those that
share a run with it, so time grows with the number of words, not of pairs.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from corpus.languages.language import Language
from corpus.languages.tokenizer import fold_line, tokenize
from corpus.records import Segment

#: Words in a run.
_RUN_LENGTH = 5
#: The share of the shorter article's runs that the other must have. Rewritten agency copy has a third to all of them;
#: two reports of one event, which quote the same words, seldom a tenth: at most 0.08 between any two of the five
#: articles.
MIN_SIMILARITY = 0.3
#: With fewer runs than this a share means little.
_MIN_RUNS = 10


@dataclass(frozen=True, slots=True)
class SimilarArticle:
    """An article that another one resembles.

    Attributes:
        id: Its id.
        similarity: The share of the shorter article's runs that both have, from 0 to 1.
        same: Whether the texts are the same.
    """

    id: str
    similarity: float
    same: bool


@dataclass(slots=True)
class DuplicateIndex:
    """An index of articles by text and by runs of words."""

    _by_text: dict[str, str] = field(default_factory=dict)
    _run_counts: dict[str, int] = field(default_factory=dict)
    _by_run: dict[int, list[str]] = field(default_factory=dict)

    def add(self, article_id: str, text: str, segments: Iterable[Segment], language: Language) -> None:
        """Add an article to the index.

        Args:
            article_id: Its id.
            text: Its raw text.
            segments: Its segments with their roles.
            language: Its language.
        """
        lines = _kept_lines(text, segments)
        runs = _runs(lines, language)
        self._by_text.setdefault(_text_hash(lines), article_id)
        self._run_counts[article_id] = len(runs)
        for run in runs:
            self._by_run.setdefault(run, []).append(article_id)

    def similar(self, text: str, segments: Iterable[Segment], language: Language) -> tuple[SimilarArticle, ...]:
        """Find the indexed articles that a text resembles.

        Args:
            text: The raw text.
            segments: Its segments with their roles.
            language: Its language.

        Returns:
            The articles, an identical one first, then by falling similarity.
        """
        lines = _kept_lines(text, segments)
        runs = _runs(lines, language)
        same = self._by_text.get(_text_hash(lines))
        found = [] if same is None else [SimilarArticle(same, 1.0, True)]
        found += self._near(runs, excluded=same)
        return tuple(sorted(found, key=lambda s: (not s.same, -s.similarity, s.id)))

    def _near(self, runs: set[int], *, excluded: str | None) -> Iterator[SimilarArticle]:
        shared = Counter(article for run in runs for article in self._by_run.get(run, ()))
        for article, count in shared.items():
            shorter = min(len(runs), self._run_counts[article])
            if article == excluded or shorter < _MIN_RUNS:
                continue
            if count / shorter >= MIN_SIMILARITY:
                yield SimilarArticle(article, count / shorter, False)


def _kept_lines(text: str, segments: Iterable[Segment]) -> list[str]:
    return [s.span.of(text) for s in segments if s.kept]


def _text_hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(map(fold_line, lines)).encode()).hexdigest()


def _runs(lines: Iterable[str], language: Language) -> set[int]:
    """Return the hashes of all runs of words, across lines."""
    words: list[str] = []
    for line in lines:
        folded = tokenize(line, 0, len(line), folding=language.fold).folded
        words += [word for word in folded if word[:1].isalnum()]
    starts = range(max(1, len(words) - _RUN_LENGTH + 1))
    return {_run_hash(" ".join(words[start : start + _RUN_LENGTH])) for start in starts}


def _run_hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")
