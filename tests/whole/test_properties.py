"""What holds for every text: spans, segments, marks, parents, ids, and what later text may change.

Each invariant is a function with a name, so that a failure says which promise broke.
"""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.invariants import INVARIANTS, spans_of
from support.nightly import amount
from support.strategies import BODY, LANGUAGES, anything, news, texts, tiny

from corpus.errors import InputError, LanguageError
from corpus.io.text import decode
from corpus.languages.detection import detect_language
from corpus.languages.language import load_language
from corpus.pipeline import annotate_text


@pytest.mark.parametrize("plain", [False, True], ids=["cleaned", "plain"])
@settings(max_examples=amount(150, 1500))
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
@settings(max_examples=amount(200, 2000))
@given(text=tiny.filter(str.strip))
def test_invariants_small_alphabet(language, text):
    article = annotate_text(text, language=language, plain=True)
    for invariant in INVARIANTS:
        invariant(article)


@pytest.mark.parametrize("invariant", INVARIANTS, ids=lambda f: f.__name__)
def test_invariants_of_own_corpus(articles, invariant):
    for article in articles:
        invariant(article)


@settings(max_examples=amount(100, 1000))
@given(texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]))
def test_spans_lead_back_to_the_bytes(case, encoding):
    """A stored string is the decoded bytes between the encoded lengths of the texts before its start and end."""
    language, text = case
    mark = len("".encode(encoding))
    data = text.encode(encoding)
    article = annotate_text(decode(data, encoding=encoding), language=language)
    body = encoding.removesuffix("-sig") if encoding != "utf-16" else "utf-16-le"
    for span in [*spans_of(article), *(s.span for s in article.segments)]:
        start, end = (mark + len(text[:at].encode(body)) for at in (span.start, span.end))
        assert data[start:end].decode(body) == span.of(article.text)


@settings(max_examples=amount(150, 1500))
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
    """The spans and rule of every attribution whose content is before an offset."""
    return [(a.type, a.content, a.cue, a.source, a.rule) for a in article.attributions if a.content[-1].end <= end]


@settings(max_examples=amount(150, 1500))
@given(texts)
def test_appended_paragraph_moves_nothing_plain(case):
    """Guaranteed for plain texts: appending a paragraph does not change what was found before it.

    Every attribution whose content stands in the old text is found again with the same type, content, cue, source and
    rule, and no other is found there. What the new paragraph itself becomes is open: behind "the following statement:"
    it is a content, whose cue and source stand in the old text. Speakers are not promised: a heading may wait for one.
    """
    language, text = case
    before = annotate_text(text, language=language, plain=True)
    after = annotate_text(f"{text}\n\n{BODY[language][1]}", language=language, plain=True)
    assert found_before(after, len(text)) == found_before(before, len(text))


@settings(max_examples=amount(150, 1500))
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


@settings(max_examples=amount(50, 500))
@given(st.sampled_from(LANGUAGES), st.data())
def test_language_of_running_text(language, data):
    """The language of a few sentences of running text is detected, whatever surrounds them."""
    noise = data.draw(news(language, max_lines=1))
    assert detect_language("\n".join([*BODY[language], *BODY[language], noise[:80]])) == language


@given(anything)
def test_language_is_told_or_refused(text):
    try:
        told = detect_language(text)
    except LanguageError as e:
        told, hint = None, e.hint
    assert told in LANGUAGES or all(code in hint for code in LANGUAGES)
