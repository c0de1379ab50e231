"""Proposals as entries of ``utterances.toml``: what a reader looks at, completes and pastes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

from corpus.align.propose import Link, Proposal, Proposals
from corpus.align.score import Evidence

#: So much of a quote stands in a comment.
_SHOWN = 120


def entries(proposals: Proposals) -> str:
    """All proposals as TOML: an entry for each new utterance, its quotes as comments; links as comments alone."""
    lines = ["# Proposed by `corpus align`: compare the quotes of each entry, write its gloss, paste it into"]
    lines += ["# utterances.toml, and name its id at each quote in the annotation files (`utterance`)."]
    for proposal in proposals.utterances:
        lines += ["", *_entry(proposal)]
    if proposals.links:
        lines += ["", "# These look like renderings of an utterance that is there."]
        lines += [line for link in proposals.links for line in _link(link)]
    return "\n".join(lines) + "\n"


def reasons(evidence: Evidence) -> str:
    """The evidence in words: "same speaker; numbers: 40, 85"."""
    speakers = {"same": "same speaker", "allied": "speakers of one side", "other": "other speakers"}
    parts = [speakers[evidence.speaker]] if evidence.speaker in speakers else []
    for kind, keys in (("numbers", evidence.numbers), ("names", evidence.names), ("words", evidence.words)):
        if keys:
            parts.append(f"{kind}: {', '.join(keys[:6])}" + (", …" if len(keys) > 6 else ""))
    if evidence.days:
        parts.append(f"{evidence.days} days apart")
    return "; ".join(parts)


def _entry(proposal: Proposal) -> Iterator[str]:
    yield f"# {proposal.score:.2f}: {_plain(reasons(proposal.evidence))}"
    for item in proposal.items:
        yield f"#   {item.id} ({item.language}): {_short(item.text)}"
    yield "[[utterance]]"
    yield f"id = {_quoted(proposal.id)}"
    if proposal.speaker_id is not None:
        yield f"speaker_id = {_quoted(proposal.speaker_id)}"
    yield 'gloss = ""  # what was said, in English; a project with an empty one is refused'


def _link(link: Link) -> Iterator[str]:
    yield f"# {link.evidence.score:.2f} {link.utterance_id}: {_plain(reasons(link.evidence))}"
    yield f"#   {link.item.id} ({link.item.language}): {_short(link.item.text)}"
    yield f"#   like {link.like.id} ({link.like.language}): {_short(link.like.text)}"


def _short(text: str) -> str:
    plain = _plain(text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


def _plain(text: str) -> str:
    """One line of what can be seen: no control that a comment may not hold, none that steers the writing direction."""
    kept = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )
    return " ".join(kept.split())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
