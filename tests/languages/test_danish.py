"""Danish: reported speech as its newspapers write it, and the language told from Norwegian.

The lines for cleaning stand in `danish`; `test_clean` reads them.
"""

import pytest
from support.strategies import BODY
from support.tagged import found_in

from corpus.languages.detection import detect_language

FOUND = [
    # Marks of every newspaper, the comma inside them or behind.
    ("»Broen er lukket til fredag,« siger Kari Holm.",
     ("direct", "Broen er lukket til fredag,", "siger", "Kari Holm")),
    ("»Broen er lukket til fredag«, siger borgmester Kari Holm (S).",
     ("direct", "Broen er lukket til fredag", "siger", "borgmester Kari Holm (S)")),
    ("”Broen er lukket,” siger Kari Holm, direktør i havnevæsenet, til Ritzau.",
     ("direct", "Broen er lukket,", "siger", "Kari Holm, direktør i havnevæsenet")),
    ('"Broen er lukket til fredag", sagde Kari Holm.',
     ("direct", "Broen er lukket til fredag", "sagde", "Kari Holm")),
    ("Kari Holm siger: ”Broen er lukket.”", ("direct", "Broen er lukket.", "siger", "Kari Holm")),
    ("»Broen er lukket,« siger Per Holm.", ("direct", "Broen er lukket,", "siger", "Per Holm")),
    ("»Hvad skal vi gøre?« spørger hun.", ("direct", "Hvad skal vi gøre?", "spørger", "hun")),
    ("»Vi har set på alle skibe,« tilføjer han.", ("direct", "Vi har set på alle skibe,", "tilføjer", "han")),
    ("»Færgen sejler på fredag,« lægger hun til.", ("direct", "Færgen sejler på fredag,", "lægger", "hun")),
    ("»Vi lukker broen,« skrev borgmesteren mandag på Instagram.",
     ("direct", "Vi lukker broen,", "skrev", "borgmesteren")),
    ("»Det er en skandale,« mener Kari Holm.", ("direct", "Det er en skandale,", "mener", "Kari Holm")),
    ("Borgmesteren kalder forsinkelsen »en skandale«.", ("direct", "en skandale", "kalder", "Borgmesteren")),
    ("»Broen er lukket,« siger Kari Holm og henviser til rapporten.",
     ("direct", "Broen er lukket,", "siger", "Kari Holm")),
    ("»Så De branden?« spurgte anklager Ann Lund.", ("direct", "Så De branden?", "spurgte", "anklager Ann Lund")),
    # Interrupted, and going on.
    ("»Broen,« sagde Holm, »åbner på fredag.«", ("direct", ("Broen,", "åbner på fredag."), "sagde", "Holm")),
    ("»Broen er lukket,« siger Holm. »Ingen behøver at vente til weekenden.«",
     ("direct", ("Broen er lukket,", "Ingen behøver at vente til weekenden."), "siger", "Holm")),
    ("»Det er ikke godt nok. Vi må have en ny bro,« siger hun og tilføjer, at kommunen må betale.",
     ("direct", "Det er ikke godt nok. Vi må have en ny bro,", "siger", "hun"),
     ("indirect", "kommunen må betale", "tilføjer", "hun")),
    # Speech dashes and hyphens.
    ("– Broen er lukket, siger Kari Holm til DR.", ("direct", "Broen er lukket", "siger", "Kari Holm")),
    ("- Broen er lukket, siger havnechef Kari Holm til DR. - Færgen sejler på fredag.",
     ("direct", ("Broen er lukket", "Færgen sejler på fredag."), "siger", "havnechef Kari Holm")),
    ("– Hvornår åbner broen? spørger han.", ("direct", "Hvornår åbner broen?", "spørger", "han")),
    ("– Vi venter. Ingen ved, hvor længe, siger havnechef Kari Holm.",
     ("direct", "Vi venter. Ingen ved, hvor længe", "siger", "havnechef Kari Holm")),
    ("– Broen er lukket, hedder det i pressemeddelelsen.", ("direct", "Broen er lukket", "hedder det", None)),
    ("- Ingen ved, hvad der sker.", ("direct", "Ingen ved, hvad der sker.", None, None)),
    # "Det": what stands before it.
    ("Broen er lukket. Det oplyser politiet.", ("indirect", "Broen er lukket", "oplyser", "politiet")),
    # Documents, and subjects that name nobody.
    ("»Broen er lukket,« hedder det i en pressemeddelelse fra havnevæsenet.",
     ("direct", "Broen er lukket,", "hedder det", "havnevæsenet")),
    ("»Broen er ikke sikker,« lyder det.", ("direct", "Broen er ikke sikker,", "lyder det", None)),
    ("I pressemeddelelsen hedder det, at broen er lukket.", ("indirect", "broen er lukket", "hedder det", None)),
    ("Det siges, at broen er farlig.", ("indirect", "broen er farlig", "siges", None)),
    ("Rapporten fastslår, at broen er farlig.", ("indirect", "broen er farlig", "fastslår", "Rapporten")),
    # With "at", with a comma before it or without.
    ("Borgmesteren siger, at broen er sikker.", ("indirect", "broen er sikker", "siger", "Borgmesteren")),
    ("Borgmesteren siger at broen er sikker.", ("indirect", "broen er sikker", "siger", "Borgmesteren")),
    ("Mandag sagde borgmesteren, at broen er sikker.", ("indirect", "broen er sikker", "sagde", "borgmesteren")),
    ("Borgmesteren slår fast, at broen er sikker.", ("indirect", "broen er sikker", "slår fast", "Borgmesteren")),
    ("Kari Holm, der er direktør i havnevæsenet, siger, at broen er lukket.",
     ("indirect", "broen er lukket", "siger", "Kari Holm, der er direktør i havnevæsenet")),
    ("Manden, der siger, at broen er lukket, er rejst.", ("indirect", "broen er lukket", "siger", "der")),
    ("Han fortalte politiet, at broen var lukket.", ("indirect", "broen var lukket", "fortalte", "Han")),
    ("Politiet oplyser, at ingen er kommet til skade, men at broen er lukket.",
     ("indirect", "ingen er kommet til skade, men at broen er lukket", "oplyser", "Politiet")),
    ("Borgmesteren nægter, at broen er farlig.", ("indirect", "broen er farlig", "nægter", "Borgmesteren")),
    ("Kari Holm bliver citeret for, at broen er lukket.", ("indirect", "broen er lukket", "citeret", "Kari Holm")),
    ("Kari Holm bliver i avisen citeret for følgende: »Broen er lukket.«",
     ("direct", "Broen er lukket.", "citeret", "Kari Holm")),
    ("– Borgmesteren sagde, at broen er sikker, siger Holm.",
     ("direct", "Borgmesteren sagde, at broen er sikker", "siger", "Holm"),
     ("indirect", "broen er sikker", "sagde", "Borgmesteren")),
    # The cue behind, "ifølge", hearsay, and part of it in marks.
    ("Broen åbner først på fredag, oplyser havnevæsenet.",
     ("indirect", "Broen åbner først på fredag", "oplyser", "havnevæsenet")),
    ("Kvinden på 52 år blev anholdt, oplyser Fyns Politi.",
     ("indirect", "Kvinden på 52 år blev anholdt", "oplyser", "Fyns Politi")),
    ("Ifølge havnevæsenet åbner broen på fredag.", ("indirect", "åbner broen på fredag", "Ifølge", "havnevæsenet")),
    ("Broen åbner på fredag, ifølge havnevæsenet.", ("indirect", "Broen åbner på fredag", "ifølge", "havnevæsenet")),
    ("Broen skal angiveligt være lukket.", ("indirect", ("Broen skal", "være lukket"), "angiveligt", None)),
    ("Havnechefen siger, at broen er »sikker for alle« fra fredag.",
     ("mixed", "broen er »sikker for alle« fra fredag", "siger", "Havnechefen")),
]  # fmt: skip


@pytest.mark.parametrize("case", FOUND, ids=lambda case: case[0])
def test_found(case):
    text, *wanted = case
    assert found_in(text, "da") == wanted


# No act of speech took place, or what stands between marks is none, or a verb is used as another one.
NOTHING = [
    "Borgmesteren siger ikke, at broen er farlig.",
    "Borgmesteren sagde ikke at broen er farlig.",
    "Borgmesteren ville ikke sige, at broen er sikker.",
    "Byrådet har aldrig oplyst, at broen er farlig.",
    "Borgmesteren tror, at broen er sikker.",
    "Han fortsætter med at bygge broen.",
    "Nye love om broer træder i kraft på fredag.",
    "Manden slog døren op og gik.",
    "Filmen »Havnenætter« får premiere på fredag.",
    "Den såkaldte »færge« sank ved kajen.",
    "Koncerten hedder »Sange fra havnen« og begynder klokken otte.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_not_found(text):
    assert found_in(text, "da") == []


def strict(*values):
    return pytest.param(*values, marks=pytest.mark.xfail(strict=True, reason="no data says so; it wants a setting"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Han sagde til politiet, at broen var lukket.", [("indirect", "broen var lukket", "sagde", "Han")]),
        ("Hun spørger, om broen er sikker.", [("indirect", "om broen er sikker", "spørger", "Hun")]),
        ("Hun lover at bygge en bro.", [("indirect", "at bygge en bro", "lover", "Hun")]),
        ("Hun afviser at kommentere sagen.", []),
        ("»Broen er farlig,« lyder det fra Kari Holm.",
         [("direct", "Broen er farlig,", "lyder det", "Kari Holm")]),
        strict("I brevet står der, at broen er lukket.", [("indirect", "broen er lukket", "står der", None)]),
        strict("»Broen er sikker,« fastslår Holm, som tilføjer, at færgen er fuld.",
               [("direct", "Broen er sikker,", "fastslår", "Holm"), ("indirect", "færgen er fuld", "tilføjer", "som")]),
    ],
)  # fmt: skip
def test_known_gaps(text, wanted):
    assert found_in(text, "da") == wanted


# Paragraphs of news, the same in both languages where a pair stands side by side.
DANISH = [
    "Broen over sundet har været lukket siden mandag, og den åbner først igen efter weekenden.",
    "Den gamle færge til øen blev solgt i foråret, men ingen ved, hvad der skal ske med den nye.",
    "Politiet fik sent onsdag aften en anmeldelse om en brand i en af bygningerne ved havnen.",
    "De tre mænd, der blev reddet op af vandet, er uden for livsfare, og de er kommet hjem til øen.",
    "Kommunen vil bruge flere penge på skoler og mindre på veje, men det er borgmesteren imod.",
    "– Vi kan ikke vente længere på hjælp udefra, siger hun efter mødet. Byrådet stemmer om planen på tirsdag.",
    "– Vi kan ikke vente længere, siger hun til Ritzau. Byrådet skal stemme om planen på tirsdag.",
]
NORWEGIAN = [
    "Broen over sundet har vært stengt siden mandag, og den åpner først igjen etter helgen.",
    "Den gamle fergen til øya ble solgt i vår, men ingen vet hva som skal skje med den nye.",
    "Politiet fikk sent onsdag kveld en melding om brann i en av bygningene ved havnen.",
    "De tre mennene som ble reddet opp av vannet, er utenfor livsfare, og de er kommet hjem til øya.",
    "Kommunen vil bruke flere penger på skoler og mindre på veier, men noen er imot.",
    "– Vi kan ikke vente lenger på hjelp utenfra, sier hun etter møtet. Rådet stemmer over planen tirsdag.",
    "Der fergen før la til, er det nå en liten park, og om sommeren kommer mange for å bade.",
]


@pytest.mark.parametrize(
    ("code", "text"), [("da", t) for t in (*DANISH, *BODY["da"])] + [("nb", t) for t in (*NORWEGIAN, *BODY["nb"])]
)
def test_told_from_its_neighbour(code, text):
    assert detect_language(text) == code
