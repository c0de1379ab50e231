"""Readers of exported files: they prove that an export has what a release has (TEI: `support.tei_reader`).

The package only writes these formats, so the readers are here.
"""

import json
from datetime import date

import pyarrow as pa
from pyarrow import csv

from corpus.errors import ReleaseError
from corpus.release.formats.article_rows import QUOTE_FIELDS
from corpus.release.formats.conll import COLUMNS, COLUMNS_LINE
from corpus.tables.schema import BIO_LABELS, TABLES, TAGGED_PARTS

_HINT = "Export it again"


def from_csv(name, data):
    """Read the rows of a table from CSV; ReleaseError if it is not this table."""
    schema = TABLES[name].schema
    nested = {c.name for c in schema if _is_nested(c.type)}
    types = {c.name: pa.string() if c.name in nested else c.type for c in schema}
    try:
        table = csv.read_csv(
            pa.BufferReader(data),
            # One block: a field may be longer than any fixed size.
            read_options=csv.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        )
        rows = table.to_pylist()
    except (pa.ArrowException, UnicodeDecodeError) as e:
        raise _not_the_table(name, e) from e
    return _with_label_numbers(name, ({c: json.loads(v) if c in nested else v for c, v in r.items()} for r in rows))


def from_jsonl(name, data):
    """Read the rows of a table from JSON lines; ReleaseError if they are not of this table."""
    dates = {c.name for c in TABLES[name].schema if pa.types.is_date(c.type)}

    def with_dates(row):
        return {c: date.fromisoformat(v) if c in dates and v is not None else v for c, v in row.items()}

    # Not splitlines: text may hold what Unicode calls a line's end.
    return _with_label_numbers(name, (with_dates(json.loads(line)) for line in data.split(b"\n") if line))


def _with_label_numbers(name, rows):
    table = TABLES[name]
    labels = {c: list(names).index for c, names in table.labels.items()}
    try:
        found = [{c: [*map(labels[c], value)] if c in labels else value for c, value in row.items()} for row in rows]
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        raise _not_the_table(name, e) from e
    for row in found:
        if not row.keys() <= set(table.schema.names) or table.id_column not in row:
            raise _not_the_table(name, "the columns are others")
    return found


def _is_nested(kind):
    return pa.types.is_list(kind) or pa.types.is_struct(kind)


def _not_the_table(name, reason):
    return ReleaseError(f"this is not the table {name} ({reason})", hint=_HINT)


def from_conll(data):
    """Read the rows of ``tokens`` from CoNLL-U Plus; ReleaseError if it is no export of ours."""
    try:
        first, *lines = data.decode().split("\n")
    except UnicodeDecodeError as e:
        raise ReleaseError(f"byte {e.start} is not valid UTF-8", hint=_HINT) from e
    if first != COLUMNS_LINE:
        raise _wrong_line(1, "the columns are others")
    rows, comments, words = [], {}, []
    for number, line in enumerate(lines, 2):
        if line.startswith("#"):
            key, _, value = line[1:].partition(" = ")
            comments[key.strip()] = value
        elif line:
            words.append(line.split("\t"))
            if len(words[-1]) != len(COLUMNS):
                raise _wrong_line(number, f"there are not {len(COLUMNS)} columns")
        elif words:
            rows.append(_sentence(comments, words, number))
            words = []
    return rows


def _sentence(comments, words, number):
    _, tokens, starts, ends, *tags = (list(column) for column in zip(*words, strict=True))
    try:
        row = {
            "sentence_id": comments["sent_id"],
            "article_id": comments["newdoc id"],
            "paragraph_id": comments["newpar id"],
            "language": comments["language"],
            "tokens": tokens,
            "starts": [int(n) for n in starts],
            "ends": [int(n) for n in ends],
        }
        for part, column in zip(TAGGED_PARTS, tags, strict=True):
            row[f"{part}_tags"] = [BIO_LABELS[part].index(tag) for tag in column]
    except (KeyError, ValueError) as e:
        raise _wrong_line(number, f"the sentence before is damaged ({e})") from e
    return row


def _wrong_line(line, message):
    return ReleaseError(f"line {line}: {message}", hint=_HINT)


def from_webannotation(data):
    """Read the attributions of a collection: id, spans and `QUOTE_FIELDS`; ReleaseError if it is none of ours."""
    try:
        return _quotes(json.loads(data)["first"]["items"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as e:
        raise ReleaseError(f"this is no collection of ours ({e!r})", hint=_HINT) from e


def _quotes(items):
    quotes = {}
    for item in items:
        spans = [_span(target) for target in item["target"]]
        values = [b["value"] for b in item["body"] if b["type"] == "TextualBody"]
        if item["motivation"] == "identifying":
            row = dict.fromkeys(QUOTE_FIELDS) | dict(value.split("=", 1) for value in values)
            row |= {"quote_id": item["id"].removeprefix("#"), **{part: [] for part in TAGGED_PARTS}, "content": spans}
            row["confidence"] = None if row["confidence"] is None else float(row["confidence"])
            sure = row["speaker_confidence"]
            row["speaker_confidence"] = None if sure is None else float(sure)
            quotes[item["id"]] = row
        else:
            (part,) = values
            (link,) = (b["source"] for b in item["body"] if b["type"] == "SpecificResource")
            quotes[link][part] = spans
    return list(quotes.values())


def _span(target):
    place, words = target["selector"]
    return {"start": place["start"], "end": place["end"], "text": words["exact"]}
