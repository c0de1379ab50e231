"""What is fuzzed: for each target a function of any bytes, which may end with nothing or with a `CorpusError`.

``scripts/fuzz.py`` runs them for as long as one likes, `test_fuzz` for a moment and on all that was ever found.
"""

import contextlib
import dataclasses
import functools
import json
import tempfile
from importlib.resources import files as package_files
from pathlib import Path
from unittest import mock

from corpus.align.renderings import RenderingParser
from corpus.clean.rules import load_rules
from corpus.errors import CorpusError
from corpus.evaluate.explain.explanation import explain
from corpus.evaluate.explain.to_json import explanation_json
from corpus.evaluate.gold import attributions_of
from corpus.evaluate.gold import read_rows as read_gold
from corpus.inputs.articles import read_articles
from corpus.io.jsonl import to_json
from corpus.io.text import decode
from corpus.languages import data as langdata
from corpus.languages import language
from corpus.languages.detection import detect_language
from corpus.languages.numerals import load_numerals
from corpus.models.weights import read_weights
from corpus.pipeline import annotate_text
from corpus.project.annotated_articles import curated_article, draft_annotation
from corpus.project.annotation_files import read_annotation, to_text
from corpus.project.annotation_problems import annotation_problems
from corpus.project.exchange.brat import to_brat
from corpus.project.exchange.formats import FORMATS, import_annotation
from corpus.project.exchange.webanno import to_webanno
from corpus.project.project import load_project
from corpus.records import Speaker
from corpus.release.formats.conll import to_conll
from corpus.release.formats.csv_jsonl import to_csv, to_jsonl
from corpus.release.formats.tei import to_tei
from corpus.release.formats.webannotation import to_webannotation
from corpus.release.load import read_contents
from corpus.release.manifest import MANIFEST, damaged_files, read_manifest
from corpus.tables.schema import TABLES
from corpus.view.site import read_site
from support.export_readers import from_conll, from_csv, from_jsonl, from_webannotation
from support.exported import EMPTY, gathered, released, source
from support.fuzzed_pages import pages
from support.fuzzed_texts import hold_invariants, text_of
from support.generated import write_generated
from support.strategies import LANGUAGES
from support.tei_reader import from_tei
from support.tiny_tagger import make_bytes

TEXT = "“The quay is old,” said Kari Moen. It was “shut”.\n\nAnn Lee denied that it \U0001f600 is new.\n"
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "utf-7", "idna", "punycode", "cp1256",
    "unicode_escape", "raw_unicode_escape", "rot13", "base64", "zlib", "undefined", "nonsense", "", "a\0b",
)  # fmt: skip
#: Between the files of a project or of a language, in one input.
NEXT = b"\n====\n"
PROJECT = ("corpus.toml", "sources/sources.toml", "annotations/speakers.toml", "annotations/utterances.toml", "card.md")
LANGUAGE = ("language.toml", "words.toml", "cues.toml", "numbers.toml", "roles.toml")

UTTERANCE = """[[utterance]]
id = "one"
speaker_id = "kari-moen"
gloss = "It is old."
parts = [{ id = "a", gloss = "old" }, { id = "b", gloss = "new" }]
"""
LANGUAGE_SEED = (
    'code = "xx"\nname = "X"\nscripts = ["Latin"]\nproclitics = ["a"]\nignored = "x"\nsame = ["b"]\n',
    'determiner = ["the"]\nvia_phrase = ["in an interview with"]\nadverb_ending = ["ly"]\n',
    '[[verbs]]\nframes = ["quote", "that"]\nwords = ["say says"]\n[[phrases]]\nframes = ["of"]\nwords = ["word of"]\n',
    'thousands = ","\ndecimal = "."\nand = ["and"]\njoiner = "o"\n[words]\none = 1\n[months]\nMay = 5\n',
    '[[rule]]\nid = "a"\nrole = "chrome"\npattern = "^Photo"\nmin_words = 1\n[[informal]]\npattern = "lol"\n',
)


@functools.cache
def draft():
    """An article, and the reviewed annotation of it that formats are fuzzed with."""
    article = annotate_text(TEXT, article_id="one", language="en", model="rules")
    return article, dataclasses.replace(draft_annotation(article, raw_sha256="0" * 64), status="reviewed")


@functools.cache
def folder():
    """The folder that inputs are put into as files."""
    made = Path(tempfile.mkdtemp(prefix="fuzz-"))
    write_generated(made / "release", articles=2)
    return made


def _file(data, name):
    path = folder() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _files(data, place, names):
    """Put the files of an input down; one that is empty is not there."""
    parts = [*data.split(NEXT), *[b""] * len(names)]
    for name, part in zip(names, parts, strict=False):
        path = _file(part, f"{place}/{name}")
        if not part:
            path.unlink()
    return folder() / place


def read(data):
    """The first byte names the encoding; what UTF-8 gives is the bytes again."""
    encoding = ENCODINGS[data[0] % len(ENCODINGS)] if data else "utf-8"
    text = decode(data[1:], encoding=encoding)
    assert encoding != "utf-8" or text.encode() == data[1:]


def articles(data):
    for raw in read_articles([str(_file(data, "some.jsonl"))]):
        assert (raw.failure is None) == bool(raw.text)


def _annotated(data, code, model):
    """An article cleaned or plain, with names of its text in the authority file; every span is exact."""
    text, flags = text_of(data[1:], code), data[0] if data else 0
    speakers = [Speaker(f"s{n}", w, "person", aliases={code: (w,)}) for n, w in enumerate(text.split()[: flags % 5])]
    article = annotate_text(text, language=code, plain=bool(flags & 8), speakers=speakers, model=model)
    assert article.text == text
    hold_invariants(article)
    for row in to_json(article)["attributions"]:
        for start, end in (*row["content"], *row["cue"], *row["source"]):
            assert 0 <= start < end <= len(text)


def detect(data):
    detect_language(text_of(data[1:], LANGUAGES[data[0] % len(LANGUAGES)]) if data else "")


def explained(data):
    code = LANGUAGES[data[0] % len(LANGUAGES)] if data else "en"
    model = "tagger" if data and data[0] & 64 else "rules"
    json.dumps(explanation_json(explain(text_of(data[1:], code), language=code, model=model))).encode()


def align(data):
    """Two texts, compared one way and the other; every edit lies in them, one after the other."""
    codes = [LANGUAGES[b % len(LANGUAGES)] for b in (data + b"\0\0")[:2]]
    first, _, second = data[2:].partition(b"\xf9")
    reader = RenderingParser([Speaker("s", "Kari Moen", "person")])
    a, b = (reader.parse(text_of(d, c), c) for d, c in zip((first, second), codes, strict=True))
    there, back = reader.compare(a, b), reader.compare(b, a)
    assert there.similarity == back.similarity
    assert [sorted(n) for n in there.numbers] == [sorted(back.numbers[i]) for i in (0, 2, 1)]
    at, on = 0, 0
    for edit in there.edits:
        assert at <= edit.first_start <= edit.first_end <= len(a.text)
        assert on <= edit.second_start <= edit.second_end <= len(b.text)
        at, on = edit.first_end, edit.second_end


def annotation(data):
    _hold(read_annotation(_file(data, "one.json")))


def _hold(one):
    """An annotation that could be read is written as it is read; one without a fault makes an article."""
    assert read_annotation(_file(to_text(one).encode(), "again.json")) == one
    if not list(annotation_problems(EMPTY, source(), TEXT, one)):
        hold = curated_article(EMPTY, draft()[0], one)
        assert all(s.of(TEXT) for a in hold.attributions for s in (*a.content, *a.cue, *a.source))


def _imported(data, name):
    path = _file(data, f"{name}{FORMATS[name].suffix}")
    _hold(import_annotation(path, TEXT, form=FORMATS[name]))


def tables(data):
    """The first byte names the table and the format."""
    names, choice = list(TABLES), data[0] if data else 0
    (from_csv if choice & 64 else from_jsonl)(names[choice % 64 % len(names)], data[1:])


def gold(data):
    for row in read_gold(_file(data, "gold.jsonl.gz" if data[:2] == b"\x1f\x8b" else "gold.jsonl")):
        for a in attributions_of(row, TEXT):
            assert all(0 <= s.start < s.end <= len(TEXT) for s in (*a.content, *a.cue, *a.source))


def project(data):
    load_project(_files(data, "project", PROJECT))


def language_data(data):
    """All files of a language, read as `load_language` and its users do, with a folder of its own."""
    place = _files(data, "lang/xx", LANGUAGE).parent
    with mock.patch.object(langdata, "data_folder", return_value=place):
        known = None
        with contextlib.suppress(CorpusError):
            known = language._load.__wrapped__("xx")
        with contextlib.suppress(CorpusError):
            load_rules.__wrapped__("xx")
        load_numerals.__wrapped__(known or dataclasses.replace(language.load_language("da"), code="xx"))


def manifest(data):
    """A release whose manifest is anything at all; nothing but what lies in its folder may be opened."""
    place = folder() / "release"
    kept = (place / MANIFEST).read_bytes()
    try:
        (place / MANIFEST).write_bytes(data)
        damaged_files(place, read_manifest(place))
        read_contents(place)
        read_site(place)
    finally:
        (place / MANIFEST).write_bytes(kept)


def parquet(data):
    """A release one of whose tables is anything at all."""
    path = folder() / "release" / "data" / "marks" / "train.parquet"
    kept = path.read_bytes()
    try:
        path.write_bytes(data)
        read_contents(folder() / "release")
    finally:
        path.write_bytes(kept)


TARGETS = {
    "read": read, "articles": articles, "detect": detect, "explain": explained, "align": align, "view": pages,
    **{f"rules-{code}": functools.partial(_annotated, code=code, model="rules") for code in LANGUAGES},
    **{f"{model}-en": functools.partial(_annotated, code="en", model=model) for model in ("tagger", "neural")},
    "annotation": annotation,
    **{name: functools.partial(_imported, name=name) for name in FORMATS},
    "conll": from_conll, "tei": from_tei, "webannotation": from_webannotation, "tables": tables, "gold": gold,
    "project": project, "language": language_data, "manifest": manifest, "parquet": parquet,
    "weights": functools.partial(read_weights, code="en"),
}  # fmt: skip


def run(name, data):
    """One input to one target: a `CorpusError` is an answer, any other exception is a find."""
    with contextlib.suppress(CorpusError):
        TARGETS[name](data)


def _exported(name):
    """The formats that a release is exported in, of one article."""
    rows = released(draft()[0])
    writers = {"conll": to_conll, "tei": to_tei, "webannotation": to_webannotation}
    if name in writers:
        return [writers[name](gathered(rows))]
    if name != "tables":
        return []
    writers = ((0, to_jsonl), (64, to_csv))
    return [bytes([n + flag]) + write(table, rows[table]) for flag, write in writers for n, table in enumerate(TABLES)]


@functools.cache
def seeds(name):
    """Inputs to begin with, well formed where there is a form."""
    _, one = draft()
    starter = Path(str(package_files("corpus.project"))) / "starter"
    weights = make_bytes()
    release = folder() / "release"
    made = {
        "annotation": [to_text(one).encode()],
        "brat": [to_brat(one, TEXT).encode()],
        "webanno-tsv": [to_webanno(one, TEXT).encode()],
        "project": [
            NEXT.join(
                (starter / file)
                .read_bytes()
                .replace(b"$name", b"one")
                .replace(b"$sha256", b"0" * 64)
                .replace(b"$articles", b'"example"')
                for file in PROJECT[:3]
            )
            + NEXT
            + UTTERANCE.encode()
        ],
        "language": [NEXT.join(one.encode() for one in LANGUAGE_SEED)],
        "manifest": [(release / MANIFEST).read_bytes()],
        "parquet": [(release / "data" / "marks" / "train.parquet").read_bytes()],
        "weights": [weights],
        "articles": [b'{"id": "one", "text": "It is old.", "language": "en"}\n'],
        "gold": [
            json.dumps({"id": "one", "text": TEXT, "attributions": [{"content": [[0, 18]], "type": "direct"}]}).encode()
        ],
    }
    return made.get(name, _exported(name)) or [bytes(range(0, 250, 3)), b"\x08said"]
