"""Names in a script without capitals, found by given names, roles before them, the place after a cue, repetition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import Tokens
from corpus.speakers.lexicon import NameLexicon
from corpus.speakers.name_chunks import Words
from corpus.speakers.role_nouns import Nouns

#: A name has at most so many words.
_LONGEST = 5
#: A role and what belongs to it have at most so many words before the name.
_ROLE = 7
#: So often must a single word be met that no list has, for it to be a name where it speaks.
_OFTEN = 2
#: Verbs of two derived stems, which no name has ("irtakaba", "istaqbala").
_VERB = regex.compile(r"ا\wت\w\w|است\w{3,4}")
#: A verb of the present with its prefix; a word with a preposition or conjunction before it and a suffix.
_PRESENT = regex.compile(r"ي\w*[^ي]")
_JOINED_WITH_SUFFIX = regex.compile(r"[لبو]\w{3,}(?:ه|ها|هم|هما|نا)")
_MARKS = frozenset('"«»“”')
#: What follows a name that speaks, besides the end of the source: an apposition, its address, another speaker.
_AFTER = frozenset(("،", ",", "(", ")", "-", "–", ":"))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A name at words ``[first, end)``; the role before it begins at ``role`` (``first`` if there is none)."""

    first: int
    end: int
    role: int
    sure: bool


class UncasedNames:
    """Finds names in the paragraphs of one article."""

    def __init__(self, language: Language, lexicon: NameLexicon, nouns: Nouns, counts: Counter[str]) -> None:
        self._language, self._lexicon, self._nouns, self._counts = language, lexicon, nouns, counts

    def find(self, words: Words, sources: Sequence[tuple[int, int]]) -> list[Chunk]:
        """The names of a paragraph in order.

        Args:
            words: of the paragraph.
            sources: the places ``[first, end)`` of words that a cue has as its source.
        """
        found: list[Chunk] = []
        starts = dict(sources)
        end = 0
        for k in self._places(words, starts):
            chunk = self._at(words, k, starts) if k >= end else None
            if chunk is not None:
                found.append(chunk)
                end = max(chunk.end, k + 1)
        return found

    def _places(self, words: Words, starts: Mapping[int, int]) -> list[int]:
        """Where a name, or the role before one, can begin."""
        tokens, title = words.tokens, WC.TITLE
        given = map(self._lexicon.look_up, tokens.folded)
        read = enumerate(zip(words.roles, words.classes, given, tokens.words, strict=True))
        places = {
            k
            for k, (role, classes, gender, word) in read
            if gender is not None or role == "person_noun" or title in classes or "A" <= word[0] <= "Z"
        }
        return sorted(places.union(k for k in starts if k < len(words.roles)))

    def _at(self, words: Words, k: int, starts: Mapping[int, int]) -> Chunk | None:
        if self._is_latin(words.tokens.words[k]):
            return self._latin(words, k)
        if self._is_role(words, k) and (named := self._after_role(words, k)) is not None:
            return named
        if self._is_given(words, k) and (end := self._extend(words, k)) > k:
            return Chunk(k, end, k, sure=True)
        if k in starts:
            return self._speaking(words, k, starts[k])
        return None

    def _is_latin(self, word: str) -> bool:
        return word[0].isascii() and word[0].isupper() and len(word) > 1

    def _latin(self, words: Words, k: int) -> Chunk | None:
        end = k
        while end < len(words.roles) and self._is_latin(words.tokens.words[end]):
            end += 1
        return Chunk(k, end, k, sure=True) if 1 < end - k <= _LONGEST else None

    def _is_role(self, words: Words, k: int) -> bool:
        """Whether a word is a role, or a title that belongs to the role before it ("secretary general")."""
        if words.roles[k] == "person_noun":
            return True
        if WC.TITLE not in words.classes[k]:
            return False
        if not self._lexicon.lists_as("common", self._nouns.plain(words.tokens.folded[k])):
            return True
        return k > 0 and words.is_role(k - 1)

    def _after_role(self, words: Words, k: int) -> Chunk | None:
        """The name after a role: past definite words and what belongs to them, at the first that can begin a name."""
        first, last_role, definite = k + 1, k, self._nouns.is_definite(words.tokens.folded[k])
        while first < len(words.roles) and first - last_role < _ROLE and not self._begins(words, first):
            if not self._belongs(words, first) or self._is_another_person(words, last_role, first):
                return None
            if self._is_joined_role(words, first):
                last_role = first
            definite = definite or self._nouns.is_definite(words.tokens.folded[first])
            first += 1
        if first == len(words.roles) or first - last_role >= _ROLE:
            return None
        given = self._is_given(words, first)
        if not definite and not given:
            return None
        end = self._extend(words, first)
        last_definite = first > k + 1 and self._nouns.is_definite(words.tokens.folded[first - 1])
        titled = first == k + 1
        if end == first and titled and definite and self._is_definite_name(words, first):
            end = first + 1
        if end == first or not (given or titled or last_definite):
            return None
        if end - first == 1 and not given and not self._often(words.tokens.folded[first]):
            return None
        return Chunk(first, end, k, sure=given or end - first > 1)

    def _is_joined_role(self, words: Words, k: int) -> bool:
        """Whether a word is a second role of one person, joined to the first by a conjunction."""
        return words.roles[k] == "person_noun" and words.tokens.folded[k].startswith("و")

    def _is_another_person(self, words: Words, role: int, k: int) -> bool:
        """Whether a role after another one is another person's, as in "an adviser to the king".

        It is after a preposition, and where it is definite and the first is not; a later role that is joined to the
        first continues it.
        """
        if words.roles[k] != "person_noun":
            return False
        if self._is_joined_role(words, k):
            return False
        if WC.PREPOSITION in words.classes[k - 1]:
            return True
        folded = words.tokens.folded
        later = any(self._is_joined_role(words, n) for n in range(k + 1, min(k + _ROLE, len(folded))))
        return self._nouns.is_definite(folded[k]) and not self._nouns.is_definite(folded[role]) and not later

    def _begins(self, words: Words, k: int) -> bool:
        """Whether a word can begin a name after a role: it is given, or no list has it and it is not definite."""
        folded = words.tokens.folded[k]
        if self._is_given(words, k) or self._lexicon.lists_as("kunya", folded):
            return True
        titled = self._is_role(words, k - 1) and self._nouns.is_definite(words.tokens.folded[k - 1])
        if titled and self._is_definite_name(words, k):
            return True
        return self._unlisted(words, k) and not self._nouns.is_definite(folded) and not self._is_joined(folded)

    def _is_definite_name(self, words: Words, k: int) -> bool:
        """Whether a definite word is rather a family name than an adjective: by its ending, and met more than once."""
        folded = words.tokens.folded[k]
        adjective = folded.endswith(("ي", "ية", "ون", "ين", "ات", "ى"))
        return self._unlisted(words, k) and self._nouns.is_definite(folded) and not adjective and self._often(folded)

    def _belongs(self, words: Words, k: int) -> bool:
        """Whether a word can be between a role and the name: definite, a noun of a list, or a tie."""
        folded = words.tokens.folded[k]
        if not words.is_word(k) or words.classes[k] & {WC.RELATIVE, WC.COMPLEMENTIZER, WC.AUXILIARY, WC.CONJUNCTION}:
            return False
        return self._language.word(folded).cue is None

    def _is_given(self, words: Words, k: int) -> bool:
        folded = words.tokens.folded[k]
        if words.roles[k] is not None or words.classes[k]:
            return False
        return self._lexicon.is_given(folded) and self._language.word(folded).cue is None

    def _unlisted(self, words: Words, k: int) -> bool:
        folded = words.tokens.folded[k]
        if not words.is_word(k) or folded[0].isdigit() or len(folded) < 2 or words.classes[k] or words.roles[k]:
            return False
        if self._lexicon.lists_as("common", folded) or self._lexicon.lists_as("party", folded):
            return False
        if _VERB.fullmatch(folded) and not self._lexicon.is_given(folded):
            return False
        return self._language.word(folded).cue is None

    def _is_joined(self, folded: str) -> bool:
        """Whether a preposition is written onto a word that a list has: "to the reporter"."""
        for mark in ("لل", "بال", "ل", "ب"):
            if folded.startswith(mark) and len(folded) > len(mark) + 2:
                rest = folded[len(mark) :]
                listed = self._nouns.role(rest) is not None or bool(self._language.classes_of(rest))
                if mark in ("لل", "بال") or listed or self._lexicon.lists_as("party", rest):
                    return True
        return False

    def _extend(self, words: Words, first: int) -> int:
        """Where a name that begins at ``first`` ends."""
        folded, end, plain_words = words.tokens.folded, first, 0
        while end < len(folded) and end - first < _LONGEST:
            word = folded[end]
            if self._lexicon.lists_as("particle", word) or self._lexicon.lists_as("kunya", word):
                end += 2
                plain_words = 1
                continue
            if self._is_given(words, end) and plain_words == 0:
                end += 1
                continue
            definite = self._nouns.is_definite(word)
            if end > first and self._is_no_last_name(folded, end):
                break
            if not self._unlisted(words, end) or self._is_joined(word) or (definite and end == first):
                break
            if definite and (
                word.endswith(("ين", "ون", "ات", "ية", "ة")) or not (plain_words == 0 or word.endswith("ي"))
            ):
                break
            if plain_words >= 1 and not (plain_words == 1 and end - first == 1 and not definite):
                break
            plain_words += 1
            end += 1
            if definite:
                break
        return min(end, len(folded))

    def _is_no_last_name(self, folded: Sequence[str], k: int) -> bool:
        """Whether a word after the first of a name is rather a verb or a joined word than the last name.

        A verb of the present begins with "ya", a joined word has a preposition and a suffix; what follows a word that
        the article often has alone, and follows it only once, belongs to no name.
        """
        word, before = folded[k], folded[k - 1]
        if word.startswith("ي") and not self._lexicon.is_given(word) and not word.endswith("ي"):
            return True
        if (
            word.startswith(("ل", "ب", "و"))
            and word.endswith(("ه", "ها", "هم", "هما", "نا"))
            and len(word) > _LONGEST - 1
        ):
            return True
        if self._nouns.is_definite(word) or self._lexicon.is_given(before):
            return False
        return self._often(before) and self._counts[word] == 1 and self._counts[before] > _OFTEN

    def _speaking(self, words: Words, k: int, end: int) -> Chunk | None:
        """A name that begins what a cue has as its source, of words that no list has."""
        folded = words.tokens.folded
        if self._lexicon.lists_as("kunya", folded[k]) and k + 1 < end:
            return Chunk(k, max(k + 2, min(end, self._extend(words, k))), k, sure=True)
        if not self._unlisted(words, k) or self._is_joined(folded[k]):
            return None
        stop = k
        while stop < min(end, k + _LONGEST) and self._unlisted(words, stop) and not self._is_joined(folded[stop]):
            stop += 1
        closed = stop == end or folded[stop] in _AFTER or words.roles[stop] or words.classes[stop]
        definite = [self._nouns.is_definite(w) for w in folded[k:stop]]
        if stop - k > 1 and any(w.endswith(("ة", "ون")) for w in folded[k:stop]):
            return None
        if not closed or (definite[0] and (stop - k > 1 or not folded[k].endswith("ي"))):
            return None
        if stop - k == 1:
            return Chunk(k, stop, k, sure=False) if self._often(folded[k]) and not folded[k].endswith("ة") else None
        return Chunk(k, stop, k, sure=False) if stop - k <= _LONGEST - 1 and not any(definite[:-1]) else None

    def _often(self, folded: str) -> bool:
        return self._counts[folded] + self._counts["و" + folded] >= _OFTEN


def count_words(paragraphs: Iterator[Tokens]) -> Counter[str]:
    """How often each folded word is met."""
    counts: Counter[str] = Counter()
    for tokens in paragraphs:
        counts.update(tokens.folded)
    return counts
