"""Modules and files that documents, model cards, docstrings and comments name exist."""

import ast
import re

import pytest
from support import ratchet
from support.paths import ROOT

import corpus

#: Between backquotes, one or two: other text may mention what was there before.
NAMED = re.compile(r"`([^`\n]+)`")
MODULE = re.compile(r"corpus(\.[a-z_]+)+(\.[A-Za-z_]+)*")
PATH = re.compile(r"(corpus|scripts|tests|docs|datasets)/[\w./*-]*\w")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
#: A file whose name looks like that of a module.
NOT_NAMES = {"corpus.toml"}
#: A record of what there was in each version, and the examples below.
LEFT_OUT = {"CHANGELOG.md", "tests/repository/test_named_paths.py"}

FILES = [path for folder in ("corpus", "scripts", "tests", "docs") for path in (ROOT / folder).rglob("*")]
PROSE = sorted(
    {path.relative_to(ROOT).as_posix() for path in (*FILES, *ROOT.glob("*.md")) if path.suffix in (".py", ".md")}
    - LEFT_OUT
)


def exists(name):
    """Whether a dotted name is a module of the package, or what one defines; no module is imported for it."""
    parts = name.split(".")
    if len(parts) == 2 and parts[1] in corpus.__all__:
        return True
    for length in range(len(parts), 0, -1):
        folder = ROOT.joinpath(*parts[:length])
        for file in (folder.with_suffix(".py"), folder / "__init__.py"):
            if file.is_file():
                return defines(ast.parse(file.read_text("utf-8")).body, parts[length:])
    return False


def defines(body, names):
    """Whether code defines a name, and in what that defines the next one."""
    if not names:
        return True
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == names[0]:
            return defines(node.body, names[1:])
        bound = []
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            bound = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        elif isinstance(node, ast.ImportFrom | ast.Import):
            bound = [alias.asname or alias.name for alias in node.names]
        if len(names) == 1 and names[0] in bound:
            return True
    return False


def missing(text):
    """Names between backquotes that look like modules or files of the project and are not there."""
    named = set(NAMED.findall(FENCED.sub("", text)))
    modules = {name for name in named if MODULE.fullmatch(name) and name not in NOT_NAMES}
    paths = {name for name in named if PATH.fullmatch(name)}
    return sorted([name for name in modules if not exists(name)] + [name for name in paths if not any(ROOT.glob(name))])


@pytest.mark.parametrize("path", PROSE)
def test_names_exist(path):
    assert [name for _, text in ratchet.prose(ROOT / path) for name in missing(text)] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("see `corpus.clean.roles` and ``corpus.records.Span``", []),
        ("`corpus.records.Span.overlaps`, `corpus/languages/*/cues.toml`, `corpus.toml`", []),
        ("`corpus.tagger` and `corpus/tagger`", ["corpus.tagger", "corpus/tagger"]),
        ("`corpus.records.Sun` in `scripts/none.py`", ["corpus.records.Sun", "scripts/none.py"]),
        ("`corpus.lang.en.x`", ["corpus.lang.en.x"]),
    ],
)
def test_what_is_missing_is_found(text, wanted):
    assert missing(text) == wanted
