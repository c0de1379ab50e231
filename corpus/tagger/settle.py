"""The step between rules and speakers: the tagger reads along, and every attribution gets its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.langdata import has_weights
from corpus.language import Language
from corpus.quotes.found import Found
from corpus.quotes.marks import Quoted
from corpus.records import Lead, Segment
from corpus.tagger.confidence import load_confidence
from corpus.tagger.join import Candidate, join
from corpus.tagger.wording import Wording
from corpus.text import ArticleTokens

if TYPE_CHECKING:
    from corpus.tagger.weights import Weights

#: What is less likely right than this is left out, where a tagger has a say. Chosen on held-out articles of PolNeAR's
#: training part for the best F1 of whole relations.
LEAST = 0.2
#: Rules that go by the layout of the page and not by wording, which the tagger's training data has too little of.
LAYOUT = frozenset((
    "direct.block", "direct.dash", "direct.dash-alone", "direct.heading", "direct.introduced", "direct.said-so",
    "direct.signed", "headline.colon",
))  # fmt: skip
#: And what the tagger alone found is left out below this, where the rules lead.
LIKELY = 0.5


def settle(
    article: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    lead: Lead = "tagger",
) -> list[Found]:
    """The attributions that stay, in order of their contents, each with its confidence.

    Args:
        article: the tokens of the raw article.
        segments: its lines with their roles.
        found: what the rules found in the kept ones.
        quoted: the pairs of quotation marks in them.
        language: of the article; one without weights keeps what the rules found.
        lead: who decides where rules and tagger differ.
    """
    weights = _weights(language)
    confidence = load_confidence(language.code)
    candidates = propose(article, segments, found, quoted, language=language, weights=weights)
    rules_lead = weights is None or lead == "rules"
    sure = ((c, confidence.of(c)) for c in candidates)
    kept = [replace(f, confidence=p) for c, p in sure if (f := (_by_rules if rules_lead else _by_tagger)(c, p))]
    if not rules_lead:
        kept = [_tied(f, Wording(article.text, language, ())) for f in kept]
    return sorted(kept, key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue))


def _weights(language: Language) -> Weights | None:
    if not has_weights(language.code):
        return None
    # Imported where it tags: numpy takes a third of the time that a short article takes from the start to the end.
    from corpus.tagger.weights import load_weights  # noqa: PLC0415

    return load_weights(language.code)


def _by_tagger(candidate: Candidate, confidence: float) -> Found | None:
    ruled = candidate.ruled
    if ruled is not None and (ruled.rule in LAYOUT or (candidate.standing == "inside" and ruled.is_nested)):
        return candidate.found
    return candidate.found if confidence >= LEAST else None


def _tied(found: Found, wording: Wording) -> Found:
    """With the mark as its cue that ties a quotation to a name, if it has none."""
    if found.cue or not found.source:
        return found
    tie = wording.tie(found.content[-1], found.source[0])
    return found if tie is None else replace(found, cue=(tie,))


def _by_rules(candidate: Candidate, confidence: float) -> Found | None:
    if candidate.ruled is not None:
        return candidate.ruled
    agreed = candidate.found.act == "speech" and not candidate.standing and confidence >= LIKELY
    return candidate.found if agreed else None


def propose(
    article: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    weights: Weights | None,
) -> list[Candidate]:
    """All candidates of rules and tagger, and of the rules alone where there are no weights."""
    if weights is None:
        return [Candidate(f, None, f) for f in found]
    from corpus.tagger.tagger import tag_article  # noqa: PLC0415

    tagged = tag_article(article, segments, quoted, found, weights=weights, language=language)
    wording = Wording(article.text, language, sorted(quoted, key=lambda q: (q.start, -q.end)))
    return join(found, tagged, wording=wording, name=weights.name)
