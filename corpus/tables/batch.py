"""Tag an Arrow table of articles: one row per article in, one row per article out.

A tagged table has as many rows as its input, in the same order; paragraphs and attributions are lists of structs with
the columns of the release's tables. `quotes_of`, `paragraphs_of`, `articles_of` and `failures_of` turn them into tables
with one row per attribution, line, article or failure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.inputs.arrow_rows import arrow_rows
from corpus.inputs.columns import ID_COLUMNS, LINE_ROLES, PASSED_COLUMNS
from corpus.inputs.rows import parse_input_row
from corpus.io.limits import MAX_CONTEXT
from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.pipeline import Options, annotate_steps
from corpus.records import ArticleMetadata, Model, RawArticle, Speaker
from corpus.tables.layout import ArticleLayout, attributed_paragraphs, lay_out
from corpus.tables.rows import Row, article_row, paragraph_rows, quote_rows
from corpus.tables.schema import TABLES
from corpus.tables.sentences import article_sentences

_HINT = 'Required columns: "id" and "text". Optional: "language" and columns of the table articles'


def input_table(articles: Any) -> pa.Table:  # noqa: ANN401  (any object that exports Arrow data)
    """Convert articles to an Arrow table of the columns that are read, the id column renamed to ``article_id``.

    Args:
        articles: a table or record batch, or anything `pyarrow.table` accepts.

    Returns:
        A table with ``article_id``, ``text`` and those of the optional columns that the input has.

    Raises:
        InputError: not tabular, the id or text column is missing, or a column that is read occurs twice.
    """
    try:
        table = _to_table(articles)
    except (TypeError, ValueError, pa.ArrowException) as e:
        raise InputError(f"not a table of articles ({e})", hint=_HINT) from e
    names = table.column_names
    ids = next((name for name in ID_COLUMNS if name in names), None)
    if ids is None or "text" not in names:
        raise InputError(f"missing columns; the input has {', '.join(names) or 'none'}", hint=_HINT)
    optional = ("text", "language", "failure", LINE_ROLES, *PASSED_COLUMNS)
    selected = [ids, *(name for name in optional if name in names)]
    if any(names.count(name) > 1 for name in selected):
        raise InputError("duplicate column names", hint=_HINT)
    return table.select(selected).rename_columns(["article_id", *selected[1:]])


def _to_table(data: Any) -> pa.Table:  # noqa: ANN401
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    return pa.table(data)


def iter_input_articles(table: pa.Table) -> Iterator[RawArticle]:
    """Parse the rows of `input_table` one at a time; a row that cannot be decoded fails alone.

    Args:
        table: what `input_table` returned.

    Yields:
        One article per row, in order.
    """
    for batch in table.to_batches(max_chunksize=1000):
        yield from map(parse_input_row, arrow_rows(batch))


def _with_nullable_inputs(schema: pa.Schema) -> pa.Schema:
    """Copy a release schema with the passed columns nullable: not every input knows them."""
    return pa.schema([f.with_nullable(f.nullable or f.name in PASSED_COLUMNS) for f in schema])


#: Schemas of the tables that tagged articles can be converted to: columns, types and meanings as in a release.
BATCH_TABLES: Mapping[str, pa.Schema] = {
    "articles": _with_nullable_inputs(TABLES["articles"].schema),
    "paragraphs": TABLES["paragraphs"].schema,
    "quotes": _with_nullable_inputs(TABLES["quotes"].schema),
    "failures": pa.schema(
        [
            pa.field("position", pa.int64(), nullable=False, metadata={"description": "Its number in the input."}),
            pa.field("article_id", pa.string(), metadata={"description": "Its id, where it has one."}),
            pa.field("reason", pa.string(), nullable=False, metadata={"description": "Why it was not tagged."}),
        ]
    ),
}


def _list_of_rows(schema: pa.Schema) -> pa.DataType:
    return pa.list_(pa.struct([(f.name, f.type) for f in schema]))


#: Schema of what `tag_batch` returns: the columns of the table ``articles``; ``paragraphs`` and ``quotes`` as lists of
#: rows of those tables; and ``failure``, null or the reason why the article was not tagged. A failed article has nulls
#: in the other columns and empty lists.
TAGGED_SCHEMA = pa.schema(
    [
        *((f.name, f.type) for f in BATCH_TABLES["articles"]),
        ("paragraphs", _list_of_rows(BATCH_TABLES["paragraphs"])),
        ("quotes", _list_of_rows(BATCH_TABLES["quotes"])),
        ("failure", pa.string()),
    ]
)


def quotes_of(tagged: pa.Table) -> pa.Table:
    """Return one row per attribution, with the columns of the release's table ``quotes``.

    Args:
        tagged: what `tag_batch` returned, also after a round trip through pandas, Polars or DuckDB.
    """
    return _explode(tagged, "quotes")


def paragraphs_of(tagged: pa.Table) -> pa.Table:
    """Return one row per line, kept or dropped, with the columns of the release's table ``paragraphs``.

    Args:
        tagged: as in `quotes_of`.
    """
    return _explode(tagged, "paragraphs")


def articles_of(tagged: pa.Table) -> pa.Table:
    """Return one row per tagged article, with the columns of the release's table ``articles``.

    Args:
        tagged: as in `quotes_of`.
    """
    schema = BATCH_TABLES["articles"]
    table = _select_and_cast(tagged, [*schema.names, "failure"])
    return table.filter(pc.is_null(table["failure"])).select(schema.names).cast(schema)


def failures_of(tagged: pa.Table, *, first: int = 0) -> pa.Table:
    """Return one row per failed article: position, id and reason.

    Args:
        tagged: as in `quotes_of`.
        first: position of the table's first row in the whole input.
    """
    table = _select_and_cast(tagged, ["article_id", "failure"])
    failed = pc.indices_nonzero(pc.is_valid(table["failure"].combine_chunks()))
    rows = table.take(failed)
    columns = [pc.add(failed.cast(pa.int64()), first), rows["article_id"], rows["failure"]]
    return pa.table(columns, schema=BATCH_TABLES["failures"])


def _explode(tagged: pa.Table, name: str) -> pa.Table:
    schema = BATCH_TABLES[name]
    chunks = _select_and_cast(tagged, [name])[name].chunks
    parts = [pa.Table.from_arrays(chunk.flatten().flatten(), schema=schema) for chunk in chunks]
    return pa.concat_tables(parts or [schema.empty_table()])


def _select_and_cast(tagged: pa.Table, names: list[str]) -> pa.Table:
    """Select columns in the types of `TAGGED_SCHEMA`: some libraries return large strings and lists instead."""
    return _to_table(tagged).select(names).cast(pa.schema([TAGGED_SCHEMA.field(name) for name in names]))


#: Rows are converted to Arrow each time this many code points have gathered: offsets cannot overflow and memory is
#: bounded.
_CHUNK_CHARACTERS = 16_000_000


def tag_batch(
    articles: Any,  # noqa: ANN401  (any object that exports Arrow data)
    *,
    language: str | None = None,
    plain: bool = False,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> pa.Table:
    """Annotate a table of articles; output always follows `TAGGED_SCHEMA`.

    The function is pure and one failing article never affects another, so any parallel map can run it.

    Args:
        articles: an Arrow table or record batch, or anything `pyarrow.table` accepts, with the columns ``id`` (or
            ``article_id``) and ``text``. ``language``, `LINE_ROLES` and `PASSED_COLUMNS` are used where present; other
            columns are ignored.
        language: language code of articles whose row has none; detected from the text where None.
        plain: treat every line as article text, so nothing is dropped as boilerplate.
        speakers: entries of an authority file to resolve sources against.
        model: as in `corpus.annotate`.

    Returns:
        A table with `corpus.TAGGED_SCHEMA`, one row per article in input order. An article that cannot be tagged, or
        whose row came with a ``failure``, has the reason in ``failure``.

    Raises:
        InputError: the id or text column is missing.
        LanguageError: there is no data for ``language``.

    Examples:
        >>> quotes_of(tag_batch({"id": ["a1"], "text": ["The road is closed, Kari Moen said."]}, language="en"))
    """
    table = input_table(articles)
    code = None if language is None else load_language(language).code
    options = Options(language=code, plain=plain, speakers=tuple(speakers), model=model)
    rows = (_tag_article(article, options) for article in iter_input_articles(table))
    return pa.concat_tables([*_row_chunks(rows)] or [TAGGED_SCHEMA.empty_table()])


def failed_row(article_id: str | None, reason: str) -> Row:
    """Return the row of `TAGGED_SCHEMA` for an article that was not tagged.

    Args:
        article_id: its id, if it has one.
        reason: why, for the column ``failure``.
    """
    empty = dict.fromkeys(TAGGED_SCHEMA.names)
    return empty | {"article_id": article_id, "paragraphs": [], "quotes": [], "failure": reason}


def _tag_article(article: RawArticle, options: Options) -> Row:
    if article.failure is not None:
        return failed_row(article.id or None, article.failure)
    try:
        language = article.language or options.language
        own = replace(options, article_id=article.id, language=language, roles=article.roles)
        steps = annotate_steps(article.text, own)
        layout = lay_out(steps.article)
        check_context(_context_size(layout))
    except LanguageDataError:
        raise  # The package's own data is at fault, not this article.
    except CorpusError as e:
        return failed_row(article.id or None, str(e))
    except Exception as e:
        # A bug that one article in a million triggers must fail that article only.
        return failed_row(article.id or None, f"internal error ({type(e).__name__}: {e})")
    return _tagged_row(article, layout, steps.tokens)


def _tagged_row(article: RawArticle, layout: ArticleLayout, tokens: ArticleTokens) -> Row:
    metadata = dict(article.metadata)
    split = metadata.pop("split", None)
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    source = ArticleMetadata(layout.article.id, digest, layout.article.language, **metadata)
    return {
        **article_row(source, layout, split=split, sentences=article_sentences(layout, tokens=tokens)),
        "paragraphs": paragraph_rows(layout),
        "quotes": quote_rows(source, layout),
        "failure": None,
    }


def _context_size(layout: ArticleLayout) -> int:
    """Code points in the column ``context`` of all attributions: quadratic in the worst case, hence the limit."""
    return sum(p.end - p.start for a in layout.article.attributions for p in attributed_paragraphs(layout, a))


def check_context(size: int) -> None:
    """Reject an article whose attributions would repeat too much context.

    Args:
        size: code points of context over all attributions.

    Raises:
        InputError: ``size`` is over `corpus.io.limits.MAX_CONTEXT`.
    """
    if size > MAX_CONTEXT:
        raise InputError(
            f"its attributions would repeat {size:,} characters of context",
            hint=f"The limit is {MAX_CONTEXT:,}; break the text into lines",
        )


def _row_chunks(rows: Iterable[Row]) -> Iterator[pa.Table]:
    gathered: list[Row] = []
    size = 0
    for row in rows:
        gathered.append(row)
        size += len(row["raw_text"] or "") + sum(len(q["context"]) for q in row["quotes"])
        if size > _CHUNK_CHARACTERS:
            yield pa.Table.from_pylist(gathered, schema=TAGGED_SCHEMA)
            gathered, size = [], 0
    if gathered:
        yield pa.Table.from_pylist(gathered, schema=TAGGED_SCHEMA)
