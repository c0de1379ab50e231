"""Propose utterances for quotes that have none and renderings of existing ones, as entries of ``utterances.toml``."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, count

import regex

from corpus.align.items import Item, Key, candidate_pairs, rarity_of
from corpus.align.scoring import Evidence, Scorer, cluster
from corpus.languages.tokenizer import fold

#: More likely than not.
LEAST = 0.5
#: A pair with less than this share of the least score counts as 0 when groups are formed.
_FLOOR = 0.5
#: So many rare words make an id.
_WORDS_IN_ID = 2
_NO_ID = regex.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Quotes that may render one statement; ``score`` is the mean over the pairs of different articles.

    ``evidence`` is that of the best pair. ``speaker_id`` is null where the quotes have different speakers.
    """

    id: str
    speaker_id: str | None
    score: float
    evidence: Evidence
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A quote that looks like a rendering of an utterance that there is, since it is like another quote of it."""

    item: Item
    utterance_id: str
    like: Item
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed: new utterances and links to known ones, the likeliest first."""

    utterances: tuple[Proposal, ...]
    links: tuple[Link, ...]


class Scored:
    """The quotes of a collection with the scores of their pairs, as far as they can matter.

    Args:
        items: all quotes, also those that have an utterance: how rare a word is shows in all of them.
        least: the least score of what is proposed.
    """

    def __init__(self, items: Sequence[Item], *, least: float = LEAST) -> None:
        self.items = items
        self.least = least
        self.rarity: Mapping[Key, float] = rarity_of(items)
        self.scorer = Scorer(self.rarity)
        pairs = candidate_pairs(items, self.rarity)
        scores = ((pair, self.scorer.score(items[pair[0]], items[pair[1]])) for pair in pairs)
        self.scores = {pair: score for pair, score in scores if score >= least * _FLOOR}

    def groups(self, among: Collection[int]) -> list[list[int]]:
        """Positions of quotes in groups that may render one statement each, formed of some of the quotes only."""
        scores = {pair: score for pair, score in self.scores.items() if pair[0] in among and pair[1] in among}
        return cluster(scores, [item.article_id for item in self.items], least=self.least)


def propose(scored: Scored, *, known: Collection[str] = (), everything: bool = False) -> Proposals:
    """Utterances for quotes that have none, and links to known ones.

    Args:
        scored: the quotes of a collection.
        known: ids of utterances that no proposal may have.
        everything: whether also quotes that have an utterance are put into new ones, as if they had none.
    """
    items = scored.items
    if everything:
        return Proposals(_proposals(scored, scored.groups(range(len(items))), known), ())
    links = sorted(_links(scored), key=lambda k: (-k.evidence.score, k.item.id))
    linked = {link.item.id for link in links}
    free = {n for n, item in enumerate(items) if item.utterance_id is None and item.id not in linked}
    return Proposals(_proposals(scored, scored.groups(free), known), tuple(links))


def _links(scored: Scored) -> Iterator[Link]:
    """For each quote without an utterance the quote with one that it is most like."""
    best: dict[int, tuple[float, int]] = {}
    for pair, score in scored.scores.items():
        for n, other in (pair, pair[::-1]):
            free = scored.items[n].utterance_id is None and scored.items[other].utterance_id is not None
            if free and score >= scored.least and (score, -other) > best.get(n, (0.0, 0)):
                best[n] = (score, -other)
    for n, (_, negative) in best.items():
        item, like = scored.items[n], scored.items[-negative]
        assert like.utterance_id is not None
        yield Link(item, like.utterance_id, like, scored.scorer.evidence(item, like))


def _proposals(scored: Scored, groups: Sequence[Sequence[int]], known: Collection[str]) -> tuple[Proposal, ...]:
    used = set(known)
    made = []
    for group in groups:
        members = [scored.items[n] for n in group]
        pairs = [p for p in combinations(group, 2) if scored.items[p[0]].article_id != scored.items[p[1]].article_id]
        best = max(pairs, key=lambda p: (scored.scores.get(p, 0.0), -p[0], -p[1]))
        mean = sum(scored.scores.get(p, 0.0) for p in pairs) / len(pairs)
        speakers = {m.speaker_id for m in members}
        evidence = scored.scorer.evidence(scored.items[best[0]], scored.items[best[1]])
        speaker = next(iter(speakers)) if len(speakers) == 1 else None
        name = _new_id(members, scored.rarity, used)
        made.append(Proposal(name, speaker, round(mean, 4), evidence, tuple(members)))
    return tuple(sorted(made, key=lambda p: (-p.score, p.id)))


def _new_id(members: Sequence[Item], rarity: Mapping[Key, float], used: set[str]) -> str:
    """An id of the speaker and the words that most of the quotes have, the rarest of them first."""
    counts = Counter(key for m in members for key in m.keys if key[0] != "number")
    ranked = sorted(counts, key=lambda k: (-counts[k], k[0] != "word", -rarity[k], k))
    words = [w for w in (_slug(k[2]) for k in ranked if counts[k] > 1) if w]
    speakers = Counter(m.speaker for m in members if m.speaker is not None)
    speaker = min(speakers, key=lambda s: (-speakers[s], s)) if speakers else ""
    stem = "-".join(dict.fromkeys(p for p in (_slug(speaker), *words[:_WORDS_IN_ID]) if p)) or "utterance"
    candidates = chain([stem], (f"{stem}-{n}" for n in count(2)))
    name = next(c for c in candidates if c not in used)
    used.add(name)
    return name


def _slug(word: str) -> str:
    """The letters of a word that an id may have."""
    return str(_NO_ID.sub("-", fold(word))).strip("-")


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
