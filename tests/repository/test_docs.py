"""The documentation: its links lead somewhere, it names what there is, its commands parse, and its notebook runs."""

import re
import runpy
import shlex
import subprocess
import sys
from importlib.util import find_spec

import pytest
import yaml
from support.paths import ROOT
from typer.main import get_group

from corpus.cli.app import app

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"])
IDS = [page.relative_to(ROOT).as_posix() for page in PAGES]
TEXTS = {page: page.read_text("utf-8") for page in PAGES}
#: Written when the pages are built.
GENERATED = {"reference/cli.md"}
CODE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_to_files(page):
    text = CODE.sub("", TEXTS[page])
    targets = [t.partition("#")[0] for t in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in t]
    missing = [t for t in targets if t and not (page.parent / t).exists() and not t.endswith(tuple(GENERATED))]
    assert missing == []


def commands():
    """Every line of a console block that calls the command, with its page."""
    for page in PAGES:
        for language, code in CODE.findall(TEXTS[page]):
            if language == "console":
                yield from ((page, line[2:]) for line in code.splitlines() if line.startswith("$ corpus "))


@pytest.mark.parametrize(("page", "line"), [*commands()], ids=lambda value: value if isinstance(value, str) else None)
def test_commands_have_the_options_that_are_shown(page, line):
    """Names of commands and options; what they do is tested elsewhere."""
    name, *arguments = shlex.split(line, comments=True)[1:]
    command = get_group(app).commands[name]
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    shown = {argument.partition("=")[0] for argument in arguments if argument.startswith("--")}
    assert shown <= known | {"--help"}


def test_every_page_is_in_the_menu():
    menu = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]

    def pages(entry):
        if isinstance(entry, str):
            return [entry]
        return [page for item in (entry.values() if isinstance(entry, dict) else entry) for page in pages(item)]

    written = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    assert set(pages(menu)) == written | GENERATED


def test_reference_has_every_command_and_option():
    reference = runpy.run_path(str(ROOT / "scripts" / "docs_hooks.py"))["reference"]()
    for name, command in get_group(app).commands.items():
        section = reference.partition(f"\n## `corpus {name}`")[2].partition("\n## ")[0]
        assert section, name
        options = [p.opts[0] for p in command.params if p.param_type_name == "option"]
        assert [option for option in options if f"`{option}`" not in section] == []
        assert section.count("\n| `") == len([p for p in command.params if not getattr(p, "hidden", False)])


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_code_is_run_or_says_what_it_is(page):
    """Python is run by `scripts/recipes.py`, commands are checked above; other code has a name of its own."""
    languages = {language for language, _ in CODE.findall(TEXTS[page])}
    assert languages <= {"python", "console", "bash", "text", "json", "yaml", "toml"} | (
        {""} if page.name == "README.md" else set()
    )


def test_contributing_fits_on_a_page():
    assert len(TEXTS[ROOT / "CONTRIBUTING.md"].split()) < 900


@pytest.mark.skipif(find_spec("nbclient") is None, reason="nbclient is not installed")
def test_notebook_gives_what_it_shows():
    command = [sys.executable, "-W", "ignore", str(ROOT / "scripts" / "notebooks.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0), "if the change is meant: python scripts/notebooks.py --write"


@pytest.mark.skipif(find_spec("mkdocs") is None, reason="mkdocs is not installed")
def test_pages_are_built_without_a_warning(tmp_path):
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        str(tmp_path / "site"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    built = (tmp_path / "site" / "reference" / "api.html").read_text("utf-8")
    assert 'id="corpus.annotate"' in built
    assert (tmp_path / "site" / "reference" / "cli.html").is_file()
