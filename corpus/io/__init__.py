"""Read articles of every kind (text, JSON lines, HTML, WARC) and declarations (TOML) within limits; write atomically.

In: files, bytes, folders. Out: text, raw articles, plain records. Imports `corpus.records` and `corpus.errors` only.
"""
