"""What the tagger says of an article. Apart from `corpus.models.tagger`, so that numpy is loaded only where it tags."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.records import Span


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution as the tagger has it, or a content that it ties to no cue: then ``cue`` and ``source`` are empty.

    ``sureness`` holds for content, cue and source the mean log probability of their labels, then for the links from
    content to cue and from cue to source the log of their probability; the part of a missing source is 0.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    sureness: tuple[float, float, float, float, float]


#: The sureness of a content that is tied to nothing.
UNTIED = (0.0, 0.0, 0.0, 0.0, 0.0)
