"""The data card: what the Hub's own class reads, what the build counts, and what a project says of itself."""

import json
import re
from dataclasses import replace

import pytest
from huggingface_hub import DatasetCard, DatasetCardData
from support.paths import CONVOY

from corpus.errors import ProjectError
from corpus.project.card_notes import NOTES_FILE, SECTIONS, read_notes
from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.release.manifest import read_manifest
from corpus.release.write import write_release
from corpus.tables.schema import TABLES

#: What the Hub takes, by its metadata specification (hub-docs, datasetcard.md).
ANNOTATORS = {"found", "crowdsourced", "expert-generated", "machine-generated", "no-annotation", "other"}
#: The sections that the Hub's guide to dataset cards asks for, in our words.
HEADINGS = (
    "Summary", "Structure", "Tables", "Splits", "Sizes", "Curation", "Source texts and rights", "Annotation",
    "Personal and sensitive information", "Biases and limits", "Uses", "Licensing", "Citation", "Datasheet",
)  # fmt: skip


@pytest.fixture(scope="module")
def card(release):
    return DatasetCard.load(release / "README.md")


def test_hub_reads_front_matter(card):
    """All that can be told without the network: the Hub's own validation is a call to its server."""
    data = card.data
    again = DatasetCardData(**data.to_dict())
    assert again.to_dict() == data.to_dict()
    assert set(data.annotations_creators) <= ANNOTATORS
    assert (data.license, data.language_creators) == ("other", "found")
    assert data.license_link.startswith("https://")
    assert data.multilinguality == "multilingual"


def test_sections(card):
    found = re.findall(r"^#{2,4} (.+)$", card.text, re.MULTILINE)
    assert [name for name in found if name in HEADINGS] == list(HEADINGS)
    assert re.search(r"^#+ [^\n]+\n\n?(?=#{1,2} )", card.text, re.MULTILINE) is None


@pytest.mark.parametrize("name", TABLES)
def test_example_of_each_table(card, built, name):
    block = re.search(rf"^#### {name}\n.*?```json\n(.*?)```", card.text, re.DOTALL | re.MULTILINE)[1]
    example = json.loads(block)
    assert list(example) == TABLES[name].schema.names
    key = TABLES[name].id_column
    row = next(r for r in built.rows[name] if r[key] == example[key])
    for column, shown in example.items():
        if isinstance(shown, str):
            assert len(shown) <= 80
            assert str(row[column]).startswith(shown.removesuffix("…"))
        if isinstance(shown, list):
            assert len(shown) == min(2, len(row[column]))


def test_sizes_are_those_of_the_files(card, release):
    files = read_manifest(release)["files"]
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \| \d+ \| (\d+) \| \d+ \|$", card.text, re.MULTILINE)
    told = {f"data/{table}/{split}.parquet": int(size) for table, split, size in rows}
    assert told == {name: file["bytes"] for name, file in files.items() if name.startswith("data/")}


def test_what_is_ours_is_in_our_files(tmp_path, run):
    """Another project's card says nothing of our corpus."""
    make_project(tmp_path / "other")
    assert run("build", "--project", tmp_path / "other").code == 0
    text = (tmp_path / "other" / "releases" / "0.1.0" / "README.md").read_text("utf-8")
    ours = {s.outlet for s in load_project(CONVOY).sources} | {"Syria", "convoy,", "2017", "contributors", "coalition"}
    assert [word for word in sorted(ours) if word in text] == []
    assert "### Motivation" not in text
    assert text.count("The makers do not say") == 7


def test_notes_go_where_they_belong(project, articles, tmp_path):
    notes = {name: f"We say {number}." for number, name in enumerate(SECTIONS)}
    written = write_release(replace(project, notes=notes), articles, output=tmp_path / "r")
    text = (written.path / "README.md").read_text("utf-8")
    for name, words in notes.items():
        section = re.search(rf"^#+ {name}\n(.*?)^#", text, re.DOTALL | re.MULTILINE)[1]
        assert words in section
    assert "The makers do not say" not in text


def test_notes_of_a_project(tmp_path):
    path = tmp_path / NOTES_FILE
    assert read_notes(path) == {}
    path.write_text(
        "# Ours\n\nFree words.\n<!-- a\n## No\n-->\n## Uses\n\nFew.\n\n### Which\n\n## Selection\n<!-- -->\n"
    )
    assert read_notes(path) == {"Uses": "Few.\n\n### Which"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!-- one\ntwo -->\n## Use\n", r"card\.md:3: unknown section 'Use'\. Hint: The sections are Motivation, "),
        ("## Uses\na\n## Uses\n", r"card\.md:3: duplicate section 'Uses'"),
        ("\udcff", r"card\.md: cannot be read"),
    ],
)
def test_faults_of_notes(tmp_path, text, message):
    (tmp_path / NOTES_FILE).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ProjectError, match=message):
        read_notes(tmp_path / NOTES_FILE)
