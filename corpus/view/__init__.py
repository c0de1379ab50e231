"""Static HTML pages of a release, opened from disk; `write_view` is the interface.

In: a release folder. Out: pages, style sheets and scripts. `site` reads the tables, `articles`, `utterances` and
`quotations` lay out one kind of page each, `pages` fills the templates, `write` puts them on disk, `figures` draws. May
import `corpus.release`, `corpus.tables` and the packages below them; only `corpus.cli` imports this one.
"""
