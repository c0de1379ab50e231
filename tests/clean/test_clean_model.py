"""The line classifier: arrays, features, the network in numpy, its file, and the decision over a text."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.strategies import BODY

from corpus.clean.arrays import Sign, hash_words, line_arrays, sign_of
from corpus.clean.article import FEWEST_LINES, decode_article, find_article, read_lines, text_features
from corpus.clean.lines import split_lines
from corpus.clean.model import LineClass, LineModel, load_model, read_model, write_model
from corpus.clean.roles import clean_text
from corpus.clean.rules import load_rules
from corpus.errors import CorpusError
from corpus.languages.language import load_language

texts = st.lists(
    st.text(st.sampled_from('aBcé .,:!?"“”–-1٣ب\u200c\u0301•|()ß'), min_size=1, max_size=40), min_size=1, max_size=30
).map("\n".join)


def arrays_of(text):
    lines = split_lines(text)
    return line_arrays(text, [line.start for line in lines], [line.end for line in lines])


@pytest.mark.parametrize(
    ("character", "sign"),
    [
        ("a", Sign.LOWER), ("Å", Sign.UPPER), ("ب", Sign.UNCASED), ("٣", Sign.DIGIT), (".", Sign.STOP),
        ("؟", Sign.STOP), ("«", Sign.QUOTE), ("’", Sign.MARK), ("–", Sign.DASH), ("،", Sign.COMMA), ("•", Sign.BULLET),
        ("(", Sign.BRACKET), ("€", Sign.SYMBOL), ("\u2003", Sign.SPACE), ("\u0301", Sign.MARK),
        ("\u200c", Sign.OTHER), ("\n", Sign.SPACE),
    ],
)  # fmt: skip
def test_sign(character, sign):
    assert sign_of(character) is sign


@given(texts)
def test_every_word_is_in_its_line(text):
    if not text.strip():
        return
    lines, arrays = split_lines(text), arrays_of(text)
    for start, end, number in zip(arrays.word_starts, arrays.word_ends, arrays.word_lines, strict=True):
        assert lines[number].start <= start < end <= lines[number].end
    assert arrays.per_line(np.ones(len(arrays.word_starts))).tolist() == np.diff(arrays.first_words).tolist()
    assert arrays.count_signs().sum(axis=1).tolist() == [line.end - line.start for line in lines]


@given(st.lists(st.text(st.sampled_from("abÅß1"), min_size=1, max_size=5), min_size=1))
def test_words_are_the_same_where_their_hashes_are(words):
    arrays = arrays_of(" ".join(words))
    hashes = arrays.hashed(arrays.word_starts, arrays.word_ends)
    assert set(hashes.tolist()) == set(hash_words(words).tolist())
    for i, one in enumerate(words):
        for k, other in enumerate(words):
            assert (hashes[i] == hashes[k]) == (one.lower() == other.lower() or one == other)


@settings(max_examples=60)
@given(texts)
@example("a")
@example("\u200c\u200c")
@example("– a\n\n\nb.")
def test_features_are_numbers(text):
    if not text.strip():
        return
    read = read_lines(text, load_rules("en"))
    _, features, running = text_features(read)
    assert features.shape == (len(read.lines), load_model().features)
    assert features.dtype == np.float32
    assert np.isfinite(features).all()
    assert running.shape == (len(read.lines),)


@settings(max_examples=60)
@given(texts)
def test_probabilities_and_decision(text):
    if not text.strip():
        return
    article = find_article(read_lines(text, load_rules("nb")))
    assert np.allclose(article.probabilities.sum(axis=1), 1, atol=1e-5)
    assert (article.probabilities >= 0).all()
    assert [c is not LineClass.OTHER for c in article.classes()] == article.kept.tolist()
    if article.running.any():
        # However little is clearly article, something with running text is kept.
        assert (article.kept & article.running).any()


def test_same_text_same_decision_wherever_it_is_cleaned():
    text = "\n".join([*BODY["en"]] * 8)
    rules = load_rules("en")
    first = find_article(read_lines(text, rules)).probabilities
    find_article(read_lines("x\n" * 50, rules))
    assert (find_article(read_lines(text, rules)).probabilities == first).all()


def test_few_lines_are_left_to_the_rules():
    text = "\n\n".join(["Ferry stopped", *BODY["en"], "Island desk"])
    assert len(split_lines(text)) < FEWEST_LINES
    assert clean_text(text, load_language("en")).article is None


def test_quoted_lines_pass_at_a_lower_threshold():
    words = " ".join(["word"] * 50)
    arrays = arrays_of(
        "\n".join([f"“{words}.”", *["Short."] * 4, f"{words}.", *["Short."] * 4, f"{words}.", f"{words}."])
    )
    probabilities = np.array([[0.6, 0.4, 0, 0, 0]] * 10 + [[0.1, 0.9, 0, 0, 0]] * 2, dtype=np.float32)
    kept = decode_article(arrays, probabilities, np.array([True, *[False] * 4] * 2 + [True] * 2)).kept.tolist()
    assert kept == [True, *[False] * 9, True, True]
    # Near other text of the article, running text passes at a lower threshold, too.
    near = decode_article(arrays, np.roll(probabilities, -5, axis=0), np.array([True, *[False] * 4] * 2 + [True] * 2))
    assert near.kept.tolist()[5:7] == [True, True]


def test_lower_threshold_where_nothing_is_clear():
    line = f"{' '.join(['word'] * 60)}."
    arrays = arrays_of("\n".join([line] * 5))
    probabilities = np.array([[0.98, 0.02, 0, 0, 0]] * 3 + [[0.8, 0.2, 0, 0, 0]] * 2, dtype=np.float32)
    article = decode_article(arrays, probabilities, np.ones(5, dtype=bool))
    assert article.kept.tolist() == [False, False, False, True, True]
    assert article.uncertain
    sure = decode_article(arrays, 1 - probabilities, np.ones(5, dtype=bool))
    assert not sure.uncertain


def small_model():
    width, features, rng = 3, 4, np.random.default_rng(0)
    shapes = {
        "mean": (features,), "scale": (features,), "input": (features, width), "input.bias": (width,),
        "pool": (2 * width, width), "pool.bias": (width,), "out": (width, len(LineClass)),
        "out.bias": (len(LineClass),), "conv.0": (3 * width, 2 * width), "conv.0.bias": (2 * width,),
    }  # fmt: skip
    return LineModel((2,), {name: rng.normal(size=shape).astype(np.float16) for name, shape in shapes.items()})


def test_file_gives_the_same_model_and_the_same_bytes():
    model = small_model()
    data = write_model(model.arrays, model.dilations)
    again = read_model(data)
    assert again.dilations == model.dilations
    assert all((again.arrays[name] == model.arrays[name]).all() for name in model.arrays)
    assert write_model(again.arrays, again.dilations) == data


def test_line_far_away_changes_only_what_all_lines_share():
    """A convolution sees lines at its distance; the mean and the maximum see all of them."""
    model = small_model()
    model.arrays["pool"][:] = 0
    features = np.random.default_rng(1).normal(size=(9, 4)).astype(np.float32)
    changed = features.copy()
    changed[8] += 1
    same = (model.probabilities(features) == model.probabilities(changed)).all(axis=1)
    assert same.tolist() == [True] * 6 + [False, True, False]


@pytest.mark.parametrize("drop", ["mean", "conv.0", "out.bias"])
def test_damaged_file_is_refused(drop):
    model = small_model()
    arrays = {name: array for name, array in model.arrays.items() if name != drop}
    with pytest.raises(CorpusError, match=rf"{drop}|does not fit"):
        read_model(write_model(arrays, model.dilations))


@pytest.mark.parametrize("data", [b"", b"PK", write_model(small_model().arrays, (2,))[:-40]])
def test_no_file_of_a_model(data):
    with pytest.raises(CorpusError):
        read_model(data)
