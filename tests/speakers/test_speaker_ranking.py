"""The ranker: its file, its probabilities, and what it needs to name somebody."""

import math

import pytest

from corpus.errors import LanguageDataError
from corpus.speakers.candidates import FEATURES, KINDS, NULL_FEATURES, Query, SpeakerCandidate, SpeakerCandidates
from corpus.speakers.entities import Entity
from corpus.speakers.mentions import Mention
from corpus.speakers.ranking import load_ranker, ranker_from


def table(**weights):
    own = {name: weights.get(name.replace(" ", "_"), 0.0) for name in FEATURES}
    return {"least": 0.4, "slope": 1.0, "offset": 0.0, "weights": own, "nobody": dict.fromkeys(NULL_FEATURES, 0.0)}


def tables(**weights):
    return {"apart": 0.6, "evidence": {"name": [8, 8]}, **{kind: table(**weights) for kind in KINDS}}


def asked(*names):
    """A question with a candidate for each set of features that are present."""
    rows = [tuple(float(f in row) for f in FEATURES) for row in names]
    entities = [Entity(str(n)) for n in range(len(rows))]
    candidates = [
        SpeakerCandidate(e, Mention(n, n + 1, e), row) for n, (e, row) in enumerate(zip(entities, rows, strict=True))
    ]
    return SpeakerCandidates(Query("person", 9), tuple(candidates), (0.0,) * len(NULL_FEATURES))


def test_probabilities_sum_to_one_and_nobody_is_an_answer():
    ranked = ranker_from(tables(subject=2.0)).rank(asked({"subject"}, set()))
    assert math.isclose(sum(p for p, _ in ranked), 1.0)
    assert ranked[0][1].entity.name == "0"
    assert None in [c for _, c in ranked]


@pytest.mark.parametrize(
    ("shares", "clear"), [([], False), ([0.3], False), ([0.5], True), ([0.45, 0.4], False), ([0.6, 0.3], True)]
)
def test_somebody_is_named_only_where_clear(shares, clear):
    assert ranker_from(tables()).is_clear("person", shares) == clear


def test_reliability_of_evidence_is_counted_with_one_more_of_each():
    assert ranker_from(tables()).reliability("name") == 9 / 10


def test_confidence_is_a_logistic_curve():
    assert math.isclose(ranker_from(tables()).confidence("person", 0.7), 0.7)


def test_a_feature_without_a_weight_is_refused():
    broken = tables()
    del broken["implied"]["weights"]["subject"]
    with pytest.raises(LanguageDataError, match="implied"):
        ranker_from(broken)


def test_own_ranker_has_all_features_and_few_numbers():
    ranker = load_ranker()
    count = sum(len(ranker.weights[k]) + len(ranker.null[k]) for k in KINDS)
    assert set(ranker.weights) == set(KINDS)
    assert count < 300
