"""Signatures after quoted words that no cue attributes: "... until noon." — Norvane Police (@norvanepolice)."""

from __future__ import annotations

import regex

from corpus.quotes.raw_attribution import RawAttribution
from corpus.speakers.context import Context
from corpus.speakers.mentions import Mention

#: A signature has at most so many characters after the quoted words.
_LONGEST = 120
_DASH = regex.compile(r"[”»\"’.\s]*\s[—–-]\s?")
#: What follows the name: its role, its handle, a date, or nothing.
_AFTER = regex.compile(r"\s*+(?:$|[,،(@|])")
_ENDS = tuple(".!?؟")


def signature_after(context: Context, found: RawAttribution) -> Mention | None:
    """The name after a dash that follows the quoted words on their line, or is all of the next line."""
    end = found.content[-1].end
    dash = _DASH.match(context.text, end, min(len(context.text), end + _LONGEST))
    if dash is None or dash.group().count("\n\n") > 1:
        return None
    line = context.text[dash.end() : context.line_end(dash.end(), _LONGEST)]
    named = context.mentions.starting(dash.end())
    if not named or not named[0].entity.known:
        return None
    if "\n" in dash.group() and line.rstrip().endswith(_ENDS):
        return None
    after = context.text[named[0].end : named[0].end + len(line)].partition("\n")[0]
    return named[0] if _AFTER.match(after) else None
