"""Compare names across scripts by their consonants, which transliterations mostly keep.

The consonant of a letter that is not Latin is taken from its name in Unicode: ARABIC LETTER KAF is k, CYRILLIC SMALL
LETTER EM is m. So no script needs a table. Sounds that transliterations confuse are one class, for example b and p.
"""

from __future__ import annotations

import functools
import re
import unicodedata

#: Applied in this order to a word in Latin letters.
_CLASSES = (
    (re.compile("sch|sh|ch|zh|ts|tz|sj|skj"), "s"),
    (re.compile("ph"), "f"),
    (re.compile("th|dh"), "t"),
    (re.compile("kh|ck|q|c(?![eiy])"), "k"),
    (re.compile("gh|j"), "g"),
    (re.compile("x"), "ks"),
    (re.compile("[cz]"), "s"),
    (re.compile("p"), "b"),
    (re.compile("v"), "f"),
    (re.compile("d"), "t"),
    # Vowels, and consonants that are heard or written as one.
    (re.compile("[aeiouyhw]|[^a-z]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
#: Letters that Unicode does not decompose into a plain letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "œ": "oe"})
_LETTER_NAME = re.compile(r"LETTER (?:SHORT |SMALL |FINAL )*([A-Z]+)")
#: A letter at the end of words that is not pronounced as a consonant.
_SILENT = "MARBUTA"
_VOWELS = "AEIOU"
#: A name of a letter with a vowel first is that of a vowel, unless it has so many letters ("EL", "EF").
_SHORT_NAME = 2


def consonants(name: str) -> str:
    """Return the classes of the consonants of a name, a hyphen between words; empty if it has none.

    Args:
        name: A name in any script.

    >>> consonants("Kari Moen"), consonants("كاري موين")
    ('kr-mn', 'kr-mn')
    """
    words = (_word_consonants(word) for word in re.split(r"[\s\-‐‑]+", name.casefold()))
    return "-".join(filter(None, words))


def _word_consonants(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    found = "".join(map(_latin, plain))
    for pattern, replacement in _CLASSES:
        found = pattern.sub(replacement, found)
    return found


@functools.lru_cache(maxsize=1 << 12)
def _latin(letter: str) -> str:
    """Return a letter in Latin letters: itself, or the consonants that its name begins with; empty for a vowel."""
    if letter.isascii():
        return letter
    full_name = unicodedata.name(letter, "")
    name = _LETTER_NAME.search(full_name)
    if name is None or _SILENT in full_name:
        return ""
    word = name[1]
    if word[0] in _VOWELS:
        return word[-1].lower() if len(word) == _SHORT_NAME and word[-1] not in _VOWELS else ""
    begin = re.match(rf"[^{_VOWELS}]+", word)
    # A vowel keeps apart what would be read as one sound.
    return f"{begin[0].lower()}a" if begin else ""


def is_latin(name: str) -> bool:
    """Return whether most letters of a name are Latin."""
    letters = [c for c in name if c.isalpha()]
    return 2 * sum(unicodedata.name(c, "").startswith("LATIN") for c in letters) > len(letters)
