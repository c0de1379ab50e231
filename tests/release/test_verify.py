"""``corpus verify``: a release that is whole is found so, and whatever is changed in one is found and named."""

import hashlib
import json
import os
import random
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from support.faulty import flipped
from support.paths import CONVOY
from support.released import names_of

from corpus.pipeline import annotate_project
from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.release.manifest import MANIFEST, SELF_HASH_KEY, read_manifest, self_hash, write_manifest
from corpus.release.text_free import without_text
from corpus.release.verify import offset_faults, verify_release
from corpus.release.write import place_release, write_release
from corpus.tables.hashing import content_hashes, overall_hash

FILE = "data/quotes/train.parquet"


@pytest.fixture
def copy(release, tmp_path):
    return shutil.copytree(release, tmp_path / "copy")


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """The release of a new project, small enough to be verified a thousand times."""
    root = tmp_path_factory.mktemp("project") / "tiny"
    make_project(root)
    project = load_project(root)
    return write_release(project, annotate_project(project), output=root.parent / "r").path


def faults(folder):
    return {fault.file: fault.message for fault in verify_release(folder).faults}


def test_whole(release, built):
    found = verify_release(release)
    assert (found.faults, found.notes) == ((), ())
    assert (found.name, found.version) == (built.manifest["name"], built.manifest["version"])
    assert found.files == len(names_of(release))


@pytest.mark.parametrize("path", sorted((CONVOY / "releases").iterdir()), ids=lambda p: p.name)
def test_released_versions_are_whole(path):
    found = verify_release(path)
    assert found.faults == ()
    assert (SELF_HASH_KEY in read_manifest(path)) != bool(found.notes)


def test_without_text_is_whole(project, built, tmp_path):
    free = without_text(built.rows)
    folder = place_release(project, free.rows, target=tmp_path / "free", text_free=free).path
    assert verify_release(folder).faults == ()


def test_every_flipped_bit_is_found_and_named(tiny):
    chance = random.Random(17)
    for name in names_of(tiny):
        path = tiny / name
        for bit in chance.sample(range(path.stat().st_size * 8), 50 if name == MANIFEST else 4):
            before = flipped(path, bit)
            assert name in faults(tiny), f"{name}, bit {bit}"
            path.write_bytes(before)
    assert faults(tiny) == {}


def test_flips_of_an_unsealed_manifest(tiny, tmp_path):
    """Manifests up to 0.2.0: what is not covered is what the note says, and nothing else."""
    copy = shutil.copytree(tiny, tmp_path / "old")
    manifest = {key: value for key, value in read_manifest(copy).items() if key != SELF_HASH_KEY}
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    path = copy / MANIFEST
    path.write_text(text, encoding="utf-8")
    (note,) = verify_release(copy).notes
    chance, missed = random.Random(17), set()
    for bit in chance.sample(range(len(text.encode()) * 8), 40):
        before = flipped(path, bit)
        if not verify_release(copy).faults:
            changed = read_manifest(copy)
            missed |= {key for key in manifest if changed.get(key) != manifest[key]}
        path.write_bytes(before)
    assert missed <= {"schema_version", "name", "version", "tools", "sources"}
    assert all(f"`{name}`" in note for name in ("schema_version", "name", "tools", "sources"))


def as_link(path):
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


def as_folder(path):
    path.unlink()
    path.mkdir()


def as_pipe(path):
    path.unlink()
    os.mkfifo(path)


DAMAGE = {
    "cut": (lambda p: p.write_bytes(p.read_bytes()[:100]), "the file has 100 bytes, and "),
    "longer": (lambda p: p.write_bytes(p.read_bytes() + b"x"), "bytes, and "),
    "empty": (lambda p: p.write_bytes(b""), "it is empty"),
    "missing": (Path.unlink, "the file is missing"),
    "link": (as_link, "there is a link in place of the file"),
    "folder": (as_folder, "there is a folder in place of the file"),
    "pipe": (as_pipe, "there is something else in place of the file"),
}


@pytest.mark.parametrize("name", [FILE, "README.md", MANIFEST])
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_named(copy, run, damage, name):
    change, message = DAMAGE[damage]
    change(copy / name)
    found = faults(copy)
    assert name in found
    if name != MANIFEST:
        assert message in found[name]
    done = run("verify", copy)
    assert done.code == 1
    assert f"{copy / name}: " in done.out
    assert "NOT whole" in done.out


def test_more_than_the_manifest_lists(copy):
    (copy / "notes.txt").write_text("mine")
    (copy / "data" / "more").mkdir()
    (copy / "data" / "more" / ".hidden").write_text("")
    (copy / "away").symlink_to("/")
    assert set(faults(copy)) == {"notes.txt", "data/more", "data/more/.hidden", "away"}


def rewritten(folder, change):
    """A manifest with a change, sealed anew: as if its maker had erred."""
    manifest = read_manifest(folder)
    change(manifest)
    write_manifest(folder, manifest)
    return faults(folder)


def test_manifest_against_itself(copy):
    def wrong_sum(manifest):
        manifest["tables"]["quotes"]["rows"] += 1

    def wrong_hash(manifest):
        tables = manifest["tables"]
        tables["marks"]["content_sha256"] = "0" * 64
        manifest["content_sha256"] = overall_hash({n: t["content_sha256"] for n, t in tables.items()})

    before = read_manifest(copy)
    assert "the splits of quotes do not add up to its rows" in rewritten(copy, wrong_sum)[MANIFEST]
    write_manifest(copy, before)
    assert rewritten(copy, wrong_hash) == {"data/marks": "the content of marks is not what the manifest says"}
    write_manifest(copy, before)
    assert "`sources`" in rewritten(copy, lambda m: m["sources"].popitem())[MANIFEST]
    write_manifest(copy, before)
    assert "`content_sha256` is not" in rewritten(copy, lambda m: m.update(content_sha256="0" * 64))[MANIFEST]


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", "[" * 100_000, '{"name": "\\ud800"}', '{"files": {"x": 1}}', "\xff", '{"a": NaN}']
)
def test_what_is_no_manifest(copy, run, text):
    (copy / MANIFEST).write_bytes(text.encode("latin-1"))
    done = run("verify", copy)
    assert (done.code, "the manifest is damaged" in done.out) == (1, True)


def test_seal_is_what_other_programs_find(copy):
    """As CONTRIBUTING says: the file without its last key."""
    lines = (copy / MANIFEST).read_text("utf-8").splitlines()
    assert lines[-2].startswith(f'  "{SELF_HASH_KEY}": ')
    manifest = json.loads("\n".join([*lines[:-3], lines[-3].rstrip(","), "}"]))
    assert self_hash(manifest) == read_manifest(copy)[SELF_HASH_KEY]


# What the rows say of places


def moved(rows, table, column):
    """The rows with one place of a table changed by one."""
    row = dict(next(r for r in rows[table] if r[column]))
    if isinstance(row[column], list):
        first, *rest = row[column]
        row[column] = [first | {"start": first["start"] + 1} if isinstance(first, dict) else first + 1, *rest]
    else:
        row[column] += 1
    key = next(iter(row))
    return {**rows, table: [row if r[key] == row[key] else r for r in rows[table]]}, row[key]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("quotes", "content"),
        ("quotes", "cue"),
        ("predictions", "source"),
        ("paragraphs", "raw_start"),
        ("paragraphs", "start"),
        ("marks", "end"),
        ("tokens", "starts"),
    ],
)
def test_moved_offset_is_found(built, table, column):
    assert list(offset_faults(built.rows)) == []
    rows, key = moved(built.rows, table, column)
    assert (table, key) in {(name, row) for name, row, _ in offset_faults(rows)}


def test_moved_edit_is_found(built):
    first = built.rows["variants"][0]
    edits = [first["edits"][0] | {"first_end": first["edits"][0]["first_end"] + 1}, *first["edits"][1:]]
    rows = {**built.rows, "variants": [first | {"edits": edits}, *built.rows["variants"][1:]]}
    assert list(offset_faults(rows)) == [("variants", first["variant_id"], "edits")]


def test_moved_offset_in_a_file(project, built, tmp_path):
    rows, key = moved(built.rows, "marks", "start")
    folder = place_release(project, rows, target=tmp_path / "r").path
    assert content_hashes(rows) != content_hashes(built.rows)
    assert faults(folder) == {"data/marks": f"{key}: text is not the text at its offsets"}


# The command


def test_all_releases_of_a_project(run, root):
    assert (run("verify", "--project", root).code, run("build", "--project", root).code) == (1, 0)
    (root / "releases" / ".0.0.9.1.building").mkdir()
    done = run("verify", "--project", root)
    assert (done.code, len(done.out.splitlines())) == (0, 1)
    assert run("verify", "0.1.0", "--project", root).code == 0
    shutil.copytree(root / "releases" / "0.1.0", root / "releases" / "0.2.0")
    (root / "releases" / "notes.txt").write_text("x")
    done = run("verify", "--project", root, "--json")
    found = {Path(entry["folder"]).name: entry for entry in json.loads(done.out)}
    assert done.code == 1
    assert {name: entry["whole"] for name, entry in found.items()} == {
        "0.1.0": True,
        "0.2.0": False,
        "notes.txt": False,
    }
    assert "is of version 0.1.0, but in the folder of 0.2.0" in found["0.2.0"]["faults"][0]["message"]


def test_check_and_verify_find_the_same(run, root):
    run("build", "--project", root)
    (root / "releases" / "0.1.0" / "more.txt").write_text("x")
    done = run("check", "--project", root)
    assert "more.txt: error release-damaged: the manifest does not list it" in done.out


def test_nothing_is_read_from_a_damaged_file(run, copy, tmp_path):
    """A flipped bit in a Parquet file need not keep it from being read."""
    path = copy / FILE
    flipped(path, 8 * (path.stat().st_size // 3))
    for line in (
        ["export", "--format", "csv", "--output", tmp_path / "x", "--release", copy],
        ["view", "--output", tmp_path / "v", "--release", copy],
        ["plot", "--json", "--release", copy],
        ["diff", copy, copy],
        ["publish", copy, "--repo", "org/news", "--dry-run"],
    ):
        done = run(*line)
        assert done.code in (1, 2), line
        assert FILE in done.err


def test_parquet_that_was_never_whole(copy):
    """Listed with the hash that it has, and yet no Parquet."""

    def change(manifest):
        (copy / FILE).write_bytes(b"PAR1 none PAR1")
        manifest["files"][FILE] = {"sha256": hashlib.sha256(b"PAR1 none PAR1").hexdigest(), "bytes": 14}

    assert "the table cannot be read" in rewritten(copy, change)[FILE]


def test_rows_that_the_manifest_does_not_count(copy):
    def change(manifest):
        table = pq.read_table(copy / FILE)
        pq.write_table(table.slice(1), copy / FILE)
        data = (copy / FILE).read_bytes()
        manifest["files"][FILE] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}

    assert "rows, and " in rewritten(copy, change)[FILE]
