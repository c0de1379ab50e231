"""The contract of language data, over every language found; and no code knows one."""

import ast
from pathlib import Path

import pytest
import regex

import corpus
from corpus.clean.rules import load_rules
from corpus.combine.confidence import load_confidence
from corpus.errors import LanguageError
from corpus.languages.data import NEURAL, NEURAL_MANIFEST, SHARED, read_data
from corpus.languages.detection import detect_language
from corpus.languages.language import available, load_language
from corpus.languages.tokenizer import tokenize
from corpus.models.encoder import FILES
from corpus.models.weights import load_weights
from corpus.pipeline import annotate_text

PACKAGE = Path(corpus.__file__).parent
FOLDERS = PACKAGE / "languages"
DATA_FILES = {
    "names.toml", "speakers.toml", "SPEAKERS.md",
    "language.toml", "words.toml", "numbers.toml", "cues.toml", "roles.toml", "confidence.toml", "model.npz",
    "MODEL.md", "mistaken_codes.toml", "other_languages.toml",
}  # fmt: skip
#: Those of the folder of a neural model.
NEURAL_FILES = {"MODEL.md", "confidence.toml", NEURAL_MANIFEST.partition("/")[2], *FILES}
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
    names = {p.name for p in (FOLDERS / code).iterdir()}
    assert "language.toml" in names
    assert names <= DATA_FILES | {NEURAL}
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
    """A word that no text is split into does nothing; only classes that are named so hold phrases."""
    language = load_language(code)
    for name, listed in read_data(code, "words.toml").items():
        if not name.endswith(("_ending", "_phrase", "_shape")):
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


@CODES
def test_confidence_of_a_tagger(code):
    """Whatever language has a tagger knows how sure that may be."""
    confidence = load_confidence(code)
    assert confidence.rules.total
    if load_weights(code) is not None:
        assert confidence.alone is not None
        assert confidence.coefficients


def test_no_code_beside_the_data():
    folders = [d for d in FOLDERS.iterdir() if d.is_dir() and d.name != "__pycache__"]
    files = [p for d in folders for p in d.rglob("*") if p.is_file()]
    assert {p.name for p in files if p.parent.name != NEURAL} <= DATA_FILES
    assert {p.name for p in files if p.parent.name == NEURAL} == NEURAL_FILES
    assert {p.parent.name for p in files} == {*available(), SHARED, NEURAL}


def literals(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(n.value, n.lineno) for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def test_no_code_names_a_language():
    """No string in the package is the code or the name of a language: what differs is a declared setting."""
    names = {*available(), *(load_language(code).name for code in available())}
    files = list(PACKAGE.rglob("*.py"))
    assert len(files) > 20
    found = [
        f"{p.relative_to(PACKAGE)}:{line}: {value!r}" for p in files for value, line in literals(p) if value in names
    ]
    assert found == []
