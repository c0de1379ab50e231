"""The made-up releases hold what tests of scale and of hostility are about, so that those tests mean something."""

from collections import Counter
from pathlib import PurePosixPath

import pytest
from support.generated import OFTEN, write_generated
from support.hostile import LONG, NAMES, PAYLOADS, write_hostile

from corpus.release.load import read_rows
from corpus.release.manifest import read_manifest


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    return read_rows(write_generated(tmp_path_factory.mktemp("generated") / "release", articles=120))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return read_rows(write_hostile(tmp_path_factory.mktemp("hostile") / "release"))


def test_offsets(generated, hostile):
    for rows in (generated, hostile):
        texts = {a["article_id"]: a["text"] for a in rows["articles"]}
        for quote in rows["quotes"]:
            spans = [s for part in ("content", "cue", "source") for s in quote[part]]
            assert spans
            assert all(texts[quote["article_id"]][s["start"] : s["end"]] == s["text"] for s in spans)


def test_variety(generated):
    quotes = generated["quotes"]
    assert {q["type"] for q in quotes} == {"direct", "indirect", "mixed"}
    assert {q["language"] for q in quotes} == {"en", "nb", "ar"}
    assert len({q["outlet"] for q in quotes}) == 60
    assert len({q["speaker"] for q in quotes if q["speaker_id"] is None}) > 300
    assert Counter(q["speaker_id"] for q in quotes).most_common(2)[1][1] > len(quotes) / 20
    assert {q["resolution"] for q in quotes} == {"named", "pronoun", "description", "implied", "unknown"}
    assert max(Counter(q["utterance_id"] for q in quotes if q["utterance_id"]).values()) == OFTEN
    assert any(q["parent_id"] for q in quotes)
    assert any(len(q["content"]) > 1 for q in quotes)
    assert any(not q["source"] for q in quotes)
    assert {True, False} == {p["kept"] for p in generated["paragraphs"]}
    assert generated["variants"]


def test_the_same_again(tmp_path):
    first, second, other = (
        read_manifest(write_generated(tmp_path / str(i), articles=8, seed=s)) for i, s in enumerate((1, 1, 2))
    )
    assert first == second
    assert first["content_sha256"] != other["content_sha256"]


def test_hostile_strings_are_everywhere(hostile):
    """Each payload is in every column that can hold any text."""
    free = {
        "quotes": ("outlet", "speaker", "medium", "via", "utterance_part", "rule", "published_basis"),
        "articles": ("outlet", "country", "title", "url", "rights", "published_basis"),
        "paragraphs": ("role", "rule"),
        "speakers": ("name", "role", "affiliation", "wikidata"),
        "utterances": ("gloss", "primary_source", "primary_url"),
    }
    for table, columns in free.items():
        for column in columns:
            assert set(PAYLOADS.values()) <= {row[column] for row in hostile[table]}, (table, column)
    for payload in PAYLOADS.values():
        assert any(payload in q["text"] and payload in q["source_text"] for q in hostile["quotes"])
        assert any(payload in p["text"] and not p["kept"] for p in hostile["paragraphs"])
    for table, column in (("articles", "article_id"), ("speakers", "speaker_id"), ("utterances", "utterance_id")):
        assert set(NAMES) <= {row[column] for row in hostile[table]}
    assert any(".." in PurePosixPath(name).parts for name in NAMES)


def test_hostile_shapes(hostile):
    articles = {a["article_id"]: a for a in hostile["articles"]}
    assert articles["shape-long"]["n_paragraphs"] == LONG
    assert articles["shape-unquoted"]["n_quotes"] == 0
    assert articles["shape-dropped"]["n_paragraphs"] == 0
    assert articles["shape-nothing"]["raw_text"] == ""
    assert any(q["parent_id"] == q["quote_id"] for q in hostile["quotes"])
