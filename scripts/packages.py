"""Build wheel and sdist, install them outside the repository, and try them there.

packages.py [--resolve] [--tests PATH...]. Both are built into a temporary folder with a space in its name. Checked are:

- the wheel has every file of `corpus`, `py.typed` and the licence files, and nothing else;
- the sdist has every file of the repository;
- the command of the installed wheel tags a text, and mypy accepts a typed program of a user in strict mode;
- the tests at PATH pass in the unpacked sdist (default: a selection that takes a minute).

The packages that they need come from this environment; with --resolve they are installed anew from the ranges in
`pyproject.toml`.
"""

# It runs git, pip, mypy, pytest and the command, none of them with what a user gives.
# ruff: noqa: S603, S607

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import tomllib
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")
#: Tests that need a file of every kind: data, releases, cases, lock files, documents.
TESTS = ("tests/repository/test_house.py", "tests/repository/test_named_paths.py", "tests/quotes/test_marks.py",
         "tests/release/test_cite.py", "tests/whole/test_golden.py")  # fmt: skip
TEXT = "“It is safe to sail to the islands,” said Kari Moen, the harbour master, on Monday.\n"
#: Is checked by mypy in strict mode: names and types of the public interface.
PROGRAM = """\
import corpus

article = corpus.annotate("“It is safe,” said Kari Moen.", language="en", model="rules")
words: list[str] = [span.of(article.text) for found in article.attributions for span in found.content]
print(len(words), words[0].upper())
"""


def repository_files() -> set[str]:
    """The files of the repository that git lists."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {name for name in listed.split("\0") if name and (ROOT / name).is_file()}


def build(folder: Path) -> tuple[Path, Path]:
    """Build both with the backend that `pyproject.toml` names. Returns the paths of wheel and sdist."""
    backend = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"]
    tools = folder / "tools"
    subprocess.run([*PIP, "install", "--quiet", "--target", str(tools), *backend], check=True)
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tools)}, capture_output=True, check=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


def check_wheel(wheel: Path, files: set[str]) -> list[str]:
    """What is wrong with the contents of a wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    own = {name for name in names if ".dist-info/" not in name}
    wanted = {name for name in files if name.startswith("corpus/")}
    licences = {name.rpartition("/")[2] for name in names if ".dist-info/licenses/" in name}
    return [
        *(f"the wheel lacks {name}" for name in sorted(wanted - own)),
        *(f"the wheel has {name}" for name in sorted(own - wanted)),
        *(f"the wheel lacks the licence file {name}" for name in sorted({"LICENSE", "NOTICE"} - licences)),
        *(["the wheel lacks corpus/py.typed"] if "corpus/py.typed" not in own else []),
    ]


def check_sdist(sdist: Path, files: set[str]) -> list[str]:
    """What is wrong with the contents of an sdist."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    return [f"the sdist lacks {name}" for name in sorted(files - names)]


def install(wheel: Path, folder: Path, *, resolve: bool) -> Path:
    """Install a wheel into an environment of its own. Returns its interpreter."""
    venv.create(folder, with_pip=False)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    needs = [] if resolve else ["--no-deps"]
    subprocess.run([*PIP, "--python", str(python), "install", "--quiet", *needs, str(wheel)], check=True)
    if not resolve:
        ask = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        own = Path(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
        lines = [path for path in sys.path if path.endswith("site-packages")] or [sysconfig.get_path("purelib")]
        (own / "shared.pth").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return python


def try_wheel(python: Path, folder: Path) -> list[str]:
    """Use an installed wheel as its users do. Returns what went wrong."""
    (folder / "text.txt").write_text(TEXT, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    steps = {
        "place": [str(python), "-c", f"import corpus; assert corpus.__file__.startswith({str(python.parents[1])!r})"],
        "tag": [str(python), "-m", "corpus", "tag", "text.txt", "--json", "--plain"],
        "program": [str(python), "program.py"],
        "types": [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python), "program.py"],
    }
    return [words for name, step in steps.items() for words in failed(name, step, folder)]


def try_sdist(sdist: Path, python: Path, folder: Path, tests: list[str]) -> list[str]:
    """Run tests of an unpacked sdist with an installed wheel. Returns what went wrong."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return failed("tests of the sdist", [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], unpacked)


def failed(name: str, command: list[str], folder: Path) -> list[str]:
    """What a command printed, if it failed."""
    clean = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    done = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    print(f"{name}: {'passed' if done.returncode == 0 else 'FAILED'}", flush=True)
    return [f"{name}: {(done.stdout + done.stderr)[-4000:]}"] if done.returncode else []


def main() -> int:
    """Build, install, try; the exit code is 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--resolve", action="store_true", help="install what the wheel requires anew")
    parser.add_argument("--tests", nargs="*", default=list(TESTS), metavar="PATH", help="tests of the sdist to run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="convoy17 packages ") as name:
        folder = Path(name)
        files = repository_files()
        wheel, sdist = build(folder / "dist")
        wrong = check_wheel(wheel, files) + check_sdist(sdist, files)
        sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in (wheel, sdist))
        print(f"built: {sizes}", flush=True)
        python = install(wheel, folder / "environment", resolve=options.resolve)
        for part in ("user", "source"):
            (folder / part).mkdir()
        wrong += try_wheel(python, folder / "user")
        if options.tests:
            wrong += try_sdist(sdist, python, folder / "source", options.tests)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
