"""Sentences in CoNLL-U Plus: read back they are the same, and the format's library reads them."""

import io
from contextlib import suppress

import conllu
from hypothesis import given
from support.export_readers import from_conll
from support.exported import articles, damages

from corpus.errors import ReleaseError
from corpus.release.formats import conll
from corpus.release.formats.article_rows import group_by_article
from corpus.tables.schema import BIO_LABELS, TAGGED_PARTS


@given(of=articles)
def test_conll_round_trip(of):
    assert from_conll(conll.to_conll(of)) == list(of.tokens)


@given(of=articles)
def test_conll_by_its_library(of):
    """The library `conllu`, which knows nothing of us, finds words, places and tags by the names of the columns."""
    found = [s for s in conllu.parse_incr(io.StringIO(conll.to_conll(of).decode(), newline="\n")) if s]
    assert len(found) == len(of.tokens)
    for sentence, row in zip(found, of.tokens, strict=True):
        assert sentence.metadata["sent_id"] == row["sentence_id"]
        assert [word["form"] for word in sentence] == row["tokens"]
        assert [int(word["corpus:start"]) for word in sentence] == row["starts"]
        assert [int(word["corpus:end"]) for word in sentence] == row["ends"]
        for part in TAGGED_PARTS:
            assert [BIO_LABELS[part].index(word[f"corpus:{part}"]) for word in sentence] == row[f"{part}_tags"]


def test_conll_form(built):
    of = group_by_article(built.rows, release="convoy17")[0]
    first, second, third, *_ = conllu.parse(conll.to_conll(of).decode())
    assert first.metadata["newdoc id"] == of.id
    assert first.metadata["split"] == of.article["split"]
    assert first.metadata["newpar id"] == of.tokens[0]["paragraph_id"]
    assert "newdoc id" not in second.metadata | third.metadata
    assert first.metadata["text"] == of.text[of.tokens[0]["starts"][0] : of.tokens[0]["ends"][-1]]


@given(damage=damages("#=\t\n0aB_ "))
def test_any_damage_is_a_release_error(built, damage):
    data = conll.to_conll(group_by_article(built.rows, release="convoy17")[0])
    with suppress(ReleaseError):
        assert isinstance(from_conll(damage(data)), list)
