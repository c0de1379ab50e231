"""Read articles of every kind (text, JSON lines, HTML, WARC) and declarations (TOML, JSON); write files atomically.

In: files, bytes, folders, all within limits. Out: text, `RawDocument`, `RawArticle`, and records built from
declarations. Imports `corpus.records` and `corpus.errors` only.
"""
