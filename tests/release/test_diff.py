"""What `corpus diff` tells of two releases, and that the changelog's data part tells the same."""

import json
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import CONVOY, ROOT, TESTS

from corpus.cli.diff import _shortened
from corpus.errors import ReleaseError
from corpus.release.diff import ColumnChange, RowChange, TableContent, diff_releases, diff_table
from corpus.release.load import read_contents
from corpus.release.locate import find_release

ROWS = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2), max_size=6)


def content(rows, **columns):
    return TableContent({"id": "string", **columns}, rows)


@given(ROWS, ROWS)
def test_old_and_difference_give_new(old, new):
    found = diff_table("t", *(content([{"id": k, "n": n} for k, n in rows.items()], n="int32") for rows in (old, new)))
    again = {k: n for k, n in old.items() if k not in found.removed}
    again |= {row.id: row.values["n"][1] for row in found.changed}
    assert all(old[row.id] == row.values["n"][0] != row.values["n"][1] for row in found.changed)
    assert again | {k: new[k] for k in found.added} == new
    assert bool(found) == (old != new)


def test_columns_are_told_once():
    old = content([{"id": "a", "gone": 1, "kind": 1, "same": 1}], gone="int32", kind="int32", same="int32")
    new = content([{"id": "a", "kind": 1.5, "same": 1, "more": 2}], kind="double", same="int32", more="int32?")
    found = diff_table("t", old, new)
    assert found.columns == (
        ColumnChange("kind", "int32", "double"),
        ColumnChange("more", None, "int32?"),
        ColumnChange("gone", "int32", None),
    )
    assert found.changed == (RowChange("a", {"kind": (1, 1.5)}),)


def test_tables():
    full, empty = content([{"id": "a"}]), TableContent({}, [])
    found = diff_releases({"x": full, "same": full, "empty": empty}, {"same": full, "y": empty, "empty": full})
    assert [(t.name, t.old, t.new, t.columns) for t in found] == [
        ("y", None, 0, ()),
        ("empty", 0, 1, ()),
        ("x", 1, None, ()),
    ]
    with pytest.raises(ReleaseError, match="duplicate id in the table t"):
        diff_table("t", full, content([{"id": "a"}, {"id": "a"}]))


@given(st.text("ab", max_size=60), st.text("ab", max_size=60))
def test_shortened_values_still_differ(old, new):
    first, second = _shortened(old, new)
    assert (first == second) == (old == new)
    assert len(first) <= len(old) + 2


# The command


@pytest.fixture
def two(run, root):
    """A project with two releases: in the second a speaker has another office, and the article says less."""
    run("build", "--project", root)
    for file, old, new in (
        ("corpus.toml", 'version = "0.1.0"', 'version = "0.2.0"'),
        ("annotations/speakers.toml", 'role = "director"', 'role = "head"'),
        ("sources/sources.toml", 'country = "NO"', 'country = "DK"'),
    ):
        path = root / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    run("build", "--project", root)
    return root


def test_difference(run, two):
    done = run("diff", "0.1.0", "0.2.0", "--project", two)
    assert done.code == 1
    lines = [re.sub("[\u2066-\u2069]", "", line) for line in done.out.splitlines()]
    assert lines == [
        "articles: 1 → 1 rows; 1 changed",
        "  ~ example",
        '      country: "NO" → "DK"',
        "speakers: 2 → 2 rows; 1 changed",
        "  ~ kari-moen",
        '      role: "director" → "head"',
    ]
    assert run("diff", "0.1.0", "0.2.0", "--stat", "--table", "speakers", "--project", two).out.count("\n") == 1


def test_values_are_isolated(run, two):
    assert '\u2068"director"\u2069 → \u2068"head"\u2069' in run("diff", "0.1.0", "0.2.0", "--project", two).out


def test_difference_as_json(run, two):
    releases = [two / "releases" / version for version in ("0.1.0", "0.2.0")]
    done = run("diff", *releases, "--json")
    assert done.code == 1
    (articles, speakers) = json.loads(done.out)
    assert articles["changed"] == [{"id": "example", "values": {"country": ["NO", "DK"]}}]
    assert (speakers["name"], speakers["old"], speakers["new"], speakers["added"]) == ("speakers", 2, 2, [])


def test_same(run, two):
    done = run("diff", "0.1.0", two / "releases" / "0.1.0", "--project", two)
    assert (done.code, done.out) == (0, "no difference\n")
    assert run("diff", "0.1.0", "0.2.0", "--table", "tokens", "--project", two).code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("0.1.0", "9.9.9"), "no release 9.9.9. Hint: Existing releases: 0.1.0, 0.2.0"),
        (("0.1.0", TESTS), "not a release"),
        (
            ("0.1.0", "0.2.0", "--table", "quote"),
            "no table 'quote' in the releases. Hint: Did you mean 'quotes'? The tables are quotes, ",
        ),
    ],
)
def test_trouble_is_no_difference(run, two, arguments, message):
    done = run("diff", *arguments, "--project", two)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


# The changelog


def data_sections(text):
    """The data part of the changelog, by version."""
    parts = re.split(r"^### (\S+) \(.*\)$", text.split("\n## Data\n")[1], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def changelog_faults(section, found, tables):
    """What a version's data section keeps quiet of, and what it claims that is not so: names in backquotes count."""
    named = set(re.findall(r"`([^`\n]+)`", section))
    wanted = {t.name for t in found} | {c.name for t in found for c in t.columns}
    wanted |= {column for t in found for row in t.changed for column in row.values}
    untrue = (named & set(tables)) - {t.name for t in found}
    return [f"not named: {n}" for n in sorted(wanted - named)] + [f"did not change: {n}" for n in sorted(untrue)]


def released():
    versions = [path.parent.name for path in (CONVOY / "releases").glob("*/manifest.json")]
    return sorted(versions, key=lambda v: [int(n) for n in v.split("-")[0].split(".")])


@pytest.mark.parametrize(("old", "new"), list(pairwise(released())))
def test_changelog_tells_what_changed(old, new):
    before, after = (read_contents(find_release(CONVOY, version=v)) for v in (old, new))
    section = data_sections((ROOT / "CHANGELOG.md").read_text("utf-8"))[new]
    assert changelog_faults(section, diff_releases(before, after), after) == []


def test_changelog_faults_are_seen():
    old, new = content([{"id": "a", "n": 1}], n="int32"), content([{"id": "a", "n": 2, "m": 0}], n="int32", m="int32")
    found = diff_releases({"t": old, "u": old}, {"t": new, "u": old})
    assert changelog_faults("`t` has the column `m`; `n` is counted otherwise.", found, ("t", "u")) == []
    faults = changelog_faults("`u` is new, `n` too, and there is `more`.", found, ("t", "u"))
    assert faults == ["not named: m", "not named: t", "did not change: u"]
