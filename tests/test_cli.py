"""The command line: help, exit codes, JSON, and clear errors for bad input. No command ever shows a traceback."""

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import pytest
from conftest import CONVOY
from typer.main import get_command

from corpus import __version__
from corpus.__main__ import app, main
from corpus.starter import make_project

COMMANDS = get_command(app).commands
ENGLISH = "“It is safe to sail,” said Kari Moen, who has been the director of the harbour for a year.\n"
NORWEGIAN = "– Det er trygt å seile, sier Kari Moen, som har vært sjef for havna i ett år.\n"
ARABIC = "قال مدير الميناء في بيان إن الجسر مغلق منذ أمس حتى نهاية الأسبوع.\n"


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def rows(self):
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command in this process, as its entry point does."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corpus", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as e:
            code = e.code or 0
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Done(code, out, err)

    return call


def process(*arguments, **options):
    """The command as a process of its own."""
    command = [sys.executable, "-m", "corpus", *map(str, arguments)]
    return subprocess.Popen(command, **{"stdout": PIPE, "stderr": PIPE, "text": True, **options})


@pytest.fixture
def root(tmp_path):
    make_project(tmp_path / "tiny")
    return tmp_path / "tiny"


def test_version_and_no_command(run):
    assert run("--version").out == f"corpus {__version__}\n"
    assert run().code == 2
    assert run("nonsense").code == 2


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help(run, name, flag):
    done = run(name, flag)
    assert done.code == 0
    assert COMMANDS[name].help.split()[0] in done.out
    assert done.err == ""


def test_every_command_is_listed(run):
    listed = run("--help").out
    assert all(f" {name} " in listed for name in COMMANDS)


# JSON, wherever a program might read


@pytest.mark.parametrize("name", ["build", "check", "stats"])
def test_json_of_a_project(run, root, name):
    done = run(name, "--project", root, "--json")
    assert done.code == 0
    assert isinstance(json.loads(done.out), dict if name != "check" else list)


def test_json_of_an_article(run, root):
    (row,) = run("show", "example", "--project", root, "--json").rows
    assert row["id"] == "example"
    assert {a["speaker"] for a in row["attributions"]} >= {"Kari Moen"}


def test_commands_that_print_json():
    """Where an option is added, a test here is too."""
    able = {name for name, command in COMMANDS.items() if any("--json" in p.opts for p in command.params)}
    assert able >= {"build", "check", "show", "stats", "tag"}


# tag


@pytest.mark.parametrize("jsonl", [False, True])
def test_tag_json_is_as_declared(run, tmp_path, jsonl):
    path = tmp_path / ("x.jsonl" if jsonl else "x.txt")
    path.write_text(json.dumps({"id": "x", "text": ENGLISH}) if jsonl else ENGLISH, encoding="utf-8")
    (row,) = run("tag", path, "--json").rows
    assert (row["id"], row["language"]) == ("x", "en")
    (paragraph,) = row["paragraphs"]
    assert (paragraph["role"], ENGLISH[paragraph["start"] : paragraph["end"]]) == ("body", ENGLISH.strip())
    (found,) = row["attributions"]
    assert [ENGLISH[a:b] for a, b in found["content"]] == ["It is safe to sail,"]
    assert [ENGLISH[a:b] for a, b in found["cue"]] == ["said"]
    assert found["type"] == "direct"
    assert set(found) >= {
        "type", "content", "cue", "source", "speaker", "speaker_kind", "resolution", "medium", "via", "parent", "rule",
    }  # fmt: skip


def test_tag_offsets_count_every_code_point(run, tmp_path):
    """A byte order mark, CRLF and letters beyond the BMP stay in the text and in its offsets."""
    path = tmp_path / "x.txt"
    text = f"\ufeff😀\r\n\r\n{ENGLISH}"
    path.write_bytes(text.encode())
    (row,) = run("tag", path, "--json", "--language", "en").rows
    assert [text[a:b] for a, b in row["attributions"][0]["content"]] == ["It is safe to sail,"]


def test_tag_language(run, tmp_path):
    """That of the row first, then that of the option, else told from the text; aliases count."""
    rows = [
        {"id": 1, "text": ENGLISH, "language": "english"},
        {"id": "2", "text": NORWEGIAN, "language": None},
        {"id": "3", "text": ARABIC},
        {"id": "4", "text": NORWEGIAN, "language": "nb-NO"},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows) + "\n\n", encoding="utf-8")
    assert [(r["id"], r["language"]) for r in run("tag", path, "--json").rows] == [
        ("1", "en"), ("2", "nb"), ("3", "ar"), ("4", "nb"),
    ]  # fmt: skip
    given = run("tag", path, "--json", "--language", "ara")
    assert [r["language"] for r in given.rows] == ["en", "ar", "ar", "nb"]


def test_tag_several_files_for_people(run, tmp_path):
    names = {"one.txt": ENGLISH, "two.txt": NORWEGIAN, "three.txt": ARABIC}
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("tag", *(tmp_path / name for name in names))
    assert done.code == 0
    assert "It is safe to sail," in done.out
    assert "الجسر مغلق" in done.out
    assert all(Path(name).stem in done.out for name in names)


def test_tag_plain(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(f"Subscribe\n\n{ENGLISH}", encoding="utf-8")
    (cleaned,), (plain,) = run("tag", path, "--json").rows, run("tag", path, "--json", "--plain").rows
    assert [p["role"] for p in cleaned["paragraphs"]] == ["chrome", "body"]
    assert [p["role"] for p in plain["paragraphs"]] == ["body", "body"]


def test_tag_with_the_speakers_of_a_project(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("“We see them,” said Braga.", encoding="utf-8")
    (row,) = run("tag", path, "--json", "--language", "en", "--project", CONVOY).rows
    assert [a["speaker"] for a in row["attributions"]] == ["Jon Braga"]


def test_tag_other_encoding(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(NORWEGIAN.replace("–", "-").encode("latin-1"))
    assert run("tag", path, "--json").code == 1
    assert run("tag", path, "--json", "--encoding", "latin-1").rows[0]["language"] == "nb"
    assert "'nonsense' is no encoding of text" in run("tag", path, "--encoding", "nonsense").err


# Bad input: what is in the file, and what the error says.
BAD = {
    "empty": (b"", ["there is no text"]),
    "blank": (" \n\u2028\t".encode(), ["there is no text"]),
    "not UTF-8": ("Første linje\nAndre linje \xe5\n".encode("latin-1"), [":1: ", "byte 1 is not valid utf-8"]),
    "not UTF-8 below": (b"One line\nand another \xff\n", [":2: ", "byte 21 is not valid utf-8"]),
    "NUL": (b"One\ntwo \0 three\n", [":2: ", "NUL"]),
    "language not told": (b"12 34 56\n", ["the language of the text could not be told", "ar, en, nb"]),
    "long line": (b"a" * 1_000_001 + b"\n", [":1: ", "a line of 1,000,001 characters"]),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_text(run, tmp_path, case):
    content, message = case
    path, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    path.write_bytes(content)
    good.write_text(ENGLISH, encoding="utf-8")
    done = run("tag", path, good, "--json")
    assert done.code == 1
    assert all(part in done.err for part in [f"error: {path}", *message])
    assert [r["id"] for r in done.rows] == ["good"]


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "."])
def test_no_such_file(run, tmp_path, name):
    done = run("tag", tmp_path / name)
    assert done.code == 1
    assert f"error: {tmp_path / name}: " in done.err


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_line_of_fifty_megabytes(run, tmp_path, suffix):
    path = tmp_path / f"big.{suffix}"
    line = b"a" * 50_000_000
    path.write_bytes(line if suffix == "txt" else b'{"id": "big", "text": "%s"}\n' % line)
    start = time.monotonic()
    done = run("tag", path, "--json", "--language", "en")
    assert done.code == 1
    assert "are too many for one article" in done.err
    assert time.monotonic() - start < 5


def test_bad_lines_do_not_stop_the_others(run, tmp_path):
    path = tmp_path / "x.jsonl"
    good = json.dumps({"id": "good", "text": ENGLISH})
    bad = [
        "{",
        "[]",
        "null",
        "\xff",
        "[" * 100_000,
        '{"id": "x"}',
        '{"id": 1, "text": 2}',
        '{"id": "x", "text": ""}',
        '{"id": "x", "text": "\\u0000"}',
        '{"id": "x", "text": "\\ud800"}',
        '{"id": "x", "text": "a", "language": 1}',
        '{"id": "x", "text": "a", "language": "xx"}',
    ]
    path.write_bytes("\n".join(["", *bad, good]).encode("latin-1"))
    done = run("tag", path, "--json")
    assert done.code == 1
    assert [r["id"] for r in done.rows] == ["good"]
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert [line.split(":")[2] for line in errors] == [str(n) for n in range(2, len(bad) + 2)]
    assert "no data for the language 'xx'" in done.err


def test_unknown_language(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    done = run("tag", path, "--language", "klingon")
    assert done.code == 1
    assert "no data for the language 'klingon'" in done.err
    assert "ar, en, nb" in done.err


# Projects


def test_changed_source_stops_the_build(run, root):
    declared = (root / "sources" / "sources.toml").read_text(encoding="utf-8").split('sha256 = "')[1][:64]
    (root / "sources" / "example.txt").write_bytes(b"other")
    done = run("build", "--project", root)
    assert done.code == 1
    assert declared in done.err
    assert "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa" in done.err
    assert not (root / "releases").exists()


@pytest.mark.parametrize("name", ["build", "stats"])
def test_changed_source_with_several_processes(run, root, name):
    (root / "sources" / "example.txt").write_bytes(b"other")
    done = run(name, "--project", root, "--jobs", "2")
    assert done.code == 1
    assert "the bytes have the SHA-256" in done.err


@pytest.mark.parametrize("name", ["build", "stats", "show"])
def test_no_project(run, tmp_path, name):
    done = run(name, *(["x"] if name == "show" else []), "--project", tmp_path)
    assert done.code == 1
    assert "corpus.toml: no such file" in done.err


def test_project_of_the_current_folder(run, root, monkeypatch):
    monkeypatch.chdir(root)
    assert run("stats", "--json").code == 0
    monkeypatch.chdir(root / "sources")
    done = run("stats", "--json")
    assert (done.code, "there is no corpus project" in done.err) == (1, True)


def test_init_build_check_stats(run, tmp_path):
    """A new project goes through every command as it is."""
    root = tmp_path / "new"
    assert run("init", root).code == 0
    assert (root / "corpus.toml").is_file()
    assert run("check", "--project", root).code == 0
    built = run("build", "--project", root)
    assert built.code == 0
    assert f"written: {root}" in built.out.replace("\n", "")
    assert "the same as the release that is there" in run("build", "--project", root).out
    assert "Kari Moen" in run("stats", "--project", root).out
    assert run("check", "--project", root).code == 0
    again = run("init", root)
    assert (again.code, "there is something here already" in again.err) == (1, True)


def test_released_version_is_not_overwritten(run, root):
    assert run("build", "--project", root).code == 0
    speakers = root / "annotations" / "speakers.toml"
    speakers.write_text(speakers.read_text(encoding="utf-8").replace('"director"', '"head"'), encoding="utf-8")
    done = run("build", "--project", root)
    assert (done.code, "Raise `version`" in done.err) == (1, True)


# show


def test_show(run, root):
    shown = run("show", "example", "--project", root).out
    assert "Ferry traffic resumes after storm" in shown
    assert "Kari Moen" in shown
    assert "body" in shown


def test_show_arabic(run):
    """Each line of a right-to-left article is isolated, so that the terminal's own direction does not break it."""
    done = run("show", "aljazeera-20170909", "--project", CONVOY)
    assert done.code == 0
    assert "\u2067" in done.out
    assert done.out.count("\u2067") == done.out.count("\u2069")
    assert "التحالف" in done.out
    assert "A member of the Islamic State" in " ".join(done.out.split())


def test_show_dropped(run):
    kept = run("show", "sputnik-20170909", "--project", CONVOY).out
    everything = run("show", "sputnik-20170909", "--project", CONVOY, "--dropped").out
    assert "Newsfeed" not in kept
    assert "Newsfeed" in everything


def test_show_unknown_article(run):
    done = run("show", "nonsense", "--project", CONVOY)
    assert done.code == 1
    assert "aljazeera-20170909" in done.err


# As a process: pipes, signals, and terminals that cannot write our letters


def test_as_a_module(root):
    done = process("stats", "--project", root, "--json")
    out, err = done.communicate(timeout=60)
    assert (done.returncode, err) == (0, "")
    assert json.loads(out)["total"]["attributions"] > 0


def test_reader_goes_away(tmp_path):
    """``corpus tag ... | head -1``: no error, no traceback."""
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(json.dumps({"id": n, "text": ENGLISH * 20}) for n in range(400)), encoding="utf-8")
    running = process("tag", path, "--json", "--language", "en")
    assert running.stdout.readline().startswith('{"id": "0"')
    running.stdout.close()
    assert running.stderr.read() == ""
    running.stderr.close()
    assert running.wait(timeout=60) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_under_the_output(tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        running = process("tag", path, "--json", stdout=full)
        _, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert "Traceback" not in err
    assert os.strerror(errno.ENOSPC) in err


def test_terminal_without_our_letters():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = process("show", "aljazeera-20170909", "--project", CONVOY, env=environment)
    _, err = done.communicate(timeout=60)
    assert "Traceback" not in err


# The build as it is, slow where a signal is to meet it; ``python -m corpus`` is what it runs.
SLOW_BUILD = """
    import runpy, signal, sys, time
    from corpus.publish import release

    signal.signal(signal.SIGINT, signal.default_int_handler)
    write_card = release.write_card

    def slowly(*arguments):
        write_card(*arguments)
        time.sleep(30)

    release.write_card = slowly
    sys.argv = ["corpus", "build", "--project", sys.argv[1]]
    runpy.run_module("corpus", run_name="__main__")
"""


def test_interrupted_build(run, root):
    assert run("build", "--project", root).code == 0
    releases = root / "releases"
    before = {p: p.read_bytes() for p in releases.rglob("*") if p.is_file()}
    header = root / "corpus.toml"
    header.write_text(header.read_text(encoding="utf-8").replace('"0.1.0"', '"0.2.0"'), encoding="utf-8")
    command = [sys.executable, "-c", textwrap.dedent(SLOW_BUILD), root]
    running = subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True)
    deadline = time.monotonic() + 30
    while not list(releases.glob(".*/README.md")) and time.monotonic() < deadline:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert [p.name for p in releases.iterdir()] == ["0.1.0"]
    assert {p: p.read_bytes() for p in releases.rglob("*") if p.is_file()} == before


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the children of a process are looked up in /proc")
def test_interrupted_workers(tmp_path):
    """Ctrl-C reaches every process of a build that has several, also one that is starting; none shows a traceback."""
    running = process("build", "--project", CONVOY, "--output", tmp_path / "r", "--jobs", "2", start_new_session=True)
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    deadline = time.monotonic() + 30
    while len(children.read_text().split()) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
