"""The reading room: a release as a folder of static pages, opened from disk.

`write_view` is the whole interface. The line of the data: `site` reads the tables that pages are made of, `articles`,
`speakers`, `utterances` and `browse` lay out one kind of page each, `pages` fills templates and says which file each
page is, `write` puts them on disk.
"""

from __future__ import annotations

from corpus.view.write import ViewResult, write_view

__all__ = ["ViewResult", "write_view"]
