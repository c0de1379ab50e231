"""What users of other quotation tools ask for, of marks: stray ones, reopened ones, apostrophes and inches, directions.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from tagged import by_rules, found_in

GOOD = {
    "en": ("“It is safe to sail,” said Kari Moen.", ("direct", "It is safe to sail,", "said", "Kari Moen")),
    "nb": ("«Det er trygt å seile», sier Kari Moen.", ("direct", "Det er trygt å seile", "sier", "Kari Moen")),
    "da": (
        "»Broen er sikker for alle,« siger Kari Holm.",
        ("direct", "Broen er sikker for alle,", "siger", "Kari Holm"),
    ),
    "ar": ("«الطريق آمن للجميع»، قالت سلمى يوسف.", ("direct", "الطريق آمن للجميع", "قالت", "سلمى يوسف")),
}

# A first paragraph with a mark too many or too few, and what is found in it all the same.
STRAY = [
    ("en", "The “old quay was shut, and the mayor left."),
    ("en", "He said “the quay is open, and left.", ("direct", "the quay is open, and left.", "said", "He")),
    ("en", "The quay” was shut on Friday, Moen said.",
     ("indirect", "The quay” was shut on Friday", "said", "Moen")),
    ("en", "The quay was shut, the mayor said.”", ("indirect", "The quay was shut", "said", "the mayor")),
    ("en", "“The quay was shut, the mayor said.", ("indirect", "The quay was shut", "said", "the mayor")),
    ("en", '"The quay was shut, the mayor said.', ("indirect", "The quay was shut", "said", "the mayor")),
    ("en", "“It is safe,” said Moen. The “old quay was shut.", ("direct", "It is safe,", "said", "Moen")),
    ("en", "“"),
    ("en", "The quay is shut. ‘"),
    ("en", "“The quay is shut, said Moen. “It is not safe.”",
     ("indirect", "The quay is shut", "said", "Moen"), ("direct", "It is not safe.", "said", "Moen")),
    ("nb", "Den «gamle kaia var stengt, og ordføreren gikk."),
    ("nb", "Kaia er stengt», sier ordføreren.", ("indirect", "Kaia er stengt", "sier", "ordføreren")),
    ("nb", "«Kaia er stengt, sier ordføreren.", ("indirect", "Kaia er stengt", "sier", "ordføreren")),
    ("nb", "”Kaia er stengt, sier ordføreren.", ("indirect", "Kaia er stengt", "sier", "ordføreren")),
    ("da", "Den »gamle bro var lukket, og borgmesteren gik."),
    ("da", "Broen er lukket«, siger borgmesteren.", ("indirect", "Broen er lukket", "siger", "borgmesteren")),
    ("da", "»Broen er lukket, siger borgmesteren.", ("indirect", "Broen er lukket", "siger", "borgmesteren")),
    ("ar", "الجسر مغلق منذ أمس”."),
    ("ar", "قال المدير إن الجسر» مغلق.", ("indirect", "الجسر» مغلق", "قال", "المدير")),
    ("ar", "«الجسر مغلق منذ أمس، قال المدير."),
]  # fmt: skip


@pytest.mark.parametrize("case", STRAY, ids=lambda case: case[1])
def test_a_stray_mark_costs_nothing_behind_its_paragraph(case):
    language, stray, *here = case
    good, wanted = GOOD[language]
    assert found_in(f"{stray}\n\n{good}\n\n{good}", language) == [*here, wanted, wanted]


REOPENED = [
    ("en", "“The quay is open to everybody.\n\n“Nobody needs to wait.\n\n“The ferry leaves at noon,” said Kari Moen.",
     ("direct", ("The quay is open to everybody.", "Nobody needs to wait.", "The ferry leaves at noon,"), "said",
      "Kari Moen")),
    ("en", "Kari Moen said: “The quay is open.\n\n“Nobody needs to wait.\n\n“The ferry leaves at noon.”",
     ("direct", ("The quay is open.", "Nobody needs to wait.", "The ferry leaves at noon."), "said", "Kari Moen")),
    ("en", '"The quay is open," said Kari Moen. "Nobody needs to wait.\n\n"The ferry leaves at noon.\n\n"It is safe."',
     ("direct", ("The quay is open,", "Nobody needs to wait.", "The ferry leaves at noon.", "It is safe."), "said",
      "Kari Moen")),
    ("en", '"The quay is open to everybody.\n\n"The ferry leaves at noon," Kari Moen said.\n\nThe mayor left.',
     ("direct", ("The quay is open to everybody.", "The ferry leaves at noon,"), "said", "Kari Moen")),
    ("en", "Moen said: “The quay is open.\n\n“Nobody needs to wait.” The mayor left.",
     ("direct", ("The quay is open.", "Nobody needs to wait."), "said", "Moen")),
    ("nb", "«Kaia er åpen for alle.\n\n«Ingen trenger å vente.\n\n«Ferga går klokken tolv», sier Kari Moen.",
     ("direct", ("Kaia er åpen for alle.", "Ingen trenger å vente.", "Ferga går klokken tolv"), "sier", "Kari Moen")),
    ("nb", "Kari Moen skriver: «Kaia er åpen.\n\n«Ingen trenger å vente.»",
     ("direct", ("Kaia er åpen.", "Ingen trenger å vente."), "skriver", "Kari Moen")),
    ("nb", "»Kaia er åpen for alle.\n\n»Ferga går klokken tolv«, sier Kari Moen.",
     ("direct", ("Kaia er åpen for alle.", "Ferga går klokken tolv"), "sier", "Kari Moen")),
    ("da", "»Broen er åben for alle.\n\n»Ingen behøver at vente.\n\n»Færgen sejler klokken tolv,« siger Kari Holm.",
     ("direct", ("Broen er åben for alle.", "Ingen behøver at vente.", "Færgen sejler klokken tolv,"), "siger",
      "Kari Holm")),
    ("ar", "وقالت سلمى يوسف: «الجسر مغلق.\n\n«لن تمر السفن غدا».",
     ("direct", ("الجسر مغلق.", "لن تمر السفن غدا"), "وقالت", "سلمى يوسف")),
    ("ar", "“الجسر مغلق منذ أمس.\n\n“لن تمر السفن غدا”، قال المدير.",
     ("direct", ("الجسر مغلق منذ أمس.", "لن تمر السفن غدا"), "قال", "المدير")),
    ("ar", 'وقال المدير: "الجسر مغلق.\n\n"لن تمر السفن غدا.\n\n"الطريق آمن".',
     ("direct", ("الجسر مغلق.", "لن تمر السفن غدا.", "الطريق آمن"), "وقال", "المدير")),
]  # fmt: skip

NESTED = [
    ("en", "“He called it ‘a miracle’ twice,” said Moen.",
     ("direct", "He called it ‘a miracle’ twice,", "said", "Moen")),
    ("en", "\"He called it 'a miracle' twice,\" said Moen.",
     ("direct", "He called it 'a miracle' twice,", "said", "Moen")),
    ("en", "‘The quay is open,’ said Moen. ‘Nobody needs to wait.’",
     ("direct", ("The quay is open,", "Nobody needs to wait."), "said", "Moen")),
    ("en", "'The quay is open,' said Moen.", ("direct", "The quay is open,", "said", "Moen")),
    ("en", "‘The mayor called it “a miracle” twice,’ said Moen.",
     ("direct", "The mayor called it “a miracle” twice,", "said", "Moen")),
    ("en", "'The mayor called it \"a miracle\" twice,' said Moen.",
     ("direct", 'The mayor called it "a miracle" twice,', "said", "Moen")),
    ("nb", "«Kaia er \"nesten\" åpen», sier Moen.", ("direct", 'Kaia er "nesten" åpen', "sier", "Moen")),
    ("nb", "«Kaia er ’nesten’ åpen», sier Moen.", ("direct", "Kaia er ’nesten’ åpen", "sier", "Moen")),
    ("nb", "“Kaia er ‘nesten’ åpen”, sier Moen.", ("direct", "Kaia er ‘nesten’ åpen", "sier", "Moen")),
    ("da", "»Broen er ›næsten‹ åben,« siger Holm.", ("direct", "Broen er ›næsten‹ åben,", "siger", "Holm")),
    ("ar", "وقال المدير: «الجسر “القديم” مغلق».", ("direct", "الجسر “القديم” مغلق", "وقال", "المدير")),
    ("ar", "وقال المدير: “الجسر ‘القديم’ مغلق”.", ("direct", "الجسر ‘القديم’ مغلق", "وقال", "المدير")),
    ("ar", 'وقال المدير: «الجسر "القديم" مغلق».', ("direct", 'الجسر "القديم" مغلق', "وقال", "المدير")),
]  # fmt: skip

APOSTROPHES = [
    ("en", "‘We don’t know when it’ll open,’ said Moen.",
     ("direct", "We don’t know when it’ll open,", "said", "Moen")),
    ("en", "'We don't know when it'll open,' said Moen.",
     ("direct", "We don't know when it'll open,", "said", "Moen")),
    ("en", "Moen said: ‘The sailors’ boats aren’t here.’",
     ("direct", "The sailors’ boats aren’t here.", "said", "Moen")),
    ("en", "'The sailors' boats aren't here,' Moen said.",
     ("direct", "The sailors' boats aren't here,", "said", "Moen")),
    ("en", "“He called it ‘a miracle’ twice, and the sailors’ boats left,” said Moen.",
     ("direct", "He called it ‘a miracle’ twice, and the sailors’ boats left,", "said", "Moen")),
    ("en", "The sailors' union said the boats' owners were paid.",
     ("indirect", "the boats' owners were paid", "said", "The sailors' union")),
    ("en", "“The ’90s were ‘great’,” said Moen.", ("direct", "The ’90s were ‘great’,", "said", "Moen")),
    ("en", "Moen said the '90s were the quay's best years.",
     ("indirect", "the '90s were the quay's best years", "said", "Moen")),
    ("en", '"It was built in the \'90s," Moen said.', ("direct", "It was built in the '90s,", "said", "Moen")),
    ("en", "\"Rock 'n' roll is dead,\" said Moen.", ("direct", "Rock 'n' roll is dead,", "said", "Moen")),
    ("en", "‘Rock ’n’ roll is dead,’ said Moen.", ("direct", "Rock ’n’ roll is dead,", "said", "Moen")),
    ("nb", "«Lars' båt er trygg», sier Moen.", ("direct", "Lars' båt er trygg", "sier", "Moen")),
    ("nb", "Moen sier at Lars’ båt er «trygg».", ("mixed", "Lars’ båt er «trygg»", "sier", "Moen")),
    ("nb", "'Lars' båt er trygg,' sier Moen.", ("direct", "Lars' båt er trygg,", "sier", "Moen")),
]  # fmt: skip

INCHES = [
    ("en", "Moen, who is 6'2\", said the quay was open.",
     ("indirect", "the quay was open", "said", "Moen, who is 6'2\"")),
    ("en", 'The 12" pipe burst, Moen said.', ("indirect", 'The 12" pipe burst', "said", "Moen")),
    ("en", '"The 12" pipe burst," Moen said. "It was old."',
     ("direct", ('The 12" pipe burst,', "It was old."), "said", "Moen")),
    ("en", '"He is 6\'2" and strong," Moen said.', ("direct", "He is 6'2\" and strong,", "said", "Moen")),
    ("en", "'The boat is 30' long,' Moen said.", ("direct", "The boat is 30' long,", "said", "Moen")),
    ("en", 'Moen said the pipe was 12" wide and "too old" to mend.',
     ("mixed", 'the pipe was 12" wide and "too old" to mend', "said", "Moen")),
    ("en", 'The 5\'10" captain said that the "old" quay was shut.',
     ("mixed", 'the "old" quay was shut', "said", 'The 5\'10" captain')),
    ("en", "The boat is 30′ long and 12″ deep, Moen said.",
     ("indirect", "The boat is 30′ long and 12″ deep", "said", "Moen")),
    ("en", '"It was number 12," Moen said. "It left at 10"',
     ("direct", ("It was number 12,", "It left at 10"), "said", "Moen")),
    ("nb", 'Moen sier at røret på 12" er «gammelt».', ("mixed", 'røret på 12" er «gammelt»', "sier", "Moen")),
]  # fmt: skip

DIRECTIONS = [
    ("nb", "„Kaia er åpen for alle“, sier Kari Moen.", ("direct", "Kaia er åpen for alle", "sier", "Kari Moen")),
    ("nb", "„Kaia er ‚nesten‘ åpen“, sier Kari Moen.", ("direct", "Kaia er ‚nesten‘ åpen", "sier", "Kari Moen")),
    ("nb", "»Kaia er åpen for alle«, sier Kari Moen.", ("direct", "Kaia er åpen for alle", "sier", "Kari Moen")),
    ("nb", "»Kaia er åpen for alle», sier Kari Moen.", ("direct", "Kaia er åpen for alle", "sier", "Kari Moen")),
    ("nb", "”Kaia er åpen for alle”, sier Kari Moen.", ("direct", "Kaia er åpen for alle", "sier", "Kari Moen")),
    ("nb", "»Kaia er ›nesten‹ åpen«, sier Kari Moen.", ("direct", "Kaia er ›nesten‹ åpen", "sier", "Kari Moen")),
    ("nb", "Kari Moen sier: ”Kaia er åpen.” Ordføreren er ”glad”.",
     ("direct", "Kaia er åpen.", "sier", "Kari Moen")),
    ("nb", "«Kaia», sier Moen, «åpner på fredag.»", ("direct", ("Kaia", "åpner på fredag."), "sier", "Moen")),
    ("en", "„The quay is open“, said Kari Moen.", ("direct", "The quay is open", "said", "Kari Moen")),
    ("en", "»The quay is open«, said Kari Moen.", ("direct", "The quay is open", "said", "Kari Moen")),
    ("en", "”The quay is open”, said Kari Moen.", ("direct", "The quay is open", "said", "Kari Moen")),
    ("en", "„The mayor calls it ‚a miracle‘ twice“, said Kari Moen.",
     ("direct", "The mayor calls it ‚a miracle‘ twice", "said", "Kari Moen")),
    ("en", "»The quay is open», said Kari Moen. »Nobody waits.»",
     ("direct", ("The quay is open", "Nobody waits."), "said", "Kari Moen")),
    ("en", "Kari Moen said: „The quay is open.“ „Nobody waits.“",
     ("direct", ("The quay is open.", "Nobody waits."), "said", "Kari Moen")),
    ("ar", "وقال المدير: «الجسر مغلق، ولن يفتح غدا».",
     ("direct", "الجسر مغلق، ولن يفتح غدا", "وقال", "المدير")),
    ("ar", 'وقال المدير: "الجسر مغلق، ولن يفتح غدا".',
     ("direct", "الجسر مغلق، ولن يفتح غدا", "وقال", "المدير")),
    ("ar", "وقال المدير: “الجسر مغلق، ولن يفتح غدا”.",
     ("direct", "الجسر مغلق، ولن يفتح غدا", "وقال", "المدير")),
    ("ar", "وقال المدير: »الجسر مغلق، ولن يفتح غدا«.",
     ("direct", "الجسر مغلق، ولن يفتح غدا", "وقال", "المدير")),
]  # fmt: skip


@pytest.mark.parametrize("case", [*REOPENED, *NESTED, *APOSTROPHES, *INCHES, *DIRECTIONS], ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


@pytest.mark.xfail(strict=True, reason="nothing tells a straight apostrophe that opens a word from an opening mark")
def test_straight_apostrophe_that_opens_a_word_in_straight_single_marks():
    found = found_in("'Rock 'n' roll is dead,' said Moen.", "en")
    assert found == [("direct", "Rock 'n' roll is dead,", "said", "Moen")]


@pytest.mark.xfail(strict=True, reason="a lone single mark is taken for an apostrophe: it often is one, ‘Twas")
def test_single_marks_set_again_at_each_paragraph():
    found = found_in("‘The quay is open.\n\n‘Nobody needs to wait,’ said Moen.", "en")
    assert found == [("direct", ("The quay is open.", "Nobody needs to wait,"), "said", "Moen")]


# Nicknames, names of things, words held at a distance.
TERMS = [
    ("en", "Moen is known as “the Captain” on the island.", "“the Captain”"),
    ("en", "Kari “Cap” Moen opened the quay on Friday.", "“Cap”"),
    ("en", "The “smart” quay cost nine million.", "“smart”"),
    ("en", "The word “quay” comes from French.", "“quay”"),
    ("en", 'The ship\'s name is "Morning Star" and it is old.', '"Morning Star"'),
    ("en", "The sailors' hats, \"old and wet\", were sold.", '"old and wet"'),
    ("nb", "Kari «Kaptein» Moen åpnet kaia fredag.", "«Kaptein»"),
    ("nb", "Den såkalte «superkaia» kostet ni millioner.", "«superkaia»"),
    ("nb", "Skuta «Morgenstjerne» ligger ved kaia.", "«Morgenstjerne»"),
    ("nb", "Han er kjent som «Kapteinen» på øya.", "«Kapteinen»"),
    ("da", "Skibet »Morgenstjernen« ligger ved kajen.", "»Morgenstjernen«"),
    ("ar", "افتتح ما يسمى “الجسر الذكي” أمس.", "“الجسر الذكي”"),
    ("ar", "تنظيم “الأمواج” أغلق الجسر.", "“الأمواج”"),
    ("ar", "وصلت السفينة «نجمة الصباح» أمس.", "«نجمة الصباح»"),
]  # fmt: skip


@pytest.mark.parametrize("case", TERMS, ids=lambda case: case[1])
def test_terms_are_no_speech(case):
    language, text, term = case
    article = by_rules(text, language=language)
    assert article.attributions == ()
    assert [(m.kind, text[m.start : m.end]) for m in article.marks] == [("term", term)]


NICKNAMES = [
    ("en", "Kari “Cap” Moen said the quay was open.",
     ("indirect", "the quay was open", "said", "Kari “Cap” Moen")),
    ("en", "“It is safe,” said Kari “Cap” Moen.", ("direct", "It is safe,", "said", "Kari “Cap” Moen")),
    ("nb", "Kari «Kaptein» Moen sier at kaia er åpen.",
     ("indirect", "kaia er åpen", "sier", "Kari «Kaptein» Moen")),
    ("nb", "– Kaia er åpen, sier Kari «Kaptein» Moen.", ("direct", "Kaia er åpen", "sier", "Kari «Kaptein» Moen")),
    ("da", "Kari »Kaptajn« Holm siger, at broen er åben.",
     ("indirect", "broen er åben", "siger", "Kari »Kaptajn« Holm")),
    ("ar", "قال سليم “القبطان” يوسف إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "قال", "سليم “القبطان” يوسف")),
]  # fmt: skip


@pytest.mark.parametrize("case", NICKNAMES, ids=lambda case: case[1])
def test_nicknames_belong_to_the_name(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted
