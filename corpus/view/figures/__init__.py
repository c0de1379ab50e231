"""Figures of a release: what they show as plain data, and how they look as SVG, PNG and PDF.

In: rows of a release. Out: figures as data (`all_figures.figures_of`, which needs no library; `page_figures` shows them
on pages), and files (`drawing.draw`), which need matplotlib. May import `corpus.tables` and `corpus.records`.
"""
