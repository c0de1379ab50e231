"""Danish is distinguished from Norwegian. Its attributions are cases in `tests/cases/quotes`."""

import pytest
from support.strategies import BODY

from corpus.languages.detection import detect_language

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
