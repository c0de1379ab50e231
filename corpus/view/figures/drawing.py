"""A figure as a drawing: into a page, in the page's own colours, or as a file in those of a theme."""

from __future__ import annotations

from corpus.view.figures.canvas import FONT, NORMAL, SMALL, WIDTH, Sheet, rewritten, sheet
from corpus.view.figures.figure import NAMES, STANDING, THEMES, Bars, Figure, Grid, Paint
from corpus.view.figures.layout import bars, grid, ranges
from corpus.view.figures.text import lined

FORMATS = ("svg", "png", "pdf")
_EDGE = 14.0


def draw_svg(figure: Figure, *, prefix: str = "figure") -> str:
    """An SVG element for an HTML page, without title and caption, which are the page's.

    Ink is the page's (``currentColor``), the series are its variables ``--fig-1`` to ``--fig-8`` (`palette.variables`),
    letters are in its font. It is as wide as what holds it: more than about 520 pixels are too many.

    Args:
        figure: what to draw.
        prefix: what its ids begin with; another one where a page shows a figure twice.

    Raises:
        FigureError: matplotlib is not installed.
    """
    name = f"{prefix}-{figure.id}"
    return rewritten(
        _drawn(figure, STANDING, form="svg", titled=False),
        colours=NAMES,
        words=(figure.title, figure.alt),
        prefix=name,
    )


def draw(figure: Figure, *, format: str = "svg", theme: str = "light") -> bytes:  # noqa: A002  (as matplotlib has it)
    """A figure as a file: ``svg``, ``png`` or ``pdf``, with its title, in a theme of `palette.THEMES`.

    The same bytes for the same version of matplotlib. PNG and PDF have a box for a letter that DejaVu Sans lacks; it
    has Latin, Greek, Cyrillic and Arabic ones.

    Raises:
        FigureError: matplotlib is not installed.
    """
    paint = THEMES[theme]
    made = _drawn(figure, paint, form=format, titled=True)
    if format != "svg":
        return made
    svg = rewritten(
        made,
        colours={c: c for c in (paint.ground, paint.ink, *paint.series)},
        words=(figure.title, figure.alt),
        prefix=figure.id,
        font=f"'{FONT}', sans-serif",
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'.encode()


def _drawn(figure: Figure, paint: Paint, *, form: str, titled: bool) -> bytes:
    with sheet(paint=paint, salt=figure.id) as page:
        y = _title(page, figure.title) if titled else 0.0
        y = _data(page, y, figure)
        if figure.note:
            y += 1.5 * SMALL
            page.words((0, y), figure.note, style="small muted")
        return page.finished(y + SMALL / 2, form=form, edge=_EDGE if titled else 0.0)


def _title(page: Sheet, title: str) -> float:
    y = 0.0
    for line in lined(title, 0.9 * WIDTH / NORMAL):
        y += 1.3 * NORMAL
        page.words((0, y), line, style="bold")
    return y + NORMAL / 2


def _data(page: Sheet, y: float, figure: Figure) -> float:
    data = figure.drawing
    if isinstance(data, Grid):
        return grid(page, y, data)
    return bars(page, y, data) if isinstance(data, Bars) else ranges(page, y, data)
