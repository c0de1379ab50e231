"""A new language that is a folder and nothing else, and the errors that name what is wrong in one."""

import shutil
import sys
import tomllib
from hashlib import sha256

import pytest

from corpus.clean.roles import assign_roles
from corpus.errors import LanguageDataError, LanguageError
from corpus.languages.data import data_folder
from corpus.languages.detection import detect_language
from corpus.languages.language import available, load_language
from corpus.pipeline import annotate_project, annotate_text
from corpus.project.new_project import make_project
from corpus.project.project import load_project
from corpus.release.load import load
from corpus.release.write import write_release

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
    ("language.toml", "code = 'eo'\nname = 'x'\nscripts = ['Latin']\nsubjekt = []", "'subjekt' is not a setting"),
    ("language.toml", "code = 'eo'\nname = 1\nscripts = ['Latin']", "'name' is not a setting, or not of the"),
    ("language.toml", "code = 'xx'\nname = 'x'\nscripts = ['Latin']", "the code is not 'eo'"),
    ("language.toml", "code = 'eo'\nscripts = ['Latin']", "name is missing"),
    ("language.toml", "code = ", "Invalid value"),
    ("words.toml", "determinant = ['la']", "'determinant' is not a word class"),
    ("words.toml", "determiner = 'la'", "'determiner' is not a word class, or not a list of words"),
    ("cues.toml", "[[adjectives]]\nframes = []\nwords = []", "'adjectives' is not a kind of cue"),
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
