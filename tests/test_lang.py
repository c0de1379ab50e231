"""The contract of language data, over every language found; and a new language that is a folder and nothing else."""

import ast
import shutil
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

import pytest
import regex

import corpus
from corpus.clean import assign_roles
from corpus.clean.rules import load_rules
from corpus.detect import detect_language
from corpus.errors import LanguageDataError, LanguageError
from corpus.langdata import SHARED, data_folder, read_data
from corpus.language import available, load_language
from corpus.pipeline import annotate_project, annotate_text
from corpus.project import load_project
from corpus.publish.load import load
from corpus.publish.release import write_release
from corpus.starter import make_project
from corpus.text import tokenize

PACKAGE = Path(corpus.__file__).parent
DATA_FILES = {"language.toml", "words.toml", "cues.toml", "roles.toml"}
CODES = pytest.mark.parametrize("code", available())


def words_in(language, text):
    return tokenize(text, 0, len(text), folding=language.fold).folded


def cue_forms(code):
    """Every form of ``cues.toml`` as it is written there, with its kind."""
    for kind, groups in read_data(code, "cues.toml").items():
        for group in groups:
            for entry in group["words"]:
                yield from ((kind, form) for form in ([entry] if kind == "phrases" else entry.split()))


@CODES
def test_files(code):
    names = {p.name for p in (PACKAGE / "lang" / code).iterdir()}
    assert "language.toml" in names
    assert names <= DATA_FILES
    language = load_language(code)
    assert language.code == code
    assert language.name
    assert language.direction in ("ltr", "rtl")
    assert set(language.subject) == {"before", "after"}
    assert all(regex.compile(rf"\p{{Script={script}}}") for script in language.scripts)


@CODES
def test_every_cue_can_be_found(code):
    """Each form is read from a text as the words under which it is kept."""
    language = load_language(code)
    for kind, form in cue_forms(code):
        words = words_in(language, f"{form} ")
        if kind == "nouns":
            assert language.word(words[0]).noun is not None, form
        elif len(words) == 1:
            assert language.word(words[0]).cue is not None, form
        else:
            assert language.cues.phrases.get(tuple(words)), form


@CODES
def test_every_cue_is_seen_behind_a_proclitic(code):
    language = load_language(code)
    for proclitic in language.proclitics:
        for kind, form in cue_forms(code):
            if kind == "verbs":
                assert language.word(language.fold(proclitic + form)).cue is not None, proclitic + form


@CODES
def test_every_listed_word_can_be_met(code):
    """A word that no text is split into does nothing; phrases are for go-betweens only."""
    language = load_language(code)
    for name, listed in read_data(code, "words.toml").items():
        if not name.endswith("_ending") and name != "via_phrase":
            # What begins with an apostrophe stands behind another word.
            met = {word: words_in(language, f"ab{word}" if word[0] in "'’" else word)[-1] for word in listed}
            assert [word for word, found in met.items() if found != language.fold(word)] == [], name


@CODES
def test_rules_compile(code):
    rules = load_rules(code)
    assert len({rule.id for rule in rules.rules}) == len(rules.rules)
    assert {rule.id.split(".")[0] for rule in rules.rules} <= {code, SHARED}


@CODES
def test_aliases(code):
    language = load_language(code)
    for name in (code, code.upper(), f"{code}-XX", f"{code}_xx", *read_data(code, "language.toml").get("aliases", ())):
        assert load_language(name) is language
        assert load_language(name.upper()) is language


def test_no_alias_is_shared():
    names = [n for code in available() for n in (code, *read_data(code, "language.toml").get("aliases", ()))]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("code", ["xx", "", "-", "en/../en", "mul", "english language"])
def test_unknown_language(code):
    with pytest.raises(LanguageError) as caught:
        load_language(code)
    assert repr(code) in str(caught.value)
    assert all(known in str(caught.value) for known in available())


@CODES
def test_tagging(code):
    """A quotation beside a cue is found, built from nothing but the language's own words."""
    language = load_language(code)
    data = read_data(code, "cues.toml")
    cue = next(g["words"][0].split()[1] for g in data["verbs"] if {"quote", "that"} <= set(g["frames"]))
    speaker = read_data(code, "words.toml")["person_noun"][0]
    act = f"{speaker} {cue}" if language.subject[0] == "before" else f"{cue} {speaker}"
    (found,) = annotate_text(f"{act}: “{speaker} {speaker} {speaker}.”", language=code).attributions
    assert (found.type, found.speaker_kind) == ("direct", "person")
    assert len(found.cue) == len(found.source) == 1


@CODES
def test_own_function_words_tell_the_language(code):
    classes = ("determiner", "preposition", "conjunction", "complementizer", "relative", "pronoun", "auxiliary")
    words = [w for c in classes for w in read_data(code, "words.toml").get(c, ())]
    assert detect_language(" ".join(words)) == code


# No code knows a language


def test_no_code_beside_the_data():
    files = [p for p in (PACKAGE / "lang").rglob("*") if p.is_file()]
    assert {p.name for p in files} <= DATA_FILES
    assert {p.parent.name for p in files} == {*available(), SHARED}


def literals(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(n.value, n.lineno) for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def test_no_code_names_a_language():
    """No string in the package is the code or the name of a language: what differs is a declared setting."""
    names = {*available(), *(load_language(code).name for code in available())}
    files = [p for p in PACKAGE.rglob("*.py") if "lang" not in p.relative_to(PACKAGE).parts]
    assert len(files) > 20
    found = [
        f"{p.relative_to(PACKAGE)}:{line}: {value!r}" for p in files for value, line in literals(p) if value in names
    ]
    assert found == []


# A fourth language

ESPERANTO = {
    "language.toml": """
code = "eo"
name = "Esperanto"
aliases = ["epo", "esperanto"]
scripts = ["Latin"]
speech_dash = true
""",
    "words.toml": """
determiner = ["la", "ĉi"]
preposition = ["de", "en", "al", "por", "sur", "post", "ĝis"]
attaching = ["de"]
attaching_left = ["de"]
conjunction = ["kaj", "sed", "aŭ"]
complementizer = ["ke"]
pronoun = ["li", "ŝi", "ĝi", "ili"]
singular_person = ["li", "ŝi"]
auxiliary = ["estas", "estis", "estos"]
negation = ["ne"]
person_noun = ["estro", "kapitano"]
title = ["kapitano"]
finite_ending = ["as", "is", "os"]
""",
    "cues.toml": """
[[verbs]]
frames = ["quote", "that", "bare", "trailing"]
words = ["diras diris", "aldonas aldonis"]
[[phrases]]
frames = ["trailing", "leading"]
words = ["laŭ"]
""",
    "roles.toml": """
[[rule]]
id = "read-also"
role = "teaser"
pattern = '^Legu ankaŭ ?:'
""",
}  # fmt: skip
ESPERANTO_NEWS = """Pramoj denove veturas post la ŝtormo

La pramoj al la insulo denove veturas de lundo kaj la kajo estas sekura por ĉiuj, diris la kapitano Ana Lipo.

“Ni kontrolis ĉiun ŝipon en la haveno”, ŝi aldonis.

Legu ankaŭ: La ponto estas fermita

La estro de la haveno diris ke la biletoj de la lasta semajno ankoraŭ validas ĝis vendredo.
"""


def forget_languages():
    """Empty every cache of the package: what was read from one data folder must not be taken for another's."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "corpus":
            for value in vars(module).values():
                if callable(getattr(value, "cache_clear", None)):
                    value.cache_clear()


@pytest.fixture
def language_folder(tmp_path, monkeypatch):
    """A copy of the language data, which the package reads instead of its own."""
    folder = tmp_path / "lang"
    shutil.copytree(str(data_folder()), folder)
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] == "corpus" and getattr(module, "data_folder", None) is data_folder:
            monkeypatch.setattr(module, "data_folder", lambda: folder)
    forget_languages()
    yield folder
    monkeypatch.undo()
    forget_languages()


@pytest.fixture
def esperanto(language_folder):
    (language_folder / "eo").mkdir()
    for name, content in ESPERANTO.items():
        assert tomllib.loads(content)
        (language_folder / "eo" / name).write_text(content, encoding="utf-8")
    return language_folder


def test_new_language_is_found(esperanto):
    assert "eo" in available()
    assert detect_language(ESPERANTO_NEWS) == "eo"
    assert load_language("Esperanto").speech_dash
    with pytest.raises(LanguageError, match="eo"):
        load_language("xx")


def test_new_language_end_to_end(esperanto, tmp_path):
    """From a project's raw file to a table of a release."""
    root = tmp_path / "gazeto"
    make_project(root)
    (root / "sources" / "example.txt").write_text(ESPERANTO_NEWS, encoding="utf-8")
    sources = root / "sources" / "sources.toml"
    project = load_project(root)
    changed = sources.read_text(encoding="utf-8").replace('language = "en"', 'language = "epo"')
    digest = sha256(ESPERANTO_NEWS.encode()).hexdigest()
    sources.write_text(changed.replace(project.sources[0].sha256, digest), encoding="utf-8")
    project = load_project(root)
    (article,) = annotate_project(project)
    assert [s.role for s in article.segments] == ["headline", "body", "body", "teaser", "body"]
    assert article.segments[3].rule == "eo.read-also"
    found = [(a.type, article.words_of(a.content), article.words_of(a.cue), article.words_of(a.source), a.speaker)
             for a in article.attributions]  # fmt: skip
    assert found == [
        ("indirect", "La pramoj al la insulo denove veturas de lundo kaj la kajo estas sekura por ĉiuj", "diris",
         "la kapitano Ana Lipo", "Ana Lipo"),
        ("direct", "Ni kontrolis ĉiun ŝipon en la haveno", "aldonis", "ŝi", "Ana Lipo"),
        ("indirect", "la biletoj de la lasta semajno ankoraŭ validas ĝis vendredo", "diris", "La estro de la haveno",
         "unknown"),
    ]  # fmt: skip
    written = write_release(project, [article])
    assert load("quotes", release=written.path)["train"].num_rows == 3


# Each file must hold what it may hold, and the error names the file.
BROKEN = [
    ("language.toml", "code = 'eo'\nname = 'x'\nscripts = ['Latin']\nsubjekt = []", "'subjekt' is no setting"),
    ("language.toml", "code = 'eo'\nname = 1\nscripts = ['Latin']", "'name' is no setting, or not of the right type"),
    ("language.toml", "code = 'xx'\nname = 'x'\nscripts = ['Latin']", "the code is not 'eo'"),
    ("language.toml", "code = 'eo'\nscripts = ['Latin']", "name is missing"),
    ("language.toml", "code = ", "Invalid value"),
    ("words.toml", "determinant = ['la']", "'determinant' is no word class"),
    ("words.toml", "determiner = 'la'", "'determiner' is no word class, or no list of words"),
    ("cues.toml", "[[adjectives]]\nframes = []\nwords = []", "'adjectives' is no kind of cue"),
    ("cues.toml", "[[verbs]]\nframes = ['loud']\nwords = ['diris']", "unknown key or frame"),
    ("cues.toml", "[[verbs]]\nwords = ['diris']", "unknown key or frame"),
    ("roles.toml", "[[rule]]\nid = 'x'\nrole = 'body'", "a rule needs id, role and pattern"),
    ("roles.toml", "[[rule]]\nid = 'x'\nrole = 'text'\npattern = 'x'", "'x' has an unknown role or zone"),
    ("roles.toml", "[[rule]]\nid = 'x'\nrole = 'body'\npattern = '('", "the pattern of 'x' does not compile"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[2])
def test_broken_data(esperanto, case):
    name, content, message = case
    (esperanto / "eo" / name).write_text(content, encoding="utf-8")
    with pytest.raises(LanguageDataError) as caught:
        assign_roles("x", load_language("eo"))
    assert message in str(caught.value)
    assert f"eo/{name}" in str(caught.value)


def test_absent_files_have_defaults(esperanto):
    for name in ("words.toml", "cues.toml", "roles.toml"):
        (esperanto / "eo" / name).unlink()
    assert annotate_text("“Jes”, ŝi diris.", language="eo").attributions == ()
