"""``corpus tag --summary``: who is quoted how often, by outlet, and how many attributions have no known speaker."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from corpus.cli.console import count_of, isolated
from corpus.records import UNKNOWN, Article

#: Speakers, and outlets of a speaker, that the tables show; JSON and CSV have all.
_SHOWN_SPEAKERS, _SHOWN_OUTLETS = 40, 3
_COLUMNS = ("speaker", "speaker_kind", "outlet", "quotes", "articles")
_NO_OUTLET = "(outlet not known)"


@dataclass(frozen=True, slots=True)
class OutletCounts:
    """Articles and attributions of an outlet, and how many of these have no known speaker."""

    outlet: str | None
    articles: int
    quotes: int
    unknown: int

    @property
    def unknown_share(self) -> float | None:
        """The share of attributions without a known speaker, from 0 to 1; None without attributions."""
        return self.unknown / self.quotes if self.quotes else None


@dataclass(frozen=True, slots=True)
class SpeakerCounts:
    """Attributions to a speaker: in all, by outlet, and the number of articles that have one."""

    speaker: str
    kind: str
    quotes: int
    articles: int
    by_outlet: tuple[tuple[str | None, int, int], ...]


@dataclass(slots=True)
class QuoteSummary:
    """Counts the attributions of articles by speaker and outlet."""

    _quotes: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    _articles: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    _read: Counter[str | None] = field(default_factory=Counter)

    def add(self, article: Article, outlet: str | None) -> None:
        """Count an article."""
        self._read[outlet] += 1
        keys = [(a.speaker, a.speaker_kind if a.speaker != UNKNOWN else UNKNOWN, outlet) for a in article.attributions]
        self._quotes.update(keys)
        self._articles.update(set(keys))

    def outlets(self) -> list[OutletCounts]:
        """The outlets by name; articles without one last."""
        quotes: Counter[str | None] = Counter()
        unknown: Counter[str | None] = Counter()
        for (speaker, _, outlet), number in self._quotes.items():
            quotes[outlet] += number
            unknown[outlet] += number if speaker == UNKNOWN else 0
        names = sorted(self._read, key=lambda name: (name is None, name or ""))
        return [OutletCounts(name, self._read[name], quotes[name], unknown[name]) for name in names]

    def total(self) -> OutletCounts:
        """The counts of all articles."""
        outlets = self.outlets()
        numbers = (sum(getattr(o, name) for o in outlets) for name in ("articles", "quotes", "unknown"))
        return OutletCounts(None, *numbers)

    def speakers(self) -> list[SpeakerCounts]:
        """The known speakers, the most quoted first."""
        grouped: dict[tuple[str, str], list[tuple[str | None, int, int]]] = {}
        for (speaker, kind, outlet), number in self._quotes.items():
            if speaker != UNKNOWN:
                articles = self._articles[speaker, kind, outlet]
                grouped.setdefault((speaker, kind), []).append((outlet, number, articles))
        counted = [
            SpeakerCounts(
                speaker,
                kind,
                sum(number for _, number, _ in by_outlet),
                sum(articles for _, _, articles in by_outlet),
                tuple(sorted(by_outlet, key=lambda one: (-one[1], one[0] or ""))),
            )
            for (speaker, kind), by_outlet in grouped.items()
        ]
        return sorted(counted, key=lambda one: (-one.quotes, one.speaker, one.kind))


def summary_parts(summary: QuoteSummary) -> Iterator[RenderableType]:
    """Format a summary: a sentence, the speakers, then the outlets if any is known."""
    total = summary.total()
    share = _percent(total.unknown_share)
    counted = f"{count_of(total.quotes, 'attribution')} in {count_of(total.articles, 'article')}"
    yield Text(f"{counted}, {share} without a known speaker" if total.quotes else counted)
    speakers, outlets = summary.speakers(), summary.outlets()
    has_outlets = any(o.outlet is not None for o in outlets)
    if speakers:
        yield Text()
        yield _speaker_table(speakers[:_SHOWN_SPEAKERS], with_outlets=has_outlets)
    if len(speakers) > _SHOWN_SPEAKERS:
        yield Text(f"and {count_of(len(speakers) - _SHOWN_SPEAKERS, 'more speaker')}: see --csv or --json", style="dim")
    if has_outlets:
        yield Text()
        yield _outlet_table(outlets)


def _speaker_table(speakers: list[SpeakerCounts], *, with_outlets: bool) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("speaker")
    table.add_column("kind")
    table.add_column("quotes", justify="right")
    table.add_column("articles", justify="right")
    if with_outlets:
        table.add_column("outlets")
    for one in speakers:
        shown = [f"{outlet or _NO_OUTLET} {number}" for outlet, number, _ in one.by_outlet[:_SHOWN_OUTLETS]]
        more = len(one.by_outlet) - len(shown)
        outlets = [", ".join([*shown, *([f"{more} more"] if more else [])])] if with_outlets else []
        table.add_row(isolated(one.speaker, "auto"), one.kind, f"{one.quotes:,}", f"{one.articles:,}", *outlets)
    return table


def _outlet_table(outlets: list[OutletCounts]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("outlet")
    for name in ("articles", "quotes", "speaker unknown"):
        table.add_column(name, justify="right")
    for one in outlets:
        share = f"{one.unknown:,} ({_percent(one.unknown_share)})" if one.quotes else "–"
        table.add_row(isolated(one.outlet or _NO_OUTLET, "auto"), f"{one.articles:,}", f"{one.quotes:,}", share)
    return table


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


def summary_json(summary: QuoteSummary) -> dict[str, Any]:
    """Convert a summary to JSON values: ``total``, ``outlets`` and ``speakers`` with their counts by outlet."""
    return {
        "total": _outlet_json(summary.total()),
        "outlets": [{"outlet": one.outlet, **_outlet_json(one)} for one in summary.outlets()],
        "speakers": [
            {
                "speaker": one.speaker,
                "speaker_kind": one.kind,
                "quotes": one.quotes,
                "articles": one.articles,
                "by_outlet": [
                    {"outlet": outlet, "quotes": quotes, "articles": articles}
                    for outlet, quotes, articles in one.by_outlet
                ],
            }
            for one in summary.speakers()
        ],
    }


def _outlet_json(one: OutletCounts) -> dict[str, Any]:
    share = None if one.unknown_share is None else round(one.unknown_share, 4)
    return {"articles": one.articles, "quotes": one.quotes, "unknown": one.unknown, "unknown_share": share}


def summary_csv(summary: QuoteSummary) -> str:
    """Convert a summary to CSV: a row per speaker and outlet, and one per outlet for unknown speakers."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in summary.speakers():
        writer.writerows((one.speaker, one.kind, outlet or "", *numbers) for outlet, *numbers in one.by_outlet)
    for outlet in summary.outlets():
        if outlet.unknown:
            writer.writerow((UNKNOWN, UNKNOWN, outlet.outlet or "", outlet.unknown, ""))
    return text.getvalue().removesuffix("\n")
