"""Workers as in `corpus.tables.streaming.workers`, run by Ray on this machine or on all machines of a cluster."""

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
from corpus.tables.streaming.manifest import made_from
from corpus.tables.streaming.workers import Task, WorkerCrashed, answer, from_bytes, to_bytes

#: How often Ray reruns a batch whose process or machine is gone. After that, `corpus.tables.streaming.ordered` decides.
_AGAIN = 3
#: Seconds to wait for a cluster's machine to take a connection.
_PATIENCE = 10
#: Seconds after which the processors of a cluster are counted again: machines come and go.
_RECOUNT = 5
_SAME = "Install the same versions on every machine of the cluster"
_HINT = "Give host and port of `ray start --head`, or auto, on a machine of the cluster"


class RayWorkers(Generic[Task]):
    """Tasks of Ray that run `corpus.tables.batch.tag_batch`, to be used in a ``with`` statement.

    Without an address, Ray is started for them with ``jobs`` processors, and ended. With one, they take all processors
    of the cluster there, also such as come later.
    """

    def __init__(
        self, jobs: int, *, options: Mapping[str, Any], warn: Callable[[str], None], address: str | None = None
    ) -> None:
        self._processors, self._options, self._warn, self._address = jobs, options, warn, address
        self._counted = float("-inf")
        self._tasks: dict[Any, Task] = {}
        self._open = ExitStack()

    def __enter__(self) -> RayWorkers[Task]:
        self._ray = ray = load_ray(self._address)
        with ExitStack() as begun:
            # Ray prints what it has to say of processes that died where only results belong.
            begun.enter_context(redirect_stdout(sys.stderr))
            begun.callback(ray.shutdown)
            _connect(ray, self._processors, self._address)
            self._given = ray.put((dict(self._options), tools(self._options)))
            self._tag = ray.remote(num_cpus=1, max_retries=_AGAIN)(_tag)
            self._open = begun.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._tasks.clear()
        self._open.close()

    @property
    def ahead(self) -> int:
        """How many batches may be under way, or wait for one before them: two for each processor."""
        if self._address is not None and time.monotonic() > self._counted + _RECOUNT:
            self._processors = int(self._ray.cluster_resources().get("CPU", 0))
            if not self._processors and self._counted < 0:
                self._warn("the cluster has no processors: what is to be done waits for them")
            self._counted = time.monotonic()
        return 2 * self._processors + 2

    @property
    def idle(self) -> bool:
        """Whether a processor may want something to do."""
        return len(self._tasks) < self.ahead

    def give(self, task: Task, articles: pa.Table) -> None:
        """Have articles tagged somewhere."""
        self._tasks[self._tag.remote(to_bytes(articles), self._given)] = task

    def collect(self) -> list[tuple[Task, pa.Table | WorkerCrashed]]:
        """Wait until a task is done; what became of it.

        Raises:
            CorpusError: a machine has other versions of what tags, or not all of it.
        """
        (done,), _ = self._ray.wait([*self._tasks], num_returns=1)
        task = self._tasks.pop(done)
        try:
            kind, said = self._ray.get(done)
        except self._ray.exceptions.RayTaskError as e:
            # It came no further than to what it imports: `_tag` catches all else.
            reason = str(e).strip().rpartition("\n")[2]
            raise CorpusError(f"a process could not start ({reason})", hint=_SAME) from e
        except self._ray.exceptions.RayError as e:
            # Its name alone: what it says in words differs from run to run, and goes into a row.
            return [(task, WorkerCrashed(type(e).__name__))]
        if kind == "error":
            raise said
        return [(task, WorkerCrashed(said) if kind == "failed" else from_bytes(said))]


def load_ray(address: str | None) -> Any:  # noqa: ANN401  (a module that may not be there)
    """Ray, set up to tell nobody that it is used.

    Raises:
        MissingExtraError: it is not installed.
        CorpusError: nobody listens at the address.
    """
    settings = {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
        # What a machine short of memory has ended, it would otherwise try again without end.
        "RAY_task_oom_retries": str(_AGAIN),
    }
    if address is None:
        # Ray listens for other machines even where there are none: with a secret that only this run knows.
        settings |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    else:
        # It would try for minutes otherwise.
        settings |= {"RAY_NUM_REDIS_GET_RETRIES": "1"}
    if find_spec("ray") is None:
        raise MissingExtraError.of("ray", extra="ray")
    # Some it reads when it is imported.
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    import ray  # noqa: PLC0415

    if address == "auto":
        address = os.environ.get("RAY_ADDRESS")
    if address is not None:
        _knock(address)
    return ray


def _knock(address: str) -> None:
    """Ray says nothing for minutes where nobody listens; a connection says so at once."""
    host, _, port = address.rpartition(":")
    if not (host and port.isdecimal()) or "://" in address:
        raise CorpusError(f"no address of a cluster: {address}", hint=_HINT)
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as e:
        raise _unreachable(address, e) from e


def _connect(ray: Any, jobs: int, address: str | None) -> None:  # noqa: ANN401
    said = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address is None:
            ray.init(address="local", num_cpus=jobs, include_dashboard=False, **said)
        else:
            ray.init(address=address, **said)
    # Of all kinds: ConnectionError, RuntimeError, ValueError, AssertionError, errors of its own.
    except Exception as e:
        raise _unreachable(address, e) from e


def _unreachable(address: str | None, error: Exception) -> CorpusError:
    if address is None:
        return CorpusError(f"Ray could not start ({_last_line(error)})", hint="See what it says above")
    return CorpusError(f"no cluster of Ray answers at {address} ({_last_line(error)})", hint=_HINT)


def _last_line(error: Exception) -> str:
    lines = str(getattr(error, "strerror", None) or error).strip().splitlines()
    return f"{type(error).__name__}: {lines[-1].strip()}" if lines else type(error).__name__


def tools(options: Mapping[str, Any]) -> dict[str, str]:
    """The versions on this machine of what decides on rows."""
    versions: dict[str, str] = made_from(files={}, options=options)["tools"]
    return versions


def _tag(articles: bytes, given: tuple[Mapping[str, Any], Mapping[str, str]]) -> tuple[str, Any]:
    """What runs on some machine of the cluster."""
    options, wanted = given
    if (here := tools(options)) != wanted:
        differ = ", ".join(f"{k} {v}, not {wanted.get(k)}" for k, v in here.items() if v != wanted.get(k))
        return "error", CorpusError(f"the machine {socket.gethostname()} has {differ}", hint=_SAME)
    return answer(articles, options)
