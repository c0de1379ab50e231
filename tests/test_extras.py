"""A library that is not installed is told from one that is installed and cannot be imported."""

import sys
import tomllib

import pytest
from support.paths import ROOT

from corpus.errors import MissingExtraError, did_you_mean
from corpus.inputs.articles import check_files, read_articles
from corpus.inputs.files import find_files
from corpus.io.html import import_extra


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a module of this name and code before those that are installed."""

    def install(code, name="trafilatura"):
        for module in [m for m in sys.modules if m.partition(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
        (tmp_path / "fake").mkdir(exist_ok=True)
        (tmp_path / "fake" / f"{name}.py").write_text(code, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path / "fake")

    yield install
    for module in [m for m in sys.modules if m.partition(".")[0] == "trafilatura"]:
        if str(tmp_path) in str(getattr(sys.modules[module], "__file__", "")):
            del sys.modules[module]


BROKEN = {
    "fails": (
        "raise ImportError('lxml.html.clean module is now a separate project lxml_html_clean.\\nInstall it')",
        "trafilatura is installed, but its import failed (lxml.html.clean module is now a separate project",
    ),
    "needs another": (
        "import module_that_nobody_has.part",
        "trafilatura is installed, but needs module_that_nobody_has",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_import_that_fails(fake, case):
    code, message = case
    fake(code)
    with pytest.raises(MissingExtraError) as caught:
        import_extra("trafilatura", extra="html")
    assert caught.value.message.startswith(message)
    assert "convoy17[html]" in caught.value.hint


def test_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingExtraError, match="trafilatura is not installed"):
        import_extra("trafilatura", extra="html")


def test_pages_name_what_failed_and_other_files_are_read(fake, tmp_path):
    fake(BROKEN["fails"][0])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text("<html><p>A.</p></html>")
    (tmp_path / "in" / "b.txt").write_text("The road is open.")
    (tmp_path / "in" / "c.txt").write_text("<p>The road is open.</p>")
    found = find_files([str(tmp_path / "in")])
    (error,) = check_files(found.files).values()
    assert str(error).startswith(f"{tmp_path}/in/a.html: trafilatura is installed, but its import failed")
    others = [str(tmp_path / "in" / name) for name in ("b.txt", "c.txt")]
    plain, marked = read_articles(others)
    assert plain.failure is None
    assert "its import failed" in marked.failure


def test_extras_of_pages_name_what_old_versions_of_pip_leave_out():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    for name in ("html", "warc"):
        assert any(requirement.startswith("lxml-html-clean") for requirement in extras[name])


@pytest.mark.parametrize(("name", "guess"), [("quote", "Did you mean 'quotes'? "), ("zzz", ""), ("", "")])
def test_did_you_mean(name, guess):
    assert did_you_mean(name, ["quotes", "articles"]) == guess
