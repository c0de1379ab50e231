"""What users of other quotation tools ask for, of forms: signed, introduced, set as a block, interrupted by a clause.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from tagged import found_in

# A dash and a name behind a quotation, on its line or the next.
SIGNED = [
    ("en", "“It is safe to sail to the islands.” - Kari Moen, harbour master",
     ("direct", "It is safe to sail to the islands.", None, "Kari Moen, harbour master")),
    ("en", "“It is safe to sail to the islands.” — Kari Moen, harbour master of Oldport.",
     ("direct", "It is safe to sail to the islands.", None, "Kari Moen, harbour master of Oldport")),
    ("en", "“It is safe to sail to the islands” – Kari Moen",
     ("direct", "It is safe to sail to the islands", None, "Kari Moen")),
    ("en", "“It is safe to sail to the islands.”\n\n- Kari Moen, harbour master",
     ("direct", "It is safe to sail to the islands.", None, "Kari Moen, harbour master")),
    ("en", '"It is safe."\n— Prof. John P. Smith, University of Oldport',
     ("direct", "It is safe.", None, "Prof. John P. Smith, University of Oldport")),
    ("en", "“It is safe to sail.”\n— Kari Moen, 54\n\n“It is not safe at all.”\n— Ola Berg, sailor",
     ("direct", "It is safe to sail.", None, "Kari Moen, 54"),
     ("direct", "It is not safe at all.", None, "Ola Berg, sailor")),
    ("en", "Mr. Jones said: “We never left the quay.”\n\n“The road is shut.”\n- Ann Lee, harbour master",
     ("direct", "We never left the quay.", "said", "Mr. Jones"),
     ("direct", "The road is shut.", None, "Ann Lee, harbour master")),
    ("nb", "«Det er trygt å seile til øyene.» – Kari Moen, havnesjef",
     ("direct", "Det er trygt å seile til øyene.", None, "Kari Moen, havnesjef")),
    ("nb", "«Det er trygt å seile til øyene.»\n\n– Kari Moen, havnesjef",
     ("direct", "Det er trygt å seile til øyene.", None, "Kari Moen, havnesjef")),
    ("nb", "”Det er trygt å seile.”\n- Kari Moen", ("direct", "Det er trygt å seile.", None, "Kari Moen")),
    ("da", "»Broen er lukket for alle til fredag.« – Kari Holm, havnechef",
     ("direct", "Broen er lukket for alle til fredag.", None, "Kari Holm, havnechef")),
    ("ar", "“الجسر مغلق منذ أمس.” - سلمى يوسف، مديرة الميناء",
     ("direct", "الجسر مغلق منذ أمس.", None, "سلمى يوسف، مديرة الميناء")),
    ("ar", "«الجسر مغلق منذ أمس.»\n\n- سلمى يوسف، مديرة الميناء",
     ("direct", "الجسر مغلق منذ أمس.", None, "سلمى يوسف، مديرة الميناء")),
    ("ar", "«الجسر مغلق منذ أمس»\n— سلمى يوسف", ("direct", "الجسر مغلق منذ أمس", None, "سلمى يوسف")),
]  # fmt: skip

# A dash behind a quotation that nobody signs with.
NOT_SIGNED = [
    ("en", "“Harbour Nights” – Kari Moen"),
    ("nb", "«Havnenetter»\n\n– Kari Moen", ("direct", "Kari Moen", None, None)),
    ("ar", "«ليالي الميناء» - سلمى يوسف"),
    ("en", "“It is safe to sail to the islands.” – The mayor left the town.",
     ("direct", "It is safe to sail to the islands.", None, None)),
    ("en", "“It is safe to sail,” said Kari Moen. – Ola Berg",
     ("direct", "It is safe to sail,", "said", "Kari Moen")),
    ("en", "“It is safe to sail to the islands.”\n\n- Friday",
     ("direct", "It is safe to sail to the islands.", None, None)),
    ("nb", "«Det er trygt å seile til øyene.»\n\n– Moen gikk hjem.",
     ("direct", "Det er trygt å seile til øyene.", None, None), ("direct", "Moen gikk hjem.", None, None)),
    ("nb", "«Det er trygt å seile til øyene.»\n\n– Kaia er stengt, sier Moen.",
     ("direct", "Det er trygt å seile til øyene.", None, None), ("direct", "Kaia er stengt", "sier", "Moen")),
    ("da", "»Broen er lukket for alle til fredag.«\n\n– Færgen er fuld, siger Holm.",
     ("direct", "Broen er lukket for alle til fredag.", None, None), ("direct", "Færgen er fuld", "siger", "Holm")),
    ("ar", "«الجسر مغلق منذ أمس.»\n\n- قال المدير إن السفن لن تمر.",
     ("direct", "الجسر مغلق منذ أمس.", None, None), ("indirect", "السفن لن تمر", "قال", "المدير")),
]  # fmt: skip

NAMED_BEFORE = [
    ("en", "Kari Moen:\n\n“It is safe to sail.”", ("direct", "It is safe to sail.", None, "Kari Moen")),
    ("en", "Kari Moen, harbour master:\n\n“It is safe to sail.”",
     ("direct", "It is safe to sail.", None, "Kari Moen, harbour master")),
    ("en", "Kari Moen, director of the old harbour of Oldport:\n“It is safe to sail.”",
     ("direct", "It is safe to sail.", None, "Kari Moen, director of the old harbour of Oldport")),
    ("en", "Kari Moen: “It is safe to sail.”", ("direct", "It is safe to sail.", None, "Kari Moen")),
    ("en", 'Harbour master Kari Moen: "It is safe to sail."',
     ("direct", "It is safe to sail.", None, "Harbour master Kari Moen")),
    ("en", "Kari Moen, harbour master: “It is safe to sail.”",
     ("direct", "It is safe to sail.", None, "Kari Moen, harbour master")),
    ("nb", "Kari Moen:\n\n«Det er trygt å seile.»", ("direct", "Det er trygt å seile.", None, "Kari Moen")),
    ("nb", "Kari Moen, havnesjef:\n\n«Det er trygt å seile.»",
     ("direct", "Det er trygt å seile.", None, "Kari Moen, havnesjef")),
    ("nb", "Havnesjef Kari Moen:\n\n– Det er trygt å seile.",
     ("direct", "Det er trygt å seile.", None, "Havnesjef Kari Moen")),
    ("nb", "Kari Moen sier:\n\n– Det er trygt å seile.", ("direct", "Det er trygt å seile.", "sier", "Kari Moen")),
    ("nb", "Kari Moen:\n\n– Det er trygt, sier Ola Berg.", ("direct", "Det er trygt", "sier", "Ola Berg")),
    ("nb", "Kari Moen: «Det er trygt å seile.»", ("direct", "Det er trygt å seile.", None, "Kari Moen")),
    ("da", "Kari Holm, havnechef:\n\n»Broen er lukket for alle.«",
     ("direct", "Broen er lukket for alle.", None, "Kari Holm, havnechef")),
    ("ar", "سلمى يوسف:\n\n“الجسر مغلق منذ أمس.”", ("direct", "الجسر مغلق منذ أمس.", None, "سلمى يوسف")),
    ("ar", "سلمى يوسف، مديرة الميناء:\n\n«الجسر مغلق منذ أمس.»",
     ("direct", "الجسر مغلق منذ أمس.", None, "سلمى يوسف، مديرة الميناء")),
    ("ar", "المدير: “الجسر مغلق منذ أمس.”", ("direct", "الجسر مغلق منذ أمس.", None, "المدير")),
]  # fmt: skip

EN = "The quay is shut. It opens on Friday."
NB = "Kaia er stengt. Den åpner fredag."
DA = "Broen er lukket. Den åbner fredag."
AR = "الجسر مغلق. سيفتح يوم الجمعة."

# A document without marks below the sentence that introduces it.
BLOCKS = [
    ("en", f"The ministry issued the following statement:\n\n{EN}", ("direct", EN, "issued", "The ministry")),
    ("en", f"The harbour authority released this statement on Monday:\n\n{EN}",
     ("direct", EN, "released", "The harbour authority")),
    ("en", f"Kari Moen said in a statement:\n\n{EN}", ("direct", EN, "said", "Kari Moen")),
    ("en", f"The union's full statement reads:\n\n{EN}", ("direct", EN, "reads", "The union's full statement")),
    ("en", f"The ministry released three boats:\n\n{EN}"),
    ("en", "The ministry released three boats:\n\n“They are safe to sail.”",
     ("direct", "They are safe to sail.", None, None)),
    ("nb", f"Departementet sendte ut følgende uttalelse:\n\n{NB}", ("direct", NB, "sendte ut", "Departementet")),
    ("nb", f"Havnevesenet skriver følgende i en pressemelding:\n\n{NB}", ("direct", NB, "skriver", "Havnevesenet")),
    ("nb", f"Havnevesenet kom med følgende uttalelse:\n\n{NB}", ("direct", NB, "kom med", "Havnevesenet")),
    ("nb", f"Havnevesenet sendte ut tre båter:\n\n{NB}"),
    ("da", f"Ministeriet udsendte følgende udtalelse:\n\n{DA}", ("direct", DA, "udsendte", "Ministeriet")),
    ("da", f"Havnevæsenet offentliggjorde denne erklæring:\n\n{DA}",
     ("direct", DA, "offentliggjorde", "Havnevæsenet")),
    ("da", f"Havnevæsenet kom med følgende udtalelse:\n\n{DA}", ("direct", DA, "kom med", "Havnevæsenet")),
    ("da", f"Havnevæsenet udsendte tre både:\n\n{DA}"),
    ("ar", f"وأصدرت الوزارة البيان التالي:\n\n{AR}", ("direct", AR, "وأصدرت", "الوزارة")),
    ("ar", f"ونشرت الوزارة البيان التالي:\n\n{AR}", ("direct", AR, "ونشرت", "الوزارة")),
    ("ar", f"وقالت الوزارة في بيان:\n\n{AR}", ("direct", AR, "وقالت", "الوزارة")),
]  # fmt: skip

# A clause or phrase between the name and its verb.
BETWEEN = [
    ("en", "Smith, who was in Geneva at the time, said the talks would resume.",
     ("indirect", "the talks would resume", "said", "Smith, who was in Geneva at the time")),
    ("en", "Smith, who has led the harbour since 2010, told reporters that the quay was open.",
     ("indirect", "the quay was open", "told", "Smith, who has led the harbour since 2010")),
    ("en", "“The quay is open,” Smith, who was in Geneva at the time, said.",
     ("direct", "The quay is open,", "said", "Smith, who was in Geneva at the time")),
    ("en", "The mayor, speaking at the quay, said the ferry would leave at noon.",
     ("indirect", "the ferry would leave at noon", "said", "The mayor, speaking at the quay")),
    ("en", "Kari Moen, a sailor from Oldport, who was there, said the quay was open.",
     ("indirect", "the quay was open", "said", "Kari Moen, a sailor from Oldport, who was there")),
    ("en", "“It is safe,” Moen, 62, of Oldport, said.",
     ("direct", "It is safe,", "said", "Moen, 62, of Oldport")),
    ("en", "In Oldport, the mayor, a former sailor, said the quay was open.",
     ("indirect", "the quay was open", "said", "the mayor, a former sailor")),
    ("nb", "Kari Moen, 62, fra Oslo, sier at kaia er åpen.",
     ("indirect", "kaia er åpen", "sier", "Kari Moen, 62, fra Oslo")),
    ("en", "Moen, 54, said the ferry was full.", ("indirect", "the ferry was full", "said", "Moen, 54")),
    ("en", "Moen, whose brother owns the ferry, denied that it was unsafe.",
     ("indirect", "it was unsafe", "denied", "Moen, whose brother owns the ferry")),
    ("en", "According to Kari Moen, who owns the ferry, the quay is open.",
     ("indirect", "the quay is open", "According to", "Kari Moen, who owns the ferry")),
    ("en", "According to Kari Moen, director of the harbour, the quay is open.",
     ("indirect", "the quay is open", "According to", "Kari Moen, director of the harbour")),
    ("en", "The mayor, whom Moen called “a liar”, said the quay was open.",
     ("direct", "a liar", "called", "Moen"),
     ("indirect", "the quay was open", "said", "The mayor, whom Moen called “a liar”")),
    ("en", "The mayor, who told Moen that the quay was open, said the ferry was full.",
     ("indirect", "the quay was open", "told", "who"),
     ("indirect", "the ferry was full", "said", "The mayor, who told Moen that the quay was open")),
    ("nb", "Ordføreren, som Moen kaller «en løgner», sier at kaia er åpen.",
     ("direct", "en løgner", "kaller", "Moen"),
     ("indirect", "kaia er åpen", "sier", "Ordføreren, som Moen kaller «en løgner»")),
    ("nb", "Moen, som var i Genève da, sier at kaia er åpen.",
     ("indirect", "kaia er åpen", "sier", "Moen, som var i Genève da")),
    ("nb", "Moen, som har ledet havna siden 2010, sa at ferga er full.",
     ("indirect", "ferga er full", "sa", "Moen, som har ledet havna siden 2010")),
    ("nb", "Kari Moen (54), som eier ferga, forteller at den er full.",
     ("indirect", "den er full", "forteller", "Kari Moen (54), som eier ferga")),
    ("nb", "Ifølge Kari Moen, som eier ferga, er kaia stengt.",
     ("indirect", "er kaia stengt", "Ifølge", "Kari Moen, som eier ferga")),
    ("da", "Holm, der har ledet havnen siden 2010, sagde, at færgen er fuld.",
     ("indirect", "færgen er fuld", "sagde", "Holm, der har ledet havnen siden 2010")),
    ("da", "Ifølge Kari Holm, der ejer færgen, er broen lukket.",
     ("indirect", "er broen lukket", "Ifølge", "Kari Holm, der ejer færgen")),
    ("ar", "وقالت سلمى يوسف، التي كانت في جنيف، إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وقالت", "سلمى يوسف، التي كانت في جنيف")),
    ("ar", "وقال المدير، الذي زار الميناء أمس، إن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وقال", "المدير، الذي زار الميناء أمس")),
    ("ar", "وقال المدير، أمس الاثنين، إن الجسر مغلق.", ("indirect", "الجسر مغلق", "وقال", "المدير")),
    ("ar", "وأكدت سلمى يوسف، مديرة الميناء، أن الجسر مغلق.",
     ("indirect", "الجسر مغلق", "وأكدت", "سلمى يوسف، مديرة الميناء")),
]  # fmt: skip


@pytest.mark.parametrize("case", [*SIGNED, *NOT_SIGNED, *NAMED_BEFORE, *BLOCKS, *BETWEEN], ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted
