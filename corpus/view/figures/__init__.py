"""Figures of a release: what they show as plain data, and how they look as SVG, PNG and PDF.

`figures_of` is pure and needs no library; `draw_svg` (into a page) and `draw` (a file of its own) need matplotlib.
"""
