#!/usr/bin/env python3
"""Cause the faults of a real machine (kills, full disks, damaged files) and print the result of each as a table.

Usage: faults.py [--tries N] [--only WORD]. Needs root, Linux and `faketime`; otherwise rows say what was skipped.
"""

# It runs this package and the mount command of the system; random numbers need not be secure.
# ruff: noqa: S311, S603, S607

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
os.environ["PYTHONPATH"] = str(ROOT)

from support import faulty, stopping  # noqa: E402
from support.faulty import TRACEBACK, Ground, Job, again, command, ground, inside, left, put, small_disk, state  # noqa: E402
from support.hub_standin import TOKEN, StandIn, standin  # noqa: E402

from corpus.release.verify import verify_release  # noqa: E402

_JOBS = ("build", "view", "export csv", "export brat", "import", "annotate", "plot", "build --no-text", "rehydrate")
#: Signals, their names, and for 100 tries how often each job gets them.
_SIGNALS = (
    (signal.SIGKILL, "kill -9", {"build": 100, "view": 25, "export csv": 25}, 10),
    (signal.SIGTERM, "SIGTERM", {"build": 10}, 3),
    (signal.SIGINT, "Ctrl-C (SIGINT)", {"build": 10}, 3),
)
Row = tuple[str, str, int, str, list[str]]


def main() -> int:
    """Print the table; the exit code is 1 if a result is wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tries", type=int, default=100, help="kills of `corpus build`; the others in proportion")
    parser.add_argument("--only", default="", help="only parts with this word in their name")
    options = parser.parse_args()
    # Background processes ignore it, and so would every command that they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    wrong: list[str] = []
    print("| fault | command | times | what came of it |\n| --- | --- | ---: | --- |")
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        field = ground(Path(folder), inside, names=_JOBS)
        rng = random.Random(17)
        for name, part in _PARTS.items():
            if options.only in name:
                for fault, what, times, result, problems in part(field, rng, options.tries / 100):
                    print(f"| {fault} | {what} | {times:,} | {result}{' **WRONG**' * bool(problems)} |", flush=True)
                    wrong += [f"{fault}, {what}: {problem}" for problem in problems]
    print("\n".join(wrong), file=sys.stderr)
    return bool(wrong)


def _said(counts: Counter[str]) -> str:
    return "; ".join(f"{count} {words}" for words, count in counts.most_common())


_STATES = {
    "before": "left all as it was", "after": "were done already",
    "aside": "were between two renames, put back by the next run",
    "HALF": "HALF-MADE",
}  # fmt: skip


def _signals(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    for number, called, special, usual in _SIGNALS:
        for job in field.jobs.values():
            faulty.timed(job)
            times = max(2, round(special.get(job.name, usual) * share))
            found, wrong, met, hidden, outside = Counter[str](), list[str](), 0, 0, 0
            for n in range(times):
                ended = faulty.stopped(job, number, rng, writing=n % 2 == 0)
                found[_STATES[ended.state]] += 1
                met, hidden = met + ended.writing, hidden + bool(ended.left)
                outside += ended.outside
                wrong += faulty.after_signal(field, job, ended, number)
            result = f"{met} met it writing; {_said(found)}; {hidden} left hidden files, which the next run removed"
            result += f"; {outside} met Python itself as it started or ended" * bool(outside)
            yield called, f"`{job.name}`", times, result, wrong


def _writes(_: Ground, __: random.Random, share: float) -> Iterator[Row]:
    """Stop every command before each of its writes, in order: by SIGKILL; by signals that it handles before some."""
    some = max(2, round(20 * share))
    with tempfile.TemporaryDirectory(prefix="writes-") as folder:
        prepared = stopping.field(Path(folder))
        for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            for name, writer in prepared.writers.items():
                # Each run of `tag` starts processes, which takes seconds.
                only = None if number == signal.SIGKILL and (name != "tag" or share >= 1) else some
                runs = stopping.try_writes(prepared, writer, number, only=only)
                result = (
                    f"{runs.writes} writes; {runs.unchanged} left all as it was; {runs.finished} were done already; "
                )
                result += f"{runs.hidden} left hidden files, which the next run removed"
                yield f"{signal.Signals(number).name} before a write", f"`{name}`", runs.tried, result, [*runs.wrong]


def _publishing_requests(field: Ground, _: random.Random, share: float) -> Iterator[Row]:
    """Kill `publish` before each request that it sends."""
    import httpx2  # noqa: PLC0415  (what the client of the Hub sends requests with)
    from huggingface_hub import constants  # noqa: PLC0415

    os.environ["HF_TOKEN"], constants.HF_HUB_DISABLE_XET, constants.HF_HUB_OFFLINE = TOKEN, True, False
    publish = stopping.command_line("publish", field.good, "--repo", "org/news")
    found, wrong, times, requests = Counter[str](), list[str](), 0, 1
    while times <= requests:
        with standin(large=(".parquet",)) as hub:
            constants.ENDPOINT, first = hub.url, hub.head
            run = partial(
                stopping.run_stopped, publish, signal.SIGKILL, under=field.root, also=((httpx2.Client, "send"),)
            )
            if times == 0:
                requests = run(at=0).writes
            else:
                run(at=times)
                found[_on_hub(hub, first, field)] += 1
            done, now = run(at=0), _on_hub(hub, first, field)
            wrong += [f"the next run: {done.output} {now}"] * (done.code != 0 or now != "tag and files are there")
        times += 1
    wrong += [f"on the hub: {words}" for words in found if words == "MIXED"]
    yield "kill -9 before a request", "`publish`, to a local substitute for the Hub", times - 1, _said(found), wrong


def _publishing(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    times, found, wrong = max(2, round(20 * share)), Counter[str](), list[str]()
    lines = ["publish", field.good, "--repo", "org/news"]
    env = {**os.environ, "HF_TOKEN": TOKEN, "HF_HUB_DISABLE_XET": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    env.pop("HF_HUB_OFFLINE", None)
    for n in range(times):
        with standin(large=(".parquet",)) as hub:
            first = hub.head
            line = [sys.executable, "-m", "corpus", *map(str, lines)]
            running = subprocess.Popen(line, stdout=-3, stderr=-3, env={**env, "HF_ENDPOINT": hub.url})
            while n % 2 and running.poll() is None and not hub.seen:
                time.sleep(0.001)
            try:
                running.wait(rng.uniform(0, 1.0 if n % 2 else 4.0))
            except subprocess.TimeoutExpired:
                running.kill()
            running.wait()
            found[_on_hub(hub, first, field)] += 1
            done = command(*lines, env={**env, "HF_ENDPOINT": hub.url})
            now = _on_hub(hub, first, field)
            wrong += [f"the next run: {done.stderr} {now}"] * (done.returncode != 0 or now != "tag and files are there")
    wrong += [f"on the hub: {words}" for words in found if words == "MIXED"]
    yield (
        "kill -9",
        "`publish`, to a local substitute for the Hub",
        times,
        f"{_said(found)}; the next run finished",
        wrong,
    )


def _on_hub(hub: StandIn, first: str, field: Ground) -> str:
    files = {name: data for name, data in hub.files("main").items() if name != ".gitattributes"}
    if hub.head == first:
        return "nothing was sent" if not hub.tags else "MIXED"
    if files != field.kept or set(hub.tags.values()) - {hub.head}:
        return "MIXED"
    return "tag and files are there" if hub.tags else "all files are there, the tag is not"


def _full_disk(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    if os.geteuid() != 0:
        yield "full disk", "all", 0, "skipped: only root may mount a small disk", []
        return
    for job in field.jobs.values():
        times, found, wrong = max(2, round(10 * share)), Counter[str](), list[str]()
        for n in range(times):
            put(job.target, job.before)
            with small_disk(job, 64_000_000) as place:
                used = sum(-(-len(data) // 4096) * 4096 for data in job.after.values())
                faulty.fill(place, int(used * n / times))
                done = command(*job.arguments)
                told = "No space left on device" in done.stderr and TRACEBACK not in done.stderr
                found["said that there is no space" if told else f"exit {done.returncode} ({state(job)})"] += 1
                wrong += [f"{n}/{times}: {done.stderr[-300:]}"] * (
                    TRACEBACK in done.stderr or (not told and done.returncode != 0)
                )
                wrong += [f"half-made, {n}/{times}"] * (state(job) == "HALF") + [f"left over: {x}" for x in left(job)]
                wrong += field.problems()
                (place / "filler").unlink()
                wrong += again(job, inside) + field.problems()
        yield "full disk (tmpfs)", f"`{job.name}`", times, f"{_said(found)}; with room the next run was done", wrong


def _read_only(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    who = faulty.nobody()
    for job in field.jobs.values():
        wrong: list[str] = []
        if who is not None:
            put(job.target, job.before)
            line = [*who, sys.executable, "-m", "corpus", *map(str, job.arguments)]
            wrong += _refused(field, job, partial(subprocess.run, line), "Permission denied")
            with small_disk(job, 64_000_000) as place:
                subprocess.run(["mount", "-o", "remount,ro", place], check=True)
                wrong += _refused(field, job, partial(subprocess.run, line[len(who) :]), "Read-only file system")
            wrong += again(job, inside)
        result = "`Permission denied` and `Read-only file system`, exit 1" if who else "skipped: no other user"
        yield "folder of another user, and read-only mount", f"`{job.name}`", 2, result, wrong


def _refused(field: Ground, job: Job, run: Callable[..., subprocess.CompletedProcess[str]], words: str) -> list[str]:
    done = run(capture_output=True, text=True, check=False, env={**os.environ, "HOME": "/nonexistent"})
    wrong = [] if done.returncode == 1 and words in done.stderr else [f"exit {done.returncode}: {done.stderr[-300:]}"]
    return wrong + [TRACEBACK] * (TRACEBACK in done.stderr) + [state(job)] * (state(job) != "before") + field.problems()


def _at_once(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    times = max(2, round(10 * share))
    for name in ("build", "view", "export csv", "annotate", "plot"):
        job, found, wrong = field.jobs[name], Counter[str](), list[str]()
        for _ in range(times):
            put(job.target, job.before)
            line = [sys.executable, "-m", "corpus", *map(str, job.arguments)]
            pair = [subprocess.Popen(line, stdout=-1, stderr=-1, text=True) for _ in range(2)]
            ends = [(*p.communicate(), p.returncode) for p in pair]
            bad = [err.strip() for _, err, code in ends if code]
            one = "one was done, the other said that something is here already"
            found["both were done" if not bad else one] += 1
            wrong += [state(job)] * (state(job) != "after") + left(job) + field.problems()
            here = name == "export csv" and len(bad) == 1 and "something here already" in bad[0]
            wrong += [] if here else bad
        yield "two at once", f"`{name}`", times, _said(found), wrong


def _damage(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    files, missed, times = sorted(p for p in field.good.rglob("*") if p.is_file()), 0, 0
    for path in files:
        name = path.relative_to(field.good).as_posix()
        for bit in rng.sample(range(path.stat().st_size * 8), max(2, round(40 * share))):
            before = faulty.flipped(path, bit)
            missed += name not in {f.file for f in verify_release(field.good).faults}
            path.write_bytes(before)
            times += 1
    yield (
        "a flipped bit, any file",
        "`verify`",
        times,
        f"{times - missed} found and named",
        [f"{missed} missed"] * (missed > 0),
    )


def _reading(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    parts, wrong = sorted(field.good.rglob("*.parquet")), list[str]()
    readers = [
        ["verify"], ["view", "--release"], ["plot", "--json", "--release"], ["publish", "--repo", "a/b", "--dry-run"],
        ["export", "--format", "csv", "--output", field.root / "x", "--release"],
    ]  # fmt: skip
    for path in parts:
        for how in ("cut", "flip"):
            data = path.read_bytes()
            path.write_bytes(data[: rng.randrange(len(data))]) if how == "cut" else faulty.flipped(
                path, rng.randrange(len(data) * 8)
            )
            reader = rng.choice(readers)
            done = command(*reader, field.good, *(["--project", field.root] if reader[0] == "view" else []))
            said = done.stdout + done.stderr
            if done.returncode != 1 or TRACEBACK in said or not (path.name in said or "release-damaged" in said):
                wrong.append(f"{how} {path}: {reader[0]} exit {done.returncode}: {said[-300:]}")
            path.write_bytes(data)
    yield (
        "truncated Parquet, flipped bit in one",
        "`verify`, `view`, `plot`, `export`, `publish`",
        2 * len(parts),
        "refused, file named",
        wrong,
    )


def _streams(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    ways = {"stdin closed": "<&-", "stdout closed": ">&-", "stderr closed": "2>&-", "all closed": "<&- >&- 2>&-"}
    for words, way in {**ways, "stdout full (/dev/full)": ">/dev/full"}.items():
        wrong: list[str] = []
        for job in field.jobs.values():
            put(job.target, job.before)
            line = ["sh", "-c", f'"$@" {way}', "sh", sys.executable, "-m", "corpus", *map(str, job.arguments)]
            done = subprocess.run(line, capture_output=True, text=True, check=False)
            wrong += [f"{job.name}: {state(job)}"] * (state(job) != "after") + left(job) + field.problems()
            wrong += [f"{job.name}: exit {done.returncode} {done.stderr[-300:]}"] * (done.returncode != ("full" in way))
        result = "exit 1, `No space left on device`; all was written" if "full" in way else "all was written, exit 0"
        yield words, "every command", len(field.jobs), result, wrong


def _clock(field: Ground, rng: random.Random, share: float) -> Iterator[Row]:
    if not shutil.which("faketime"):
        yield "clock gone backwards", "every command", 0, "skipped: faketime is not installed", []
        return
    wrong: list[str] = []
    for job in field.jobs.values():
        for when in ("2001-01-01 00:00:00", "2037-12-31 23:59:59"):
            put(job.target, job.before)
            line = ["faketime", when, sys.executable, "-m", "corpus", *map(str, job.arguments)]
            done = subprocess.run(line, capture_output=True, text=True, check=False)
            wrong += [f"{job.name} {when}: {done.stderr[-300:]}"] * (done.returncode != 0)
            wrong += [f"{job.name} {when}: {state(job)}"] * (state(job) != "after") + left(job) + field.problems()
        for path in [p for p in job.target.parent.rglob("*") if p.is_file()]:
            os.utime(path, (4_000_000_000, 4_000_000_000))
        wrong += again(job, inside)
    yield (
        "clock gone backwards (libfaketime: 2037, then 2001)",
        "every command",
        2 * len(field.jobs),
        "the same bytes",
        wrong,
    )


_PARTS = {
    "writes": _writes, "requests": _publishing_requests, "signals": _signals, "publish": _publishing,
    "full": _full_disk, "read-only": _read_only, "at once": _at_once, "damage": _damage, "reading": _reading,
    "streams": _streams, "clock": _clock,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
