"""The columns of tagged articles, and how the tables of a release are taken out of them.

One row is one article, so that a tagged table has as many rows as what was given, in the same order, and is one thing
to hand on: its attributions and paragraphs are lists in it, with the columns that the release's tables have.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from corpus.batch.given import PASSED
from corpus.publish.schema import TABLES


def _loosened(schema: pa.Schema) -> pa.Schema:
    """The schema of a release, but what comes from the input may be null: it is not known of every article."""
    return pa.schema([f.with_nullable(f.nullable or f.name in PASSED) for f in schema])


#: The tables that can be taken out of tagged articles: columns, types and meanings are those of a release.
BATCH_TABLES: Mapping[str, pa.Schema] = {
    "articles": _loosened(TABLES["articles"].schema),
    "paragraphs": TABLES["paragraphs"].schema,
    "quotes": _loosened(TABLES["quotes"].schema),
    "failures": pa.schema(
        [
            pa.field("position", pa.int64(), nullable=False, metadata={"description": "Its number in the input."}),
            pa.field("article_id", pa.string(), metadata={"description": "Its id, where it has one."}),
            pa.field("reason", pa.string(), nullable=False, metadata={"description": "Why it was not tagged."}),
        ]
    ),
}


def _rows(schema: pa.Schema) -> pa.DataType:
    return pa.list_(pa.struct([(f.name, f.type) for f in schema]))


#: The columns of what `tag_batch` gives, always the same: those of the table ``articles``; ``paragraphs`` and
#: ``quotes``, lists of rows of these tables; ``failure``, null or the reason why the article was not tagged, whose
#: other columns are then null and its lists empty.
TAGGED_SCHEMA = pa.schema(
    [
        *((f.name, f.type) for f in BATCH_TABLES["articles"]),
        ("paragraphs", _rows(BATCH_TABLES["paragraphs"])),
        ("quotes", _rows(BATCH_TABLES["quotes"])),
        ("failure", pa.string()),
    ]
)


def quotes_of(tagged: pa.Table) -> pa.Table:
    """The attributions of tagged articles, a row for each, with the columns of the release's table ``quotes``.

    Args:
        tagged: what `tag_batch` gave, or the same after a way through another library.
    """
    return _exploded(tagged, "quotes")


def paragraphs_of(tagged: pa.Table) -> pa.Table:
    """The lines of tagged articles, kept or dropped, with the columns of the release's table ``paragraphs``."""
    return _exploded(tagged, "paragraphs")


def articles_of(tagged: pa.Table) -> pa.Table:
    """The articles that were tagged, with the columns of the release's table ``articles``."""
    schema = BATCH_TABLES["articles"]
    table = _usual(tagged, [*schema.names, "failure"])
    return table.filter(pc.is_null(table["failure"])).select(schema.names).cast(schema)


def failures_of(tagged: pa.Table, *, first: int = 0) -> pa.Table:
    """The articles that were not tagged: their position, counted from ``first``, their id, and the reason."""
    table = _usual(tagged, ["article_id", "failure"])
    failed = pc.indices_nonzero(pc.is_valid(table["failure"].combine_chunks()))
    there = table.take(failed)
    columns = [pc.add(failed.cast(pa.int64()), first), there["article_id"], there["failure"]]
    return pa.table(columns, schema=BATCH_TABLES["failures"])


def _exploded(tagged: pa.Table, name: str) -> pa.Table:
    schema = BATCH_TABLES[name]
    chunks = _usual(tagged, [name])[name].chunks
    parts = [pa.Table.from_arrays(chunk.flatten().flatten(), schema=schema) for chunk in chunks]
    return pa.concat_tables(parts or [schema.empty_table()])


def _usual(tagged: pa.Table, names: list[str]) -> pa.Table:
    """Columns with their own types again: some libraries hand back large strings and lists for plain ones."""
    table = pa.Table.from_batches([tagged]) if isinstance(tagged, pa.RecordBatch) else pa.table(tagged)
    return table.select(names).cast(pa.schema([TAGGED_SCHEMA.field(name) for name in names]))
