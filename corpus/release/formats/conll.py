"""Write the table ``tokens`` in CoNLL-U Plus (https://universaldependencies.org/ext-format.html).

One token per line with its offsets in the article text and its three tags; comments name article, paragraph and
sentence.
"""

from __future__ import annotations

from corpus.release.formats.article_rows import ArticleRows
from corpus.tables.rows import Row
from corpus.tables.schema import BIO_LABELS, TAGGED_PARTS

#: Columns of the file; those that CoNLL-U does not define have a prefix, as its extension requires.
COLUMNS = ("ID", "FORM", "CORPUS:START", "CORPUS:END", *(f"CORPUS:{part.upper()}" for part in TAGGED_PARTS))
COLUMNS_LINE = f"# global.columns = {' '.join(COLUMNS)}"


def to_conll(rows: ArticleRows) -> bytes:
    """Write the sentences of an article; ``# text`` is the article text from a sentence's first to its last token.

    Args:
        rows: the rows of the article.

    Returns:
        UTF-8, with line feeds.
    """
    lines = [COLUMNS_LINE]
    paragraph = None
    for row in rows.tokens:
        if paragraph is None:
            lines += [f"# newdoc id = {rows.id}", f"# language = {row['language']}"]
            lines.append(f"# split = {rows.article['split']}")
        if row["paragraph_id"] != paragraph:
            paragraph = row["paragraph_id"]
            lines.append(f"# newpar id = {paragraph}")
        lines.append(f"# sent_id = {row['sentence_id']}")
        lines.append(f"# text = {rows.text[row['starts'][0] : row['ends'][-1]]}")
        lines += _token_lines(row)
        lines.append("")
    return "".join(f"{line}\n" for line in lines).encode()


def _token_lines(row: Row) -> list[str]:
    tags = [[BIO_LABELS[part][tag] for tag in row[f"{part}_tags"]] for part in TAGGED_PARTS]
    tokens = zip(row["tokens"], row["starts"], row["ends"], *tags, strict=True)
    return ["\t".join(map(str, (number, *token))) for number, token in enumerate(tokens, 1)]
