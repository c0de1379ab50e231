"""A release without text has no words of its articles, and with the raw files it is the full release again."""

import hashlib
import json
import shutil
from dataclasses import replace

import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st
from support.paths import CONVOY
from support.released import names_of

from corpus.errors import ReleaseError
from corpus.evaluate.report import REPORT
from corpus.io.text import read_text
from corpus.release import text_free as textfree
from corpus.release.fragment_file import FRAGMENTS_FILE, TEXT_FREE_KEY
from corpus.release.load import read_rows
from corpus.release.manifest import MANIFEST, read_manifest
from corpus.release.text_fragments import join_fragments, split_into_fragments
from corpus.release.text_free import without_text
from corpus.release.write import place_release
from corpus.tables.rows import build_rows

SOURCES = CONVOY / "sources"
#: An article of our own with what makes texts hard: line ends of Windows, a medium, a title that is in the text.
HARD = (
    "Ferje står stille etter storm\r\n\r\n"
    "– Det er trygt å seile igjen, sier Kari Moen, sjef for havna, i en pressemelding.\r\n\r\n"
    "Ferjen sto stille i to dager, ifølge Moen. – Vi venter på været, sier hun.\r\n"
)


@pytest.fixture(scope="module")
def free(project, articles, tmp_path_factory):
    """Our own corpus without its text, not to be written to."""
    rows = without_text(build_rows(project, articles))
    target = tmp_path_factory.mktemp("free") / "free"
    return place_release(project, rows.rows, target=target, text_free=rows).path


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def five_words(text):
    words = [w for w in (word.strip(".,:;!?\"'()[]{}«»“”‘’–-…|*`\\").casefold() for word in text.split()) if w]
    return {tuple(words[n : n + 5]) for n in range(len(words) - 4)}


def told(folder):
    """What a release says, by place: every column of a row, and every other file."""
    for table, rows in read_rows(folder).items():
        for row in rows:
            for column, value in row.items():
                yield f"{table}.{column}", " ".join(strings(value))
    for name in names_of(folder):
        if not name.endswith(".parquet"):
            yield name, (folder / name).read_text("utf-8")


def quoting(folder, raw, project, rows):
    """The places of a release that have five words of an article in a row, names aside."""
    names = {n for s in project.speakers for n in (s.name, *(a for forms in s.aliases.values() for a in forms))}
    names |= {q["speaker"] for table in ("quotes", "predictions") for q in rows[table]}
    theirs = set().union(*map(five_words, raw)) - set().union(*map(five_words, names))
    return {place for place, text in told(folder) if five_words(text) & theirs}


def test_no_words_are_left(free, release, project, built):
    raw = [read_text(path) for path in sorted(SOURCES.glob("*.txt"))]
    assert quoting(free, raw, project, built.rows) == set()
    full = quoting(release, raw, project, built.rows)
    assert {"README.md", "articles.raw_text", "articles.title", "variants.edits", "tokens.tokens"} <= full


def test_what_is_left_is_the_rest(free, built):
    rows = read_rows(free)
    assert {name: len(table) for name, table in rows.items()} == {n: len(t) for n, t in built.rows.items()}
    full = {row["quote_id"]: row for row in built.rows["quotes"]}
    for row in rows["quotes"]:
        theirs = full[row["quote_id"]]
        assert (row["text"], row["context"], row["source_text"], row["medium"]) == ("", "", None, None)
        assert [(s["start"], s["end"], s["text"]) for s in row["content"]] == [
            (s["start"], s["end"], None) for s in theirs["content"]
        ]
        same = row.keys() - {"text", "context", "source_text", "medium", "via", "content", "cue", "source"}
        assert {c: row[c] for c in same} == {c: theirs[c] for c in same}


def test_it_loads(free, tmp_path):
    assert len(load_dataset(str(free), "quotes", cache_dir=str(tmp_path))["train"]) > 0


@pytest.fixture
def raws(tmp_path):
    """The raw files under other names, in a folder of a folder, beside one that is no article."""
    folder = tmp_path / "raws" / "inner"
    folder.mkdir(parents=True)
    for number, path in enumerate(sorted(SOURCES.glob("*.txt"))):
        shutil.copy(path, folder / f"{number}.bin")
    (folder.parent / "other.txt").write_text("Something else.")
    return folder.parent


def test_round_trip(run, free, release, raws):
    tmp_path = raws.parent
    done = run("rehydrate", free, "--articles", raws, "--output", tmp_path / "again")
    assert done.code == 0, done.err
    assert done.out.count("found: ") == 5
    assert "not used: 1 other file\n" in done.out
    again, manifest, promise = tmp_path / "again", read_manifest(release), read_manifest(free)[TEXT_FREE_KEY]
    assert promise["content_sha256"] == manifest["content_sha256"] == read_manifest(again)["content_sha256"]
    tables = {name: table["content_sha256"] for name, table in manifest["tables"].items()}
    assert tables == promise["tables"]
    assert read_manifest(again) == manifest
    assert all((again / name).read_bytes() == (release / name).read_bytes() for name in names_of(release))


def test_missing_and_changed(run, free, raws, tmp_path):
    first, second, *_ = sorted(SOURCES.glob("*.txt"))
    (raws / "inner" / "0.bin").unlink()
    (raws / "inner" / "1.bin").unlink()
    (raws / second.name).write_bytes(second.read_bytes() + b"\n")
    done = run("rehydrate", free, "--articles", raws, "--output", tmp_path / "again")
    assert done.code == 1
    assert done.out.count("missing: ") == 2
    assert f"changed: {raws / second.name}" in done.out
    assert "nothing was written" in done.out
    assert not (tmp_path / "again").exists()

    done = run("rehydrate", free, "--articles", raws, "--output", tmp_path / "part", "--partial", "--json")
    assert done.code == 1
    missing = json.loads(done.out)["missing"]
    texts = {row["article_id"]: row["raw_text"] for row in read_rows(tmp_path / "part")["articles"]}
    assert [name for name, text in texts.items() if not text] == sorted(missing, key=list(texts).index)
    assert "has no text** of " + missing[0] in (tmp_path / "part" / "README.md").read_text("utf-8")

    shutil.copytree(SOURCES, tmp_path / "all")
    done = run("rehydrate", tmp_path / "part", "--articles", tmp_path / "all")
    assert done.code == 0, done.err
    whole = read_manifest(tmp_path / "part-with-text")
    assert whole["content_sha256"] == read_manifest(free)[TEXT_FREE_KEY]["content_sha256"]
    assert TEXT_FREE_KEY not in whole
    assert first.exists()


def test_new_project(run, root, tmp_path):
    """A generated project, with a text in an old encoding."""
    data = HARD.encode("cp1252")
    (root / "sources" / "hard.txt").write_bytes(data)
    entry = (
        f'\n[[article]]\nid = "hard"\nfile = "hard.txt"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
        'encoding = "cp1252"\noutlet = "Havneposten"\ncountry = "NO"\nlanguage = "nb"\n'
        'title = "Ferje står stille etter storm"\ntitle_basis = "raw text"\nurl = "https://example.org/2"\n'
        'published_earliest = 2024-01-15\npublished_latest = 2024-01-15\npublished_basis = "URL"\nrights = "Free."\n'
    )
    with (root / "sources" / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(entry)
    toml = root / "corpus.toml"
    toml.write_text(toml.read_text("utf-8").replace('train = ["example"]', 'test = ["hard"]\ntrain = ["example"]'))
    assert run("build", "--project", root, "--output", tmp_path / "full").code == 0
    done = run("build", "--project", root, "--no-text", "--output", tmp_path / "free")
    assert done.code == 0, done.err
    assert all("Ferje" not in text for _, text in told(tmp_path / "free"))
    done = run("rehydrate", tmp_path / "free", "--articles", root / "sources")
    assert done.code == 0, done.err
    full, again = tmp_path / "full", tmp_path / "free-with-text"
    assert read_manifest(again)["tables"] == read_manifest(full)["tables"]
    assert all((again / n).read_bytes() == (full / n).read_bytes() for n in names_of(full))
    assert (REPORT in names_of(full)) is (REPORT in names_of(again))


def test_faults(run, free, release, raws):
    tmp_path = raws.parent
    done = run("rehydrate", release, "--articles", raws, "--output", tmp_path / "r")
    assert (done.code, "the release has its text" in done.err) == (1, True)
    assert "no such folder" in run("rehydrate", free, "--articles", tmp_path / "none").err
    copy = shutil.copytree(free, tmp_path / "copy")
    (copy / FRAGMENTS_FILE).write_text("{}")
    assert f"damaged files: {FRAGMENTS_FILE}" in run("rehydrate", copy, "--articles", raws).err


def test_promise_is_held(run, free, raws, tmp_path):
    """What comes out otherwise than it was released is not written."""
    copy = shutil.copytree(free, tmp_path / "copy")
    manifest = read_manifest(copy)
    manifest[TEXT_FREE_KEY]["tables"]["marks"] = "0" * 64
    (copy / MANIFEST).write_text(json.dumps(manifest))
    done = run("rehydrate", copy, "--articles", raws, "--output", tmp_path / "r")
    assert done.code == 1
    assert "the result would differ from the release in marks. Hint: Use convoy17 " in done.err
    assert not (tmp_path / "r").exists()


def test_needs_a_folder(run, root):
    done = run("build", "--no-text", "--project", root)
    assert done.code == 2
    assert not (root / "releases").exists()


def test_undeclared_column_is_refused(built, monkeypatch):
    monkeypatch.setattr(textfree, "COLUMNS_FROM_OFFSETS", {**textfree.COLUMNS_FROM_OFFSETS, "tokens": {}})
    with pytest.raises(ReleaseError, match="the column tokens of tokens has article text"):
        without_text(built.rows)


def test_quoting_project_is_refused(project, articles, tmp_path):
    """The words of an article in what the project says of itself: nothing is written, and the words are not printed."""
    words = " ".join(articles[1].text.split()[40:60])
    rows = without_text(build_rows(project, articles))
    with pytest.raises(ReleaseError, match=r"(README\.md|croissant\.json) would contain article text") as caught:
        place_release(replace(project, description=words), rows.rows, target=tmp_path / "r", text_free=rows)
    assert words not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


WORDS = st.text(alphabet="ab ,.\u0301\n\xa0é", max_size=30)


@given(WORDS, WORDS, WORDS)
def test_pieces_are_the_string(value, first, second):
    texts = {"one": first, "two": second}
    pieces = split_into_fragments(value, texts, first=["two"])
    assert join_fragments(pieces, texts) == value
    assert join_fragments(json.loads(json.dumps(pieces)), texts) == value


def test_pieces_are_long():
    texts = {"one": "We do not stop here, he said.", "two": "we do not stop"}
    assert split_into_fragments("do not stop , he cried", texts) == [("one", 3, 14), " ", ("one", 19, 23), " ", "cried"]
    assert split_into_fragments("we do not", texts, first=["two"]) == [("two", 0, 9)]
    assert join_fragments([("three", 0, 1)], texts) is None
