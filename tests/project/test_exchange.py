"""Annotations into the formats of annotation tools and back: nothing lost, nothing foreign taken."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.annotated import annotated
from support.paths import CONVOY
from typer.testing import CliRunner

from corpus.cli.app import app
from corpus.errors import ProjectError
from corpus.project.annotation import Annotation, CuratedAttribution, LineRole, TextSpan
from corpus.project.annotation_files import annotation_files, read_annotation
from corpus.project.exchange.formats import FORMATS, export_annotation, import_annotation
from corpus.project.project import find_source, load_project, read_source

RUNNER = CliRunner()
EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS.values(), ids=lambda f: f.name)
PLACE = Path("one.x")
_COALITION = "Combined Joint Task Force – Operation Inherent Resolve"
TEXT = "“Go 😀 on,” said Ana.\n\nBye."


def _one(**changes) -> Annotation:
    spans = {"content": (1, 8), "cue": (11, 15), "source": (16, 19)}
    parts = {name: (TextSpan(a, b, TEXT[a:b]),) for name, (a, b) in spans.items()}
    row = CuratedAttribution("q001", "direct", **parts, speaker="Ana", speaker_kind="person", resolution="named",
                             medium=None, via=None, parent=None, utterance=None, part=None, note="")  # fmt: skip
    roles = (LineRole(1, "body"), LineRole(3, "body"))
    return Annotation("one", "0" * 64, "reviewed", roles, (replace(row, **changes),), (), ())


@EVERY_FORMAT
@given(made=annotated())
@example(made=(TEXT, _one(note="ends in a backslash \\", medium="a\nb")))
@example(made=(TEXT, _one(speaker="_", via="*", note="[3]")))
def test_round_trip(form, made):
    text, annotation = made
    assert form.read(form.write(annotation, text), text, path=PLACE) == annotation


@EVERY_FORMAT
def test_own_corpus(form, tmp_path):
    project = load_project(CONVOY)
    for path in annotation_files(project):
        annotation = read_annotation(path)
        text = read_source(project, find_source(project, annotation.article_id))
        first, *_ = export_annotation(annotation, text, form=form, folder=tmp_path)
        assert import_annotation(first, text, form=form) == annotation


def test_brat_form():
    ann = FORMATS["brat"].write(_one(), TEXT)
    assert "T4\tContent 1 8\tGo 😀 on\nT5\tCue 11 15\tsaid\nR1\tCue Arg1:T4 Arg2:T5\t\n" in ann
    assert "A1\tType T4 direct\n" in ann
    assert all(len(line.split("\t")) in (2, 3) for line in ann.splitlines())


def test_brat_discontinuous():
    content = (TextSpan(1, 3, "Go"), TextSpan(22, 25, "Bye"))
    assert "\tContent 1 3;22 25\tGo Bye\n" in FORMATS["brat"].write(_one(content=content), TEXT)


def test_webanno_counts_utf_16_units():
    tsv = FORMATS["webanno-tsv"].write(_one(), TEXT)
    assert "#Text=“Go 😀 on,” said Ana.\n" in tsv
    # The face is two units long, so everything behind it is one further than in code points.
    assert "\n1-3\t4-6\t😀\t" in tsv
    assert "\n1-7\t12-16\tsaid\t" in tsv


def test_brat_takes_what_an_annotator_adds():
    added = "T90\tContent 22 25\tBye\nT91\tCue 22 25\tBye\nR90\tCue Arg1:T90 Arg2:T91\t\n#90\tAnnotatorNotes T90\tnew\n"
    with pytest.raises(ProjectError, match="the attribution at 22 has no type, speaker, speaker_kind, resolution"):
        FORMATS["brat"].read(FORMATS["brat"].write(_one(), TEXT) + added, TEXT, path=PLACE)
    draft = replace(_one(), status="unreviewed")
    found = FORMATS["brat"].read(FORMATS["brat"].write(draft, TEXT) + added, TEXT, path=PLACE)
    first, second = found.attributions
    assert first == _one().attributions[0]
    assert (second.id, second.type, second.speaker, second.note) == ("q002", "indirect", "unknown", "new")
    assert [s.text for s in second.cue] == ["Bye"]


def test_webanno_takes_parts_of_words_and_other_layers():
    tsv = FORMATS["webanno-tsv"].write(_one(), TEXT)
    head, body = tsv.split("\n\n\n")
    changed = [f"{line}_\t" if line[:1].isdigit() else line for line in body.split("\n")]
    empty = "\t".join(["_"] * 5 + ["_"] + ["_"] * 12 + ["q001"] + ["_"] * 2)
    at = next(n for n, line in enumerate(changed) if line.startswith("2-1\t"))
    changed.insert(at + 1, f"2-1.1\t23-25\tBy\t{empty}\t")
    other = "\n".join([head, "#T_SP=some.other.Layer|value", "", "", *changed])
    found = FORMATS["webanno-tsv"].read(other, TEXT, path=PLACE)
    assert [s.text for s in found.attributions[0].cue] == ["said", "By"]
    assert replace(found.attributions[0], cue=_one().attributions[0].cue) == _one().attributions[0]


# Format, what is replaced in the file, by what, and what the message says.
REFUSED = [
    ("brat", "Content 1 8", "Content 1 800", "the place is not in the text"),
    ("brat", "T4\tContent", "T4\tTopic", "unknown type 'Topic'"),
    ("brat", "R1\tCue Arg1:T4 Arg2:T5\t\n", "", "the Cue at 11 belongs to no content"),
    ("brat", "A1\tType T4 direct", "A1\tType T4 loud", "attributions[0].type is not one of direct"),
    ("brat", "A1\tType", "E1\tType:T1", "unknown kind of line"),
    ("brat", "Role_body 0 ", "Role_body 1 ", "the role at 1 does not start a line"),
    ("brat", "\tSha256 T1", "\tSha T1", "there is a 'Sha' of T1"),
    ("webanno-tsv", "TSV 3.3", "TSV 2", "this is not WebAnno TSV 3"),
    ("webanno-tsv", "\tsaid\t", "\tsays\t", "the word 'says' is not the text of the source"),
    ("webanno-tsv", "Quotation", "Citation", "the article of the document is missing"),
    ("webanno-tsv", "#T_SP=webanno.custom.QuotationCue", "#T_RL=webanno.custom.QuotationCue", "is not a span layer"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "message"), REFUSED, ids=[r[3] for r in REFUSED])
def test_refused(name, old, new, message):
    data = FORMATS[name].write(_one(), TEXT)
    assert old in data
    with pytest.raises(ProjectError) as caught:
        FORMATS[name].read(data.replace(old, new), TEXT, path=PLACE)
    assert message in str(caught.value)
    assert str(caught.value).startswith("one.x")


@EVERY_FORMAT
@given(place=st.floats(0, 1), cut=st.integers(0, 9), put=st.text("TRA#1 \t\n|[]*_0", max_size=5))
def test_any_damage_is_a_project_error(form, place, cut, put):
    data = form.write(_one(), TEXT)
    at = int(place * len(data))
    with suppress(ProjectError):
        assert isinstance(form.read(data[:at] + put + data[at + cut :], TEXT, path=PLACE), Annotation)


def test_brat_for_another_text(tmp_path):
    (tmp_path / "one.ann").write_text(FORMATS["brat"].write(_one(), TEXT))
    (tmp_path / "one.txt").write_text("other")
    with pytest.raises(ProjectError, match="the text is not that of the source"):
        import_annotation(tmp_path / "one.ann", TEXT, form=FORMATS["brat"])


@EVERY_FORMAT
def test_commands(form, tmp_path, own_copy):
    article = "newsweek-20170913"
    place = ["--project", str(own_copy), "--format", form.name]
    result = RUNNER.invoke(app, ["export", article, "--output", str(tmp_path / "out"), *place])
    assert result.exit_code == 0, result.output
    file = tmp_path / "out" / f"{article}{form.suffix}"
    assert "unchanged" in RUNNER.invoke(app, ["import", str(file), *place]).output
    changed = file.read_text(encoding="utf-8").replace(_COALITION, "Robert Fisk")
    file.write_text(changed, encoding="utf-8")
    assert "Overwrite it with --force" in str(RUNNER.invoke(app, ["import", str(file), *place]).exception)
    assert RUNNER.invoke(app, ["import", str(file), *place, "--force"]).exit_code == 0
    path = own_copy / "annotations" / f"{article}.json"
    assert {a.speaker for a in read_annotation(path).attributions} >= {"Robert Fisk"}
    file.write_text(changed.replace("Robert Fisk", "Nobody Known"), encoding="utf-8")
    assert RUNNER.invoke(app, ["import", str(file), *place, "--force"]).exit_code == 0
    assert {a.speaker for a in read_annotation(path).attributions} >= {"Nobody Known"}


def test_unknown_format(tmp_path):
    result = RUNNER.invoke(app, ["export", "x", "--format", "word", "--output", str(tmp_path)])
    assert result.exit_code == 2
    assert "brat, webanno-tsv" in result.output
