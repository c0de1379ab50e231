"""The table of variants: which pairs have a row, what they share, and parts that hold other parts."""

from dataclasses import replace

import pytest
from hypothesis import given
from support.paths import CONVOY
from support.strategies import texts

from corpus.align.renderings import RenderingParser
from corpus.checks.run import run_checks
from corpus.errors import ProjectError, ReleaseError
from corpus.project.project import load_project
from corpus.project.utterance_parts import part_faults, unit_parts
from corpus.records import Speaker, Utterance, UtterancePart
from corpus.release.load import load, read_rows
from corpus.release.manifest import read_manifest
from corpus.release.write import write_release
from corpus.tables.schema import SCHEMA_VERSION
from corpus.tables.variants import variant_rows

SPEAKERS = (
    Speaker("kari-moen", "Kari Moen", "person", aliases={"en": ("Kari Moen", "Moen"), "ar": ("كاري موين",)}),
    Speaker("harbour-board", "Harbour Board", "organisation",
            aliases={"en": ("the board",), "nb": ("havnestyret",)},
            descriptions={"en": ("the Wardens",)}),
)  # fmt: skip
DIVIDED = Utterance(
    "shut", None, "It is shut.",
    (
        UtterancePart("why", "Why."),
        UtterancePart("when", "When."),
        UtterancePart("who", "Who."),
        UtterancePart("why-and-when", "Both.", ("why", "when")),
        UtterancePart("most", "Nearly all.", ("why-and-when", "who")),
    ),
)  # fmt: skip


def quote(number, text, *, language="en", utterance="shut", part=None, **more):
    return {
        "quote_id": f"a{number}.q001", "article_id": f"a{number}", "language": language, "text": text, "type": "direct",
        "resolution": "named", "utterance_id": utterance, "utterance_part": part, "gloss": None,
    } | more  # fmt: skip


def variants(*quotes, utterances=(DIVIDED,)):
    project = replace(load_project(CONVOY), speakers=SPEAKERS, utterances=utterances)
    return variant_rows(project, quotes)


def test_pairs_that_share_no_part_are_no_variants():
    rows = variants(
        quote(1, "It leaks.", part="why"),
        quote(2, "From Monday.", part="when"),
        quote(3, "It leaks, from Monday.", part="why-and-when"),
        quote(4, "All is shut."),
        quote(5, "It is the crew.", part="who"),
    )
    assert {(r["first_quote_id"][:2], r["second_quote_id"][:2]): r["shared_parts"] for r in rows} == {
        ("a1", "a3"): ["why"],
        ("a1", "a4"): ["why"],
        ("a2", "a3"): ["when"],
        ("a2", "a4"): ["when"],
        ("a3", "a4"): ["why", "when"],
        ("a4", "a5"): ["who"],
    }
    assert rows[-1]["first_parts"] == ["why", "when", "who"]


def test_an_utterance_without_parts():
    whole = Utterance("shut", None, "It is shut.")
    (row,) = variants(quote(1, "It is shut."), quote(2, "It is closed."), utterances=(whole,))
    assert (row["first_parts"], row["second_parts"], row["shared_parts"]) == ([], [], [])


def test_unit_parts():
    assert unit_parts(DIVIDED, None) == ("why", "when", "who")
    assert unit_parts(DIVIDED, "most") == ("why", "when", "who")
    assert unit_parts(DIVIDED, "why-and-when") == ("why", "when")
    assert unit_parts(DIVIDED, "who") == ("who",)


def test_columns_of_a_pair():
    (row,) = variants(
        quote(1, "On 3 May [Anders] and Moen shut eleven gates, said Brant.", type="indirect", resolution="pronoun"),
        quote(2, "On 3 May Kari Moen shut 12 gates for the board."),
    )
    assert (row["same_article"], row["same_language"], row["same_type"]) == (False, True, False)
    assert (row["first_named"], row["second_named"]) == (False, True)
    assert row["numbers_kept"] == ["3", "month-5"]
    assert (row["numbers_first"], row["numbers_second"]) == (["11"], ["12"])
    assert row["names_kept"] == ["kari-moen"]
    assert (row["names_first"], row["names_second"]) == (["Anders", "Brant"], ["harbour-board"])
    assert [(e["operation"], e["first"], e["second"]) for e in row["edits"]][1] == (
        "swapped", "[Anders] and", "Kari",
    )  # fmt: skip
    edit = row["edits"][1]
    assert "On 3 May [Anders] and Moen"[edit["first_start"] : edit["first_end"]] == "[Anders] and"


def test_columns_across_languages():
    (row,) = variants(
        quote(1, "Kari Moen shut eleven gates of the board with Brant."),
        quote(2, "أغلقت كاري موين ١١ بوابة و20 جسرا", language="ar"),
    )
    assert row["similarity"] is None
    assert row["edits"] == []
    assert row["numbers_kept"] == ["11"]
    assert row["numbers_second"] == ["20"]
    assert row["names_kept"] == ["kari-moen"]
    # The board has no Arabic alias and Brant no Arabic letters: whether they are missing cannot be told.
    assert row["names_first"] == []


@pytest.mark.parametrize(
    ("first", "second", "wanted"),
    [
        # Where a sentence begins, a capital is no sign, but the word is there all the same.
        (("en", "Brant fell."), ("en", "The fall of Brant."), (["Brant"], [], [])),
        (("en", "They fell in Deir al-Zor."), ("nb", "De falt i Deir al-Zor."), (["Deir al-Zor"], [], [])),
        (("en", "He met Brant on Monday in May."), ("en", "He met nobody."), ([], ["Brant"], [])),
        (("en", "He met the Wardens."), ("en", "He met nobody."), ([], [], [])),
        (("en", "He met Brant."), ("nb", "Han møtte ingen."), ([], [], [])),
        (("en", "Moen left."), ("nb", "Kari Moen dro."), (["kari-moen"], [], [])),
    ],
)
def test_names(first, second, wanted):
    parser = RenderingParser(SPEAKERS)
    one, other = (parser.parse(text, code) for code, text in (first, second))
    assert parser.compare(one, other).names == wanted
    kept, alone, there = parser.compare(other, one).names
    assert (kept, there, alone) == wanted


def test_many_pairs_are_announced(run, own_copy, monkeypatch):
    assert "variants" not in run("build", "--project", own_copy, "--output", own_copy / "one").err
    monkeypatch.setattr("corpus.cli.build.MANY_PAIRS", 50)
    done = run("build", "--project", own_copy, "--output", own_copy / "two")
    assert done.code == 0
    assert done.err.startswith("note: up to ")


@given(texts, texts)
def test_what_is_shared_of_any_texts(first, second):
    """No number or name is listed twice, and the other order says the same."""
    parser = RenderingParser(SPEAKERS)
    one, other = (parser.parse(text, code) for code, text in (first, second))
    there, back = parser.compare(one, other), parser.compare(other, one)
    for (kept, alone, rest), (same, missing, left) in ((there.numbers, back.numbers), (there.names, back.names)):
        assert len({*kept, *alone, *rest}) == len(kept) + len(alone) + len(rest)
        assert (len(kept), alone, rest) == (len(same), left, missing)
    itself = parser.compare(one, one)
    assert itself.numbers == (list(one.numbers), [], [])
    assert itself.names[1:] == ([], [])


# Parts


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([("a", ()), ("a", ())], "the part 'a' is listed 2 times"),
        ([("a", ()), ("b", ("a", "c"))], "the part 'b' holds 'c', which is not a part"),
        ([("a", ()), ("b", ("a",))], "does not hold two different parts"),
        ([("a", ()), ("b", ("a", "a"))], "does not hold two different parts"),
        ([("a", ()), ("b", ("a", "b"))], "the part 'b' holds itself"),
        ([("a", ()), ("b", ("a", "c")), ("c", ("a", "b"))], "the part 'c' holds itself"),
    ],
)
def test_faults_of_parts(parts, message):
    utterance = Utterance("u", None, "G.", tuple(UtterancePart(i, "G.", holds) for i, holds in parts))
    assert any(message in fault for fault in part_faults(utterance))


def test_parts_without_fault():
    assert list(part_faults(DIVIDED)) == []


def test_faulty_parts_are_refused(own_copy):
    path = own_copy / "annotations" / "utterances.toml"
    path.write_text(
        path.read_text("utf-8").replace('holds = ["advance", "always"]', 'holds = ["advance", "never"]'), "utf-8"
    )
    with pytest.raises(ProjectError, match="holds 'never', which is not a part"):
        load_project(own_copy)
    (finding,) = [f for f in run_checks(own_copy) if f.level == "error"]
    assert (finding.id, finding.path, finding.level) == ("utterance-parts", path, "error")
    assert 'id = "braga-responsibility"' in path.read_text("utf-8").splitlines()[finding.line - 1]


# Releases of schema 1


OLD = CONVOY / "releases" / "0.2.0"


def test_old_release_is_read():
    assert read_manifest(OLD)["schema_version"] == 1 < SCHEMA_VERSION
    rows = read_rows(OLD)
    assert len(rows["variants"]) == len(load("variants", release=OLD)["full"]) > 0
    assert "shared_parts" not in rows["variants"][0]
    assert len(rows["quotes"]) == 57


def test_release_of_an_old_schema_is_not_written_over(project, articles, tmp_path):
    where = write_release(project, articles, output=tmp_path / "one").path
    path = where / "manifest.json"
    manifest = path.read_text("utf-8").replace(f'"schema_version": {SCHEMA_VERSION}', '"schema_version": 1')
    path.write_text(manifest.replace(read_manifest(where)["tables"]["variants"]["content_sha256"], "0" * 64), "utf-8")
    message = rf"other content in variants \(written with schema 1; the current schema is {SCHEMA_VERSION}\)"
    with pytest.raises(ReleaseError, match=message):
        write_release(project, articles, output=where)
