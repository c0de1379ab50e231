"""An annotated article as rows, as nested values, as a data frame and as HTML; the methods of `corpus.Article`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from corpus.records import Article, Attribution, Segment, Span

#: Columns of `quote_rows`.
QUOTE_COLUMNS = (
    "article_id", "language", "id", "type", "text", "cue", "source", "speaker", "speaker_kind", "resolution",
    "medium", "via", "parent", "act", "rule", "confidence", "speaker_confidence", "line", "start", "end",
)  # fmt: skip
#: Speakers with a colour of their own; the others share the colour of unknown speakers.
_COLOURED = 8
#: Control characters, and marks of direction that stay in effect until they are closed.
_UNSAFE = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")
_STYLE = """
.cv17{--ink:#1f1d1a;--quiet:#635d53;--ground:#fdfcf9;--rule:#ddd6c8;--tint:16%;max-width:46rem;padding:1rem 1.2rem;
font:400 15px/1.55 "Iowan Old Style",Palatino,Georgia,"Noto Serif","Noto Naskh Arabic",serif;
color:var(--ink);background:var(--ground);border:1px solid var(--rule);border-radius:4px}
@media (prefers-color-scheme:dark){.cv17{--ink:#e8e4dc;--quiet:#a29c91;--ground:#16171a;--rule:#37373c;--tint:30%}}
.cv17 p{margin:.5em 0}.cv17 .headline{font-size:1.3em}
.cv17 .facts,.cv17 .voices{font:13px/1.5 system-ui,sans-serif;color:var(--quiet)}
.cv17 .q{background:color-mix(in srgb,var(--voice) var(--tint),transparent);border-bottom:2px solid var(--voice)}
.cv17 .cue{font-style:italic;text-decoration:underline dotted}.cv17 .src{font-weight:600}
.cv17 .voices span{margin-inline-end:1em;white-space:nowrap}
.cv17 .voices span::before{content:"";display:inline-block;width:.7em;height:.7em;border-radius:50%;
background:var(--voice);margin-inline-end:.4em}
"""


def quote_rows(article: Article) -> tuple[dict[str, Any], ...]:
    """Return a row per attribution, in the order of the text; see `corpus.Article.quotes`."""
    return tuple(_quote_row(article, a) for a in article.attributions)


def _quote_row(article: Article, a: Attribution) -> dict[str, Any]:
    start, end = a.content[0].start, a.content[-1].end
    return {
        "article_id": article.id,
        "language": article.language,
        "id": a.id,
        "type": a.type,
        "text": article.words_of(a.content),
        "cue": article.words_of(a.cue),
        "source": article.words_of(a.source),
        "speaker": a.speaker,
        "speaker_kind": a.speaker_kind,
        "resolution": a.resolution,
        "medium": a.medium,
        "via": a.via,
        "parent": a.parent,
        "act": a.act,
        "rule": a.rule,
        "confidence": a.confidence,
        "speaker_confidence": a.speaker_confidence,
        "line": article.text.count("\n", 0, start) + 1,
        "start": start,
        "end": end,
    }


def article_dict(article: Article) -> dict[str, Any]:
    """Return an article as nested values of JSON; see `corpus.Article.to_dict`."""
    quotes = []
    for row, a in zip(quote_rows(article), article.attributions, strict=True):
        del row["article_id"], row["language"], row["start"], row["end"]
        spans = {part: _span_dicts(article, getattr(a, part)) for part in ("content", "cue", "source")}
        quotes.append(row | spans)
    return {
        "id": article.id,
        "language": article.language,
        "text": article.text,
        "uncertain": article.uncertain,
        "paragraphs": [
            {
                "line": s.line,
                "role": s.role,
                "kept": s.kept,
                "rule": s.rule,
                "start": s.start,
                "end": s.end,
                "text": s.span.of(article.text),
            }
            for s in article.segments
        ],
        "quotes": quotes,
    }


def _span_dicts(article: Article, spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start": s.start, "end": s.end, "text": s.of(article.text)} for s in spans]


def article_html(article: Article) -> str:
    """Return an article as HTML for a notebook, with the quotations in the colour of their speaker.

    The markup has no script and loads nothing.
    """
    colours = _colours(article)
    marked = _marked(article, colours)
    lines = "".join(_line_html(s, article.text, marked) for s in article.paragraphs)
    count = len(article.attributions)
    quotations = f"{count} attribution{'' if count == 1 else 's'}"
    facts = _escaped(" · ".join(filter(None, (article.id, article.language, quotations))))
    voices = "".join(f'<span class="v{n}">{_escaped(name)}</span>' for name, n in colours.items())
    return (
        f'<div class="cv17"><style>{_STYLE}{_palette()}</style><p class="facts">{facts}</p>{lines}'
        f'<p class="voices">{voices}</p></div>'
    )


#: Colours of speakers on light and dark ground: those of the pages and figures of a release.
LIGHT = ("#242e83", "#cd7613", "#4a978f", "#663250", "#36310c", "#7968b9", "#915362", "#3c5d0c")
DARK = ("#5478c5", "#ce782c", "#37b8a4", "#f6cbef", "#ddb248", "#a798f7", "#9b6667", "#bcf494")


def _palette() -> str:
    light = "".join(f".cv17 .v{n}{{--voice:{colour}}}" for n, colour in enumerate(LIGHT, 1))
    dark = "".join(f".cv17 .v{n}{{--voice:{colour}}}" for n, colour in enumerate(DARK, 1))
    return f".cv17 .v0{{--voice:var(--quiet)}}{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _colours(article: Article) -> dict[str, int]:
    """The number of each speaker's colour, in the order of the text; 0 for unknown ones and those after the eighth."""
    numbers: dict[str, int] = {}
    for a in article.attributions:
        if a.speaker not in numbers:
            used = sum(n > 0 for n in numbers.values())
            coloured = a.speaker != "unknown" and used < _COLOURED
            numbers[a.speaker] = used + 1 if coloured else 0
    return numbers


def _line_html(segment: Segment, text: str, marked: Iterable[_Marked]) -> str:
    """A line with its contents, cues and sources, which may overlap: each stretch between two ends is an element."""
    here = [m for m in marked if m.span.overlaps(segment.span)]
    ends = {segment.start, segment.end}
    for m in here:
        ends |= {max(m.span.start, segment.start), min(m.span.end, segment.end)}
    parts = []
    for start, end in pairwise(sorted(ends)):
        covering = [m for m in here if m.span.start <= start and end <= m.span.end]
        parts.append(_stretch_html(text[start:end], covering))
    return f'<p dir="auto" class="{segment.role}">{"".join(parts)}</p>'


class _Marked(NamedTuple):
    """A span that is shown: its classes of CSS, and who is named in its title."""

    span: Span
    css: str
    speaker: str = ""


def _marked(article: Article, colours: dict[str, int]) -> list[_Marked]:
    """The contents, cues and sources of an article, by attribution."""
    marked = []
    for a in article.attributions:
        marked += [_Marked(s, f"q v{colours[a.speaker]}", a.speaker) for s in a.content]
        marked += [_Marked(s, "cue") for s in a.cue]
        marked += [_Marked(s, "src") for s in a.source]
    return marked


def _stretch_html(text: str, covering: Sequence[_Marked]) -> str:
    """A stretch of a line that the same spans cover; without any it is text."""
    classes = dict.fromkeys(m.css for m in covering)
    if not classes:
        return _escaped(text)
    names = ", ".join(dict.fromkeys(filter(None, (m.speaker for m in covering))))
    title = f' title="{_escaped(names)}"' if names else ""
    return f'<span class="{" ".join(classes)}"{title}>{_escaped(text)}</span>'


def _escaped(text: str) -> str:
    return html.escape(_UNSAFE.sub(lambda m: f"[U+{ord(m[0]):04X}]", text))
