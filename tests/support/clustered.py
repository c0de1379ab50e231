"""A cluster of Ray on this machine: a head and other nodes, each a tree of processes that can be killed."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path


class Cluster:
    """A head with one processor, and nodes to add to it."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.environment = {
            **os.environ,
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": secrets.token_hex(32),
            "RAY_USAGE_STATS_ENABLED": "0",
            # A node is given up after two checks without an answer, not five: about ten seconds less.
            "RAY_health_check_failure_threshold": "2",
        }
        self.nodes = []
        port = self.address.rpartition(":")[2]
        self._start("--head", "--port", port, "--temp-dir", folder, "--include-dashboard", "false")

    def _start(self, *options):
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--num-cpus", "1", *options]
        node = subprocess.Popen(
            command, env=self.environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.nodes.append(node)
        said = b""
        while b"Ray runtime started" not in said:
            line = node.stdout.readline()
            assert line, said.decode()
            said += line
        return node

    def add_node(self):
        """Another node; its process."""
        return self._start("--address", self.address)

    def kill(self, node):
        """All processes of a node at once, as when a machine loses its power."""
        for process in (*descendants(node.pid), node.pid):
            _kill(process)
        node.wait()
        node.stdout.close()
        self.nodes.remove(node)


@contextmanager
def cluster():
    """A cluster, and nothing of it is left."""
    # A short path: what Ray makes there are sockets, too.
    folder = tempfile.mkdtemp(prefix="ray", dir="/tmp")
    made = Cluster(folder)
    try:
        yield made
    finally:
        for node in made.nodes[::-1]:
            made.kill(node)
        shutil.rmtree(folder, ignore_errors=True)


def busy(node):
    """The processes of a node that tag something just now."""
    return [p for p in descendants(node.pid) if _command(p).startswith("ray::_tag")]


def caught(node):
    """A process of a node, stopped while it tags something."""

    def stopped():
        for process in busy(node):
            os.kill(process, signal.SIGSTOP)
            if process in busy(node):
                return process
            os.kill(process, signal.SIGCONT)
        return None

    return until(stopped)


def until(condition, *, seconds=60):
    """What a condition says as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (said := condition()):
        assert time.monotonic() < deadline, "it has not come true"
        time.sleep(0.005)
    return said


def descendants(process):
    """The processes that a process has started, and theirs."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # It has ended.
    found, last = [], {process}
    while last:
        last = {p for p, parent in parents.items() if parent in last}
        found += last
    return found


def _command(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_text()
    except OSError:
        return ""


def _kill(process):
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return
