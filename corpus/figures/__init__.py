"""Figures of a release: what they say as plain data, and how they look as SVG, PNG and PDF.

`figures_of` is pure and wants no library; `draw_svg` (into a page) and `draw` (a file of its own) want matplotlib.
"""

from corpus.figures.drawing import FORMATS, draw, draw_svg
from corpus.figures.figure import FIGURES, Figure
from corpus.figures.figures import figures_of
from corpus.figures.palette import THEMES, variables

__all__ = ["FIGURES", "FORMATS", "THEMES", "Figure", "draw", "draw_svg", "figures_of", "variables"]
