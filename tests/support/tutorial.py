"""Run the commands of the tutorial about own articles, and compare or write the output that it shows."""

import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

from support.faulty import inside
from support.paths import ROOT, TESTS

PAGE = ROOT / "docs" / "own-articles.md"
ARTICLES = TESTS / "cases" / "own_articles"
BLOCK = re.compile(r"^```console\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
#: Marks that keep words in their own direction; a page in Markdown has none.
_ISOLATES = re.compile("[\u2066-\u2069]")
_TODAY = re.compile(r"(year|month) = \{\d+\}")


def with_output(text, folder):
    """The page with the output that its commands give now; they are run in a folder with the articles."""
    shutil.copytree(ARTICLES, folder, dirs_exist_ok=True)
    place = folder

    def run(block):
        nonlocal place
        lines = []
        for line in block[1].splitlines():
            if line.startswith("$ "):
                lines.append(line)
                words = shlex.split(line[2:], comments=True)
                if words[0] == "cd":
                    place = place / words[1]
                else:
                    assert words[0] == "corpus", line
                    lines += output(words[1:], place)
        return "```console\n" + "".join(f"{line}\n" for line in lines) + "```\n"

    return BLOCK.sub(run, text)


def output(arguments, place):
    """The lines that a command prints, its place and the day left out."""
    with chdir(place):
        done = inside(*arguments)
    assert done.returncode == 0, done.stderr
    text = _ISOLATES.sub("", done.stdout + done.stderr).replace(f"{Path(place).resolve()}/", "")
    return [_TODAY.sub(r"\1 = {...}", line).rstrip() for line in text.splitlines()]
