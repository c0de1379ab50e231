"""The same sources give the same release, whatever the machine's settings, the processes and the order of files."""

import json
import os
import re
import shutil
import subprocess
import sys
from itertools import combinations

import pytest
from support.paths import CONVOY

from corpus.project.project import SOURCES_FILE, SPEAKERS_FILE
from corpus.release.manifest import read_manifest

ELSEWHERE = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "LANG": "C", "TZ": "Asia/Tokyo", "COLUMNS": "20"}


def build(project, output, *options, env=None):
    """What ``corpus build --json`` prints, run as a process of its own."""
    command = [sys.executable, "-m", "corpus", "build", "--project", project, "--output", output, "--json", *options]
    environment = {"HF_HUB_OFFLINE": "1", **os.environ, **(env or {})}
    done = subprocess.run(list(map(str, command)), env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return json.loads(done.stdout)


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return build(CONVOY, tmp_path_factory.mktemp("usual") / "r")


def test_other_settings_and_processes(usual, tmp_path):
    found = build(CONVOY, tmp_path / "r", "--jobs", "2", env=ELSEWHERE)
    assert {**found, "path": usual["path"]} == usual
    assert files_of(tmp_path / "r") == files_of(type(tmp_path)(usual["path"]))


def reversed_entries(text, table):
    """A TOML file with its ``[[table]]`` entries the other way round."""
    head, *entries = re.split(rf"(?m)^(?=\[\[{table}\]\])", text)
    assert len(entries) > 1
    return head + "".join(reversed([e.rstrip() + "\n\n" for e in entries]))


@pytest.mark.parametrize(("file", "table"), [(SOURCES_FILE, "article"), (SPEAKERS_FILE, "speaker")])
def test_other_order(usual, tmp_path, file, table):
    other = shutil.copytree(CONVOY, tmp_path / "other", ignore=shutil.ignore_patterns("releases"))
    text = (other / file).read_text(encoding="utf-8")
    (other / file).write_text(reversed_entries(text, table), encoding="utf-8")
    found = build(other, tmp_path / "r")
    assert found["content_sha256"] == usual["content_sha256"]
    if table == "article":
        assert [a["label"] for a in found["articles"]] == [a["label"] for a in reversed(usual["articles"])]


def test_hash_is_of_the_content(usual, tmp_path):
    """A changed word of the authority file is seen, or equal hashes would mean nothing."""
    other = shutil.copytree(CONVOY, tmp_path / "other", ignore=shutil.ignore_patterns("releases"))
    speakers = (other / SPEAKERS_FILE).read_text(encoding="utf-8")
    (other / SPEAKERS_FILE).write_text(speakers.replace("British newspaper", "Newspaper"), encoding="utf-8")
    assert build(other, tmp_path / "r")["content_sha256"] != usual["content_sha256"]


def test_splits_are_disjoint(built, project):
    rows = built.rows["articles"]
    articles = {name: {r["article_id"] for r in rows if r["split"] == name} for name in project.splits}
    assert all(articles.values())
    assert all(one.isdisjoint(two) for one, two in combinations(articles.values(), 2))
    languages = [{r["language"] for r in rows if r["split"] == name} for name in project.splits]
    assert all(one.isdisjoint(two) for one, two in combinations(languages, 2))
    for name, table in read_manifest(built.path)["tables"].items():
        assert sum(table["splits"].values()) == len(built.rows[name])
