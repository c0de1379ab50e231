"""Forms of names and of text: roles, spellings, particles, initials, ages, interviews, headlines."""

import pytest

from corpus.clean.roles import plain_segments
from corpus.languages.language import article_tokens, load_language
from corpus.quotes.engine import find_attributions
from corpus.speakers.authority import Authority
from corpus.speakers.resolution import resolve_speakers


def speakers(text, language="en"):
    known, segments = load_language(language), plain_segments(text)
    tokens = article_tokens(text, segments, known)
    found, _ = find_attributions(tokens, segments, known)
    return [
        r.who.name for r in resolve_speakers(tokens, segments, found, language=known, authority=Authority((), known))
    ]


NAMES = [
    ("en", "Skipper Moira Tait said that the engine stopped.", "Moira Tait"),
    ("en", "MP Sunita Rao said that the board was wrong.", "Sunita Rao"),
    ("en", "The shop is shut. Firefighter Lee Marr said that the roof might fall.", "Lee Marr"),
    ("en", "Ana Holt, an engineer at Norvane Shipping, said that the crane was old.", "Ana Holt"),
    ("en", "Zadie Foss, 34, runs the bar. “We heard it,” the 34-year-old said.", "Zadie Foss"),
    ("en", "Kristen Wolds opened the hall. Kristin Wolds left. “It is new,” Wolds said.", "Kristen Wolds"),
    ("en", "Mia Stone, surveyor of the dam, left. The surveyor said that the wall was cracked.", "Mia Stone"),
    ("en", "Larry King is a host. “It is fine,” Mr. King said.", "Larry King"),
    ("en", "The road is shut. Gov. Earl Ray Tome said that the ice was thick.", "Earl Ray Tome"),
    ("en", "The Federal Bureau of Tides said that the water was high.", "Federal Bureau of Tides"),
    ("en", "Ana Vance, a nurse, met Ina Foss. “Vance has no time,” she said.", "Ina Foss"),
    ("nb", "Verdens havfond HAVF sier at vannet stiger.", "HAVF"),
    ("nb", "– Vi venter, sier Kari Moen til Havnebladet.no.", "Kari Moen"),
    ("nb", "Politimester Siri Foss sier at veien er stengt.", "Siri Foss"),
    ("nb", "Havpartiet-politiker Carl I. Dahl sier at det er nok.", "Carl I. Dahl"),
    ("nb", "Bare mulla Kradek sier at det er feil.", "Kradek"),
    ("nb", "Helsesøster Gunn Moe har kontor på skolen. Helsesøsteren sier at køen er lang.", "Gunn Moe"),
    ("da", "Begge er løsladt, skriver Ritzau.", "Ritzau"),
    ("da", "»Færgen sejler ikke,« siger trafikchef Karen Lund.", "Karen Lund"),
    ("ar", "قالت سلمى درويش إنها لم تسمع شيئا.", "سلمى درويش"),
    ("ar", "قال عمر بن سالم، رئيس الاتحاد، إن الإضراب سيبدأ.", "عمر بن سالم"),
    ("ar", "قالت أم محمد إن الكهرباء انقطعت.", "أم محمد"),
    ("ar", "قال Mark Evans من الشركة إن الخدمة ستعود.", "Mark Evans"),
    ("ar", "وتحدث الشيخ خالد، واسمه قبل ذلك توماس إدوارد مور، عن عمله. وقال خالد إن الطريق طويل.", "توماس إدوارد مور"),
    ("ar", "لكن مستشار الملك والناطق باسم الحكومة أحمد حداد أكد أن الطريق مفتوح.", "أحمد حداد"),
    ("ar", "قال القيادي بحماس إسماعيل درويش إن الطريق مفتوح.", "إسماعيل درويش"),
    ("ar", "قالت وزارة الخارجية التركية إن الطريق مفتوح.", "وزارة الخارجية التركية"),
    ("ar", "وصلت الوزيرة هالة قاسم إلى المخيم. وقالت إن المساعدات كافية.", "هالة قاسم"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "name"), NAMES)
def test_the_name_is_the_persons(language, text, name):
    assert speakers(text, language)[-1] == name


NOBODY = [
    ("en", "A driver said that the road was closed. He said that the ice was thick."),
    ("en", "John Vance left the room. “Why not?” nobody asked."),
    ("nb", "Ifølge Havpartiets generalsekretær er saken avgjort."),
    ("nb", "– Vi venter på svar, opplyser politiet."),
    ("ar", "وقال صياد محلي إن الماء بارد."),
    ("ar", "وقال مستشار الرئيس جورج حداد إن الطريق مفتوح."),
    ("en", "Ana Holt left. A video shows that the hall was full."),
    ("da", "Per Nes er væk. Historierne forsvinder, siger alle."),
]


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_nobody_is_named_without_evidence(language, text):
    assert set(speakers(text, language)) <= {"unknown"}


INTERVIEW = """Wolds Weekly meets novelist Mia Stone

What is the book about?

I said that I would write of the sea, and so I did.

Who reads it first?

My sister does. I asked her what she thought, and she told me that it was too long.

Will there be another one?

I promise that there will.
"""


def test_in_an_interview_i_is_who_answers():
    found = speakers(INTERVIEW)
    assert found
    assert set(found) <= {"Mia Stone", "unknown"}
    assert found.count("Mia Stone") >= 2


def test_a_headlines_description_is_explained_below_it():
    text = "Dam could fail, warns surveyor\n\nSurveyor Joan Teller told the council that the walls were cracked."
    assert set(speakers(text)) == {"Joan Teller"}
