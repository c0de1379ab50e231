"""Faults of annotations: each id has its example under tests/invalid, here are the cases behind one id."""

from dataclasses import replace

import pytest
from support.annotated import FILES, OWN

from corpus.errors import ProjectError
from corpus.io.toml import records_in
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import read_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.project import read_source
from corpus.records import Utterance, UtterancePart


def problems(annotation: Annotation, project=OWN) -> list[str]:
    source = next(s for s in project.sources if s.id == FILES[0].stem)
    found = annotation_problems(project, source, read_source(project, source), annotation)
    return [f"{p.id}: {p.error.message}" for p in found]


def changed(**changes) -> Annotation:
    good = read_annotation(FILES[0])
    first, *rest = good.attributions
    return replace(good, attributions=(replace(first, **changes), *rest))


CASES = [
    ({"id": "q002"}, "annotation-invalid: the id 'q002' is used 2 times"),
    ({"id": "Q 1"}, "annotation-invalid: invalid id 'Q 1'"),
    ({"medium": " "}, "annotation-invalid: q001: medium is an empty string"),
    ({"content": ()}, "annotation-invalid: q001 has no content"),
    ({"utterance": None, "part": "x"}, "annotation-invalid: q001 names a part, but no utterance"),
    ({"parent": "q001"}, "annotation-parent: q001 is inside itself by its parents"),
    ({"parent": "q011"}, "annotation-parent: q001 has a content that is not inside that of its parent q011"),
    ({"utterance": "never-said", "part": None}, "annotation-utterance-unknown: q001: unknown utterance"),
]


@pytest.mark.parametrize(("changes", "message"), CASES, ids=[m for _, m in CASES])
def test_fault(changes, message):
    (found,) = problems(changed(**changes))
    assert found.startswith(message)


def test_part_of_utterance():
    project = replace(OWN, utterances=(Utterance("u", None, "Gloss.", (UtterancePart("a", "Part."),)),))
    keep = {"utterance": None, "part": None}
    good = changed(**keep)
    plain = replace(good, attributions=tuple(replace(a, **keep) for a in good.attributions))

    def named(part: str) -> Annotation:
        first, *rest = plain.attributions
        return replace(plain, attributions=(replace(first, utterance="u", part=part), *rest))

    assert problems(named("a"), project) == []
    assert "has no part 'b'" in problems(named("b"), project)[0]


def test_a_speaker_without_an_entry_is_no_fault():
    assert problems(changed(speaker="Nobody")) == []


def test_unreviewed_is_work_in_progress():
    assert problems(replace(changed(utterance="never-said", part=None), status="unreviewed")) == []


def test_parts_in_toml(tmp_path):
    path = tmp_path / "utterances.toml"
    path.write_text('[[utterance]]\nid = "u"\ngloss = "G."\nparts = [{ id = "a", gloss = "A." }]\n')
    assert records_in(path, "utterance", Utterance) == (Utterance("u", None, "G.", (UtterancePart("a", "A."),)),)
    path.write_text('[[utterance]]\nid = "u"\ngloss = "G."\nparts = [{ id = "a" }]\n')
    with pytest.raises(ProjectError, match="the key 'gloss' is missing"):
        records_in(path, "utterance", Utterance)
