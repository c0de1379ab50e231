"""Limits on everything that is read. Exceeding one is an error that names the limit, never an endless run.

The limits are far above what a newsroom or a corpus has, and low enough that an ordinary machine stays responsive.
"""

from __future__ import annotations

#: Longest article, in code points; no newsroom publishes anything close to it.
MAX_ARTICLE = 10_000_000
#: Longest line, in code points. A longer one is a file without line ends, or not text.
MAX_LINE = 1_000_000
#: Non-empty lines of an article; each becomes a segment and, if kept, a paragraph.
MAX_LINES = 500_000
#: Words and marks in the kept lines of an article. Running text has about five code points per token, so this is twice
#: what the longest article has; an article of single marks has more.
MAX_TOKENS = 4_000_000
#: The same for the neural model, which keeps 1.5 kB per token: two million code points of running text, 0.6 GB.
MAX_NEURAL_TOKENS = 400_000
#: Code points of context in all rows of a batch's article. Each attribution copies its paragraphs, so an article of one
#: endless paragraph would need quadratic space.
MAX_CONTEXT = 100_000_000
#: Bytes of a file with one article, in any encoding.
MAX_FILE = 4 * MAX_ARTICLE
#: Bytes of a JSON line: longer than the article in it, since every character may be escaped to six or twelve bytes.
MAX_JSON_LINE = 12 * MAX_ARTICLE
#: Bytes of an annotation file: sixteen times what the longest article of this corpus would need at its length.
MAX_ANNOTATION = 64_000_000
#: Bytes of a TOML file, of the notes of a corpus, and of a release's manifest.
MAX_DECLARED = 16_000_000
#: Characters of a cell of a CSV or TSV file; twice the longest article, which a saved page may exceed.
MAX_CELL = 20_000_000
