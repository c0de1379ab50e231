"""A canvas to draw words, boxes, dots and lines on with matplotlib, and its SVG rewritten without style and ids.

matplotlib is imported when a canvas is opened, and never `pyplot`. The rewritten SVG refers to nothing outside.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Literal
from xml.etree import ElementTree as ET

from corpus.errors import FigureError
from corpus.view.figures.figure import MUTED, ColourScheme
from corpus.view.figures.text import right_to_left

#: Width of every figure in units. A unit is a pixel of the SVG.
WIDTH = 640.0
#: Font sizes in units.
NORMAL, SMALL = 13.0, 12.0
#: Font of files. It is part of matplotlib, so that files are the same everywhere.
FONT = "DejaVu Sans"
#: Units per inch (matplotlib's points), and pixels per inch of a PNG.
_POINTS, _PNG_DPI = 72.0, 200
_METADATA: dict[str, dict[str, Any]] = {
    "svg": {"Date": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
Anchor = Literal["left", "center", "right"]


class Canvas:
    """A canvas; x goes right and y down from its upper left corner, in units. Created by `open_canvas`."""

    def __init__(self, *, colours: ColourScheme) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415  (see the docstring of the module)

        self._colours = colours
        self._figure = Figure(dpi=_POINTS)
        self._axes = self._figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self._axes.set_axis_off()

    def words(self, place: tuple[float, float], text: str, *, anchor: Anchor = "left", style: str = "") -> None:
        """Draw text.

        Args:
            place: point on its base line.
            text: the text.
            anchor: which end of the text is at the place.
            style: any of ``small``, ``muted`` and ``bold``, separated by spaces.
        """
        self._axes.text(
            *place,
            text,
            ha=anchor,
            va="baseline",
            fontsize=SMALL if "small" in style else NORMAL,
            fontweight="bold" if "bold" in style else "normal",
            color=self._colours.ink,
            alpha=MUTED if "muted" in style else None,
            parse_math=False,
        )

    def box(self, place: tuple[float, float], size: tuple[float, float], *, strength: float = 1) -> None:
        """Draw a filled box at its upper left corner."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        colour = (self._colours.ink, strength)
        self._axes.add_patch(Rectangle(place, *size, facecolor=colour, linewidth=0, clip_on=False))

    def dot(self, place: tuple[float, float], radius: float) -> None:
        """Draw a filled dot."""
        from matplotlib.patches import Circle  # noqa: PLC0415

        self._axes.add_patch(Circle(place, radius, facecolor=self._colours.ink, linewidth=0, clip_on=False))

    def line(self, start: tuple[float, float], end: tuple[float, float], *, strength: float = 1) -> None:
        """Draw a fine line."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        xs, ys = zip(start, end, strict=True)
        self._axes.add_line(
            Line2D(xs, ys, color=(self._colours.ink, strength), linewidth=0.8, clip_on=False, solid_capstyle="butt")
        )

    def render(self, height: float, *, form: str, edge: float) -> bytes:
        """Render the canvas, cut to a height.

        Args:
            height: height in units.
            form: ``svg``, ``png`` or ``pdf``.
            edge: width of a margin in units; with 0 there is no background.
        """
        self._figure.set_size_inches((WIDTH + 2 * edge) / _POINTS, (height + 2 * edge) / _POINTS)
        self._axes.set_xlim(-edge, WIDTH + edge)
        self._axes.set_ylim(height + edge, -edge)
        dpi = _PNG_DPI if form == "png" else _POINTS
        background = self._colours.background if edge else "none"
        file = io.BytesIO()
        self._figure.savefig(file, format=form, dpi=dpi, facecolor=background, metadata=_METADATA[form])
        return file.getvalue()


@contextmanager
def open_canvas(*, colours: ColourScheme, salt: str) -> Iterator[Canvas]:
    """Open a canvas with the default settings of matplotlib; the user's settings are restored afterwards.

    Args:
        colours: its colours.
        salt: what the ids in an SVG are made from.

    Raises:
        FigureError: matplotlib is not installed.
    """
    matplotlib = _library()
    with matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        # SVG is displayed with other fonts; PNG and PDF show a box for a missing letter.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        own = {"font.family": [FONT], "svg.fonttype": "none", "svg.hashsalt": salt, "pdf.fonttype": 42}
        matplotlib.rcParams.update(own)
        yield Canvas(colours=colours)


def _library() -> ModuleType:
    """Import matplotlib with a temporary configuration folder, unless the user has set one.

    Nothing is left in the home folder. The list of fonts is created each time, which takes half a second.
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
        raise FigureError(f"drawing needs matplotlib, which cannot be imported ({e})", hint=hint) from e


def _imported() -> ModuleType:
    import matplotlib as library  # noqa: PLC0415
    import matplotlib.font_manager  # noqa: PLC0415

    return library


_SPACE = "{http://www.w3.org/2000/svg}"
#: Style properties that are kept, as attributes: a page may forbid inline styles, but not attributes.
_PROPERTIES = frozenset((
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "opacity", "text-anchor", "font-size",
    "font-weight",
))  # fmt: skip
_PLACES = {"text": ("x", "y"), "path": ("d",)}
_WITHOUT = {"text-anchor": "start", "stroke-width": "1", "opacity": "1"}


def plain_svg(raw: bytes, *, words: tuple[str, str], prefix: str, font: str) -> str:
    """Rewrite an SVG of matplotlib.

    Args:
        raw: the SVG of matplotlib.
        words: title and description, for screen readers.
        prefix: prefix of its two ids.
        font: font family.
    """
    # The file is our own, rendered just before; names in it are escaped.
    drawn = ET.fromstring(raw)  # noqa: S314
    names = f"{prefix}-title", f"{prefix}-desc"
    fixed = {
        "xmlns": _SPACE.strip("{}"),
        "viewBox": drawn.attrib["viewBox"],
        **{name: drawn.attrib[name].removesuffix("pt") for name in ("width", "height")},
        "role": "img",
        "aria-labelledby": " ".join(names),
        "direction": "ltr",
        "font-family": font,
    }
    made = ET.Element("svg", fixed)
    for tag, name, text in zip(("title", "desc"), names, words, strict=True):
        ET.SubElement(made, tag, {"id": name}).text = text
    for node in drawn.iter():
        tag = node.tag.removeprefix(_SPACE)
        if tag in _PLACES and (tag != "path" or "style" in node.attrib):
            kept = ET.SubElement(made, tag, dict(_attributes(node, tag)))
            kept.text = _isolated(node.text) if tag == "text" else None
    return ET.tostring(made, encoding="unicode")


def _attributes(node: ET.Element, tag: str) -> Iterator[tuple[str, str]]:
    for name in _PLACES[tag]:
        value = " ".join(node.attrib.get(name, "").split())
        if value:
            yield name, value
    for declared in node.attrib["style"].split(";"):
        name, _, value = (part.strip() for part in declared.partition(":"))
        if name in _PROPERTIES and value != _WITHOUT.get(name):
            yield name, value.removesuffix("px")


def _isolated(text: str | None) -> str:
    """Isolate right-to-left text: its position is counted from the left."""
    return f"\u2068{text}\u2069" if text and right_to_left(text) else text or ""
