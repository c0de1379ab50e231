"""Releases: write, load, verify, compare, cite, export and publish versioned Parquet with a data card.

In: the tables of a project. Out: a release folder with its manifest, exports, and findings about a release. May import
`corpus.tables` and the packages below it.
"""
