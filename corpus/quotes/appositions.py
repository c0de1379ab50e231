"""What is set between marks beside a name and belongs to it: appositions, and nicknames in quotation marks."""

from __future__ import annotations

from corpus.quotes.frame import DASHES, Sentence

#: Longest apposition between commas that is still taken into a source, in items.
_APPOSITION = 16
#: A quoted stretch up to this long, in characters, may be a nickname or term inside a name.
_NICKNAME = 30
_ENDS = frozenset((":", ";", "–", "—", ".", "!", "?"))
#: Words that no noun phrase holds: they open or belong to a clause.
CLAUSAL = (
    "auxiliary",
    "complementizer",
    "complementizer_inside",
    "infinitive",
    "negation",
    "relative",
    "subordinator",
)
_NO_HEAD = ("conjunction", "adverb", "preposition", "participle", "time", "pronoun", *CLAUSAL)


def before_apposition(sentence: Sentence, closing: int) -> int | None:
    """The item before the apposition that the comma or dash at ``closing`` ends; only a relative clause has a cue."""
    items, told = sentence.items, False
    for j in range(closing - 1, max(0, closing - _APPOSITION) - 1, -1):
        item = items[j]
        if item.quoted is not None and not is_nickname(sentence, j):
            return None
        if item.is_cue and not item.has("organisation_noun", "document", "title", "medium"):
            told = True
        if item.word == items[closing].word:
            if told and not items[j + 1].has("relative"):
                return None
            fits = j > 0 and (items[j - 1].is_word or items[j - 1].word == ")") and j + 1 < closing
            return _before_another(sentence, j) if fits and not items[j + 1].has("conjunction", "adverb") else None
    return None


def _before_another(sentence: Sentence, opening: int) -> int:
    """The item before an apposition's mark, or before that of another one in front of it ("Moen, 62, of Oldport,")."""
    items = sentence.items
    for p in range(opening - 2, max(0, opening - _APPOSITION), -1):
        item = items[p]
        if item.word == items[opening].word:
            name = p - 1
            while name >= 0 and items[name].word[0].isupper() and not items[name].has("preposition"):
                name -= 1
            # A name that the clause starts with.
            starts = name < 0 or items[name].has("conjunction", "complementizer") or items[name].quoted is not None
            return p - 1 if name < p - 1 and starts and not items[p + 1].word[0].isupper() else opening - 1
        if not item.is_word or item.is_cue or item.has(*_NO_HEAD[:2], *CLAUSAL):
            break
    return opening - 1


def behind_apposition(sentence: Sentence, comma: int) -> int | None:
    """The item behind the apposition that the comma opens; None where it opens something else."""
    items = sentence.items
    at = comma + 1
    if at >= len(items) or not items[at].is_word:
        return None
    head = items[at]
    if head.has(*_NO_HEAD) and not head.has("determiner"):
        return None
    if any(tuple(k.folded for k in items[at : at + len(p)]) == p for p in sentence.language.via_phrases):
        return None
    if head.is_cue and not head.has("title", "organisation_noun"):
        return None
    for k in range(at, min(len(items), at + _APPOSITION)):
        item = items[k]
        inside = item.word == "." and k + 1 < len(items)
        if (item.word in _ENDS and not inside) or item.is_comma or item.quoted is not None:
            return k
        if item.is_verb or item.has("auxiliary", "relative", "complementizer", "negation"):
            return None
        if item.has("preposition") and (near(sentence, k + 1, "medium", 3) or near(sentence, k + 1, "time", 2)):
            return k
    return len(items) if len(items) - at < _APPOSITION else None


def behind_insert(sentence: Sentence, at: int) -> int | None:
    """The mark that closes what the comma or dash at an item sets between a verb's subject and its complementizer."""
    items = sentence.items
    if at >= len(items) or not (items[at].is_comma or items[at].word in DASHES):
        return None
    for k in range(at + 1, min(len(items) - 1, at + _APPOSITION)):
        if items[k].has("complementizer", "complementizer_inside") or items[k].quoted is not None:
            return None
        if items[k].word == items[at].word:
            return k if items[k + 1].has("complementizer", "complementizer_inside") else None
    return None


def behind_inserted(sentence: Sentence, at: int) -> int | None:
    """The comma that closes the relative clause, or the title or office, which the comma at an item opens."""
    items = sentence.items
    if at + 1 >= len(items) or not items[at].is_comma:
        return None
    if not items[at + 1].has("relative") or items[at + 1].has("determiner"):
        end = behind_apposition(sentence, at)
        office = end is not None and any(k.has("title", "person_noun") for k in items[at + 1 : end])
        return end if office and end is not None and end < len(items) and items[end].is_comma else None
    return next((k for k in range(at + 1, min(len(items), at + _APPOSITION)) if items[k].is_comma), None)


def is_nickname(sentence: Sentence, j: int) -> bool:
    """Whether a quoted stretch is a nickname or term inside a name: a few words behind another, no speech."""
    item = sentence.items[j]
    if item.quoted is None or item.end - item.start > _NICKNAME or j == 0 or not sentence.items[j - 1].is_word:
        return False
    return sentence.text[item.quoted.inner_end - 1] not in ".,!?;:،؟…"


def near(sentence: Sentence, at: int, word_class: str, reach: int) -> bool:
    """Whether a word of the class stands among the ``reach`` items from ``at`` on."""
    return any(item.has(word_class) for item in sentence.items[at : at + reach])
