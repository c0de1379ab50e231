"""Training of the ranker on a few invented articles."""

import json
import tomllib

import pytest

from corpus.languages.language import load_language
from corpus.speakers import ranking
from corpus.speakers.candidates import FEATURES, KINDS
from corpus.speakers.ranking import ranker_from
from corpus.training.fit_ranker import RankerSettings, fit_ranker, to_toml
from corpus.training.speaker_examples import examples_of, read_documents, same_name

TEXT = "Anna Moen opened the hall. Peter Holt left early.\n\nShe said that the roof was new. He said that it leaked."


def cluster(name, *others):
    found = [(name, TEXT.index(name))] + [(word, TEXT.index(word)) for word in others]
    return {"names": [name], "mentions": [[at, at + len(word)] for word, at in found]}


@pytest.fixture
def documents(tmp_path):
    clusters = [cluster("Anna Moen", "She"), cluster("Peter Holt", "He")]
    start = TEXT.index("the roof")
    attributions = [{"content": [[start, start + len("the roof was new")]], "speaker": "Anna Moen"}]
    rows = [{"id": f"doc{n}", "text": TEXT, "clusters": clusters} for n in range(6)]
    rows.append({"id": "own", "text": TEXT, "attributions": attributions})
    path = tmp_path / "data.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return list(read_documents(path, load_language("en")))


def test_examples_have_the_right_candidate(documents):
    examples = examples_of(documents[0])
    assert {e.kind for e in examples} == {"person"}
    assert all(e.features.shape[1] == len(FEATURES) for e in examples)
    assert all(e.right.sum() == 1 and e.is_source for e in examples)
    assert len(examples_of(documents[-1])) == 1


def test_a_fitted_ranker_is_deterministic_and_can_be_read_back(documents):
    settings = RankerSettings(steps=15, folds=2)
    one, two = (fit_ranker(documents, settings).tables for _ in range(2))
    assert one == two
    read = tomllib.loads(to_toml(one, comment="A test."))
    assert ranker_from(read) == ranker_from(one)
    assert set(read) == {"apart", "evidence", *KINDS}


def test_training_leaves_the_packaged_ranker_in_place(documents):
    before = ranking.load_ranker
    fit_ranker(documents, RankerSettings(steps=2, folds=2))
    assert ranking.load_ranker is before


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Anna Moen", "Moen", True),
        ("Moens", "Anna Moen", True),
        ("Anna Moen", "Peter Holt", False),
        ("", "Moen", False),
    ],
)
def test_same_name(one, two, same):
    assert same_name(one, two) == same
