"""Releases in other formats: CSV, JSON lines, CoNLL-U Plus, TEI P5, Web Annotations, each with its reader."""
