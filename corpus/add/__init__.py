"""Raw articles as they come, text and saved pages, into a corpus project: read, told, compared, placed as a whole."""

from corpus.add.add import Added, Result, add_articles
from corpus.add.propose import Given

__all__ = ["Added", "Given", "Result", "add_articles"]
