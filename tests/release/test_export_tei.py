"""Articles in TEI P5: valid, the text to the code point, and the same attributions and marks read back."""

import os
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import example, given
from lxml import etree
from support.exported import articles, core, damages, gathered, released
from support.paths import SUPPORT
from support.tei_reader import ReadArticle, from_tei

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article, Attribution, Mark, Span
from corpus.release.formats.article_rows import group_by_article
from corpus.release.formats.tei import to_tei

OWN_SCHEMA = SUPPORT / "tei.rng"
SCHEMAS = [etree.RelaxNG(etree.parse(p)) for p in (OWN_SCHEMA, os.environ.get("TEI_SCHEMA")) if p]
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TEXT = "“Go 😀 on,” said Ana, as Bo says."


def make(text, *attributions, marks=(), language="en", **changes):
    article = Article("one", language, text, plain_segments(text), tuple(attributions), tuple(marks))
    return gathered(released(article, **changes))


def said(one, content, *, cue=(), source=(), **changes):
    parts = [tuple(Span(*place) for place in places) for places in (content, cue, source)]
    row = {"speaker": "Ana", "speaker_id": None, "speaker_kind": "person", "resolution": "named", "rule": "curated"}
    return Attribution(one, "direct", *parts, **row | changes)


def tree(of):
    return etree.fromstring(to_tei(of))


def assert_valid(document):
    for schema in SCHEMAS:
        schema.assertValid(document)
    ids = [e.get(XML_ID) for e in document.iter() if e.get(XML_ID)]
    assert len(ids) == len(set(ids))
    pointed = {
        e.get(a)[1:] for e in document.iter() for a in ("who", "ana", "next", "prev", "corresp", "fVal") if e.get(a)
    }
    assert pointed <= set(ids)


@given(of=articles)
@example(of=make(TEXT, said("q001", [(1, 8)], speaker="a\r\x01b", medium=" \x1f ")))
def test_round_trip(of):
    document = to_tei(of)
    assert_valid(etree.fromstring(document))
    read = from_tei(document)
    assert read.id == of.id
    assert read.text == of.text
    assert core(read.quotes) == core(of.quotes)
    assert read.marks == list(of.marks)


def test_own_corpus(built):
    for of in group_by_article(built.rows, release="convoy17"):
        document = tree(of)
        assert_valid(document)
        assert core(from_tei(to_tei(of)).quotes) == core(of.quotes)
        blocks = document.xpath("//t:body//t:p | //t:body//t:head", namespaces=TEI)
        assert ["".join(b.itertext()) for b in blocks] == [p["text"] for p in of.paragraphs]


def test_form():
    quote = said("q001", [(1, 9)], cue=[(11, 15)], source=[(16, 19)])
    document = to_tei(make(TEXT, quote, marks=[Mark(0, 10, "quotation", "q001")])).decode()
    assert (
        '<p xml:id="paragraph.p000" xml:space="preserve">'
        '<quote xml:id="mark.m000.1" n="1" type="quotation" corresp="#attribution.q001">“'
        '<said xml:id="content.q001.1" n="1" direct="true" ana="#attribution.q001" who="#named.0">'
        "Go 😀 on,</said>”</quote> "
        '<seg xml:id="cue.q001.1" n="1" type="cue" ana="#attribution.q001">said</seg> '
        '<seg xml:id="source.q001.1" n="1" type="source" ana="#attribution.q001">Ana</seg>, as Bo says.</p>'
    ) in document
    assert "<persName>Ana</persName>" in document


def test_parts_are_chained():
    document = tree(make(TEXT, said("q001", [(1, 3), (21, 26)])))
    first, second = document.iterfind(".//t:said", TEI)
    assert (first.get("next"), second.get("prev")) == ("#content.q001.2", "#content.q001.1")
    assert (first.get("prev"), second.get("next")) == (None, None)
    assert [e.get("n") for e in (first, second)] == ["1", "2"]


def test_what_crosses_is_cut_and_chained():
    of = make(TEXT, said("q001", [(1, 15)]), said("q002", [(11, 19)]))
    pieces = [(e.get("ana"), e.get("n"), e.text) for e in tree(of).iterfind(".//t:said", TEI)]
    assert pieces == [
        ("#attribution.q001", "1", "Go 😀 on,” "),
        ("#attribution.q002", "1", "said"),
        ("#attribution.q002", "1", " Ana"),
    ]
    assert core(from_tei(to_tei(of)).quotes) == core(of.quotes)


def test_nested():
    """An attribution inside another's content stands inside its element, and names its parent."""
    of = make(TEXT, said("q001", [(1, 32)]), said("q002", [(11, 19)], cue=[(27, 31)], source=[(24, 26)], parent="q001"))
    document = tree(of)
    (inner,) = document.xpath("//t:said//t:said", namespaces=TEI)
    assert inner.get("ana") == "#attribution.q002"
    assert document.xpath("//t:f[@name='parent_id']/@fVal", namespaces=TEI) == ["#attribution.q001"]


def test_content_inside_a_source():
    of = make(TEXT, said("q001", [(1, 8)], source=[(16, 32)]), said("q002", [(21, 26)]))
    document = tree(of)
    assert_valid(document)
    assert document.xpath("string(//t:seg[@type='source']/t:said)", namespaces=TEI) == "as Bo"


def test_nobody_known():
    of = make(TEXT, said("q001", [(1, 8)], speaker="unknown", speaker_kind="unknown", resolution="unknown"))
    document = tree(of)
    assert document.find(".//t:said", TEI).get("who") is None
    assert document.find(".//t:listPerson", TEI) is None
    assert_valid(document)


def test_what_xml_cannot_hold():
    of = make("a\x01b\ufffe\tc", said("q001", [(1, 4)]))
    document = tree(of)
    assert document.xpath("//t:g/@n", namespaces=TEI) == ["U+0001", "U+FFFE"]
    assert from_tei(to_tei(of)).quotes[0]["content"] == [{"start": 1, "end": 4, "text": "\x01b\ufffe"}]


def test_directions():
    assert tree(make("قال")).find("t:text", TEI).get("style") is None
    of = make("قال", language="ar")
    text = tree(of).find("t:text", TEI)
    assert text.get("style") == "direction: rtl"
    assert text.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"


def test_header():
    document = tree(make(TEXT, title="A & B", rights="Of <nobody>."))
    assert document.xpath("//t:titleStmt/t:title/text()", namespaces=TEI) == ["A & B"]
    assert document.xpath("//t:availability/t:p/text()", namespaces=TEI) == ["Of <nobody>."]
    assert document.xpath("//t:bibl/t:idno[@type='URL']/text()", namespaces=TEI) == ["https://example.org/a"]
    assert document.xpath("//t:bibl/t:date/@notBefore", namespaces=TEI) == ["2026-05-03"]


def test_headings_open_divisions():
    roles = ["caption", "headline", "deck", "body", "caption", "subheading", "body", "headline", "body"]
    text = "\n".join(roles)
    segments = plain_segments(text)
    made = tuple(replace(s, role=role) for s, role in zip(segments, roles, strict=True))
    document = tree(gathered(released(Article("one", "en", text, made))))
    assert_valid(document)
    shape = [[c.tag.rpartition("}")[2] for c in div] for div in document.iterfind(".//t:div", TEI)]
    assert shape == [["figure", "head", "head", "p", "figure", "div", "div"], ["head", "p"], ["head", "p"]]


@given(damage=damages('<>/&;"=n #gU+1. '))
def test_any_damage_is_a_release_error(damage):
    data = to_tei(make(TEXT, said("q001", [(1, 8)], cue=[(11, 15)])))
    with suppress(ReleaseError):
        assert isinstance(from_tei(damage(data)), ReadArticle)


def test_no_document_of_ours():
    with pytest.raises(ReleaseError, match="this is no TEI document of ours"):
        from_tei(b"<TEI/>")
