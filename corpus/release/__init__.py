"""Releases: write, load, verify, compare, cite and publish versioned Parquet with a data card, and export it.

In: the tables of a project. Out: a release folder and its manifest, and findings about it. Imports `corpus.tables` and
what is below it.
"""
