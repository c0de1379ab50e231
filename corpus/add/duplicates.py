"""Articles that are there already: the same text, or much of the same text, as agencies' copy in two newspapers has.

Two articles are compared by their runs of five words (shingles; Broder 1997), of article text proper only, so that a
site's furniture makes no two alike. The runs are kept in one index: an article is compared with those that it shares a
run with, and time grows with the number of words, not of pairs.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.languages.language import Language
from corpus.languages.tokenizer import fold_line, tokenize
from corpus.records import Segment

_RUN = 5
#: The share of the shorter article's runs that the other has as well. Rewritten agency copy has a third to all of them;
#: two reports of one event, which quote the same words, seldom a tenth: at most 0.08 between any two of the five
#: articles.
NEAR = 0.3
#: Below so many runs a share says little.
_LEAST = 10


@dataclass(frozen=True, slots=True)
class Similar:
    """An article that another is like: its id, the share of common runs, and whether the text is the same."""

    id: str
    similarity: float
    same: bool


@dataclass(slots=True)
class Index:
    """The articles that are there, by text and by runs of words."""

    _texts: dict[str, str] = field(default_factory=dict)
    _sizes: dict[str, int] = field(default_factory=dict)
    _runs: dict[int, list[str]] = field(default_factory=dict)

    def add(self, article_id: str, text: str, segments: Iterable[Segment], language: Language) -> None:
        """Note an article."""
        lines, runs = _of(text, segments, language)
        self._texts.setdefault(lines, article_id)
        self._sizes[article_id] = len(runs)
        for run in runs:
            self._runs.setdefault(run, []).append(article_id)

    def similar(self, text: str, segments: Iterable[Segment], language: Language) -> tuple[Similar, ...]:
        """The articles noted so far that a text is like, most alike first."""
        lines, runs = _of(text, segments, language)
        shared = Counter(article for run in runs for article in self._runs.get(run, ()))
        same = self._texts.get(lines)
        found = [] if same is None else [Similar(same, 1.0, True)]
        for article, count in shared.items():
            shorter = min(len(runs), self._sizes[article])
            if article != same and shorter >= _LEAST and count / shorter >= NEAR:
                found.append(Similar(article, count / shorter, False))
        return tuple(sorted(found, key=lambda s: (not s.same, -s.similarity, s.id)))


def _of(text: str, segments: Iterable[Segment], language: Language) -> tuple[str, set[int]]:
    """The lines of article text proper as they are compared, as a hash, and the runs of five words in them."""
    kept = [s.span.of(text) for s in segments if s.kept]
    lines = hashlib.sha256("\n".join(map(fold_line, kept)).encode()).hexdigest()
    words = [w for line in kept for w in tokenize(line, 0, len(line), folding=language.fold).folded if w[:1].isalnum()]
    runs = (" ".join(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1)))
    return lines, {_number(run) for run in runs}


def _number(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")
