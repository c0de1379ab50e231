"""Annotations for annotation tools and back: brat stand-off and WebAnno TSV (INCEpTION). Imports `corpus.project`."""
