"""The order in which quotation is found, paragraph by paragraph, and what ties paragraphs together.

The rules are those of the reported-speech literature: cue verbs with their frames (Pouliquen et al. 2007; Pareti et
al. 2013), quotations that float behind an attributed one (O'Keefe et al. 2012), speech dashes. They know no language;
`corpus.languages.language` holds what they ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.brackets import first_subject
from corpus.quotes.content_span import content_start, trimmed
from corpus.quotes.cross_sentence import (
    continued,
    go_on,
    join_reopened,
    left_open,
    name_before,
    place_quotation,
    said_so,
    sign,
    signature,
    without_document,
    without_stray_mark,
)
from corpus.quotes.cue_frames import CueFrame, find_cue_frames
from corpus.quotes.direct import find_dash, find_direct, opens_with_dash
from corpus.quotes.indirect import find_hearsay, find_indirect
from corpus.quotes.marks import Quoted, pair_marks
from corpus.quotes.noun_phrases import left_phrase
from corpus.quotes.raw_attribution import RawAttribution, from_frame, inner
from corpus.quotes.sentence import Sentence, build_sentences
from corpus.records import Segment, Span

#: The rule of what is reported inside quoted words.
NESTED = "nested.that"
#: The rule of what is quoted inside quoted words.
NESTED_QUOTED = "nested.quoted"
#: A name before a colon that speaks has at most so many items.
_NAME = 6
#: The subject of a verb inside quoted words has at most so many words; what it said in marks of its own, at least.
_SUBJECT = 3
#: Dash speech that goes on in another paragraph ends in one of so many sentences there.
_SPOKEN = 6
_CLOSED = frozenset(".,!?؟،…")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A kept segment with its quoted stretches, its sentences, and the readings of each of them."""

    segment: Segment
    quoted: list[Quoted]
    sentences: list[Sentence]
    cue_frames: list[list[CueFrame]]


@dataclass(slots=True)
class Passage:
    """What is carried from one paragraph to the next.

    ``introduced`` is a speaker whom a colon at the end of the paragraph before gives the word, ``block`` whether what
    follows is a document set without marks, ``goes_on`` whether the paragraph before ended in quotation, ``last`` its
    last sentence.
    """

    found: list[RawAttribution] = field(default_factory=list)
    marks: list[Quoted] = field(default_factory=list)
    introduced: RawAttribution | None = None
    block: bool = False
    continues: bool = False
    last: Sentence | None = None


def find_attributions(
    tokens: ArticleTokens, segments: Sequence[Segment], language: Language
) -> tuple[list[RawAttribution], list[Quoted]]:
    """All attributions of the kept segments in order of their contents, and all pairs of marks and speech dashes."""
    kept = [s for s in segments if s.kept]
    vocabulary: set[str] = set()
    passage = Passage()
    for segment in kept:
        # Words up to here and none behind: what is added to an article changes nothing before it.
        vocabulary.update(tokens.between(segment.start, segment.end).folded)
        _read_paragraph(passage, _paragraph(tokens, segment, language, vocabulary))
    found = passage.found + _nested(tokens, passage, language)
    return sorted(found, key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue)), passage.marks


def _nested(tokens: ArticleTokens, passage: Passage, language: Language) -> list[RawAttribution]:
    """What is reported inside quoted words, by the rules for a clause with a complementizer and a source.

    The other rules take the many verbs of ordinary talk ("I tell you", "we call it") for reports.
    """
    inside = sorted((replace(q, depth=q.depth - 1) for q in passage.marks if q.depth), key=lambda q: q.start)
    starts = [q.start for q in inside]
    found = []
    for span in (c for f in passage.found if f.is_direct for c in f.content):
        held = [q for q in inside[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if q.end <= span.end]
        for sentence in build_sentences(tokens, span, held, language):
            cue_frames = find_cue_frames(sentence)
            says = [r for r in cue_frames if _says(r)]
            quotes = find_direct(sentence, says)[0] if held else []
            found += [replace(f, rule=NESTED_QUOTED) for f in quotes if _is_speech(tokens.text, f)]
            reported = find_indirect(sentence, cue_frames, set())
            found += [replace(f, rule=NESTED) for f in reported if f.rule == "indirect.that" and f.source]
    return found


def _says(frame: CueFrame) -> bool:
    """Whether a cue inside quoted words is a verb of saying, which neither calls nor issues, with a short subject."""
    says = {"quote", "that"} <= frame.entry.frames and "block" not in frame.entry.frames
    return says and frame.source is not None and frame.source[1] - frame.source[0] <= _SUBJECT


def _is_speech(text: str, found: RawAttribution) -> bool:
    """Whether marks inside marks hold a sentence or clause: some words, closed as one."""
    words = found.content[-1].of(text)
    return words[-1] in _CLOSED and len(words.split()) >= _SUBJECT


def _paragraph(tokens: ArticleTokens, segment: Segment, language: Language, vocabulary: Collection[str]) -> Paragraph:
    quoted = without_stray_mark(tokens, pair_marks(tokens.text, segment.start, segment.end), language)
    sentences = build_sentences(tokens, segment.span, quoted, language, vocabulary=vocabulary)
    return Paragraph(segment, quoted, sentences, [find_cue_frames(s) for s in sentences])


def _read_paragraph(passage: Passage, par: Paragraph) -> None:
    passage.marks += par.quoted
    introduced, block, continues, last = passage.introduced, passage.block, passage.continues, passage.last
    passage.introduced, passage.block, passage.continues, passage.last = None, False, False, None
    if not par.sentences:
        return
    passage.last = par.sentences[-1]
    if _signs(passage, par, last):
        return
    if opens_with_dash(par.sentences):
        _read_dash(passage, par, introduced)
        return
    if block and not par.quoted and introduced is not None:
        passage.found.append(replace(introduced, content=(par.segment.span,), rule="direct.block"))
        return
    if continues and introduced is None and _is_all_quoted(par):
        # A paragraph that is nothing but quotation goes on with that of the paragraph before (guidelines, section 2).
        content = tuple(inner(s.text, i.quoted) for s in par.sentences for i in s.items if i.quoted is not None)
        if not go_on(passage.found, content):
            passage.found.append(continued(passage.found[-1], content))
        passage.continues = True
        return
    spoken_before = (
        passage.found[-1] if last is not None and passage.found and _reaches(passage.found[-1], last) else None
    )
    continued_speech = _ends_dash_speech(passage, par, last)
    if continued_speech is not None:
        passage.found[-1] = continued_speech
        rest = [
            s
            for s in par.sentences
            if s.items[0].start >= max(c.end for c in (*continued_speech.cue, *continued_speech.source))
        ]
        if not rest:
            return
        par = replace(par, sentences=rest, cue_frames=par.cue_frames[-len(rest) :])
    here = _headline(par) or _read_sentences(par, introduced, spoken_before)
    if last is not None:
        here += _link_before(passage, par, last, here)
    passage.found += here
    spoken = bool(here) and (here[-1].is_direct or bool(here[-1].source))
    passage.continues = spoken and _reaches(here[-1], par.sentences[-1])
    _introduce(passage, par)


def _ends_dash_speech(passage: Passage, par: Paragraph, last: Sentence | None) -> RawAttribution | None:
    """Dash speech that no cue closed in the paragraph before, with its end and its cue in this one."""
    before = passage.found[-1] if passage.found else None
    if before is None or before.rule != "direct.dash-alone" or last is None or not _reaches(before, last):
        return None
    if last.items[-1].is_word or par.segment.role == "subheading":
        return None  # A heading in front of the text.
    for n, (sentence, cue_frames) in enumerate(zip(par.sentences, par.cue_frames, strict=True)):
        if n >= _SPOKEN:
            return None
        cue = next((r for r in cue_frames if _closes_speech(sentence, r)), None)
        if cue is not None:
            content = Span(par.sentences[0].items[0].start, sentence.items[cue.begin - 2].end)
            return replace(from_frame(sentence, cue, (*before.content, content), "direct.dash"))
        if any(r.source is not None for r in cue_frames):
            return None
    return None


def _closes_speech(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a cue of saying with its source follows the comma that ends what is said."""
    if frame.begin < 2 or not sentence.items[frame.begin - 1].is_comma or frame.shared or frame.denied:
        return False
    return "quote" in frame.entry.frames and frame.source is not None and frame.after


def _read_dash(passage: Passage, par: Paragraph, introduced: RawAttribution | None) -> None:
    """A paragraph of dash speech; its speaker may be the one whom the paragraph before has given the word."""
    found, dashes = find_dash(par.sentences, par.cue_frames)
    heading = par.segment.role == "subheading"
    found = [replace(f, rule="direct.heading") if heading and f.implied else f for f in found]
    if introduced is not None and found and found[0].rule == "direct.dash-alone":
        found[0] = replace(introduced, content=found[0].content)
    passage.found += found
    passage.marks += dashes


def _signs(passage: Passage, par: Paragraph, last: Sentence | None) -> bool:
    """Whether a paragraph is the name below the quotation that all of the paragraph before is."""
    if last is None or len(par.sentences) > 1 or any(i.is_word for i in last.items):
        return False
    quoted, name = last.items[-1].quoted, signature(par.sentences[0])
    return quoted is not None and name is not None and sign(passage.found, par.sentences[0], name, quoted=quoted)


def _link_before(passage: Passage, par: Paragraph, last: Sentence, here: list[RawAttribution]) -> list[RawAttribution]:
    """Tie a paragraph to the one before; what that adds comes out, the rest is changed in place."""
    opened = left_open(last)
    if opened is not None:
        join_reopened(passage.found, here, opened=opened, sentence=par.sentences[0])
    said = said_so(par.sentences[0], par.cue_frames[0], last, passage.found)
    return [] if said is None else [said]


def _is_all_quoted(par: Paragraph) -> bool:
    return bool(par.quoted) and not any(i.is_word for s in par.sentences for i in s.items)


def _reaches(found: RawAttribution, sentence: Sentence) -> bool:
    """Whether an attribution has a part in a sentence."""
    return max(s.end for s in (found.content[-1], *found.cue, *found.source)) > sentence.items[0].start


def _read_sentences(
    par: Paragraph, introduced: RawAttribution | None, before_paragraph: RawAttribution | None = None
) -> list[RawAttribution]:
    here: list[RawAttribution] = []
    for n, (sentence, cue_frames) in enumerate(zip(par.sentences, par.cue_frames, strict=True)):
        found, used, quotes = find_direct(sentence, cue_frames)
        found += find_indirect(sentence, cue_frames, used)
        found += find_hearsay(sentence)
        for k in [k for k, item in enumerate(sentence.items) if item.quoted is not None]:
            if k in quotes or _is_covered(sentence, k, found):
                continue
            before = found or (here if here and _reaches(here[-1], par.sentences[max(0, n - 1)]) else [])
            place_quotation(sentence, k, found=found, before=before, introduced=None if here else introduced)
        if not found:
            found = _continues_in_mood(par, n, here[-1] if here else before_paragraph)
            if found and here and here[-1].rule == found[0].rule and _reaches(here[-1], par.sentences[n - 1]):
                here[-1] = replace(here[-1], content=(*here[-1].content, *found[0].content))
                found = []
        here += found
        if n:
            _link_sentence(par, n, here)
    return here


def _continues_in_mood(par: Paragraph, n: int, last: RawAttribution | None) -> list[RawAttribution]:
    """What a sentence in the mood of reported speech and without a cue reports.

    It continues the report of the sentence before, or else reports what the subject of that sentence says.
    """
    sentence = par.sentences[n]
    if not any(k.has(WC.REPORTED_MOOD) and _is_main_verb(sentence, m) for m, k in enumerate(sentence.items)):
        return []
    kept = trimmed(sentence, content_start(sentence, len(sentence)), len(sentence))
    if kept is None or (sentence.items[0].has(WC.ANAPHOR) and par.cue_frames[n]):
        return []
    content = (sentence.span(*kept),)
    if last is not None and (n == 0 or _reaches(last, par.sentences[n - 1])):
        return [RawAttribution(content, (), last.source, "indirect.mood", implied=not last.source)]
    subject = first_subject(par.sentences[n - 1]) if n else None
    if subject is None or any(k.has(WC.SUBORDINATOR) for k in sentence.items):
        return []
    return [RawAttribution(content, (), (par.sentences[n - 1].span(*subject),), "indirect.mood")]


def _is_main_verb(sentence: Sentence, k: int) -> bool:
    """Whether a finite verb is that of the main clause, and not of the writer's own "I"."""
    items = sentence.items
    if any(item.has(WC.FIRST_PERSON) for item in items[max(0, k - 1) : k + 2]):
        return False
    subordinate = items[0].has(WC.SUBORDINATOR, WC.COMPLEMENTIZER) and not items[0].has(WC.ADVERB, WC.PREPOSITION)
    return (k > 0 and items[k - 1].is_comma) or (not subordinate and not any(i.is_comma for i in items[:k]))


def _link_sentence(par: Paragraph, n: int, here: list[RawAttribution]) -> None:
    """Tie a sentence to the one before it in its paragraph."""
    before, sentence = par.sentences[n - 1], par.sentences[n]
    quoted, name = before.items[-1].quoted, signature(sentence)
    if quoted is not None and name is not None and not before.words(0, len(before)):
        sign(here, sentence, name, quoted=quoted)
    said = said_so(sentence, par.cue_frames[n], before, here)
    if said is not None:
        here.append(said)


def _is_covered(sentence: Sentence, item: int, found: Sequence[RawAttribution]) -> bool:
    span = sentence.span(item, item + 1)
    return any(span.overlaps(c) for f in found for c in f.content)


def _headline(par: Paragraph) -> list[RawAttribution]:
    """What a headline of the form "X: text" reports: X says it (guidelines, section 5)."""
    sentence = par.sentences[0]
    if par.segment.role != "headline":
        return []
    colon = sentence.next_where(1, _NAME + 1, ":")
    if colon is None or colon + 1 == len(sentence) or left_phrase(sentence, colon) != (0, colon):
        return []
    rest = sentence.items[colon + 1 :]
    only = rest[0].quoted if len(rest) == 1 and len(par.sentences) == 1 else None
    content = (
        inner(sentence.text, only) if only else replace(sentence.span(colon + 1, len(sentence)), end=par.segment.end)
    )
    return [RawAttribution((content,), (), (sentence.span(0, colon),), "headline.colon")]


def _introduce(passage: Passage, par: Paragraph) -> None:
    """A paragraph that ends with a colon lets its last cue speak in the next, or the name that is all of it."""
    sentence = par.sentences[-1]
    if sentence.items[-1].word != ":":
        return
    cue_frames = [r for r in par.cue_frames[-1] if r.entry.frames & {"quote", "block"} and not r.denied]
    if cue_frames:
        frame = without_document(sentence, cue_frames[-1])
        # "X added:" gives the whole next paragraph the word, marks or none.
        says = "quote" in frame.entry.frames and frame.cue[1] == len(sentence) - 1 and bool(frame.source)
        passage.block = says or any(i.has(WC.MEDIUM, WC.DOCUMENT) for i in sentence.items[frame.begin :])
        if passage.block or "quote" in frame.entry.frames:
            passage.introduced = from_frame(sentence, frame, (), "direct.introduced")
        return
    named = name_before(sentence, len(sentence) - 1)
    if named is not None and (named[0] == 0 or (len(sentence) <= _NAME and _may_be_name(sentence, named[0]))):
        passage.introduced = RawAttribution((), (), (sentence.span(*named),), "direct.introduced")


def _may_be_name(sentence: Sentence, item: int) -> bool:
    return not sentence.language.cased or sentence.items[item].word[0].isupper()
