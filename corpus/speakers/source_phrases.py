"""What the words of a source say by themselves: its head noun, whether it is a lone name, or a list of names."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from corpus.languages.tokenizer import Tokens
from corpus.quotes.sentence import GENITIVES
from corpus.records import UNKNOWN, Span, SpeakerKind
from corpus.speakers.context import Context, Resolved
from corpus.speakers.entities import Name
from corpus.speakers.mentions import Mention
from corpus.speakers.role_nouns import ROLES

ONE_NOT_NAMED = "not all of those who speak together are named"
_CLOSED = frozenset(("determiner", "pronoun", "preposition", "conjunction"))
#: So many may be listed as speaking together.
_MOST = 4
_SHORTEST_ACRONYM = 2


class Source:
    """A source, word by word, and the names in it."""

    def __init__(self, context: Context, span: Span) -> None:
        self.context, self.span = context, span
        self.tokens: Tokens = context.tokens(span)
        language = context.language
        self.classes = [language.classes_of(w) for w in self.tokens.folded]
        self.mentions: list[Mention] = context.mentions.within(span.start, span.end)
        if not language.cased and not any(m.who.kind == "person" for m in self.mentions):
            self.mentions = self._uncased() or self.mentions

    def _uncased(self) -> list[Mention]:
        """A name without case, as it was learnt: in full, or its last word alone."""
        entity = self.context.uncased_name(self.tokens)
        if entity is None and self.tokens.folded and not any(self.classes):
            found = self.context.mentions.entities.find_by_last_name(self.tokens.folded[-1])
            same = found is not None and (len(self.tokens) == 1 or set(self.tokens.folded) <= set(found.words))
            entity = found if same else None
        return [] if entity is None else [Mention(self.span.start, self.span.end, entity)]

    @cached_property
    def _head(self) -> tuple[str, int]:
        """The class and place of the head noun, which is the last before the first preposition, or the very first."""
        head, place = "", 0
        for n, found in enumerate(self.classes):
            if n and found & {"preposition", "relative"} and head:
                break
            role = self.context.nouns.role(self.tokens.folded[n])
            kind = role if role in ROLES[:2] else "document" if "document" in found else role
            if kind is not None:
                head, place = kind, n
                if self.context.language.subject[0] == "after":
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

    @property
    def about(self) -> frozenset[str]:
        """What the words beside the head are compared by."""
        words = (k for k, c in enumerate(self.classes) if k != self._head[1] and not c & _CLOSED)
        return frozenset(self.context.nouns.stem(w) for k in words if (w := self.tokens.folded[k])[0].isalnum())

    def possesses(self, mention: Mention) -> bool:
        """Whether a name only says whose somebody is ("Ogden's spokesman")."""
        behind = bisect_left(self.tokens.starts, mention.end)
        return behind < len(self.tokens) and self.tokens.words[behind] in GENITIVES and self._head[1] > behind

    @property
    def determined(self) -> bool:
        """Whether it begins with a determiner."""
        return "determiner" in self.classes[0]

    @property
    def indefinite(self) -> bool:
        """Whether it brings up somebody new."""
        beginnings = self.context.language.words["definite_beginning"]
        return "indefinite" in self.classes[0] or (
            bool(beginnings) and not self.context.nouns.is_definite(self.head_word)
        )


def lone_name(source: Source) -> Resolved | None:
    """A source that is one capitalised word but for titles: all that the article says of the name.

    A common noun has a capital where a sentence begins; a determiner stands before few names ("the UN").
    """
    context, tokens = source.context, source.tokens
    places = [k for k, w in enumerate(tokens.words) if w[0].isalpha() and "title" not in source.classes[k]]
    names = [k for k in places if "determiner" not in source.classes[k]]
    if not context.language.cased or len(names) != 1 or not tokens.words[names[0]][0].isupper():
        return None
    k = names[0]
    word, role = tokens.words[k], context.nouns.role(tokens.folded[k])
    if (
        source.classes[k] & {"pronoun", "preposition", "document"}
        or role in ROLES[:2]
        or "indefinite" in source.classes[0]
    ):
        return None
    acronym = word.isupper() and len(word) >= _SHORTEST_ACRONYM
    organisation = role == "organisation_noun" or acronym
    if len(places) > 1 and not organisation:
        return None
    if k == 0 and not acronym and (role is not None or word.lower() in context.mentions.vocabulary):
        return None
    titled = any("title" in c for c in source.classes)
    kind: SpeakerKind = "organisation" if role is not None else "person" if titled else "unknown"
    return Resolved(Name(word, None, kind), "named", at=Span(tokens.starts[k], tokens.ends[k]))


def listed(source: Source) -> Resolved | None:
    """Names that speak together are a group, called by all their names; None where the source is no such list."""
    ties = [k for k, c in enumerate(source.classes) if "conjunction" in c]
    inside = [k for k in ties if not any(m.start < source.tokens.starts[k] < m.end for m in source.mentions)]
    if not inside:
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
    return Resolved(Name(both, None, "group"), "named", at=source.span)


def _part(source: Source, first: int, behind: int) -> Name | None:
    """The name that all words of a part are, but for titles and determiners; None where it is something else."""
    tokens, classes = source.tokens, source.classes
    while first < behind and classes[first] & {"determiner", "correlative", "title"}:
        first += 1
    while first < behind and tokens.words[first] == ".":
        first += 1
    if first == behind:
        return None
    start, end = tokens.starts[first], tokens.ends[behind - 1]
    whole = [m for m in source.mentions if m.start <= start and m.end == end]
    if whole:
        return whole[-1].who
    word = tokens.words[first]
    named = behind - first == 1 and word[0].isupper() and source.context.nouns.role(tokens.folded[first]) is None
    return Name(word, None, "unknown") if named and source.context.language.cased else None
