"""Helpers of the commands: numbers with nouns, isolated text, names of releases, colours, shortened values."""

from pathlib import Path

import pytest
from rich.text import Text

from corpus.cli.add import _counts
from corpus.cli.console import InterruptedExit, count_of, exit_interrupted, isolated
from corpus.cli.diff import _common_prefix, _shortened
from corpus.cli.explain import _listing
from corpus.cli.options import project_folder, release_folder
from corpus.cli.show import _speaker_colours
from corpus.cli.tag import _speaker_name
from corpus.errors import ProjectError
from corpus.evaluate.explain.evidence import CueListing, _are_apart
from corpus.records import Article, Attribution, Span

SPAN = (Span(0, 1),)


@pytest.mark.parametrize(("number", "written"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (1234, "1,234 rows")])
def test_count_of(number, written):
    assert count_of(number, "row") == written


@pytest.mark.parametrize(("direction", "mark"), [("ltr", "\u2066"), ("rtl", "\u2067"), ("auto", "\u2068")])
def test_isolated(direction, mark):
    assert isolated("x", direction).plain == f"{mark}x\u2069"
    assert isolated(Text("x", "bold"), direction).plain == f"{mark}x\u2069"


def test_interrupted_exit_has_a_message():
    with pytest.raises(InterruptedExit) as caught:
        exit_interrupted("interrupted: nothing was written")
    assert (caught.value.code, caught.value.message) == (130, "interrupted: nothing was written")


def test_project_and_release_folders(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert project_folder(Path("there")) == Path("there")
    assert release_folder(str(tmp_path), None) == tmp_path
    with pytest.raises(ProjectError):
        project_folder(None)


@pytest.mark.parametrize(
    ("speaker", "kind", "name"),
    [("Kari Moen", "person", "Kari Moen"), ("unknown", "unknown", "unknown"), ("unknown", "group", "unknown group")],
)
def test_speaker_name(speaker, kind, name):
    assert _speaker_name(Attribution("q", "direct", SPAN, speaker=speaker, speaker_kind=kind)) == name


def test_speakers_have_colours_in_the_order_of_the_text():
    names = ["unknown", *(f"Speaker {n}" for n in range(12))]
    attributions = tuple(Attribution(f"q{n}", "direct", SPAN, speaker=name) for n, name in enumerate(names))
    colours = _speaker_colours(Article("a", "en", "x", (), attributions))
    assert list(colours) == names
    assert (colours["unknown"], colours["Speaker 0"], colours["Speaker 9"]) == ("white", "cyan", "cyan")


@pytest.mark.parametrize(("old", "new", "length"), [("abc", "abd", 2), ("", "a", 0), ("ab", "abc", 2), ("x", "y", 0)])
def test_common_prefix(old, new, length):
    assert _common_prefix(old, new) == length


def test_shortened_values_keep_the_difference():
    old, new = _shortened("a" * 100 + "1" + "b" * 100, "a" * 100 + "2" + "b" * 100)
    assert old == "…" + "a" * 24 + "1" + "b" * 24 + "…"
    assert new == old.replace("1", "2")
    assert _shortened("short", "shore") == ("short", "shore")


def test_listing_of_a_cue():
    assert _listing(None) == "not a word of the language data"
    cue = CueListing("en/cues.toml", "verbs", ("that", "to"), "on", impersonal=True)
    assert _listing(cue) == "verbs in en/cues.toml; governs that, to; only with 'on'; impersonal"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([], [], False),
        ([Span(0, 2)], [], True),
        ([Span(0, 2)], [Span(2, 3)], True),
        ([Span(0, 2)], [Span(1, 3)], False),
    ],
)
def test_parts_are_apart(a, b, expected):
    assert _are_apart(a, b) is _are_apart(b, a) is expected


def test_counts_of_an_added_article():
    class One:
        article = Article("a", "en", "x", (), (Attribution("q", "direct", SPAN),))

    assert _counts(One()) == {"lines": 0, "paragraphs": 0, "attributions": 1}
