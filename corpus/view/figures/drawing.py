"""Draw a figure: as an SVG element in the colours of a page, or as a file in the colours of a theme."""

from __future__ import annotations

from corpus.view.figures.canvas import FONT, NORMAL, SMALL, WIDTH, Canvas, open_canvas, page_svg
from corpus.view.figures.figure import CSS_COLOURS, PLACEHOLDERS, THEMES, Bars, ColourScheme, Figure, Grid
from corpus.view.figures.layout import bars, grid, ranges
from corpus.view.figures.text import wrapped

FORMATS = ("svg", "png", "pdf")
_EDGE = 14.0


def draw_svg(figure: Figure, *, prefix: str = "figure") -> str:
    """Draw a figure as an SVG element for an HTML page, without title and caption.

    Words and lines have the text colour of the page (``currentColor``), series its variables ``--fig-1`` to ``--fig-8``
    (`figure.variables`), letters its font. The element is as wide as its container, which should have at most about 520
    pixels.

    Args:
        figure: the figure.
        prefix: prefix of its ids; use another one if a page shows a figure twice.

    Returns:
        The element as XML.

    Raises:
        FigureError: matplotlib is not installed.
    """
    name = f"{prefix}-{figure.id}"
    return page_svg(
        _drawn(figure, PLACEHOLDERS, form="svg", titled=False),
        colours=CSS_COLOURS,
        words=(figure.title, figure.alt),
        prefix=name,
    )


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
    colours = THEMES[theme]
    drawn = _drawn(figure, colours, form=format, titled=True)
    if format != "svg":
        return drawn
    svg = page_svg(
        drawn,
        colours={c: c for c in (colours.background, colours.ink, *colours.series)},
        words=(figure.title, figure.alt),
        prefix=figure.id,
        font=f"'{FONT}', sans-serif",
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{svg}\n'.encode()


def _drawn(figure: Figure, colours: ColourScheme, *, form: str, titled: bool) -> bytes:
    with open_canvas(colours=colours, salt=figure.id) as canvas:
        y = _title(canvas, figure.title) if titled else 0.0
        y = _data(canvas, y, figure)
        if figure.note:
            y += 1.5 * SMALL
            canvas.words((0, y), figure.note, style="small muted")
        return canvas.render(y + SMALL / 2, form=form, edge=_EDGE if titled else 0.0)


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
