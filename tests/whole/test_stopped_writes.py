"""Every command that writes, stopped before a few of its writes: `scripts/faults.py` does so before each of them."""

import signal
from pathlib import Path

import pytest
from support.faulty import contents
from support.nightly import amount
from support.stopping import field, try_writes

from corpus.io.atomic import new_folder

NAMES = (
    "init", "init, folder exists", "add", "remove", "annotate", "import", "speakers --write", "review", "build",
    "build --no-text", "rehydrate", "view", "export csv", "export brat",
)  # fmt: skip
#: At night only: they start processes, or draw a figure, which takes seconds. `tests/tables` kills `tag` as well.
SLOW = ("plot", "tag")


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return field(tmp_path_factory.mktemp("writes"))


def test_all_are_named(ground):
    assert sorted(ground.writers) == sorted((*NAMES, *SLOW))


@pytest.mark.parametrize("name", amount(NAMES, (*NAMES, *SLOW)))
def test_killed_before_a_write(ground, name):
    runs = try_writes(ground, ground.writers[name], signal.SIGKILL, only=amount(2, 1000))
    assert runs.wrong == ()
    assert runs.tried > 0


@pytest.mark.parametrize(
    ("name", "number"), [("add", signal.SIGTERM), ("view", signal.SIGHUP), ("annotate", signal.SIGINT)]
)
def test_terminated_before_a_write(ground, name, number):
    runs = try_writes(ground, ground.writers[name], number, only=amount(1, 20))
    assert runs.wrong == ()
    assert runs.tried > 0


def test_interrupted_between_two_renames(tmp_path, monkeypatch):
    """The pages that were moved aside for new ones are put back at once."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "index.html").write_text("old")
    rename = Path.rename

    def interrupted(self, target):
        result = rename(self, target)
        if str(target).endswith(".before"):
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt), new_folder(tmp_path / "pages", replace=True) as folder:
        (folder / "index.html").write_text("new")
    assert contents(tmp_path) == {"pages/index.html": b"old"}
