"""Spans that may overlap in any way as elements, which may not: one that crosses another goes on in a further element.

The elements of one content, cue or source, be it in several spans or cut by a crossing, are chained by ``next`` and
``prev``; those with the same ``n`` are one span.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.exchange.xml import XML, add_text


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span as it shall be marked up: the ``number``-th of ``key``.

    Where two are equally long, the one with the lower ``rank`` holds the other.
    """

    start: int
    end: int
    rank: tuple[int, int]
    key: str
    number: int
    tag: str
    attributes: dict[str, str] = field(hash=False, compare=False)

    @property
    def outermost(self) -> tuple[int, tuple[int, int], int]:
        """What the order of those that open at one place goes by: longer ones first."""
        return -self.end, self.rank, self.number


@dataclass(slots=True)
class Marker:
    """Marks stretches up, paragraph by paragraph; remembers the last element of each key, to chain the next to it."""

    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: dict[str, Element] = field(default_factory=dict)

    def fill(self, block: Element, text: str, stretches: Sequence[Stretch], *, start: int) -> None:
        """Put the text of a paragraph, which begins at ``start``, into an element, its stretches marked up."""
        opening: dict[int, list[Stretch]] = defaultdict(list)
        for stretch in stretches:
            opening[stretch.start].append(stretch)
        places = sorted({start, start + len(text), *(p for s in stretches for p in (s.start, s.end))})
        stack: list[tuple[Stretch | None, Element]] = [(None, block)]
        for place, following in zip(places, [*places[1:], places[-1]], strict=True):
            again = _close(stack, place)
            for stretch in sorted([*again, *opening[place]], key=lambda s: s.outermost):
                stack.append((stretch, self._open(stack[-1][1], stretch)))
            add_text(stack[-1][1], text[place - start : following - start])

    def _open(self, parent: Element, stretch: Stretch) -> Element:
        key = stretch.key
        self.count[key] += 1
        name = f"{key}.{self.count[key]}"
        attributes = {f"{XML}id": name, "n": str(stretch.number), **stretch.attributes}
        element = ElementTree.SubElement(parent, stretch.tag, attributes)
        if key in self.last:
            before = self.last[key]
            before.set("next", f"#{name}")
            element.set("prev", f"#{before.get(f'{XML}id')}")
        self.last[key] = element
        return element


def _close(stack: list[tuple[Stretch | None, Element]], place: int) -> list[Stretch]:
    """Close what ends here, and what stands inside it; the latter, where it goes on, comes out to be opened again."""
    ending = next((n for n, (s, _) in enumerate(stack) if s is not None and s.end <= place), len(stack))
    closed = [s for s, _ in stack[ending:] if s is not None and s.end > place]
    del stack[ending:]
    return closed
