"""The command as a process: pipes, signals, and terminals that cannot write our letters. No traceback, ever."""

import errno
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from subprocess import PIPE

import pytest
from support.commandline import ENGLISH, process
from support.paths import CONVOY


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
    from corpus.release import write as release

    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Whatever the tests are run under, such as nohup.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    write_card = release.write_card

    def slowly(*arguments, **options):
        write_card(*arguments, **options)
        time.sleep(30)

    release.write_card = slowly
    sys.argv = ["corpus", "build", "--project", sys.argv[1]]
    runpy.run_module("corpus", run_name="__main__")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_interrupted_build(run, root, number):
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
    running.send_signal(number)
    _, err = running.communicate(timeout=30)
    # By a signal other than Ctrl-C the process ends as its sender expects, after the same clean-up.
    assert running.returncode == (130 if number == signal.SIGINT else -number)
    assert err == "interrupted: no partial output was left\n"
    assert [p.name for p in releases.iterdir()] == ["0.1.0"]
    assert {p: p.read_bytes() for p in releases.rglob("*") if p.is_file()} == before


def test_interrupted_import():
    """An interrupt while Python still imports the command line is no traceback."""
    code = """
        import os, runpy, signal, sys

        class Finder:
            def find_spec(self, name, path=None, target=None):
                if name == "typer":
                    os.kill(os.getpid(), signal.SIGINT)

        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.meta_path.insert(0, Finder())
        sys.argv = ["corpus", "--version"]
        runpy.run_module("corpus", run_name="__main__")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted: nothing was done\n")


def test_ignored_hangup_stays_ignored(tmp_path):
    """``nohup corpus ...`` survives the end of its terminal."""
    code = """
        import os, signal
        from corpus.io.processes import termination_as_interrupt

        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        with termination_as_interrupt() as received:
            os.kill(os.getpid(), signal.SIGHUP)
        print(received, signal.getsignal(signal.SIGHUP) == signal.SIG_IGN)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[] True\n", "")


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


def test_reader_of_a_table_goes_away():
    """``corpus stats | true``: the same for what is no JSON."""
    running = process("stats", "--project", CONVOY)
    running.stdout.close()
    assert running.stderr.read() == ""
    running.stderr.close()
    assert running.wait(timeout=60) == 0
