"""The bytes that a fuzzer tries as news-like texts: most are a word, a mark or a line end of a language."""

from hypothesis import strategies as st

from support.invariants import INVARIANTS
from support.strategies import (
    BODY,
    COMBINING,
    CUES,
    DASHES,
    FURNITURE,
    LANGUAGES,
    LINE_ENDS,
    MARKS,
    NAMES,
    PUNCTUATION,
    SHARED_FURNITURE,
    UNSEEN,
    WORDS,
)

#: What no table of the strategies has, and what programs stumble over.
ODD = [
    "İ",
    "ß",
    "ﬁ",
    "ǅ",
    "Ω",
    "\U0001f1e9",
    "\ufe0f",
    "٣٤",
    "½",
    "Ⅷ",
    "१२",
    "<b>",
    "&amp;",
    "\\",
    "\t",
    "\x1b",
    "-",
    "_",
]
#: The last byte values stand for a code point that the next three bytes spell.
_SPELLED = 250


def vocabulary(language):
    """What bytes stand for, in an order that never changes."""
    pieces = [*CUES[language], *NAMES[language], *MARKS, *DASHES, *PUNCTUATION, *LINE_ENDS, *UNSEEN, *COMBINING, *ODD]
    pieces += [*WORDS[language].split(), *FURNITURE[language], *SHARED_FURNITURE, *BODY[language], "1", "12,5", "2017"]
    return list(dict.fromkeys(pieces))


_PIECES = {code: vocabulary(code) for code in LANGUAGES}


def text_of(data: bytes, language: str) -> str:
    """A text that is not empty, of the pieces that the bytes name; a space follows where a byte is even."""
    pieces, out, at = _PIECES[language], [], 0
    while at < len(data):
        byte = data[at]
        if byte >= _SPELLED and at + 3 < len(data):
            point = int.from_bytes(data[at + 1 : at + 4], "big") % 0x110000
            out.append(chr(point) if point and not 0xD800 <= point <= 0xDFFF else "?")
            at += 4
            continue
        out.append(pieces[(byte * 2 + (data[at + 1] if at + 1 < len(data) else 0) % 2) % len(pieces)])
        out.append(" " if byte % 3 else "")
        at += 1
    text = "".join(out)
    return text if text.strip() else f"{text}a"


def hold_invariants(article):
    """What is promised of every article (`test_properties`)."""
    for invariant in INVARIANTS:
        invariant(article)


#: Bytes as a fuzzer has them, for the quick run in the tests.
some_bytes = st.binary(max_size=120)
