"""The light network: blocks make no difference, no token depends on later ones, memory is bounded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import BODY
from support.tiny_tagger import ARTICLE, DILATIONS, WIDTH, make_weights, sequence

from corpus.languages.language import load_language
from corpus.models import network
from corpus.models.network import FormVectors, embed, encode, layer_norm, sigmoid

ENGLISH = load_language("en")
WEIGHTS = make_weights()


def hidden(tokens, weights=WEIGHTS):
    return encode(embed(tokens, weights, ENGLISH), tokens.paragraph, weights)


def random_input(length, *, paragraphs=40, seed=0):
    chance = np.random.default_rng(seed)
    x = chance.normal(size=(length, WIDTH)).astype(np.float32)
    return x, np.sort(chance.integers(0, paragraphs, length))


@pytest.mark.parametrize("length", [2048 * 2 + 1, 2048 * 3, 2048 * 2 + 2 * sum(DILATIONS) + 5])
def test_blocks_make_no_difference(monkeypatch, length):
    x, paragraph = random_input(length)
    in_blocks = encode(x, paragraph, WEIGHTS)
    monkeypatch.setattr(network, "_BLOCK", 1 << 20)
    assert np.abs(encode(x, paragraph, WEIGHTS) - in_blocks).max() < 1e-4


@settings(max_examples=60)
@given(st.integers(1, 90), st.integers(1, 30), st.integers(1, 6), st.integers(0, 9))
def test_blocks_of_any_length_make_no_difference(length, block, paragraphs, seed):
    x, paragraph = random_input(length, paragraphs=paragraphs, seed=seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "_BLOCK", block)
        in_blocks = encode(x, paragraph, WEIGHTS)
        patch.setattr(network, "_BLOCK", 1 << 20)
        assert np.abs(encode(x, paragraph, WEIGHTS) - in_blocks).max() < 1e-4


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
def test_no_token_sees_a_later_paragraph(before, end, seed):
    x, _ = random_input(before + end, seed=seed)
    paragraph = np.array([0] * (before // 2) + [1] * (before - before // 2) + [2] * end)
    other = x.copy()
    other[before:] = -3 * x[before:] + 1
    whole, changed = encode(x, paragraph, WEIGHTS), encode(other, paragraph, WEIGHTS)
    alone = encode(x[:before], paragraph[:before], WEIGHTS)
    assert np.abs(whole[:before] - changed[:before]).max() < 1e-5
    assert np.abs(whole[:before] - alone).max() < 1e-5


def test_a_later_paragraph_sees_what_stands_before():
    """Or the test before this one would mean nothing; and tokens of one paragraph see both ways."""
    x, _ = random_input(20)
    paragraph = np.array([0] * 10 + [1] * 10)
    other = x.copy()
    other[9] = -other[9]
    changed = np.abs(encode(other, paragraph, WEIGHTS) - encode(x, paragraph, WEIGHTS)).max(axis=1)
    assert changed[8] > 1e-3
    assert changed[10] > 1e-3


def test_an_added_paragraph_changes_no_state_before_it():
    short, long = sequence(ARTICLE), sequence(f"{ARTICLE}\n\n{BODY['en'][0]}")
    assert len(long) > len(short)
    assert np.abs(hidden(long)[: len(short)] - hidden(short)).max() < 1e-5


def test_states_differ_between_words_and_situations():
    tokens = sequence(ARTICLE)
    states = hidden(tokens)
    assert states.shape == (len(tokens), WIDTH)
    assert np.isfinite(states).all()
    assert len(np.unique(states.round(4), axis=0)) > len(tokens) * 0.9


def test_what_is_read_depends_on_the_rules_and_the_marks():
    tokens = sequence(ARTICLE)
    x = embed(tokens, WEIGHTS, ENGLISH)
    for name in ("quotation", "rules"):
        tokens = sequence(ARTICLE)
        getattr(tokens, name)[:] = 0
        assert np.abs(embed(tokens, WEIGHTS, ENGLISH) - x).max() > 1e-2


def test_the_sum_of_what_is_known_of_a_token():
    tokens = sequence("“It is”, said Kari Moen.")
    x = embed(tokens, WEIGHTS, ENGLISH)
    forms = FormVectors(WEIGHTS, ENGLISH).look_up(tokens.words)
    for n in range(len(tokens)):
        rules = sum(WEIGHTS[f"rules.{r}"][tokens.rules[n, r]] for r in range(3))
        assert np.allclose(x[n], forms[n] + WEIGHTS["quotation"][tokens.quotation[n]] + rules, atol=1e-5)


def test_the_table_of_forms_is_bounded(monkeypatch):
    monkeypatch.setattr(network, "_MAX_FORMS", 1500)
    table = FormVectors(WEIGHTS, ENGLISH)
    first = table.look_up(["said", "Moen", "12"]).copy()
    for n in range(40):
        table.look_up([f"x{n}q{k}" for k in range(100)])
        assert len(table._rows) <= 1500 + 100
    assert len(table._vectors) <= 2048
    assert (table.look_up(["said", "Moen", "12"]) == first).all()


@given(st.lists(st.sampled_from(["said", "Moen", "the", "xaid", "¶", "12", "“"]), min_size=1, max_size=30))
def test_a_form_has_one_vector(words):
    table = FormVectors(WEIGHTS, ENGLISH)
    rows = table.look_up(words)
    for n, word in enumerate(words):
        assert (rows[n] == FormVectors(WEIGHTS, ENGLISH).look_up([word])[0]).all()


def test_sigmoid_of_extremes():
    out = sigmoid(np.array([-np.inf, -1e30, -1, 0, 1, 1e30, np.inf], dtype=np.float32))
    assert out[0] == pytest.approx(0, abs=1e-12)
    assert out[3] == 0.5
    assert out[-1] == 1
    assert (np.diff(out) >= 0).all()
    assert out.dtype == np.float32


def test_normalise_of_extremes():
    rows = np.array([[0] * 4, [7] * 4, [1e6, -1e6, 1e6, -1e6], [1, 2, 3, 4]], dtype=np.float32)
    out = layer_norm(rows)
    assert np.isfinite(out).all()
    assert not out[:2].any()
    assert np.allclose(out[2:].mean(axis=1), 0, atol=1e-5)
    assert np.allclose(out[2:].var(axis=1), 1, atol=1e-3)
