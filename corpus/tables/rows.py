"""From a project and its articles to the rows of every table. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.errors import ReleaseError
from corpus.project.project import Project
from corpus.quotes.sentence import sentence_spans
from corpus.records import UNKNOWN, Article, ArticleMetadata, Attribution, Mark, Segment, Source, Span
from corpus.tables.layout import FAULT, Layout, attributed_paragraphs, inside, lay_out
from corpus.tables.schema import TABLES
from corpus.tables.sentences import Sentence, SentenceSpans, article_sentences, sentence_rows
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
    """The rows of every table, in the order of ``sources.toml`` whatever the order of ``articles``.

    Args:
        project: what they are articles of.
        articles: as they are released; see `corpus.project.annotated_articles.curated_articles`.
        predicted: as the tool alone annotates them, for the table ``predictions``; ``articles`` where None.
        sentences: what splits paragraphs.

    Raises:
        ReleaseError: a span leaves its paragraph, text is in no segment, an article or a parent is missing, or an id
            occurs twice: the tool has a bug.
    """
    pairs = _paired(project, articles)
    alone = [layout.article for _, layout in (pairs if predicted is None else _paired(project, predicted))]
    split = [(layout, article_sentences(layout, sentences)) for _, layout in pairs]
    split_of = project.splits_of()
    quotes = [row for source, layout in pairs for row in quote_rows(source, layout)]
    rows: dict[str, list[Row]] = {
        "quotes": quotes,
        "articles": [
            article_row(source, layout, split=split_of[source.id], sentences=found)
            for (source, layout), (_, found) in zip(pairs, split, strict=True)
        ],
        "paragraphs": [row for _, layout in pairs for row in paragraph_rows(layout)],
        "speakers": speaker_rows(project, quotes),
        "utterances": utterance_rows(project, quotes),
        "variants": variant_rows(project, quotes),
        "marks": [mark_row(layout, n, m) for _, layout in pairs for n, m in enumerate(layout.article.marks)],
        "predictions": [row for (s, a), b in zip(pairs, alone, strict=True) for row in prediction_rows(s, a, b)],
        "tokens": [row for layout, found in split for row in sentence_rows(layout, found)],
    }
    _check_ids(rows)
    return rows


def _paired(project: Project, articles: Iterable[Article]) -> list[tuple[Source, Layout]]:
    """Each source with its article laid out."""
    by_id = {a.id: a for a in articles}
    if by_id.keys() != {s.id for s in project.sources}:
        raise ReleaseError("the articles are not those of the project", path=project.root, hint=FAULT)
    return [(s, lay_out(by_id[s.id])) for s in project.sources]


def _check_ids(rows: Rows) -> None:
    """Refuse an id that occurs twice in a table, and a parent that is no quote."""
    for name, table in rows.items():
        ids = {row[TABLES[name].id_column] for row in table}
        if len(ids) < len(table):
            raise ReleaseError(f"an id occurs twice in the table {name}", hint=FAULT)
        parents = {row["parent_id"] for row in table} - {None} if "parent_id" in TABLES[name].schema.names else set()
        if parents - ids:
            raise ReleaseError(f"no such parents: {', '.join(sorted(parents - ids))}", hint=FAULT)


def quote_rows(source: Source | ArticleMetadata, layout: Layout) -> list[Row]:
    """A row for each attribution of an article."""
    return [_quote_row(source, layout, a) for a in layout.article.attributions]


def prediction_rows(source: Source, layout: Layout, found: Article) -> list[Row]:
    """A row for each attribution that the tool alone found, its offsets in the released article text.

    One that stands in a line which people dropped has no place in that text and is left out; the check
    ``prediction-outside`` names it.
    """
    there = [a for a in found.attributions if inside(layout, a)]
    ids = {a.id for a in there}
    kept = [replace(a, origin="predicted", parent=a.parent if a.parent in ids else None) for a in there]
    return quote_rows(source, replace(layout, article=replace(layout.article, attributions=tuple(kept))))


def _quote_row(source: Source | ArticleMetadata, layout: Layout, attribution: Attribution) -> Row:
    article, a = layout.article, attribution
    paragraphs = attributed_paragraphs(layout, a)
    return {
        "quote_id": _quote_id(article, a.id),
        **_article_columns(source),
        "type": a.type,
        "text": article.words_of(a.content),
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
        "confidence": a.confidence,
    }


def article_row(
    source: Source | ArticleMetadata, layout: Layout, *, split: str | None, sentences: Sequence[Sentence]
) -> Row:
    """The row of an article; ``sentences`` are those of its text proper."""
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


def paragraph_rows(layout: Layout) -> list[Row]:
    """A row for each segment of an article, kept or dropped."""
    article = layout.article
    quotes: dict[int, list[str]] = {}
    for attribution in article.attributions:
        for paragraph in attributed_paragraphs(layout, attribution):
            quotes.setdefault(paragraph.position, []).append(_quote_id(article, attribution.id))
    return [_paragraph_row(layout, s, quotes.get(s.position, [])) for s in article.segments]


def _paragraph_row(layout: Layout, segment: Segment, quote_ids: list[str]) -> Row:
    place = layout.shift(segment.span) if segment.kept else None
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
        "start": place and place.start,
        "end": place and place.end,
        "quote_ids": quote_ids,
    }


def mark_row(layout: Layout, number: int, mark: Mark) -> Row:
    """The row of one pair of quotation marks, or speech dash."""
    place = layout.shift(Span(mark.start, mark.end))
    return {
        "mark_id": f"{layout.article.id}.m{number:03d}",
        "article_id": layout.article.id,
        "start": place.start,
        "end": place.end,
        "text": place.of(layout.text),
        "kind": mark.kind,
        "quote_id": None if mark.attribution is None else _quote_id(layout.article, mark.attribution),
    }


def speaker_rows(project: Project, quotes: Sequence[Row]) -> list[Row]:
    """A row for each speaker of the authority file, with counts over the quotes."""
    rows, quoted = [], _grouped(quotes, "speaker_id")
    for speaker in project.speakers:
        own = quoted.get(speaker.id, [])
        rows.append(
            {
                "speaker_id": speaker.id,
                "name": speaker.name,
                "kind": speaker.kind,
                "role": speaker.role,
                "affiliation": speaker.affiliation,
                "aliases": [{"language": c, "name": n} for c, names in sorted(speaker.aliases.items()) for n in names],
                "wikidata": speaker.wikidata,
                "focus": speaker.focus,
                "n_quotes": len(own),
                "n_articles": len(_values(own, "article_id")),
                "outlets": _values(own, "outlet"),
                "languages": _values(own, "language"),
            }
        )
    return rows


def utterance_rows(project: Project, quotes: Sequence[Row]) -> list[Row]:
    """A row for each utterance, with the quotes that render it."""
    rows, rendered, split_of = [], _grouped(quotes, "utterance_id"), project.splits_of()
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
                "quote_ids": _values(own, "quote_id"),
                "outlets": _values(own, "outlet"),
                "languages": _values(own, "language"),
                "splits": sorted({split_of[q["article_id"]] for q in own}),
            }
        )
    return rows


def paragraph_id(article: Article, segment: Segment) -> str:
    """The id of a paragraph in all tables."""
    return f"{article.id}.p{segment.position:03d}"


def _quote_id(article: Article, attribution: str) -> str:
    return f"{article.id}.{attribution}"


def _article_columns(source: Source | ArticleMetadata) -> Row:
    columns = ("outlet", "language", "published_earliest", "published_latest", "published_basis")
    return {"article_id": source.id, **{name: getattr(source, name) for name in columns}}


def _spans(layout: Layout, spans: Iterable[Span]) -> list[Row]:
    return [{"start": s.start, "end": s.end, "text": s.of(layout.text)} for s in map(layout.shift, spans)]


def _grouped(rows: Iterable[Row], column: str) -> dict[str | None, list[Row]]:
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def _values(rows: Iterable[Row], column: str) -> list[str]:
    return sorted({row[column] for row in rows})
