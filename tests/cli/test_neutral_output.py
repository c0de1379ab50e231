"""Control characters of texts, ids, file names and metadata are shown by name and never reach a terminal."""

import json

import pytest
from support.paths import CONVOY

from corpus.cli.console import _NeutralConsole, isolated
from corpus.io.text import neutral
from corpus.project.new_project import make_project
from corpus.project.project import SOURCES_FILE

#: Escape, the C1 form of "ESC [", the bell, a backspace, a right-to-left override, and DEL.
HOSTILE = "\x1b[31m\x9b2J\x07\x08\u202e\x7f"
UNSAFE = set("\x1b\x9b\x07\x08\u202e\x7f\u009d")
TEXT = (
    f"Harbour{HOSTILE} closed\n\n“The {HOSTILE}road is closed,” said Kari{HOSTILE} Moen, the director of the harbour.\n"
)


@pytest.fixture
def hostile_file(tmp_path):
    path = tmp_path / f"a{HOSTILE}.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def hostile_project(tmp_path):
    """A project with a hostile article, title and outlet, as TOML escapes them."""
    root = tmp_path / "own"
    make_project(root)
    path = root / SOURCES_FILE
    escaped = json.dumps(f"News{HOSTILE}")
    text = path.read_text("utf-8")
    for key in ("outlet", "title", "title_basis"):
        text = "\n".join(f"{key} = {escaped}" if line.startswith(f"{key} = ") else line for line in text.splitlines())
    path.write_text(text + "\n", "utf-8")
    return root


def assert_neutral(done):
    assert not UNSAFE & set(done.out + done.err), (done.out, done.err)


@pytest.mark.parametrize("command", [("tag",), ("tag", "--json"), ("explain",), ("explain", "--json")])
def test_an_article(run, hostile_file, command):
    done = run(*command, "--language", "en", hostile_file)
    assert done.code == 0
    assert_neutral(done)
    assert "--json" in command or "[U+001B][31m" in done.out


def test_json_is_the_same_value(run, hostile_file):
    found = json.loads(run("tag", "--json", "--language", "en", hostile_file).out)
    assert found["id"] == hostile_file.stem


@pytest.mark.parametrize("name", [f"none{HOSTILE}", f"{HOSTILE}/x.txt"])
def test_errors(run, name):
    done = run("tag", name)
    assert done.code != 0
    assert "[U+001B]" in done.err or "\\x1b" in done.err
    assert_neutral(done)


@pytest.mark.parametrize("command", [("show", "example"), ("check",), ("build",), ("cite",), ("stats",)])
def test_a_project(run, hostile_project, command):
    assert_neutral(run(*command, "--project", hostile_project))


def test_ids_and_names_of_releases(run):
    for command in (("show", f"x{HOSTILE}"), ("diff", f"x{HOSTILE}", "0.1.0"), ("verify", f"x{HOSTILE}")):
        assert_neutral(run(*command, "--project", CONVOY) if command[0] == "show" else run(*command))


def test_isolates_of_a_text_do_not_end_the_one_around_it():
    for text in ("a\u2069b\u2066c", "plain"):
        shown = isolated(text, "rtl").plain
        assert (shown[0], shown[-1]) == ("\u2067", "\u2069")
        assert not set("\u2066\u2067\u2068\u2069") & set(shown[1:-1])
        assert len(shown) == len(text) + 2


def test_colours_and_layout_stay():
    console = _NeutralConsole(force_terminal=True, width=40, color_system="standard")
    with console.capture() as captured:
        console.print("[red]a\x9bb[/red]")
    assert captured.get() == "\x1b[31ma[U+009B]b\x1b[0m\n"


def test_what_stays():
    kept = "tabs\tand\nlines, \u200f\u200e marks, e\u0301, 😀"
    assert neutral(kept) == kept
    assert neutral("\u2066a\u2069", isolates=True) == "\u2066a\u2069"
