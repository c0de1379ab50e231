"""Noun phrases beside a cue: the source, found by closed word classes alone, with its appositions and nicknames.

There is no parser. To the left of the cue a phrase is read backwards to its determiner and over attached prepositions;
to the right, forwards to the first word that cannot belong to it. Titles, appositions between commas and brackets are
part of it (annotation guidelines, section 2, source).
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.data import WC
from corpus.quotes.sentence import DASHES, GENITIVES, Item, Range, Sentence

#: Longest apposition between commas that is still taken into a source, in items.
_APPOSITION = 16
#: A quoted stretch up to this long, in characters, may be a nickname or term inside a name.
_NICKNAME = 30
_ENDS = frozenset((":", ";", "–", "—", ".", "!", "?"))
#: Words that no noun phrase holds: they open or belong to a clause.
CLAUSAL = (
    WC.AUXILIARY,
    WC.COMPLEMENTIZER,
    WC.COMPLEMENTIZER_INSIDE,
    WC.INFINITIVE,
    WC.NEGATION,
    WC.RELATIVE,
    WC.SUBORDINATOR,
)
_NO_HEAD = (WC.CONJUNCTION, WC.ADVERB, WC.PREPOSITION, WC.PARTICIPLE, WC.TIME, WC.PRONOUN, *CLAUSAL)


def before_apposition(sentence: Sentence, closing: int) -> int | None:
    """The item before the apposition that the comma or dash at ``closing`` ends; only a relative clause has a cue."""
    items, has_cue = sentence.items, False
    for j in range(closing - 1, max(0, closing - _APPOSITION) - 1, -1):
        item = items[j]
        if item.quoted is not None and not is_nickname(sentence, j):
            return None
        if item.is_cue and not item.has(WC.ORGANISATION_NOUN, WC.DOCUMENT, WC.TITLE, WC.MEDIUM):
            has_cue = True
        if item.word == items[closing].word:
            if has_cue and not items[j + 1].has(WC.RELATIVE):
                return None
            fits = j > 0 and (items[j - 1].is_word or items[j - 1].word == ")") and j + 1 < closing
            return _before_another(sentence, j) if fits and not items[j + 1].has(WC.CONJUNCTION, WC.ADVERB) else None
    return None


def _before_another(sentence: Sentence, opening: int) -> int:
    """The item before an apposition's mark, or before that of another one in front of it ("Moen, 62, of Oldport,")."""
    items = sentence.items
    for p in range(opening - 2, max(0, opening - _APPOSITION), -1):
        item = items[p]
        if item.word == items[opening].word:
            name = p - 1
            while name >= 0 and items[name].word[0].isupper() and not items[name].has(WC.PREPOSITION):
                name -= 1
            # A name that the clause starts with.
            starts = name < 0 or items[name].has(WC.CONJUNCTION, WC.COMPLEMENTIZER) or items[name].quoted is not None
            return p - 1 if name < p - 1 and starts and not items[p + 1].word[0].isupper() else opening - 1
        if not item.is_word or item.is_cue or item.has(*_NO_HEAD[:2], *CLAUSAL):
            break
    return opening - 1


def after_apposition(sentence: Sentence, comma: int) -> int | None:
    """The item after the apposition that the comma opens; None where it opens something else."""
    items = sentence.items
    at = comma + 1
    if at >= len(items) or not items[at].is_word:
        return None
    head = items[at]
    if head.has(*_NO_HEAD) and not head.has(WC.DETERMINER):
        return None
    if any(tuple(k.folded for k in items[at : at + len(p)]) == p for p in sentence.language.via_phrases):
        return None
    if head.is_cue and not head.has(WC.TITLE, WC.ORGANISATION_NOUN):
        return None
    for k in range(at, min(len(items), at + _APPOSITION)):
        item = items[k]
        inside = item.word == "." and k + 1 < len(items)
        if (item.word in _ENDS and not inside) or item.is_comma or item.quoted is not None:
            return k
        if item.is_verb or item.has(WC.AUXILIARY, WC.RELATIVE, WC.COMPLEMENTIZER, WC.NEGATION):
            return None
        if item.has(WC.PREPOSITION) and (near(sentence, k + 1, WC.MEDIUM, 3) or near(sentence, k + 1, WC.TIME, 2)):
            return k
    return len(items) if len(items) - at < _APPOSITION else None


def after_insertion(sentence: Sentence, at: int) -> int | None:
    """The mark that closes what the comma or dash at an item sets between a verb's subject and its complementizer."""
    items = sentence.items
    if at >= len(items) or not (items[at].is_comma or items[at].word in DASHES):
        return None
    for k in range(at + 1, min(len(items) - 1, at + _APPOSITION)):
        if items[k].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) or items[k].quoted is not None:
            return None
        if items[k].word == items[at].word:
            dashed = items[k].word in DASHES and items[k + 1].has(WC.VERBAL_NOUN)
            return k if dashed or items[k + 1].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) else None
    return None


def after_inserted_clause(sentence: Sentence, at: int) -> int | None:
    """The comma that closes the relative clause, or the title or office, which the comma at an item opens."""
    items = sentence.items
    if at + 1 >= len(items) or not items[at].is_comma:
        return None
    if not items[at + 1].has(WC.RELATIVE) or items[at + 1].has(WC.DETERMINER):
        end = after_apposition(sentence, at)
        office = end is not None and sentence.holds(at + 1, end, WC.TITLE, WC.PERSON_NOUN)
        return end if office and end is not None and end < len(items) and items[end].is_comma else None
    return next((k for k in range(at + 1, min(len(items), at + _APPOSITION)) if items[k].is_comma), None)


def is_nickname(sentence: Sentence, j: int) -> bool:
    """Whether a quoted stretch is a nickname or term inside a name: a few words after another, no speech."""
    item = sentence.items[j]
    if item.quoted is None or item.end - item.start > _NICKNAME or j == 0 or not sentence.items[j - 1].is_word:
        return False
    words = sentence.text[item.quoted.inner_start : item.quoted.inner_end]
    if sentence.language.capital_nouns and words[:1].islower() and " " in words:
        return False  # Words without a capital name nothing; an address may.
    return sentence.text[item.quoted.inner_end - 1] not in ".,!?;:،؟…"


def near(sentence: Sentence, at: int, word_class: str, reach: int) -> bool:
    """Whether a word of the class is among the ``reach`` items from ``at`` on."""
    return sentence.holds(at, at + reach, word_class)


#: Longest bracket that is taken into a source, in items.
_BRACKET = 12
_INNER = frozenset(("-", "&", "/", "#", "@", "$")) | GENITIVES
#: Inside it, too, if written onto the word before: the sailors' union, the 5'10" captain.
_ATTACHED = frozenset("'’′″\"")


def is_plain(item: Item) -> bool:
    """A word of no closed class, most likely a noun, an adjective or a name; or what may end such a phrase."""
    if item.word == ")" or item.word in GENITIVES:
        return True
    return item.is_word and not item.has(WC.PREPOSITION, WC.CONJUNCTION, WC.ADVERB, WC.TIME, WC.PRONOUN, *CLAUSAL)


def _is_noun(item: Item) -> bool:
    """Whether an item is a noun by its capital, where nouns have one."""
    return is_plain(item) and item.word[0].isupper() and not item.has(WC.DETERMINER)


def opens_sentence(sentence: Sentence, at: int) -> bool:
    """Whether an item may stand before the subject that a sentence starts with."""
    item = sentence.items[at]
    return not item.is_word or item.has(WC.CONJUNCTION, WC.ADVERB, WC.TIME)


def has_verb_cue(items: Sequence[Item]) -> bool:
    """Whether a verb that cues is among the items."""
    return any(item.is_verb for item in items)


# To the left.


def left_phrase(sentence: Sentence, at: int) -> Range | None:
    """The noun phrase that ends before item ``at``, auxiliaries, adverbs and times skipped; None if there is none."""
    items = sentence.items
    j = at - 1
    while j >= 0 and _between_subject_and_verb(sentence, j):
        j -= 1
    if j < 0:
        return None
    if items[j].is_word and items[j].has(WC.RELATIVE, WC.PRONOUN):
        return (j, j + 1)
    if sentence.language.verb_second and items[j].is_word and items[j].has(WC.CONJUNCTION):
        return None
    end = j + 1
    if items[j].is_comma or items[j].word in DASHES:
        before = before_apposition(sentence, j)
        if before is None:
            return None
        end, j = j, before
    elif not items[j].is_word and items[j].word != ")" and items[j].word not in GENITIVES:
        return None
    first = _walk_left(sentence, j)
    governed = first > 0 and items[first - 1].is_word and items[first - 1].has(WC.PREPOSITION)
    if sentence.language.verb_second and governed and not _follows_echo(sentence, first):
        # Where the verb is second, what a preposition governs in front of it is an adverbial, and the subject follows.
        return None
    while first < end and not _may_open(items[first]):
        first += 1
    return _named(sentence, first, end)


def _follows_echo(sentence: Sentence, first: int) -> bool:
    """Whether words such as "etter det" open the clause, the last of which may be read into its subject."""
    items = sentence.items
    for phrase in (p for p in sentence.language.echoes if len(p) > 1):
        for end in (first, first + 1):
            if end >= len(phrase) and tuple(k.folded for k in items[end - len(phrase) : end]) == phrase:
                return True
    return False


def _between_subject_and_verb(sentence: Sentence, j: int) -> bool:
    item = sentence.items[j]
    if item.word in GENITIVES:
        # "he's" for "he has".
        return j > 0 and sentence.items[j - 1].has(WC.PRONOUN)
    if (
        item.has(WC.DETERMINER)
        and not item.has(WC.PRONOUN)
        and j + 1 < len(sentence)
        and sentence.items[j + 1].has(WC.TIME)
    ):
        return True  # "this week"
    return item.is_word and item.has(WC.AUXILIARY, WC.ADVERB, WC.TIME) and not item.has(WC.DETERMINER)


def _may_open(item: Item) -> bool:
    if not item.is_word:
        return item.quoted is not None or item.word in ("@", "#")
    return item.has(WC.DETERMINER) or not item.has(WC.CONJUNCTION, WC.ADVERB, WC.PREPOSITION, WC.TIME, *CLAUSAL)


def _walk_left(sentence: Sentence, last: int) -> int:
    """The first item of the noun phrase whose last one is ``last``."""
    j = last
    while j >= 0:
        step = _step_left(sentence, j, last)
        if step is None:
            return j + 1
        if step == j:
            return j
        j = step
    return 0


def _step_left(sentence: Sentence, j: int, last: int) -> int | None:
    """The item to continue with; ``j`` itself if the phrase begins there, None if it began after it."""
    item = sentence.items[j]
    if not item.is_word:
        return _step_left_over_mark(sentence, j)
    if not item.classes and item.cue is None:
        return j - 1  # Most words: all that follows asks for a class or a cue.
    if item.has(WC.DETERMINER):
        return _step_left_over_determiner(sentence, j)
    if item.has(WC.PRONOUN):
        return j if j < last else None
    if item.has(WC.PREPOSITION):
        return j - 1 if _attaches_left(sentence, j) else None
    if item.has(WC.CONJUNCTION):
        return j - 1 if _coordinates_left(sentence, j) else None
    if item.has(*CLAUSAL) or (j < last and _ends_clause_before(sentence, j)):
        return None
    return j - 1


def _step_left_over_determiner(sentence: Sentence, j: int) -> int:
    """The noun before the preposition or conjunction that ties the determiner to it, else the determiner itself."""
    items = sentence.items
    before = items[j - 1] if j else None
    if before is not None and items[j].has(WC.GENITIVE_DETERMINER) and _is_noun(before):
        return j - 1
    if before is None or j < 2 or not is_plain(items[j - 2]):
        return j
    joins = before.has(WC.CONJUNCTION) and not has_verb_cue(items[:j])
    return j - 2 if before.has(WC.ATTACHING_LEFT) or joins else j


def _attaches_left(sentence: Sentence, j: int) -> bool:
    """Whether a preposition attaches what follows to a noun or pronoun before it."""
    if not j or not sentence.items[j].has(WC.ATTACHING_LEFT):
        return False
    before = sentence.items[j - 1]
    return is_plain(before) or before.has(WC.PRONOUN)


def _coordinates_left(sentence: Sentence, j: int) -> bool:
    """Whether a conjunction joins two noun phrases: a noun comes before it, and no verb that cues."""
    return j > 0 and is_plain(sentence.items[j - 1]) and not has_verb_cue(sentence.items[:j])


def _ends_clause_before(sentence: Sentence, j: int) -> bool:
    """Whether a word before the last one of a phrase belongs to another clause: a time, an adverb or a finite verb."""
    item = sentence.items[j]
    finite = item.is_verb and j > 0 and item.word[0].islower() and not sentence.items[j - 1].has(WC.DETERMINER)
    return item.has(WC.TIME, WC.ADVERB) or finite


def _step_left_over_mark(sentence: Sentence, j: int) -> int | None:
    items = sentence.items
    item = items[j]
    if item.word == ")":
        opening = next((k for k in range(j - 1, max(0, j - _BRACKET) - 1, -1) if items[k].word == "("), None)
        return opening - 1 if opening else None
    if item.quoted is not None:
        return j - 1 if is_nickname(sentence, j) else None
    abbreviates = item.word == "." and j > 0 and items[j - 1].end == item.start
    return j - 1 if item.word in _INNER or abbreviates or _is_attached(items, j) else None


def _is_attached(items: Sequence[Item], j: int) -> bool:
    """Whether an apostrophe or prime is written onto a word or number."""
    return items[j].word in _ATTACHED and j > 0 and items[j - 1].is_word and items[j - 1].end == items[j].start


# To the right.


def right_phrase(sentence: Sentence, at: int, *, apposition: bool = True) -> Range | None:
    """The noun phrase that begins at item ``at``; see `left_phrase`. ``apposition``: whether it may pass a comma."""
    items = sentence.items
    if at >= len(items):
        return None
    head = items[at]
    if head.is_word and head.has(WC.PRONOUN) and not opens_phrase(sentence, at):
        return (at, at + 1)
    if not head.is_word and head.word not in ("@", "#"):
        return None
    if head.has(WC.PREPOSITION, WC.CONJUNCTION, WC.TIME, *CLAUSAL) and not head.has(WC.DETERMINER):
        return None
    if head.is_cue and head.has(WC.PARTICIPLE):
        return None
    j = _walk_right(sentence, at, apposition=apposition)
    while j > at and _is_loose(sentence, j - 1):
        j -= 1
    return _named(sentence, at, j)


def _named(sentence: Sentence, first: int, end: int) -> Range | None:
    """The phrase, if it has a word; where nouns have capitals, up to its last noun, and None without any."""
    if sentence.language.capital_nouns:
        items = sentence.items
        while (
            end > first
            and items[end - 1].is_word
            and not items[end - 1].word[0].isupper()
            and not items[end - 1].has(WC.PRONOUN)
        ):
            if items[end - 1].word[0].isdigit():
                break
            end -= 1
    return (first, end) if first < end else None


def opens_phrase(sentence: Sentence, at: int) -> bool:
    """Whether a word that may also be a pronoun is a determiner here: a plain word follows (Norwegian "de", "det")."""
    if at + 1 >= len(sentence):
        return False
    follower = sentence.items[at + 1]
    return sentence.items[at].has(WC.DETERMINER) and is_plain(follower) and not follower.is_cue


def _is_loose(sentence: Sentence, j: int) -> bool:
    """Whether a phrase cannot end with an item."""
    item = sentence.items[j]
    if item.is_word:
        return item.has(WC.PREPOSITION, WC.CONJUNCTION, WC.DETERMINER) or item.has(WC.RELATIVE)
    return item.word not in (")", ".") and not is_nickname(sentence, j)


def _walk_right(sentence: Sentence, first: int, *, apposition: bool) -> int:
    """The item after the noun phrase that begins at ``first``."""
    items, j = sentence.items, first
    while j < len(items):
        item = items[j]
        if item.is_comma:
            end = after_apposition(sentence, j) if apposition else None
            return j if end is None else end
        step = _step_right(sentence, j, first) if item.is_word else _step_right_over_mark(sentence, j)
        if step is None:
            return j
        j = step
    return j


def _step_right(sentence: Sentence, j: int, first: int) -> int | None:
    """The item to continue after the word ``j``, or None if the phrase ends before it."""
    item = sentence.items[j]
    if item.has(WC.RELATIVE) and j > first and sentence.language.subject[0] == "after":
        # Where heads come first the clause that says which one belongs to the name ("the coalition which X leads").
        return j + 1
    if item.has(WC.PREPOSITION):
        held = j + 1 < len(sentence) and _attaches(sentence, j, sentence.items[j + 1])
    elif item.has(WC.CONJUNCTION):
        held = _coordinates_right(sentence, j, first)
    elif j == first:
        held = True
    elif item.has(WC.DETERMINER):
        held = _holds_determiner(sentence, j)
    else:
        held = _holds_word(sentence, j)
    return j + 1 if held else None


def _coordinates_right(sentence: Sentence, j: int, first: int) -> bool:
    """Whether a conjunction joins another noun phrase to the one that begins at ``first``, and no clause."""
    if j + 1 >= len(sentence) or not is_plain(sentence.items[j + 1]):
        return False
    return sentence.items[first].has(WC.CORRELATIVE) or not _clause_follows(sentence, j + 1)


def _holds_determiner(sentence: Sentence, j: int) -> bool:
    """Whether a determiner belongs to the phrase before it: it follows what ties it, or is a genitive."""
    items = sentence.items
    follows_noun = items[j].has(WC.GENITIVE_DETERMINER) and _is_noun(items[j - 1])
    if follows_noun and j + 1 < len(items) and is_plain(items[j + 1]):
        return True
    return items[j - 1].has(WC.PREPOSITION, WC.CONJUNCTION, WC.DETERMINER)


def _holds_word(sentence: Sentence, j: int) -> bool:
    """Whether a word that is no first one belongs to the phrase before it."""
    item, before = sentence.items[j], sentence.items[j - 1]
    if not item.classes and item.cue is None:
        return True  # Most words: all that follows asks for a class or a cue.
    if item.has(WC.TIME) and not _is_part_of_title(sentence, j):
        return False
    if item.has(WC.ADDRESSED, *CLAUSAL):
        return False
    named = item.word[0].isupper()
    if item.has(WC.PRONOUN, WC.ADVERB, WC.PARTICIPLE) and not named:
        return False
    nominal = before.has(WC.DETERMINER) or item.has(WC.DOCUMENT, WC.MEDIUM, WC.ORGANISATION_NOUN)
    return named or nominal or not item.is_verb


def _is_part_of_title(sentence: Sentence, j: int) -> bool:
    """Whether a word for a time is the adjective of a title before it, where adjectives follow ("الأمين العام")."""
    if sentence.language.subject[0] != "after" or not sentence.items[j - 1].has(WC.TITLE, WC.PERSON_NOUN):
        return False
    return j + 1 >= len(sentence) or not sentence.items[j + 1].has(WC.TIME)


def _attaches(sentence: Sentence, j: int, follower: Item) -> bool:
    """Whether a preposition ties what follows to the phrase: no medium, no time, no outlet that was spoken to."""
    item = sentence.items[j]
    issued = item.has(WC.ISSUER) and sentence.items[j - 1].has(WC.DOCUMENT, WC.MEDIUM)
    if not (item.has(WC.ATTACHING) or issued) or not (is_plain(follower) or follower.has(WC.DETERMINER)):
        return False
    told = item.folded in sentence.language.words[WC.VIA_PHRASE] and _is_addressee(sentence, j, follower)
    return not told and not near(sentence, j + 1, WC.MEDIUM, 3) and not near(sentence, j + 1, WC.TIME, 2)


def _is_addressee(sentence: Sentence, j: int, follower: Item) -> bool:
    """Whether what follows the preposition at ``j`` is an outlet: a listed one, or a name after a person's name."""
    named = j > 1 and sentence.items[j - 1].word[0].isupper() and follower.word[0].isupper()
    return follower.has(WC.OUTLET) or named


def _step_right_over_mark(sentence: Sentence, j: int) -> int | None:
    items = sentence.items
    item = items[j]
    if item.quoted is not None:
        return j + 1 if is_nickname(sentence, j) and j + 1 < len(items) and items[j + 1].is_word else None
    if item.word == "(":
        closing = sentence.next_where(j + 1, j + _BRACKET, ")")
        return None if closing is None else closing + 1
    if item.word == "-" and items[j - 1].end < item.start:
        return None
    if item.word == ".":
        return j + 1 if j + 1 < len(items) and items[j - 1].end == item.start else None
    return j + 1 if item.word in _INNER or _is_attached(items, j) else None


def _clause_follows(sentence: Sentence, at: int) -> bool:
    """Whether what is coordinated is a clause of its own: a cue, an auxiliary or a negation comes soon."""
    return any(k.is_verb or k.has(WC.AUXILIARY, WC.NEGATION, WC.NEGATOR) for k in sentence.items[at : at + 4])


#: A name in marks has at most so many code points.
_NAME_IN_MARKS = 50


def is_quoted_name(sentence: Sentence, k: int) -> bool:
    """Whether a quoted stretch is a name in marks: short, and closed by no full stop ("laut „Morgenpost“")."""
    quoted = sentence.items[k].quoted
    if quoted is None or quoted.end - quoted.start > _NAME_IN_MARKS:
        return False
    return sentence.text[quoted.inner_end - 1] not in ".,!?;:…"


#: Nouns of these classes speak, and compounds of which one of so many letters or more is the last part.
_SPEAKING = (WC.PERSON_NOUN, WC.GROUP_NOUN, WC.ORGANISATION_NOUN, WC.TITLE, WC.OUTLET)
_COMPOUND = 4


def who_can_speak(sentence: Sentence, subject: Range | None) -> Range | None:
    """A subject if it can speak: a person, a group, an organisation, a name, or a pronoun for one of them."""
    if subject is None:
        return None
    return subject if any(_can_speak(sentence, k, subject) for k in range(*subject)) else None


def _can_speak(sentence: Sentence, k: int, subject: Range) -> bool:
    """Whether an item of a subject says that it is a person, a group or an organisation."""
    item = sentence.items[k]
    if item.has(WC.SINGULAR_PERSON, WC.PLURAL_PERSON, *_SPEAKING):
        return True
    if not item.is_word or not item.word[0].isupper() or item.classes:
        return False
    verb = sentence.items[subject[1]].folded if subject[1] < len(sentence) else ""
    several = verb.endswith(tuple(sentence.language.words[WC.PLURAL_VERB_ENDING]))
    alone = subject[1] - subject[0] == 1 and not several
    named = k > subject[0] and sentence.items[k - 1].is_word and sentence.items[k - 1].word[0].isupper()
    nouns = tuple(n for c in _SPEAKING for n in sentence.language.words[c] if len(n) >= _COMPOUND)
    return alone or (named and not sentence.items[k - 1].classes) or item.folded.endswith(nouns)


def names_someone(sentence: Sentence, phrase: Range) -> bool:
    """Whether a phrase before a colon can be who speaks: a word for a person or group, or a name, an apposition aside.

    Where there are no capitals, or all nouns have them, any phrase can.
    """
    if not sentence.language.cased or sentence.language.capital_nouns:
        return True
    stop = next((k for k in range(*phrase) if sentence.items[k].is_comma), phrase[1])
    items = [k for k in sentence.items[phrase[0] : stop] if k.is_word]
    if any(k.has(WC.PRONOUN, *_SPEAKING) for k in items):
        return True
    return all(k.word[0].isupper() or k.word[0].isdigit() or k.classes for k in items)
