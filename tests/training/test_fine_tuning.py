"""Fine-tuning: onnxruntime computes what PyTorch does, and equal data give equal bytes."""

import json
import sys
import tomllib

import numpy as np
import pytest
from support.annotated_articles import write_rows
from support.paths import ROOT

torch = pytest.importorskip("torch", reason="PyTorch is not installed; only training needs it (extra: train)")
pytest.importorskip("safetensors", reason="only training needs it (extra: train)")

from safetensors.torch import save_file  # noqa: E402
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers  # noqa: E402

from corpus.languages.language import load_language  # noqa: E402
from corpus.models.encoder import FILES, make_neural_model  # noqa: E402
from corpus.models.weights import make_vocabulary  # noqa: E402
from corpus.models.wordpieces import WordPieceTokenizer  # noqa: E402
from corpus.training.batches import TrainingArticle  # noqa: E402
from corpus.training.encoder import WEIGHTS, read_config, read_encoder  # noqa: E402
from corpus.training.encoder_batches import make_encoder_batch  # noqa: E402
from corpus.training.fine_tuning import (  # noqa: E402
    _LISTS,
    FineTuningConfig,
    _initial_network,
    averaged_files,
    calibrate_encoder,
    learn_encoder,
    name_words,
    read_tokenizer,
)
from corpus.training.samples import read_samples, token_inputs  # noqa: E402

ENGLISH = load_language("en")
TUNING = FineTuningConfig(rounds=6, rate=5e-3, head_rate=2e-2, warm_up=1, tokens=150, threads=1, half=False)
CONFIG = {
    "model_type": "bert", "hidden_act": "gelu", "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 32, "max_position_embeddings": 256, "hidden_dropout_prob": 0.0,
}  # fmt: skip
#: Weights become whole numbers of seven bits.
TOLERANCE = 0.25
SCRIPTS = ROOT / "scripts"


@pytest.fixture(scope="module")
def rows(tmp_path_factory):
    return write_rows(tmp_path_factory.mktemp("rows") / "rows.jsonl", 6)


@pytest.fixture(scope="module")
def samples(rows):
    return read_samples(rows, ENGLISH)


@pytest.fixture(scope="module")
def base(tmp_path_factory, samples):
    """A folder with a small encoder that knows nothing, in the form of the library transformers."""
    folder = tmp_path_factory.mktemp("base")
    words = sorted({w.lower() for s in samples for w in s.tokens.words})
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words]
    tokenizer = Tokenizer(models.WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.BertNormalizer(), pre_tokenizers.BertPreTokenizer()
    tokenizer.enable_truncation(8)
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps(CONFIG | {"vocab_size": len(pieces)}))
    save_file(random_weights(len(pieces)), folder / WEIGHTS)
    return folder


def random_weights(vocabulary):
    torch.manual_seed(1)
    width, inner = CONFIG["hidden_size"], CONFIG["intermediate_size"]
    rows = {"word": vocabulary, "position": CONFIG["max_position_embeddings"], "token_type": 2}
    out = {f"embeddings.{name}_embeddings.weight": 0.3 * torch.randn(n, width) for name, n in rows.items()}
    norms, forms = ["embeddings.LayerNorm"], {}
    for n in range(CONFIG["num_hidden_layers"]):
        layer = f"encoder.layer.{n}."
        norms += [f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm"]
        forms |= {f"{layer}attention.self.{name}": (width, width) for name in ("query", "key", "value")}
        forms |= {f"{layer}attention.output.dense": (width, width), f"{layer}intermediate.dense": (inner, width)}
        forms |= {f"{layer}output.dense": (width, inner)}
    for name, form in forms.items():
        out |= {f"{name}.weight": 0.3 * torch.randn(form), f"{name}.bias": torch.zeros(form[0])}
    for name in norms:
        out |= {f"{name}.weight": torch.ones(width), f"{name}.bias": torch.zeros(width)}
    return out


@pytest.fixture(scope="module")
def learned(samples, base):
    calls = []
    return learn_encoder(samples, "en", base=base, config=TUNING, progress=lambda *row: calls.append(row)), calls


@pytest.fixture(scope="module")
def files(learned, base):
    return averaged_files([learned[0]], base=base)


def test_the_form_is_that_of_the_folder(base):
    form = read_config(base)
    assert (form.width, form.layers, form.heads, form.inner, form.positions) == (16, 2, 2, 32, 256)
    assert len(read_encoder(base).layers) == 2


@pytest.mark.parametrize("changed", [{"hidden_act": "relu"}, {"model_type": "roberta"}])
def test_another_kind_of_encoder_is_refused(base, tmp_path, changed):
    (tmp_path / "config.json").write_text(json.dumps(json.loads((base / "config.json").read_text()) | changed))
    with pytest.raises(ValueError, match="only BERT"):
        read_config(tmp_path)


def test_at_the_beginning_the_encoder_is_as_it_was_given(samples, base):
    """What is added to a word piece says nothing before anything is learned."""
    network = _initial_network(base, half=False).eval()
    batch = windows(samples[:2], base)
    with torch.no_grad():
        assert not network.embed(batch).any()
        plain = network.encoder(batch.ids, torch.zeros(*batch.ids.shape, 16), batch.window_mask)
        assert torch.equal(network.encode(batch)[0, 0], plain.reshape(-1, 16)[batch.piece_of[0, 0]])


def windows(samples, base):
    import random  # noqa: PLC0415

    vocabulary = make_vocabulary(_LISTS)
    group = [TrainingArticle(s, token_inputs(s.tokens, ENGLISH, vocabulary)) for s in samples]
    return make_encoder_batch(group, WordPieceTokenizer(read_tokenizer(base)), [], random.Random(0))


def test_states_are_the_same_where_weights_are_whole_numbers(samples, base, learned, files):
    network = _initial_network(base, half=False).eval()
    network.load_state_dict(learned[0])
    reader = make_neural_model(files, code="en", version="1")
    for sample in samples:
        with torch.no_grad():
            theirs = network.encode(windows([sample], base))[0].numpy()
        ours = reader.states(sample.tokens, ENGLISH)
        assert ours.shape == theirs.shape
        assert np.abs(ours - theirs).mean() < TOLERANCE
        labels = ours @ reader.weights["out"] + reader.weights["out.bias"]
        wanted = network.out(torch.from_numpy(theirs)).detach().numpy()
        assert (labels.argmax(axis=1) == wanted.argmax(axis=1)).mean() > 0.9


def test_the_losses_fall(samples, base):
    calls = []
    learn_encoder(samples * 20, "en", base=base, config=TUNING, progress=lambda *row: calls.append(row))
    assert calls[-1][0] <= calls[-1][1]
    assert calls[-1][2] < 0.7 * calls[0][2]


def test_the_same_gives_the_same_and_another_seed_does_not(samples, base, learned, files):
    again = learn_encoder(samples, "en", base=base, config=TUNING)
    assert averaged_files([again], base=base) == files
    other = learn_encoder(
        samples, "en", base=base, config=FineTuningConfig(rounds=1, tokens=150, threads=1, half=False, seed=1)
    )
    assert any(not torch.equal(other[name], learned[0][name]) for name in other)


def test_a_model_of_several_is_their_mean(learned, base, files):
    doubled = {name: 2 * t for name, t in learned[0].items()}
    nothing = {name: 0 * t for name, t in learned[0].items()}
    assert averaged_files([doubled, nothing], base=base) == files


def test_names_are_words_that_have_a_capital_always(samples):
    names = name_words(samples, ENGLISH)
    assert {"Kari", "Moen", "Per", "Anna"} <= set(names)
    assert not {"road", "said", "was", "the"} & set(names)


def test_confidence_is_fitted(samples, files):
    tables = calibrate_encoder(files, samples, "en")
    assert set(tables) == {"tagger", "alone"}
    assert all(np.isfinite(list(tables["tagger"].values())))


def test_the_script_writes_a_model_that_loads(rows, base, tmp_path, *, monkeypatch, capsys):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import train_encoder  # noqa: PLC0415

    keep = tmp_path / "kept"
    calls = [
        "en", str(rows), str(rows), "--output", str(tmp_path), "--encoder", str(base), "--keep", str(keep), "--full",
        "--seeds", "0", "3", "--rounds", "1", "--threads", "1",
    ]  # fmt: skip
    assert train_encoder.main(calls) == 0
    folder = tmp_path / "en" / "neural"
    manifest = (folder / "model.toml").read_text()
    made = tomllib.loads(manifest)
    assert made["made"]["data_sha256"] == made["made"]["calibration_sha256"]
    assert [(t["seed"], t["rounds"], t["half"]) for t in made["trainings"]] == [(0, 1.0, False), (3, 1.0, False)]
    make_neural_model({name: (folder / name).read_bytes() for name in FILES}, code="en", version="1")
    assert sorted(p.name for p in keep.iterdir()) == ["seed-0.safetensors", "seed-3.safetensors"]
    capsys.readouterr()
    assert train_encoder.main(calls) == 0
    assert capsys.readouterr().out.count("learned before") == 2
    assert (folder / "model.toml").read_text() == manifest
    sys.modules.pop("train_encoder")
