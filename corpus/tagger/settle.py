"""The step between rules and speakers: the tagger reads along, and every attribution gets its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.language import Language
from corpus.quotes.found import Found
from corpus.quotes.marks import Quoted
from corpus.records import Segment
from corpus.tagger.confidence import load_confidence
from corpus.tagger.join import Candidate, join
from corpus.tagger.tagger import tag_article
from corpus.tagger.weights import Weights, load_weights
from corpus.tagger.wording import Wording

#: What is less likely right than this is left out, where a tagger has a say. Chosen on held-out articles of PolNeAR's
#: training part for the best F1 of whole relations.
LEAST = 0.3


def settle(
    text: str, segments: Sequence[Segment], found: Sequence[Found], quoted: Sequence[Quoted], *, language: Language
) -> list[Found]:
    """The attributions that stay, in order of their contents, each with its confidence.

    Args:
        text: the raw article.
        segments: its lines with their roles.
        found: what the rules found in the kept ones.
        quoted: the pairs of quotation marks in them.
        language: of the article; one without weights keeps what the rules found.
    """
    weights = load_weights(language.code)
    confidence = load_confidence(language.code)
    candidates = propose(text, segments, found, quoted, language=language, weights=weights)
    sure = ((c, confidence.of(c)) for c in candidates)
    kept = [replace(c.found, confidence=p) for c, p in sure if weights is None or p >= LEAST or c.standing == "inside"]
    return sorted(kept, key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue))


def propose(
    text: str,
    segments: Sequence[Segment],
    found: Sequence[Found],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    weights: Weights | None,
) -> list[Candidate]:
    """All candidates of rules and tagger."""
    if weights is None:
        return [Candidate(f, None, f.rule) for f in found]
    tagged = tag_article(text, segments, quoted, found, weights=weights, language=language)
    wording = Wording(text, language, sorted(quoted, key=lambda q: (q.start, -q.end)))
    return join(found, tagged, wording=wording, name=weights.name)
