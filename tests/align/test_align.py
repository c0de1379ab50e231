"""Utterances proposed: scores of pairs, groups without chains, ids, entries that can be pasted, and measures."""

import tomllib
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.aligned import OTHERS, STATEMENT, items, quote

from corpus.align.evaluation import evaluate_groups
from corpus.align.items import MAX_QUOTES_PER_KEY, candidate_pairs, key_rarity
from corpus.align.proposals import ScoredPairs, proposals_as_toml, propose
from corpus.align.scoring import PairScorer, cluster_quotes
from corpus.records import Utterance, UtterancePart


def score(first, second):
    """The score of two quotes among others that have nothing in common with them."""
    rest = [quote(50 + n, text, speaker="unknown") for n, text in enumerate(OTHERS)]
    found = items(first, second, *rest)
    return PairScorer(key_rarity(found)).score(found[0], found[1])


# Scores


def test_each_evidence_counts():
    plain = quote(1, STATEMENT)
    same = score(plain, quote(2, STATEMENT))
    assert same == pytest.approx(1.0)
    assert score(plain, quote(2, OTHERS[0])) == 0
    reworded = "Rotted pillars: so the pier collapsed."
    by_same, by_ally, by_nobody, by_other = (
        score(plain, quote(2, reworded, speaker=s)) for s in ("kari-moen", "harbour-board", "unknown", "per-lund")
    )
    assert 1 > by_same > by_ally > by_nobody > by_other > 0
    assert by_other == pytest.approx(by_nobody / 2)
    number = score(plain, quote(2, "Forty of them were bad."))
    name = score(quote(1, "Trust Per Lund."), quote(2, "Per Lund did it."))
    assert number > name > 0


def test_time_counts():
    near, late, later = (score(quote(1, STATEMENT, day=1), quote(2, STATEMENT, day=d)) for d in (8, 15, 22))
    assert (near, late, later) == pytest.approx((1, 0.5, 0.25))


def test_evidence_across_languages():
    first = quote(1, "Per Lund closed eleven gates on 3 May.")
    second = quote(2, "Per Lund stengte 11 porter 3. mai.", language="nb")
    found = items(first, second, *(quote(50 + n, text) for n, text in enumerate(OTHERS)))
    evidence = PairScorer(key_rarity(found)).evidence(found[0], found[1])
    assert (evidence.names, evidence.words) == (("per-lund",), ())
    assert sorted(evidence.numbers) == ["11", "3", "month-5"]
    assert evidence.score > 0.5


def test_that_speakers_name_themselves_is_no_evidence():
    assert score(quote(1, "Harbour Board knows."), quote(2, "Harbour Board acts.")) == 0
    assert score(quote(1, "Per Lund knows."), quote(2, "Per Lund acts.")) > 0


def test_rare_words_count_more():
    texts = [f"The gate {word} was shut." for word in ("alpha", "beta", "gamma", "delta", "epsilon")]
    found = items(*(quote(n, t) for n, t in enumerate([*texts, "The zeppelin gate.", "A zeppelin burned."])))
    rarity = key_rarity(found)
    assert rarity["word", "en", "zeppelin"] > rarity["word", "en", "gate"]
    assert rarity["word", "en", "alpha"] == 1
    assert set(rarity.values()) <= {r for r in rarity.values() if 0 <= r <= 1}


@given(st.lists(st.sampled_from([STATEMENT, *OTHERS, "Moen: 40", "Per Lund in Oslo", "…"]), min_size=2, max_size=5))
def test_scores_are_shares_and_symmetric(texts):
    found = items(*(quote(n, t, speaker=("kari-moen", "unknown", "per-lund")[n % 3]) for n, t in enumerate(texts)))
    scorer = PairScorer(key_rarity(found))
    for a, b in combinations(found, 2):
        assert 0 <= scorer.score(a, b) <= 1
        assert scorer.score(a, b) == pytest.approx(scorer.score(b, a))


# Candidates


def test_candidates_are_pairs_of_different_articles_that_share_a_key():
    found = items(quote(1, STATEMENT), quote(2, STATEMENT, article="a001"), quote(3, STATEMENT), quote(4, OTHERS[0]))
    assert list(candidate_pairs(found, key_rarity(found))) == [(0, 2), (1, 2)]


def test_a_common_key_leads_to_pairs_of_one_speaker_only():
    crowd = [
        quote(n, f"The harbour is item{chr(97 + n % 26)}{chr(97 + n // 26)}.", speaker=f"P{n}")
        for n in range(MAX_QUOTES_PER_KEY)
    ]
    found = items(quote(90, "Harbour first."), quote(91, "Harbour second."), *crowd)
    assert list(candidate_pairs(found, key_rarity(found))) == [(0, 1)]


# Groups


def test_a_chain_of_weak_links_is_no_group():
    chain = {(n, n + 1): 0.6 for n in range(9)}
    articles = [str(n) for n in range(10)]
    assert all(len(group) == 2 for group in cluster_quotes(chain, articles, least=0.5))
    whole = dict.fromkeys(combinations(range(10), 2), 0.6)
    assert cluster_quotes(whole, articles, least=0.5) == [list(range(10))]


def test_pairs_of_one_article_do_not_count():
    scores = {(0, 2): 0.6, (1, 2): 0.6}
    assert cluster_quotes(scores, ["a", "a", "b"], least=0.5) == [[0, 1, 2]]
    assert len(cluster_quotes(scores, ["a", "c", "b"], least=0.5)[0]) == 2


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] < p[1]), st.floats(0, 1), max_size=40
    ),
    st.lists(st.sampled_from("abcdefgh"), min_size=12, max_size=12),
)
def test_groups_are_alike_on_the_average(given_scores, articles):
    scores = {(i, j): s for (i, j), s in given_scores.items() if articles[i] != articles[j]}
    groups = cluster_quotes(scores, articles, least=0.5)
    members = [n for group in groups for n in group]
    assert len(members) == len(set(members))
    for group in groups:
        pairs = [p for p in combinations(group, 2) if articles[p[0]] != articles[p[1]]]
        assert sum(scores.get(p, 0) for p in pairs) / len(pairs) >= 0.5 - 1e-9
    # What is left apart does not belong together.
    for one, other in combinations(groups, 2):
        between = [tuple(sorted((i, j))) for i in one for j in other if articles[i] != articles[j]]
        if any(p in scores for p in between):
            assert sum(scores.get(p, 0) for p in between) / len(between) < 0.5 + 1e-9
    assert groups == cluster_quotes(dict(reversed(scores.items())), articles, least=0.5)


# Proposals


def proposed(*quotes, known=(), everything=False, utterances=()):
    rest = [quote(50 + n, text, speaker="unknown") for n, text in enumerate(OTHERS)]
    return propose(ScoredPairs(items(*quotes, *rest, utterances=utterances)), known=known, everything=everything)


def test_new_utterance():
    found = proposed(quote(1, STATEMENT), quote(2, STATEMENT), known=["kari-moen-collapsed-northern"])
    (proposal,) = found.utterances
    assert [i.id for i in proposal.items] == ["a001.q001", "a002.q002"]
    assert proposal.speaker_id == "kari-moen"
    assert proposal.id == "kari-moen-collapsed-northern-2"
    assert proposal.score == 1
    assert proposal.evidence.numbers == ("40",)
    assert found.links == ()


def test_speakers_that_differ_are_left_to_the_reader():
    (proposal,) = proposed(quote(1, STATEMENT), quote(2, STATEMENT, speaker="harbour-board")).utterances
    assert proposal.speaker_id is None


def test_ids_without_latin_letters():
    found = proposed(
        quote(1, "انهار الرصيف الشمالي", speaker="كاري", language="ar"),
        quote(2, "انهار الرصيف الشمالي", speaker="كاري", language="ar"),
    )
    assert [p.id for p in found.utterances] == ["utterance"]


LINKED = Utterance("pier", "kari-moen", "The pier fell.")


def test_link_to_an_utterance_that_is_there():
    quotes = quote(1, STATEMENT, utterance="pier"), quote(2, STATEMENT), quote(3, STATEMENT, utterance="pier")
    found = proposed(*quotes, utterances=(LINKED,))
    assert found.utterances == ()
    (link,) = found.links
    assert (link.item.id, link.utterance_id, link.like.id) == ("a002.q002", "pier", "a001.q001")
    (proposal,) = proposed(*quotes, everything=True, utterances=(LINKED,)).utterances
    assert len(proposal.items) == 3


def test_quotes_that_look_like_a_known_one_make_no_new_one():
    found = proposed(
        quote(1, STATEMENT, utterance="pier"), quote(2, STATEMENT), quote(3, STATEMENT), utterances=(LINKED,)
    )
    assert found.utterances == ()
    assert len(found.links) == 2


def test_linked_quotes_are_not_proposed():
    both = quote(1, STATEMENT, utterance="pier"), quote(2, STATEMENT, utterance="pier")
    assert proposed(*both, utterances=(LINKED,)) == proposed()


def test_entries_can_be_pasted():
    nasty = STATEMENT + '\n[[utterance]]\r\u202e\u2028 """ \\ # \x07'
    found = proposed(quote(1, nasty), quote(2, STATEMENT), quote(3, nasty.upper()))
    text = proposals_as_toml(found)
    (entry,) = tomllib.loads(text)["utterance"]
    assert entry["id"] == found.utterances[0].id
    assert entry["speaker_id"] == "kari-moen"
    assert entry["gloss"] == ""
    assert "a001.q001" in text
    assert not {"\u202e", "\x07", "\u2028"} & set(text)


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=2, max_size=3))
def test_entries_are_toml_whatever_was_said(texts):
    quotes = [quote(n, f"{STATEMENT} {t}", speaker=t if t.strip() else "unknown") for n, t in enumerate(texts)]
    found = proposed(*quotes)
    parsed = tomllib.loads(proposals_as_toml(found))
    assert [e["id"] for e in parsed.get("utterance", [])] == [p.id for p in found.utterances]


# Measures


def test_measure_by_hand():
    """Two utterances, one of two parts: of five pairs to find, one is found, beside a wrong one."""
    divided = Utterance("u", None, "G.", (UtterancePart("a", "A."), UtterancePart("b", "B.")))
    whole = Utterance("v", None, "G.")
    found = items(
        quote(1, "One.", utterance="u", part="a"),
        quote(2, "Two.", utterance="u", part="a"),
        quote(3, "Three.", utterance="u", part="b"),
        quote(4, "Fire.", utterance="u", language="nb"),
        quote(5, "Five.", utterance="v"),
        quote(6, "Six.", utterance="v"),
        quote(7, "Seven."),
        utterances=(divided, whole),
    )
    measured = evaluate_groups(found, [[0, 1, 2], [4, 6]])
    within = measured.within
    assert (within.gold, within.proposed, within.right) == (2, 2, 1)
    assert (within.precision, within.recall, within.f1) == (0.5, 0.5, 0.5)
    across = measured.across
    assert (across.gold, across.proposed, across.right) == (3, 0, 0)
    assert (across.precision, across.recall, across.f1) == (None, 0.0, None)
    assert (measured.pairs.gold, measured.pairs.proposed) == (5, 2)
    # Of seven quotes: three have all of their group right, one is alone, one alone, two are with a stranger.
    assert measured.b_cubed.precision == pytest.approx((3 + 1 + 0.5 + 1 + 0.5) / 7, abs=1e-4)
    assert measured.b_cubed.recall == pytest.approx((3 * 0.75 + 0.25 + 0.5 + 0.5 + 1) / 7, abs=1e-4)


def test_measure_of_the_curated_groups_themselves():
    found = items(quote(1, "A.", utterance="v"), quote(2, "B.", utterance="v"), quote(3, "C."))
    measured = evaluate_groups(found, [[0, 1]])
    assert (measured.pairs.f1, measured.b_cubed.f1) == (1.0, 1.0)
    assert evaluate_groups(found, []).pairs.recall == 0.0
