"""Detect the language of a text from the closed-class and reporting words of the languages that there is data for.

Words of other languages are listed as well (``mul/other_languages.toml``), so that a text without data is named and not
taken for its neighbour. ``py3langid`` (extra ``langid``) decides where these words are not clear.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from importlib import import_module

from corpus.errors import LanguageError
from corpus.languages.data import SHARED, WC, data_folder
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
    shares = _supported_shares(_counted(text))
    best, code = shares[0]
    if best < _LEAST or (len(shares) > 1 and shares[1][0] == best):
        known = ", ".join(available())
        raise LanguageError(
            "the language of the text could not be determined",
            hint=f"Name it with --language: there is data for {known}",
        )
    return code


def _counted(text: str) -> Counter[str]:
    look = text[:_LOOK]
    return Counter(tokenize(look, 0, len(look), folding=str).words)


def _supported_shares(words: Mapping[str, int]) -> list[tuple[float, str]]:
    """The share of function words by supported language, the largest first."""
    shares = []
    for code in available():
        language = load_language(code)
        if not language.draft:
            shares.append((_share(words, language), code))
    return sorted(shares, reverse=True)


def _other_share(words: Mapping[str, int]) -> tuple[float, str]:
    """The largest share of function words of a language without data, and its code."""
    folded = _folded(words, str.casefold)
    best = (0.0, "")
    for code, known in _others().items():
        best = max(best, (_share_of(folded, known), code))
    return best


@functools.cache
def _others() -> Mapping[str, frozenset[str]]:
    path = data_folder() / SHARED / _OTHERS_FILE
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    return {code: frozenset(words.split()) for code, words in listed.items() if code not in available()}


def _folded(words: Mapping[str, int], fold: Callable[[str], str]) -> Counter[str]:
    """Words that begin with a letter, folded, with their numbers."""
    counts: Counter[str] = Counter()
    for word, number in words.items():
        folded = fold(word)
        if folded[0].isalpha():
            counts[folded] += number
    return counts


def _share_of(counts: Counter[str], known: frozenset[str]) -> float:
    """The share of words that are known, from 0 to 1."""
    total = counts.total()
    return sum(counts[word] for word in known & counts.keys()) / total if total else 0.0


def _share(words: Mapping[str, int], language: Language) -> float:
    return _share_of(_folded(words, language.fold), _function_words(language.code))


@functools.cache
def _function_words(code: str) -> frozenset[str]:
    language = load_language(code)
    closed = frozenset(w for c in _CLASSES for w in language.words[c])
    # Near relatives share most of these; verbs of saying part them, and news has many.
    return closed | language.cues.words.keys() | language.cues.nouns.keys()


#: So much of a text is looked at, in code points.
_CLASSIFIED = 20_000
#: Function words decide alone if they are this share of the words, and this many times those of any other language.
_CLEAR_SHARE, _CLEARLY_MORE = 0.25, 1.25
#: Texts with fewer words are too short to detect a language.
_FEWEST_WORDS = 3
_OTHERS_FILE = "other_languages.toml"


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
            hint = f"Name it with --language: there is data for {', '.join(available())}"
            raise LanguageError("the language of the text could not be determined", hint=hint)
        return _known(declared, f"the page says that its language is {declared!r}"), ""
    code = _known(code_found, f"the text seems to be in {code_found!r}")
    if declared is not None and _code(declared) != code:
        return code, f"the page says that its language is {declared!r}, but its text is {code!r}, which is taken"
    return code, ""


def _identified(text: str) -> str | None:
    """The code of the language of a text, supported or not; None if it cannot be determined.

    Function words decide where they are clear; ``py3langid``, where it is installed, decides the other texts.
    """
    words = _counted(text)
    (share, code), (other_share, other) = _supported_shares(words)[0], _other_share(words)
    if other_share >= _LEAST and other_share > _CLEARLY_MORE * share:
        return other
    if share >= _CLEAR_SHARE and share > _CLEARLY_MORE * other_share:
        return code
    if _folded(words, str.casefold).total() < _FEWEST_WORDS:
        return None
    try:
        identifier = import_module("py3langid")
    except ImportError:
        if other_share > max(share, _LEAST):
            return other
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
