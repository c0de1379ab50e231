"""Weight files: equal bytes for equal weights, and a clear error for anything else."""

import contextlib
import io
import time

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.tiny_tagger import DILATIONS, LISTS, make_arrays, make_bytes

from corpus.errors import LanguageDataError
from corpus.languages import data as langdata
from corpus.languages.data import WEIGHTS
from corpus.models import weights
from corpus.models.weights import load_weights, make_vocabulary, read_weights, write_weights

BYTES = make_bytes()
PLACE = f"corpus/languages/en/{WEIGHTS}"


def refusal(data):
    with pytest.raises(LanguageDataError) as error:
        read_weights(data, code="en")
    assert PLACE in str(error.value)
    return str(error.value)


def saved(*, pickled=False, **members):
    """A file as `write_weights` writes it, with members replaced, or left out where None."""
    with np.load(io.BytesIO(BYTES)) as stored:
        kept = {name: stored[name] for name in stored.files} | members
    out = io.BytesIO()
    np.savez_compressed(out, allow_pickle=pickled, **{n: a for n, a in kept.items() if a is not None})
    return out.getvalue()


def test_round_trip():
    read, arrays = read_weights(BYTES, code="en"), make_arrays()
    assert read.dilations == DILATIONS
    assert read.vocabulary == make_vocabulary(LISTS)
    assert set(read.arrays) == set(arrays)
    for name, array in arrays.items():
        assert read[name].dtype == np.float32
        assert (read[name] == array.astype(np.float32)).all()


def test_the_name_tells_the_weights_apart():
    names = {read_weights(make_bytes(seed=seed), code="en").name for seed in (0, 0, 1)}
    assert len(names) == 2
    assert all(name.startswith("tagger.en.") for name in names)


def test_the_same_bytes_twice(monkeypatch):
    """At any time, and whatever the order that the arrays come in."""
    monkeypatch.setattr(time, "time", lambda: 2e9)
    arrays = make_arrays()
    again = write_weights(LISTS, dilations=DILATIONS, arrays=dict(reversed(arrays.items())))
    assert again == BYTES
    arrays["out"][0, 0] += 1
    assert write_weights(LISTS, dilations=DILATIONS, arrays=arrays) != BYTES


def test_rows_of_the_vocabulary():
    vocabulary = make_vocabulary(LISTS)
    assert "" not in vocabulary.words
    assert all(LISTS["words"][n] == word for word, n in vocabulary.words.items())
    assert vocabulary.classes == {name: n for n, name in enumerate(LISTS["classes"])}


@settings(max_examples=60)
@given(st.integers(0, len(BYTES) - 1))
@example(0)
@example(1)
@example(4)
@example(len(BYTES) - 1)
def test_a_truncated_file_is_refused(length):
    refusal(BYTES[:length])


@settings(max_examples=80)
@given(st.integers(0, len(BYTES) - 1), st.integers(1, 255))
def test_a_damaged_file_is_refused_or_the_same(at, by):
    """A changed byte is an error, unless the zip file keeps nothing of ours there."""
    data = bytearray(BYTES)
    data[at] ^= by
    with contextlib.suppress(LanguageDataError):
        read = read_weights(bytes(data), code="en")
        assert read.vocabulary == make_vocabulary(LISTS)
        assert all((read[n] == a.astype(np.float32)).all() for n, a in make_arrays().items())


@pytest.mark.parametrize("data", [b"", b"PK", b"no weights", b"\x80\x04N.", b"\x93NUMPY", b"\0" * 1000])
def test_what_is_no_file_of_weights_is_refused(data):
    refusal(data)


def test_a_single_array_is_refused():
    out = io.BytesIO()
    np.save(out, np.zeros(3))
    refusal(out.getvalue())


@pytest.mark.parametrize("number", [0, 2, -1])
def test_another_format_is_refused(number):
    assert "format 1" in refusal(saved(format=np.int64(number)))


class Trap:
    """Would show up if it were unpickled."""

    sprung = False

    def __reduce__(self):
        return (spring, ())


def spring():
    Trap.sprung = True


@pytest.mark.parametrize("name", ["out", "words", "format", "another"])
def test_pickles_are_refused_and_not_read(name):
    refusal(saved(pickled=True, **{name: np.array([Trap()], dtype=object)}))
    assert not Trap.sprung


@pytest.mark.parametrize("name", ["format", "dilations", "words", *sorted(make_arrays())])
def test_a_missing_array_is_told(name):
    assert name in refusal(saved(**{name: None}))


@pytest.mark.parametrize(
    "changed",
    [
        {"transitions": np.zeros((2, 2), np.float16)}, {"word": np.zeros((3, 8), np.float16)},
        {"word": np.zeros((len(LISTS["words"]), 9), np.float16)}, {"out": np.float16(1)}, {"word": np.float16(1)},
        {"conv.1": np.zeros((24, 17), np.float16)}, {"class": np.zeros((1, 8), np.float16)},
        {"link.0.left": np.zeros((24, 5), np.float16)}, {"link.1.distance": np.zeros((3, 6), np.float16)},
        {"dilations": np.array([1, 2])}, {"dilations": np.array([1, 2, 4, 8])}, {"another": np.zeros(3, np.float16)},
        {"out.bias": np.array(list("abcdefg"))}, {"words": np.array([255, 254], np.uint8)},
    ],
    ids=lambda changed: " ".join(f"{n}{np.shape(a)}" for n, a in changed.items()),
)  # fmt: skip
def test_arrays_that_do_not_fit_are_told(changed):
    refusal(saved(**changed))


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder of language folders in the place of ours."""
    (tmp_path / "en").mkdir()
    for module in (langdata, weights):
        monkeypatch.setattr(module, "data_folder", lambda: tmp_path)
    load_weights.cache_clear()
    yield tmp_path
    load_weights.cache_clear()


def test_a_language_without_weights_has_no_tagger(folder):
    assert load_weights("en") is None


def test_weights_are_read_once(folder):
    (folder / "en" / WEIGHTS).write_bytes(BYTES)
    assert load_weights("en") is load_weights("en")
    assert load_weights("en").name == read_weights(BYTES, code="en").name


def test_damaged_weights_of_a_language_are_told(folder):
    (folder / "en" / WEIGHTS).write_bytes(BYTES[:-100])
    with pytest.raises(LanguageDataError, match=WEIGHTS):
        load_weights("en")
