"""Two renderings word by word: what the edits say of cases, and what they promise for any two texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growth import is_linear
from support.strategies import LANGUAGES, news

from corpus.align import word_edits as edits_module
from corpus.align.word_edits import compare_words, split_words
from corpus.languages.language import load_language

PIECES = [
    "the",
    "The",
    "plan",
    "[plan]",
    "de-fence",
    "defence",
    "defense",
    "ISIL",
    "Isil",
    "10,000",
    "10000",
    "of",
    "قال",
    "a\u0301",
]
MARKS = [" ", ", ", ". ", " “", "” ", "\u00a0", " (", ") ", "\u200f ", "–", "[", "]", "\n"]
loose = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(MARKS)), max_size=14).map(
    lambda pairs: "".join(p + m for p, m in pairs)
)
pairs = st.one_of(
    st.tuples(st.just("en"), loose, loose),
    *(st.tuples(st.just(code), news(code, max_lines=2), news(code, max_lines=2)) for code in LANGUAGES),
)


def found(first, second, *, code="en"):
    language = load_language(code)
    return compare_words(split_words(first, language), split_words(second, language))


def shown(first, second, *, code="en"):
    _, edits = found(first, second, code=code)
    return [
        (e.operation, first[e.first_start : e.first_end], second[e.second_start : e.second_end])
        for e in edits
        if e.operation != "equal"
    ]


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        ("We made a pact with [Brant] in May.", "We made a pact with ORK in May,", [("swapped", "[Brant]", "ORK")]),
        ("They reached Dawyr Az Zawyr.", "They reached Deir Ezzor", [("swapped", "Dawyr Az Zawyr", "Deir Ezzor")]),
        ("A safe de-confliction", "a safe deconfliction", [("respelled", "de-confliction", "deconfliction")]),
        ("Isil is near", "ISIL is near", [("respelled", "Isil", "ISIL")]),
        ("[Isil] is near", "Isil is near", [("respelled", "[Isil]", "Isil")]),
        ("The U.S. navy", "the US navy", [("respelled", "U.S.", "US")]),
        ("the defence of it", "the defense of it", [("respelled", "defence", "defense")]),
        ("an air field here", "an airfield here", [("respelled", "air field", "airfield")]),
        ("10,000 boats", "10000 boats", [("respelled", "10,000", "10000")]),
        # A number that is near is another number, and a form that ends otherwise another form.
        ("in 2015 he sank", "in 2016 he sank", [("swapped", "2015", "2016")]),
        ("10,000 boats", "10.000 boats", [("swapped", "10,000", "10.000")]),
        ("7.5 boats", "75 boats", [("swapped", "7.5", "75")]),
        ("they depart now", "they departed now", [("swapped", "depart", "departed")]),
        ("a promise now", "a promises now", [("swapped", "promise", "promises")]),
        ("form 2017-354 here", "form 2018-354 here", [("swapped", "2017-354", "2018-354")]),
        # What is left out at the beginning is whole, though its last words stand at the beginning of both.
        ("The plan, he said, the plan works", "The plan works", [("cut", "The plan, he said", "")]),
        ("It works", "It works, and it works", [("added", "", "and it works")]),
        ("From the start the harbour is shut", "the harbour is shut", [("cut", "From the start", "")]),
        ("By day it ran, it fell, he said it fell", "By night it ran, it fell",
         [("swapped", "day", "night"), ("cut", "he said it fell", "")]),
        # Marks alone change nothing, nor does a capital that the sentence asks for.
        ("we sail, now", "We sail: now!", []),
        ("the big red dog", "the small red cat", [("swapped", "big", "small"), ("swapped", "dog", "cat")]),
        # A word that binds does not part what is longer than itself.
        ("old boats of great weight sank", "new ships of small worth sank",
         [("swapped", "old boats of great weight", "new ships of small worth")]),
        ("old grey boats of oak sank deep down", "new blue ships of oak rose high up",
         [("swapped", "old grey boats", "new blue ships"), ("swapped", "sank deep down", "rose high up")]),
    ],
)  # fmt: skip
def test_changes(first, second, wanted):
    assert shown(first, second) == wanted
    assert found(first, first) == (1.0, found(first, first)[1])


def test_changes_in_other_languages():
    assert shown("Han sa at Hizbollah vant.", "Han sa at Hezbollah vant", code="nb") == [
        ("respelled", "Hizbollah", "Hezbollah")
    ]
    assert shown("قال إن ١١ حافلة مرت", "قال إن 11 سيارة مرت", code="ar") == [
        ("respelled", "١١", "11"),
        ("swapped", "حافلة", "سيارة"),
    ]
    # Vowel signs are another spelling of the same word.
    assert shown("مُرّت الحافلة", "مرت الحافلة", code="ar") == [("respelled", "مُرّت", "مرت")]


@pytest.mark.parametrize(
    ("first", "second", "similarity"),
    [("yes", "no", 0.0), ("We do not stop", "We will not stop", 0.75), ("a b", "a b c d", 0.6667), ("…", "!", 1.0)],
)
def test_similarity(first, second, similarity):
    assert found(first, second)[0] == similarity


@given(pairs)
def test_edits_hold_all_words_at_their_places(case):
    code, first, second = case
    _, edits = found(first, second, code=code)
    for text, side in ((first, "first"), (second, "second")):
        places = [(getattr(e, f"{side}_start"), getattr(e, f"{side}_end")) for e in edits]
        assert all(0 <= a <= b <= len(text) for a, b in places)
        assert [offset for place in places for offset in place] == sorted(
            offset for place in places for offset in place
        )
        words = split_words(text, load_language(code))
        held = [
            [a <= s and e <= b for a, b in places].count(True) for s, e in zip(words.starts, words.ends, strict=True)
        ]
        assert held == [1] * len(words)
        # A stretch begins and ends with a word.
        assert {a for a, b in places if a < b} <= set(words.starts)
        assert {b for a, b in places if a < b} <= set(words.ends)


@given(pairs)
def test_edits_make_the_second_of_the_first(case):
    code, first, second = case
    language = load_language(code)
    similarity, edits = found(first, second, code=code)
    made = []
    for e in edits:
        one, other = first[e.first_start : e.first_end], second[e.second_start : e.second_end]
        assert {"cut": (True, False), "added": (False, True)}.get(e.operation, (True, True)) == (bool(one), bool(other))
        if e.operation == "equal":
            assert split_words(one, language).bare == split_words(other, language).bare
        made += split_words(one if e.operation == "equal" else other, language).bare
    assert made == split_words(second, language).bare
    assert 0 <= similarity <= 1
    assert (similarity == 1) == all(e.operation in ("equal", "respelled") for e in edits)


@given(pairs)
def test_edits_are_symmetric(case):
    code, first, second = case
    (similarity, there), (same, back) = found(first, second, code=code), found(second, first, code=code)
    turned = {"cut": "added", "added": "cut"}
    assert similarity == same
    assert [
        (turned.get(e.operation, e.operation), e.first_start, e.first_end, e.second_start, e.second_end) for e in there
    ] == [(e.operation, e.second_start, e.second_end, e.first_start, e.first_end) for e in back]


@given(pairs)
def test_equal_texts_give_one_equal(case):
    code, text, _ = case
    similarity, edits = found(text, text, code=code)
    words = split_words(text, load_language(code))
    assert similarity == 1.0
    assert [(e.operation, e.first_start, e.first_end) for e in edits] == (
        [("equal", words.starts[0], words.ends[-1])] if len(words) else []
    )


def test_long_texts():
    """Time grows with the length of two texts that share little."""

    def texts(count):
        return [" ".join(f"w{n * step % 3001}" for n in range(count)) for step in (1, 7)]

    assert is_linear(lambda pair: found(*pair), texts(2_000), texts(8_000))
    assert 0 < found(*texts(8_000))[0] < 1


def test_texts_over_the_limit_are_compared_at_their_ends(monkeypatch):
    monkeypatch.setattr(edits_module, "MAX_WORD_PAIRS", 8)
    assert shown("in short the first of these plans works", "in short the last of those plans works") == [
        ("swapped", "first of these", "last of those")
    ]
    monkeypatch.setattr(edits_module, "MAX_WORD_PAIRS", 9)
    assert len(shown("in short the first of these plans works", "in short the last of those plans works")) == 2
