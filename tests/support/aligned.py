"""Made-up quotes as items that are compared."""

from dataclasses import replace
from datetime import date

from corpus.align.items import quote_items
from corpus.project.project import load_project
from corpus.records import Speaker
from support.paths import CONVOY

SPEAKERS = (
    Speaker("kari-moen", "Kari Moen", "person", affiliation="Harbour Board",
            aliases={"en": ("Kari Moen", "Moen"), "nb": ("Kari Moen",)}),
    Speaker("harbour-board", "Harbour Board", "organisation",
            aliases={"en": ("Harbour Board",), "nb": ("Havnestyret",)}),
    Speaker("per-lund", "Per Lund", "person", aliases={"en": ("Per Lund",), "nb": ("Per Lund",)}),
)  # fmt: skip
STATEMENT = "The northern pier collapsed because the 40 oak pillars had rotted."
OTHERS = (
    "Tickets for the concert cost less than last summer.",
    "Schools reopen after the holidays with fewer pupils.",
    "Heavy snow closed several mountain roads at dawn.",
)


def quote(number, text, *, speaker="kari-moen", language="en", day=8, utterance=None, part=None, article=None):
    listed = {s.id: s.name for s in SPEAKERS}
    article = article or f"a{number:03}"
    return {
        "quote_id": f"{article}.q{number:03}", "article_id": article, "outlet": "Daily", "language": language,
        "text": text, "speaker_id": speaker if speaker in listed else None,
        "speaker": listed.get(speaker, speaker), "published_earliest": date(2021, 5, day),
        "published_latest": date(2021, 5, day), "utterance_id": utterance, "utterance_part": part,
    }  # fmt: skip


def items(*quotes, utterances=()):
    project = replace(load_project(CONVOY), speakers=SPEAKERS, utterances=utterances)
    return quote_items(project, quotes)
