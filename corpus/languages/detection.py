"""Detect the language of a text from the closed-class and reporting words of the languages that there is data for.

With ``py3langid`` (extra ``langid``) languages without data are detected and named as well. Without it a language that
is close to a supported one can be mistaken for it.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from importlib import import_module

from corpus.errors import LanguageError
from corpus.languages.data import WC
from corpus.languages.language import Language, available, load_language
from corpus.languages.tokenizer import tokenize

_CLASSES = (
    WC.DETERMINER,
    WC.PREPOSITION,
    WC.CONJUNCTION,
    WC.COMPLEMENTIZER,
    WC.RELATIVE,
    WC.PRONOUN,
    WC.AUXILIARY,
    WC.NEGATION,
    WC.INFINITIVE,
    WC.QUESTION,
    WC.SUBORDINATOR,
    WC.ADVERB,
)
#: So much of a text is looked at, in code points: function words are dense, and a few hundred decide.
_LOOK = 20_000
#: The least share of words that must be function words of the language; running text has 0.3 to 0.6.
_LEAST = 0.12


def detect_language(text: str) -> str:
    """The code of the language whose function words make up most of the text.

    Args:
        text: a text in one of the languages that there is data for; its first 20,000 code points are looked at.

    Raises:
        LanguageError: no language's function words are frequent enough, or two are equally so.
    """
    look = text[:_LOOK]
    words = Counter(tokenize(look, 0, len(look), folding=str).words)
    shares = sorted(
        ((_share(words, load_language(code)), code) for code in available() if not load_language(code).draft),
        reverse=True,
    )
    best, code = shares[0]
    if best < _LEAST or (len(shares) > 1 and shares[1][0] == best):
        known = ", ".join(available())
        raise LanguageError(
            "the language of the text could not be determined", hint=f"Give it: there is data for {known}"
        )
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


#: So much of a text is looked at, in code points.
_CLASSIFIED = 20_000


def identify_language(text: str, *, declared: str | None = None) -> tuple[str, str]:
    """Identify the language of a text that may be in a language without data.

    Args:
        text: the text; its first 20,000 code points are looked at.
        declared: the language that the article's page declares, if any: it counts where the text gives no answer.

    Returns:
        The code of the language, and a finding, empty unless the page declares another language.

    Raises:
        LanguageError: the language could not be determined, or there is no data for it.
    """
    code_found = _identified(text)
    if code_found is None:
        if declared is None:
            raise LanguageError("the language of the text could not be determined", hint="Give it with --language")
        return _known(declared, f"the page says that its language is {declared!r}"), ""
    code = _known(code_found, f"the text seems to be in {code_found!r}")
    if declared is not None and _code(declared) != code:
        return code, f"the page says that its language is {declared!r}, but its text is {code!r}, which is taken"
    return code, ""


def _identified(text: str) -> str | None:
    try:
        identifier = import_module("py3langid")
    except ImportError:
        try:
            return detect_language(text)
        except LanguageError:
            return None
    code, _ = identifier.classify(text[:_CLASSIFIED])
    return None if code == "und" else str(code)


def _code(name: str) -> str | None:
    try:
        return load_language(name).code
    except LanguageError:
        return None


def _known(name: str, message: str) -> str:
    code = _code(name)
    if code is None:
        known = ", ".join(available())
        hint = f"There is data for {known}: give --language if it is one of these"
        raise LanguageError(f"{message}, and there is no data for it", hint=hint)
    return code
