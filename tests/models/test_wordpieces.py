"""Word pieces and windows: every token is read once, with the context before it, and no window is too long."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.models.wordpieces import ENDS, WordPieceSequence, WordPieceTokenizer, split_windows, window_inputs

paragraphs = st.lists(st.lists(st.integers(1, 8), min_size=1, max_size=60), min_size=1, max_size=12)
LONGEST, CONTEXT = 40, 10


def pieces_of(counts):
    """Pieces with so many a token in each paragraph, and where paragraphs start."""
    flat = [n for paragraph in counts for n in paragraph]
    first = np.concatenate(([0], np.cumsum(flat))).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum([len(p) for p in counts])))[:-1].tolist()
    return WordPieceSequence(np.arange(first[-1]), first), starts


@given(paragraphs)
def test_the_own_tokens_of_windows_are_all_tokens_once(counts):
    pieces, starts = pieces_of(counts)
    windows = split_windows(pieces, starts, longest=LONGEST, context=CONTEXT)
    own = [token for w in windows for token in range(w.own, w.end)]
    assert own == list(range(sum(map(len, counts))))


@given(paragraphs, st.integers(15, LONGEST))
def test_no_window_is_too_long_and_none_reads_much_along(counts, opening):
    pieces, starts = pieces_of(counts)
    windows = split_windows(pieces, starts, longest=LONGEST, context=CONTEXT, opening=opening)
    for w in windows:
        assert w.first <= w.own < w.end
        assert pieces.first[w.own] - pieces.first[w.first] <= CONTEXT
        assert pieces.first[w.end] - pieces.first[w.first] + ENDS <= LONGEST
    assert windows[0].first == 0


@given(paragraphs)
def test_paragraphs_are_cut_only_where_they_are_too_long(counts):
    pieces, starts = pieces_of(counts)
    for w in split_windows(pieces, starts, longest=LONGEST, context=CONTEXT):
        if w.own not in starts:
            start = max(s for s in starts if s < w.own)
            end = min([s for s in starts if s > start], default=len(pieces.first) - 1)
            assert pieces.first[end] - pieces.first[start] > LONGEST - ENDS - CONTEXT


@given(paragraphs, paragraphs)
def test_what_is_appended_moves_no_window_but_the_last(before, end):
    short, long = (
        split_windows(*pieces_of(counts), longest=LONGEST, context=CONTEXT) for counts in (before, before + end)
    )
    assert long[: len(short) - 1] == short[:-1]
    assert (long[len(short) - 1].first, long[len(short) - 1].own) == (short[-1].first, short[-1].own)


def test_a_window_as_rows():
    """Two tokens of one and three pieces, after one that is not in the window."""
    pieces = WordPieceSequence(np.array([7, 11, 21, 22, 23]), np.array([0, 1, 2, 5]))
    ids, token_of, first = window_inputs(pieces, 1, 3, Cutter())
    assert ids.tolist() == [101, 11, 21, 22, 23, 102]
    assert token_of.tolist() == [1, 1, 2, 2, 2, 2]
    assert first.tolist() == [1, 2]


class Cutter:
    opening, boundary = 101, 102


@pytest.fixture(scope="module")
def cutter():
    tokenizers = pytest.importorskip("tokenizers")
    pieces = ["[UNK]", "[CLS]", "[SEP]", "har", "##bour", "the", "!"]
    model = tokenizers.models.WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]")
    tokenizer = tokenizers.Tokenizer(model)
    tokenizer.normalizer = tokenizers.normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    return WordPieceTokenizer(tokenizer)


def test_words_become_pieces_and_each_has_one_at_least(cutter):
    """A paragraph's token is a boundary, what leaves nothing is unknown, and a long word is read by its beginning."""
    pieces = cutter.split(["¶", "Harbour", "the", "⁠", "å", "!" * 30])
    assert pieces.ids.tolist()[:6] == [2, 3, 4, 5, 0, 0]
    assert np.diff(pieces.first).tolist() == [1, 2, 1, 1, 1, 8]


def test_no_words_have_no_pieces(cutter):
    assert len(cutter.split([]).ids) == 0
