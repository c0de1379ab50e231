"""Change conditions of modules one at a time, and list the changes that no test notices.

mutants.py MODULE... [--tests PATH...] [--limit N] [--seed N]. A mutant is the package in a temporary folder with one
change: a term of a condition is dropped, a condition is negated, a comparison is widened or reversed, a small number is
raised by one, or `min` and `max` are exchanged. The tests (default: those of the package that import the module, and
the cases of attributions) run on it until the first fails. A mutant that all tests pass survives: write the case that
it needs, or drop the term.
"""

# It runs pytest; which mutants are tried need not be secure.
# ruff: noqa: S311, S603

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_WIDER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
#: A mutant that loops is stopped after this many seconds; it counts as noticed.
_LONGEST = 300


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """Copies of a node, each with one change."""
    if isinstance(node, ast.BoolOp):
        for n in range(len(node.values)):
            rest = [value for m, value in enumerate(node.values) if m != n]
            yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _WIDER:
        yield ast.Compare(node.left, [_WIDER[type(node.ops[0])]()], node.comparators)
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.BoolOp | ast.Compare | ast.UnaryOp):
        other = copy.copy(node)
        other.test = ast.UnaryOp(ast.Not(), node.test)
        yield other
    elif isinstance(node, ast.Constant) and type(node.value) is int and 0 <= node.value < 100:
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Name) and node.id in ("min", "max"):
        yield ast.Name({"min": "max", "max": "min"}[node.id], node.ctx)


class _Replace(ast.NodeTransformer):
    """Puts a node in the place of the n-th one of a walk over the tree."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """All mutants of a module: the line, what it becomes, and the source of the whole."""
    size = len(list(ast.walk(ast.parse(source))))
    for place in range(size):
        node = list(ast.walk(ast.parse(source)))[place]
        for n in range(len(list(changes(node)))):
            tree = ast.parse(source)
            old = list(ast.walk(tree))[place]
            new = list(changes(old))[n]
            line, written = getattr(old, "lineno", 0), f"{ast.unparse(old)}  ->  {ast.unparse(new)}"
            changed = ast.fix_missing_locations(_Replace(old, new).visit(tree))
            yield line, " ".join(written.split())[:160], ast.unparse(changed)


def tests_of(module: str) -> list[str]:
    """The tests that import a module, of its own package and of whole texts, as paths from the root."""
    package = module.split(".")[1]
    folders = [ROOT / "tests" / package]
    own = [
        path for folder in folders for path in sorted(folder.rglob("test_*.py")) if module in path.read_text("utf-8")
    ]
    cases = ROOT / "tests" / "quotes" / "test_cases.py"
    return [path.relative_to(ROOT).as_posix() for path in [*own, *([cases] if package == "quotes" else [])]]


def is_noticed(folder: Path, tests: list[str]) -> bool:
    """Whether a test fails on the package in a folder."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--no-header", *tests]
    env = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def try_module(module: str, folder: Path, tests: list[str], *, limit: int, seed: int) -> tuple[int, list[str]]:
    """Try mutants of a module in a copy of the repository. Returns how many were tried, and those that survive."""
    path = folder.joinpath(*module.split(".")).with_suffix(".py")
    source = path.read_text("utf-8")
    if is_noticed(folder, tests):
        raise SystemExit(f"{module}: the tests fail without a change.\nHint: run them: {' '.join(tests)}")
    every = list(mutants(source))
    chosen = sorted(random.Random(seed).sample(every, min(limit, len(every))))
    survivors = []
    for line, written, changed in chosen:
        path.write_text(changed, encoding="utf-8")
        if not is_noticed(folder, tests):
            survivors.append(f"{path.relative_to(folder)}:{line}: {written}")
    path.write_text(source, encoding="utf-8")
    return len(chosen), survivors


def main() -> int:
    """Try the modules and print what survives; the exit code is 0 whatever does."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("modules", nargs="+", metavar="MODULE", help="dotted name, such as corpus.quotes.cues")
    parser.add_argument(
        "--tests", nargs="*", metavar="PATH", help="tests to run instead of those that import the module"
    )
    parser.add_argument("--limit", type=int, default=50, help="most mutants of a module, chosen at random")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        for part in ("corpus", "tests"):
            shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md", "datasets"):
            (folder / part).symlink_to(ROOT / part)
        for module in options.modules:
            tests = options.tests or tests_of(module)
            tried, survivors = try_module(module, folder, tests, limit=options.limit, seed=options.seed)
            print(f"{module}: {tried - len(survivors)} of {tried} mutants noticed by {', '.join(tests)}", flush=True)
            print("".join(f"  {line}\n" for line in survivors), end="", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
