"""`tag_batch`: an Arrow table of articles in, one row of paragraphs and attributions for each article out.

One row is one article: a tagged table has as many rows as its input, in the same order; paragraphs and attributions are
lists with the columns of the release's tables. `quotes_of`, `paragraphs_of`, `articles_of` and `failures_of` convert
them to tables. The function is pure and one failing article never affects another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.io.limits import MAX_CONTEXT
from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.pipeline import Options, annotate_steps
from corpus.records import ROLES, ArticleMetadata, Model, RawArticle, Role, Speaker
from corpus.tables.layout import Layout, attributed_paragraphs, lay_out
from corpus.tables.rows import Row, article_row, paragraph_rows, quote_rows
from corpus.tables.schema import TABLES
from corpus.tables.sentences import article_sentences

#: Columns of the table ``articles`` that are taken over from the input, where it has them.
PASSED = (
    "outlet", "country", "title", "title_basis", "url",
    "published_earliest", "published_latest", "published_basis", "rights", "split",
)  # fmt: skip
_DAYS = ("published_earliest", "published_latest")
#: The column of roles that are known, ``{role: [lines]}`` with lines counted from 1, as such or as JSON.
LINE_ROLES = "line_roles"
#: Names of the column of ids, the first that there is.
_IDS = ("article_id", "id")
_HINT = 'Give the columns "id" and "text"; "language" and columns of the table articles are taken if they are there'


def as_table(articles: Any) -> pa.Table:  # noqa: ANN401  (whatever hands over Arrow data)
    """Articles as an Arrow table with the columns that are read, ``id`` renamed to ``article_id``.

    Args:
        articles: a table or record batch, or what `pyarrow.table` makes one of.

    Raises:
        InputError: it is none of these, or it has no ids or no text.
    """
    try:
        table = pa.Table.from_batches([articles]) if isinstance(articles, pa.RecordBatch) else pa.table(articles)
    except (TypeError, ValueError, pa.ArrowException) as e:
        raise InputError(f"this is no table of articles ({e})", hint=_HINT) from e
    there = table.column_names
    ids = next((name for name in _IDS if name in there), None)
    if ids is None or "text" not in there:
        raise InputError(f"columns are missing: there are {', '.join(there) or 'none'}", hint=_HINT)
    wanted = [ids, *(name for name in ("text", "language", "failure", LINE_ROLES, *PASSED) if name in there)]
    if len({*wanted}) < sum(there.count(name) for name in wanted):
        raise InputError("two columns have the same name", hint=_HINT)
    return table.select(wanted).rename_columns(["article_id", *wanted[1:]])


def rows_of(table: pa.Table) -> Iterator[RawArticle]:
    """The rows of what `as_table` gave, one at a time: one that cannot be decoded costs no other."""
    for batch in table.to_batches(max_chunksize=1000):
        for number in range(batch.num_rows):
            row, fault = {}, None
            for name in batch.schema.names:
                try:
                    row[name] = batch.column(name)[number].as_py()
                except (ValueError, OverflowError) as e:  # broken UTF-8, a day beyond the calendar
                    fault = f"the column {name} cannot be read ({e})"
            yield raw_of(row | ({} if fault is None else {"failure": fault}))


def raw_of(row: Mapping[str, Any]) -> RawArticle:
    """A row as an article, or with the reason why it is none. A row that brings a reason keeps it."""
    name, text, language = row.get("article_id"), row.get("text"), row.get("language")
    known = str(name) if isinstance(name, str | int) and not isinstance(name, bool) else ""
    if row.get("failure") is not None:
        return RawArticle(known, failure=str(row["failure"]))
    if not known:
        return RawArticle("", failure="there is no id: it must be text or a whole number")
    if not isinstance(text, str):
        return RawArticle(known, failure="there is no text" if text is None else "the text is no string")
    if not isinstance(language, str | None):
        return RawArticle(known, failure="the language is no string")
    try:
        roles = _roles(row.get(LINE_ROLES))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return RawArticle(known, failure=f"{LINE_ROLES} names no roles of lines: {str(row[LINE_ROLES])[:40]!r}")
    passed: dict[str, Any] = {}
    for column in PASSED:
        value = row.get(column)
        try:
            passed[column] = _day(value) if column in _DAYS else None if value is None else str(value)
        except ValueError:
            return RawArticle(known, failure=f"{column} is no day: {str(value)[:40]!r}")
    return RawArticle(known, text, language or None, passed, roles=roles)


def _roles(value: Any) -> dict[int, Role]:  # noqa: ANN401  (whatever stands in the column)
    said = json.loads(value) if isinstance(value, str) else value or {}
    found: dict[int, Role] = {}
    for role, lines in said.items():
        if role not in ROLES:
            raise ValueError(role)
        # Of a struct of lists each row has all fields.
        for line in lines or ():
            if not isinstance(line, int):
                raise TypeError(line)
            found[line] = role
    return found


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    # A day with or without the time behind it.
    return datetime.fromisoformat(str(value)).date()


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


#: Rows become Arrow data each time that this much text has gathered: no offsets overflow, and memory is bounded.
_CHUNK = 16_000_000


def tag_batch(
    articles: Any,  # noqa: ANN401  (whatever hands over Arrow data)
    *,
    language: str | None = None,
    plain: bool = False,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> pa.Table:
    """Articles with their paragraphs and attributions, a row for each article, in their order.

    Args:
        articles: an Arrow table or record batch, or what `pyarrow.table` takes, with the columns ``id`` (or
            ``article_id``) and ``text``; ``language``, `LINE_ROLES` and `PASSED` are used where they are there,
            others are not.
        language: of articles whose row does not give it; told from the text where None.
        plain: whether every line is article text, so that nothing is cleaned away.
        speakers: entries of an authority file to resolve sources against.
        model: as `corpus.annotate` has it.

    Returns:
        A table with `corpus.TAGGED_SCHEMA`, whatever went in. An article that cannot be tagged has the reason in
        ``failure``, and so has one whose row came with a ``failure``; the others are tagged all the same.

    Raises:
        InputError: the columns of ids and texts are not there.
        LanguageError: there is no data for ``language``.
    """
    table = as_table(articles)
    code = None if language is None else load_language(language).code
    options = Options(language=code, plain=plain, speakers=speakers, model=model)
    rows = (_tagged(raw, options) for raw in rows_of(table))
    return pa.concat_tables([*_chunks(rows)] or [TAGGED_SCHEMA.empty_table()])


def failed_row(article_id: str | None, reason: str) -> Row:
    """The row of an article that was not tagged."""
    nothing = dict.fromkeys(TAGGED_SCHEMA.names)
    return nothing | {"article_id": article_id, "paragraphs": [], "quotes": [], "failure": reason}


def _tagged(raw: RawArticle, options: Options) -> Row:
    if raw.failure is not None:
        return failed_row(raw.id or None, raw.failure)
    try:
        own = replace(options, article_id=raw.id or "", language=raw.language or options.language, roles=raw.roles)
        steps = annotate_steps(raw.text, own)
        layout = lay_out(steps.article)
        _check_context(layout)
    except LanguageDataError:
        raise  # It is about the tool's own data, not about this article.
    except CorpusError as e:
        return failed_row(raw.id or None, str(e))
    except Exception as e:
        # A fault of the tool that one article of a million brings to light is to cost that one.
        return failed_row(raw.id or None, f"a fault of the tool ({type(e).__name__}: {e})")
    return _row(raw, layout, steps.tokens)


def _row(raw: RawArticle, layout: Layout, tokens: ArticleTokens) -> Row:
    article, about = layout.article, dict(raw.metadata)
    split = about.pop("split", None)
    given = ArticleMetadata(article.id, hashlib.sha256(raw.text.encode()).hexdigest(), article.language, **about)
    return {
        **article_row(given, layout, split=split, sentences=article_sentences(layout, tokens=tokens)),
        "paragraphs": paragraph_rows(layout),
        "quotes": quote_rows(given, layout),
        "failure": None,
    }


def _check_context(layout: Layout) -> None:
    check_context(sum(p.end - p.start for a in layout.article.attributions for p in attributed_paragraphs(layout, a)))


def check_context(size: int) -> None:
    """Refuse an article whose attributions have so many code points of context.

    Raises:
        InputError: there are more than the limit.
    """
    if size > MAX_CONTEXT:
        raise InputError(
            f"its attributions would take {size:,} characters of context",
            hint=f"The limit is {MAX_CONTEXT:,}; put in line ends",
        )


def _chunks(rows: Iterable[Row]) -> Iterator[pa.Table]:
    gathered: list[Row] = []
    weight = 0
    for row in rows:
        gathered.append(row)
        weight += len(row["raw_text"] or "") + sum(len(q["context"]) for q in row["quotes"])
        if weight > _CHUNK:
            yield pa.Table.from_pylist(gathered, schema=TAGGED_SCHEMA)
            gathered, weight = [], 0
    if gathered:
        yield pa.Table.from_pylist(gathered, schema=TAGGED_SCHEMA)
