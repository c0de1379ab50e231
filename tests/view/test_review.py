"""The review page: who may ask, what is written, and the keys in a browser."""

import http.client
import json
import socket
import threading
from contextlib import contextmanager

import pytest
from support.browsing import until
from support.pages import put

from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.checks.run import run_checks
from corpus.project.annotation_files import annotation_path, read_annotation
from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.view.review_server import HOST, TOKEN_HEADER, ReviewServer
from corpus.view.review_session import ReviewSession

#: A letter outside the first 65,536, of which JavaScript makes two.
TEXT = (
    "Ferries sail again after the storm\n\n"
    "\U0001f6a2 “We have checked every vessel, and it is safe to sail,” said Kari Moen, director of the authority.\n\n"
    "She added that passengers with old tickets would not have to pay again. The “Blue Line” runs as before.\n"
)


@pytest.fixture
def _no_network(monkeypatch):
    """Here this machine may be reached, and nothing else."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert self.family == socket.AF_UNIX or address[0] == HOST, f"a test wants to reach {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def root(tmp_path, _no_network):
    make_project(tmp_path / "new", empty=True)
    add_articles(put(tmp_path, "a.txt", TEXT), AddOptions("Post", id="ferries"), root=tmp_path / "new")
    return tmp_path / "new"


@contextmanager
def serving(root):
    with ReviewServer(ReviewSession(root)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def ask(server, path, body=None, **headers):
    """The status, the headers and the values of an answer."""
    connection = http.client.HTTPConnection(HOST, server.server_port, timeout=10)
    sent = {TOKEN_HEADER: server.token, **headers}
    connection.request("GET" if body is None else "POST", path, body, {k: v for k, v in sent.items() if v is not None})
    response = connection.getresponse()
    data = response.read()
    connection.close()
    return response.status, response.headers, data


def stored(root):
    return read_annotation(annotation_path(load_project(root), "ferries"))


@pytest.mark.parametrize(
    "headers", [{TOKEN_HEADER: None}, {TOKEN_HEADER: "x"}, {"Host": "evil.example"}, {"Host": "localhost"}]
)
def test_other_pages_learn_and_change_nothing(root, headers):
    with serving(root) as server:
        _, _, data = ask(server, "/api/article?id=ferries")
        body = json.dumps({"id": "ferries", "annotation": json.loads(data)["annotation"], "version": ""})
        for path, sent in (("/api/article?id=ferries", None), ("/api/annotation", body)):
            status, answer, data = ask(server, path, sent, **headers)
            assert status == 403
            assert b"Moen" not in data
            assert "Access-Control-Allow-Origin" not in answer
    assert not annotation_path(load_project(root), "ferries").exists()


def test_server_is_on_this_machine_only_and_its_page_is_strict(root):
    with serving(root) as server:
        assert server.server_address[0] == "127.0.0.1"
        status, headers, data = ask(server, "/", **{TOKEN_HEADER: None})
        assert status == 200
        assert server.token.encode() not in data
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
        for path in ("/review.js", "/review.css"):
            assert ask(server, path)[0] == 200
        for path in ("/../corpus.toml", "/corpus.toml", "/static/review.js", "/api/else"):
            assert ask(server, path)[0] == 404


def test_what_is_no_annotation_is_not_written(root):
    with serving(root) as server:
        found = json.loads(ask(server, "/api/article?id=ferries")[2])
        good = found["annotation"]
        moved = json.loads(json.dumps(good))
        moved["attributions"][0]["content"][0]["start"] += 1
        for body, code in (
            (b"{", 400), (b"[]", 400), (b"{}", 400), (b"\xff", 400),
            (json.dumps({"id": "ferries", "annotation": {}, "version": ""}).encode(), 409),
            (json.dumps({"id": "none", "annotation": good, "version": ""}).encode(), 409),
            (json.dumps({"id": "ferries", "annotation": good, "version": "other"}).encode(), 409),
            (json.dumps({"id": "ferries", "annotation": moved, "version": ""}).encode(), 200),
        ):  # fmt: skip
            status, _, data = ask(server, "/api/annotation", body)
            assert status == code, data
        assert json.loads(data)["saved"] is False
        assert "says" in json.loads(data)["problems"][0]
        assert ask(server, "/api/annotation", b"", **{"Content-Length": str(10**30)})[0] == 413
    assert not annotation_path(load_project(root), "ferries").exists()


def test_a_file_that_changed_elsewhere_is_kept(root):
    with serving(root) as server:
        found = json.loads(ask(server, "/api/article?id=ferries")[2])
        body = json.dumps({"id": "ferries", "annotation": found["annotation"], "version": found["version"]})
        assert json.loads(ask(server, "/api/annotation", body)[2])["saved"] is True
        path = annotation_path(load_project(root), "ferries")
        path.write_text(path.read_text("utf-8").replace('"note": ""', '"note": "mine"', 1), "utf-8")
        before = path.read_bytes()
        status, _, data = ask(server, "/api/annotation", body)
        assert status == 409
        assert "changed elsewhere" in json.loads(data)["error"]
        assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(".")] == []


@pytest.fixture
def page(root, browser):
    with serving(root) as server:
        context = browser.new_context()
        page = context.new_page()
        troubles = []
        page.on("console", lambda m: m.type in ("error", "warning") and troubles.append(m.text))
        page.on("pageerror", lambda e: troubles.append(str(e)))
        page.goto(server.url("ferries"))
        until(page, lambda: page.text_content("#number"), "q001: 1 of 2")
        yield page
        context.close()
    assert troubles == []


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def saved(page, what="Saved"):
    until(page, lambda: page.text_content("#state").startswith(what), True)


def select_words(page, words):
    """Select words of the article, as a mouse or a screen reader does."""
    assert page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
            for (let node; (node = walker.nextNode());) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return true;
            }
            return false;
        }""",
        words,
    )


def test_keys_correct_every_part_and_write_the_file(page, root):
    assert next(mark.text_content() for mark in page.query_selector_all("mark.content")).startswith("We have checked")
    press(page, "2")
    saved(page)
    assert stored(root).attributions[0].type == "indirect"
    press(page, "1")
    select_words(page, "director of the authority")
    press(page, "s")
    until(page, lambda: page.text_content("dd[data-field=source]"), "director of the authority")
    press(page, "p")
    page.keyboard.type("Kari Moen-Holt")
    press(page, "Enter", "j", "c", "ArrowLeft", "Shift+ArrowRight")
    until(page, lambda: page.text_content("dd[data-field=content]"), "with old tickets would not have to pay")
    press(page, "z", "z", "u", "Backspace")
    saved(page)
    until(page, lambda: stored(root).attributions[1].cue, ())
    first, second = stored(root).attributions
    text = TEXT
    for span in (*first.content, *first.source, *second.content):
        assert text[span.start : span.end] == span.text
    assert first.source[0].text == "director of the authority"
    assert (first.speaker, first.speaker_kind, first.type) == ("Kari Moen-Holt", "person", "direct")
    assert second.content[0].text.startswith("passengers with old tickets")
    assert not stored(root).reviewed


def test_reviewed_needs_a_purpose_for_every_mark_and_does_not_lock_the_project(page, root):
    press(page, "a", "a")
    until(page, lambda: page.text_content("#state"), "All accepted: r marks the article as reviewed")
    press(page, "k", "k", "x", "r")
    until(page, lambda: "“We have checked" in page.text_content("#problems"), True)
    assert not stored(root).reviewed
    page.click("#marks button >> text=title")
    saved(page)
    page.locator("body").press("r")
    saved(page, "Saved: reviewed")
    assert (stored(root).reviewed, stored(root).origin) == (True, "human")
    assert [m.kind for m in stored(root).marks if "checked" in m.text] == ["title"]
    found = run_checks(root)
    assert [f.id for f in found if f.level == "error"] == []
    assert "speaker-unlisted" in {f.id for f in found}


def test_new_and_removed(page, root):
    select_words(page, "The “Blue Line” runs as before")
    press(page, "n")
    until(page, lambda: page.text_content("#number"), "q003: 3 of 3")
    saved(page)
    press(page, "k", "x")
    until(page, lambda: [a.id for a in stored(root).attributions], ["q001", "q003"])


def test_page_is_accessible(page):
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415

    assert [v["id"] for v in Axe().run(page).response["violations"]] == []
