"""Examples: the Python blocks of README.md and of the pages in docs, run as printed, and what they give.

recipes.py [--write] [FILE...]; without --write, prints how the outputs in a file differ from what its code
gives now, and changes nothing; exit code 1 if they do. All blocks of a file share one namespace, in a process of their
own where every warning is an error. What a block prints, and the value of its last line, belong between
`<!-- output -->` and `<!-- /output -->` below it; a block without these lines is run all the same. A block after
`<!-- requires: LIBRARY -->` is left out, and named, where the library is missing. The code runs at the root, or, where
the version of the corpus is not released yet, next to a temporary release of it.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import difflib
import io
import os
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROJECT = Path("datasets") / "convoy17"
#: README.md, and every page of the documentation that has Python code.
DOCUMENTS = (
    "README.md",
    *sorted(
        page.relative_to(ROOT).as_posix()
        for page in (ROOT / "docs").rglob("*.md")
        if "```python" in page.read_text(encoding="utf-8")
    ),
)
BLOCK = re.compile(
    r"^(?:<!-- requires: (?P<requires>\w+) -->\n)?```python\n(?P<code>.*?)^```\n"
    r"(?:\n<!-- output -->\n(?P<output>.*?)<!-- /output -->\n)?",
    re.DOTALL | re.MULTILINE,
)


def show(value: Any) -> str:  # noqa: ANN401
    """A value in Markdown: a frame as a table, a chart, once it is drawn, as nothing, the rest as Python prints it."""
    library = type(value).__module__.partition(".")[0]
    if library == "matplotlib":
        value.get_figure().canvas.draw()
        return ""
    if library == "polars":
        return table(value.columns, value.rows())
    if library == "pandas" and hasattr(value, "to_frame") and not hasattr(value, "columns"):
        value = value.to_frame()
    if library == "pandas":
        numbered = value.index.names == [None] and value.index.inferred_type == "integer"
        value = value.reset_index(drop=numbered, names="" if value.index.names == [None] else None)
        return table(list(value.columns), value.itertuples(index=False))
    return fenced(repr(value))


def fenced(text: str) -> str:
    """Text as it is, in a block of its own; nothing for no text."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return "\n```text\n" + isolated(lines, "\u2068", "\u2069") + "\n```\n" if text else ""


def table(names: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """A table in Markdown, numbers to the right."""
    body = [list(row) for row in rows]
    head = [cell(name) for name in names]
    numbers = [all(_is_number(row[i]) for row in body) for i in range(len(head))]
    lines = [head, ["---:" if n else "---" for n in numbers], *([cell(value) for value in row] for row in body)]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines) + "\n"


def _is_number(value: object) -> bool:
    return not isinstance(value, bool) and hasattr(value, "__round__")


def cell(value: object) -> str:
    """A value in a cell: nothing for what is missing, a list with commas, a moment at midnight as its day."""
    if isinstance(value, list | tuple) or getattr(value, "shape", ()):
        return ", ".join(cell(v) for v in value)
    if value is None or value != value:  # noqa: PLR0124  (NaN and NaT are not themselves)
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    escaped = re.sub(r"([\\`*\[\]<>|$~])", r"\\\1", " ".join(text.split()))
    return f"&#x2068;{escaped}&#x2069;" if isolated(escaped, "<", ">") != escaped else escaped


def isolated(text: str, opening: str, closing: str) -> str:
    """Text whose right-to-left stretches are between isolates, so that what is next to them stays in its place."""
    kinds = "".join(
        "\n" if c == "\n" else {"R": "R", "AL": "R", "L": "L"}.get(unicodedata.bidirectional(c), " ") for c in text
    )
    end, parts = 0, []
    for found in re.finditer(r"R([R ]*R)?", kinds):
        parts += [text[end : found.start()], opening, text[slice(*found.span())], closing]
        end = found.end()
    return "".join([*parts, text[end:]])


def run(path: Path, text: str) -> tuple[str, list[str]]:
    """A document with what its blocks give now, and a line for every block that was left out."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    left_out: list[str] = []

    def again(block: re.Match[str]) -> str:
        line = text.count("\n", 0, block.start("code"))
        if block["requires"] and find_spec(block["requires"]) is None:
            left_out.append(f"left out: {path.name}, line {line}: requires {block['requires']}")
            return block[0]
        given = execute("\n" * line + block["code"], path, namespace).rstrip("\n") + "\n\n"
        if block["output"] is None:
            return block[0]
        return block[0].replace(f"-->\n{block['output']}<!-- /output", f"-->\n{given}<!-- /output")

    return BLOCK.sub(again, text), left_out


def execute(code: str, path: Path, namespace: dict[str, Any]) -> str:
    """What a block prints, and the value of its last line, in Markdown; lines of errors are those of the document."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(tree, path, "exec"), namespace)  # noqa: S102  (our own documents)
        value = last and eval(compile(ast.Expression(last.value), path, "eval"), namespace)  # noqa: S307
    return fenced(printed.getvalue()) + ("" if value is None else show(value))


def one(path: Path, *, write: bool) -> int:
    """Compare a document with what its code gives, or write it; the exit code."""
    warnings.simplefilter("error")
    before = path.read_text(encoding="utf-8")
    after, left_out = run(path, before)
    sys.stdout.writelines(f"{line}\n" for line in left_out)
    if write:
        path.write_text(after, encoding="utf-8", newline="\n")
        return 0
    lines = [t.splitlines(keepends=True) for t in (before, after)]
    sys.stdout.writelines(difflib.unified_diff(*lines, path.name, f"{path.name} now", n=0))
    return int(before != after)


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """The folder that paths in the documents begin in."""
    version = tomllib.loads((ROOT / PROJECT / "corpus.toml").read_text(encoding="utf-8"))["version"]
    release = PROJECT / "releases" / version
    if (ROOT / release).is_dir():
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / release).parent.mkdir(parents=True)
        command = [sys.executable, "-m", "corpus", "build", "--output", str(Path(folder) / release)]
        subprocess.run([*command, "--project", str(ROOT / PROJECT)], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        yield Path(folder)


def main(arguments: list[str] | None = None) -> int:
    """Run every document in a process of its own; the exit code."""
    parser = argparse.ArgumentParser(description="Examples of the documents, run as printed.")
    parser.add_argument("documents", nargs="*", type=Path, default=[ROOT / name for name in DOCUMENTS])
    parser.add_argument("--write", action="store_true", help="write what the code gives now into the documents")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.here:
        return max(one(path, write=options.write) for path in options.documents)
    with place() as folder, tempfile.TemporaryDirectory() as cache:
        # No network, nothing of the reader's cache, no window, and paths of the package in use whatever the folder.
        settings = {
            "HF_HUB_OFFLINE": "1",
            "HF_HOME": cache,
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            "MPLBACKEND": "agg",
        }
        settings["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        command = [sys.executable, str(Path(__file__).resolve()), "--here", *(["--write"] if options.write else [])]
        started = [
            subprocess.Popen([*command, str(p.resolve())], cwd=folder, env=os.environ | settings)  # noqa: S603
            for p in options.documents
        ]
        return max([process.wait() for process in started])


if __name__ == "__main__":
    sys.exit(main())
