"""What users of other quotation tools ask for, of links: whose words go on, passives, documents, speech within speech.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from tagged import by_rules, found_in, words

INTERRUPTED = [
    ("en", "“The quay,” said Moen, “will open on Friday.”",
     ("direct", ("The quay,", "will open on Friday."), "said", "Moen")),
    ("en", "“The quay will open,” Moen said, “and the ferry will leave.”",
     ("direct", ("The quay will open,", "and the ferry will leave."), "said", "Moen")),
    ("en", "“We waited,” Moen told the council on Friday, “and nobody came.”",
     ("direct", ("We waited,", "and nobody came."), "told", "Moen")),
    ("en", "The quay is “a bargain,” Moen wrote in a letter to the council and the Harbour Board of Oslo, and “safe.”",
     ("mixed", ("The quay is “a bargain,”", "safe."), "wrote", "Moen")),
    ("en", "“The quay is safe,” Moen said as she walked to the house, and “Quay Street” was on every sign.",
     ("direct", "The quay is safe,", "said", "Moen")),
    ("nb", "«Kaia», sier Moen, «åpner på fredag.»", ("direct", ("Kaia", "åpner på fredag."), "sier", "Moen")),
    ("nb", "– Kaia åpner, sier Moen, og fortsetter: – Ferga går.",
     ("direct", ("Kaia åpner", "Ferga går."), "sier", "Moen")),
    ("nb", "– Kaia, sa Moen, – åpner på fredag.", ("direct", ("Kaia", "åpner på fredag."), "sa", "Moen")),
    ("da", "– Broen åbner, siger Holm, og fortsætter: – Færgen sejler.",
     ("direct", ("Broen åbner", "Færgen sejler."), "siger", "Holm")),
    ("ar", "«الجسر»، قال المدير، «سيفتح يوم الجمعة».", ("direct", ("الجسر", "سيفتح يوم الجمعة"), "قال", "المدير")),
    ("ar", "“الجسر مغلق”، قالت سلمى يوسف، “ولن يفتح غدا”.",
     ("direct", ("الجسر مغلق", "ولن يفتح غدا"), "قالت", "سلمى يوسف")),
    ("ar", "«الجسر مغلق»، قالت سلمى يوسف، مضيفة: «لن تمر السفن».",
     ("direct", ("الجسر مغلق", "لن تمر السفن"), "قالت", "سلمى يوسف")),
]  # fmt: skip

GOES_ON = [
    ("en", "Moen said on Friday that “the quay is open” and that “nobody needs to wait”.",
     ("direct", ("the quay is open", "nobody needs to wait"), "said", "Moen")),
    ("en", "Moen said that the quay was open, adding: “The ferry is full.”",
     ("indirect", "the quay was open", "said", "Moen"), ("direct", "The ferry is full.", "adding", "Moen")),
    ("en", "“The quay is open,” said Moen. “Nobody needs to wait.” The mayor left.",
     ("direct", ("The quay is open,", "Nobody needs to wait."), "said", "Moen")),
    ("en", "“The quay is open,” said Moen.\n\n“Nobody needs to wait,” he added.\n\n“The ferry is full.”",
     ("direct", "The quay is open,", "said", "Moen"),
     ("direct", ("Nobody needs to wait,", "The ferry is full."), "added", "he")),
    ("en", "Moen said the quay was open. He added that the ferry was full.",
     ("indirect", "the quay was open", "said", "Moen"), ("indirect", "the ferry was full", "added", "He")),
    ("en", "“The quay is open,” Moen said. The ferry left. “Nobody needs to wait until Friday,” she continued.",
     ("direct", "The quay is open,", "said", "Moen"),
     ("direct", "Nobody needs to wait until Friday,", "continued", "she")),
    ("nb", "– Kaia er trygg, sier Moen.\n\n– Ferga går fredag.",
     ("direct", "Kaia er trygg", "sier", "Moen"), ("direct", "Ferga går fredag.", None, None)),
    ("nb", "Moen sier at kaia er trygg. Hun legger til at ferga er full.",
     ("indirect", "kaia er trygg", "sier", "Moen"), ("indirect", "ferga er full", "legger til", "Hun")),
    ("nb", "«Kaia er trygg», sier Moen. «Alle må vente til fredag.»",
     ("direct", ("Kaia er trygg", "Alle må vente til fredag."), "sier", "Moen")),
    ("ar", "«الجسر مغلق»، قال المدير. وأضاف: «لن تمر السفن».",
     ("direct", "الجسر مغلق", "قال", "المدير"), ("direct", "لن تمر السفن", "وأضاف", None)),
    ("ar", "قال المدير إن الجسر مغلق. وأضاف أن السفن لن تمر.",
     ("indirect", "الجسر مغلق", "قال", "المدير"), ("indirect", "السفن لن تمر", "وأضاف", None)),
    ("ar", "“الجسر مغلق”، قال المدير. “لن تمر السفن غدا”.",
     ("direct", ("الجسر مغلق", "لن تمر السفن غدا"), "قال", "المدير")),
]  # fmt: skip

# Speech that no cue stands beside, and whose it is.
IMPLIED = [
    ("en", "“The quay is open,” said Kari Moen. The mayor left. “The ferry is full today.”"),
    ("nb", "– Kaia er trygg, sier Kari Moen.\n\n– Ferga går fredag."),
    ("da", "– Broen er sikker, siger Kari Moen.\n\n– Færgen sejler fredag."),
    ("nb", "– Kaia er trygg, sier Kari Moen.\n\nHun smiler.\n\n– Ferga går fredag. Alle må vente."),
]


@pytest.mark.parametrize("case", IMPLIED, ids=lambda case: case[1])
def test_speech_without_cue_has_the_speaker_before_it(case):
    language, text = case
    *_, last = by_rules(text, language=language).attributions
    assert (last.source, last.speaker, last.resolution) == ((), "Kari Moen", "implied")


ACCORDING = [
    ("en", "According to Kari Moen, the quay is open.", ("indirect", "the quay is open", "According to", "Kari Moen")),
    ("en", "The quay is open, according to Kari Moen, director of the harbour.",
     ("indirect", "The quay is open", "according to", "Kari Moen, director of the harbour")),
    ("en", "The quay, according to Kari Moen, is open to all.",
     ("indirect", ("The quay", "is open to all"), "according to", "Kari Moen")),
    ("en", "“The quay is open,” according to a report by the harbour authority.",
     ("direct", "The quay is open,", "according to", "a report by the harbour authority")),
    ("en", "The quay is open, as the mayor said.", ("indirect", "The quay is open", "said", "the mayor")),
    ("nb", "Kaia er stengt, ifølge politiet.", ("indirect", "Kaia er stengt", "ifølge", "politiet")),
    ("nb", "Ifølge NTB er kaia stengt.", ("indirect", "er kaia stengt", "Ifølge", "NTB")),
    ("nb", "«Kaia er stengt», ifølge rapporten.", ("direct", "Kaia er stengt", "ifølge", "rapporten")),
    ("nb", "Kaia er åpen, som Moen sa.", ("indirect", "Kaia er åpen", "sa", "Moen")),
    ("da", "Broen er åben, som Holm sagde.", ("indirect", "Broen er åben", "sagde", "Holm")),
    ("ar", "وبحسب المدير فإن الجسر مغلق.", ("indirect", "الجسر مغلق", "وبحسب", "المدير")),
    ("ar", "وحسب التقرير، أغلق الجسر أمس.", ("indirect", "أغلق الجسر أمس", "وحسب", "التقرير")),
    ("ar", "«الجسر مغلق»، بحسب المدير.", ("direct", "الجسر مغلق", "بحسب", "المدير")),
    ("ar", "\"الجسر مغلق\"، وفق ما قال المدير.", ("direct", "الجسر مغلق", "قال", "المدير")),
    ("ar", "الجسر مغلق منذ أمس، بحسب ما أفادت سلمى يوسف.",
     ("indirect", "الجسر مغلق منذ أمس", "أفادت", "سلمى يوسف")),
    ("ar", "الجسر مغلق منذ أمس، كما قالت سلمى يوسف.", ("indirect", "الجسر مغلق منذ أمس", "قالت", "سلمى يوسف")),
]  # fmt: skip

PASSIVE = [
    ("en", "The quay is open, Moen was quoted as saying.", ("indirect", "The quay is open", "saying", "Moen")),
    ("en", "“The quay is open,” Moen was quoted as saying by Reuters.",
     ("direct", "The quay is open,", "saying", "Moen")),
    ("en", "Moen was quoted as saying that the quay was open.",
     ("indirect", "the quay was open", "saying", "Moen")),
    ("en", "The agency quoted Moen as saying the quay was open.",
     ("indirect", "the quay was open", "saying", "Moen")),
    ("en", "Moen was accused by the mayor of closing the quay.",
     ("indirect", "closing the quay", "accused", "the mayor")),
    ("en", "The mayor accused Moen of closing the quay.",
     ("indirect", "closing the quay", "accused", "The mayor")),
    ("en", "The ferry was described by the mayor as “a wreck”.", ("direct", "a wreck", "described", "the mayor")),
    ("en", "Moen was told by the mayor that the quay was open.",
     ("indirect", "the quay was open", "told", "the mayor")),
    ("nb", "Moen ble sitert på at kaia er trygg.", ("indirect", "kaia er trygg", "sitert", "Moen")),
    ("nb", "Moen beskyldes av ordføreren for å ha stengt kaia.",
     ("indirect", "å ha stengt kaia", "beskyldes", "ordføreren")),
    ("nb", "Ordføreren beskylder Moen for å ha stengt kaia.",
     ("indirect", "å ha stengt kaia", "beskylder", "Ordføreren")),
    ("nb", "Moen ble anklaget av ordføreren for å ha stengt kaia.",
     ("indirect", "å ha stengt kaia", "anklaget", "ordføreren")),
    ("da", "Holm beskyldes af borgmesteren for at have lukket broen.",
     ("indirect", "at have lukket broen", "beskyldes", "borgmesteren")),
    ("da", "Borgmesteren beskylder Holm for at have lukket broen.",
     ("indirect", "at have lukket broen", "beskylder", "Borgmesteren")),
    ("da", "Holm blev anklaget af borgmesteren for at have lukket broen.",
     ("indirect", "at have lukket broen", "anklaget", "borgmesteren")),
    ("ar", "ونقل عن المدير قوله إن الجسر مغلق.", ("indirect", "الجسر مغلق", "قوله", "المدير")),
    ("ar", "ونقلت وكالة الأنباء عن المدير قوله إن الجسر مغلق.", ("indirect", "الجسر مغلق", "قوله", "المدير")),
    ("ar", "ونقلت الصحيفة عن سلمى يوسف قولها: «الجسر مغلق».",
     ("direct", "الجسر مغلق", "قولها", "سلمى يوسف")),
]  # fmt: skip

DOCUMENTS = [
    ("en", "“The quay was unsafe,” the report said.", ("direct", "The quay was unsafe,", "said", "the report")),
    ("en", "The letter states that nobody was hurt.", ("indirect", "nobody was hurt", "states", "The letter")),
    ("en", "A statement from the harbour authority said the quay was open.",
     ("indirect", "the quay was open", "said", "A statement from the harbour authority")),
    ("en", "The sign reads: “No entry to the quay.”", ("direct", "No entry to the quay.", "reads", "The sign")),
    ("en", "A report by the union says that the quay is unsafe.",
     ("indirect", "the quay is unsafe", "says", "A report by the union")),
    ("nb", "Rapporten slår fast at kaia er trygg.", ("indirect", "kaia er trygg", "slår fast", "Rapporten")),
    ("nb", "I rapporten står det at kaia er trygg.", ("indirect", "kaia er trygg", "står det", None)),
    ("nb", "«Kaia er trygg», står det i brevet.", ("direct", "Kaia er trygg", "står det", None)),
    ("ar", "وذكر التقرير أن الجسر مغلق.", ("indirect", "الجسر مغلق", "وذكر", "التقرير")),
    ("ar", "وجاء في البيان أن الجسر مغلق.", ("indirect", "الجسر مغلق", "وجاء في", "البيان")),
    ("ar", "الجسر مغلق منذ أمس، كما جاء في التقرير.",
     ("indirect", "الجسر مغلق منذ أمس", "جاء في", "التقرير")),
    ("ar", "جاء المدير في الصباح إلى الجسر."),
]  # fmt: skip

TWO = [
    ("en", "Two sailors - Ola Berg and Kari Moen - said the quay was open.",
     ("indirect", "the quay was open", "said", "Two sailors - Ola Berg and Kari Moen")),
    ("en", "Two sailors, Ola Berg and Kari Moen, said the quay was open.",
     ("indirect", "the quay was open", "said", "Two sailors, Ola Berg and Kari Moen")),
    ("en", "“It is safe,” two sailors – Ola Berg and Kari Moen – said.",
     ("direct", "It is safe,", "said", "two sailors – Ola Berg and Kari Moen")),
    ("nb", "To sjømenn – Ola Berg og Kari Moen – sier at kaia er trygg.",
     ("indirect", "kaia er trygg", "sier", "To sjømenn – Ola Berg og Kari Moen")),
    ("nb", "To sjømenn, Ola Berg og Kari Moen, sier at kaia er trygg.",
     ("indirect", "kaia er trygg", "sier", "To sjømenn, Ola Berg og Kari Moen")),
    ("nb", "Ola Berg og Kari Moen sier at kaia er trygg.",
     ("indirect", "kaia er trygg", "sier", "Ola Berg og Kari Moen")),
    ("da", "To sømænd, Ole Berg og Kari Holm, siger, at broen er sikker.",
     ("indirect", "broen er sikker", "siger", "To sømænd, Ole Berg og Kari Holm")),
    ("ar", "وقال بحاران - عمر سالم وسلمى يوسف - إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وقال", "بحاران - عمر سالم وسلمى يوسف")),
    ("ar", "وقال بحاران – عمر سالم وسلمى يوسف – إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وقال", "بحاران – عمر سالم وسلمى يوسف")),
    ("ar", "وقال عمر سالم وسلمى يوسف إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وقال", "عمر سالم وسلمى يوسف")),
]  # fmt: skip


@pytest.mark.parametrize(
    "case", [*INTERRUPTED, *GOES_ON, *ACCORDING, *PASSIVE, *DOCUMENTS, *TWO], ids=lambda case: case[1]
)
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


# Speech within speech: the outer attribution, then the one inside it.
WITHIN = [
    ("en", "Moen said the mayor had told her that the quay was open.",
     ("indirect", "the mayor had told her that the quay was open", "said", "Moen"),
     ("indirect", "the quay was open", "told", "the mayor")),
    ("en", "“The mayor told me that the quay was open,” said Moen.",
     ("direct", "The mayor told me that the quay was open,", "said", "Moen"),
     ("indirect", "the quay was open", "told", "The mayor")),
    ("en", "“My doctor said: ‘You must rest for a week,’” said Moen.",
     ("direct", "My doctor said: ‘You must rest for a week,’", "said", "Moen"),
     ("direct", "You must rest for a week,", "said", "My doctor")),
    ("en", "Moen said that, according to the mayor, the quay was open.",
     ("indirect", "according to the mayor, the quay was open", "said", "Moen"),
     ("indirect", "the quay was open", "according to", "the mayor")),
    ("nb", "Moen sier at ordføreren sa at kaia var trygg.",
     ("indirect", "ordføreren sa at kaia var trygg", "sier", "Moen"),
     ("indirect", "kaia var trygg", "sa", "ordføreren")),
    ("nb", "– Ordføreren sier at kaia er trygg, sier Moen.",
     ("direct", "Ordføreren sier at kaia er trygg", "sier", "Moen"),
     ("indirect", "kaia er trygg", "sier", "Ordføreren")),
    ("nb", "«Legen sa: “Du må hvile en uke.”», sier Moen.",
     ("direct", "Legen sa: “Du må hvile en uke.”", "sier", "Moen"),
     ("direct", "Du må hvile en uke.", "sa", "Legen")),
    ("da", "Holm siger, at borgmesteren sagde, at broen var sikker.",
     ("indirect", "borgmesteren sagde, at broen var sikker", "siger", "Holm"),
     ("indirect", "broen var sikker", "sagde", "borgmesteren")),
    ("ar", "«قال المدير إن الجسر مغلق»، كما أفادت سلمى يوسف.",
     ("direct", "قال المدير إن الجسر مغلق", "أفادت", "سلمى يوسف"), ("indirect", "الجسر مغلق", "قال", "المدير")),
    ("ar", "قالت سلمى يوسف إن المدير أبلغها أن الجسر مغلق.",
     ("indirect", "المدير أبلغها أن الجسر مغلق", "قالت", "سلمى يوسف"),
     ("indirect", "الجسر مغلق", "أبلغها", "المدير")),
    ("ar", "وقالت سلمى: «قال لي المدير: “الجسر مغلق غدا.”».",
     ("direct", "قال لي المدير: “الجسر مغلق غدا.”", "وقالت", "سلمى"),
     ("direct", "الجسر مغلق غدا.", "قال", "المدير")),
]  # fmt: skip


@pytest.mark.parametrize("case", WITHIN, ids=lambda case: case[1])
def test_speech_within_speech_has_a_parent(case):
    language, text, *wanted = case
    article = by_rules(text, language=language)
    outer, inner = article.attributions
    assert found_in(text, language) == wanted
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_who_carries_words_on_is_the_go_between():
    text = "ونقلت وكالة الأنباء عن المدير قوله إن الجسر مغلق."
    article = by_rules(text, language="ar")
    (found,) = article.attributions
    assert (words(article, found.source), found.via) == ("المدير", "وكالة الأنباء")
