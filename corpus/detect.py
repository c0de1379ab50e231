"""Which language a text is in, told by the closed-class and reporting words of the languages that there is data for."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping

from corpus.errors import LanguageError
from corpus.language import Language, available, load_language
from corpus.text import tokenize

_CLASSES = (
    "determiner",
    "preposition",
    "conjunction",
    "complementizer",
    "relative",
    "pronoun",
    "auxiliary",
    "negation",
    "infinitive",
    "question",
    "subordinator",
    "adverb",
)
#: So much of a text is looked at, in code points: function words are dense, and a few hundred decide.
_LOOK = 20_000
#: The least share of words that must be function words of the language; running text has 0.3 to 0.6.
_LEAST = 0.12


def detect_language(text: str) -> str:
    """The code of the language whose function words make up most of the text.

    Raises:
        LanguageError: no language's function words are frequent enough, or two are equally so.
    """
    look = text[:_LOOK]
    words = Counter(tokenize(look, 0, len(look), folding=str).words)
    shares = sorted(((_share(words, load_language(code)), code) for code in available()), reverse=True)
    best, code = shares[0]
    if best < _LEAST or (len(shares) > 1 and shares[1][0] == best):
        known = ", ".join(available())
        raise LanguageError("the language of the text could not be told", remedy=f"Give it: there is data for {known}")
    return code


def _share(words: Mapping[str, int], language: Language) -> float:
    counts = [(w, n) for word, n in words.items() if (w := language.fold(word))[0].isalpha()]
    known = _function_words(language.code)
    return sum(n for w, n in counts if w in known) / sum(n for _, n in counts) if counts else 0.0


@functools.cache
def _function_words(code: str) -> frozenset[str]:
    language = load_language(code)
    closed = frozenset(w for c in _CLASSES for w in language.words[c])
    # Near relatives share most of these; verbs of saying part them, and news has many.
    return closed | language.cues.words.keys() | language.cues.nouns.keys()
