"""The table ``tokens`` in CoNLL-U Plus (https://universaldependencies.org/ext-format.html), and back.

One word a line, with its place in the article text and its three tags; comments name article, paragraph and sentence.
"""

from __future__ import annotations

from typing import Any

from corpus.errors import ReleaseError
from corpus.release.formats.article_rows import ArticleRows
from corpus.tables.rows import Row
from corpus.tables.schema import BIO, TAGGED

#: Columns that CoNLL-U does not have bear a prefix, as its extension asks.
COLUMNS = ("ID", "FORM", "CORPUS:START", "CORPUS:END", *(f"CORPUS:{part.upper()}" for part in TAGGED))
_GLOBAL = f"# global.columns = {' '.join(COLUMNS)}"


def to_conll(of: ArticleRows) -> bytes:
    """The sentences of an article; ``# text`` is a sentence as it stands there, from its first word to its last."""
    lines = [_GLOBAL]
    paragraph = None
    for row in of.tokens:
        if paragraph is None:
            lines += [f"# newdoc id = {of.id}", f"# language = {row['language']}", f"# split = {of.article['split']}"]
        if row["paragraph_id"] != paragraph:
            paragraph = row["paragraph_id"]
            lines.append(f"# newpar id = {paragraph}")
        lines += [f"# sent_id = {row['sentence_id']}", f"# text = {of.text[row['starts'][0] : row['ends'][-1]]}"]
        tags = [[BIO[part][tag] for tag in row[f"{part}_tags"]] for part in TAGGED]
        words = zip(row["tokens"], row["starts"], row["ends"], *tags, strict=True)
        lines += ["\t".join(map(str, (number, *word))) for number, word in enumerate(words, 1)]
        lines.append("")
    return "".join(f"{line}\n" for line in lines).encode()


def from_conll(data: bytes) -> list[Row]:
    """The rows of ``tokens`` in such a file.

    Raises:
        ReleaseError: it is none.
    """
    try:
        first, *lines = data.decode().split("\n")
    except UnicodeDecodeError as e:
        raise ReleaseError(f"byte {e.start} is not valid UTF-8", hint="Export it again") from e
    if first != _GLOBAL:
        raise _wrong(1, "the columns are others")
    rows: list[Row] = []
    said: dict[str, str] = {}
    words: list[list[str]] = []
    for number, line in enumerate(lines, 2):
        if line.startswith("#"):
            key, _, value = line[1:].partition(" = ")
            said[key.strip()] = value
        elif line:
            words.append(line.split("\t"))
            if len(words[-1]) != len(COLUMNS):
                raise _wrong(number, f"there are not {len(COLUMNS)} columns")
        elif words:
            rows.append(_sentence(said, words, number))
            words = []
    return rows


def _sentence(said: dict[str, str], words: list[list[str]], number: int) -> Row:
    _, tokens, starts, ends, *tags = (list(column) for column in zip(*words, strict=True))
    try:
        row: dict[str, Any] = {
            "sentence_id": said["sent_id"],
            "article_id": said["newdoc id"],
            "paragraph_id": said["newpar id"],
            "language": said["language"],
            "tokens": tokens,
            "starts": [int(n) for n in starts],
            "ends": [int(n) for n in ends],
        }
        return row | {
            f"{part}_tags": [BIO[part].index(t) for t in column] for part, column in zip(TAGGED, tags, strict=True)
        }
    except (KeyError, ValueError) as e:
        raise _wrong(number, f"the sentence before is damaged ({e})") from e


def _wrong(line: int, message: str) -> ReleaseError:
    return ReleaseError(f"line {line}: {message}", hint="Export it again")
