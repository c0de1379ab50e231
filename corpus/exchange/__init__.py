"""Annotations into annotation tools and back, without losing a field: brat stand-off and WebAnno TSV (INCEpTION)."""

from corpus.exchange.formats import FORMATS, Format, export_annotation, import_annotation

__all__ = ["FORMATS", "Format", "export_annotation", "import_annotation"]
