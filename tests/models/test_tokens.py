"""Token sequences: offsets, states of quotation and rules, decoding chunks, and spans there and back."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import texts
from support.tiny_tagger import ARTICLE, read, sequence

from corpus.models.features import PARAGRAPH, QuotationState
from corpus.models.tokens import MAX_CHUNK, SPAN_ROLES, make_token_sequence
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

OUTSIDE, INSIDE, OPENING, CLOSING, INNER = QuotationState


def states(tokens, values):
    return [(w, v) for w, v in zip(tokens.words, values, strict=True) if w != PARAGRAPH]


@settings(max_examples=100)
@given(texts)
def test_offsets_lead_back_to_the_words(case):
    code, text = case
    article, segments, quoted, found = read(text, code)
    tokens = make_token_sequence(article, segments, quoted, found)
    paragraphs = [s for s in segments if s.kept]
    boundary = 0
    for n, word in enumerate(tokens.words):
        start, end, paragraph = int(tokens.starts[n]), int(tokens.ends[n]), paragraphs[tokens.paragraph[n]]
        if start == end:
            assert (word, start) == (PARAGRAPH, paragraph.start)
            boundary += 1
        else:
            assert text[start:end] == word
            assert Span(start, end).within(paragraph.span)
    assert boundary == len(paragraphs)
    assert all(np.diff(tokens.starts) >= 0)
    assert all(np.diff(tokens.ends) >= 0)
    assert {len(a) for a in (tokens.starts, tokens.ends, tokens.paragraph, tokens.quotation, tokens.rules)} == {
        len(tokens)
    }


def test_nothing_kept_is_nothing_to_read():
    article, segments, quoted, found = read("The road was new.")
    assert len(make_token_sequence(article, [], quoted, found)) == 0
    assert len(make_token_sequence(article, segments, quoted, found)) == 6


def test_states_of_quotation():
    tokens = sequence("He said: “It is ‘not safe’ here.”\n\nShe left.")
    rows = states(tokens, tokens.quotation.tolist())
    assert rows[:3] == [("He", OUTSIDE), ("said", OUTSIDE), (":", OUTSIDE)]
    assert rows[3:6] == [("“", OPENING), ("It", INSIDE), ("is", INSIDE)]
    assert rows[6:10] == [("‘", INNER), ("not", INNER), ("safe", INNER), ("’", INNER)]
    assert rows[10:13] == [("here", INSIDE), (".", INSIDE), ("”", CLOSING)]
    assert {state for _, state in rows[13:]} == {OUTSIDE}


def test_full_stops_of_the_writer():
    """Those inside quoted words end no sentence of the writer's."""
    tokens = sequence("It rained. He said: “It did. It did!” So it was.")
    assert tokens.terminals[0] == 0
    assert tokens.terminals[-1] == 2
    assert tokens.terminals[tokens.words.index(":")] == 1
    assert len(tokens.terminals) == len(tokens) + 1


def test_states_of_the_rules():
    text = "The road is new, said Kari Moen. It rained."
    article, segments, quoted, _ = read(text)

    def span(words):
        return (Span(text.index(words), text.index(words) + len(words)),)

    found = [
        RawAttribution(
            content=span("The road is new"), cue=span("said"), source=span("Kari Moen"), rule="indirect.trailing"
        )
    ]
    tokens = make_token_sequence(article, segments, quoted, found)
    rows = dict(states(tokens, tokens.rules.tolist()))
    assert [rows[w] for w in ("The", "road", "is", "new")] == [[1, 0, 0], [2, 0, 0], [2, 0, 0], [2, 0, 0]]
    assert (rows["said"], rows["Kari"], rows["Moen"], rows["It"]) == ([0, 1, 0], [0, 0, 1], [0, 0, 2], [0, 0, 0])
    assert tokens.rules[0].tolist() == [0, 0, 0]
    assert not make_token_sequence(article, segments, quoted, []).rules.any()


def test_what_a_later_paragraph_says_of_the_rules_is_not_seen_before_it():
    """An announced quotation has its states in its own paragraph; its cue and source, a paragraph before, have none."""
    article, segments, quoted, found = read("It rained. Kari Moen said:\n\n“The road is new.” It was.")
    assert [(f.rule, len(f.cue), len(f.source)) for f in found] == [("direct.introduced", 1, 1)]
    tokens = make_token_sequence(article, segments, quoted, found)
    assert not tokens.rules[tokens.paragraph == 0].any()
    assert tokens.rules[tokens.words.index("The")].tolist() == [1, 0, 0]


def test_rules_that_overlap_keep_both_beginnings():
    text = "a b c d"
    article, segments, quoted, _ = read(text)
    found = [RawAttribution(content=(Span(*s),), cue=(), source=(), rule="r") for s in ((0, 7), (2, 5))]
    tokens = make_token_sequence(article, segments, quoted, found)
    assert [v[0] for _, v in states(tokens, tokens.rules.tolist())] == [1, 1, 2, 2]


@given(st.lists(st.integers(0, 2 * MAX_CHUNK + 3), min_size=1, max_size=4))
@settings(max_examples=25)
def test_pieces_cover_all_tokens(lengths):
    """From one start to the next, no piece is too long, none crosses paragraphs, and none is empty."""
    tokens = sequence("\n\n".join("x " * n + "y" for n in lengths))
    bounds = [*tokens.chunks.tolist(), len(tokens)]
    assert bounds[0] == 0
    assert all(0 < two - one <= MAX_CHUNK for one, two in pairwise(bounds))
    starts = [n for n, w in enumerate(tokens.words) if w == PARAGRAPH]
    assert set(starts) <= set(bounds)
    for one, two in pairwise(bounds):
        assert len(set(tokens.paragraph[one:two].tolist())) == 1


@settings(max_examples=50)
@given(texts, st.data())
def test_covered_is_the_inverse_of_span(case, data):
    code, text = case
    tokens = sequence(text, code)
    words = [n for n, w in enumerate(tokens.words) if w != PARAGRAPH]
    if words:
        one, two = (data.draw(st.sampled_from(words)) for _ in range(2))
        first, end = min(one, two), max(one, two) + 1
        assert tokens.covered(tokens.span(first, end)) == (first, end)


def test_covered_by_less_than_a_token():
    tokens = sequence(ARTICLE)
    harbour = tokens.words.index("harbour")
    start = int(tokens.starts[harbour])
    assert tokens.covered(Span(start + 1, start + 2)) == (harbour, harbour + 1)
    first, end = tokens.covered(Span(start - 1, start))
    assert first == end


def test_roles_have_a_column_each():
    assert sequence(ARTICLE).rules.shape[1] == len(SPAN_ROLES)
