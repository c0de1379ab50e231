"""Every limit on what is read, in one place: more is an error that names the limit, never a run that does not end.

They are far above what a newsroom or a corpus has, and low enough that an ordinary machine stays responsive.
"""

from __future__ import annotations

#: Longest article, in code points. Nothing that a newsroom publishes comes near it; what does is no article.
MAX_ARTICLE = 10_000_000
#: Longest line, in code points. A paragraph over this is a file without line ends, or no text.
MAX_LINE = 1_000_000
#: Lines of an article that hold something; each becomes a segment and, where it is kept, a paragraph.
MAX_LINES = 500_000
#: Words and marks in the kept lines of an article: some five code points each in running text, so twice what the
#: longest article has. One of single marks has more.
MAX_TOKENS = 4_000_000
#: The same for the neural model, which keeps 1.5 kB of each: two million code points in running text, 0.6 GB.
MAX_NEURAL_TOKENS = 400_000
#: Code points of context in all rows of an article of a batch: each attribution brings its paragraphs, so that an
#: article of one endless paragraph would take the square of its length.
MAX_CONTEXT = 100_000_000
#: Bytes of a file with one article, in any encoding.
MAX_FILE = 4 * MAX_ARTICLE
#: Bytes of a line of JSON: longer than the article in it, since every character may be escaped to six or twelve.
MAX_JSON_LINE = 12 * MAX_ARTICLE
#: Bytes of an annotation file, or of an annotation tool's: sixteen times what the longest article of this corpus needs
#: by its length.
MAX_ANNOTATION = 64_000_000
#: Bytes of a TOML file, of the notes of a corpus, and of a release's manifest.
MAX_DECLARED = 16_000_000
