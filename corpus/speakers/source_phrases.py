"""What the words of a source say by themselves: its head noun, whether it is a lone name, or a list of names."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from corpus.languages.data import WC
from corpus.languages.tokenizer import Tokens
from corpus.quotes.sentence import GENITIVES
from corpus.records import UNKNOWN, Span, SpeakerKind
from corpus.speakers.context import Context, Resolved
from corpus.speakers.entities import Name
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.mentions import Mention
from corpus.speakers.role_nouns import ROLES

ONE_NOT_NAMED = "not all of those who speak together are named"
_CLOSED = frozenset((WC.DETERMINER, WC.PRONOUN, WC.PREPOSITION, WC.CONJUNCTION))
#: So many may be listed as speaking together.
_MOST = 4
_SHORTEST_ACRONYM = 2
#: So many characters after a source are looked at.
_AFTER = 40
_ENDS_NAME = frozenset((WC.PREPOSITION, WC.RELATIVE, WC.CONJUNCTION))


class SourcePhrase:
    """A source, word by word, and the names in it."""

    def __init__(self, context: Context, span: Span) -> None:
        self.context, self.span = context, span
        self.tokens: Tokens = context.tokens(span)
        language = context.language
        self.classes = [language.classes_of(w) for w in self.tokens.folded]
        self.mentions: list[Mention] = context.mentions.within(span.start, span.end)
        # A source may lack the first words of a name.
        self.mentions = self.mentions or context.mentions.ending(span.end)
        if language.subject[0] == "after":
            # The name of a newspaper may follow in quotation marks.
            self.mentions = self.mentions or context.mentions.starting(span.start)

    @cached_property
    def _head(self) -> tuple[str, int]:
        """The class and place of the head noun, which is the last before the first preposition, or the very first."""
        head, place = "", 0
        first = self.context.language.subject[0] == "after"
        for n, found in enumerate(self.classes):
            if first and n and WC.DETERMINER not in self.classes[n - 1]:
                break
            if n and found & {WC.PREPOSITION, WC.RELATIVE} and head:
                break
            role = self.context.nouns.role(self.tokens.folded[n])
            kind = role if role in ROLES[:2] else "document" if WC.DOCUMENT in found else role
            if kind is not None:
                head, place = kind, n
                if first:
                    break
        return head, place

    @property
    def head(self) -> str:
        """The class of the head noun; empty where no word of the source is of one."""
        return self._head[0]

    @property
    def head_word(self) -> str:
        """The head noun, folded."""
        return self.tokens.folded[self._head[1]]

    @cached_property
    def noun(self) -> str:
        """The folded word that a phrase without a listed head is about; empty where it is not a definite phrase."""
        if self.head:
            return self.head_word
        language, nouns = self.context.language, self.context.nouns
        end = next(
            (n for n, c in enumerate(self.classes) if n and c & {WC.PREPOSITION, WC.RELATIVE}), len(self.classes)
        )
        words = [n for n in range(end) if self.tokens.words[n][0].isalnum() and not self.classes[n] & _CLOSED]
        if not words or any(not self.tokens.words[n][0].isalnum() for n in range(end)):
            return ""
        n = words[0] if language.subject[0] == "after" else words[-1]
        if (
            self.classes[n] & {WC.ADVERB, WC.TIME, WC.PRONOUN, WC.AUXILIARY}
            or language.word(self.tokens.folded[n]).cue is not None
        ):
            return ""
        # Headlines leave articles out.
        definite = self.determined or nouns.is_definite(self.tokens.folded[n])
        definite = definite or self.span.end <= self.context.headline_end
        return self.tokens.folded[n] if definite and WC.INDEFINITE not in self.classes[0] else ""

    @property
    def about(self) -> frozenset[str]:
        """What the words other than the head are compared by."""
        words = (k for k, c in enumerate(self.classes) if k != self._head[1] and not c & _CLOSED)
        return frozenset(self.context.nouns.stem(w) for k in words if (w := self.tokens.folded[k])[0].isalnum())

    def possesses(self, mention: Mention) -> bool:
        """Whether a name is only a possessor ("Ogden's spokesman")."""
        stop = bisect_left(self.tokens.starts, mention.end)
        return stop < len(self.tokens) and self.tokens.words[stop] in GENITIVES and self._head[1] > stop

    def has_clause_between(self, start: int, end: int) -> bool:
        """Whether a conjunction or subordinator after a comma is between two offsets."""
        inside = range(bisect_left(self.tokens.starts, start), bisect_left(self.tokens.starts, end))
        ties = (k for k in inside if k and self.classes[k] & {WC.CONJUNCTION, WC.SUBORDINATOR})
        return any(self.tokens.words[k - 1] in (",", "،") for k in ties)

    @property
    def opens_sentence(self) -> bool:
        """Whether its first word is the first of a sentence, which has a capital in any case."""
        return self.span.start == self.context.layout.sentence_start(self.span.start)

    def is_followed_by_role(self, k: int) -> bool:
        """Whether the word after the ``k``-th, in the source or right after it, says what a person is."""
        if k + 1 < len(self.tokens):
            return (
                WC.TITLE in self.classes[k + 1] or self.context.nouns.role(self.tokens.folded[k + 1]) == "person_noun"
            )
        after = self.context.tokens(Span(self.span.end, self.context.line_end(self.span.end, _AFTER)))
        return bool(after) and self.context.nouns.role(after.folded[0]) == "person_noun"

    @property
    def opens_with_name(self) -> bool:
        """Whether it begins with a name, and its head noun is in the apposition after it."""
        first = next(iter(self.mentions), None)
        if first is None or first.described or not self.context.language.cased:
            return False
        if first.start != self.span.start or " " not in first.entity.name:
            return False
        return "," in self.context.text[first.end : self.tokens.starts[self._head[1]]]

    @property
    def is_head_of_name(self) -> bool:
        """Whether the head noun is a word of the name that it begins with ("Norvane Police")."""
        start = self.tokens.starts[self._head[1]]
        return any(m.start == self.span.start and start < m.end and not m.described for m in self.mentions)

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a pronoun alone."""
        return len(self.tokens) == 1 and not self.classes[0].isdisjoint((WC.PRONOUN, WC.RELATIVE))

    @property
    def is_description(self) -> bool:
        """Whether it is a definite phrase for a person or organisation that is not named in it."""
        return bool(self.noun) and not self.indefinite and self.head not in ("group_noun", "document")

    @property
    def names_nobody(self) -> bool:
        """Whether no word of it can name a speaker, as far as a script without capitals shows."""
        return not (self.context.language.cased or self.head or self.mentions or self.determined)

    @property
    def main_mentions(self) -> list[Mention]:
        """The names that it can be about: where heads come first, those that it begins with, after a role or not."""
        if self.context.language.subject[0] != "after":
            return self.mentions
        start = self.span.start
        own = [m for m in self.mentions if start in (m.start, m.role_start) or m.who.speaker_id is not None]
        own = own or [m for m in self.mentions if self._is_joined_role(m)]
        return [m for m in own if m.who.kind == "person" or m.who.speaker_id is not None or self._is_whole(m)]

    def _is_joined_role(self, mention: Mention) -> bool:
        """Whether a name at the end has a role before it that a conjunction joins to the first role."""
        place = bisect_left(self.tokens.starts, mention.role_start)
        if mention.end != self.span.end or not 0 < place < len(self.tokens):
            return False
        if self.head != "person_noun":
            return False
        return WC.CONJUNCTION in self.classes[place - 1] or "و" in self.context.text[mention.role_start - 1 :][:2]

    def _is_whole(self, mention: Mention) -> bool:
        """Whether a name of one word is the whole source, but for a modifier, or no role follows a longer one."""
        after = bisect_left(self.tokens.starts, mention.end)
        if after >= len(self.tokens):
            return True
        if " " in mention.entity.name:
            return WC.TITLE not in self.classes[after]
        closed = self.classes[after] & {WC.PREPOSITION, WC.RELATIVE, WC.SUBORDINATOR}
        return bool(closed) or not self.tokens.words[after][0].isalnum()

    @property
    def opens_with_pronoun(self) -> bool:
        """Whether it is a pronoun for a single person with words that are not part of it."""
        words = self.context.language.words
        first = self.tokens.folded[0]
        pronoun = (
            first in words[WC.SINGULAR_PERSON] and first not in words[WC.FIRST_PERSON] and WC.PRONOUN in self.classes[0]
        )
        return pronoun and not any(w[0].isupper() for w in self.tokens.words[1:2])

    def is_governed(self, mention: Mention) -> bool:
        """Whether a preposition precedes a name: "the spokesman of X"."""
        at = bisect_left(self.tokens.starts, mention.start) - 1
        while at >= 0 and WC.DETERMINER in self.classes[at]:
            at -= 1
        return at >= 0 and WC.PREPOSITION in self.classes[at]

    @property
    def determined(self) -> bool:
        """Whether it begins with a determiner."""
        return WC.DETERMINER in self.classes[0]

    @property
    def indefinite(self) -> bool:
        """Whether it introduces a new person or organisation."""
        beginnings = self.context.language.words[WC.DEFINITE_BEGINNING]
        return WC.INDEFINITE in self.classes[0] or (
            bool(beginnings) and not self.context.nouns.is_definite(self.head_word)
        )


def lone_name(source: SourcePhrase) -> Resolved | None:
    """A source that is one capitalised word but for titles: all that the article says of the name.

    A common noun has a capital where a sentence begins; a determiner precedes few names ("the UN").
    """
    context, tokens = source.context, source.tokens
    end = next((k for k, c in enumerate(source.classes) if k and c & _ENDS_NAME), len(tokens))
    places = [k for k, w in enumerate(tokens.words[:end]) if w[0].isalpha() and WC.TITLE not in source.classes[k]]
    names = [k for k in places if WC.DETERMINER not in source.classes[k]]
    names = _after_lower_case(source, names)
    if not context.language.cased or len(names) != 1 or not tokens.words[names[0]][0].isupper():
        return None
    k = names[0]
    word, role = tokens.words[k], context.nouns.role(tokens.folded[k])
    if (
        source.classes[k] & {WC.PRONOUN, WC.PREPOSITION, WC.DOCUMENT}
        or role in ROLES[:2]
        or WC.INDEFINITE in source.classes[0]
    ):
        return None
    acronym = _is_acronym(word)
    if not acronym and _is_common(source, k):
        return None
    organisation = role == "organisation_noun" or acronym
    if len(places) > 1 and not organisation and names != places[-1:]:
        return None
    opens = k == 0 and source.opens_sentence
    if opens and not acronym and (role is not None or word.lower() in context.mentions.vocabulary):
        return None
    titled = any(WC.TITLE in c for c in source.classes)
    kind: SpeakerKind = "organisation" if role is not None else "person" if titled else "unknown"
    return Resolved(Name(word, None, kind), "named", at=Span(tokens.starts[k], tokens.ends[k]), evidence="lone name")


def _after_lower_case(source: SourcePhrase, places: list[int]) -> list[int]:
    """The last of some words alone, if only it has a capital or is an acronym: what it is precedes it."""
    words = [source.tokens.words[k] for k in places]
    if len(words) > 1 and _is_acronym(words[-1]) and not any(map(_is_acronym, words[:-1])):
        return places[-1:]
    named = 1 < len(places) <= _MOST and words[-1][0].isupper() and all(w.islower() for w in words[:-1])
    plain = all(not source.classes[k] & _CLOSED for k in places[:-1])
    return places[-1:] if named and plain else places


def _is_acronym(word: str) -> bool:
    return word.isupper() and len(word) >= _SHORTEST_ACRONYM


def _is_common(source: SourcePhrase, k: int) -> bool:
    """Whether a word with a capital is rather a common noun, or only a possessor."""
    context, tokens = source.context, source.tokens
    word, folded = tokens.words[k], tokens.folded[k]
    part = word.rpartition("-")[2]
    if part != word and part.islower():
        return True
    genitive = tuple(context.language.words[WC.GENITIVE_ENDING])
    if genitive and folded.endswith(genitive) and source.is_followed_by_role(k):
        return True
    given = lexicon_of(context.language).is_given(folded)
    return (
        k == 0
        and source.opens_sentence
        and not given
        and context.nouns.is_definite(folded)
        and bool(context.language.words[WC.DEFINITE_ENDING])
    )


def listed(source: SourcePhrase) -> Resolved | None:
    """Names that speak together are a group, called by all their names; None where the source is no such list."""
    ties = [k for k, c in enumerate(source.classes) if WC.CONJUNCTION in c]
    inside = [k for k in ties if not any(m.start < source.tokens.starts[k] < m.end for m in source.mentions)]
    if not inside:
        return None
    if not all(_is_somebody(source, k + 1) for k in inside) or _is_clause(source, inside):
        return None
    marks = {k for k, w in enumerate(source.tokens.words) if w in (",", "،") and k < inside[-1]}
    cuts = [*sorted(marks | {inside[-1]}), len(source.tokens)]
    parts = [(a + 1, b) for a, b in zip((-1, *cuts), cuts, strict=False) if b > a + 1]
    names = [_part(source, *part) for part in parts[:_MOST]]
    if len(parts) < 2 or len(parts) > _MOST or names[0] is None or any(n is None for n in names[:-1]):
        return None
    known = [n.name for n in names if n is not None and n.name != UNKNOWN]
    if len(known) < len(parts):
        return Resolved(Name(UNKNOWN, None, "group"), "description", ONE_NOT_NAMED)
    both = f"{', '.join(known[:-1])} {source.tokens.words[inside[-1]]} {known[-1]}"
    return Resolved(Name(both, None, "group"), "named", at=source.span, evidence="list")


def _is_somebody(source: SourcePhrase, k: int) -> bool:
    """Whether a conjunction is followed by a person, not by a verb or a clause."""
    if k >= len(source.tokens):
        return False
    classes, word = source.classes[k], source.tokens.words[k]
    if classes & {WC.QUESTION, WC.AUXILIARY, WC.PREPOSITION, WC.RELATIVE, WC.SUBORDINATOR}:
        return False
    role = source.context.nouns.role(source.tokens.folded[k])
    somebody = classes & {WC.DETERMINER, WC.TITLE, WC.CORRELATIVE, WC.GROUP_NOUN, WC.PRONOUN} or role is not None
    return bool(somebody) or word[0].isupper() or not source.context.language.cased or k + 1 < len(source.tokens)


def _is_clause(source: SourcePhrase, ties: list[int]) -> bool:
    """Whether a comma precedes the only conjunction of two: "X, and her rival, Y, said" is two clauses."""
    commas = [k for k, w in enumerate(source.tokens.words) if w in (",", "،")]
    return len(ties) == 1 and ties[0] - 1 in commas and all(k >= ties[0] - 1 for k in commas)


def _part(source: SourcePhrase, first: int, stop: int) -> Name | None:
    """The name that all words of a part are, but for titles and determiners; None where it is something else."""
    tokens, classes = source.tokens, source.classes
    while first < stop and classes[first] & {WC.DETERMINER, WC.CORRELATIVE, WC.TITLE}:
        first += 1
    while first < stop and tokens.words[first] == ".":
        first += 1
    if first == stop:
        return None
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    whole = [m for m in source.mentions if m.start <= start and m.end == end]
    if whole:
        return whole[-1].who
    word = tokens.words[first]
    named = stop - first == 1 and word[0].isupper() and source.context.nouns.role(tokens.folded[first]) is None
    return Name(word, None, "unknown") if named and source.context.language.cased else None
