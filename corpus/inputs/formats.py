"""The formats of articles, by the name of a file and by its first bytes."""

from __future__ import annotations

import codecs
import re
from typing import Literal, get_args

from corpus.errors import InputError

Format = Literal["text", "html", "jsonl", "csv", "tsv", "parquet", "warc"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: Formats in which a file has one article.
SINGLE_FORMATS: frozenset[str] = frozenset(("text", "html"))
#: The format of a file by the end of its name; the longest end that fits counts.
SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jsonl.gz": "jsonl", ".ndjson.gz": "jsonl",
    ".csv": "csv", ".csv.gz": "csv", ".tsv": "tsv", ".tsv.gz": "tsv",
    ".parquet": "parquet", ".warc": "warc", ".warc.gz": "warc",
}  # fmt: skip
FORMATS_HINT = (
    "Supported: text (.txt), HTML (.html, .htm), JSON lines (.jsonl, .jsonl.gz), CSV (.csv), TSV (.tsv), "
    "Parquet (.parquet) and web archives (.warc, .warc.gz)"
)
#: What to do with a file of a format that is not read.
_ADVICE = {
    ".json": "Write one JSON object per line, and name the file .jsonl",
    ".xlsx": "Save the sheet as CSV", ".xls": "Save the sheet as CSV", ".ods": "Save the sheet as CSV",
    ".zip": "Unpack it", ".tar": "Unpack it", ".gz": "Unpack it", ".7z": "Unpack it",
}  # fmt: skip
_DOCUMENTS = (".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".mhtml", ".mht", ".eml", ".xml")
_BINARY_STARTS = {
    b"%PDF": "PDF", b"PK\x03\x04": "ZIP (also .docx, .xlsx, .epub)", b"\xd0\xcf\x11\xe0": "Microsoft Office",
    b"{\\rtf": "RTF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF",
}  # fmt: skip
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_JSON_START = re.compile(rb"\{\s*\"")
#: How many bytes of a file are searched for its format.
SNIFFED_BYTES = 4_000
_DELIMITERS = ",\t;|"


def format_of(name: str) -> Format | None:
    """Return the format of a file by its name, or None if the name does not determine it."""
    fitting = [suffix for suffix in SUFFIXES if name.lower().endswith(suffix)]
    return SUFFIXES[max(fitting, key=len)] if fitting else None


def unsupported(name: str) -> InputError | None:
    """Return the error for a file whose name says that it has no supported format, None for any other name."""
    for suffix, advice in _ADVICE.items():
        if name.lower().endswith(suffix):
            return InputError("unsupported format", path=name, hint=f"{advice}. {FORMATS_HINT}")
    if name.lower().endswith(_DOCUMENTS):
        return InputError("unsupported format", path=name, hint=f"Save it as text or HTML. {FORMATS_HINT}")
    return None


def sniff_format(start: bytes, *, text_column: str = "text") -> Format:
    """Determine the format of a file from its first bytes.

    Args:
        start: The first `SNIFFED_BYTES` bytes, or all.
        text_column: The column of a table that holds the text.

    Returns:
        The format; ``text`` if nothing else is recognised.

    Raises:
        InputError: The bytes are of a format that is not read.
    """
    for magic, what in _BINARY_STARTS.items():
        if start.startswith(magic):
            raise InputError(f"this is a {what} file", hint=f"Save it as text or HTML. {FORMATS_HINT}")
    if start.startswith(b"\x1f\x8b"):
        raise InputError("this is a compressed file", hint="Name it *.jsonl.gz, *.csv.gz or *.warc.gz, or unpack it")
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(b"WARC/"):
        return "warc"
    text = start.removeprefix(codecs.BOM_UTF8).lstrip()
    if text.startswith(b"<") and _HTML_START.search(text):
        return "html"
    if _JSON_START.match(text):
        return "jsonl"
    header = text.split(b"\n", 1)[0].decode("utf-8", "replace")
    cells = [cell.strip().strip('"') for cell in header.split(delimiter_of(header))]
    if len(cells) > 1 and text_column in cells:
        return "tsv" if "\t" in header else "csv"
    return "text"


def delimiter_of(header: str) -> str:
    """Return the delimiter of a CSV file: the most frequent one in its header, a comma if there is none."""
    return max(_DELIMITERS, key=header.count)
