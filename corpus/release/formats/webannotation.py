"""An article's attributions as W3C Web Annotations (https://www.w3.org/TR/annotation-model/), and back.

Each content is an annotation that identifies its speaker; each cue and source is one that links to it. A target says
twice where it is, by place and by words, in the article text, which lies beside as plain text: our offsets count in it,
and not in the page that it came from. Places are code points, as the model asks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from corpus.errors import ReleaseError
from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.formats.article_rows import FIELDS, ArticleRows
from corpus.tables.rows import Row
from corpus.tables.schema import TAGGED

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
#: So many code points before and behind the words help to find them again where the text has changed.
_AROUND = 32
_KINDS = {"person": "Person", "organisation": "Organization", "group": "foaf:Group"}


_WIKIDATA = "http://www.wikidata.org/entity/"

Json = dict[str, Any]


def to_webannotation(of: ArticleRows) -> bytes:
    """The collection of an article's annotations, on one page, as JSON-LD."""
    items = [item for quote in of.quotes for item in _annotations(of, quote)]
    page = {
        "id": "#page",
        "type": "AnnotationPage",
        "partOf": "#collection",
        "startIndex": 0,
        "items": items,
    }
    collection = {
        "@context": CONTEXT,
        "id": "#collection",
        "type": "AnnotationCollection",
        "label": f"{of.article['title']} ({of.release}, {of.id})",
        "total": len(items),
        "first": page,
    }
    return (json.dumps(collection, ensure_ascii=False, indent=2) + "\n").encode()


def text_name(of: ArticleRows) -> str:
    """The file with the article text, that targets point to."""
    return f"{of.id}.txt"


def _annotations(of: ArticleRows, quote: Row) -> list[Json]:
    one = f"#{quote['quote_id']}"
    tags = [_tag(f"{name}={_plain(quote[name])}") for name in FIELDS if quote.get(name) is not None]
    targets = {part: [_target(of, s["start"], s["end"]) for s in quote[part]] for part in TAGGED}
    found = [_annotation(one, "identifying", body=[*_speaker(of, quote), *tags], target=targets["content"])]
    for part in TAGGED[1:]:
        if quote[part]:
            link = {"type": "SpecificResource", "purpose": "linking", "source": one}
            found.append(_annotation(f"{one}.{part}", "linking", body=[_tag(part), link], target=targets[part]))
    return found


def _annotation(one: str, motivation: str, *, body: list[Json], target: list[Json]) -> Json:
    return {"id": one, "type": "Annotation", "motivation": motivation, "body": body, "target": target}


def _tag(value: str) -> Json:
    return {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value}


def _plain(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _speaker(of: ArticleRows, quote: Row) -> list[Json]:
    if quote["speaker"] == UNKNOWN:
        return []
    known: Mapping[str, Any] = of.speakers.get(quote["speaker_id"], {})
    who: Json = {"id": f"#speaker.{quote['speaker_id']}"} if quote["speaker_id"] else {}
    if known.get("wikidata"):
        who = {"id": f"{_WIKIDATA}{known['wikidata']}"}
    who["name"] = quote["speaker"]
    if quote["speaker_kind"] in _KINDS:
        who["type"] = _KINDS[quote["speaker_kind"]]
    return [{"type": "SpecificResource", "purpose": "identifying", "source": who}]


def _target(of: ArticleRows, start: int, end: int) -> Json:
    text, language = of.text, of.article["language"]
    direction = load_language(language).direction
    return {
        "type": "SpecificResource",
        "source": {
            "id": text_name(of),
            "type": "Text",
            "format": "text/plain",
            "language": language,
            "textDirection": direction,
            "dcterms:source": {"id": of.article["url"]},
        },
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - _AROUND) : start],
                "suffix": text[end : end + _AROUND],
            },
        ],
    }


def from_webannotation(data: bytes) -> list[Row]:
    """The attributions in such a collection: id, spans and the columns of `corpus.release.formats.article_rows.FIELDS`.

    Raises:
        ReleaseError: it is none of ours.
    """
    try:
        items = json.loads(data)["first"]["items"]
        return _quotes(items)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as e:
        raise ReleaseError(f"this is no collection of ours ({e!r})", hint="Export it again") from e


def _quotes(items: list[Json]) -> list[Row]:
    quotes: dict[str, Row] = {}
    for item in items:
        spans = [_span(target) for target in item["target"]]
        values = [b["value"] for b in item["body"] if b["type"] == "TextualBody"]
        if item["motivation"] == "identifying":
            row = dict.fromkeys(FIELDS) | dict(value.split("=", 1) for value in values)
            row |= {"quote_id": item["id"].removeprefix("#"), **{part: [] for part in TAGGED}, "content": spans}
            row["confidence"] = None if row["confidence"] is None else float(row["confidence"])
            quotes[item["id"]] = row
        else:
            (part,) = values
            (link,) = (b["source"] for b in item["body"] if b["type"] == "SpecificResource")
            quotes[link][part] = spans
    return list(quotes.values())


def _span(target: Json) -> Row:
    place, words = target["selector"]
    return {"start": place["start"], "end": place["end"], "text": words["exact"]}
