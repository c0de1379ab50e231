"""Named conditions of the rules, one at a time: moods, brackets, phrases, turns of a sentence."""

import pytest

from corpus.languages.language import load_language
from corpus.quotes import content_span, cues, mood, noun_phrases, phrase_contents, subjects
from corpus.quotes.brackets import find_bracket
from corpus.quotes.cue_frames import find_cue_frames
from tests.quotes.sentences import sentence_of, words


def place(sentence, word):
    return next(n for n, item in enumerate(sentence.items) if item.word == word)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Der Minister kam.", "Der Minister"),
        ("Moen kam.", "Moen"),
        ("Kari Moen kam.", "Kari Moen"),
        ("Die Hafenbehörde kam.", "Die Hafenbehörde"),
        ("Er kam.", "Er"),
        ("Sirenen heulten.", None),
        ("Die Brücke brach.", None),
    ],
)
def test_who_can_speak(text, speaker):
    sentence = sentence_of(text, "de")
    assert words(sentence, noun_phrases.who_can_speak(sentence, mood.leading_subject(sentence))) == speaker


@pytest.mark.parametrize(
    ("text", "word", "held"), [("Er habe Zeit.", "habe", True), ("An der Stelle.", "Stelle", False)]
)
def test_forms_of_reported_speech_have_no_capital(text, word, held):
    sentence = sentence_of(text, "de")
    assert mood.is_in_mood(sentence.items[place(sentence, word)]) is held


def test_auxiliaries_of_other_moods_are_no_form_of_reported_speech():
    assert not mood.has_mood_by_form(sentence_of("Die Straße wurde gesperrt.", "de"), 0)
    assert mood.has_mood_by_form(sentence_of("Die Fähre fahre nicht.", "de"), 0)


@pytest.mark.parametrize(
    ("text", "verb", "subject", "end"),
    [
        ("Nachdem Moen das gesagt hatte, ging er.", "gesagt", "Moen", ","),
        ("Es gab ein Treffen, bei dem sie das gesagt hatte.", "gesagt", "sie", "."),
        ("Es gab Leute, denen Moen das gesagt hatte.", "gesagt", "Moen", "."),
        ("Es gab Leute, die gestern das gesagt hatten.", "gesagt", "die", "."),
    ],
)
def test_bracket(text, verb, subject, end):
    sentence = sentence_of(text, "de")
    bracket = find_bracket(sentence, place(sentence, verb))
    assert words(sentence, bracket.subject) == subject
    assert sentence.items[bracket.end].word == end


@pytest.mark.parametrize(
    ("text", "code", "held"),
    [
        ("Er sagte, der kam.", "de", False),
        ("Er sagte, bei dem sie war.", "de", True),
        ("Er sagte, worauf sie ging.", "de", True),
    ],
)
def test_relative_clause(text, code, held):
    assert content_span.is_relative_clause(sentence_of(text, code), 3) is held


def around(text, code="de"):
    sentence = sentence_of(text, code)
    frame = find_cue_frames(sentence)[0]
    return [words(sentence, r) for r in phrase_contents.words_around(sentence, frame, ())]


@pytest.mark.parametrize(
    ("text", "code", "content"),
    [
        ("Die Brücke ist laut Moen alt.", "de", ["Die Brücke ist", "alt"]),
        ("Laut Moen ist die Brücke alt.", "de", ["ist die Brücke alt"]),
        ("Die Brücke ist alt, laut Moen.", "de", ["Die Brücke ist alt"]),
        ("Sie ging, weil die Brücke laut Moen alt war.", "de", ["weil die Brücke", "alt war"]),
        ("The bridge is old, according to Moen.", "en", ["The bridge is old"]),
        ("According to Moen, the bridge is old.", "en", ["the bridge is old"]),
    ],
)
def test_words_around_a_phrase(text, code, content):
    assert around(text, code) == content


@pytest.mark.parametrize(
    ("text", "code", "subject"),
    [
        ("عاد الوزير إلى الميناء، وقال إن الجسر آمن.", "ar", "الوزير"),
        ("في الميناء، وقال إن الجسر آمن.", "ar", None),
    ],
)
def test_subject_of_sentence(text, code, subject):
    sentence = sentence_of(text, code)
    assert words(sentence, subjects.subject_of_sentence(sentence, place(sentence, "وقال"))) == subject


def test_future_marks_what_will_be_said():
    sentence = sentence_of("Da vil han orientere om planen.", "nb")
    assert cues.is_infinitive(sentence, place(sentence, "orientere"))
    sentence = sentence_of("Da kan han orientere om planen.", "nb")
    assert not cues.is_infinitive(sentence, place(sentence, "orientere"))


def test_origin_of_an_impersonal_verb_opens_its_clause():
    sentence = sentence_of("Aus Kreisen verlautete das.", "de")
    assert cues.find_origin(sentence, place(sentence, "verlautete")) == 0
    sentence = sentence_of("Das Boot aus Kreisen verlautete das.", "de")
    assert cues.find_origin(sentence, place(sentence, "verlautete")) is None


def test_names_before_a_colon():
    sentence = sentence_of("Kari Moen, harbour master: we wait.")
    assert noun_phrases.names_someone(sentence, (0, 5))
    assert not noun_phrases.names_someone(sentence_of("Tre råd mot varmen:", "nb"), (0, 4))


def test_a_sentence_has_at_most_forty_cues():
    assert len(find_cue_frames(sentence_of("said " * 300))) == 40


def test_turn_phrases_are_found_by_their_first_word():
    turns = load_language("ar").turns
    assert all(phrase[0] == first for first, phrases in turns.items() for phrase in phrases)
    assert turns
