"""``corpus speakers``: names grouped into voices, with evidence, and entries for the authority file."""

import json
import tomllib

import pytest
from support.pages import put

from corpus.io.toml import record_of
from corpus.project.project import SPEAKERS_FILE, load_project
from corpus.project.voices import propose_entries, voices_of
from corpus.records import Article, Attribution, Source, Span, Speaker
from corpus.speakers.consonants import consonants, is_latin


@pytest.mark.parametrize(
    ("name", "other"),
    [("Kari Moen", "كاري موين"), ("Jon Braga", "جون براغا"), ("Ryan Dillon", "رايان ديلون"),
     ("Samira Haddad", "سميرة حداد"), ("Vladimir Petrov", "Владимир Петров"), ("Giorgos Pappas", "Γιώργος Παππάς"),
     ("Vik", "فيك"), ("Søren Holm", "سورن هولم")],
)  # fmt: skip
def test_consonants_are_those_of_the_other_script(name, other):
    assert consonants(name) == consonants(other) != ""
    assert is_latin(name)
    assert not is_latin(other)


@pytest.mark.parametrize("name", ["", "-", "42", "Io", "Ea", "ا", "漢字"])
def test_no_consonants(name):
    assert consonants(name) == ""


def project_with(root, names, speakers=()):
    """The project in a folder as if each of its articles quoted one of the names."""
    project = load_project(root)
    (source,) = project.sources
    articles, sources = [], []
    for n, (name, language, source_words) in enumerate(names):
        known = {s.name: s.id for s in speakers}
        a = Attribution("q001", "direct", (Span(0, 1),), (), (Span(0, len(source_words)),), speaker=name,
                        speaker_id=known.get(name), speaker_kind="person")  # fmt: skip
        articles.append(Article(f"a{n}", language, source_words, (), (a,)))
        sources.append(
            Source(**{**{f: getattr(source, f) for f in Source.__slots__}, "id": f"a{n}", "language": language})
        )
    fields = {f: getattr(project, f) for f in type(project).__dataclass_fields__}
    return type(project)(**{**fields, "sources": tuple(sources), "speakers": tuple(speakers)}), articles


def grouped(root, names, speakers=()):
    project, articles = project_with(root, names, speakers)
    return {v.name: {x.name: x.evidence for x in v.variants if x.evidence} for v in voices_of(project, articles).voices}


def test_short_forms_scripts_and_languages_are_one_voice(root):
    names = [("Kari Moen", "en", "Kari Moen"), ("KARI MOEN", "nb", "KARI MOEN"), ("Moen", "nb", "Moen"),
             ("كاري موين", "ar", "كاري موين"), ("Ola Vik", "en", "Vik")]  # fmt: skip
    assert (
        grouped(root, names)
        == {
            "Kari Moen": {
                "Moen": "short form of Kari Moen",
                "كاري موين": "the consonants of Kari Moen (kr-mn)",
            },
            "Ola Vik": {"Vik": "short form of Ola Vik"},
        }
        or "KARI MOEN" in grouped(root, names)["Kari Moen"]
    )


def test_what_fits_two_is_a_voice_of_its_own(root):
    names = [("Kari Moen", "en", "x"), ("Per Moen", "en", "x"), ("Moen", "en", "Moen")]
    assert grouped(root, names) == {"Kari Moen": {}, "Per Moen": {}, "Moen": {}}
    project, articles = project_with(root, [("Kari Moen", "en", "Moen said"), ("Per Moen", "en", "Per Moen")])
    proposed = {p.speaker_id: p.aliases for p in propose_entries(project, voices_of(project, articles).voices)}
    assert proposed == {"kari-moen": {"en": ("Kari Moen",)}, "per-moen": {"en": ("Per Moen",)}}


def test_short_names_in_two_scripts_are_not_compared(root):
    assert grouped(root, [("Ola Vik", "en", "x"), ("علي فاكي", "ar", "x")]) == {"Ola Vik": {}, "علي فاكي": {}}


def test_forms_that_an_entry_lacks(root):
    kari = Speaker("kari", "Kari Moen", "person", aliases={"en": ("Kari Moen",)})
    names = [("Kari Moen", "en", "Moen"), ("Moen", "nb", "Moen"), ("كاري موين", "ar", "كاري موين")]
    project, articles = project_with(root, names, [kari])
    (voice,) = voices_of(project, articles).voices
    assert (voice.speaker_id, voice.quotes) == ("kari", 3)
    (proposal,) = propose_entries(project, [voice])
    assert (proposal.is_new, proposal.speaker_id) == (False, "kari")
    assert proposal.aliases == {"ar": ("كاري موين",), "en": ("Moen",), "nb": ("Moen",)}
    assert propose_entries(project, [voice], min_quotes=4) == []


def test_no_form_belongs_to_two_entries(root):
    entries = [Speaker("one", "Kari Moen", "person", aliases={"en": ("Moen",)})]
    project, articles = project_with(root, [("Moen", "en", "Moen"), ("Per Moen", "en", "Per Moen")], entries)
    proposals = propose_entries(project, voices_of(project, articles).voices)
    assert all("Moen" not in p.aliases.get("en", ()) for p in proposals)


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_command_writes_what_it_printed(run, root, tmp_path, ends):
    text = (
        'The quay is open.\n\n"It is safe to sail," said Ola "Big" Vik, the mayor.\n\nVik added that Sundline agrees.\n'
    )
    run("add", put(tmp_path, "a.txt", text), "--outlet", "Post", "--project", root)
    path = root / SPEAKERS_FILE
    path.write_bytes(path.read_bytes().replace(b"\n", ends.encode()))
    before = path.read_bytes().decode()
    listed = run("speakers", "--project", root)
    assert "Kari Moen" in listed.out
    assert "proposed: " in listed.out
    printed = run("speakers", "--toml", "--project", root).out
    assert path.read_bytes().decode() == before
    assert run("speakers", "--write", "--project", root).code == 0
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert after[len(before) :].replace("\r\n", "\n").strip() == printed.strip()
    assert ("\n" in after.replace("\r\n", "")) == (ends == "\n")
    for entry in tomllib.loads(after)["speaker"]:
        record_of(Speaker, entry, path=path)
    assert run("speakers", "--write", "--project", root).out == "all voices are listed\n"
    found = json.loads(run("speakers", "--json", "--project", root).out)
    assert found["proposed"] == []
    assert all(v["speaker_id"] for v in found["voices"])
    assert "speaker-unlisted" not in run("check", "--project", root).out


def test_check_has_one_line_for_all(run, root, tmp_path):
    text = 'The quay is open.\n\n"It is safe," said Ola Vik, the mayor.\n\n"It is not," said Tora Lie, a sailor.\n'
    run("add", put(tmp_path, "a.txt", text), "--outlet", "Post", "--project", root)
    lines = [line for line in run("check", "--project", root).out.splitlines() if "speaker-unlisted" in line]
    assert len(lines) == 1
    assert "2 of 4 speakers not listed; most quoted: " in lines[0]
    assert "corpus speakers --write" in lines[0]


def test_toml_and_write_exclude_each_other(run, root):
    assert run("speakers", "--toml", "--write", "--project", root).code == 2
