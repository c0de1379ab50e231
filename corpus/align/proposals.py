"""Propose utterances for quotes that have none, and links to existing ones, as entries for ``utterances.toml``."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count

import regex

from corpus.align.items import Key, QuoteItem, candidate_pairs, key_rarity
from corpus.align.scoring import PairEvidence, PairScorer, SpeakerRelation, cluster_quotes
from corpus.languages.tokenizer import fold

#: Least score of a proposal: more likely than not.
MIN_SCORE = 0.5
#: A pair below this share of the least score counts as 0 in clustering.
_FLOOR_SHARE = 0.5
#: Words in a proposed id, besides the speaker.
_WORDS_IN_ID = 2
_NOT_IN_ID = regex.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class UtteranceProposal:
    """Quotes that may render one statement.

    Attributes:
        id: proposed id of the utterance.
        speaker_id: their speaker, None where they differ.
        score: mean over the pairs of different articles, 0 to 1.
        evidence: evidence of the best pair.
        items: the quotes.
    """

    id: str
    speaker_id: str | None
    score: float
    evidence: PairEvidence
    items: tuple[QuoteItem, ...]


@dataclass(frozen=True, slots=True)
class ProposedLink:
    """A quote that may render an existing utterance, because it resembles a quote linked to it.

    Attributes:
        item: the quote without an utterance.
        utterance_id: the utterance.
        like: the linked quote.
        evidence: evidence of the pair.
    """

    item: QuoteItem
    utterance_id: str
    like: QuoteItem
    evidence: PairEvidence


@dataclass(frozen=True, slots=True)
class AlignmentProposals:
    """Proposed utterances and links, the most likely first."""

    utterances: tuple[UtteranceProposal, ...]
    links: tuple[ProposedLink, ...]


class ScoredPairs:
    """The quotes of a collection with the scores of the pairs that can matter.

    Args:
        items: all quotes, including those that have an utterance: rarity is measured over all of them.
        least: least score of a proposal.
    """

    def __init__(self, items: Sequence[QuoteItem], *, least: float = MIN_SCORE) -> None:
        self.items = items
        self.least = least
        self.rarity: Mapping[Key, float] = key_rarity(items)
        self.scorer = PairScorer(self.rarity)
        self.scores: dict[tuple[int, int], float] = {}
        for i, j in candidate_pairs(items, self.rarity):
            score = self.scorer.score(items[i], items[j])
            if score >= least * _FLOOR_SHARE:
                self.scores[i, j] = score

    def groups(self, among: Collection[int]) -> list[list[int]]:
        """Cluster some of the quotes; each group may render one statement.

        Args:
            among: positions of the quotes to cluster.

        Returns:
            Groups of positions, as `corpus.align.scoring.cluster_quotes` returns them.
        """
        scores = {(i, j): score for (i, j), score in self.scores.items() if i in among and j in among}
        return cluster_quotes(scores, [item.article_id for item in self.items], least=self.least)


def propose(scored: ScoredPairs, *, known: Collection[str] = (), everything: bool = False) -> AlignmentProposals:
    """Propose utterances for quotes that have none, and links to existing utterances.

    Args:
        scored: the quotes of a collection.
        known: ids of utterances, which no proposal may have.
        everything: cluster all quotes, also those that have an utterance, as if none had one.
    """
    items = scored.items
    if everything:
        return AlignmentProposals(_proposals(scored, scored.groups(range(len(items))), known), ())
    links = sorted(_links(scored), key=lambda link: (-link.evidence.score, link.item.id))
    linked = {link.item.id for link in links}
    free = {n for n, item in enumerate(items) if item.utterance_id is None and item.id not in linked}
    return AlignmentProposals(_proposals(scored, scored.groups(free), known), tuple(links))


def _links(scored: ScoredPairs) -> Iterator[ProposedLink]:
    """Yield a link for each quote without an utterance that resembles one with an utterance."""
    items = scored.items
    best: dict[int, tuple[float, int]] = {}
    for pair, score in scored.scores.items():
        if score < scored.least:
            continue
        for n, other in (pair, pair[::-1]):
            if items[n].utterance_id is None and items[other].utterance_id is not None:
                # Of equal scores the earlier quote wins.
                candidate = (score, -other)
                if candidate > best.get(n, (0.0, 0)):
                    best[n] = candidate
    for n, (_, negative) in best.items():
        item, like = items[n], items[-negative]
        assert like.utterance_id is not None
        yield ProposedLink(item, like.utterance_id, like, scored.scorer.evidence(item, like))


def _proposals(
    scored: ScoredPairs, groups: Sequence[Sequence[int]], known: Collection[str]
) -> tuple[UtteranceProposal, ...]:
    used = set(known)
    proposals = []
    for group in groups:
        proposal = _proposal(scored, group, used)
        used.add(proposal.id)
        proposals.append(proposal)
    return tuple(sorted(proposals, key=lambda p: (-p.score, p.id)))


def _proposal(scored: ScoredPairs, group: Sequence[int], used: Collection[str]) -> UtteranceProposal:
    items, scores = scored.items, scored.scores
    members = [items[n] for n in group]
    pairs = [(i, j) for i, j in combinations(group, 2) if items[i].article_id != items[j].article_id]
    i, j = max(pairs, key=lambda pair: (scores.get(pair, 0.0), -pair[0], -pair[1]))
    mean = sum(scores.get(pair, 0.0) for pair in pairs) / len(pairs)
    speakers = {m.speaker_id for m in members}
    return UtteranceProposal(
        id=_new_id(members, scored.rarity, used),
        speaker_id=speakers.pop() if len(speakers) == 1 else None,
        score=round(mean, 4),
        evidence=scored.scorer.evidence(items[i], items[j]),
        items=tuple(members),
    )


def _new_id(members: Sequence[QuoteItem], rarity: Mapping[Key, float], used: Collection[str]) -> str:
    """Make an id of the speaker and the words that most quotes share, the rarest of them first."""
    speakers = Counter(m.speaker for m in members if m.speaker is not None)
    speaker = min(speakers, key=lambda s: (-speakers[s], s)) if speakers else ""
    parts = [_slug(speaker), *_id_words(members, rarity)]
    stem = "-".join(dict.fromkeys(filter(None, parts))) or "utterance"
    candidates = chain([stem], (f"{stem}-{n}" for n in count(2)))
    return next(c for c in candidates if c not in used)


def _id_words(members: Sequence[QuoteItem], rarity: Mapping[Key, float]) -> list[str]:
    counts = Counter(key for m in members for key in m.keys if key[0] != "number")
    shared = [key for key in counts if counts[key] > 1]
    shared.sort(key=lambda key: (-counts[key], key[0] != "word", -rarity[key], key))
    slugs = [_slug(key[2]) for key in shared]
    return [slug for slug in slugs if slug][:_WORDS_IN_ID]


def _slug(word: str) -> str:
    """Reduce a word to the letters that an id may have."""
    return str(_NOT_IN_ID.sub("-", fold(word))).strip("-")


#: Code points of a quote shown in a comment.
_MAX_SHOWN = 120
#: Keys of a kind shown as evidence.
_KEYS_SHOWN = 6


def proposals_as_toml(proposals: AlignmentProposals) -> str:
    """Format proposals as TOML: an entry per utterance with its quotes as comments; links as comments only."""
    lines = ["# Proposed by `corpus align`: compare the quotes of each entry, write its gloss, paste it into"]
    lines += ["# utterances.toml, and name its id at each quote in the annotation files (`utterance`)."]
    for proposal in proposals.utterances:
        lines += ["", *_entry(proposal)]
    if proposals.links:
        lines += ["", "# These may render an utterance that exists already."]
        for link in proposals.links:
            lines += _link_comment(link)
    return "\n".join(lines) + "\n"


_RELATIONS: Mapping[SpeakerRelation, str] = {
    "same": "same speaker",
    "allied": "speakers of one side",
    "other": "other speakers",
}


def describe_evidence(evidence: PairEvidence) -> str:
    """Describe evidence in words.

    Examples:
        "same speaker; numbers: 40, 85"
    """
    parts = []
    if evidence.speaker in _RELATIONS:
        parts.append(_RELATIONS[evidence.speaker])
    for kind, keys in (("numbers", evidence.numbers), ("names", evidence.names), ("words", evidence.words)):
        if keys:
            more = ", …" if len(keys) > _KEYS_SHOWN else ""
            parts.append(f"{kind}: {', '.join(keys[:_KEYS_SHOWN])}{more}")
    if evidence.days:
        parts.append(f"{evidence.days} days apart")
    return "; ".join(parts)


def _entry(proposal: UtteranceProposal) -> Iterator[str]:
    yield f"# {proposal.score:.2f}: {_single_line(describe_evidence(proposal.evidence))}"
    for item in proposal.items:
        yield f"#   {item.id} ({item.language}): {_shortened(item.text)}"
    yield "[[utterance]]"
    yield f"id = {_toml_string(proposal.id)}"
    if proposal.speaker_id is not None:
        yield f"speaker_id = {_toml_string(proposal.speaker_id)}"
    yield 'gloss = ""  # what was said, in English; an empty gloss is rejected'


def _link_comment(link: ProposedLink) -> Iterator[str]:
    yield f"# {link.evidence.score:.2f} {link.utterance_id}: {_single_line(describe_evidence(link.evidence))}"
    yield f"#   {link.item.id} ({link.item.language}): {_shortened(link.item.text)}"
    yield f"#   like {link.like.id} ({link.like.language}): {_shortened(link.like.text)}"


def _shortened(text: str) -> str:
    line = _single_line(text)
    return line if len(line) <= _MAX_SHOWN else line[: _MAX_SHOWN - 1] + "…"


def _single_line(text: str) -> str:
    """Text on one line without control characters: TOML comments reject some, and others reverse the direction."""
    visible = [c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")]
    return " ".join("".join(visible).split())


def _toml_string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
