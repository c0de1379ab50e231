"""What ties sentences together gives new records and leaves the old ones as they are."""

from corpus.quotes.cross_sentence import attribute_to_signature, continued, join_reopened, place_unattributed
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span
from tests.quotes.sentences import sentence_of

FLOATING = RawAttribution((Span(1, 20),), (), (), "direct.floating", implied=True)
SAID = RawAttribution((Span(1, 20),), (Span(22, 26),), (Span(27, 31),), "direct.trailing")


def test_more_quoted_words_extend_a_quotation():
    assert continued(SAID, (Span(40, 50),))[0].content == (Span(1, 20), Span(40, 50))


def test_quoted_words_after_a_report_have_its_source():
    report = RawAttribution((Span(1, 20),), (Span(22, 26),), (Span(27, 31),), "indirect.that")
    first, second = continued(report, (Span(40, 50),))
    assert first == report
    assert (second.rule, second.source) == ("direct.continued", report.source)


def test_a_signature_takes_an_unattributed_quotation():
    text = "“The quay is shut today” – Kari Moen"
    sentence = sentence_of(text)
    quoted = sentence.items[0].quoted
    last = RawAttribution((Span(1, 23),), (), (), "direct.floating", implied=True)
    (signed,) = attribute_to_signature(last, sentence, (2, 4), quoted=quoted)
    assert (signed.rule, signed.source[0].of(text), signed.implied) == ("direct.signed", "Kari Moen", False)
    assert last.rule == "direct.floating"


def test_a_signature_does_not_take_what_is_attributed():
    text = "“The quay is shut today” – Kari Moen"
    sentence = sentence_of(text)
    last = RawAttribution((Span(1, 23),), (Span(0, 1),), (Span(0, 1),), "direct.trailing")
    assert attribute_to_signature(last, sentence, (2, 4), quoted=sentence.items[0].quoted) is None


def test_a_short_stretch_is_no_speech():
    sentence = sentence_of("The boat is called “Old Salt” here.")
    k = next(k for k, item in enumerate(sentence.items) if item.quoted is not None)
    assert place_unattributed(sentence, k, last=None, introduced=None) == ()


def test_nothing_is_joined_without_a_reopened_mark():
    sentence = sentence_of("The quay is shut.")
    before, here = [FLOATING], [SAID]
    opened = sentence_of("“The quay is shut").items[0].quoted
    assert join_reopened(before, here, opened=opened, sentence=sentence) == (before, here)
