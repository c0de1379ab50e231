"""Who annotated, and what contents mean in English."""

import re
from dataclasses import replace

import pytest
from support.annotated import FILES, OWN

from corpus.project.annotated_articles import annotation_origin
from corpus.project.annotation_files import read_annotation
from corpus.project.project import read_source

#: A gloss has no such number of words in a row in common with an article: it is a translation of our own.
COPIED = 5
READ = {path.stem: read_annotation(path) for path in FILES}
LANGUAGES = {source.id: source.language for source in OWN.sources}


def words(text):
    return re.findall(r"\w+", text.casefold())


def runs(text):
    found = words(text)
    return {tuple(found[n : n + COPIED]) for n in range(len(found) - COPIED + 1)}


@pytest.fixture(scope="module")
def article_runs():
    return set().union(*(runs(read_source(OWN, source)) for source in OWN.sources))


@pytest.mark.parametrize(
    ("annotators", "origin", "expected"),
    [
        ("machine-generated", None, "model-annotated"),
        ("machine-generated", "human", "human"),
        ("expert-generated", None, "human"),
        ("expert-generated", "model-annotated", "model-annotated"),
    ],
)
def test_origin(annotators, origin, expected):
    annotation = replace(next(iter(READ.values())), origin=origin)
    assert annotation_origin(replace(OWN, annotators=annotators), annotation) == expected


def test_our_annotations_are_by_models():
    assert {annotation.origin for annotation in READ.values()} == {"model-annotated"}
    assert OWN.annotation_process.startswith("Annotated by two language models, not reviewed by a person.")


@pytest.mark.parametrize("name", READ)
def test_every_content_in_another_language_has_a_gloss(name):
    glossed = [a.id for a in READ[name].attributions if a.gloss]
    assert glossed == ([] if LANGUAGES[name] == "en" else [a.id for a in READ[name].attributions])


def test_glosses_are_not_copied(article_runs):
    glosses = [a.gloss for annotation in READ.values() for a in annotation.attributions if a.gloss]
    glosses += [utterance.gloss for utterance in OWN.utterances]
    glosses += [part.gloss for utterance in OWN.utterances for part in utterance.parts]
    assert len(glosses) == 34
    assert {gloss: runs(gloss) & article_runs for gloss in glosses if runs(gloss) & article_runs} == {}
    assert all(gloss.isascii() and gloss.strip() == gloss for gloss in glosses)
