"""Worker processes run by Ray, on this machine or on all machines of a cluster; same interface as `workers.py`."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, redirect_stdout
from importlib.util import find_spec
from types import TracebackType
from typing import Any, Generic

import pyarrow as pa

from corpus.errors import CorpusError, MissingExtraError
from corpus.tables.streaming.manifest import provenance
from corpus.tables.streaming.workers import MessageKind, Task, WorkerCrashed, parse_message, tag_message, to_bytes

#: How often Ray retries a batch whose process or machine died. After that `corpus.tables.streaming.ordered` decides.
_MAX_RETRIES = 3
#: Seconds to wait for a connection to a cluster.
_CONNECT_TIMEOUT = 10
#: Seconds between counts of a cluster's processors: machines join and leave.
_RECOUNT_SECONDS = 5
_SAME_VERSIONS_HINT = "Install the same versions on every machine of the cluster"
_ADDRESS_HINT = "Use the host and port of `ray start --head`, or `auto` on a machine of the cluster"


class RayWorkers(Generic[Task]):
    """Ray tasks that run `corpus.tables.batch.tag_batch`; used in a ``with`` statement.

    Args:
        jobs: number of processors of a local Ray; ignored with an address.
        options: keyword arguments of `corpus.tables.batch.tag_batch`.
        warn: called with warnings.
        address: a cluster, all of whose processors are used, also those that join later. None starts Ray on this
            machine, and stops it at the end.
    """

    def __init__(
        self, jobs: int, *, options: Mapping[str, Any], warn: Callable[[str], None], address: str | None = None
    ) -> None:
        self._processors, self._options, self._warn, self._address = jobs, options, warn, address
        self._counted_at = float("-inf")
        self._tasks: dict[Any, Task] = {}
        self._stack = ExitStack()

    def __enter__(self) -> RayWorkers[Task]:
        self._ray = ray = load_ray(self._address)
        with ExitStack() as stack:
            # Ray prints messages about dead processes to stdout, where only results belong.
            stack.enter_context(redirect_stdout(sys.stderr))
            stack.callback(ray.shutdown)
            _connect(ray, self._processors, self._address)
            self._shared = ray.put((dict(self._options), tool_versions(self._options)))
            self._tag_remotely = ray.remote(num_cpus=1, max_retries=_MAX_RETRIES)(_tag_remotely)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tasks.clear()
        self._stack.close()

    @property
    def max_pending(self) -> int:
        """How many batches may be running or waiting for an earlier one: two per processor, and two."""
        if self._address is not None and time.monotonic() > self._counted_at + _RECOUNT_SECONDS:
            self._count_processors()
        return 2 * self._processors + 2

    def _count_processors(self) -> None:
        first_count = self._counted_at < 0
        self._processors = int(self._ray.cluster_resources().get("CPU", 0))
        if first_count and not self._processors:
            self._warn("the cluster has no processors; waiting for machines to join")
        self._counted_at = time.monotonic()

    @property
    def has_idle(self) -> bool:
        """Whether another task may be submitted."""
        return len(self._tasks) < self.max_pending

    def submit(self, task: Task, articles: pa.Table) -> None:
        """Start tagging articles on some machine."""
        self._tasks[self._tag_remotely.remote(to_bytes(articles), self._shared)] = task

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait until a task is done and return it with its result.

        Raises:
            CorpusError: a machine has other versions of the package or its libraries, or lacks some.
        """
        (done,), _ = self._ray.wait([*self._tasks], num_returns=1)
        task = self._tasks.pop(done)
        try:
            kind, content = self._ray.get(done)
        except self._ray.exceptions.RayTaskError as e:
            # The task failed in its imports: `tag_message` catches everything after them.
            reason = str(e).strip().rpartition("\n")[2]
            raise CorpusError(f"a worker process could not start ({reason})", hint=_SAME_VERSIONS_HINT) from e
        except self._ray.exceptions.RayError as e:
            # The name of the error only: its message differs from run to run, and the reason goes into a row.
            return [(task, WorkerCrashed(type(e).__name__))]
        return [(task, parse_message(kind, content))]


def load_ray(address: str | None) -> Any:  # noqa: ANN401  (an optional module)
    """Import Ray with usage statistics off, and check that the cluster answers.

    Args:
        address: ``host:port``, ``auto``, or None for Ray on this machine.

    Returns:
        The module ``ray``.

    Raises:
        MissingExtraError: Ray is not installed.
        CorpusError: the address is malformed or does not answer.
    """
    settings = {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
        # Without a limit, Ray would retry tasks killed for lack of memory forever.
        "RAY_task_oom_retries": str(_MAX_RETRIES),
    }
    if address is None:
        # Ray listens on the network even on one machine: a token that only this run knows keeps others out.
        settings |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    else:
        # By default it retries for minutes.
        settings |= {"RAY_NUM_REDIS_GET_RETRIES": "1"}
    if find_spec("ray") is None:
        raise MissingExtraError.of("ray", extra="ray")
    # Set before the import, which reads some of them.
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    try:
        import ray  # noqa: PLC0415
    except ImportError as e:
        raise MissingExtraError.from_import(e, library="ray", extra="ray") from e
    if address == "auto":
        address = os.environ.get("RAY_ADDRESS")
    if address is not None:
        _check_reachable(address)
    return ray


def _check_reachable(address: str) -> None:
    """Open a connection: Ray itself is silent for minutes where no process listens."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "://" in address:
        raise CorpusError(f"invalid cluster address: {address}", hint=_ADDRESS_HINT)
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT_TIMEOUT).close()
    except (OSError, OverflowError) as e:
        raise _unreachable(address, e) from e


def _connect(ray: Any, jobs: int, address: str | None) -> None:  # noqa: ANN401
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address is None:
            ray.init(address="local", num_cpus=jobs, include_dashboard=False, **quiet)
        else:
            ray.init(address=address, **quiet)
    # Many kinds occur: ConnectionError, RuntimeError, ValueError, AssertionError, Ray's own errors.
    except Exception as e:
        raise _unreachable(address, e) from e


def _unreachable(address: str | None, error: Exception) -> CorpusError:
    if address is None:
        return CorpusError(f"Ray could not start ({_last_line(error)})", hint="See its message above")
    return CorpusError(f"no Ray cluster answers at {address} ({_last_line(error)})", hint=_ADDRESS_HINT)


def _last_line(error: Exception) -> str:
    name = type(error).__name__
    lines = str(getattr(error, "strerror", None) or error).strip().splitlines()
    return f"{name}: {lines[-1].strip()}" if lines else name


def tool_versions(options: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions on this machine of everything that can change a row, by package name."""
    versions: dict[str, str] = provenance(files={}, options=options)["tools"]
    return versions


def _tag_remotely(articles: bytes, shared: tuple[Mapping[str, Any], Mapping[str, str]]) -> tuple[MessageKind, Any]:
    """Tag a batch on a machine of the cluster, if its versions are those of this one."""
    options, expected = shared
    installed = tool_versions(options)
    if installed != expected:
        wrong = {name: version for name, version in installed.items() if version != expected.get(name)}
        differences = ", ".join(f"{name} {version}, not {expected.get(name)}" for name, version in wrong.items())
        return "error", CorpusError(f"the machine {socket.gethostname()} has {differences}", hint=_SAME_VERSIONS_HINT)
    return tag_message(articles, options)
