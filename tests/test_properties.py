"""What holds for every text: spans, segments, marks, parents, ids, and what later text may change.

Each invariant is a function with a name, so that a failure says which promise broke.
"""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import BODY, LANGUAGES, MARKS, anything, news, texts, tiny

from corpus.errors import InputError, LanguageError
from corpus.io.text import decode
from corpus.languages.detection import detect_language
from corpus.languages.language import load_language
from corpus.pipeline import annotate_text
from corpus.records import ROLES, Span


def spans_of(article):
    return [s for a in article.attributions for s in (*a.content, *a.cue, *a.source)]


def spans_stay_in_one_kept_segment(article):
    kept = [s.span for s in article.paragraphs]
    assert all(any(span.within(k) for k in kept) for span in spans_of(article))


def spans_hold_something(article):
    assert all(span.of(article.text).strip() for span in spans_of(article))


def spans_come_in_order(article):
    for a in article.attributions:
        assert a.content
        for spans in (a.content, a.cue, a.source):
            assert all(one.end <= two.start for one, two in pairwise(spans)), (a.id, spans)


def attributions_come_in_order(article):
    assert [a.id for a in article.attributions] == [f"q{n:03d}" for n in range(1, len(article.attributions) + 1)]
    starts = [a.content[0].start for a in article.attributions]
    assert starts == sorted(starts)


def segments_partition_the_text(article):
    """Every code point that is no white space is in exactly one segment, and no segment has more than one line."""
    covered = [i for s in article.segments for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    left = set(range(len(article.text))).difference(covered)
    assert all(article.text[i].isspace() for i in left)
    for segment in article.segments:
        words = segment.span.of(article.text)
        assert words == words.strip() != ""
        assert len(words.splitlines()) == 1
        assert segment.role in ROLES
        assert segment.rule
    assert [s.position for s in article.segments] == list(range(len(article.segments)))


def parents_hold_their_children(article):
    by_id = {a.id: a for a in article.attributions}
    for a in article.attributions:
        if a.parent is not None:
            parent = by_id[a.parent]
            assert parent is not a
            assert all(any(s.within(p) for p in parent.content) for s in a.content), (a.id, a.parent)


def marks_begin_with_a_mark_or_dash(article):
    for mark in article.marks:
        assert article.text[mark.start] in {*MARKS, *"–—―-„‟"}
        assert mark.end > mark.start + 1
        assert any(Span(mark.start, mark.end).within(s.span) for s in article.paragraphs)


def marks_are_accounted_for(article):
    ids = {a.id: a for a in article.attributions}
    for mark in article.marks:
        assert (mark.kind == "quotation") == (mark.attribution is not None)
        if mark.attribution is not None:
            assert any(s.overlaps(Span(mark.start, mark.end)) for s in ids[mark.attribution].content)


def types_are_those_of_the_marks(article):
    """Words set apart are direct or mixed, except in a block, which is direct without any mark.

    For what is reported inside other reported words, the marks around the outer ones say nothing.
    """
    inside = [Span(m.start, m.end) for m in article.marks]
    for a in (a for a in article.attributions if a.parent is None):
        if a.type == "indirect":
            assert not any(s.overlaps(m) for s in a.content for m in inside), a.id
        elif a.type == "direct" and a.rule != "direct.block":
            assert all(any(s.within(m) for m in inside) for s in a.content), a.id


INVARIANTS = [
    spans_stay_in_one_kept_segment, spans_hold_something, spans_come_in_order, attributions_come_in_order,
    segments_partition_the_text, parents_hold_their_children, marks_begin_with_a_mark_or_dash, marks_are_accounted_for,
    types_are_those_of_the_marks,
]  # fmt: skip


@pytest.mark.parametrize("plain", [False, True], ids=["cleaned", "plain"])
@settings(max_examples=150)
@given(texts)
@example(("ar", "\u0651"))
@example(("en", '" " said Kari Moen.'))
@example(("nb", "– Kari Moen sa at “en”."))
def test_invariants(plain, case):
    language, text = case
    article = annotate_text(text, language=language, plain=plain)
    for invariant in INVARIANTS:
        invariant(article)
    assert annotate_text(text, language=language, plain=plain) == article


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=200)
@given(text=tiny.filter(str.strip))
def test_invariants_small_alphabet(language, text):
    article = annotate_text(text, language=language, plain=True)
    for invariant in INVARIANTS:
        invariant(article)


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda f: f.__name__)
def test_invariants_of_own_corpus(articles, invariant):
    for article in articles:
        invariant(article)


@settings(max_examples=100)
@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]))
def test_spans_lead_back_to_the_bytes(case, encoding):
    """A stored string is the decoded bytes between the encoded lengths of what stands before its start and its end."""
    language, text = case
    mark = len("".encode(encoding))
    data = text.encode(encoding)
    article = annotate_text(decode(data, encoding=encoding), language=language)
    body = encoding.removesuffix("-sig") if encoding != "utf-16" else "utf-16-le"
    for span in [*spans_of(article), *(s.span for s in article.segments)]:
        start, end = (mark + len(text[:at].encode(body)) for at in (span.start, span.end))
        assert data[start:end].decode(body) == span.of(article.text)


@settings(max_examples=150)
@given(texts)
@example(("ar", "“في”, قال أحمد علي.\n\nفي\nميناء المدينة (رويترز)"))
def test_cleaning_what_was_kept_keeps_it(case):
    """Cleaning the kept segments, set apart by empty lines, drops nothing more."""
    language, text = case
    article = annotate_text(text, language=language)
    kept = "\n\n".join(s.span.of(text) for s in article.paragraphs)
    if kept.strip():
        again = annotate_text(kept, language=language)
        assert [s.rule for s in again.segments if not s.kept] == []


@given(st.text(st.characters() | st.sampled_from('\0\ud800 \n"'), max_size=40), st.sampled_from([None, *LANGUAGES]))
def test_only_what_is_no_article_is_refused(text, language):
    refused = not text.strip() or any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)
    try:
        annotate_text(text, language=language)
    except InputError:
        assert refused
    except LanguageError:
        assert language is None
    else:
        assert not refused


def found_before(article, end):
    """The spans and rule of every attribution whose content stands before an offset."""
    return [(a.type, a.content, a.cue, a.source, a.rule) for a in article.attributions if a.content[-1].end <= end]


@settings(max_examples=150)
@given(texts)
def test_appended_paragraph_moves_nothing_plain(case):
    """Promised for plain texts: a paragraph put behind any text leaves all that was found before it as it was.

    Every attribution whose content stands in the old text is found again with the same type, content, cue, source and
    rule, and no other is found there. What the new paragraph itself becomes is open: behind "the following statement:"
    it is a content, whose cue and source stand in the old text. Speakers are not promised: a heading may wait for one.
    """
    language, text = case
    before = annotate_text(text, language=language, plain=True)
    after = annotate_text(f"{text}\n\n{BODY[language][1]}", language=language, plain=True)
    assert found_before(after, len(text)) == found_before(before, len(text))


@settings(max_examples=150)
@given(texts)
def test_appended_paragraph_moves_nothing_cleaned(case):
    """Promised for cleaned texts: as for plain ones, where the old text ends with a paragraph of running text.

    Running text is what has closing punctuation and a dozen words; it must not be in a comment section. Behind anything
    else a new paragraph is evidence about the lines before it (a last short line was furniture and becomes a heading),
    and what is dropped or kept then changes what is found. Roles may change where both are kept (body, deck).
    """
    language, text = case
    text = f"{text}\n\n{BODY[language][0]}"
    before = annotate_text(text, language=language)
    after = annotate_text(f"{text}\n\n{BODY[language][1]}", language=language)
    assert [s.kept for s in before.segments] == [s.kept for s in after.segments[:-1]]
    assert found_before(after, len(text)) == found_before(before, len(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_appended_paragraph_says_nothing(language):
    data = load_language(language)
    for sentence in BODY[language]:
        assert annotate_text(sentence, language=language).attributions == ()
        assert all(data.word(data.fold(word)).cue is None for word in sentence.rstrip(".").split())


def test_language_of_own_corpus(articles):
    assert [detect_language(a.text) for a in articles] == [a.language for a in articles]


@settings(max_examples=50)
@given(st.sampled_from(LANGUAGES), st.data())
def test_language_of_running_text(language, data):
    """Whatever stands around them, a few sentences of running text tell their language."""
    noise = data.draw(news(language, max_lines=1))
    assert detect_language("\n".join([*BODY[language], *BODY[language], noise[:80]])) == language


@given(anything)
def test_language_is_told_or_refused(text):
    try:
        told = detect_language(text)
    except LanguageError as e:
        told, remedy = None, e.remedy
    assert told in LANGUAGES or all(code in remedy for code in LANGUAGES)
