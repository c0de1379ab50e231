"""Annotations into annotation tools and back, and releases in the formats of their users.

For annotators, an article's annotation in raw coordinates: brat stand-off and WebAnno TSV (INCEpTION). For users of a
release: its tables as CSV and JSON lines, its articles as CoNLL-U Plus, TEI P5 and W3C Web Annotations. All are read
back by what stands beside their writers.
"""

from corpus.exchange.formats import FORMATS, Format, export_annotation, import_annotation
from corpus.exchange.release import RELEASE_FORMATS, ReleaseFormat, export_release

__all__ = [
    "FORMATS",
    "RELEASE_FORMATS",
    "Format",
    "ReleaseFormat",
    "export_annotation",
    "export_release",
    "import_annotation",
]
