"""Spans are normalized to the guidelines, and cues that report no act of speech are not countable."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import news

from corpus.combine.normalize_spans import SpanNormalizer
from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.marks import pair_marks
from corpus.records import Span

ENGLISH = load_language("en")


def normalizer_of(text):
    quoted = [q for start, end in _lines(text) for q in pair_marks(text, start, end)]
    return SpanNormalizer(
        ArticleTokens(text, _lines(text), folding=ENGLISH.fold),
        ENGLISH,
        sorted(quoted, key=lambda q: (q.start, -q.end)),
    )


def _lines(text):
    at = 0
    for line in text.split("\n"):
        yield at, at + len(line)
        at += len(line) + 1


def redrawn(role, text, part):
    """The words that are left of a part of a text."""
    start = text.index(part)
    return getattr(normalizer_of(text), role)(Span(start, start + len(part))).of(text)


@pytest.mark.parametrize(
    ("text", "part", "content"),
    [
        ("“It is safe,” she said.", "“It is safe,”", "It is safe,"),
        ("“It is safe,” she said.", "“It is safe", "It is safe"),
        ("“It is safe,” she said.", "It is safe,", "It is safe,"),
        ("He wrote: “It is safe.”", ": “It is safe.”", "It is safe."),
        ("« It is safe », she said.", "« It is safe », ", "It is safe"),
        ("She said that the road is safe.", "that the road is safe.", "the road is safe"),
        ("She said the road is “safe” now.", "the road is “safe” now.", "the road is “safe” now"),
        ("She called it “safe”.", "“safe”.", "safe"),
        ("She said that “it is safe” now.", "that “it is safe” now", "“it is safe” now"),
        ("It “was”, she said.", "It", "It"),
        ("“Now” he is here.", "he", "he"),
        ("“A” he said, and left.", "he", "he"),
        ("“Now” he is here.", "” he is here", "he is here"),
        ("She said it was “safe”.", "it was “", "it was"),
        ("“Now” that", "” that", "that"),
        ("She said: –", "–", "–"),
    ],
)
def test_contents(text, part, content):
    assert redrawn("normalize_content", text, part) == content


@pytest.mark.parametrize(
    ("text", "part", "cue"),
    [
        ("He has said so.", "has said", "said"),
        ("He would later say so.", "would later say", "say"),
        ("She also told them.", "also told", "told"),
        ("According to her, it was.", "According to", "According to"),
        ("He was and then warned", "and then warned", "warned"),
        ("They have endorsed it.", "have endorsed", "endorsed"),
        ("They endorsed it fully yesterday", "endorsed", "endorsed"),
        ("A statement saying so", "saying", "saying"),
        ("They published a statement calling it safe.", "published a statement calling", "calling"),
        ("They announced and told them.", "announced and told", "announced"),
        ("He has, again.", "has", "has"),
        ("Moen: it is", ":", ":"),
    ],
)
def test_cues(text, part, cue):
    assert redrawn("normalize_cue", text, part) == cue


@pytest.mark.parametrize(
    ("part", "source"),
    [(", Kari Moen,", "Kari Moen"), ("Kari Moen, director,", "Kari Moen, director"), ("the council", "the council")],
)
def test_sources(part, source):
    assert redrawn("normalize_source", f"It is so {part} said the council", part) == source


@pytest.mark.parametrize(
    ("cue", "counts"),
    [
        ("said", True), ("has said", True), ("denied", True), ("according to", True), (":", True), ("endorsed", True),
        ("did not say", False), ("failed to acknowledge", False), ("refused to say", False), ("never said", False),
        ("thought", False), ("wanted", False), ("has decided", False), ("said they wanted", True),
    ],
)  # fmt: skip
def test_what_counts(cue, counts):
    assert normalizer_of(cue).is_countable(Span(0, len(cue))) == counts


@pytest.mark.parametrize(
    ("cue", "speech"), [("said", True), ("a statement", True), (":", True), ("according to", True), ("endorsed", False)]
)
def test_speech_and_stance(cue, speech):
    assert normalizer_of(cue).is_speech(Span(0, len(cue))) == speech


@settings(max_examples=150)
@given(news("en"), st.data())
def test_spans_are_redrawn_inside_themselves(text, data):
    """From whole tokens to whole tokens of them; never to nothing."""
    normalizer = normalizer_of(text)
    lines = [(s, e) for s, e in _lines(text) if text[s:e].strip()]
    start, end = data.draw(st.sampled_from(lines))
    edges = sorted(data.draw(st.lists(st.integers(start, end), min_size=2, max_size=2, unique=True)))
    span = Span(*edges)
    if span.of(text).strip() and normalizer.language.fold(span.of(text)).strip():
        for redraw in (normalizer.normalize_content, normalizer.normalize_cue, normalizer.normalize_source):
            new = redraw(span)
            assert new.within(span)
            assert new.of(text).strip()


@pytest.mark.parametrize(
    ("text", "content", "source", "mark"),
    [
        ("Moen: it is safe", "it is safe", "Moen", ":"),
        ("it is safe – Moen", "it is safe", "Moen", "–"),
        ("Moen: – it is safe", "it is safe", "Moen", None),
        ("it is safe, said Moen", "it is safe", "Moen", None),
        ("it is safe Moen", "it is safe", "Moen", None),
    ],
)
def test_linking_mark(text, content, source, mark):
    def span(part):
        return Span(text.index(part), text.index(part) + len(part))

    found = normalizer_of(text).linking_mark(span(content), span(source))
    assert (None if found is None else found.of(text)) == mark


def test_no_mark_links_spans_that_overlap():
    assert normalizer_of("Moen: it").linking_mark(Span(0, 8), Span(2, 6)) is None


def test_line_at():
    text = "one\n\ntwo\nthree"
    lines = [normalizer_of(text).line_at(at).of(text) for at in (0, 3, 4, 5, 8, 9, 13)]
    assert lines == ["one", "one", "", "two", "two", "three", "three"]


@pytest.mark.parametrize(
    ("part", "quoted"), [("It is", True), ("not safe", True), ("safe,” she", False), ("she", False)]
)
def test_is_quoted(part, quoted):
    text = "“It is ‘not safe’ or safe,” she said."
    start = text.index(part)
    assert normalizer_of(text).is_quoted(Span(start, start + len(part))) == quoted
