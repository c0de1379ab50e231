"""The neural model: its files are verified when they are loaded, and it has a state for each token."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.tiny_tagger import ARTICLE, read, sequence

import corpus
from corpus.errors import InputError, LanguageDataError, MissingExtraError
from corpus.languages import data as langdata
from corpus.languages.data import NEURAL, NEURAL_MANIFEST, data_folder, has_neural
from corpus.languages.language import load_language
from corpus.models import encoder as model
from corpus.models import encoder as states
from corpus.models.encoder import ENCODER, FILES, HEADS, LONGEST, TOKENIZER, NeuralModel, load_neural_model
from corpus.models.tagger import tag_article
from corpus.models.tagger_model import HiddenStates

ENGLISH = load_language("en")
LONG = "\n\n".join([ARTICLE] * 12)


@pytest.fixture(scope="module")
def tagger_model():
    found = load_neural_model("en")
    assert isinstance(found, NeuralModel)
    return found


def test_it_reads_each_token(tagger_model):
    tokens = sequence(LONG)
    states = tagger_model.states(tokens, ENGLISH)
    assert states.shape == (len(tokens), tagger_model.weights["out"].shape[0])
    assert np.isfinite(states).all()
    assert (np.abs(states).sum(axis=1) > 0).all()


def test_it_finds_who_says_what(tagger_model):
    found = {
        ARTICLE[t.source[0].start : t.source[0].end]
        for t in tag_article(*read(ARTICLE), tagger_model=tagger_model, language=ENGLISH)
        if t.source
    }
    assert any(name.startswith("Kari Moen") for name in found)


def test_windows_side_by_side_give_the_same(tagger_model, monkeypatch):
    """As on an accelerator; what is padded is not seen. But numbers are cut by the greatest of a batch."""
    tokens = sequence(LONG)
    alone = tagger_model.states(tokens, ENGLISH)
    monkeypatch.setattr(tagger_model, "batch", 5)
    together = tagger_model.states(tokens, ENGLISH)
    assert len(together) > 3 * LONGEST
    assert np.abs(together - alone).mean() < 0.1
    labels = [HiddenStates(s, tagger_model.weights).labels().argmax(axis=1) for s in (alone, together)]
    assert (labels[0] == labels[1]).mean() > 0.98


def test_too_long_an_article_is_refused(tagger_model, monkeypatch):
    monkeypatch.setattr(states, "MAX_NEURAL_TOKENS", 100)
    with pytest.raises(InputError, match="are too many for the neural model"):
        corpus.annotate(LONG, language="en", plain=True, model="neural")
    assert corpus.annotate(LONG, language="en", plain=True).attributions


def test_no_tokens_have_no_states(tagger_model):
    assert len(tagger_model.states(sequence(""), ENGLISH)) == 0


@pytest.fixture
def folder(monkeypatch, tmp_path):
    """A folder of language folders with ours of English in it, where files may be harmed."""
    shutil.copytree(Path(str(data_folder())) / "en", tmp_path / "en")
    for module in (langdata, model):
        monkeypatch.setattr(module, "data_folder", lambda: tmp_path)
    load_neural_model.cache_clear()
    yield tmp_path / "en" / NEURAL
    load_neural_model.cache_clear()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_told(folder, name):
    (folder / name).unlink()
    with pytest.raises(LanguageDataError, match=f"{name}: it is missing"):
        load_neural_model("en")


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_is_told(folder, name):
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(LanguageDataError, match=rf"{name}: .*SHA-256 differs"):
        load_neural_model("en")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("format = 1", "format = 2"), "format 1"),
        (('version = "', "version = "), "model.toml"),
        (("[sha256]", "[x]"), "SHA"),
    ],
)
def test_a_manifest_that_is_not_ours_is_told(folder, change, message):
    path = folder.parent / NEURAL_MANIFEST
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(LanguageDataError, match=message):
        load_neural_model("en")


@pytest.mark.parametrize("name", [ENCODER, HEADS, TOKENIZER])
def test_what_is_no_model_is_told_though_its_hash_is_right(folder, monkeypatch, name):
    (folder / name).write_bytes(b"nothing of that kind")
    monkeypatch.setattr(model, "_read_verified", lambda code, name, hashes: (folder / name).read_bytes())
    with pytest.raises(LanguageDataError):
        load_neural_model("en")


def test_a_language_without_a_folder_has_none():
    assert not has_neural("ar")
    assert load_neural_model("ar") is None


def test_the_model_is_named_with_its_version(tagger_model):
    article = corpus.annotate(ARTICLE, language="en", plain=True, model="neural")
    assert article.attributions
    rules = {a.rule for a in article.attributions}
    assert tagger_model.weights.name.startswith("neural.en.")
    assert all(r == tagger_model.weights.name or not r.startswith(("neural", "tagger")) for r in rules)


def test_without_the_extra_the_error_says_what_to_install():
    program = (
        "import sys; sys.modules['onnxruntime'] = None\n"
        "import corpus\n"
        "assert corpus.annotate(sys.argv[1], language='en').attributions\n"
        "try: corpus.annotate(sys.argv[1], language='en', model='neural')\n"
        "except corpus.CorpusError as e: print(e)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, ARTICLE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(MissingExtraError.of("onnxruntime", extra="neural"))
