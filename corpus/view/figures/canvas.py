"""Draw words, boxes, dots and lines on a sheet with matplotlib, and rewrite its SVG for use in a page.

matplotlib is imported when a sheet is made, and never `pyplot`. The rewritten SVG has no prolog, style, clip or id of
its own and refers to nothing outside, so that several can be part of one page.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Literal
from xml.etree import ElementTree as ET

from corpus.errors import FigureError
from corpus.view.figures.figure import MUTED, Paint
from corpus.view.figures.text import right_to_left

#: Width of every figure. One unit is one pixel of SVG; on a phone (360 pixels wide) it is about four fifths of one.
WIDTH = 400.0
#: Sizes of words, in units.
NORMAL, SMALL = 13.0, 12.0
#: The font of pictures, which comes with matplotlib, so that they are the same everywhere.
FONT = "DejaVu Sans"
#: Points in a unit, as matplotlib counts them, and pixels in an inch of a PNG.
_POINTS, _DENSITY = 72.0, 200
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
Anchor = Literal["left", "center", "right"]


class Sheet:
    """A sheet to draw on; x goes right and y down, from its upper left corner. Made by `sheet`."""

    def __init__(self, *, paint: Paint) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415  (see the first lines)

        self.paint = paint
        self._figure = Figure(dpi=_POINTS)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()

    def _colour(self, series: int | None) -> str:
        return self.paint.ink if series is None else self.paint.series[series]

    def words(
        self, place: tuple[float, float], text: str, *, anchor: Anchor = "left", style: str = "", angle: float = 0
    ) -> None:
        """A text with its base line at a place; ``style`` may hold ``small``, ``muted`` and ``bold``."""
        self._axes.text(
            *place,
            text,
            ha=anchor,
            va="baseline",
            rotation=angle,
            rotation_mode="anchor",
            fontsize=SMALL if "small" in style else NORMAL,
            fontweight="bold" if "bold" in style else "normal",
            color=self.paint.ink,
            alpha=MUTED if "muted" in style else None,
            parse_math=False,
        )

    def box(
        self, place: tuple[float, float], size: tuple[float, float], *, series: int | None = None, strength: float = 1
    ) -> None:
        """A filled box, by its upper left corner; in ink where no series is named."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        colour = (self._colour(series), strength)
        self._axes.add_patch(Rectangle(place, *size, facecolor=colour, linewidth=0, clip_on=False))

    def dot(self, place: tuple[float, float], radius: float, *, series: int, strength: float = 1) -> None:
        """A filled dot."""
        from matplotlib.patches import Circle  # noqa: PLC0415

        colour = (self._colour(series), strength)
        self._axes.add_patch(Circle(place, radius, facecolor=colour, linewidth=0, clip_on=False))

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, series: int | None = None, strength: float = 1
    ) -> None:
        """A fine line."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        xs, ys = zip(start, end, strict=True)
        self._axes.add_line(
            Line2D(xs, ys, color=(self._colour(series), strength), linewidth=0.8, clip_on=False, solid_capstyle="butt")
        )

    def finished(self, height: float, *, form: str, edge: float) -> bytes:
        """The sheet, cut to a height, as ``svg``, ``png`` or ``pdf``.

        With an ``edge`` of so many units it has a ground to stand on; without one it has neither.
        """
        self._figure.set_size_inches((WIDTH + 2 * edge) / _POINTS, (height + 2 * edge) / _POINTS)
        self._axes.set_xlim(-edge, WIDTH + edge)
        self._axes.set_ylim(height + edge, -edge)
        density = _DENSITY if form == "png" else _POINTS
        ground = self.paint.ground if edge else "none"
        file = io.BytesIO()
        self._figure.savefig(file, format=form, dpi=density, facecolor=ground, metadata=_METADATA[form])
        return file.getvalue()


@contextmanager
def sheet(*, paint: Paint, salt: str) -> Iterator[Sheet]:
    """A sheet, with matplotlib's settings as they are delivered, whatever the user's are; they are put back after.

    Args:
        paint: its colours.
        salt: what the ids inside an SVG are made from.

    Raises:
        FigureError: matplotlib is not installed.
    """
    matplotlib = _library()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        # SVG leaves letters to whoever shows it; a picture has a box where its font lacks one.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        own = {"font.family": [FONT], "svg.fonttype": "none", "svg.hashsalt": salt, "pdf.fonttype": 42}
        matplotlib.rcParams.update(own)
        yield Sheet(paint=paint)


def _library() -> ModuleType:
    """matplotlib, its list of fonts made anew in a folder that goes away again, unless the user has named one.

    The list takes half a second. Nothing is left in the home folder.
    """
    try:
        if "MPLCONFIGDIR" in os.environ or "matplotlib.font_manager" in sys.modules:
            return _imported()
        with tempfile.TemporaryDirectory(prefix="convoy17-") as folder:
            os.environ["MPLCONFIGDIR"] = folder
            try:
                return _imported()
            finally:
                del os.environ["MPLCONFIGDIR"]
    except ImportError as e:
        hint = "Install it with `pip install 'convoy17[view]'`"
        raise FigureError(f"drawing wants matplotlib, which cannot be imported ({e})", hint=hint) from e


def _imported() -> ModuleType:
    import matplotlib as library  # noqa: PLC0415
    import matplotlib.font_manager  # noqa: PLC0415

    return library


_SPACE = "{http://www.w3.org/2000/svg}"
#: Properties that are kept, as attributes: a page may forbid styles inside it, but not these.
_PROPERTIES = frozenset((
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "opacity", "text-anchor", "font-size",
    "font-weight",
))  # fmt: skip
_PLACES = {"text": ("x", "y", "transform"), "path": ("d",)}
_COLOURED = ("fill", "stroke")
_WITHOUT = {"transform": "", "text-anchor": "start", "stroke-width": "1", "opacity": "1"}


def rewritten(
    raw: bytes, *, colours: Mapping[str, str], words: tuple[str, str], prefix: str, font: str | None = None
) -> str:
    """An SVG that matplotlib made, as an element for a page.

    Args:
        raw: the file.
        colours: what stands for each colour that was drawn with; one that is not here is an error.
        words: title and description, for those who cannot see it.
        prefix: what its two ids begin with.
        font: the family of its letters, where it is a file of its own, which has a size too; None in a page.
    """
    # The file is our own, made a moment ago; names in it are escaped.
    drawn = ET.fromstring(raw)  # noqa: S314
    names = f"{prefix}-title", f"{prefix}-desc"
    fixed = {
        "xmlns": _SPACE.strip("{}"),
        "viewBox": drawn.attrib["viewBox"],
        **({"width": "100%"} if font is None else {n: drawn.attrib[n].removesuffix("pt") for n in ("width", "height")}),
        "role": "img",
        "aria-labelledby": " ".join(names),
        "direction": "ltr",
    }
    made = ET.Element("svg", fixed | ({} if font is None else {"font-family": font}))
    for tag, name, text in zip(("title", "desc"), names, words, strict=True):
        ET.SubElement(made, tag, {"id": name}).text = text
    for node in drawn.iter():
        tag = node.tag.removeprefix(_SPACE)
        if tag in _PLACES and (tag != "path" or "style" in node.attrib):
            kept = ET.SubElement(made, tag, dict(_attributes(node, tag, colours)))
            kept.text = _isolated(node.text) if tag == "text" else None
    return ET.tostring(made, encoding="unicode")


def _attributes(node: ET.Element, tag: str, colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in _PLACES[tag]:
        value = " ".join(node.attrib.get(name, "").split())
        if value and not (name == "transform" and value.startswith("rotate(-0")):
            yield name, value
    for declared in node.attrib["style"].split(";"):
        name, _, value = (part.strip() for part in declared.partition(":"))
        if name in _PROPERTIES and value != _WITHOUT.get(name):
            yield name, colours[value] if name in _COLOURED and value != "none" else value.removesuffix("px")


def _isolated(text: str | None) -> str:
    """A name that is written from right to left keeps that inside, while its place is counted from the left."""
    return f"\u2068{text}\u2069" if text and right_to_left(text) else text or ""
