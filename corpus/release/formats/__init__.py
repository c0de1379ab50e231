"""Export formats of a release: CSV, JSON lines, CoNLL-U Plus, TEI P5 and Web Annotations.

In: the rows of a release. Out: bytes of files. May import `corpus.tables`, `corpus.languages` and the packages below
them. The readers that prove the round trip are in the tests.
"""
