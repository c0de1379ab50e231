"""Draw a figure as a file, in the colours of a theme."""

from __future__ import annotations

from corpus.view.figures.canvas import FONT, NORMAL, SMALL, WIDTH, Canvas, open_canvas, plain_svg
from corpus.view.figures.figure import THEMES, Bars, ColourScheme, Figure, Grid
from corpus.view.figures.layout import bars, grid, ranges
from corpus.view.figures.text import wrapped

FORMATS = ("svg", "png", "pdf")
_EDGE = 14.0


def draw(figure: Figure, *, format: str = "svg", theme: str = "light") -> bytes:  # noqa: A002  (the name that matplotlib uses)
    """Draw a figure with its title as a file.

    The same version of matplotlib gives the same bytes. PNG and PDF show a box for letters that DejaVu Sans lacks; it
    has Latin, Greek, Cyrillic and Arabic ones.

    Args:
        figure: the figure.
        format: ``svg``, ``png`` or ``pdf``.
        theme: a theme of `figure.THEMES`.

    Returns:
        The content of the file.

    Raises:
        FigureError: matplotlib is not installed.
    """
    drawn = _drawn(figure, THEMES[theme], form=format)
    if format != "svg":
        return drawn
    svg = plain_svg(drawn, words=(figure.title, figure.alt), prefix=figure.id, font=f"'{FONT}', sans-serif")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'.encode()


def _drawn(figure: Figure, colours: ColourScheme, *, form: str) -> bytes:
    with open_canvas(colours=colours, salt=figure.id) as canvas:
        y = _data(canvas, _title(canvas, figure.title), figure)
        if figure.note:
            y += 1.5 * SMALL
            canvas.words((0, y), figure.note, style="small muted")
        return canvas.render(y + SMALL / 2, form=form, edge=_EDGE)


def _title(canvas: Canvas, title: str) -> float:
    y = 0.0
    for line in wrapped(title, 0.9 * WIDTH / NORMAL):
        y += 1.3 * NORMAL
        canvas.words((0, y), line, style="bold")
    return y + NORMAL / 2


def _data(canvas: Canvas, y: float, figure: Figure) -> float:
    data = figure.drawing
    if isinstance(data, Grid):
        return grid(canvas, y, data)
    return bars(canvas, y, data) if isinstance(data, Bars) else ranges(canvas, y, data)
