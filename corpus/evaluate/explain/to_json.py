"""Convert an explanation to JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.evaluate.explain.evidence import PROBABILITY_NAMES, AttributionEvidence, ReaderSpans
from corpus.evaluate.explain.explanation import ArticleExplanation, AttributionExplanation, SpeakerChain
from corpus.evaluate.explain.passages import LineNumbers
from corpus.records import Article, Span


def explanation_json(explanation: ArticleExplanation) -> dict[str, Any]:
    """Convert an explanation to JSON values.

    Returns:
        ``{"id", "language", "passages", "lines", "attributions", "left_out", "speakers"}``. ``passages`` is null for
        the whole article. Spans are ``{"start", "end", "line", "text"}``, with offsets in code points of the raw text.
        Attributions have the fields of ``corpus tag --json``, and ``rule`` with its ``sentence``, ``found_by``,
        ``cue_entry`` (the entry of the language data), ``rules`` and ``tagger`` (the spans of each alone, and which of
        them differ), and ``speaker`` with ``resolution``, ``reason`` and ``at``, the words that it was resolved from.
        Candidates in ``left_out`` have ``why`` and no speaker. Each of ``speakers`` has its ``forms`` in the article.
    """
    spans = _SpanFormatter(explanation.article)
    return {
        "id": explanation.article.id,
        "language": explanation.language.code,
        "passages": None if explanation.passages is None else spans.all(explanation.passages),
        "lines": [
            {
                "line": s.line,
                "start": s.start,
                "end": s.end,
                "role": s.role,
                "rule": s.rule,
                "kept": s.kept,
                "article_probability": None if p is None else round(p, 3),
            }
            for s, p in zip(explanation.lines, explanation.article_probabilities, strict=True)
        ],
        "attributions": [_attribution(one, spans) for one in explanation.attributions],
        "left_out": [_evidence(e, spans) | {"why": e.left_out} for e in explanation.left_out],
        "speakers": [_chain(c, spans) for c in explanation.chains],
    }


class _SpanFormatter:
    """Converts spans of an article to JSON values."""

    def __init__(self, article: Article) -> None:
        self._text, self._lines = article.text, LineNumbers(article.segments)

    def one(self, span: Span) -> dict[str, Any]:
        line = self._lines.at(span.start)
        return {"start": span.start, "end": span.end, "line": line, "text": span.of(self._text)}

    def all(self, spans: Sequence[Span]) -> list[dict[str, Any]]:
        return [self.one(s) for s in spans]


def _attribution(explanation: AttributionExplanation, spans: _SpanFormatter) -> dict[str, Any]:
    a, r = explanation.attribution, explanation.resolved
    speaker = {
        "name": a.speaker, "id": a.speaker_id, "kind": a.speaker_kind, "resolution": a.resolution, "reason": r.reason,
        "at": None if r.at is None else spans.one(r.at),
        "evidence": r.evidence, "confidence": r.confidence, "ranked": dict(r.ranked),
    }  # fmt: skip
    own = {"id": a.id, "type": a.type, "medium": a.medium, "via": a.via, "parent": a.parent}
    return own | _evidence(explanation.evidence, spans) | {"speaker": speaker}


def _evidence(evidence: AttributionEvidence, spans: _SpanFormatter) -> dict[str, Any]:
    found, cue = evidence.found, evidence.cue
    return {
        "content": spans.all(found.content), "cue": spans.all(found.cue), "source": spans.all(found.source),
        "act": found.act, "confidence": found.confidence, "found_by": evidence.found_by,
        "rule": {"id": found.rule, "sentence": evidence.rule_description},
        "cue_entry": None if cue is None else {
            "file": cue.file, "kind": cue.kind, "frames": list(cue.frames), "particle": cue.particle,
            "impersonal": cue.impersonal,
        },
        "rules": None if evidence.rules is None else _reader_spans(evidence.rules, spans),
        "tagger": None if evidence.tagger is None else _reader_spans(evidence.tagger, spans) | {
            "probabilities": dict(zip(PROBABILITY_NAMES, evidence.probabilities, strict=True)),
        },
    }  # fmt: skip


def _reader_spans(reader: ReaderSpans, spans: _SpanFormatter) -> dict[str, Any]:
    return {
        "content": spans.all(reader.content),
        "cue": spans.all(reader.cue),
        "source": spans.all(reader.source),
        "differs": list(reader.differs),
    }


def _chain(chain: SpeakerChain, spans: _SpanFormatter) -> dict[str, Any]:
    entry = chain.entry
    known = None if entry is None else {"id": entry.id, "role": entry.role, "affiliation": entry.affiliation}
    forms = [spans.one(f.span) | {"how": f.kind} for f in chain.forms]
    return {"name": chain.name, "kind": chain.kind, "entry": known, "forms": forms}
