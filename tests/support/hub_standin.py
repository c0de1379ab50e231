"""A stand-in for the HTTP interface of the Hugging Face Hub, on this machine: not the Hub.

It has what `huggingface_hub` asks for when a release is published, kept in memory: refs, trees, commits with their
files, large files and tags of one data set. The shapes of the answers are those that the client reads.
"""

import base64
import hashlib
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

TOKEN = "hf_standinstandinstandinstandinstandin"


class StandIn(ThreadingHTTPServer):
    """One data set; ``commits`` maps an id to its files, ``fail`` the end of a path to the status that it answers."""

    def __init__(self, *, exists=True, large=()):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.repo, self.private = ("org/news" if exists else None), None
        self.commits, self.head, self.tags = {}, None, {}
        self.large, self.stored = tuple(large), {}
        self.fail, self.seen = {}, []
        if exists:
            self.commit({".gitattributes": b"*.parquet filter=lfs"})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"

    def commit(self, files):
        self.head = hashlib.sha1(repr((len(self.commits), sorted(files))).encode()).hexdigest()
        self.commits[self.head] = files
        return self.head

    def files(self, revision):
        return self.commits[self.tags.get(revision, self.head if revision == "main" else revision)]

    def is_large(self, name):
        return name.endswith(self.large)


@contextmanager
def standin(**options):
    """A running stand-in."""
    server = StandIn(**options)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def _answer(self, value, status=200, headers=()):
        body = json.dumps(value).encode()
        self.send_response(status)
        for name, content in (("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, content)
        self.end_headers()
        self.wfile.write(body)

    def _refused(self, path):
        """Whether the request is answered with a failure: one that a test wants, or for want of a token."""
        status = next((s for end, s in self.server.fail.items() if path.endswith(end)), None)
        if status is None and self.headers.get("Authorization") != f"Bearer {TOKEN}" and not path.startswith("/put/"):
            status = 401
        if status is not None:
            errors = {"error": "Invalid credentials in Authorization header" if status == 401 else "no"}
            headers = [("X-Error-Message", errors["error"])]
            self._answer(errors, status, headers)
        return status is not None

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        self.server.seen.append(("GET", path))
        if self._refused(path):
            return
        base = f"/api/datasets/{self.server.repo}"
        if not path.startswith(base):
            self._answer({"error": "Repository not found"}, 404, [("X-Error-Code", "RepoNotFound")])
        elif path == f"{base}/refs":
            head = self.server.head
            self._answer(
                {
                    "branches": [{"name": "main", "ref": "refs/heads/main", "targetCommit": head}] if head else [],
                    "tags": [
                        {"name": n, "ref": f"refs/tags/{n}", "targetCommit": c} for n, c in self.server.tags.items()
                    ],
                    "converts": [],
                }
            )
        elif path.startswith(f"{base}/tree/"):
            files = self.server.files(path.split("/tree/")[1].strip("/"))
            self._answer([self._entry(name, data) for name, data in sorted(files.items())])
        else:
            self._answer({"sha": self.server.head, "id": self.server.repo, "siblings": []})

    def _entry(self, name, data):
        entry = {"type": "file", "path": name, "size": len(data)}
        if self.server.is_large(name):
            digest = hashlib.sha256(data).hexdigest()
            return entry | {"oid": "0" * 40, "lfs": {"oid": digest, "size": len(data), "pointerSize": 130}}
        return entry | {"oid": hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()}

    def do_PUT(self):
        self.server.stored[self.path.removeprefix("/put/")] = self._body()
        self._answer({})

    def do_POST(self):
        path, body = unquote(urlsplit(self.path).path), self._body()
        self.server.seen.append(("POST", path))
        if self._refused(path):
            return
        base = f"/api/datasets/{self.server.repo}"
        if path == "/api/validate-yaml":
            self._answer({"errors": [], "warnings": []})
        elif path == "/api/repos/create":
            asked = json.loads(body)
            self.server.repo = f"{asked['organization']}/{asked['name']}"
            self.server.private = asked.get("visibility") == "private" or asked.get("private") is True
            self.server.commit({".gitattributes": b""})
            self._answer({"url": f"{self.server.url}/datasets/{self.server.repo}"})
        elif path == f"{base}/preupload/main":
            self._answer({"files": [self._mode(file["path"]) for file in json.loads(body)["files"]]})
        elif path.endswith("/info/lfs/objects/batch"):
            self._answer({"transfer": "basic", "objects": [self._upload(o) for o in json.loads(body)["objects"]]})
        elif path == f"{base}/commit/main":
            self._commit([json.loads(line) for line in body.splitlines()])
        elif path.startswith(f"{base}/tag/"):
            self.server.tags[json.loads(body)["tag"]] = path.split("/tag/")[1]
            self._answer({})
        else:
            self._answer({"error": "not in the stand-in"}, 404)

    def _mode(self, name):
        mode = "lfs" if self.server.is_large(name) else "regular"
        return {"path": name, "uploadMode": mode, "shouldIgnore": False}

    def _upload(self, wanted):
        action = {"upload": {"href": f"{self.server.url}/put/{wanted['oid']}", "header": {}}}
        return {"oid": wanted["oid"], "size": wanted["size"], "actions": action}

    def _commit(self, lines):
        (header, *operations) = lines
        if header["value"].get("parentCommit") not in (None, self.server.head):
            self._answer({"error": "a newer commit is there"}, 412)
            return
        files = dict(self.server.files("main"))
        for operation in operations:
            value = operation["value"]
            if operation["key"] == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif operation["key"] == "lfsFile":
                files[value["path"]] = self.server.stored[value["oid"]]
            else:
                del files[value["path"]]
        oid = self.server.commit(files)
        self._answer({"commitUrl": f"{self.server.url}/c/{oid}", "commitOid": oid, "hookOutput": ""})
