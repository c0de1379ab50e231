"""Write an article's attributions as W3C Web Annotations (https://www.w3.org/TR/annotation-model/).

Each content is an annotation that identifies its speaker; each cue and source is one that links to it. Targets are in
the article text, which is written as a plain text file next to the annotations: offsets count in it, and not in the
original page. A target gives its place twice, by offsets in code points, as the model requires, and by words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.formats.article_rows import QUOTE_FIELDS, ArticleRows
from corpus.tables.rows import Row
from corpus.tables.schema import TAGGED_PARTS

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: Code points before and after the words, by which they are found again where the text has changed.
_CONTEXT_LENGTH = 32
_KINDS = {"person": "Person", "organisation": "Organization", "group": "foaf:Group"}
_WIKIDATA = "http://www.wikidata.org/entity/"

Json = dict[str, Any]


def to_webannotation(rows: ArticleRows) -> bytes:
    """Write the annotations of an article as a JSON-LD collection with one page.

    Args:
        rows: the rows of the article.

    Returns:
        UTF-8.
    """
    items = [item for quote in rows.quotes for item in _annotations(rows, quote)]
    page = {
        "id": "#page",
        "type": "AnnotationPage",
        "partOf": "#collection",
        "startIndex": 0,
        "items": items,
    }
    identified = f"{rows.release}, {rows.id}"
    if rows.article["title"]:
        identified = f"{rows.article['title']} ({identified})"
    collection = {
        "@context": CONTEXT,
        "id": "#collection",
        "type": "AnnotationCollection",
        "label": identified,
        "total": len(items),
        "first": page,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=2) + "\n").encode()


def text_name(rows: ArticleRows) -> str:
    """Return the name of the file with the article text, to which targets point."""
    return f"{rows.id}.txt"


def _annotations(rows: ArticleRows, quote: Row) -> list[Json]:
    quote_id = f"#{quote['quote_id']}"
    fields = [_tag(f"{name}={_plain(quote[name])}") for name in QUOTE_FIELDS if quote.get(name) is not None]
    targets = {part: [_target(rows, span["start"], span["end"]) for span in quote[part]] for part in TAGGED_PARTS}
    body = [*_speaker(rows, quote), *fields]
    annotations = [_annotation(quote_id, "identifying", body=body, target=targets["content"])]
    for part in TAGGED_PARTS[1:]:
        if targets[part]:
            link = {"type": "SpecificResource", "purpose": "linking", "source": quote_id}
            annotation_id = f"{quote_id}.{part}"
            annotations.append(_annotation(annotation_id, "linking", body=[_tag(part), link], target=targets[part]))
    return annotations


def _annotation(annotation_id: str, motivation: str, *, body: list[Json], target: list[Json]) -> Json:
    return {"id": annotation_id, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value}


def _plain(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _speaker(rows: ArticleRows, quote: Row) -> list[Json]:
    """The body that identifies the speaker, empty for an unknown one."""
    if quote["speaker"] == UNKNOWN:
        return []
    listed: Mapping[str, Any] = rows.speakers.get(quote["speaker_id"], {})
    speaker: Json = {}
    if listed.get("wikidata"):
        speaker["id"] = f"{_WIKIDATA}{listed['wikidata']}"
    elif quote["speaker_id"]:
        speaker["id"] = f"#speaker.{quote['speaker_id']}"
    speaker["name"] = quote["speaker"]
    if quote["speaker_kind"] in _KINDS:
        speaker["type"] = _KINDS[quote["speaker_kind"]]
    return [{"type": "SpecificResource", "purpose": "identifying", "source": speaker}]


def _target(rows: ArticleRows, start: int, end: int) -> Json:
    text, language, url = rows.text, rows.article["language"], rows.article["url"]
    source: Json = {
        "id": text_name(rows),
        "type": "Text",
        "format": "text/plain",
        "language": language,
        "textDirection": load_language(language).direction,
    }
    if url:
        source["dcterms:source"] = {"id": url}
    return {
        "type": "SpecificResource",
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _CONTEXT_LENGTH) : start],
                "suffix": text[end : end + _CONTEXT_LENGTH],
            },
        ],
    }
