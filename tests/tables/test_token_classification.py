"""The table ``tokens`` as it is loaded is ready for token classification: a tiny tagger, trained on it, learns."""

import pycrfsuite
import pytest
from datasets import load_dataset

from corpus.tables.schema import BIO_LABELS, TAGGED_PARTS

ROUNDS = 20


@pytest.fixture(scope="module")
def tokens(release, tmp_path_factory):
    return load_dataset(str(release), "tokens", cache_dir=str(tmp_path_factory.mktemp("cache")))


def features(words):
    """What the tagger sees of each word: the word, its ending, the words beside it."""
    folded = ["^", *(w.casefold() for w in words), "$"]
    around = zip(folded, folded[1:], folded[2:], strict=False)
    return [[f"w={w}", f"e={w[-3:]}", f"b={before}", f"a={after}"] for before, w, after in around]


def train(split, part, path):
    """The losses of the rounds, and for each sentence what the tagger says and what is right, by the labels' names."""
    label = split.features[f"{part}_tags"].feature
    gold = [label.int2str(tags) for tags in split[f"{part}_tags"]]
    seen = [features(words) for words in split["tokens"]]
    trainer = pycrfsuite.Trainer(params={"max_iterations": ROUNDS, "c2": 0.1}, verbose=False)
    for words, tags in zip(seen, gold, strict=True):
        trainer.append(words, tags)
    trainer.train(str(path))
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return [r["loss"] for r in trainer.logparser.iterations], [tagger.tag(words) for words in seen], gold


@pytest.mark.parametrize("part", TAGGED_PARTS)
@pytest.mark.parametrize("split", ["train", "validation", "test"])
def test_a_tagger_learns(tokens, tmp_path, split, part):
    losses, said, gold = train(tokens[split], part, tmp_path / "model")
    assert len(losses) == ROUNDS
    assert losses[-1] < losses[0] / 3
    pairs = [pair for s, g in zip(said, gold, strict=True) for pair in zip(s, g, strict=True)]
    right = sum(s == g for s, g in pairs)
    most = max(sum(g == name for _, g in pairs) for name in BIO_LABELS[part])
    # The share of what always naming the commonest class leaves wrong.
    assert len(pairs) - right < (len(pairs) - most) / 2


def test_columns_fit_one_another(tokens):
    """One tag a word, by names that read as BIO does: nothing goes on that did not begin."""
    for split in tokens.values():
        for row in split:
            for part in TAGGED_PARTS:
                tags = split.features[f"{part}_tags"].feature.int2str(row[f"{part}_tags"])
                assert len(tags) == len(row["tokens"])
                assert set(tags) <= {"O", f"B-{part.upper()}", f"I-{part.upper()}"}
                assert all(not (b.startswith("I-") and a == "O") for a, b in zip(["O", *tags], tags, strict=False))
