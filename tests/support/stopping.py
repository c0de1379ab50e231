"""Commands that write, stopped before each of their writes in order, and what must be true after it."""

import json
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from corpus.project.changes import STAGE_PREFIX
from corpus.project.journal import JOURNAL_FILE
from corpus.view.review_session import ReviewSession
from support.faulty import LEFT, TRACEBACK, contents, inside
from support.pages import ENGLISH, NORWEGIAN, put

#: Events of Python that change a file system, besides opening for writing.
_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
#: A command that takes longer hangs.
_SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """How a child ended: exit code (negative: a signal), whether it came to the write, all its writes, its output."""

    code: int
    met: bool
    writes: int
    output: str


def run_stopped(call, number, *, under, at, also=()):
    """Run a call in a child process that gets a signal before its write of a number.

    Args:
        call: what to run; it returns an exit code.
        number: the signal.
        under: the folder whose writes count. What is renamed, removed or synced by a handle counts too.
        at: number of the write, from 1; 0 for a run to its end.
        also: objects with names of functions whose calls count as writes.

    Returns:
        How it ended. The number of writes is known only of a child that came to its end.
    """
    with tempfile.TemporaryFile("w+") as output:
        met, tell = os.pipe()
        child = os.fork()
        if child == 0:
            _child(call, _Stopper(number, str(under), at, tell), also, output)
        os.close(tell)
        _, status = os.waitpid(child, 0)
        told = os.read(met, 100).decode()
        os.close(met)
        output.seek(0)
        count = told.removeprefix("x")
        return Ended(os.waitstatus_to_exitcode(status), told.startswith("x"), int(count or 0), output.read())


class _Stopper:
    """Counts writes, and sends the signal before one of them."""

    def __init__(self, number, under, at, tell):
        self.number, self.under, self.at, self.tell = number, under, at, tell
        self.count, self.active = 0, True

    def write(self):
        if not self.active:
            return
        self.count += 1
        if self.count == self.at:
            os.write(self.tell, b"x")
            os.kill(os.getpid(), self.number)

    def hook(self, event, values):
        if self.active and _is_write(event, values, self.under):
            self.write()

    def counted(self, function):
        def call(*arguments, **options):
            self.write()
            return function(*arguments, **options)

        return call


def _child(call, stopper, also, output):
    code = 70
    try:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
        sys.stdout, sys.stderr = open(1, "w", closefd=False), open(2, "w", closefd=False)  # noqa: SIM115
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.alarm(_SECONDS)
        for place, name in ((os, "fsync"), *also):
            setattr(place, name, stopper.counted(getattr(place, name)))
        sys.addaudithook(stopper.hook)
        code = call()
        stopper.active = False
        os.write(stopper.tell, str(stopper.count).encode())
    except KeyboardInterrupt:
        code = 130  # Of a call that is not the command.
    except BaseException as e:
        os.write(2, f"{TRACEBACK} of the call: {e!r}".encode())
    finally:
        os._exit(code)


def _is_write(event, values, under):
    if event == "open":
        path, _, flags = values
        return isinstance(flags, int) and bool(flags & _WRITING) and _is_under(path, under)
    if event not in _EVENTS:
        return False
    return _is_under(values[0], under) or any(isinstance(v, int) and v >= 0 for v in values[1:])


def _is_under(path, under):
    if not isinstance(path, str | bytes | Path):
        return False
    return os.path.abspath(os.fsdecode(path)).startswith(under)  # noqa: PTH100


@dataclass(frozen=True)
class Writer:
    """A command that writes: how it is called, and which folders it writes completely or not at all."""

    name: str
    call: object
    whole: tuple = ()
    #: Names of files that say how far it came: they are complete, but of neither state.
    progress: tuple = ()
    #: What the next run says, with exit code 1, if all was done but to clean up.
    done: str | None = None


def command_line(*arguments):
    """A call of the command in this process, which prints what it printed to standard error."""

    def call():
        done = inside(*arguments)
        os.write(2, (done.stdout + done.stderr).encode())
        return done.returncode

    return call


def _saved(root):
    """A review that keeps the draft of an article."""

    def call():
        session = ReviewSession(root)
        shown = session.article("post-c")
        values = json.loads(json.dumps(shown["annotation"]))
        saved = session.save("post-c", values, version=shown["version"])
        return 0 if saved["saved"] else 1

    return call


@dataclass
class Field:
    """A folder in which commands write, as it is before each of them."""

    folder: Path
    template: Path
    writers: dict

    def reset(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.template, self.folder)


def field(base):
    """A project with a release, an article to add, exported files, and every command that writes there.

    Args:
        base: an empty folder.
    """
    folder, template = base / "work", base / "template"
    root, out = folder / "tiny", folder / "out"
    release = root / "releases" / "0.1.0"
    inside("init", root)
    put(folder / "in", "a.txt")
    put(folder / "in", "b.txt", NORWEGIAN)
    (folder / "x.jsonl").write_text("".join(f'{{"id": {n}, "text": "Rain, said Kari Moen."}}\n' for n in range(6)))
    inside("annotate", "example", "--project", root)
    inside("build", "--project", root)
    header = root / "corpus.toml"
    header.write_text(header.read_text("utf-8").replace('"0.1.0"', '"0.2.0"'), "utf-8")
    inside(
        "add",
        put(folder / "more", "c.txt", ENGLISH.replace("storm", "gale").replace("Kari Moen", "Ola Berg")),
        "--outlet",
        "Post",
        "--project",
        root,
    )
    inside("export", "example", "--format", "brat", "--output", folder / "brat", "--project", root)
    note = root / "annotations" / "example.json"
    less = json.loads(note.read_text("utf-8")) | {"attributions": []}
    note.write_text(json.dumps(less), "utf-8")
    inside("build", "--no-text", "--output", folder / "free", "--project", root)
    inside("view", "--release", release, "--output", folder / "pages", "--project", root)
    (folder / "pages" / "index.html").write_text("old")
    (folder / "empty").mkdir()
    shutil.copytree(folder, template)
    line, here, of = command_line, ("--project", root), ("--release", release)
    writers = [
        Writer("init", line("init", folder / "new"), (folder / "new",)),
        Writer("init, folder exists", line("init", folder / "empty")),
        Writer("add", line("add", folder / "in", "--outlet", "Post", *here)),
        Writer("remove", line("remove", "post-c", *here), done="unknown article"),
        Writer("annotate", line("annotate", "post-c", *here)),
        Writer("import", line("import", folder / "brat" / "example.ann", "--format", "brat", "--force", *here)),
        Writer("speakers --write", line("speakers", "--write", *here)),
        Writer("review", _saved(root)),
        Writer("build", line("build", *here), (root / "releases" / "0.2.0",)),
        Writer("build --no-text", line("build", "--no-text", "--output", out / "free", *here), (out / "free",)),
        Writer("rehydrate", line("rehydrate", folder / "free", "--articles", root / "sources", "--output", out / "r"),
               (out / "r",)),
        Writer("view", line("view", *of, "--output", folder / "pages", *here), (folder / "pages",)),
        Writer("export csv", line("export", *of, "--format", "csv", "--output", out / "csv"), (out / "csv",)),
        Writer("export brat", line("export", "example", "--format", "brat", "--output", out / "t", *here)),
        Writer("plot", line("plot", "speakers-by-outlet", *of, "--output", out / "plot")),
        Writer("tag", line("tag", folder / "x.jsonl", "--output", out / "tag", "--language", "en",
                            "--shard-articles", "3", "--jobs", "1"), progress=("manifest.json",)),
    ]  # fmt: skip
    return Field(folder, template, {w.name: w for w in writers})


def _visible(files):
    """Files that are read: none whose name, or the name of a folder of which, is hidden."""
    return {name: data for name, data in files.items() if not any(p.startswith(".") for p in Path(name).parts)}


def _hidden(folder):
    names = [p.name for p in folder.rglob(".*") if p.exists()]
    return sorted(n for n in names if LEFT.fullmatch(n) or n.startswith(STAGE_PREFIX) or n == JOURNAL_FILE)


@dataclass
class Runs:
    """What came of a command that was stopped at its writes."""

    writes: int
    tried: int = 0
    unchanged: int = 0
    finished: int = 0
    hidden: int = 0
    wrong: tuple = ()


def numbers(writes, only):
    """The writes to try: every one, or some with the same distance that start in the middle of it."""
    if only is None or only >= writes:
        return range(1, writes + 1)
    return [round((n + 0.5) * writes / only) or 1 for n in range(only)]


def try_writes(ground, writer, number, *, only=None):
    """Stop a command before its writes, and run it again each time.

    Args:
        ground: what `field` returned.
        writer: the command.
        number: the signal.
        only: how many writes to try, spread over all; None for every one.
    """
    ground.reset()
    before = _visible(contents(ground.folder))
    ended = run_stopped(writer.call, number, under=ground.folder, at=0)
    after = _visible(contents(ground.folder))
    assert ended.code == 0, f"{writer.name}: exit {ended.code}: {ended.output}"
    assert ended.writes > 0, f"{writer.name}: no write was seen: {ended.output}"
    assert _hidden(ground.folder) == [], writer.name
    runs = Runs(ended.writes)
    for at in numbers(ended.writes, only):
        ground.reset()
        stopped = run_stopped(writer.call, number, under=ground.folder, at=at)
        found = _visible(contents(ground.folder))
        runs.tried += 1
        runs.unchanged += found == before
        runs.finished += found == after
        runs.hidden += bool(_hidden(ground.folder))
        wrong = _faults(ground, writer, stopped, (found, before, after), number=number)
        again = run_stopped(writer.call, number, under=ground.folder, at=0)
        now = _visible(contents(ground.folder))
        if now != after:
            wrong.append(f"the next run: exit {again.code}, other files: {_other(now, after)}: {again.output[-300:]}")
        done = writer.done is not None and writer.done in again.output
        if again.code != 0 and found != after and not done:
            wrong.append(f"the next run: exit {again.code}: {again.output[-300:]}")
        if TRACEBACK in again.output:
            wrong.append(f"the next run: {again.output[-300:]}")
        if left := _hidden(ground.folder):
            wrong.append(f"the next run left {left}")
        runs.wrong += tuple(f"{writer.name}, {signal.Signals(number).name} at write {at}: {w}" for w in wrong)
    return runs


def _other(found, expected):
    names = sorted(found.keys() | expected.keys())
    return [name for name in names if found.get(name) != expected.get(name)][:5]


def _faults(ground, writer, stopped, states, *, number):
    """What is wrong at once after a command was stopped."""
    found, before, after = states
    wrong = []
    if not stopped.met:
        wrong.append(f"it never came to this write: exit {stopped.code}: {stopped.output[-300:]}")
    if TRACEBACK in stopped.output:
        wrong.append(stopped.output[-600:])
    aside = (
        {p.name[1:].rsplit(".", 2)[0] for p in ground.folder.rglob(".*.before")} if number == signal.SIGKILL else set()
    )
    for name, data in found.items():
        if data not in (before.get(name), after.get(name)) and Path(name).name not in writer.progress:
            wrong.append(f"half-made: {name}")
    lost = before.keys() & after.keys() - found.keys()
    wrong += [f"lost: {name}" for name in sorted(lost) if not aside & set(Path(name).parts)]
    for target in writer.whole:
        prefix = target.relative_to(ground.folder).as_posix() + "/"
        there, old, new = ({n: d for n, d in s.items() if n.startswith(prefix)} for s in (found, before, after))
        if there not in (old, new) and not (aside and not there):
            wrong.append(f"not whole: {target.name}: {sorted(there)[:5]}")
    if number != signal.SIGKILL and stopped.code not in (-number, 130):
        wrong.append(f"exit {stopped.code}: {stopped.output[-300:]}")
    return wrong
