"""Tables of reported speech: what is found in a text, and what is not. A bug report becomes one more line.

A case is a language, a text, and what should be found: type, content, cue and source, as the annotation guidelines have
them. Stretches of a broken content, and cues or sources that are not there, are written as tuples and None.
"""

import pytest
from support.strategies import BODY
from support.tagged import found_in

DIRECT = [
    ("en", '"It is safe to sail," Kari Moen said on Monday.', ("direct", "It is safe to sail,", "said", "Kari Moen")),
    ("en", "“The quay will open,” Gen. John P. Smith said.",
     ("direct", "The quay will open,", "said", "Gen. John P. Smith")),
    ("nb", "«Kaia er stengt til fredag», heter det i en pressemelding fra havnevesenet.",
     ("direct", "Kaia er stengt til fredag", "heter det", "havnevesenet")),
    ("en", "“It is safe to sail,” said Kari Moen.", ("direct", "It is safe to sail,", "said", "Kari Moen")),
    ("en", '"It is safe to sail to the outer islands," Kari Moen said on Monday.',
     ("direct", "It is safe to sail to the outer islands,", "said", "Kari Moen")),
    ("en", "“It is safe to sail”, said Kari Moen.", ("direct", "It is safe to sail", "said", "Kari Moen")),
    ("en", "Kari Moen said, “We will open the quay.”", ("direct", "We will open the quay.", "said", "Kari Moen")),
    ("en", "The mayor wrote: “The bridge stays shut.”", ("direct", "The bridge stays shut.", "wrote", "The mayor")),
    ("en", "“It is safe,” said Kari Moen, director of the harbour authority.",
     ("direct", "It is safe,", "said", "Kari Moen, director of the harbour authority")),
    ("en", "“We checked every vessel,” she added.", ("direct", "We checked every vessel,", "added", "she")),
    ("en", "“Is the quay open?” asked the reporter.", ("direct", "Is the quay open?", "asked", "the reporter")),
    ("en", "“The engine failed,” a deckhand told Reuters.", ("direct", "The engine failed,", "told", "a deckhand")),
    ("en", "“The quay will open to everybody on Friday,” Gen. John P. Smith said.",
     ("direct", "The quay will open to everybody on Friday,", "said", "Gen. John P. Smith")),
    ("en", "“The quay will open,” the U.S. ambassador said.",
     ("direct", "The quay will open,", "said", "the U.S. ambassador")),
    ("en", "Moen said that “nobody was hurt in the fire.”", ("direct", "nobody was hurt in the fire.", "said", "Moen")),
    ("en", "The mayor described the delay as “an embarrassment” on Monday.",
     ("direct", "an embarrassment", "described", "The mayor")),
    ("nb", "«Kaia er trygg», sier Kari Moen.", ("direct", "Kaia er trygg", "sier", "Kari Moen")),
    ("nb", "Kari Moen skriver: «Kaia er trygg.»", ("direct", "Kaia er trygg.", "skriver", "Kari Moen")),
    ("nb", "Ordføreren kaller forsinkelsen «en skandale».", ("direct", "en skandale", "kaller", "Ordføreren")),
    ("ar", "“الجسر مغلق منذ أمس”، قال المدير.", ("direct", "الجسر مغلق منذ أمس", "قال", "المدير")),
    ("ar", "وقال المدير: “الجسر مغلق منذ أمس”.", ("direct", "الجسر مغلق منذ أمس", "وقال", "المدير")),
    ("ar", 'وتابع المدير "الجسر مغلق منذ أمس".', ("direct", "الجسر مغلق منذ أمس", "وتابع", "المدير")),
    ("ar", "وقالت سلمى يوسف: «الجسر مغلق».", ("direct", "الجسر مغلق", "وقالت", "سلمى يوسف")),
]  # fmt: skip

SEVERAL_SPANS = [
    ("en", "“The quay,” said Moen, “will open on Friday.”",
     ("direct", ("The quay,", "will open on Friday."), "said", "Moen")),
    ("en", "“The quay is open,” said Moen. “Nobody needs to wait until the weekend.”",
     ("direct", ("The quay is open,", "Nobody needs to wait until the weekend."), "said", "Moen")),
    ("en", "“The quay is open,” said Moen.\n\n“Nobody needs to wait until the weekend.”",
     ("direct", ("The quay is open,", "Nobody needs to wait until the weekend."), "said", "Moen")),
    ("nb", "– Kaia er trygg, sier Moen. – Ferga går fredag.",
     ("direct", ("Kaia er trygg", "Ferga går fredag."), "sier", "Moen")),
    ("nb", "«Kaia», sa Moen, «åpner fredag.»", ("direct", ("Kaia", "åpner fredag."), "sa", "Moen")),
    ("ar", "“الجسر مغلق”، قال المدير، “ولن يفتح غدا”.", ("direct", ("الجسر مغلق", "ولن يفتح غدا"), "قال", "المدير")),
]  # fmt: skip

DASH = [
    ("nb", "– Kaia åpner fredag, sier Kari Moen til NTB.", ("direct", "Kaia åpner fredag", "sier", "Kari Moen")),
    ("nb", "– Kaia er stengt, heter det i en pressemelding fra havnevesenet.",
     ("direct", "Kaia er stengt", "heter det", "havnevesenet")),
    ("nb", "– Kaia er stengt, heter det i pressemeldingen.", ("direct", "Kaia er stengt", "heter det", None)),
    ("nb", "– Kaia åpner fredag, sier Kari Moen.", ("direct", "Kaia åpner fredag", "sier", "Kari Moen")),
    ("nb", "— Kaia åpner fredag, sier Kari Moen.", ("direct", "Kaia åpner fredag", "sier", "Kari Moen")),
    ("nb", "– Vi venter. Ingen vet hvor lenge, sier havnesjef Kari Moen.",
     ("direct", "Vi venter. Ingen vet hvor lenge", "sier", "havnesjef Kari Moen")),
    ("nb", "– Når åpner kaia? spør han.", ("direct", "Når åpner kaia?", "spør", "han")),
    ("nb", "– Ingen vet hva som skjer.", ("direct", "Ingen vet hva som skjer.", None, None)),
]  # fmt: skip

MIXED = [
    ("en", "The harbour was “safe for everybody,” Moen said.",
     ("mixed", "The harbour was “safe for everybody,”", "said", "Moen")),
    ("en", "Moen said the harbour was “safe for everybody” and would open on Friday.",
     ("mixed", "the harbour was “safe for everybody” and would open on Friday", "said", "Moen")),
    ("en", "The harbour was “safe for everybody who has a boat,” Moen said.",
     ("mixed", "The harbour was “safe for everybody who has a boat,”", "said", "Moen")),
    ("nb", "Havnesjefen sier at kaia er «trygg for alle» fra fredag.",
     ("mixed", "kaia er «trygg for alle» fra fredag", "sier", "Havnesjefen")),
    ("ar", "قال المدير إن الجسر “مغلق تماما” منذ أمس.", ("mixed", "الجسر “مغلق تماما” منذ أمس", "قال", "المدير")),
]  # fmt: skip

INDIRECT = [
    ("en", "Moen told reporters that the quay was open.", ("indirect", "the quay was open", "told", "Moen")),
    ("en", "Moen told AFP that the quay was open.", ("indirect", "the quay was open", "told", "Moen")),
    ("en", "Moen told them the quay was open.", ("indirect", "the quay was open", "told", "Moen")),
    ("en", "There have been reports of looting in the old town.",
     ("indirect", "looting in the old town", "reports", None)),
    ("en", "The mayor called for a new bridge.", ("indirect", "a new bridge", "called", "The mayor")),
    ("en", "The mayor warned against using the bridge.", ("indirect", "using the bridge", "warned", "The mayor")),
    ("nb", "Ordføreren advarer mot å bruke broen.", ("indirect", "å bruke broen", "advarer", "Ordføreren")),
    ("nb", "Kaia er stengt hele uken, heter det i en pressemelding fra havnevesenet.",
     ("indirect", "Kaia er stengt hele uken", "heter det", "havnevesenet")),
    ("nb", "Kaia er stengt hele uken, heter det i en pressemelding.",
     ("indirect", "Kaia er stengt hele uken", "heter det", None)),
    ("en", "Moen said that the quay would open on Friday.",
     ("indirect", "the quay would open on Friday", "said", "Moen")),
    ("en", "Moen said the quay would open on Friday.", ("indirect", "the quay would open on Friday", "said", "Moen")),
    ("en", "The quay will open on Friday, the harbour authority said.",
     ("indirect", "The quay will open on Friday", "said", "the harbour authority")),
    ("en", "The mayor of the island has announced that the bridge is shut.",
     ("indirect", "the bridge is shut", "announced", "The mayor of the island")),
    ("en", "The quay is open, Moen told Reuters on Monday.", ("indirect", "The quay is open", "told", "Moen")),
    ("en", "The mayor asked the company to close the bridge.",
     ("indirect", "to close the bridge", "asked", "The mayor")),
    ("en", "The union put the number of wounded at 300.",
     ("indirect", "the number of wounded at 300", "put", "The union")),
    ("en", "It was reported that the quay had sunk.", ("indirect", "the quay had sunk", "reported", None)),
    ("en", "The mayor denied that the bridge was unsafe.",
     ("indirect", "the bridge was unsafe", "denied", "The mayor")),
    ("en", "The mayor promised to rebuild the bridge.", ("indirect", "to rebuild the bridge", "promised", "The mayor")),
    ("en", "The captain has reportedly left the island.",
     ("indirect", ("The captain has", "left the island"), "reportedly", None)),
    ("en", "The report says that the quay has sunk.", ("indirect", "the quay has sunk", "says", "The report")),
    ("en", "Moen statedferry traffic would stop, but the ferry left.",
     ("indirect", "ferry traffic would stop", "stated", "Moen")),
    ("nb", "Havnesjefen sier at kaia åpner fredag.", ("indirect", "kaia åpner fredag", "sier", "Havnesjefen")),
    ("nb", "Mandag sa ordføreren at broen er trygg.", ("indirect", "broen er trygg", "sa", "ordføreren")),
    ("nb", "Kaia åpner først på fredag, opplyser havnevesenet.",
     ("indirect", "Kaia åpner først på fredag", "opplyser", "havnevesenet")),
    ("nb", "Ordføreren lovet å bygge en ny bro.", ("indirect", "å bygge en ny bro", "lovet", "Ordføreren")),
    ("nb", "Ordføreren nekter for at broen er farlig.", ("indirect", "broen er farlig", "nekter", "Ordføreren")),
    ("nb", "Politiet opplyser at ingen er skadet, men at broen er stengt.",
     ("indirect", "ingen er skadet, men at broen er stengt", "opplyser", "Politiet")),
    ("ar", "قال المدير إن الجسر مغلق.", ("indirect", "الجسر مغلق", "قال", "المدير")),
    ("ar", "وقال المتحدث باسم الوزارة إن الجسر مغلق.", ("indirect", "الجسر مغلق", "وقال", "المتحدث باسم الوزارة")),
    ("ar", "قال المدير إنه أغلق الجسر.", ("indirect", "إنه أغلق الجسر", "قال", "المدير")),
    ("ar", "وأفاد البيان بأن الجسر مغلق.", ("indirect", "الجسر مغلق", "وأفاد", "البيان")),
    ("ar", "وأعلنت الوزارة أن الجسر مغلق.", ("indirect", "الجسر مغلق", "وأعلنت", "الوزارة")),
    ("ar", "وأضاف أن الجسر مغلق.", ("indirect", "الجسر مغلق", "وأضاف", None)),
    ("ar", "المدير قال إن الجسر مغلق.", ("indirect", "الجسر مغلق", "قال", "المدير")),
    ("ar", "ذكرت مصادر أن الجسر مغلق.", ("indirect", "الجسر مغلق", "ذكرت", "مصادر")),
    ("ar", "نفى المدير أن يكون الجسر مغلقا.", ("indirect", "يكون الجسر مغلقا", "نفى", "المدير")),
]  # fmt: skip

ACCORDING = [
    ("nb", "Ifølge havnevesenet åpner kaia på fredag.", ("indirect", "åpner kaia på fredag", "Ifølge", "havnevesenet")),
    ("nb", "Kaia er stengt nå, og ifølge havnesjefen åpner den på fredag.",
     ("indirect", "åpner den på fredag", "ifølge", "havnesjefen")),
    ("en", "The quay will open on Friday, according to the harbour authority.",
     ("indirect", "The quay will open on Friday", "according to", "the harbour authority")),
    ("en", "According to the harbour authority, the quay will open on Friday.",
     ("indirect", "the quay will open on Friday", "According to", "the harbour authority")),
    ("nb", "Kaia åpner på fredag, ifølge havnevesenet.",
     ("indirect", "Kaia åpner på fredag", "ifølge", "havnevesenet")),
    ("nb", "Ifølge havnevesenet er kaia stengt til fredag.",
     ("indirect", "er kaia stengt til fredag", "Ifølge", "havnevesenet")),
    ("nb", "Broen er åpen, og ifølge havnesjefen er kaia stengt til fredag.",
     ("indirect", "er kaia stengt til fredag", "ifølge", "havnesjefen")),
    ("en", "In the words of the mayor, “the bridge is a disgrace to the whole island.”",
     ("direct", "the bridge is a disgrace to the whole island.", "In the words of", "the mayor")),
    ("ar", "الجسر مغلق منذ أمس، وفقا لوزارة النقل.", ("indirect", "الجسر مغلق منذ أمس", "وفقا", "لوزارة النقل")),
    ("ar", "ووفقا للمدير، فتح الجسر أمس في المساء.", ("indirect", "فتح الجسر أمس في المساء", "ووفقا", "للمدير")),
    ("ar", "الجسر مغلق منذ أمس، بحسب المدير.", ("indirect", "الجسر مغلق منذ أمس", "بحسب", "المدير")),
]  # fmt: skip

SEVERAL = [
    ("en", "The mayor left the meeting, saying that the bridge was unsafe.",
     ("indirect", "the bridge was unsafe", "saying", "The mayor")),
    ("en", "“The mayor told us that the bridge was safe,” said Moen.",
     ("direct", "The mayor told us that the bridge was safe,", "said", "Moen"),
     ("indirect", "the bridge was safe", "told", "The mayor")),
    ("en", "Moen said the quay was open and added that the ferry was full.",
     ("indirect", "the quay was open", "said", "Moen"), ("indirect", "the ferry was full", "added", "Moen")),
    ("en", "“It is safe to sail to the islands,” Moen said, adding that the quay was open.",
     ("direct", "It is safe to sail to the islands,", "said", "Moen"),
     ("indirect", "the quay was open", "adding", "Moen")),
    ("en", "“The quay is open,” said Moen. “It is not,” said the mayor.",
     ("direct", "The quay is open,", "said", "Moen"), ("direct", "It is not,", "said", "the mayor")),
    ("ar", "قال المدير إن الجسر مغلق، موضحا أن السفن لن تمر.",
     ("indirect", "الجسر مغلق", "قال", "المدير"), ("indirect", "السفن لن تمر", "موضحا", "المدير")),
    ("ar", "قال المدير إن الجسر مغلق، وأضاف أن السفن لن تمر.",
     ("indirect", "الجسر مغلق", "قال", "المدير"), ("indirect", "السفن لن تمر", "وأضاف", "المدير")),
    ("en", "“The mayor said that the bridge was safe,” said Moen.",
     ("direct", "The mayor said that the bridge was safe,", "said", "Moen"),
     ("indirect", "the bridge was safe", "said", "The mayor")),
    ("nb", "– Ordføreren sa at broen er trygg, sier Moen.",
     ("direct", "Ordføreren sa at broen er trygg", "sier", "Moen"), ("indirect", "broen er trygg", "sa", "Ordføreren")),
]  # fmt: skip

ACROSS_PARAGRAPHS = [
    ("en", "Kari Moen said:\n\n“The quay is open.”", ("direct", "The quay is open.", "said", "Kari Moen")),
    ("en", "The harbour authority published the following statement:\n\nThe quay is shut. It opens on Friday.",
     ("direct", "The quay is shut. It opens on Friday.", "published", "The harbour authority")),
    ("en", "Moen left.\n\n“Nobody needs to wait until the weekend.”",
     ("direct", "Nobody needs to wait until the weekend.", None, None)),
]  # fmt: skip

TABLE = [*DIRECT, *SEVERAL_SPANS, *DASH, *MIXED, *INDIRECT, *ACCORDING, *SEVERAL, *ACROSS_PARAGRAPHS]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


# No act of speech took place, or what stands between marks is none.
NOTHING = [
    ("en", "The mayor did not say whether the bridge was safe."),
    ("en", "Officials have failed to acknowledge that the bridge was unsafe."),
    ("en", "The mayor refused to say that the bridge was unsafe."),
    ("en", "Moen thinks that the quay is safe."),
    ("en", "Moen wanted the quay to open on Friday."),
    ("en", "The council decided that the bridge should be rebuilt."),
    ("en", "The film “Harbour Nights” opens on Friday."),
    ("en", "The so-called “ferry” sank at the quay."),
    ("en", "The boat is 30' long and 10\" wide, and the crew's boots were wet."),
    ("en", "The fishermen’s nets and the ’90s boats weren’t there."),
    ("en", "The ferry stopped at the request of the islanders."),
    ("nb", "Ordføreren ville ikke si at broen er trygg."),
    ("nb", "Ordføreren tror at broen er trygg."),
    ("nb", "Filmen «Havnenetter» går på kino fredag."),
    ("ar", "لم يوضح المدير أن الجسر مغلق."),
    ("ar", "ولم يقل المدير إن الجسر مغلق."),
    ("ar", "صدر كتاب “ليالي الميناء” أمس."),
]


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: case[1])
def test_not_found(case):
    language, text = case
    assert found_in(text, language) == []


# Headlines are told by cleaning, so these texts are not plain.
HEADLINES = [
    ("en", "Mayor: Bridge opens on Friday", ("indirect", "Bridge opens on Friday", None, "Mayor")),
    ("en", "Mayor: “Bridge opens on Friday”", ("direct", "Bridge opens on Friday", None, "Mayor")),
    ("nb", "Ordføreren: Broen åpner på fredag", ("indirect", "Broen åpner på fredag", None, "Ordføreren")),
    ("ar", "المدير: الجسر مغلق حتى الجمعة", ("indirect", "الجسر مغلق حتى الجمعة", None, "المدير")),
]


@pytest.mark.parametrize("case", HEADLINES, ids=lambda case: case[1])
def test_headline(case):
    language, text, *wanted = case
    assert found_in("\n\n".join([text, *BODY[language]]), language, plain=False) == wanted
