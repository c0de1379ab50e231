"""Inputs that are wrong, or easily taken for something else: each is read, refused with the reason, or skipped."""

import io
import sys
import tomllib

import pytest
from support.paths import TESTS

CASES = tomllib.loads((TESTS / "cases" / "inputs" / "wrong.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_wrong_input(run, tmp_path, monkeypatch, case):
    monkeypatch.chdir(tmp_path)
    encodings = {"files": "utf-8", "bytes": case.get("encoding", "utf-8")}
    for key, encoding in encodings.items():
        for name, text in case.get(key, {}).items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(text.encode(encoding))
    if "stdin" in case:
        content = io.BytesIO((tmp_path / case["stdin"]).read_bytes())
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content))
    done = run(*case["args"])
    assert done.code == case["code"]
    assert [part for part in case.get("out", ()) if part not in done.out] == []
    words = " ".join(done.err.replace("│", " ").split())
    assert [part for part in case.get("err", ()) if part not in words] == []
    assert [part for part in case.get("absent", ()) if part in done.out + done.err] == []
    assert [name for name in case.get("missing", ()) if (tmp_path / name).exists()] == []
