"""Direct speech: a cue beside a quoted stretch, and paragraphs that open with a speech dash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.languages.data import WC
from corpus.quotes.frame import CueFrame
from corpus.quotes.indirect import find_indirect
from corpus.quotes.marks import Quoted
from corpus.quotes.mood import is_in_mood
from corpus.quotes.raw_attribution import RawAttribution, from_frame, inner
from corpus.quotes.sentence import DASHES, Sentence
from corpus.records import Span

_SKIPPED = frozenset((",", "،", ":", "–", "—", "-", "..."))
_FRAMES = frozenset(("quote", "trailing", "leading", "as", "of", "object"))
#: How far after a cue its quotation may be, in items; twice as far where it began before the cue and continues.
_REACH = 12
#: A stretch of so many words is speech rather than a term.
_SPEECH = 4


def find_direct(sentence: Sentence, cue_frames: Sequence[CueFrame]) -> tuple[list[RawAttribution], set[int], set[int]]:
    """Link the quoted stretches of a sentence to its cues.

    Returns:
        What was found; the indices of the cue frames that it used; the items of the stretches that it used.
    """
    found: list[RawAttribution] = []
    used: set[int] = set()
    quotes: set[int] = set()
    for n, frame in enumerate(cue_frames):
        if frame.denied or not frame.entry.frames & _FRAMES:
            continue
        open_before = [r for m, r in enumerate(cue_frames[:n]) if m not in used]
        before = _quote_before(sentence, frame, open_before, quotes)
        end = _quotes_after(sentence, frame, cue_frames[n + 1 :], quotes, continues=before is not None)
        if before is None and not end:
            continue
        content = [] if before is None else [_with_lead(sentence, before, cue_frames[:n])]
        content += [inner(sentence.text, q) for k in end if (q := sentence.items[k].quoted) is not None]
        rule = "direct.leading" if before is None else "direct.trailing"
        found.append(from_frame(sentence, frame, content, rule))
        used.add(n)
        quotes.update(end if before is None else [before, *end])
    return found, used, quotes


def _quote_before(sentence: Sentence, frame: CueFrame, open_before: Sequence[CueFrame], taken: set[int]) -> int | None:
    """The stretch that the cue follows, unless an earlier cue governs the words around it."""
    if frame.shared:
        return None
    j = frame.begin - 1
    if j > 0 and frame.after and sentence.items[j].has(WC.ECHO_ADVERB):
        j -= 1  # '"...", so beschrieb es X'
    while j >= 0 and sentence.items[j].word in _SKIPPED:
        j -= 1
    if j < 0 or sentence.items[j].quoted is None or j in taken or any(r.end <= j for r in open_before):
        return None
    governs = frame.end < len(sentence) and sentence.items[frame.end].has(WC.COMPLEMENTIZER)
    # With a content after the cue, a stretch inside the words before it is a title: 'on "This Week", X said that ...'.
    return None if governs and sentence.words(0, j) else j


def _quotes_after(
    sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame], taken: set[int], *, continues: bool
) -> list[int]:
    """The stretches that the cue leads to: right after it, and those that follow without a word between.

    ``continues`` says that the quotation began before the cue.
    """
    items = sentence.items
    k = _first_quote_after(sentence, frame, later, continues=continues)
    out: list[int] = []
    while k < len(items) and items[k].quoted is not None and k not in taken:
        if any(_is_of(sentence, k, r) for r in later):
            break
        out.append(k)
        k += 1
        while k < len(items) and (items[k].word in _SKIPPED or _joins_clause(sentence, k)):
            k += 1
    return out


def _first_quote_after(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame], *, continues: bool) -> int:
    """The item where a stretch that the cue leads to begins; the number of items if there is none."""
    at = _skip_to_quote(sentence, frame.end)
    if at is None and continues:
        at = _further(sentence, frame, later)
    if at is None:
        at = _quote_in_clause(sentence, frame, later)
    return len(sentence) if at is None else at


def _skip_to_quote(sentence: Sentence, at: int) -> int | None:
    """The stretch at an item or after marks, complementizers, "as" and "and" alone."""
    items = sentence.items
    while at < len(items) and (
        items[at].word in _SKIPPED or items[at].has(WC.COMPLEMENTIZER, WC.AS) or _joins(sentence, at)
    ):
        at += 1
    if at >= len(items) or items[at].quoted is None or _opens_reported_clause(sentence, at):
        return None
    return at


def _opens_reported_clause(sentence: Sentence, quote: int) -> bool:
    """Whether a stretch is only the beginning of the clause that its complementizer opens, where the verb is last."""
    items = sentence.items
    if not sentence.language.verb_bracket or quote == 0 or quote + 1 >= len(items):
        return False
    if not items[quote - 1].has(WC.COMPLEMENTIZER) and not items[quote - 1].is_comma:
        return False
    follower = items[quote + 1]
    return follower.is_word and not follower.is_cue and not follower.has(WC.CONJUNCTION)


def _quote_in_clause(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> int | None:
    """The stretch in the cue's clause that a mark or complementizer leads to, or the one after its colon."""
    items = sentence.items
    # After a clause of its own, what a participle leads to is the participle's.
    governs = frame.end < len(items) and items[frame.end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE)
    stop = min([len(items), frame.end + _REACH, *(r.begin for r in later if governs or not r.shared)])
    first = next((k for k in range(frame.end + 1, stop) if items[k].quoted is not None), None)
    if first is not None and _is_in_reported_clause(sentence, frame, first):
        return None
    if first is not None:
        # "described X as Q" may have anything between; else a colon, comma or complementizer leads to it.
        led = _is_led_to(sentence, first) or bool(frame.entry.frames & {"as", "of"})
        return first if led or _is_speech_after_adverbials(sentence, frame, first) else None
    return _quote_after_colon(sentence, stop - 1, later)


def _is_in_reported_clause(sentence: Sentence, frame: CueFrame, quote: int) -> bool:
    """Whether the mood of a verb between the cue and a stretch says that all of the clause is reported."""
    if "bare" not in frame.entry.frames:
        return False
    return any(is_in_mood(k) for k in sentence.items[frame.end : quote])


def _is_speech_after_adverbials(sentence: Sentence, frame: CueFrame, quote: int) -> bool:
    """Whether a stretch as long as speech follows a cue of saying and adverbials, where verbs come first.

    Nothing but place, time and medium is then between the subject and what it says.
    """
    if sentence.language.subject[0] != "after" or not {"quote", "that"} <= frame.entry.frames or not frame.source:
        return False
    between = sentence.items[frame.end : quote]
    if any(k.is_cue or k.has(WC.COMPLEMENTIZER_INSIDE, WC.RELATIVE, WC.AUXILIARY) for k in between):
        return False
    quoted = sentence.items[quote].quoted
    return quoted is not None and len(inner(sentence.text, quoted).of(sentence.text).split()) >= _SPEECH


def _is_led_to(sentence: Sentence, quote: int) -> bool:
    """Whether a colon, comma or complementizer comes right before a stretch."""
    before = sentence.items[quote - 1]
    return before.word == ":" or before.is_comma or before.has(WC.COMPLEMENTIZER)


def _quote_after_colon(sentence: Sentence, at: int, later: Sequence[CueFrame]) -> int | None:
    """The stretch right after the first colon from an item on, if no later cue begins before the colon."""
    items = sentence.items
    colon = next((k for k in range(at, len(items) - 1) if items[k].word == ":"), None)
    if colon is None or items[colon + 1].quoted is None or any(r.begin <= colon for r in later):
        return None
    return colon + 1


def _further(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> int | None:
    """Where the quotation before a cue continues after the addressee: '..., X wrote in a letter, and "..."'."""
    stop = min([len(sentence), frame.end + 2 * _REACH, *(r.begin for r in later)])
    k = next((k for k in range(frame.end, stop) if sentence.items[k].quoted is not None), None)
    # With a word after it it may be the subject of that.
    joined = k is not None and _joins(sentence, k - 1) and not sentence.words(k + 1, k + 2)
    return k if joined else None


def _joins(sentence: Sentence, k: int) -> bool:
    """Whether a conjunction ties another quotation to the one before: '..., X said, and "..."'."""
    follower = sentence.items[k + 1] if k + 1 < len(sentence) else None
    tied = k > 0 and sentence.items[k - 1].is_comma and sentence.items[k].has(WC.CONJUNCTION)
    return tied and follower is not None and follower.quoted is not None


def _joins_clause(sentence: Sentence, k: int) -> bool:
    """Whether "and that" leads to another quotation, or the second word of it does."""
    items = sentence.items
    if k + 1 < len(items) and items[k].has(WC.CONJUNCTION) and items[k + 1].has(WC.COMPLEMENTIZER):
        k += 1
    leads = k > 0 and items[k].has(WC.COMPLEMENTIZER) and items[k - 1].has(WC.CONJUNCTION)
    return leads and k + 1 < len(items) and items[k + 1].quoted is not None


def _is_of(sentence: Sentence, quote: int, frame: CueFrame) -> bool:
    """Whether a later cue is right after the stretch, which is then its own."""
    if frame.source is None and sentence.items[frame.cue[0]].has(WC.PARTICIPLE):
        return False  # What it leads to follows it.
    k = quote + 1
    while k < frame.begin and sentence.items[k].word in _SKIPPED:
        k += 1
    return k == frame.begin and not frame.shared


def _with_lead(sentence: Sentence, quote: int, earlier: Sequence[CueFrame]) -> Span:
    """The stretch before a cue, and with it the words that lead into it, where the sentence began without marks."""
    items = sentence.items
    quoted = items[quote].quoted
    assert quoted is not None
    start = 0
    while start < quote and (not items[start].is_word or items[start].has(WC.CONJUNCTION)):
        start += 1
    apart = start == quote or bool(earlier) or items[quote - 1].word in (":", "–", "—")
    if apart or (any(k.quoted is not None for k in items[start:quote]) and items[start].quoted is not None):
        return inner(sentence.text, quoted)
    return Span(items[start].start, quoted.end)


def opens_with_dash(sentences: Sequence[Sentence]) -> bool:
    """Whether the paragraph is set as speech by a dash, in a language that does so."""
    if not sentences or not sentences[0].language.speech_dash or len(sentences[0]) < 2:
        return False
    dash, first = sentences[0].items[:2]
    if dash.word not in DASHES or first.quoted is not None:
        return False
    # A hyphen without a space is a dash only before a capital: "-Det gikk".
    return first.start > dash.end or dash.word != "-" or first.word[0].isupper()


def is_list_item(sentences: Sequence[Sentence], cue_frames: Sequence[Sequence[CueFrame]]) -> bool:
    """Whether a paragraph with a dash is an item of a list: one stretch without a full stop and without a cue."""
    if not sentences or sentences[0].items[0].word not in DASHES or len(sentences) > 1:
        return False
    return sentences[0].items[-1].is_word and not any(f.source is not None for f in cue_frames[0])


def find_dash_inside(
    sentences: Sequence[Sentence], cue_frames: Sequence[Sequence[CueFrame]]
) -> tuple[list[RawAttribution], list[Quoted]]:
    """The speech that a dash opens inside a paragraph: one written onto its first word, in capitals ("... alt. -Det").

    A dash between spaces is as often an aside of the writer's.
    """
    if not sentences or not sentences[0].language.speech_dash:
        return [], []
    first = next((n for n in range(1, len(sentences)) if _opens_speech(sentences[n])), None)
    return ([], []) if first is None else find_dash(sentences[first:], cue_frames[first:])


def _opens_speech(sentence: Sentence) -> bool:
    dash, word = sentence.items[0], sentence.items[min(1, len(sentence) - 1)]
    return dash.word in DASHES and word.is_word and word.start == dash.end and word.word[0].isupper()


def find_dash(
    sentences: Sequence[Sentence], cue_frames: Sequence[Sequence[CueFrame]]
) -> tuple[list[RawAttribution], list[Quoted]]:
    """The speech of a dash paragraph, interrupted where its cue is, and each dash with what it sets off."""
    speech = _DashSpeech(sentences)
    for sentence, here in zip(sentences, cue_frames, strict=True):
        if sentence.items[0].word in DASHES:
            speech.close(sentence.items[0].start, cue=None)
            speech.open(sentence, 0)
        if speech.dash is None:
            speech.found += find_indirect(sentence, here, set())
            continue
        cue = next((r for r in here if speech.is_closed_by(sentence, r)), None)
        if cue is None:
            continue
        speech.close(sentence.items[cue.begin - 1].end, cue=(sentence, cue))
        speech.found += find_indirect(sentence, [r for r in here if r.begin >= cue.end], set())
        again = next((k for k in range(cue.end, len(sentence) - 1) if sentence.items[k].word in DASHES), None)
        if again is not None:
            speech.open(sentence, again)
    speech.close(sentences[-1].items[-1].end, cue=None)
    return speech.found, speech.dashes


class _DashSpeech:
    """The stretch being spoken, from its dash on, and what has been found so far."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.text = sentences[0].text
        self.found: list[RawAttribution] = []
        self.dashes: list[Quoted] = []
        self.dash: Span | None = None

    def open(self, sentence: Sentence, at: int) -> None:
        """Begin to speak at a dash, unless somebody speaks already."""
        if self.dash is None and at + 1 < len(sentence):
            self.dash = Span(sentence.items[at].start, sentence.items[at + 1].start)

    def is_closed_by(self, sentence: Sentence, frame: CueFrame) -> bool:
        """Whether a cue ends the speech: after a comma or closing mark, and inside the stretch being spoken."""
        if frame.begin == 0 or not frame.entry.frames & {"quote", "trailing"} or self.dash is None:
            return False
        before = sentence.items[frame.begin - 1]
        return before.end > self.dash.end and (before.is_comma or before.word in "!?…" or before.quoted is not None)

    def close(self, end: int, *, cue: tuple[Sentence, CueFrame] | None) -> None:
        """End the speech before an offset and attribute it to its cue, to the one before, or to no one yet."""
        if self.dash is None:
            return
        start = self.dash.end
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in ",،"):
            end -= 1
        dash, self.dash = self.dash, None
        if end <= start:
            return
        span = Span(start, end)
        self.dashes.append(Quoted(dash.start, end, start, end, 0, False))
        if cue is not None:
            self.found.append(from_frame(*cue, (span,), "direct.dash"))
        elif self.found and self.found[-1].rule == "direct.dash":
            self.found[-1] = replace(self.found[-1], content=(*self.found[-1].content, span))
        else:
            self.found.append(RawAttribution((span,), (), (), "direct.dash-alone", implied=True))
