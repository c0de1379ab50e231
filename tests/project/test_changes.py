"""Removing articles, and what `corpus list` and `corpus init` say."""

import json

import pytest
from support.pages import NORWEGIAN, put, snapshot

from corpus.errors import ProjectError
from corpus.project.changes import without_entries
from corpus.project.project import load_project

ENTRIES = """# The file.

# About one.
[[article]]
id = "one"
# encoding = "utf-8"

# About two.
[[article]]   # here
id = "two"
title = "[[article]]"

[[article]]
# Added.
id = "three"
"""


@pytest.mark.parametrize(
    ("ids", "left"),
    [
        (["two"], ENTRIES.replace('[[article]]   # here\nid = "two"\ntitle = "[[article]]"\n\n', "")),
        (["one"], '# The file.\n\n# About one.\n# About two.\n' + ENTRIES.partition("# About two.\n")[2]),
        (["three"], ENTRIES.partition("\n[[article]]\n# Added")[0]),
        (["one", "two", "three"], "# The file.\n\n# About one.\n# About two.\n"),
        ([], ENTRIES),
    ],
)  # fmt: skip
def test_other_lines_stay(tmp_path, ids, left):
    assert without_entries(ENTRIES, ids, path=tmp_path) == left
    crlf = ENTRIES.replace("\n", "\r\n")
    assert without_entries(crlf, ids, path=tmp_path) == left.replace("\n", "\r\n")


def test_what_looks_like_an_entry_is_not_cut(tmp_path):
    text = 'article = [{id = "one"}, {id = "two"}]\n'
    with pytest.raises(ProjectError, match="cannot be separated"):
        without_entries(text, ["one"], path=tmp_path)
    text = '[[article]]\nid = "one"\ntitle = """\n[[article]]\n"""\n[[article]]\nid = "two"\n'
    with pytest.raises(ProjectError, match="cannot be separated"):
        without_entries(text, ["one"], path=tmp_path)


def test_remove_and_list(run, root, tmp_path):
    put(tmp_path / "in", "a.txt")
    put(tmp_path / "in", "b.txt", NORWEGIAN)
    done = run("add", tmp_path / "in", "--outlet", "Post", "--date", "2024-03-04", "--project", root)
    assert f"corpus remove example --project {root}, since the example article is still counted" in done.out
    rows = json.loads(run("list", "--project", root, "--json").out)
    assert [(row["id"], row["outlet"], row["published"], row["split"], row["annotation"]) for row in rows] == [
        ("example", "The Example", "2024-01-15", "train", None),
        ("post-20240304", "Post", "2024-03-04", "train", None),
        ("post-20240304-2", "Post", "2024-03-04", "train", None),
    ]
    run("annotate", "post-20240304", "--project", root)
    listed = run("list", "--project", root)
    assert "draft" in listed.out
    assert "3 articles, model tagger" in listed.out
    before = snapshot(root)
    for arguments, message in (
        (["example", "none"], "unknown article 'none'"),
        (["example", "post-20240304"], "post-20240304 has an annotation. Hint: Use --force"),
    ):
        done = run("remove", *arguments, "--project", root)
        assert (done.code, message in done.err) == (1, True)
        assert snapshot(root) == before
    assert run("remove", "example", "post-20240304", "--force", "--project", root).code == 0
    assert [s.id for s in load_project(root).sources] == ["post-20240304-2"]
    assert sorted(p.name for p in (root / "annotations").iterdir()) == ["speakers.toml"]
    assert run("remove", "post-20240304-2", "--project", root).code == 0
    assert "0 articles" in run("list", "--project", root).out
    assert run("build", "--project", root).code == 1
    assert run("add", tmp_path / "in", "--outlet", "Post", "--project", root).code == 0


def test_a_split_is_removed_with_its_last_article(run, own_copy):
    assert run("remove", "vg-20170908", "--force", "--project", own_copy).code == 0
    project = load_project(own_copy)
    assert list(project.splits) == ["train", "test"]
    assert "# By article and by language" in (own_copy / "corpus.toml").read_text("utf-8")


def test_model_of_a_project(run, tmp_path):
    root = tmp_path / "new"
    assert run("init", "--empty", root).code == 0
    assert load_project(root, allow_empty=True).model == "tagger"
    text = 'The mayor backed the plan.\n\n"It is safe to sail," said Kari Moen, who has been the director for a year.\n'
    assert run("add", put(tmp_path, "a.txt", text), "--outlet", "Post", "--id", "a", "--project", root).code == 0
    rules = run("show", "a", "--model", "rules", "--json", "--project", root).rows
    tagger = run("show", "a", "--json", "--project", root).rows
    assert rules != tagger
    assert run("build", "--project", root).code == 0
    manifest = root / "releases" / "0.1.0" / "manifest.json"
    assert json.loads(manifest.read_text("utf-8"))["model"] == "tagger"
    done = run("build", "--model", "rules", "--project", root)
    assert done.code == 1
    assert "(written with the model 'tagger'; now it is 'rules')" in done.err
    config = root / "corpus.toml"
    config.write_text(config.read_text("utf-8").replace('model = "tagger"', 'model = "best"'), "utf-8")
    done = run("check", "--project", root)
    assert (done.code, "corpus.toml:" in done.out, "tagger" in done.out) == (1, True, True)


def test_init_refuses_a_project_and_what_is_not_its_own(run, tmp_path):
    root = tmp_path / "new"
    assert run("init", "--empty", root).code == 0
    before = snapshot(root)
    done = run("init", root)
    assert "the folder is a corpus project already" in done.err
    assert snapshot(root) == before
    (root / "corpus.toml").unlink()
    (root / "notes.txt").write_text("mine")
    before = snapshot(root)
    assert "the folder is not empty" in run("init", "--empty", root).err
    assert snapshot(root) == before
    (root / "notes.txt").unlink()
    assert run("init", "--empty", root).code == 0
