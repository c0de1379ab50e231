"""`tag_batch`: articles in, one row of paragraphs and attributions for each out. Pure, and no article costs another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from corpus.batch.given import Raw, as_table, rows_of
from corpus.batch.schema import TAGGED_SCHEMA
from corpus.errors import CorpusError, InputError, LanguageDataError
from corpus.language import load_language
from corpus.limits import MAX_CONTEXT
from corpus.pipeline import annotate_steps
from corpus.publish.layout import Layout, lay_out, paragraphs_of
from corpus.publish.rows import Row, article_row, paragraph_rows, quote_rows
from corpus.publish.sentences import article_sentences
from corpus.records import Given, Model, Speaker
from corpus.text import ArticleTokens

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
    rows = (_tagged(raw, language=code, plain=plain, speakers=speakers, model=model) for raw in rows_of(table))
    return pa.concat_tables([*_chunks(rows)] or [TAGGED_SCHEMA.empty_table()])


def failed_row(article_id: str | None, reason: str) -> Row:
    """The row of an article that was not tagged."""
    nothing = dict.fromkeys(TAGGED_SCHEMA.names)
    return nothing | {"article_id": article_id, "paragraphs": [], "quotes": [], "failure": reason}


def _tagged(raw: Raw, *, language: str | None, plain: bool, speakers: Sequence[Speaker], model: Model) -> Row:
    if raw.failure is not None:
        return failed_row(raw.id, raw.failure)
    try:
        steps = annotate_steps(
            raw.text, article_id=raw.id or "", language=raw.language or language, plain=plain, roles=raw.roles,
            speakers=speakers, model=model,
        )  # fmt: skip
        layout = lay_out(steps.article)
        _check_context(layout)
    except LanguageDataError:
        raise  # It is about the tool's own data, not about this article.
    except CorpusError as e:
        return failed_row(raw.id, str(e))
    except Exception as e:
        # A fault of the tool that one article of a million brings to light is to cost that one.
        return failed_row(raw.id, f"a fault of the tool ({type(e).__name__}: {e})")
    return _row(raw, layout, steps.tokens)


def _row(raw: Raw, layout: Layout, tokens: ArticleTokens) -> Row:
    article, about = layout.article, dict(raw.passed)
    split = about.pop("split", None)
    given = Given(article.id, hashlib.sha256(raw.text.encode()).hexdigest(), article.language, **about)
    return {
        **article_row(given, layout, split=split, sentences=article_sentences(layout, tokens=tokens)),
        "paragraphs": paragraph_rows(layout),
        "quotes": quote_rows(given, layout),
        "failure": None,
    }


def _check_context(layout: Layout) -> None:
    check_context(sum(p.end - p.start for a in layout.article.attributions for p in paragraphs_of(layout, a)))


def check_context(size: int) -> None:
    """Refuse an article whose attributions have so many code points of context.

    Raises:
        InputError: there are more than the limit.
    """
    if size > MAX_CONTEXT:
        raise InputError(
            f"its attributions would take {size:,} characters of context",
            remedy=f"The limit is {MAX_CONTEXT:,}; put in line ends",
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
