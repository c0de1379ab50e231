"""The colours of figures, written once: eight for series, told apart by colour-blind people too, in two themes.

They were searched for: the least distance between any two (in OKLab, as seen with normal sight and with each of the
three kinds of dichromacy) is as large as a contrast of 3:1 with the ground allows. `tests/test_figures_palette.py`
measures both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: How strong muted words, lines and the tint of the largest cell are, in parts of one; words stay at 4.5:1.
MUTED, LINE, TRACK, TINT = 0.74, 0.22, 0.09, 0.55


@dataclass(frozen=True, slots=True)
class Paint:
    """The ground that is drawn on, the ink of words and lines, and the colours of series, all as ``#rrggbb``."""

    ground: str
    ink: str
    series: tuple[str, ...]


THEMES: Mapping[str, Paint] = {
    "light": Paint(
        "#fdfcf9",
        "#22211e",
        ("#242e83", "#cd7613", "#4a978f", "#663250", "#36310c", "#7968b9", "#915362", "#3c5d0c"),
    ),
    "dark": Paint(
        "#16171a",
        "#e6e4df",
        ("#5478c5", "#ce782c", "#37b8a4", "#f6cbef", "#ddb248", "#a798f7", "#9b6667", "#bcf494"),
    ),
}
#: What is drawn with where a page decides: each colour stands for a name, see `NAMES`, and none is black,
#: which matplotlib leaves out.
STANDING = Paint("#fe0100", "#fe0101", tuple(f"#fe02{n:02x}" for n in range(1, 9)))
#: The colours of `STANDING` as a page has them: its own ink, and its variables, with a colour for where it has none.
NAMES: Mapping[str, str] = {
    STANDING.ink: "currentColor",
    **{
        standing: f"var(--fig-{n}, {light})"
        for n, (standing, light) in enumerate(zip(STANDING.series, THEMES["light"].series, strict=True), 1)
    },
}


def variables(theme: str) -> str:
    """The colours of series in a theme, ``light`` or ``dark``, as declarations of CSS: ``--fig-1: #242e83; ...``."""
    return " ".join(f"--fig-{n}: {colour};" for n, colour in enumerate(THEMES[theme].series, 1))
