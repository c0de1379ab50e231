"""Who may be meant by a pronoun, a description or a missing source: candidates and what speaks for each.

The features know no language: distance, salience, place in the sentence, who has spoken, gender, kind and shared words.
They are what `corpus.speakers.ranking` weighs.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import regex

from corpus.languages.data import WC
from corpus.records import UNKNOWN, Span

if TYPE_CHECKING:
    from corpus.speakers.context import Context, Speech
    from corpus.speakers.entities import Entity
    from corpus.speakers.mentions import Mention

#: What is asked for: "he" or "she", a description, or nothing at the cue.
QueryKind = Literal["person", "description", "implied"]
KINDS: tuple[QueryKind, ...] = ("person", "description", "implied")
#: So many mentions before the question bring candidates, and so many entities are weighed.
WINDOW = 80
MOST = 16
#: A mention that begins within so many characters of its sentence's beginning is taken for the subject.
_OPENING = 30
#: A pronoun at most so many sentences before is taken for one of the same chain.
_CHAIN = 3
#: Distances in sentences that are distinguished, from 0 on; farther paragraphs than so many are one distance.
_SENTENCES = ("0", "1", "2", "3-5", "3-5", "3-5", "6+")
_FAR_PARAGRAPH = 3
#: So many attributions before the question say who has spoken.
_SPEECHES = 60
_NAMED_AFTER = 2
_SENTENCE = regex.compile(r"[.!?؟][”\"»']?\s+|\n\s*")
#: Who is first named within so many characters after a question is a candidate as well, and who speaks next within
#: so many.
_AHEAD, _NEXT = 200, 1000
_LAST_WORD = regex.compile(r"(\w+)\W*$")

FEATURES = (
    "bias", "sentence 0", "sentence 1", "sentence 2", "sentence 3-5", "sentence 6+",
    "paragraph 0", "paragraph 1", "paragraph 2", "paragraph 3+",
    "nearest", "second nearest", "nearest that fits", "second nearest that fits", "third or farther that fits",
    "subject", "subject of the sentence before", "subject in the paragraph", "after preposition", "possessor",
    "quoted and not asked there", "asked there and not quoted", "both quoted",
    "first of the article", "named in the headline", "log count", "most frequent", "share of mentions",
    "spoke last", "spoke last in the paragraph", "spoke last but one", "has spoken", "share of speech",
    "named since speaking last",
    "spoke last and nobody named since", "named last of the speakers",
    "gender fits", "gender conflicts", "gender unknown",
    "person", "organisation", "kind unknown", "kind conflicts", "alone to fit",
    "same head", "same head alone", "shares a word", "shares two words", "head and words", "has a role",
    "paragraph's first", "paragraph before's first", "paragraph before's last", "named after in the paragraph",
    "single word",
    "nearest that fits at the pronoun before", "pronoun since", "first that fits in the sentence",
    "named in the content", "same noun exactly", "first named after",
    "speaks next", "spoke last and speaks here", "first named after and nobody before",
)  # fmt: skip
NULL_FEATURES = (
    "bias", "nobody fits", "one fits", "two fit", "three or more fit", "nobody spoke", "last speaker unknown",
    "unnamed speaker in the paragraph", "indefinite", "same head nobody",
    "asked in quotation", "far from all", "follows at once", "question", "speaks here",
)  # fmt: skip
_Mark = Callable[..., None]
_PLACE = {name: n for n, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for at an offset.

    ``end`` is where the attribution ends, and ``content`` where its content is; neither is set for a question that no
    attribution asks. ``quoted`` is whether its words are quoted. ``gender`` is what the pronoun or description shows;
    ``head`` and ``about`` are the folded head noun of a description and the stems of its other words; ``skip`` names
    that it cannot be.
    """

    kind: QueryKind
    at: int
    gender: frozenset[str] = frozenset()
    head: str = ""
    about: frozenset[str] = frozenset()
    party: bool = False
    person: bool = False
    indefinite: bool = False
    skip: frozenset[str] = frozenset()
    question: bool = False
    end: int = -1
    content: tuple[Span, ...] = ()
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class SpeakerCandidate:
    """An entity that may be meant: the entity, its last mention before, and the features in the order of `FEATURES`."""

    entity: Entity
    mention: Mention
    features: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SpeakerCandidates:
    """All candidates of a query, nearest first, and the features of the answer that it is none of them."""

    query: Query
    candidates: tuple[SpeakerCandidate, ...]
    null: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """What the text shows of one mention."""

    sentence: int
    paragraph: int
    subject: bool
    governed: bool
    possessor: bool
    quoted: bool


class MentionLayout:
    """Sentences, quoted stretches and mentions of an article, numbered, so that distances cost little."""

    def __init__(self, context: Context, quoted: Sequence[Span], headline_end: int) -> None:
        self._context = context
        self._sentences: list[int] = [0, *(m.end() for m in _SENTENCE.finditer(context.text))]
        self._quoted = sorted(quoted)
        self._quoted_starts = [s.start for s in self._quoted]
        self.mentions = [m for m in context.mentions.all if m.entity.known]
        self.starts = [m.start for m in self.mentions]
        self._places: list[_Place | None] = [None] * len(self.mentions)
        self.of_entity: dict[int, list[int]] = {}
        for m in self.mentions:
            self.of_entity.setdefault(id(m.entity), []).append(m.start)
        self._pronouns: dict[str, list[int]] | None = None
        self.headline = {id(m.entity) for m in self.mentions if m.end <= headline_end}

    def sentence(self, at: int) -> int:
        """The number of the sentence that an offset is in."""
        return bisect_right(self._sentences, at) - 1

    def sentence_start(self, at: int) -> int:
        """Where that sentence begins."""
        return self._sentences[self.sentence(at)]

    def first(self, entity: Entity) -> int:
        """Where an entity is mentioned first; -1 if it is not."""
        return next(iter(self.of_entity.get(id(entity), ())), -1)

    def between(self, start: int, end: int) -> range:
        """The numbers of the mentions that begin in ``[start, end)``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def pronouns(self, gender: str) -> list[int]:
        """The places of the pronouns for a single person of a gender, in order."""
        if self._pronouns is None:
            words = self._context.language.words
            listed = {g: words[WC.SINGULAR_PERSON] & words[g] for g in ("feminine", "masculine")}
            self._pronouns = {g: [] for g in listed}
            both = frozenset().union(*listed.values())
            for tokens in self._context.paragraphs():
                if both.isdisjoint(tokens.folded):
                    continue
                for start, folded in zip(tokens.starts, tokens.folded, strict=True):
                    for g, forms in listed.items():
                        if folded in forms:
                            self._pronouns[g].append(start)
        return self._pronouns.get(gender, [])

    def nearest(self, at: int, fits: Callable[[Entity], bool]) -> Entity | None:
        """The entity that fits of the last mentions before an offset."""
        stop = bisect_left(self.starts, at)
        near = (self.mentions[n].entity for n in range(stop - 1, max(-1, stop - 1 - WINDOW // 2), -1))
        return next((e for e in near if fits(e)), None)

    def is_quoted(self, at: int) -> bool:
        """Whether an offset is in quoted words."""
        n = bisect_right(self._quoted_starts, at) - 1
        return any(s.start <= at < s.end for s in self._quoted[max(0, n - 2) : n + 1])

    def place(self, n: int) -> _Place:
        """What the text shows of the ``n``-th mention."""
        found = self._places[n]
        if found is None:
            found = self._places[n] = self._look(self.mentions[n])
        return found

    def _look(self, mention: Mention) -> _Place:
        context, start = self._context, mention.start if mention.role_start < 0 else mention.role_start
        begins = self.sentence_start(mention.start)
        before = _LAST_WORD.search(context.text, max(begins, start - 20), start)
        classes = context.language.classes_of(context.language.fold(before.group(1))) if before else frozenset()
        governed = WC.PREPOSITION in classes
        subject = not governed and context.text[begins:start].count(" ") <= 4 and start - begins <= _OPENING
        after = context.text[mention.end : mention.end + 2]
        return _Place(
            self.sentence(mention.start),
            context.paragraph(mention.start),
            subject,
            governed,
            after in ("'s", "’s"),
            self.is_quoted(mention.start),
        )


def candidates_of(context: Context, layout: MentionLayout, query: Query) -> SpeakerCandidates:
    """The candidates of a query with their features, in order of their last mention before it, nearest first."""
    stop = bisect_left(layout.starts, query.at)
    nearest: dict[int, int] = {}
    for n in range(stop - 1, max(-1, stop - 1 - WINDOW), -1):
        entity = layout.mentions[n].entity
        if id(entity) not in nearest and entity.name not in query.skip:
            nearest[id(entity)] = n
    called = context.mentions.entities.by_noun(query.head) if query.head else {}
    for key in called:
        # Whoever is called so is a candidate, however far away.
        before = bisect_left(layout.of_entity.get(key, ()), query.at)
        if before and key not in nearest:
            n = bisect_left(layout.starts, layout.of_entity[key][before - 1])
            if layout.mentions[n].entity.name not in query.skip:
                nearest[key] = n
    for n in range(min(stop, 4)):
        # Whom the article begins with is a candidate, however far away.
        entity = layout.mentions[n].entity
        if id(entity) not in nearest and entity.name not in query.skip:
            nearest[id(entity)] = n
    if query.quoted:
        # Who is named in quoted words does not say them.
        inside = {id(layout.mentions[n].entity) for c in query.content for n in layout.between(c.start, c.end)}
        nearest = {key: n for key, n in nearest.items() if key not in inside}
    order = sorted(nearest.values(), reverse=True)
    order = order[:MOST] + [n for n in order[MOST:] if id(layout.mentions[n].entity) in called][:MOST]
    order += _first_named_after(layout, query, context.next_sources(query.end))
    frame = _Frame(context, layout, query, order)
    found = tuple(
        SpeakerCandidate(layout.mentions[n].entity, layout.mentions[n], frame.features(k, n))
        for k, n in enumerate(order)
    )
    return SpeakerCandidates(query, found, frame.null())


def _first_named_after(layout: MentionLayout, query: Query, sources: Sequence[Span]) -> list[int]:
    """The first mentions after a question of those who were not named before it, as leads have them.

    Either they follow right after it, or in one of the ``sources`` of the next attributions.
    """
    end = max(query.end, query.at)
    near = layout.between(end, end + _AHEAD)
    speaking = [n for s in sources if s.start <= end + _NEXT for n in layout.between(s.start, s.end)]
    found = []
    for n in (*speaking, *near):
        entity = layout.mentions[n].entity
        if layout.first(entity) >= query.at and entity.name not in query.skip:
            first = bisect_left(layout.starts, layout.first(entity))
            if first not in found and not any(c.start <= layout.starts[first] < c.end for c in query.content):
                found.append(first)
    return sorted(found[:_NAMED_AFTER])


def _speaks_next(layout: MentionLayout, sources: Sequence[Span]) -> Entity | None:
    """The first person who is named in the sources of the next attributions."""
    named = (layout.mentions[n].entity for s in sources for n in layout.between(s.start, s.end))
    return next((e for e in named if e.kind == "person"), None)


def _fits(query: Query, entity: Entity) -> bool:
    """Whether an entity can be meant by its gender and kind."""
    if query.kind == "person" or query.person:
        return entity.kind in ("person", "unknown") and entity.fits(set(query.gender))
    if query.party:
        return entity.kind in ("organisation", "group", "unknown")
    return entity.kind != "organisation" or query.kind == "implied"


class _Frame:
    """All that the features of one query share."""

    def __init__(self, context: Context, layout: MentionLayout, query: Query, order: list[int]) -> None:
        self.context, self.layout, self.query, self.order = context, layout, query, order
        self.fits = fits = [_fits(query, layout.mentions[n].entity) for n in order]
        self.sentence, self.paragraph = layout.sentence(query.at), context.paragraph(query.at)
        self.asked_in_quotation = layout.is_quoted(query.at)
        self.fitting = [k for k, fit in enumerate(fits) if fit]
        before = bisect_left(context.speech_starts, query.at)
        self.spoke = context.speech[max(0, before - _SPEECHES) : before]
        self.last = self.spoke[-1] if self.spoke else None
        names = list(dict.fromkeys(r.name for r in reversed(self.spoke) if r.name != UNKNOWN))
        self.last_names = names[:2]
        self.speaks_here = bool(query.content)
        self.speaks_next = _speaks_next(layout, context.next_sources(query.end)) if query.end >= 0 else None
        self.pronoun_before, self.chained = -1, None
        if len(query.gender) == 1:
            pronouns = layout.pronouns(next(iter(query.gender)))
            n = bisect_left(pronouns, query.at) - 1
            if n >= 0 and self.sentence - layout.sentence(pronouns[n]) <= _CHAIN:
                self.pronoun_before = pronouns[n]
                self.chained = layout.nearest(pronouns[n], lambda e: _fits(query, e))
        self.counts = [bisect_left(layout.of_entity[id(layout.mentions[n].entity)], query.at) for n in order]
        self.most = max((c for c, fit in zip(self.counts, self.fits, strict=True) if fit), default=0)
        self.all_counts = max(1, sum(self.counts))
        heads = context.mentions.entities.by_noun(query.head) if query.head else {}
        self.same_head = [id(layout.mentions[n].entity) in heads for n in order]
        self.alone = sum(self.same_head) == 1
        self.spoken: dict[str, tuple[int, Speech]] = {}
        for speech in self.spoke:
            self.spoken[speech.name] = self.spoken.get(speech.name, (0, speech))[0] + 1, speech
        self.same_noun = context.mentions.entities.by_exact_noun(query.head) if query.head else frozenset()

    def features(self, k: int, n: int) -> tuple[float, ...]:
        """The features of the ``k``-th candidate, whose last mention is the ``n``-th."""
        f = [0.0] * len(FEATURES)
        place, entity = self.layout.place(n), self.layout.mentions[n].entity

        def mark(name: str, value: float = 1.0) -> None:
            f[_PLACE[name]] = value

        mark("bias")
        if self._is_quoted_by_name(entity):
            mark("named in the content")
        if entity is self.speaks_next:
            mark("speaks next")
        if self.layout.mentions[n].start >= self.query.at:
            mark("first named after")
            if all(self.layout.mentions[self.order[m]].start >= self.query.at for m in self.fitting):
                mark("first named after and nobody before")
            self._agreement(k, entity, mark)
            return tuple(f)
        self._distance(place, mark)
        self._nearness(k, n, mark)
        self._position(place, mark)
        self._salience(k, n, mark)
        self._speech(entity, n, mark)
        self._agreement(k, entity, mark)
        return tuple(f)

    def _is_quoted_by_name(self, entity: Entity) -> bool:
        """Whether the content of the attribution names an entity: persons seldom name themselves, organisations do."""
        if entity.kind == "organisation":
            return False
        starts = self.layout.of_entity[id(entity)]
        return any(bisect_left(starts, c.start) < bisect_left(starts, c.end) for c in self.query.content)

    def _distance(self, place: _Place, mark: _Mark) -> None:
        d, p = self.sentence - place.sentence, self.paragraph - place.paragraph
        mark(f"sentence {_SENTENCES[min(max(d, 0), len(_SENTENCES) - 1)]}")
        mark(f"paragraph {max(p, 0) if p < _FAR_PARAGRAPH else '3+'}")

    def _nearness(self, k: int, n: int, mark: _Mark) -> None:
        """How many candidates are nearer, among all and among those that fit."""
        if self._opens_sentence(k, n):
            mark("first that fits in the sentence")
        for rank, name in enumerate(("nearest", "second nearest")):
            if k == rank:
                mark(name)
        if self.fits[k]:
            rank = self.fitting.index(k)
            mark(("nearest that fits", "second nearest that fits", "third or farther that fits")[min(rank, 2)])
            if len(self.fitting) == 1:
                mark("alone to fit")

    def _position(self, place: _Place, mark: _Mark) -> None:
        """The place of the last mention in its sentence, and whether it is quoted."""
        if place.subject:
            mark("subject")
            if self.sentence - place.sentence == 1:
                mark("subject of the sentence before")
            if self.paragraph == place.paragraph:
                mark("subject in the paragraph")
        if place.governed:
            mark("after preposition")
        if place.possessor:
            mark("possessor")
        if place.quoted:
            mark("both quoted" if self.asked_in_quotation else "quoted and not asked there")
        elif self.asked_in_quotation:
            mark("asked there and not quoted")

    def _opens_sentence(self, k: int, n: int) -> bool:
        """Whether a candidate's last mention is the first of its sentence that fits."""
        if not self.fits[k]:
            return False
        start = self.layout.sentence_start(self.layout.mentions[n].start)
        before = self.layout.mentions[bisect_left(self.layout.starts, start) : n]
        entity = self.layout.mentions[n].entity
        return not any(_fits(self.query, m.entity) for m in before if m.entity is not entity)

    def _salience(self, k: int, n: int, mark: _Mark) -> None:
        layout, entity = self.layout, self.layout.mentions[n].entity
        starts = layout.of_entity[id(entity)]
        if starts[0] == layout.starts[0]:
            mark("first of the article")
        if id(entity) in layout.headline:
            mark("named in the headline")
        mark("log count", math.log1p(self.counts[k]) / 2)
        if self.counts[k] >= self.most:
            mark("most frequent")
        mark("share of mentions", self.counts[k] / self.all_counts)
        here = self.context.paragraph_start(self.paragraph)
        first = bisect_left(layout.starts, here)
        if (
            first < len(layout.mentions)
            and layout.mentions[first].entity is entity
            and layout.starts[first] < self.query.at
        ):
            mark("paragraph's first")
        before = bisect_left(layout.starts, self.context.paragraph_start(self.paragraph - 1))
        if before < first and layout.mentions[before].entity is entity:
            mark("paragraph before's first")
        if before < first and layout.mentions[first - 1].entity is entity:
            mark("paragraph before's last")
        later = bisect_left(starts, self.query.at)
        if later < len(starts) and self.context.paragraph(starts[later]) == self.paragraph:
            mark("named after in the paragraph")
        if " " not in entity.name:
            mark("single word")

    def _speech(self, entity: Entity, n: int, mark: _Mark) -> None:
        if entity.name not in self.spoken:
            return
        times, latest = self.spoken[entity.name]
        mark("has spoken")
        mark("share of speech", times / len(self.spoke))
        if self.last is not None and self.last.name == entity.name:
            mark("spoke last")
            if self.speaks_here:
                mark("spoke last and speaks here")
            if self.context.paragraph(self.last.at) == self.paragraph:
                mark("spoke last in the paragraph")
            since = bisect_left(self.layout.starts, self.last.end)
            upto = bisect_left(self.layout.starts, self.query.at)
            others = {id(m.entity) for m in self.layout.mentions[since : min(upto, since + 20)]} - {id(entity)}
            if not others:
                mark("spoke last and nobody named since")
        if self.last_names and self.last_names[0] == entity.name:
            mark("named last of the speakers")
        elif len(self.last_names) > 1 and self.last_names[1] == entity.name:
            mark("spoke last but one")
        if self.layout.mentions[n].start >= latest.end:
            mark("named since speaking last")

    def _agreement(self, k: int, entity: Entity, mark: _Mark) -> None:
        query = self.query
        if len(query.gender) == 1 and len(entity.gender) == 1:
            mark("gender fits" if set(query.gender) == entity.gender else "gender conflicts")
        else:
            mark("gender unknown")
        mark({"person": "person", "organisation": "organisation"}.get(entity.kind, "kind unknown"))
        if not self.fits[k]:
            mark("kind conflicts")
        self._description(k, entity, mark)
        if self.pronoun_before >= 0:
            if self.chained is entity:
                mark("nearest that fits at the pronoun before")
            if self.layout.mentions[self.order[k]].start < self.pronoun_before:
                mark("pronoun since")

    def _description(self, k: int, entity: Entity, mark: _Mark) -> None:
        query = self.query
        if entity.about:
            mark("has a role")
        if not query.head:
            return
        shared = len(query.about & entity.about)
        if self.same_head[k]:
            mark("same head")
            if self.alone:
                mark("same head alone")
            if query.about and query.about <= entity.about:
                mark("head and words")
            if id(entity) in self.same_noun:
                mark("same noun exactly")
        if shared:
            mark("shares a word")
        if shared > 1:
            mark("shares two words")

    def null(self) -> tuple[float, ...]:
        """The features of the answer that it is none of the candidates."""
        n = len(self.fitting)
        near = min((self.sentence - self.layout.place(m).sentence for m in self.order), default=99)
        shown = (
            True, n == 0, n == 1, n == 2, n > 2, not self.spoke, self.last is not None and self.last.name == UNKNOWN,
            self.last is not None and self.last.unnamed and self.context.paragraph(self.last.at) == self.paragraph,
            self.query.indefinite, bool(self.query.head) and not any(self.same_head), self.asked_in_quotation, near > 3,
            self.last is not None and self.query.at - self.last.end < 4, self.query.question,
            self.speaks_here,
        )  # fmt: skip
        return tuple(map(float, shown))
