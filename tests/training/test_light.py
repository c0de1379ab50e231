"""Training of the light network: numpy computes what PyTorch does, and equal data give equal bytes."""

import importlib.util
import random
import tomllib
from itertools import product

import numpy as np
import pytest
from support.annotated_articles import write_rows
from support.paths import ROOT

torch = pytest.importorskip("torch", reason="PyTorch is not installed; only training needs it (extra: train)")


from corpus.combine.confidence import FEATURES  # noqa: E402
from corpus.languages.language import load_language  # noqa: E402
from corpus.models.links import LINK_KINDS, choose_links  # noqa: E402
from corpus.models.network import embed, encode  # noqa: E402
from corpus.models.tagger_model import HiddenStates  # noqa: E402
from corpus.models.tokens import LABELS  # noqa: E402
from corpus.models.weights import make_vocabulary, read_weights, write_weights  # noqa: E402
from corpus.training.batches import TrainingArticle, make_batch, make_groups  # noqa: E402
from corpus.training.light import TrainingSchedule, learn, losses  # noqa: E402
from corpus.training.network import Network, NetworkConfig, export_arrays  # noqa: E402
from corpus.training.samples import learn_vocabulary, read_samples, token_inputs  # noqa: E402

ENGLISH = load_language("en")
SETTINGS = NetworkConfig(width=8, embedding=6, dilations=(1, 2, 40))
SCHEDULE = TrainingSchedule(rounds=3, rate=2e-2, warm_up=1, tokens=150)
#: Half precision: about three digits.
TOLERANCE = 5e-3
TRAIN = ROOT / "scripts" / "train.py"


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    return read_samples(write_rows(tmp_path_factory.mktemp("rows") / "rows.jsonl", 6), ENGLISH)


@pytest.fixture(scope="module")
def lists(samples):
    return learn_vocabulary(samples, ENGLISH)


@pytest.fixture(scope="module")
def examples(samples, lists):
    vocabulary = make_vocabulary(lists)
    return [TrainingArticle(s, token_inputs(s.tokens, ENGLISH, vocabulary)) for s in samples]


@pytest.fixture
def network(lists):
    torch.manual_seed(3)
    made = Network(SETTINGS, words=len(lists["words"]), endings=len(lists["endings"]), classes=len(lists["classes"]))
    with torch.no_grad():
        for parameter in (made.transitions, made.start, made.end):
            parameter.normal_()
    return made.eval()


@pytest.fixture
def weights(network, lists):
    data = write_weights(lists, dilations=SETTINGS.dilations, arrays=export_arrays(network))
    return read_weights(data, code="en")


def states(sample, weights):
    return encode(embed(sample.tokens, weights, ENGLISH), sample.tokens.paragraph, weights)


def test_hidden_states_are_the_same(network, weights, examples):
    """Side by side and padded as alone: what PyTorch learns is what numpy reads."""
    with torch.no_grad():
        together = network.encode(make_batch(examples)).numpy()
    assert len({len(e) for e in examples}) > 1
    for n, example in enumerate(examples):
        with torch.no_grad():
            alone = network.encode(make_batch([example]))[0].numpy()
        assert np.abs(together[n, : len(example)] - alone).max() < 1e-5
        assert np.abs(states(example.sample, weights) - alone).max() < TOLERANCE


def test_scores_of_labels_are_the_same(network, weights, examples):
    for example in examples:
        with torch.no_grad():
            scores = network.out(network.encode(make_batch([example])))[0].numpy()
        ours = states(example.sample, weights) @ weights["out"] + weights["out.bias"]
        assert np.abs(scores - ours).max() < 2 * TOLERANCE


@pytest.mark.parametrize("kind", range(len(LINK_KINDS)))
def test_scores_of_links_are_the_same(network, weights, examples, kind):
    """The loss of the choices that numpy makes is the log of the probability that it gives them."""
    for example in examples:
        sample = example.sample
        pairs, _ = sample.pairs[kind]
        hidden = states(sample, weights)
        chosen, chances = choose_links(pairs, *HiddenStates(hidden, weights).links(kind, pairs, sample.spans))
        truth = [chosen[i] == j for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)]
        spans = tuple(sample.spans[role] for role in LINK_KINDS[kind])
        with torch.no_grad():
            loss = network.linkers[kind].loss(torch.from_numpy(hidden), spans, pairs, torch.tensor(truth).float())
        assert loss.item() == pytest.approx(-np.log(chances).sum(), abs=2e-2)
        assert -np.log(chances).sum() > 0.1


def test_probabilities_of_all_labellings_are_one(network, examples):
    """The loss is the negative log probability of the labels: over all of them those probabilities add up."""
    batch = make_batch(examples[:1])
    with torch.no_grad():
        hidden = network.encode(batch)
        total = 0.0
        for labels in product(range(LABELS), repeat=3):
            batch.chunk_labels[:1, :3] = torch.tensor(labels)
            batch.chunk_mask[:1, 3:] = False
            total += float(torch.exp(-3 * network.label_loss(hidden, one_chunk(batch))))
    assert total == pytest.approx(1, abs=1e-3)


def one_chunk(batch):
    """A batch with its first piece alone."""
    from dataclasses import replace  # noqa: PLC0415

    pieces = {name: getattr(batch, name)[:1] for name in ("chunk_tokens", "chunk_mask", "chunk_labels")}
    return replace(batch, **pieces)


def test_groups_hold_every_article_once(examples):
    groups = make_groups(examples * 3, tokens=150, rng=random.Random(1))
    assert sorted(id(e) for g in groups for e in g) == sorted(id(e) for e in examples * 3)
    assert max(len(g) for g in groups) > 1


@pytest.mark.parametrize("seed", range(5))
def test_groups_are_no_larger_than_allowed(examples, seed):
    """Padding counted; only an article that is larger by itself is more."""
    rng = random.Random(seed)
    cut = [Length(rng.randint(5, 900)) for _ in range(200)]
    groups = make_groups(cut, tokens=3000, rng=rng)
    assert all(len(g) * max(map(len, g)) <= 3000 for g in groups)


class Length:
    """Stands for an article of so many tokens."""

    def __init__(self, tokens):
        self.tokens = tokens

    def __len__(self):
        return self.tokens


def test_pieces_of_a_batch_hold_the_labels_of_every_token(examples):
    batch = make_batch(examples)
    length = max(len(e) for e in examples)
    places = batch.chunk_tokens[batch.chunk_mask].tolist()
    labels = dict(zip(places, batch.chunk_labels[batch.chunk_mask].tolist(), strict=True))
    expected = {n * length + k: v for n, e in enumerate(examples) for k, v in enumerate(e.sample.labels.tolist())}
    assert labels == expected


def test_a_right_choice_costs_less(network, examples):
    """The loss of links falls when the scores of the right ones rise."""
    sample = examples[0].sample
    pairs, truth = sample.pairs[0]
    spans = sample.spans["content"], sample.spans["cue"]
    hidden = torch.randn(len(sample.tokens), SETTINGS.width)
    own = network.linkers[0]
    with torch.no_grad():
        own.out.weight.zero_()
        before = own.loss(hidden, spans, pairs, torch.from_numpy(truth).float())
        own.none.bias -= 5
        after = own.loss(hidden, spans, pairs, torch.from_numpy(truth).float())
    assert truth.any()
    assert after < before


@pytest.fixture(scope="module")
def learned(samples):
    calls = []
    data = learn(samples, "en", config=SETTINGS, schedule=SCHEDULE, progress=lambda *row: calls.append(row))
    return data, calls


def test_the_same_articles_give_the_same_bytes(samples, learned):
    again = learn(samples, "en", config=SETTINGS, schedule=SCHEDULE, progress=lambda *row: None)
    assert again == learned[0]


def test_another_seed_gives_other_bytes(samples, learned):
    other = TrainingSchedule(rounds=1, warm_up=1, tokens=150, seed=1)
    assert learn(samples, "en", config=SETTINGS, schedule=other, progress=lambda *row: None) != learned[0]


def test_the_losses_fall(learned):
    _, calls = learned
    assert [number for number, _, _ in calls] == [1, 2, 3]
    assert calls[2][1] < 0.8 * calls[0][1]
    assert calls[2][2] < calls[0][2]


def test_what_is_learned_can_be_read(learned, lists):
    weights = read_weights(learned[0], code="en")
    assert weights.dilations == SETTINGS.dilations
    assert weights.vocabulary == make_vocabulary(lists)
    assert all(np.isfinite(a).all() for a in weights.arrays.values())


def test_losses_do_not_depend_on_padding(network, examples):
    """Of articles side by side they are the means of those alone, by tokens and by spans."""
    with torch.no_grad():
        labels, links = losses(network, examples, make_batch(examples))
        alone = [losses(network, [e], make_batch([e])) for e in examples]
    tokens = np.array([len(e) for e in examples])
    spans = np.array([sum(len(e.sample.spans[one]) for one, _ in LINK_KINDS) for e in examples])
    assert labels.item() == pytest.approx(sum(tokens * [a.item() for a, _ in alone]) / tokens.sum(), rel=1e-4)
    assert links.item() == pytest.approx(sum(spans * [b.item() for _, b in alone]) / spans.sum(), rel=1e-4)


def test_the_script_writes_what_the_tagger_reads(tmp_path, capfd):
    spec = importlib.util.spec_from_file_location("train", TRAIN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    data = write_rows(tmp_path / "rows.jsonl", 12)
    options = ["--rounds", "1", "--width", "8"]
    assert module.main(["en", str(data), "--output", str(tmp_path / "lang"), *options]) == 0
    assert "round 1: " in capfd.readouterr().out
    weights = read_weights((tmp_path / "lang" / "en" / "model.npz").read_bytes(), code="en")
    assert weights.dilations == NetworkConfig().dilations
    own = tomllib.loads((tmp_path / "lang" / "en" / "confidence.toml").read_text("utf-8"))
    shared = tomllib.loads((tmp_path / "lang" / "mul" / "confidence.toml").read_text("utf-8"))
    assert set(own["tagger"]) == set(FEATURES)
    assert shared["rules"]["direct.trailing"][1] > 0
