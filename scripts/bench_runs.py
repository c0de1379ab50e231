"""Benchmark the whole command as a process: start, time with 1 and 2 processes, memory; and loading a release."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench_texts import ROOT, Articles, megabytes, repeated, spread, write_inputs

#: Seconds between readings of peak memory, which a process reports until it ends.
_INTERVAL = 0.02
_RELEASES = ROOT / "datasets" / "convoy17" / "releases"
_ONE_LINE = '"It is safe," said Kari Moen, director of the harbour.\n'
#: Runs in a process of its own, outside the root: the folder datasets/ there would hide the library of that name.
_LOADING = """
import json, sys, time
import datasets, pandas
datasets.disable_progress_bars()
release, cache = sys.argv[1:]
def timed(work):
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - wall, "cpu_seconds": time.process_time() - cpu}
load = lambda: datasets.load_dataset(release, "quotes", cache_dir=cache)
read = lambda: pandas.read_parquet(f"{release}/data/quotes")
print(json.dumps({"load_dataset": [timed(load), timed(load)], "read_parquet": [timed(read), timed(read)]}))
"""


def start_up(times: int) -> dict[str, float]:
    """Seconds from the start of a process to the first tagged article, with a warm disk cache."""
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text(_ONE_LINE, encoding="utf-8")
        command = [sys.executable, "-m", "corpus", "tag", "--json", str(article)]
        return spread([_until_first_line(command) for _ in range(times + 1)][1:])


def _until_first_line(command: list[str]) -> float:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:  # noqa: S603
        assert process.stdout is not None
        if not process.stdout.readline():
            raise SystemExit(f"{' '.join(command)} printed nothing")
        return time.perf_counter() - start


def by_jobs(articles: Articles, *, rounds: int) -> dict[str, Any]:
    """Time, articles and MB per second of the whole command with 1 and with 2 processes, and the ratio of the times."""
    runs = [{jobs: run_command(articles, jobs=jobs) for jobs in (1, 2)} for _ in range(rounds)]
    size = megabytes(articles)
    found: dict[str, Any] = {"articles": len(articles), "megabytes": size}
    for jobs in (1, 2):
        walls = [r[jobs]["seconds"] for r in runs]
        found[str(jobs)] = {
            "seconds": spread(walls),
            "cpu_seconds": spread([r[jobs]["cpu_seconds"] for r in runs]),
            "articles_per_second": spread([len(articles) / s for s in walls]),
            "megabytes_per_second": spread([size / s for s in walls]),
        }
    found["ratio"] = spread([r[1]["seconds"] / r[2]["seconds"] for r in runs])
    found["cpu_ratio"] = spread([r[2]["cpu_seconds"] / r[1]["cpu_seconds"] for r in runs])
    return found


def by_size(articles: Articles, sizes: list[int]) -> dict[int, dict[str, float | None]]:
    """Peak memory (MB) of the process that reads and of the larger of two that tag, by number of articles."""
    return {
        size: {name: found[name] for name in ("parent_megabytes", "worker_megabytes")}
        for size in sizes
        for found in [run_command(repeated(articles, size), jobs=2)]
    }


def run_command(articles: Articles, *, jobs: int) -> dict[str, float | None]:
    """Tag articles with the command: wall-clock time, processor time of all processes, and peak memory."""
    with tempfile.TemporaryDirectory() as made:
        source = write_inputs(articles, Path(made))["JSONL"]
        command = [sys.executable, "-m", "corpus", "tag", "--input", str(source), "--output", str(Path(made) / "out")]
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603
            [*command, "--jobs", str(jobs), "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
        )
        peaks: dict[int, float] = {}
        while True:
            # The usage of a process that has ended includes its children.
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            peaks |= _peaks(process.pid)
            time.sleep(_INTERVAL)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        _, message = process.communicate()
        if process.returncode not in (0, 2):
            raise SystemExit(f"{' '.join(command)} failed: {message.decode()}")
    parent = peaks.pop(process.pid, None)
    return {
        "seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "parent_megabytes": parent,
        "worker_megabytes": max(peaks.values(), default=None),
    }


def _peaks(parent: int) -> dict[int, float]:
    """The peak memory so far (MB) of a process and its children by process id, if the system reports it."""
    children: list[int] = []
    peaks: dict[int, float] = {}
    with suppress(OSError):
        children += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="utf-8").split())
    for pid in (parent, *children):
        with suppress(OSError, StopIteration):
            lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
            peaks[pid] = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6
    return peaks


def loading() -> dict[str, Any] | None:
    """Seconds to load the quotes of the newest release, the first and the second time; None without a release.

    With `datasets.load_dataset`, offline and at first without a cache, and with `pandas.read_parquet`.
    """
    releases = [p for p in _RELEASES.glob("*") if p.name[0].isdigit()]
    if not releases:
        return None
    newest = max(releases, key=lambda p: [int(n) for n in p.name.split(".")])
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_HOME": cache}
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", _LOADING, str(newest), str(Path(cache) / "datasets")],
            capture_output=True, text=True, env=environment, cwd=cache, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{newest} could not be loaded: {done.stderr}")
    return {"release": newest.name, **json.loads(done.stdout.splitlines()[-1])}
