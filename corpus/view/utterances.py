"""Lay out an utterance: all renderings, how pairs of them differ, and what is kept from one language to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.project.utterance_parts import unit_parts
from corpus.records import Utterance, UtterancePart
from corpus.tables.rows import Row
from corpus.view.site import LanguageInfo, Site
from corpus.view.text import month

#: Maximum number of pairs of each kind on a page; all pairs are in the table ``variants``.
PAIRS = 24
#: Pairs with a lower similarity are not compared word by word: most of their words differ.
_MIN_SIMILARITY = 0.5
#: Maximum number of numbers and of names in the matrix across languages.
_ITEMS = 30
#: The columns of the table variants that the matrix is made from, by what they compare.
_COMPARED = {
    "number": ("numbers_kept", "numbers_first", "numbers_second"),
    "name": ("names_kept", "names_first", "names_second"),
}


@dataclass(frozen=True, slots=True)
class ComparedPair:
    """Two renderings in one language.

    Attributes:
        row: the row of the pair in the table variants.
        first: the first quote.
        second: the second quote.
        first_pieces: text of the first quote, cut into (operation, text); what no edit covers is ``equal``.
        second_pieces: text of the second quote, likewise.
    """

    row: Row
    first: Row
    second: Row
    first_pieces: tuple[tuple[str, str], ...]
    second_pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The pairs on a page, the number of identical pairs, and the number of differing pairs that are not shown."""

    pairs: tuple[ComparedPair, ...]
    same: int
    more: int


@dataclass(frozen=True, slots=True)
class KeptItem:
    """A number or a name in renderings of an utterance.

    Attributes:
        kind: ``number`` or ``name``.
        value: the number, or the name as pages show it.
        has: for each outlet, whether one of its renderings has it.
    """

    kind: str
    value: str
    has: tuple[bool, ...]


def parts_of(utterance: Row, quote: Row) -> tuple[str, ...]:
    """The ids of the smallest parts that a quote renders."""
    parts = tuple(UtterancePart(p["id"], p["gloss"], tuple(p["holds"])) for p in utterance["parts"])
    return unit_parts(Utterance("", None, "", parts), quote["utterance_part"])


def renderings(site: Site, utterance: Row) -> list[tuple[LanguageInfo, list[tuple[Row, tuple[str, ...]]]]]:
    """The quotes of an utterance with the parts that they render, by language, the longest quote first."""
    quotes = sorted((site.quote_by_id[i] for i in utterance["quote_ids"]), key=lambda q: -len(q["text"]))
    by_language = []
    for language in languages_of(site, utterance):
        own = [(quote, parts_of(utterance, quote)) for quote in quotes if quote["language"] == language.code]
        by_language.append((language, own))
    return by_language


def languages_of(site: Site, utterance: Row) -> list[LanguageInfo]:
    """The languages of an utterance; left-to-right ones first, so that the margins of columns do not meet."""
    languages = [site.languages[code] for code in utterance["languages"] if code in site.languages]
    return sorted(languages, key=lambda info: (info.direction == "rtl", info.code))


def compared(site: Site, utterance: Row) -> Comparison:
    """Compare the renderings in one language, the most similar pairs first."""
    rows = [row for row in site.variants_of.get(utterance["utterance_id"], ()) if row["same_language"]]
    differing = [row for row in rows if any(edit["operation"] != "equal" for edit in row["edits"])]
    alike = [row for row in differing if row["similarity"] >= _MIN_SIMILARITY]
    alike.sort(key=lambda row: (-row["similarity"], row["variant_id"]))
    pairs = tuple(_pair(site, row) for row in alike[:PAIRS])
    return Comparison(pairs, same=len(rows) - len(differing), more=len(differing) - len(pairs))


def kept_items(site: Site, utterance: Row, outlets: Sequence[str]) -> list[KeptItem]:
    """The numbers and names that renderings in several languages have, and which outlet has each.

    Args:
        site: the data.
        utterance: the utterance.
        outlets: the outlets to look at, in the order of columns.

    Returns:
        Numbers, then names, each with what most outlets have first; empty if all renderings are in one language.
    """
    rows = [row for row in site.variants_of.get(utterance["utterance_id"], ()) if not row["same_language"]]
    found: list[KeptItem] = []
    for kind, columns in _COMPARED.items():
        outlets_of = _outlets_of(site, rows, columns)
        ranked = sorted(outlets_of, key=lambda value: (-len(outlets_of[value]), value))
        for value in ranked[:_ITEMS]:
            has = map(outlets_of[value].__contains__, outlets)
            found.append(KeptItem(kind, displayed(site, value), tuple(has)))
    return found


def _outlets_of(site: Site, rows: Sequence[Row], columns: tuple[str, str, str]) -> dict[str, set[str]]:
    """The outlets of each value in pairs of renderings.

    Args:
        site: the data.
        rows: the pairs.
        columns: what both have, what the first one has alone, what the second one has alone.
    """
    both, *alone = columns
    outlets_of: dict[str, set[str]] = {}
    for row in rows:
        for name, column in zip(("first_quote_id", "second_quote_id"), alone, strict=True):
            outlet = site.quote_by_id[row[name]]["outlet"]
            for value in (*row[both], *row[column]):
                outlets_of.setdefault(value, set()).add(outlet)
    return outlets_of


def displayed(site: Site, value: str) -> str:
    """Format a number or name of the table ``variants``: the name of a month or of a speaker instead of its code."""
    if value.startswith("month-"):
        return month(int(value.removeprefix("month-")))
    speaker = site.speaker_by_key.get(f"id {value}")
    return value if speaker is None else speaker.name


def _pair(site: Site, row: Row) -> ComparedPair:
    first, second = site.quote_by_id[row["first_quote_id"]], site.quote_by_id[row["second_quote_id"]]
    return ComparedPair(
        row,
        first,
        second,
        tuple(_side(first["text"], row["edits"], "first")),
        tuple(_side(second["text"], row["edits"], "second")),
    )


def _side(text: str, edits: Sequence[Row], side: str) -> Iterator[tuple[str, str]]:
    """Cut one text of a pair at the edits; between two edits there is only white space."""
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
