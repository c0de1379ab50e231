"""An explanation as JSON values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpus.evaluate.explain.evidence import PROBABILITIES, Evidence, Reading
from corpus.evaluate.explain.explanation import Chain, Explained, Explanation
from corpus.evaluate.explain.passages import LineNumbers
from corpus.records import Article, Span


def explained_json(explained: Explained) -> dict[str, Any]:
    """What led to the attributions of an article or of passages of it.

    Returns:
        ``{"id", "language", "passages", "lines", "attributions", "left_out", "speakers"}``. ``passages`` is null for
        the whole article. Words are ``{"start", "end", "line", "text"}``, offsets code points of the text as given. An
        attribution has the parts that ``corpus tag --json`` gives, and: ``rule`` with its ``sentence``, ``found_by``,
        ``cue_entry`` (what the language data says of the cue), ``rules`` and ``tagger`` (what each of them has, and
        which parts of that differ), ``speaker`` with ``resolution``, ``reason`` and ``at``, the words that told it.
        What was ``left_out`` says ``why`` and has no speaker. Each of ``speakers`` has its ``forms`` in the article.
    """
    words = _Words(explained.article)
    return {
        "id": explained.article.id,
        "language": explained.language.code,
        "passages": None if explained.passages is None else words.every(explained.passages),
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
            for s, p in zip(explained.lines, explained.article_probabilities, strict=True)
        ],
        "attributions": [_attribution(t, words) for t in explained.attributions],
        "left_out": [_evidence(e, words) | {"why": e.left_out} for e in explained.left_out],
        "speakers": [_chain(c, words) for c in explained.chains],
    }


class _Words:
    """Spans of an article as JSON values."""

    def __init__(self, article: Article) -> None:
        self._text, self._lines = article.text, LineNumbers(article.segments)

    def one(self, span: Span) -> dict[str, Any]:
        line = self._lines.at(span.start)
        return {"start": span.start, "end": span.end, "line": line, "text": span.of(self._text)}

    def every(self, spans: Sequence[Span]) -> list[dict[str, Any]]:
        return [self.one(s) for s in spans]


def _attribution(explanation: Explanation, words: _Words) -> dict[str, Any]:
    a, r = explanation.attribution, explanation.resolved
    speaker = {
        "name": a.speaker, "id": a.speaker_id, "kind": a.speaker_kind, "resolution": a.resolution, "reason": r.reason,
        "at": None if r.at is None else words.one(r.at),
    }  # fmt: skip
    own = {"id": a.id, "type": a.type, "medium": a.medium, "via": a.via, "parent": a.parent}
    return own | _evidence(explanation.evidence, words) | {"speaker": speaker}


def _evidence(evidence: Evidence, words: _Words) -> dict[str, Any]:
    found, cue = evidence.found, evidence.cue
    return {
        "content": words.every(found.content), "cue": words.every(found.cue), "source": words.every(found.source),
        "act": found.act, "confidence": found.confidence, "found_by": evidence.found_by,
        "rule": {"id": found.rule, "sentence": evidence.sentence},
        "cue_entry": None if cue is None else {
            "file": cue.file, "kind": cue.kind, "frames": list(cue.frames), "particle": cue.particle,
            "impersonal": cue.impersonal,
        },
        "rules": None if evidence.rules is None else _reading(evidence.rules, words),
        "tagger": None if evidence.tagger is None else _reading(evidence.tagger, words) | {
            "probabilities": dict(zip(PROBABILITIES, evidence.probabilities, strict=True)),
        },
    }  # fmt: skip


def _reading(reading: Reading, words: _Words) -> dict[str, Any]:
    parts = {"content": reading.content, "cue": reading.cue, "source": reading.source}
    return {part: words.every(spans) for part, spans in parts.items()} | {"differs": list(reading.differs)}


def _chain(chain: Chain, words: _Words) -> dict[str, Any]:
    entry = chain.entry
    known = None if entry is None else {"id": entry.id, "role": entry.role, "affiliation": entry.affiliation}
    forms = [words.one(f.span) | {"how": f.how} for f in chain.forms]
    return {"name": chain.name, "kind": chain.kind, "entry": known, "forms": forms}
