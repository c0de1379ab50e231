"""A release as a folder of static pages, opened from disk; `write_view` is the interface.

In: a release folder. Out: pages and assets. `site` reads the tables, `articles`, `utterances` and `quotations` lay out
one kind of page each, `pages` fills the templates, `write` puts them on disk. Imports `corpus.release` and below.
"""
