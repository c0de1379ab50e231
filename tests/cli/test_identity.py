"""Placeholders: what a new project has is named by `check` and `cite`, and refused by `publish`."""

import re
import tomllib
from datetime import date
from urllib.parse import urlsplit

import pytest
import yaml
from support.paths import CONVOY, ROOT

from corpus.project.placeholders import placeholders
from corpus.project.project import load_project


def fill_in(root, **values):
    """Replace the placeholders of a new project, or set keys."""
    path = root / "corpus.toml"
    text = path.read_text("utf-8").replace("A corpus of attributed", "Tested").replace("What the articles", "These")
    text = text.replace("Your name", "Moen, Kari").replace("you@example.org", "kari@moen.no")
    for key, value in values.items():
        text, found = re.subn(rf"^(# )?{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert found == 1
    path.write_text(text, "utf-8")


def test_new_project(root):
    assert placeholders(load_project(root)) == ["title", "description", "creators", "contact"]
    fill_in(root)
    assert placeholders(load_project(root)) == []


@pytest.mark.parametrize(
    ("key", "value", "is_placeholder"),
    [
        ("homepage", '"https://example.org/"', True),
        ("homepage", '"https://corpus.invalid/x"', True),
        ("homepage", '"https://examples.org/"', False),
        ("contact", '"post@harbour.example"', True),
        ("contact", '"https://harbour.no/example.org"', False),
        ("maintainers", '["Your name"]', True),
        ("maintainers", '["Moen, Kari"]', False),
    ],
)  # fmt: skip
def test_addresses_that_lead_nowhere(root, key, value, is_placeholder):
    fill_in(root, **{key: value})
    assert placeholders(load_project(root)) == ([key] if is_placeholder else [])


def test_cite_prints_a_year_and_warns(run, root):
    done = run("cite", "--project", root)
    assert re.search(r"year = \{\d{4}\}", done.out)
    assert "corpus.toml has no `released`: the date is today's" in done.err
    assert "corpus.toml still has placeholders: title, description, creators, contact" in done.err
    fill_in(root, released=date(2024, 3, 4))
    done = run("cite", "--project", root, "--format", "apa")
    assert (done.out, done.err) == ("Moen, K. (2024). Tested quotations (Version 0.1.0) [Data set].\n", "")


def test_publish_refuses_placeholders(run, root):
    assert run("build", "--project", root).code == 0
    release = root / "releases" / "0.1.0"
    done = run("publish", release, "--repo", "org/news", "--dry-run")
    assert done.code == 1
    assert "corpus.toml still has placeholders: title, description, creators, contact" in done.err
    fill_in(root)
    assert run("publish", release, "--repo", "org/news", "--dry-run").code == 0


def test_one_place_for_who_keeps_the_project():
    """The corpus declares who keeps it; the package and the citation say the same."""
    own = load_project(CONVOY)
    package = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert [(m["name"], m["email"]) for m in package["maintainers"]] == [(*own.maintainers, own.contact)]
    assert {"Homepage", "Documentation", "Source", "Issues", "Changelog"} == set(package["urls"])
    hosts = {urlsplit(url).hostname for url in package["urls"].values()}
    is_placeholder = all(host.endswith(".invalid") for host in hosts)
    assert is_placeholder == ("contact" in placeholders(own)), "replace all placeholders together"
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert [author["name"] for author in citation["authors"]] == list(own.maintainers)


def test_readme_says_how_to_install_and_what_shares_the_name():
    text = (ROOT / "README.md").read_text("utf-8")
    assert "pip install '.[html,langid,view]'" in text
    assert "`pip install\ncorpus` installs that one" in text
