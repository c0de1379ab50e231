"""Nothing in a corpus, a release or a text makes the package run code, reach the network or leave its folder."""

import ast
import json
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.commandline import ENGLISH
from support.generated import write_generated
from support.hostile import NAMES
from support.paths import ROOT

import corpus
from corpus.errors import CorpusError, ReleaseError
from corpus.project.new_project import make_project
from corpus.project.project import SOURCES_FILE, load_project
from corpus.release.formats.export import RELEASE_FORMATS, export_release
from corpus.release.load import read_contents, read_rows
from corpus.release.manifest import MANIFEST, read_manifest
from corpus.view.text import file_stem

PACKAGE = Path(corpus.__file__).parent
#: Calls that run what they are given, or read what can.
FORBIDDEN = {
    "eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load",
    "tempfile.mktemp",
    "pickle.load", "pickle.loads", "marshal.loads", "shelve.open", "torch.load", "joblib.load", "pd.read_pickle",
    "breakpoint", "os.startfile", "os.execv", "os.spawnv", "shutil.unpack_archive", "input",
}  # fmt: skip
MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "subprocess", "ctypes", "code", "pty", "telnetlib"}
#: Libraries that reach the network, and the only modules that import them.
NETWORK = {
    "socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "xmlrpc",
    "huggingface_hub", "fsspec", "ray", "websockets",
}  # fmt: skip
MAY_IMPORT = {
    "release/hub.py": {"huggingface_hub"},
    # The card is a class of the library; no call of it connects to anything.
    "release/dataset_card.py": {"huggingface_hub"},
    "cli/publish.py": {"huggingface_hub"},
    # Files, and addresses that a user gives.
    "inputs/files.py": {"fsspec"},
    "inputs/articles.py": {"fsspec"},
    # The machines of a cluster, where its address is given.
    "tables/streaming/ray_workers.py": {"ray", "socket"},
    # The review page, on 127.0.0.1 only.
    "view/review_server.py": {"http", "urllib"},
    # Only `urllib.parse`.
    "io/urls.py": {"urllib"},
    "view/text.py": {"urllib"},
}


@cache
def code():
    """Every module with its syntax."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return [(p.relative_to(PACKAGE).as_posix(), ast.parse(p.read_text("utf-8"))) for p in paths]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), {k.arg: ast.unparse(k.value) for k in node.keywords}, node.lineno


def dangerous(tree):
    """What of a module runs or unpacks what it is given."""
    found = [name for name in imported(tree) if name.split(".")[0] in MODULES]
    for name, options, line in calls(tree):
        if name in FORBIDDEN or options.get("shell") == "True" or options.get("allow_pickle", "False") != "False":
            found.append(f"{line}: {name}")
        if name in ("np.load", "numpy.load") and options.get("allow_pickle") != "False":
            found.append(f"{line}: {name}")
        if options.get("trust_remote_code", "False") != "False" or options.get("weights_only") == "False":
            found.append(f"{line}: {name}")
    return found


def test_nothing_is_run():
    assert {place: found for place, tree in code() if (found := dangerous(tree))} == {}


@pytest.mark.parametrize(
    "line",
    ["import pickle", "from subprocess import run", "eval(x)", "os.system(x)", "run(x, shell=True)", "np.load(x)",
     "np.load(x, allow_pickle=True)", "tempfile.mktemp()", "yaml.load(x)", "load_dataset(x, trust_remote_code=True)"],
)  # fmt: skip
def test_it_would_be_told(line):
    assert dangerous(ast.parse(line))


def test_network_only_where_it_is_asked_for():
    found = {}
    for place, tree in code():
        names = {name.split(".")[0] for name in imported(tree)} & NETWORK
        if names:
            found[place] = names
        assert not {n for n in imported(tree) if n.startswith("urllib.") and n != "urllib.parse"}, place
    assert found == MAY_IMPORT
    makers = {place for place, tree in code() if any(name.endswith("HfApi") for name, _, _ in calls(tree))}
    assert makers == {"release/hub.py"}


#: Ids and names of all the kinds that have led out of folders.
_PIECES = [*'./\\:~-_ aA\0\n%*?"<>|é', "..", "../", "con"]
NASTY = st.sampled_from(NAMES) | st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NASTY, key=st.sampled_from(["id", "file", "name", "version", "split"]))
@example(name="../escape.txt", key="file")
@example(name=".", key="file")
@example(name="..", key="version")
@example(name="../../escape", key="id")
def test_names_of_a_project(tmp_path_factory, name, key):
    """A project is refused, or its names are those of files inside it: of sources, annotations and releases."""
    root = tmp_path_factory.mktemp("named") / "one"
    make_project(root)
    header, sources = root / "corpus.toml", root / SOURCES_FILE
    written = json.dumps(name)
    if key in ("id", "file"):
        text = sources.read_text("utf-8")
        sources.write_text(
            re.sub(rf'^{key} = ".*"$', lambda _: f"{key} = {written}", text, flags=re.MULTILINE), "utf-8"
        )
        text = (
            header.read_text("utf-8").replace('["example"]', f"[{written}]")
            if key == "id"
            else header.read_text("utf-8")
        )
    else:
        old = {"name": 'name = "one"', "version": 'version = "0.1.0"', "split": "train ="}[key]
        assert old in header.read_text("utf-8")
        text = header.read_text("utf-8").replace(old, f"{written} =" if key == "split" else f"{key} = {written}")
    header.write_text(text, "utf-8")
    try:
        project = load_project(root)
    except CorpusError:
        return
    for folder, file in [
        ("sources", project.sources[0].file),
        ("annotations", f"{project.sources[0].id}.json"),
        ("releases", project.version),
        ("releases", *project.splits),
    ]:
        assert (root / folder / file).resolve().parent.is_relative_to((root / folder).resolve())
        assert (root / folder / file).resolve() != (root / folder).resolve()


@given(NASTY)
def test_names_of_pages(name):
    stem = file_stem(name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*", stem)
    assert Path(f"{stem}.html").name == f"{stem}.html"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NASTY, form=st.sampled_from(sorted(RELEASE_FORMATS)))
def test_names_of_exports(tmp_path_factory, rows, name, form):
    """Rows of an untrusted release: ids of articles become file names, or the export is rejected."""
    folder = tmp_path_factory.mktemp("out")
    nasty = {table: [{**row, **({"article_id": name} if "article_id" in row else {})} for row in part]
             for table, part in rows.items()}  # fmt: skip
    with suppress(ReleaseError):
        export_release(nasty, form=RELEASE_FORMATS[form], folder=folder / "in", release="x")
    assert {p.name for p in folder.iterdir()} <= {"in"}
    assert all(p.is_file() and p.parent == folder / "in" for p in (folder / "in").rglob("*"))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return write_generated(tmp_path_factory.mktemp("safe") / "release", articles=2)


@pytest.fixture(scope="module")
def rows(built):
    return read_rows(built)


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "..", "a/../../x", "a\\..\\x", "./x", "a//b", ""])
@pytest.mark.parametrize("key", ["tables", "files", "splits"])
def test_names_of_a_manifest(built, tmp_path, key, name):
    """An untrusted release: no name in its manifest leads to a file outside, to read or to publish."""
    manifest = read_manifest(built)
    if key == "splits":
        manifest["tables"]["marks"]["splits"] = {name: 1}
    else:
        manifest[key][name] = next(iter(manifest[key].values()))
    (tmp_path / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError, match="manifest is damaged"):
        read_contents(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_names_of_folders(run, tmp_path, name):
    """``corpus init`` creates the folder that it is given; the name of the project in it is always an id."""
    if "/" in name or name in (".", "..") or len(name.encode()) > 255 or name.startswith("-"):
        return
    done = run("init", tmp_path / "in" / name)
    assert done.code == 0
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*", load_project(tmp_path / "in" / name).name)


@pytest.mark.parametrize("command", ["annotate", "show", "export"])
def test_articles_by_name(run, root, command):
    """A command that takes an id takes those of the project only; no file appears for another."""
    before = sorted(p for p in root.parent.rglob("*"))
    # `show` takes files as well, which it only reads.
    files = () if command == "show" else ("/etc/passwd", "..")
    for name in ("../../escape", *files, "example/../example", "example\0"):
        done = run(command, name, "--project", root, *(["--format", "brat"] if command == "export" else []))
        assert done.code != 0
    assert sorted(p for p in root.parent.rglob("*")) == before


def test_links_out_of_sources(run, root, tmp_path):
    """A link in ``sources/`` that leads out is refused, by name, before anything is read."""
    (tmp_path / "secret.txt").write_text(ENGLISH, encoding="utf-8")
    (root / "sources" / "example.txt").unlink()
    (root / "sources" / "example.txt").symlink_to(tmp_path / "secret.txt")
    for command in ("build", "check", "show"):
        done = run(command, *(["example"] if command == "show" else []), "--project", root)
        assert done.code != 0
        assert "is outside sources/" in done.out + done.err
        assert "safe to sail" not in done.out + done.err
    assert not (root / "releases").exists()


def test_links_for_folders(run, root, tmp_path):
    """A link ``releases`` or ``annotations`` to another folder is followed."""
    for name in ("releases", "annotations"):
        place = root / name
        elsewhere = tmp_path / f"my-{name}"
        if place.exists():
            place.rename(elsewhere)
        else:
            elsewhere.mkdir()
        place.symlink_to(elsewhere)
    assert run("annotate", "example", "--project", root).code == 0
    assert run("build", "--project", root).code == 0
    assert (tmp_path / "my-annotations" / "example.json").is_file()
    assert (tmp_path / "my-releases" / "0.1.0" / MANIFEST).is_file()


def test_links_in_place_of_files(run, root, tmp_path):
    """A file that is written takes the place of a link; what the link leads to stays as it is."""
    mine = tmp_path / "mine.json"
    mine.write_text("mine", encoding="utf-8")
    assert run("annotate", "example", "--project", root).code == 0
    (root / "annotations" / "example.json").unlink()
    (root / "annotations" / "example.json").symlink_to(mine)
    run("annotate", "example", "--force", "--project", root)
    assert mine.read_text("utf-8") == "mine"


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.lock")), ids=lambda p: p.name)
def test_locks_are_pinned_and_hashed(lock):
    """Every line is a name with one version and its hashes: nothing else can be installed, and from anywhere."""
    lines = [line for line in lock.read_text("utf-8").replace("\\\n", " ").splitlines() if line.strip()]
    pinned = re.compile(r"[a-z0-9._-]+(\[[a-z,]+\])?==[\w.!+-]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in lines if not pinned.fullmatch(line.strip())] == []
    assert len(lines) > 20


def test_no_file_names_a_registry():
    """Packages come from wherever the installer is set up to look; no file of the project says where."""
    names = re.compile(r"(index-url|find-links|extra-index|trusted-host|pypi\.org/simple|files\.pythonhosted)")
    own = Path(__file__).name
    files = [p for folder in ("corpus", "scripts", "tests", ".ci") for p in (ROOT / folder).rglob("*") if p.is_file()]
    files += [p for p in ROOT.iterdir() if p.is_file()]
    text = {p: p.read_bytes().decode("utf-8", "replace") for p in files if p.suffix not in (".pyc", ".npz")}
    found = {p.name: set(names.findall(t)) for p, t in text.items() if names.search(t) and p.name != own}
    # The makefile excludes them from the lock files; one test checks that.
    assert found == {"Makefile": {"index-url", "find-links"}, "test_house.py": {"index-url"}}


def test_security_has_a_route():
    """It says how to report, without an address that is not read, and what is guaranteed."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "private vulnerability reporting" in text
    assert "@" not in text
