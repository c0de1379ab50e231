"""The cue frame: a cue with its source, addressee, medium and intermediary."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.languages.data import CueEntry
from corpus.quotes.sentence import Range


@dataclass(frozen=True, slots=True)
class CueFrame:
    """A cue and what goes with it, all as items of its sentence.

    ``source`` is the noun phrase that speaks; ``begin`` the first item of the cue with its source on the left,
    ``end`` the first item after the cue and all that belongs to it: where content on the right can start.
    ``shared`` says that the source is that of another verb, ``after`` that it follows the cue, ``denied`` that
    no act took place: the cue then has no content, but still ends that of the cue before it. ``infinitive`` marks
    "to say", ``echo`` "as X said": the content comes before it. ``agentless`` marks a passive whose subject has no
    referent ("det er meldt om").
    """

    cue: Range
    entry: CueEntry
    source: Range | None
    begin: int
    end: int
    medium: Range | None = None
    via: Range | None = None
    shared: bool = False
    after: bool = False
    denied: bool = False
    infinitive: bool = False
    echo: bool = False
    agentless: bool = False
