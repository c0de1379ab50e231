"""Turn a project and its articles into the rows of every table. Pure: no file is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.errors import ReleaseError
from corpus.project.project import Project
from corpus.quotes.sentence import sentence_spans
from corpus.records import UNKNOWN, Article, ArticleMetadata, Attribution, Mark, Segment, Source, Span
from corpus.tables.layout import BUG_HINT, ArticleLayout, attributed_paragraphs, is_in_article_text, lay_out
from corpus.tables.schema import TABLES
from corpus.tables.sentences import SentenceSpans, TokenizedSentence, article_sentences, sentence_rows
from corpus.tables.variants import variant_rows

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


def build_rows(
    project: Project,
    articles: Iterable[Article],
    *,
    predicted: Iterable[Article] | None = None,
    sentences: SentenceSpans = sentence_spans,
) -> Rows:
    """Build the rows of every table, in the order of ``sources.toml`` whatever the order of ``articles``.

    Args:
        project: the project that the articles belong to.
        articles: the articles as they are released; see `corpus.project.annotated_articles.curated_articles`.
        predicted: the articles as annotated without curation, for the table ``predictions``; ``articles`` where None.
        sentences: the sentence splitter.

    Returns:
        The rows of each table, by table name.

    Raises:
        ReleaseError: a span crosses paragraphs, text is in no segment, an article or a parent is missing, or an id
            occurs twice. Each of these is a bug.
    """
    pairs = _paired_layouts(project, articles)
    predicted_pairs = pairs if predicted is None else _paired_layouts(project, predicted)
    split_of = project.splits_of()
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for (source, layout), (_, prediction) in zip(pairs, predicted_pairs, strict=True):
        found = article_sentences(layout, sentences)
        rows["quotes"] += quote_rows(source, layout)
        rows["articles"].append(article_row(source, layout, split=split_of[source.id], sentences=found))
        rows["paragraphs"] += paragraph_rows(layout)
        rows["marks"] += [mark_row(layout, number, mark) for number, mark in enumerate(layout.article.marks)]
        rows["predictions"] += prediction_rows(source, layout, prediction.article)
        rows["tokens"] += sentence_rows(layout, found)
    rows["speakers"] = speaker_rows(project, rows["quotes"])
    rows["utterances"] = utterance_rows(project, rows["quotes"])
    rows["variants"] = variant_rows(project, rows["quotes"])
    _check_ids(rows)
    return rows


def _paired_layouts(project: Project, articles: Iterable[Article]) -> list[tuple[Source, ArticleLayout]]:
    """Pair each source with the layout of its article."""
    by_id = {a.id: a for a in articles}
    if by_id.keys() != {s.id for s in project.sources}:
        raise ReleaseError("the articles do not match the sources", path=project.root, hint=BUG_HINT)
    return [(s, lay_out(by_id[s.id])) for s in project.sources]


def _check_ids(rows: Rows) -> None:
    """Reject duplicate ids in a table, and parents that are not quotes."""
    for name, table in rows.items():
        ids = {row[TABLES[name].id_column] for row in table}
        if len(ids) < len(table):
            raise ReleaseError(f"duplicate id in the table {name}", hint=BUG_HINT)
        unknown = {str(row["parent_id"]) for row in table if row.get("parent_id") is not None} - ids
        if unknown:
            raise ReleaseError(f"unknown parents: {', '.join(sorted(unknown))}", hint=BUG_HINT)


def quote_rows(source: Source | ArticleMetadata, layout: ArticleLayout) -> list[Row]:
    """Return a row of ``quotes`` per attribution of an article.

    Args:
        source: outlet, dates and other metadata.
        layout: the article.
    """
    return [_quote_row(source, layout, a) for a in layout.article.attributions]


def prediction_rows(source: Source, layout: ArticleLayout, found: Article) -> list[Row]:
    """Return a row of ``predictions`` per attribution found without curation, with offsets in the released text.

    An attribution in a line that annotators dropped has no offsets there and is left out; the check
    ``prediction-outside`` reports it.

    Args:
        source: metadata of the article.
        layout: the article as released.
        found: the article as annotated without curation.
    """
    inside = [a for a in found.attributions if is_in_article_text(layout, a)]
    ids = {a.id for a in inside}
    kept = [replace(a, origin="predicted", parent=a.parent if a.parent in ids else None) for a in inside]
    return quote_rows(source, replace(layout, article=replace(layout.article, attributions=tuple(kept))))


def _quote_row(source: Source | ArticleMetadata, layout: ArticleLayout, attribution: Attribution) -> Row:
    article, a = layout.article, attribution
    paragraphs = attributed_paragraphs(layout, a)
    return {
        "quote_id": _quote_id(article, a.id),
        **_article_columns(source),
        "type": a.type,
        "text": article.words_of(a.content),
        "gloss": a.gloss,
        "content": _spans(layout, a.content),
        "cue": _spans(layout, a.cue),
        "source": _spans(layout, a.source),
        "source_text": article.words_of(a.source) or None,
        "paragraph_ids": [paragraph_id(article, p) for p in paragraphs],
        "context": "\n\n".join(p.span.of(article.text) for p in paragraphs),
        "speaker_id": a.speaker_id,
        "speaker": a.speaker,
        "speaker_kind": a.speaker_kind,
        "resolution": a.resolution,
        "medium": a.medium,
        "via": a.via,
        "parent_id": None if a.parent is None else _quote_id(article, a.parent),
        "utterance_id": a.utterance_id,
        "utterance_part": a.utterance_part,
        "origin": a.origin,
        "rule": a.rule,
        "act": a.act,
        "confidence": a.confidence,
        "speaker_confidence": a.speaker_confidence,
    }


def article_row(
    source: Source | ArticleMetadata,
    layout: ArticleLayout,
    *,
    split: str | None,
    sentences: Sequence[TokenizedSentence],
) -> Row:
    """Return the row of ``articles`` for an article.

    Args:
        source: its metadata.
        layout: the article.
        split: name of its split, None outside a project.
        sentences: the sentences of its article text.
    """
    article = layout.article
    return {
        **_article_columns(source),
        "country": source.country,
        "title": source.title,
        "title_basis": source.title_basis,
        "url": source.url,
        "rights": source.rights,
        "text": layout.text,
        "raw_text": article.text,
        "raw_sha256": source.sha256,
        "n_lines": len(article.segments),
        "n_paragraphs": len(article.paragraphs),
        "n_sentences": len(sentences),
        "n_tokens": sum(len(s.tokens) for s in sentences),
        "n_quotes": len(article.attributions),
        "n_speakers": len({a.speaker for a in article.attributions} - {UNKNOWN}),
        "split": split,
    }


def paragraph_rows(layout: ArticleLayout) -> list[Row]:
    """Return a row of ``paragraphs`` per segment of an article, kept or dropped."""
    article = layout.article
    quotes: dict[int, list[str]] = {}
    for attribution in article.attributions:
        for paragraph in attributed_paragraphs(layout, attribution):
            quotes.setdefault(paragraph.position, []).append(_quote_id(article, attribution.id))
    return [_paragraph_row(layout, s, quotes.get(s.position, [])) for s in article.segments]


def _paragraph_row(layout: ArticleLayout, segment: Segment, quote_ids: list[str]) -> Row:
    shifted = layout.shift(segment.span) if segment.kept else None
    return {
        "paragraph_id": paragraph_id(layout.article, segment),
        "article_id": layout.article.id,
        "position": segment.position,
        "line": segment.line,
        "role": segment.role,
        "kept": segment.kept,
        "rule": segment.rule,
        "text": segment.span.of(layout.article.text),
        "raw_start": segment.start,
        "raw_end": segment.end,
        "start": shifted and shifted.start,
        "end": shifted and shifted.end,
        "quote_ids": quote_ids,
    }


def mark_row(layout: ArticleLayout, number: int, mark: Mark) -> Row:
    """Return the row of ``marks`` for a pair of quotation marks or a speech dash.

    Args:
        layout: the article.
        number: position of the mark in the article, from 0.
        mark: the mark.
    """
    shifted = layout.shift(Span(mark.start, mark.end))
    return {
        "mark_id": f"{layout.article.id}.m{number:03d}",
        "article_id": layout.article.id,
        "start": shifted.start,
        "end": shifted.end,
        "text": shifted.of(layout.text),
        "kind": mark.kind,
        "quote_id": None if mark.attribution is None else _quote_id(layout.article, mark.attribution),
    }


def speaker_rows(project: Project, quotes: Sequence[Row]) -> list[Row]:
    """Return a row of ``speakers`` per entry of the authority file, with counts over ``quotes``."""
    quoted = _grouped(quotes, "speaker_id")
    rows = []
    for speaker in project.speakers:
        own = quoted.get(speaker.id, [])
        aliases = [(code, name) for code, names in sorted(speaker.aliases.items()) for name in names]
        rows.append(
            {
                "speaker_id": speaker.id,
                "name": speaker.name,
                "kind": speaker.kind,
                "role": speaker.role,
                "affiliation": speaker.affiliation,
                "aliases": [{"language": code, "name": name} for code, name in aliases],
                "wikidata": speaker.wikidata,
                "focus": speaker.focus,
                "n_quotes": len(own),
                "n_articles": len(_distinct(own, "article_id")),
                "outlets": _distinct(own, "outlet"),
                "languages": _distinct(own, "language"),
            }
        )
    return rows


def utterance_rows(project: Project, quotes: Sequence[Row]) -> list[Row]:
    """Return a row of ``utterances`` per utterance of the project, with the quotes that render it."""
    rendered = _grouped(quotes, "utterance_id")
    split_of = project.splits_of()
    rows = []
    for utterance in project.utterances:
        own = rendered.get(utterance.id, [])
        rows.append(
            {
                "utterance_id": utterance.id,
                "speaker_id": utterance.speaker_id,
                "gloss": utterance.gloss,
                "parts": [{"id": p.id, "gloss": p.gloss, "holds": list(p.holds)} for p in utterance.parts],
                "primary_source": utterance.primary_source,
                "primary_url": utterance.primary_url,
                "quote_ids": _distinct(own, "quote_id"),
                "outlets": _distinct(own, "outlet"),
                "languages": _distinct(own, "language"),
                "splits": sorted({split_of[q["article_id"]] for q in own}),
            }
        )
    return rows


def paragraph_id(article: Article, segment: Segment) -> str:
    """Return the id of a paragraph in all tables."""
    return f"{article.id}.p{segment.position:03d}"


def _quote_id(article: Article, attribution: str) -> str:
    return f"{article.id}.{attribution}"


def _article_columns(source: Source | ArticleMetadata) -> Row:
    return {
        "article_id": source.id,
        "outlet": source.outlet,
        "language": source.language,
        "published_earliest": source.published_earliest,
        "published_latest": source.published_latest,
        "published_basis": source.published_basis,
    }


def _spans(layout: ArticleLayout, spans: Iterable[Span]) -> list[Row]:
    return [{"start": s.start, "end": s.end, "text": s.of(layout.text)} for s in map(layout.shift, spans)]


def _grouped(rows: Iterable[Row], column: str) -> dict[str | None, list[Row]]:
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _distinct(rows: Iterable[Row], column: str) -> list[str]:
    return sorted({row[column] for row in rows})
