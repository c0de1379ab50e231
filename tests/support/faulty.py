"""What tests of faults and `scripts/faults.py` share: commands that write, stopped at any moment, and what is left."""

import io
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path

from corpus.__main__ import main
from corpus.release.verify import verify_release

#: What a command that was killed may leave, always hidden.
LEFT = re.compile(r"\..+\.\d+\.(building|before|draft)")
TRACEBACK = "Traceback"


@dataclass
class Job:
    """A command that writes: what, and what lies there before and after it. ``by_file``: each of its files is whole."""

    name: str
    arguments: list
    target: Path
    before: dict | None = None
    after: dict = field(default_factory=dict)
    by_file: bool = False
    seconds: float = 0.0
    writing: float = 0.0


@dataclass
class Ground:
    """A project with one good release, and commands that write something beside it."""

    root: Path
    good: Path
    kept: dict
    jobs: dict

    def problems(self):
        """What is wrong with the good release."""
        found = [f"{f.file}: {f.message}" for f in verify_release(self.good).faults]
        return found + ["its bytes are others"] * (contents(self.good) != self.kept)


def command(*arguments, **options):
    """The command as a process, to its end."""
    line = [sys.executable, "-m", "corpus", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, **options)


def inside(*arguments):
    """The command in this process, which has imported already what it needs."""
    out, err, code, before = io.StringIO(), io.StringIO(), 0, sys.argv
    sys.argv = ["corpus", *map(str, arguments)]
    try:
        with redirect_stdout(out), redirect_stderr(err):
            main()
    except SystemExit as e:
        code = e.code or 0
    finally:
        sys.argv = before
    return subprocess.CompletedProcess(sys.argv, code, out.getvalue(), err.getvalue())


def contents(path):
    """Name and bytes of each file of a folder, or of a file; None where there is nothing."""
    if path.is_file():
        return {"": path.read_bytes()}
    if not path.exists():
        return None
    return {p.relative_to(path).as_posix(): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def put(path, files):
    """Make a path what `contents` said of it."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    for name, data in (files or {}).items():
        place = path / name if name else path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def left(job):
    """The hidden files and folders of commands that did not come to their end."""
    folders = {job.target.parent, job.target} if job.by_file else {job.target.parent}
    return sorted(n.name for f in folders if f.is_dir() for n in f.iterdir() if LEFT.fullmatch(n.name))


def state(job):
    """What lies at the target: what was there before, what comes after, or something that nobody may find."""
    found = contents(job.target)
    if job.by_file and found is not None:
        found = {name: data for name, data in found.items() if not LEFT.fullmatch(name)}
        if found != job.after and all(job.after.get(name) == data for name, data in found.items()):
            return "before"
    if found == job.after:
        return "after"
    if found == job.before:
        return "before"
    if found is None and any(name.endswith(".before") for name in left(job)):
        return "aside"
    return "HALF"


def fill_in(root):
    """Write values for the placeholders of a new project, which is published only then."""
    header = root / "corpus.toml"
    text = header.read_text("utf-8").replace("A corpus of attributed quotations", "Harbour news")
    text = text.replace("What the articles are about, where they come from, and what they were chosen for.", "News.")
    header.write_text(text.replace("Your name", "Moen, Kari").replace("you@example.org", "kari@moen.no"), "utf-8")


def ground(base, run, *, names=("build",)):
    """A new project under a folder, its first release, and the jobs of these names, each done once.

    ``run`` runs a command line to its end.
    """
    root, out = base / "tiny", base / "out"
    run("init", root)
    fill_in(root)
    run("build", "--project", root)
    run("annotate", "example", "--project", root)
    release, note = root / "releases" / "0.1.0", root / "annotations" / "example.json"
    less = json.dumps(json.loads(note.read_text("utf-8")) | {"attributions": []}).encode()
    header = root / "corpus.toml"
    header.write_text(header.read_text("utf-8").replace('"0.1.0"', '"0.2.0"'), "utf-8")
    brat, free = out / "i", out / "n" / "free"
    run("export", "example", "--format", "brat", "--output", brat, "--project", root)
    run("build", "--no-text", "--output", free, "--project", root)
    base.chmod(0o755)
    old = {"assets/theme.js": b"", "index.html": b"old"}
    here, of = ("--project", root), ("--release", release)
    jobs = [
        Job("build", ["build", *here], root / "releases" / "0.2.0"),
        Job("view", ["view", *of, "--output", out / "v" / "view", *here], out / "v" / "view", old),
        Job("export csv", ["export", *of, "--format", "csv", "--output", out / "c" / "csv"], out / "c" / "csv"),
        Job("export brat", ["export", "example", "--format", "brat", "--output", out / "b" / "t", *here],
            out / "b" / "t", by_file=True),
        Job("import", ["import", brat / "example.ann", "--format", "brat", "--force", *here],
            note, {"": less}),
        Job("annotate", ["annotate", "example", "--force", *here], note, {"": less}),
        Job("plot", ["plot", *of, "--output", out / "p" / "plot"], out / "p" / "plot", by_file=True),
        Job("build --no-text", ["build", "--no-text", "--output", out / "f" / "free", *here], out / "f" / "free"),
        Job("rehydrate", ["rehydrate", free, "--articles", root / "sources", "--output", out / "r" / "r"],
            out / "r" / "r"),
    ]  # fmt: skip
    for job in jobs:
        if job.name in names:
            job.target.parent.mkdir(parents=True, exist_ok=True)
            put(job.target, job.before)
            run(*job.arguments)
            job.after = contents(job.target)
    return Ground(root, release, contents(release), {job.name: job for job in jobs if job.name in names})


def timed(job):
    """Measure how long a job takes, and how long of it something hidden lies there."""
    put(job.target, job.before)
    running = _start(job)
    begin, seen = time.monotonic(), []
    while running.poll() is None:
        if left(job):
            seen.append(time.monotonic())
        time.sleep(0.0005)
    running.communicate()
    job.seconds, job.writing = time.monotonic() - begin, seen[-1] - seen[0] if seen else 0.001


def _start(job):
    line = [sys.executable, "-m", "corpus", *map(str, job.arguments)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@dataclass
class Stopped:
    """How a process that was stopped ended: its exit code, what lay there, whether it was met while it wrote."""

    code: int
    state: str
    writing: bool
    left: list
    err: str

    @property
    def outside(self):
        """Whether Python itself was interrupted, before the command began or after it: it says so in its own way."""
        return self.code == -signal.SIGINT and self.state in ("before", "after") and not self.writing


def stopped(job, number, chance: random.Random, *, writing):
    """Send a job a signal at a random moment: of all its time, or of the time in which it writes."""
    put(job.target, job.before)
    running = _start(job)
    while writing and running.poll() is None and not left(job):
        time.sleep(0.0005)
    with suppress(subprocess.TimeoutExpired):
        running.wait(chance.uniform(0, job.writing if writing else job.seconds))
    met = bool(left(job)) and running.poll() is None
    running.send_signal(number)
    _, err = running.communicate()
    return Stopped(running.returncode, state(job), met, left(job), err)


def again(job, run=command):
    """Run a job after a fault; what is wrong then."""
    done = run(*job.arguments)
    # An export goes into a new folder only.
    done_already = "the folder is not empty" in done.stderr and state(job) == "after"
    wrong = [] if done.returncode == 0 or done_already else [f"exit {done.returncode}: {done.stderr.strip()}"]
    wrong += [] if state(job) == "after" else [f"the next run left {state(job)}"]
    return wrong + [f"left over: {', '.join(left(job))}"] * bool(left(job))


def after_signal(ground_, job, ended, number):
    """All that is wrong after a job was stopped by a signal and run again."""
    wrong = ground_.problems()
    if ended.state == "HALF" or (number != signal.SIGKILL and ended.state == "aside"):
        wrong.append(f"half-made: {sorted(contents(job.target) or {})}")
    # A single file's draft is left by any signal but Ctrl-C, for the next run to remove; a folder by kill -9 alone.
    if number != signal.SIGKILL and any(not name.endswith(".draft") for name in ended.left):
        wrong.append(f"left over after signal {number}: {ended.left}")
    if TRACEBACK in ended.err and not ended.outside:
        wrong.append(f"a traceback: {ended.err.splitlines()[-1]}")
    return wrong + again(job, inside) + ground_.problems()


def flipped(path, bit):
    """Change one bit of a file; the bytes before come out."""
    data = bytearray(before := path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(data))
    return before


@contextmanager
def small_disk(job, size):
    """A file system of so many bytes over the folder that a job writes into; what lies there stays."""
    place = job.target.parent
    there = contents(place) or {}
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        for name, data in there.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(data)
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def fill(place, free):
    """Fill a file system but for so many bytes."""
    info = os.statvfs(place)
    (place / "filler").write_bytes(bytes(max(0, info.f_bavail * info.f_frsize - free)))


def nobody():
    """What runs a command as somebody who may read all, and write only what is everybody's; None where it cannot."""
    if os.geteuid() != 0 or not shutil.which("setpriv"):
        return None
    who = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    who += ["--inh-caps=-all,+dac_read_search", "--ambient-caps=+dac_read_search"]
    done = subprocess.run([*who, sys.executable, "-c", ""], capture_output=True, check=False)
    return who if done.returncode == 0 else None
