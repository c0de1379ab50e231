"""Serve the review page on this machine only, and take what it writes.

The server listens on 127.0.0.1. Every request for data carries a random token in a header, which pages of other sites
can neither know nor send; the name of the host is compared, so that no other name leads here.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files as package_files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from corpus.errors import CorpusError
from corpus.io.limits import MAX_ANNOTATION
from corpus.view.review_session import ReviewSession

HOST = "127.0.0.1"
TOKEN_HEADER = "X-Corpus-Token"  # noqa: S105  (the name of a header)
_FILES = {"/review.js": "text/javascript", "/review.css": "text/css"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class ReviewServer(ThreadingHTTPServer):
    """The server of a review.

    Args:
        session: What is reviewed.
        port: The port; 0 for any that is free.

    Raises:
        OSError: The port is in use.
    """

    daemon_threads = True

    def __init__(self, session: ReviewSession, *, port: int = 0) -> None:
        super().__init__((HOST, port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(32)
        # One request at a time: a session is not made for several.
        self.lock = threading.Lock()

    def url(self, article_id: str) -> str:
        """Return the address of the page of an article; the token is in the part that browsers do not send."""
        return f"http://{HOST}:{self.server_port}/?article={article_id}#{self.token}"


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "corpus"
    sys_version = ""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Print nothing: the terminal has the address of the page."""

    def do_GET(self) -> None:
        if not self._is_own_host():
            return
        address = urlsplit(self.path)
        if address.path == "/":
            self._send_file("review.html", "text/html")
        elif address.path in _FILES:
            self._send_file(address.path[1:], _FILES[address.path])
        elif address.path == "/api/article" and self._is_authorized():
            article_id = parse_qs(address.query).get("id", [""])[0]
            self._answer(lambda: self.server.session.article(article_id) | {"articles": self.server.session.listing()})
        else:
            self._send_error(HTTPStatus.NOT_FOUND, "there is no such page")

    def do_POST(self) -> None:
        if not self._is_own_host() or not self._is_authorized():
            return
        if urlsplit(self.path).path != "/api/annotation":
            self._send_error(HTTPStatus.NOT_FOUND, "there is no such page")
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_ANNOTATION:
            self._send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the annotation is too large")
            return
        try:
            sent = json.loads(self.rfile.read(int(length)))
            article_id, annotation, version = sent["id"], sent["annotation"], sent["version"]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._send_error(HTTPStatus.BAD_REQUEST, "this is not an annotation")
            return
        self._answer(lambda: self.server.session.save(str(article_id), annotation, version=str(version)))

    def _is_own_host(self) -> bool:
        """Whether the request was sent to this address, and not to a name that leads here."""
        if self.headers.get("Host") == f"{HOST}:{self.server.server_port}":
            return True
        self._send_error(HTTPStatus.FORBIDDEN, "this server has another name")
        return False

    def _is_authorized(self) -> bool:
        sent = self.headers.get(TOKEN_HEADER, "").encode("utf-8", "replace")
        if hmac.compare_digest(sent, self.server.token.encode()):
            return True
        self._send_error(HTTPStatus.FORBIDDEN, "the token is wrong: open the address that the command printed")
        return False

    def _answer(self, call: Any) -> None:  # noqa: ANN401  (a function without arguments)
        try:
            with self.server.lock:
                found = call()
        except CorpusError as e:
            self._send_error(HTTPStatus.CONFLICT, f"{e.message}. {e.hint}." if e.hint else e.message)
            return
        self._send_json(HTTPStatus.OK, found)

    def _send_error(self, status: HTTPStatus, message: str) -> None:
        self._send_json(status, {"error": message})

    def _send_json(self, status: HTTPStatus, values: Mapping[str, Any]) -> None:
        self._send(status, json.dumps(values, default=str).encode(), "application/json")

    def _send_file(self, name: str, kind: str) -> None:
        data = (package_files("corpus.view") / "static" / name).read_bytes()
        self._send(HTTPStatus.OK, data, f"{kind}; charset=utf-8")

    def _send(self, status: HTTPStatus, data: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **_HEADERS}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
