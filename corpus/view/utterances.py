"""A page's utterance: who renders which part of it, all renderings, and how pairs of them differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.project.utterance_parts import unit_parts
from corpus.records import Utterance, UtterancePart
from corpus.tables.rows import Row
from corpus.view.site import LanguageInfo, Site
from corpus.view.text import month

#: Pairs of each kind that a page shows; all are in the table ``variants``.
PAIRS = 24
#: With fewer of their words in common, two texts set side by side show nothing.
_ALIKE = 0.1


@dataclass(frozen=True, slots=True)
class Pair:
    """Two renderings in one language, each cut into (operation, text); what no edit covers is ``equal``."""

    row: Row
    first: Row
    second: Row
    first_pieces: tuple[tuple[str, str], ...]
    second_pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs that a page shows, how many are the same word for word, and how many more differ."""

    pairs: tuple[Pair, ...]
    same: int
    more: int


def parts_of(utterance: Row, quote: Row) -> tuple[str, ...]:
    """The ids of the parts that a quote renders, none of which holds another."""
    parts = tuple(UtterancePart(p["id"], p["gloss"], tuple(p["holds"])) for p in utterance["parts"])
    return unit_parts(Utterance("", None, "", parts), quote["utterance_part"])


def rendered_parts(site: Site, utterance: Row) -> list[tuple[Row, list[tuple[str, bool]]]]:
    """Each unit part with every outlet and whether it reports the part."""
    quotes = [site.quote[i] for i in utterance["quote_ids"]]
    told = {(q["outlet"], unit) for q in quotes for unit in parts_of(utterance, q)}
    return [
        (part, [(outlet, (outlet, part["id"]) in told) for outlet in utterance["outlets"]])
        for part in utterance["parts"]
        if not part["holds"]
    ]


def renderings(site: Site, utterance: Row) -> list[tuple[LanguageInfo, list[tuple[Row, tuple[str, ...]]]]]:
    """The quotes of an utterance with the parts that they render, by language, the longest first."""
    quotes = sorted((site.quote[i] for i in utterance["quote_ids"]), key=lambda q: -len(q["text"]))
    return [
        (tongue, [(q, parts_of(utterance, q)) for q in quotes if q["language"] == tongue.code])
        for tongue in tongues_of(site, utterance)
    ]


def tongues_of(site: Site, utterance: Row) -> list[LanguageInfo]:
    """The languages that an utterance is rendered in, those written from the left first: so margins do not meet."""
    tongues = [site.tongues[code] for code in utterance["languages"] if code in site.tongues]
    return sorted(tongues, key=lambda t: (t.direction == "rtl", t.code))


def compared(site: Site, utterance: Row) -> Compared:
    """The pairs in one language with words in common and words that differ, the most alike first."""
    rows = [row for row in site.variants_of.get(utterance["utterance_id"], ()) if row["same_language"]]
    differing = [row for row in rows if any(edit["operation"] != "equal" for edit in row["edits"])]
    alike = [row for row in differing if row["similarity"] >= _ALIKE]
    alike.sort(key=lambda row: (-row["similarity"], row["variant_id"]))
    pairs = tuple(_pair(site, row) for row in alike[:PAIRS])
    return Compared(pairs, same=len(rows) - len(differing), more=len(differing) - len(pairs))


def across(site: Site, utterance: Row) -> tuple[list[tuple[Row, Row, Row]], int]:
    """The pairs across languages with both quotes, those with the most parts in common first, and how many more."""
    rows = [row for row in site.variants_of.get(utterance["utterance_id"], ()) if not row["same_language"]]
    rows.sort(key=lambda row: (-len(row["shared_parts"]), not row["same_type"], row["variant_id"]))
    shown = [(row, site.quote[row["first_quote_id"]], site.quote[row["second_quote_id"]]) for row in rows[:PAIRS]]
    return shown, max(0, len(rows) - PAIRS)


def shown(site: Site, value: str) -> str:
    """A number or a name of the table ``variants`` for readers: a month by its name, a speaker by theirs."""
    if value.startswith("month-"):
        return month(int(value.removeprefix("month-")))
    speaker = site.voice.get(f"id {value}")
    return value if speaker is None else speaker.name


def _pair(site: Site, row: Row) -> Pair:
    first, second = site.quote[row["first_quote_id"]], site.quote[row["second_quote_id"]]
    return Pair(
        row,
        first,
        second,
        tuple(_side(first["text"], row["edits"], "first")),
        tuple(_side(second["text"], row["edits"], "second")),
    )


def _side(text: str, edits: Sequence[Row], side: str) -> Iterator[tuple[str, str]]:
    """One text of a pair, cut where the edits say; what stands between two edits is white space."""
    at = 0
    for edit in edits:
        start, end = edit[f"{side}_start"], edit[f"{side}_end"]
        if start == end:
            continue
        if at < start:
            yield "equal", text[at:start]
        yield edit["operation"], text[start:end]
        at = end
    if at < len(text):
        yield "equal", text[at:]
