"""The order in which quotation is found, paragraph by paragraph, and what ties paragraphs together.

The rules are those of the reported-speech literature: cue verbs with their frames (Pouliquen et al. 2007; Pareti et
al. 2013), quotations that float after an attributed one (O'Keefe et al. 2012), speech dashes. They know no language;
`corpus.languages.language` holds what they ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.cross_sentence import (
    attribute_to_next_sentence,
    attribute_to_signature,
    continued,
    join_reopened,
    left_open,
    name_before,
    place_unattributed,
    signature,
    without_document,
    without_stray_mark,
)
from corpus.quotes.cue_frames import find_cue_frames
from corpus.quotes.direct import find_dash, find_dash_inside, find_direct, is_list_item, opens_with_dash
from corpus.quotes.frame import CueFrame
from corpus.quotes.indirect import find_hearsay, find_indirect
from corpus.quotes.marks import PARAGRAPHS, Quoted, closing_paragraph, pair_marks
from corpus.quotes.mood import IN_MOOD, report_in_mood
from corpus.quotes.noun_phrases import left_phrase, names_someone
from corpus.quotes.raw_attribution import RawAttribution, from_frame, inner
from corpus.quotes.sentence import Sentence, build_sentences
from corpus.quotes.transcript import find_layout, find_turns
from corpus.records import Segment, Span

#: The rule of what is reported inside quoted words.
NESTED = "nested.that"
#: The rule of what is quoted inside quoted words.
NESTED_QUOTED = "nested.quoted"
#: A name before a colon that speaks has at most so many items.
_NAME = 6
#: The subject of a verb inside quoted words has at most so many words; what it said in marks of its own, at least.
_SUBJECT = 3
#: Dash speech that continues in another paragraph ends in one of so many sentences there.
_SPOKEN = 6
_CLOSED = frozenset(".,!?؟،…")
#: A paragraph can change so many of the attributions before it: the one that it continues, and the one before that.
_RECENT = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A kept segment with its quoted stretches, its sentences, and the cue frames of each of them."""

    segment: Segment
    quoted: list[Quoted]
    sentences: list[Sentence]
    cue_frames: list[list[CueFrame]]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one paragraph hands to the next.

    ``introduced`` is a speaker whom a colon at the paragraph's end introduces, ``block`` whether what follows is a
    document set without marks, ``listed`` whether it may be a list, ``continues`` whether the paragraph ended in
    quotation, ``last`` its last sentence.
    """

    introduced: RawAttribution | None = None
    block: bool = False
    listed: bool = False
    continues: bool = False
    last: Sentence | None = None


@dataclass(frozen=True, slots=True)
class ParagraphResult:
    """What a paragraph yields: attributions that take the place of the last ``replaced`` ones, marks, and the rest."""

    found: Sequence[RawAttribution]
    marks: Sequence[Quoted] = ()
    replaced: int = 0
    carried: Carried = Carried()


def find_attributions(
    tokens: ArticleTokens, segments: Sequence[Segment], language: Language
) -> tuple[list[RawAttribution], list[Quoted]]:
    """Find all attributions of an article by rules.

    Args:
        tokens: the tokens of the article's kept segments.
        segments: all segments of the article in order; those that are not kept are passed over.
        language: the language of the article.

    Returns:
        The attributions in order of their contents, and all pairs of marks and speech dashes. Spans are code points of
        the raw text.
    """
    found: list[RawAttribution] = []
    marks: list[Quoted] = []
    vocabulary: set[str] = set()
    carried = Carried()
    kept = [s for s in segments if s.kept]
    paired = _paired_marks(tokens.text, kept)
    layout = find_layout(tokens.text, kept, language)
    for segment, pairs in zip(kept, paired, strict=True):
        # Words up to here and none after it: what is added to an article changes nothing before it.
        vocabulary.update(tokens.between(segment.start, segment.end).folded)
        par = _paragraph(tokens, segment, language, pairs=pairs, vocabulary=vocabulary)
        turns = find_turns(par.sentences, segment, layout) if layout.has_turns and par.sentences else None
        result = _read_paragraph(found, carried, par) if turns is None else ParagraphResult(turns, par.quoted)
        found[len(found) - result.replaced :] = result.found
        marks += result.marks
        carried = result.carried
    nested = _nested(tokens, found, marks, language)
    return sorted([*found, *nested], key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue)), marks


def _nested(
    tokens: ArticleTokens, outer: Sequence[RawAttribution], marks: Sequence[Quoted], language: Language
) -> list[RawAttribution]:
    """What is reported inside quoted words, by the rules for a clause with a complementizer and a source.

    The other rules take the many verbs of ordinary talk ("I tell you", "we call it") for reports.
    """
    inside = sorted((replace(q, depth=q.depth - 1) for q in marks if q.depth), key=lambda q: q.start)
    starts = [q.start for q in inside]
    found: list[RawAttribution] = []
    for span in (c for f in outer if f.is_direct for c in f.content):
        held = [q for q in inside[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if q.end <= span.end]
        for sentence in build_sentences(tokens, span, held, language):
            cue_frames = [r for r in find_cue_frames(sentence) if not _is_unsaid(sentence, r)]
            says = [r for r in cue_frames if _says(r)]
            quotes = find_direct(sentence, says)[0] if held else []
            found += [replace(f, rule=NESTED_QUOTED) for f in quotes if _is_speech(tokens.text, f) or _is_told(f)]
            reported = find_indirect(sentence, cue_frames, set())
            found += [replace(f, rule=NESTED) for f in reported if f.rule == "indirect.that" and f.source]
    return found


def _is_unsaid(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a cue inside quoted words reports no act: "I can say that ...", "if she says that ..."."""
    items = sentence.items
    before = items[max(0, frame.begin - 2) : frame.cue[0]]
    if any(k.has(WC.CONDITIONAL) for k in before):
        return True
    own = frame.source is not None and items[frame.source[0]].has(WC.FIRST_PERSON)
    return own and any(k.has(WC.AUXILIARY) for k in before)


def _says(frame: CueFrame) -> bool:
    """Whether a cue inside quoted words is a verb of saying, which neither calls nor issues, with a short subject."""
    says = {"quote", "that"} <= frame.entry.frames and "block" not in frame.entry.frames
    return says and frame.source is not None and frame.source[1] - frame.source[0] <= _SUBJECT


def _is_told(found: RawAttribution) -> bool:
    """Whether a cue with somebody spoken to leads to marks inside marks: they are no term then, however short."""
    return found.rule == "direct.leading" and found.entry is not None and "addressee" in found.entry.frames


def _is_speech(text: str, found: RawAttribution) -> bool:
    """Whether marks inside marks hold a sentence or clause: some words, closed as one."""
    words = found.content[-1].of(text)
    return words[-1] in _CLOSED and len(words.split()) >= _SUBJECT


def _paired_marks(text: str, segments: Sequence[Segment]) -> list[list[Quoted]]:
    """The pairs of marks of each paragraph; one that a paragraph leaves open may be closed in one after it."""
    opened = [""] * len(segments)
    bounds = [(s.start, s.end) for s in segments]
    paired: list[list[Quoted]] = []
    for n, (start, end) in enumerate(bounds):
        paired.append(pair_marks(text, start, end, opened=opened[n]))
        left = next((q for q in paired[n] if q.depth == 0 and not q.closed), None)
        if left is None or opened[n]:
            continue
        closing = closing_paragraph(text, left, bounds[n + 1 : n + 1 + PARAGRAPHS])
        if closing is not None:
            opened[n + 1 : n + 2 + closing] = [text[left.start]] * (closing + 1)
    return paired


def _paragraph(
    tokens: ArticleTokens,
    segment: Segment,
    language: Language,
    *,
    pairs: list[Quoted],
    vocabulary: Collection[str],
) -> Paragraph:
    quoted = without_stray_mark(tokens, pairs, language)
    sentences = build_sentences(tokens, segment.span, quoted, language, vocabulary=vocabulary)
    return Paragraph(segment, quoted, sentences, [find_cue_frames(s) for s in sentences])


def _read_paragraph(found: Sequence[RawAttribution], before: Carried, par: Paragraph) -> ParagraphResult:
    """The result of a paragraph, given the attributions before it and what the paragraph before hands on."""
    if not par.sentences:
        return ParagraphResult((), par.quoted)
    carried = Carried(last=par.sentences[-1])
    last = found[-1] if found else None
    if (set_apart := _set_apart(last, before, par, carried)) is not None:
        return set_apart
    recent = list(found[-_RECENT:])
    replaced = len(recent)
    near = last if last is not None and before.last is not None and _reaches(last, before.last) else None
    if near is not None and before.last is not None:
        ended = _ends_dash_speech(near, par, before.last)
        if ended is not None:
            recent[-1] = ended
            par = _rest_of(par, max(c.end for c in (*ended.cue, *ended.source)))
            if not par.sentences:
                return ParagraphResult(recent, par.quoted, replaced, carried)
    spoken, dashes = find_dash_inside(par.sentences, par.cue_frames)
    end = dashes[0].start if dashes else par.segment.end
    here = _headline(par) or _read_sentences(_until(par, end), before.introduced, near)
    here = [*here, *spoken]
    if before.last is not None:
        recent, here = _link_before(recent, here, par, before.last)
    speaks = bool(here) and (here[-1].is_direct or bool(here[-1].source))
    carried = Carried(continues=speaks and _reaches(here[-1], par.sentences[-1]), last=carried.last)
    return ParagraphResult([*recent, *here], [*par.quoted, *dashes], replaced, _introduce(carried, par))


def _set_apart(
    last: RawAttribution | None, before: Carried, par: Paragraph, carried: Carried
) -> ParagraphResult | None:
    """The result of a paragraph whose layout says what it is: a signature, a list's item, dash speech, a document.

    None for all others; ``carried`` is what it hands on at least.
    """
    if (signed := _signed_below(last, par, before.last)) is not None:
        return ParagraphResult(signed, par.quoted, int(last is not None), carried)
    if before.listed and is_list_item(par.sentences, par.cue_frames):
        return ParagraphResult((), par.quoted, 0, replace(carried, listed=True))
    if opens_with_dash(par.sentences):
        spoken, dashes = _read_dash(par, before.introduced)
        return ParagraphResult(spoken, [*par.quoted, *dashes], 0, carried)
    if before.block and not par.quoted and before.introduced is not None:
        block = replace(before.introduced, content=(par.segment.span,), rule="direct.block")
        return ParagraphResult((block,), par.quoted, 0, carried)
    if before.continues and before.introduced is None and last is not None and _is_all_quoted(par):
        # A paragraph that is nothing but quotation continues that of the paragraph before (guidelines, section 2).
        content = tuple(inner(s.text, i.quoted) for s in par.sentences for i in s.items if i.quoted is not None)
        return ParagraphResult(continued(last, content), par.quoted, 1, replace(carried, continues=True))
    return None


def _until(par: Paragraph, end: int) -> Paragraph:
    """The sentences of a paragraph that begin before an offset."""
    if end >= par.segment.end:
        return par
    stop = sum(s.items[0].start < end for s in par.sentences)
    return replace(par, sentences=par.sentences[:stop], cue_frames=par.cue_frames[:stop])


def _rest_of(par: Paragraph, start: int) -> Paragraph:
    """The sentences of a paragraph that begin at an offset or after it."""
    first = next((n for n, s in enumerate(par.sentences) if s.items[0].start >= start), len(par.sentences))
    return replace(par, sentences=par.sentences[first:], cue_frames=par.cue_frames[first:])


def _ends_dash_speech(before: RawAttribution, par: Paragraph, last: Sentence) -> RawAttribution | None:
    """Dash speech that no cue ended in the paragraph before, with its end and its cue in this one."""
    if before.rule != "direct.dash-alone" or last.items[-1].is_word or par.segment.role == "subheading":
        return None  # Without a full stop it is a heading in front of the text.
    for sentence, cue_frames in list(zip(par.sentences, par.cue_frames, strict=True))[:_SPOKEN]:
        cue = next((r for r in cue_frames if _closes_speech(sentence, r)), None)
        if cue is not None:
            content = Span(par.sentences[0].items[0].start, sentence.items[cue.begin - 2].end)
            return from_frame(sentence, cue, (*before.content, content), "direct.dash")
        if any(r.source is not None for r in cue_frames):
            return None
    return None


def _closes_speech(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a cue of saying with its source follows the comma that ends what is said."""
    if frame.begin < 2 or not sentence.items[frame.begin - 1].is_comma or frame.shared or frame.denied:
        return False
    return "quote" in frame.entry.frames and frame.source is not None and frame.after


def _read_dash(par: Paragraph, introduced: RawAttribution | None) -> tuple[list[RawAttribution], list[Quoted]]:
    """A paragraph of dash speech; its speaker may be the one whom the paragraph before introduces."""
    found, dashes = find_dash(par.sentences, par.cue_frames)
    heading = par.segment.role == "subheading"
    found = [replace(f, rule="direct.heading") if heading and f.implied else f for f in found]
    if introduced is not None and found and found[0].rule == "direct.dash-alone":
        found = [replace(introduced, content=found[0].content), *found[1:]]
    return found, dashes


def _signed_below(
    last: RawAttribution | None, par: Paragraph, before: Sentence | None
) -> tuple[RawAttribution, ...] | None:
    """What takes the place of ``last`` where a paragraph is the name below the quotation that the one before is."""
    if before is None or len(par.sentences) > 1 or any(i.is_word for i in before.items):
        return None
    quoted, name = before.items[-1].quoted, signature(par.sentences[0])
    if quoted is None or name is None:
        return None
    return attribute_to_signature(last, par.sentences[0], name, quoted=quoted)


def _link_before(
    recent: list[RawAttribution], here: list[RawAttribution], par: Paragraph, last: Sentence
) -> tuple[list[RawAttribution], list[RawAttribution]]:
    """Tie a paragraph to the one before: the attributions before it and in it as they are afterwards."""
    opened = left_open(last)
    if opened is not None:
        recent, here = join_reopened(recent, here, opened=opened, sentence=par.sentences[0])
    before = recent[-1] if recent else None
    said = attribute_to_next_sentence(par.sentences[0], par.cue_frames[0], last, before)
    if said is None:
        return recent, here
    kept = len(recent[-1:])
    return [*recent[: len(recent) - kept], *said[:kept]], [*here, *said[kept:]]


def _is_all_quoted(par: Paragraph) -> bool:
    return bool(par.quoted) and not any(i.is_word for s in par.sentences for i in s.items)


def _reaches(found: RawAttribution, sentence: Sentence) -> bool:
    """Whether an attribution has a part in a sentence."""
    return max(s.end for s in (found.content[-1], *found.cue, *found.source)) > sentence.items[0].start


def _read_sentences(
    par: Paragraph, introduced: RawAttribution | None, near: RawAttribution | None
) -> list[RawAttribution]:
    """The attributions of a paragraph, sentence by sentence; ``near`` ends with the paragraph before."""
    here: list[RawAttribution] = []
    for n, (sentence, cue_frames) in enumerate(zip(par.sentences, par.cue_frames, strict=True)):
        found, used, quotes = find_direct(sentence, cue_frames)
        found += find_indirect(sentence, cue_frames, used)
        found += find_hearsay(sentence)
        reported = None if found else _report_in_mood(par, n, here[-1] if here else near)
        if reported is not None:
            follows = bool(here) and here[-1].rule == IN_MOOD and _reaches(here[-1], par.sentences[n - 1])
            if follows:
                here[-1] = replace(here[-1], content=(*here[-1].content, *reported.content))
            else:
                here.append(reported)
            continue
        for k in [k for k, item in enumerate(sentence.items) if item.quoted is not None]:
            if k in quotes or _is_covered(sentence, k, found):
                continue
            own = bool(found)
            nearest = found or (here if here and _reaches(here[-1], par.sentences[max(0, n - 1)]) else [])
            last = nearest[-1] if nearest else None
            placed = place_unattributed(sentence, k, last=last, introduced=None if here else introduced)
            if last is None or own:
                found[-1:] = placed
            else:
                here[-1] = placed[0]
                found += placed[1:]
        here += found
        if n:
            here[-1:] = _link_sentence(par, n, here[-1] if here else None)
    return here


def _report_in_mood(par: Paragraph, n: int, last: RawAttribution | None) -> RawAttribution | None:
    """What a sentence without a cue reports by its mood; ``last`` is the attribution before it."""
    if not par.sentences[n].language.words[WC.REPORTED_MOOD]:
        return None
    follows = last is not None and (n == 0 or _reaches(last, par.sentences[n - 1]))
    before = (par.sentences[n - 1], par.cue_frames[n - 1]) if n else None
    return report_in_mood(par.sentences[n], par.cue_frames[n], before=before, last=last, follows=follows)


def _link_sentence(par: Paragraph, n: int, last: RawAttribution | None) -> tuple[RawAttribution, ...]:
    """What takes the place of the attribution before it when a sentence is tied to the one before it."""
    before, sentence = par.sentences[n - 1], par.sentences[n]
    out: tuple[RawAttribution, ...] = () if last is None else (last,)
    quoted, name = before.items[-1].quoted, signature(sentence)
    if quoted is not None and name is not None and not before.words(0, len(before)):
        out = attribute_to_signature(last, sentence, name, quoted=quoted) or out
    said = attribute_to_next_sentence(sentence, par.cue_frames[n], before, out[-1] if out else None)
    return out if said is None else (*out[:-1], *said)


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


def _introduce(carried: Carried, par: Paragraph) -> Carried:
    """What a paragraph hands on: if it ends with a colon, its last cue introduces the next, or the name that it is."""
    sentence = par.sentences[-1]
    if sentence.items[-1].word != ":":
        return carried
    cue_frames = [r for r in par.cue_frames[-1] if r.entry.frames & {"quote", "block"} and not r.denied]
    if cue_frames:
        frame = without_document(sentence, cue_frames[-1])
        # "X added:" introduces the whole next paragraph, with marks or without.
        says = "quote" in frame.entry.frames and frame.cue[1] == len(sentence) - 1 and bool(frame.source)
        block = says or sentence.holds(frame.begin, len(sentence), WC.MEDIUM, WC.DOCUMENT)
        if not block and "quote" not in frame.entry.frames:
            return carried
        return replace(carried, block=block, introduced=from_frame(sentence, frame, (), "direct.introduced"))
    named = name_before(sentence, len(sentence) - 1)
    if named is None or (named[0] != 0 and not (len(sentence) <= _NAME and _may_be_name(sentence, named[0]))):
        return replace(carried, listed=True)
    if not names_someone(sentence, named):
        return replace(carried, listed=True)
    source = (sentence.span(*named),)
    return replace(carried, introduced=RawAttribution((), (), source, "direct.introduced"))


def _may_be_name(sentence: Sentence, item: int) -> bool:
    return not sentence.language.cased or sentence.items[item].word[0].isupper()
