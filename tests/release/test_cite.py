"""Citations in every form, read back with the tools of the field; and all files agree on what is cited."""

import json
from dataclasses import replace
from datetime import date

import bibtexparser
import pytest
import yaml
from cffconvert.cli.create_citation import create_citation
from huggingface_hub import DatasetCard
from support.paths import CONVOY, ROOT

from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.release.citation import CITATION_FORMATS, apa, bibtex, cff, csl, ris, zenodo


@pytest.fixture
def awkward():
    return replace(
        load_project(CONVOY),
        title='A: "b" & 100% {of} it_all # ~ \\ é',
        creators=("Moen, Kari Anne", "Dahl, Jean-Luc", "Lab, Inc. and Sons".replace(",", "")),
        description="One\n  line: of <text> & 'more'.",
        homepage="https://example.org/a_b",
        doi="10.1234/a_b",
        released=date(2026, 1, 31),
        keywords=("one", "yes"),
    )


def test_bibtex_is_read_back(awkward):
    (entry,) = bibtexparser.loads(bibtex(awkward)).entries
    assert entry["ID"] == "convoy17"
    assert entry["author"] == "Moen, Kari Anne and Dahl, Jean-Luc and {Lab Inc. and Sons}"
    assert entry["title"] == r"{A: \"b\" \& 100\% \{of\} it\_all \# \textasciitilde{} \textbackslash{} é}".replace(
        '\\"', '"'
    )
    assert (entry["year"], entry["month"], entry["doi"]) == ("2026", "1", "10.1234/a_b")
    assert awkward.version in entry["note"]


def test_apa(awkward):
    assert apa(awkward) == (
        "Moen, K. A., Dahl, J.-L., & Lab Inc. and Sons. (2026). "
        f"{awkward.title} (Version {awkward.version}) [Data set]. https://doi.org/10.1234/a_b\n"
    )
    many = replace(awkward, creators=tuple(f"N{n}, X" for n in range(21)), released=None, doi=None, homepage=None)
    assert "N18, X., . . . N20, X. (n.d.). " in apa(many)
    assert apa(many).endswith("[Data set].\n")


def test_cff_is_valid(awkward, tmp_path):
    path = tmp_path / "CITATION.cff"
    path.write_text(cff(awkward), "utf-8")
    citation = create_citation(str(path), None)
    citation.validate()
    data = yaml.safe_load(path.read_text("utf-8"))
    assert (data["title"], data["version"], data["keywords"]) == (awkward.title, awkward.version, ["one", "yes"])
    assert data["authors"][1:] == [
        {"family-names": "Dahl", "given-names": "Jean-Luc"},
        {"name": "Lab Inc. and Sons"},
    ]
    make_project(tmp_path / "new")
    path.write_text(cff(load_project(tmp_path / "new")), "utf-8")
    create_citation(str(path), None).validate()


def test_csl_ris_and_zenodo(awkward):
    (item,) = json.loads(csl(awkward))
    assert item["author"][0] == {"family": "Moen", "given": "Kari Anne"}
    assert item["issued"] == {"date-parts": [[2026, 1, 31]]}
    lines = ris(awkward).splitlines()
    assert (lines[0], lines[-1]) == ("TY  - DATA", "ER  - ")
    assert {"AU  - Moen, Kari Anne", "PY  - 2026", "AB  - One line: of <text> & 'more'."} <= set(lines)
    record = json.loads(zenodo(awkward))
    assert record["description"] == "<p>One line: of &lt;text&gt; &amp; &#x27;more&#x27;.</p>"
    assert record["creators"][2] == {"name": "Lab Inc. and Sons"}


@pytest.mark.parametrize("form", CITATION_FORMATS)
def test_command(run, form):
    done = run("cite", "--format", form, "--project", CONVOY)
    assert (done.code, done.err) == (0, "warning: corpus.toml still has placeholders: contact\n")
    assert done.out == CITATION_FORMATS[form](load_project(CONVOY))


def test_unknown_form(run):
    done = run("cite", "--format", "mla", "--project", CONVOY)
    assert done.code == 2
    assert "apa, bibtex, cff, csl, ris, zenodo" in " ".join(done.err.replace("│", " ").split())


def test_all_files_cite_the_same(release):
    """The package's own citation, Zenodo's record and the card all say what corpus.toml says."""
    project = load_project(CONVOY)
    ours = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    theirs = yaml.safe_load(cff(project))
    for key in ("title", "version", "date-released", "authors", "keywords"):
        assert ours[key] == theirs[key], key
    assert project.annotations_licence in ours["license"]
    assert (ROOT / ".zenodo.json").read_text("utf-8") == zenodo(project)
    text = DatasetCard.load(release / "README.md").text
    assert apa(project).strip() in text
    assert bibtex(project).strip() in text
    assert f"Version {project.version} of {project.released}" in text
