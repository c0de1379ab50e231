"""Ids that come twice in an input of `corpus.tables.streaming`: the first article stays, the others are failures."""

import random
import tracemalloc

import pytest
from support.commandline import ENGLISH
from support.streamed import content, rows, table, write_jsonl

from corpus.errors import ReleaseError
from corpus.tables.streaming.dedup import DUPLICATE_REASON, SeenIds
from corpus.tables.streaming.run import RunCallbacks, RunConfig, tag_stream

RULES = {"model": "rules", "shard_articles": 10}
OTHER = "“The road is closed,” said Ola Berg.\n"
#: Articles of some ids, once or more; the first of "bad" cannot be tagged, so the second is the one of that id.
GIVEN = [
    *rows(12, bad=False),
    {"id": "bad", "text": ""},
    {"id": "a0003", "text": OTHER},
    {"id": "bad", "text": ENGLISH},
    {"id": "bad", "text": OTHER},
    {"id": "a0003", "text": ENGLISH},
    *({"id": f"b{n}", "text": ENGLISH} for n in range(20)),
    {"id": "b19", "text": ENGLISH},
    {"id": "a0000", "text": OTHER},
]


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return write_jsonl(tmp_path_factory.mktemp("given") / "x.jsonl", GIVEN)


@pytest.fixture(scope="module")
def usual(given, tmp_path_factory):
    """An undisturbed run."""
    output = tmp_path_factory.mktemp("usual") / "out"
    tag_stream([str(given)], output, config=RunConfig(**RULES))
    return output


def test_the_first_stays(usual):
    texts = {a["article_id"]: a["raw_text"] for a in table(usual, "articles")}
    assert len(table(usual, "articles")) == len(texts) == 33
    assert [texts["a0003"], texts["bad"], texts["a0000"]] == [GIVEN[3]["text"], ENGLISH, GIVEN[0]["text"]]
    failures = [(f["position"], f["article_id"], f["reason"]) for f in table(usual, "failures")]
    assert failures[0][:2] == (12, "bad")
    assert failures[0][2] != DUPLICATE_REASON
    twice = [(13, "a0003"), (15, "bad"), (16, "a0003"), (37, "b19"), (38, "a0000")]
    assert failures[1:] == [(position, name, DUPLICATE_REASON) for position, name in twice]
    assert {q["article_id"] for q in table(usual, "quotes")} <= texts.keys()


@pytest.mark.parametrize("processes", [(2, 3), (1, 1)])
def test_processes_batches_and_stops_make_no_difference(given, usual, tmp_path, processes):
    jobs, batch = processes
    wanted, done = RunConfig(**RULES, batch_articles=batch), []

    def stop(articles):
        done.append(articles)
        if sum(done) > 25:
            raise KeyboardInterrupt

    output = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        tag_stream([str(given)], output, config=wanted, jobs=jobs, callbacks=RunCallbacks(step=stop))
    assert {"a0003", "bad"} <= {a["article_id"] for a in table(output, "articles")}
    assert len(table(output, "articles")) < 33
    tag_stream([str(given)], output, config=wanted, jobs=jobs)
    assert content(output) == content(usual)


def test_damaged_shard_is_named(tmp_path):
    path = tmp_path / "articles-00000.parquet"
    path.write_bytes(b"PAR1 no PAR1")
    with pytest.raises(ReleaseError, match=r"articles-00000\.parquet: cannot be read"):
        SeenIds().add_shards([path])


def test_ids_are_told_apart():
    """As a set tells them, past several times that the table grows."""
    rng, seen, known = random.Random(17), SeenIds(), set()
    for _ in range(20_000):
        name = f"{rng.randrange(9_000)}é"
        assert seen.add(name) == (name not in known)
        known.add(name)
    assert len(known) > 7_000


def test_an_id_takes_few_bytes():
    """However long it is; twice as much for a moment, while the table grows."""
    tracemalloc.start()
    try:
        seen = SeenIds()
        for number in range(100_000):
            seen.add(f"{'https://news.example/' * 9}{number}")
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 100_000 * 100
    assert most < 100_000 * 130
