"""Attributions as W3C Web Annotations: read back they are the same, and they are JSON-LD as the model asks."""

import json
from contextlib import suppress

from hypothesis import given
from pyld import jsonld
from support.export_readers import from_webannotation
from support.exported import articles, core, damages, gathered, released

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article, Attribution, Span
from corpus.release.formats import webannotation
from corpus.release.formats.article_rows import group_by_article

BASE = "https://example.org/one.jsonld"
#: What the model's own context (http://www.w3.org/ns/anno.jsonld) says of the terms that we use.
TERMS = {
    "oa": "http://www.w3.org/ns/oa#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Text": "http://purl.org/dc/dcmitype/Text",
    "Person": "foaf:Person",
    "Organization": "foaf:Organization",
    "identifying": "oa:identifying",
    "linking": "oa:linking",
    "tagging": "oa:tagging",
    "ltr": "oa:ltrDirection",
    "rtl": "oa:rtlDirection",
    **{
        term: {"@type": "@id", "@id": meaning}
        for term, meaning in {
            "body": "oa:hasBody",
            "target": "oa:hasTarget",
            "source": "oa:hasSource",
            "selector": "oa:hasSelector",
            "partOf": "as:partOf",
            "first": "as:first",
        }.items()
    },
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "textDirection": {"@type": "@vocab", "@id": "oa:textDirection"},
    "format": "dc:format",
    "language": "dc:language",
    "value": "rdf:value",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "name": "foaf:name",
    "label": "rdfs:label",
    **{
        term: {"@type": "xsd:nonNegativeInteger", "@id": meaning}
        for term, meaning in {
            "start": "oa:start", "end": "oa:end", "total": "as:totalItems", "startIndex": "as:startIndex"
        }.items()
    },
}  # fmt: skip


def load(url, options):
    assert url == "http://www.w3.org/ns/anno.jsonld"
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def bare(value):
    """A JSON value as compaction leaves it: a list of one thing is the thing, but for the list of items."""
    if isinstance(value, dict):
        return {k: [bare(i) for i in v] if k == "items" else bare(v) for k, v in value.items() if k != "@context"}
    if isinstance(value, list):
        return bare(value[0]) if len(value) == 1 else [bare(v) for v in value]
    return value


@given(of=articles)
def test_webannotation_round_trip(of):
    found = from_webannotation(webannotation.to_webannotation(of))
    assert core(found) == core(of.quotes)


@given(of=articles)
def test_selectors_select_the_words(of):
    """By place in code points and by what stands around, in the text that lies beside."""
    for item in json.loads(webannotation.to_webannotation(of))["first"]["items"]:
        for target in item["target"]:
            place, words = target["selector"]
            assert of.text[place["start"] : place["end"]] == words["exact"] != ""
            assert words["prefix"] + words["exact"] + words["suffix"] in of.text
            assert of.text[: place["start"]].endswith(words["prefix"])


def test_nothing_is_lost_to_a_reader_of_json_ld(built):
    """Expanded, where a term that the context lacks is dropped, and compacted again, the document is the same."""
    for of in group_by_article(built.rows, release="convoy17"):
        document = json.loads(webannotation.to_webannotation(of))
        found = jsonld.expand(document, {"documentLoader": load, "base": BASE})
        assert found[0]["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]
        assert found[0]["@id"] == f"{BASE}#collection"
        again = jsonld.compact(found, {"@context": TERMS}, {"base": BASE})
        del again["@context"]
        assert again == bare(document)


def test_webannotation_form():
    text = "“Go 😀 on,” said Ana."
    parts = [(Span(1, 9),), (Span(11, 15),), ()]
    quote = Attribution("q001", "direct", *parts, "Ana", None, "person", "named", rule="curated")
    of = gathered(released(Article("one", "en", text, plain_segments(text), (quote,))))
    content, cue = json.loads(webannotation.to_webannotation(of))["first"]["items"]
    assert (content["id"], content["motivation"]) == ("#one.q001", "identifying")
    assert content["body"][0]["source"] == {"name": "Ana", "type": "Person"}
    assert "type=direct" in [b.get("value") for b in content["body"]]
    (target,) = content["target"]
    assert target["source"]["id"] == "one.txt"
    assert target["source"]["dcterms:source"] == {"id": "https://example.org/a"}
    # The face is one code point, and two units of UTF-16.
    assert target["selector"][0] == {"type": "TextPositionSelector", "start": 1, "end": 9}
    assert target["selector"][1]["prefix"] == "“"
    assert (cue["id"], cue["motivation"]) == ("#one.q001.cue", "linking")
    assert cue["body"][1] == {"type": "SpecificResource", "purpose": "linking", "source": "#one.q001"}
    assert cue["target"][0]["selector"][0]["start"] == 11


@given(damage=damages('"{}[]:,#= 0aB'))
def test_any_damage_is_a_release_error(built, damage):
    data = webannotation.to_webannotation(group_by_article(built.rows, release="convoy17")[0])
    with suppress(ReleaseError):
        assert isinstance(from_webannotation(damage(data)), list)
