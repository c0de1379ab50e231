"""Samples: annotated articles as labels and links, and back."""

import numpy as np
import pytest
from support.annotated_articles import make_rows, write_rows
from support.tiny_tagger import make_weights

from corpus.combine.confidence import FEATURES
from corpus.combine.matching import MatchedCandidate, Overlap
from corpus.errors import InputError
from corpus.languages.language import load_language
from corpus.models.features import NAME, PARAGRAPH, class_names, form_features
from corpus.models.links import LINK_KINDS
from corpus.models.tagger import TaggedAttribution
from corpus.models.tagger_model import LightModel
from corpus.models.tokens import SPAN_ROLES
from corpus.models.weights import make_vocabulary
from corpus.training.calibrate import count_rules, fit_coefficients, label_candidates
from corpus.training.samples import learn_vocabulary, read_samples, token_inputs

ENGLISH = load_language("en")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    return read_samples(write_rows(tmp_path_factory.mktemp("rows") / "rows.jsonl", 12), ENGLISH)


def test_labels_are_the_annotation(samples):
    """The spans that labels say are those of the annotation, by their words."""
    for sample, row in zip(samples, make_rows(12), strict=True):
        assert (sample.id, sample.text) == (row["id"], row["text"])
        for role in SPAN_ROLES:
            spans = sample.spans[role]
            found = [sample.tokens.span(a, b) for a, b in zip(spans.first, spans.end, strict=True)]
            annotated = sorted(tuple(s) for a in row["attributions"] for s in a[role])
            assert [(s.start, s.end) for s in found] == annotated


def test_links_are_the_annotation(samples):
    """Content and cue, and cue and source, of one attribution are linked, and no others."""
    for sample in samples:
        for (pairs, truth), (one, two) in zip(sample.pairs, LINK_KINDS, strict=True):
            linked = sorted(zip(pairs.first[truth].tolist(), pairs.second[truth].tolist(), strict=True))
            assert linked == [(n, n) for n in range(len(sample.annotated))]
            assert len(sample.spans[one]) == len(sample.spans[two]) == 3
            assert len(pairs) > len(linked)


def rows_file(tmp_path, text, *attributions):
    import json  # noqa: PLC0415

    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "a", "text": text, "attributions": attributions}), encoding="utf-8")
    return path


def test_of_spans_that_overlap_the_shorter_one_has_the_label(tmp_path):
    text = "He said she said it was so."
    outer = {"content": [[8, 26]], "cue": [[3, 7]], "source": [[0, 2]]}
    inner = {"content": [[17, 26]], "cue": [[12, 16]], "source": [[8, 11]]}
    (sample,) = read_samples(rows_file(tmp_path, text, outer, inner), ENGLISH)
    assert sample.labels.tolist() == [0, 5, 3, 5, 3, 1, 2, 2, 0]
    (pairs, truth), _ = sample.pairs
    assert sorted(zip(pairs.first[truth].tolist(), pairs.second[truth].tolist(), strict=True)) == [(0, 0), (0, 1)]


def test_attributions_without_content_and_articles_without_attributions(tmp_path):
    (sample,) = read_samples(rows_file(tmp_path, "He said so.", {"content": [], "cue": [[3, 7]]}), ENGLISH)
    assert (sample.annotated, sample.labels.any()) == ([], False)
    assert [len(pairs) for pairs, _ in sample.pairs] == [0, 0]
    (sample,) = read_samples(rows_file(tmp_path, "He said so.", {"content": [[8, 10]]}), ENGLISH)
    assert sample.labels.tolist() == [0, 0, 0, 1, 0]


def test_a_file_of_another_form_is_told(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text("{}\n")
    with pytest.raises(InputError):
        read_samples(path, ENGLISH)


def test_words_that_are_learned(samples):
    """Those that occur often and in small letters; no name, though it occurs often."""
    lists = learn_vocabulary(samples, ENGLISH)
    assert lists["words"][:2] == ["", ""]
    assert lists["endings"][0] == ""
    assert lists["classes"] == list(class_names())
    assert {"said", "the", "was", ".", "“", PARAGRAPH} <= set(lists["words"])
    assert {"kari", "moen", "per", "lund", "anna", "holm"}.isdisjoint(lists["words"])
    assert lists["words"][2:] == sorted(set(lists["words"][2:]))
    vocabulary = make_vocabulary(lists)
    assert form_features("Moen", ENGLISH, vocabulary).word == NAME


@pytest.mark.parametrize(("written", "learned"), [("al-Xolad", False), ("McXo", False), ("xolad", True)])
def test_names_that_begin_small_are_not_learned(tmp_path, written, learned):
    (sample,) = read_samples(rows_file(tmp_path, f"He saw {written}. " * 5), ENGLISH)
    assert (written.lower() in learn_vocabulary([sample], ENGLISH)["words"]) == learned


def test_inputs_are_what_is_described(samples):
    vocabulary = make_vocabulary(learn_vocabulary(samples, ENGLISH))
    tokens = samples[0].tokens
    inputs = token_inputs(tokens, ENGLISH, vocabulary)
    assert inputs.classes.shape == (len(tokens), len(class_names()))
    for n, word in enumerate(tokens.words):
        form = form_features(word, ENGLISH, vocabulary)
        assert (inputs.word[n], inputs.ending[n], inputs.shape[n]) == (form.word, form.ending, form.shape)
        assert tuple(np.flatnonzero(inputs.classes[n])) == form.classes


def test_judging_without_weights_is_judging_the_rules(samples):
    """Right is what has the annotated content and source."""
    labelled = label_candidates(samples, ENGLISH, None)
    assert len(labelled) == sum(len(s.raw) for s in samples)
    assert all(c.tagged is None for c, _ in labelled)
    counted = count_rules(labelled)
    assert counted["direct.trailing"][0] == counted["direct.trailing"][1] > 0
    assert sum(right for right, _ in counted.values()) >= 0.7 * sum(total for _, total in counted.values())


def test_each_annotated_attribution_is_right_once(samples):
    labelled = label_candidates(samples[:1], ENGLISH, None)
    (first, right) = labelled[0]
    assert right
    again = label_candidates([samples[0]] * 2, ENGLISH, None)
    assert again == [*labelled, *labelled]
    assert first.attribution.content


def test_judging_with_a_random_tagger_judges_all(samples):
    labelled = label_candidates(samples, ENGLISH, LightModel(make_weights(seed=2)))
    assert {c.tagged is None for c, _ in labelled} == {True, False}
    assert set(fit_coefficients(labelled)) == set(FEATURES)
    assert all(0 <= right <= total for right, total in count_rules(labelled).values())


def test_rules_are_counted_by_how_they_stand(samples):
    found = samples[0].raw[0]
    labelled = [
        (MatchedCandidate(found, None, found, Overlap(s)), good)
        for s, good in (("", True), ("", False), ("nested", False))
    ]
    tagged = MatchedCandidate(found, TaggedAttribution(found.content, found.cue, (), (0,) * 5), found)
    assert count_rules([*labelled, (tagged, True)]) == {found.rule: [1, 2], f"{found.rule}.nested": [0, 1]}


def test_fitting_recovers_known_coefficients(samples):
    """Roughly: of thousands of attributions that are right as often as known coefficients say."""
    found = samples[0].raw[0]
    rng = np.random.default_rng(0)
    known = {"bias": 2.0, "content": 1.5, "cue": 0.0, "source": 0.5, "content_link": 1.0, "source_link": 0.8}
    labelled = []
    for log_probs in -rng.exponential(1.0, size=(6000, 5)):
        z = known["bias"] + sum(c * s for c, s in zip(list(known.values())[1:], log_probs, strict=True))
        tagged = TaggedAttribution(found.content, found.cue, found.content, tuple(log_probs.tolist()))
        labelled.append((MatchedCandidate(found, tagged, None), bool(rng.random() < 1 / (1 + np.exp(-z)))))
    fitted = fit_coefficients(labelled)
    for name, value in known.items():
        assert fitted[name] == pytest.approx(value, abs=0.25), name
    # What never varies has no say.
    assert (fitted["no_source"], fitted["agreed"], fitted["agreed_direct"]) == (0, 0, 0)


def test_fitting_nothing_gives_nothing():
    assert fit_coefficients([]) == dict.fromkeys(FEATURES, 0)
