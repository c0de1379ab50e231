"""The help: panels, summaries, examples that parse, and an overview that imports nothing heavy."""

import inspect
import json
import shlex
import subprocess
import sys

import pytest
from typer.main import get_command

from corpus.cli.app import COMMANDS, Panel, app, command_function, make_app, reflowed_help

CALLED = get_command(app).commands
#: Libraries that take long to import; the overview needs none of them.
HEAVY = {"datasets", "numpy", "pandas", "pyarrow", "rapidfuzz", "regex", "matplotlib", "tomlkit", "huggingface_hub"}


def summary(function):
    return " ".join(inspect.cleandoc(function.__doc__).split("\n\n")[0].split())


def examples(name):
    """The commands in the Examples section of a command's help, as lists of words."""
    section = CALLED[name].help.partition("\n\nExamples:\n")[2]
    return [shlex.split(line, comments=True) for line in section.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_overview_has_the_summary_of_the_command(name):
    assert COMMANDS[name].summary == summary(command_function(COMMANDS[name]))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_that_parse(name):
    assert examples(name)
    options = {option for p in CALLED[name].params for option in (*p.opts, *p.secondary_opts)}
    for words in examples(name):
        assert words[:2] == ["corpus", name]
        assert {w.partition("=")[0] for w in words if w.startswith("--")} <= options


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_an_example_on_a_line_of_a_terminal(name):
    assert all(len(line) <= 78 for line in CALLED[name].help.partition("\n\nExamples:\n")[2].splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_a_help_text(name):
    assert all(getattr(p, "help", None) for p in CALLED[name].params if p.name != "help")


def test_panels_in_order(run):
    shown = run("--help").out
    places = [shown.index(f" {panel} ") for panel in Panel]
    assert places == sorted(places)
    assert {entry.panel for entry in COMMANDS.values()} == set(Panel)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_overview_imports_nothing_heavy(arguments):
    code = f"""
import json, sys
from corpus.__main__ import main
sys.argv = ["corpus", *{arguments!r}]
try:
    main()
finally:
    print(json.dumps(sorted(name.partition(".")[0] for name in sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert HEAVY & set(json.loads(done.stdout.splitlines()[-1])) == set()


@pytest.mark.parametrize(
    ("arguments", "summaries"),
    [
        (["cite"], 1),
        (["--", "cite"], 1),
        (["--help", "cite"], len(COMMANDS)),
        ([], len(COMMANDS)),
        (["x"], len(COMMANDS)),
    ],
)
def test_one_command_is_registered_where_it_is_called(arguments, summaries):
    assert len(make_app(arguments).registered_commands) == summaries


def test_reflowed_help_joins_prose_and_keeps_lists():
    def command():
        """Do it.

        One
        paragraph.

        Examples:
          corpus do it
          corpus do it again
        """

    assert reflowed_help(command) == "Do it.\n\nOne paragraph.\n\nExamples:\n  corpus do it\n  corpus do it again"
