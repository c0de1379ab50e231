"""The files of a language's folder: what they may hold, read and checked.

``language.toml`` holds settings, ``words.toml`` closed word classes, ``cues.toml`` words that signal speech,
``numbers.toml`` how numbers are written (`corpus.languages.numerals`), and ``roles.toml`` the cleaning rules
(`corpus.clean.rules`). All but the first may be absent.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import regex

from corpus.errors import LanguageDataError
from corpus.languages.tokenizer import Fold


class WordClass(StrEnum):
    """The classes that ``words.toml`` may list; all default to empty. Comments in the files explain them."""

    ABOUT = "about"
    ACCOUNT_ENDING = "account_ending"
    ACCOUNT_PREPOSITION = "account_preposition"
    ADDRESSED = "addressed"
    ADVERB = "adverb"
    ADVERB_ENDING = "adverb_ending"
    ADVERSATIVE = "adversative"
    ADVERSATIVE_UNMARKED = "adversative_unmarked"
    AGENT = "agent"
    ANAPHOR = "anaphor"
    ANSWER_LABEL = "answer_label"
    AS = "as"
    ATTACHING = "attaching"
    ATTACHING_LEFT = "attaching_left"
    ATTITUDE = "attitude"
    AUXILIARY = "auxiliary"
    COMPLEMENTIZER = "complementizer"
    COMPLEMENTIZER_INSIDE = "complementizer_inside"
    CONDITIONAL = "conditional"
    CONJUNCTION = "conjunction"
    CORRELATIVE = "correlative"
    DEFINITE_BEGINNING = "definite_beginning"
    DEFINITE_ENDING = "definite_ending"
    DETERMINER = "determiner"
    DOCUMENT = "document"
    ECHO_ADVERB = "echo_adverb"
    ECHO_PHRASE = "echo_phrase"
    EXPLETIVE = "expletive"
    FEMININE = "feminine"
    FEMININE_VERB = "feminine_verb"
    FINITE_ENDING = "finite_ending"
    FUTURE = "future"
    GENITIVE_ENDING = "genitive_ending"
    FIRST_PERSON = "first_person"
    GENITIVE_DETERMINER = "genitive_determiner"
    GROUP_NOUN = "group_noun"
    HEARSAY = "hearsay"
    IDIOM_PHRASE = "idiom_phrase"
    INDEFINITE = "indefinite"
    INFINITIVE = "infinitive"
    INFINITIVE_ENDING = "infinitive_ending"
    ISSUER = "issuer"
    MANNER = "manner"
    MASCULINE = "masculine"
    MEDIUM = "medium"
    MEDIUM_PREPOSITION = "medium_preposition"
    MODAL = "modal"
    NAME_ENDING = "name_ending"
    NAME_PARTICLE = "name_particle"
    NEGATED_ADJECTIVE = "negated_adjective"
    NEGATED_SUBJECT = "negated_subject"
    NEGATION = "negation"
    NEGATOR = "negator"
    OBJECT_DETERMINER = "object_determiner"
    OBJECT_ENDING = "object_ending"
    OBJECT_PRONOUN = "object_pronoun"
    OBJECT_VERB = "object_verb"
    ORGANISATION_NOUN = "organisation_noun"
    ORIGIN = "origin"
    OUTLET = "outlet"
    PARTICIPLE = "participle"
    PARTICIPLE_ENDING = "participle_ending"
    PASSIVE = "passive"
    PASSIVE_FORM = "passive_form"
    PERSON_NOUN = "person_noun"
    PLURAL_PERSON = "plural_person"
    PLURAL_VERB_ENDING = "plural_verb_ending"
    PREPOSITION = "preposition"
    PRONOUN = "pronoun"
    QUESTION = "question"
    QUESTION_LABEL = "question_label"
    RELATIVE = "relative"
    RELAYED = "relayed"
    RELAYS = "relays"
    REPORTED_MOOD = "reported_mood"
    REPORTED_MOOD_ENDING = "reported_mood_ending"
    REPORTED_MOOD_PAST = "reported_mood_past"
    RESUMPTIVE = "resumptive"
    SAYING = "saying"
    SECOND_PERSON = "second_person"
    SINGULAR_PERSON = "singular_person"
    SUBORDINATOR = "subordinator"
    TIME = "time"
    TITLE = "title"
    TURN_PHRASE = "turn_phrase"
    VERBAL_NOUN = "verbal_noun"
    VERBAL_NOUN_SHAPE = "verbal_noun_shape"
    VIA_CUE = "via_cue"
    VIA_PHRASE = "via_phrase"


#: The short name by which the rules name a class.
WC = WordClass
#: All classes, in order.
WORD_CLASSES = tuple(WordClass)
#: The folder of cleaning rules that all languages share (ISO 639-2: multiple languages).
SHARED = "mul"
#: The weights of a language's tagger.
WEIGHTS = "model.npz"
#: The folder of a language's neural model (`corpus.models`).
NEURAL = "neural"
#: Which files that folder has, with their hashes.
NEURAL_MANIFEST = f"{NEURAL}/model.toml"
#: What a cue can govern; the first lines of a ``cues.toml`` explain each.
FRAMES = frozenset((
    "about", "addressee", "as", "bare", "block", "document", "figure", "infinitive", "leading", "object", "of",
    "question", "quote", "that", "trailing",
))  # fmt: skip
CUE_KINDS = ("verbs", "nouns", "phrases")
_GROUP_KEYS = {"frames", "words", "particle", "ties", "asks", "impersonal", "postposed", "parenthetic"}
_SETTINGS: Mapping[str, tuple[type, Any]] = {
    "code": (str, None), "name": (str, None), "scripts": (list, None), "aliases": (list, ()), "direction": (str, "ltr"),
    "cased": (bool, True), "compounds": (bool, False), "drops_subject": (bool, False), "speech_dash": (bool, False),
    "verb_second": (bool, False), "subject": (list, ("before", "after")), "proclitics": (list, ()),
    "ignored": (str, ""), "same": (list, ()), "abbreviations": (list, ()),
    "verb_bracket": (bool, False), "ordinal_point": (bool, False), "capital_nouns": (bool, False),
    "enclitics": (list, ()), "status": (str, "ready"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueEntry:
    """What the language data says of one folded cue word or phrase: its kind (verbs, nouns, phrases) and frames.

    A verb with a ``particle`` cues only where that word follows ("put ... at"); an ``impersonal`` one only with a
    subject that has no referent; ``asks`` are prepositions of whom something is asked.
    """

    kind: str
    frames: frozenset[str]
    particles: frozenset[str] = frozenset()
    needs_particle: bool = False
    ties: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()
    impersonal: bool = False
    postposed: bool = False
    parenthetic: bool = False

    @property
    def particle(self) -> str | None:
        """The particle that the cue needs; where it has several, they are joined by a slash."""
        return "/".join(sorted(self.particles)) if self.needs_particle else None


@dataclass(frozen=True, slots=True)
class CueTables:
    """Cues by their folded form: verbs and phrases of one word, nouns, and longer phrases as tuples of words."""

    words: Mapping[str, CueEntry]
    nouns: Mapping[str, CueEntry]
    phrases: Mapping[tuple[str, ...], CueEntry]


def data_folder() -> Traversable:
    """The folder that holds a folder per language."""
    return files("corpus") / "languages"


def has_weights(code: str) -> bool:
    """Whether a language's folder has the weights of a tagger (`corpus.models`)."""
    return (data_folder() / code / WEIGHTS).is_file()


def has_neural(code: str) -> bool:
    """Whether a language's folder has a neural model (`corpus.models`)."""
    return (data_folder() / code / NEURAL_MANIFEST).is_file()


def read_data(code: str, name: str) -> dict[str, Any]:
    """One TOML file of a language's folder; empty if it is absent.

    Raises:
        LanguageDataError: it is not TOML, or not UTF-8.
    """
    file = data_folder() / code / name
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as e:
        raise wrong(code, name, str(e)) from e


def wrong(code: str, name: str, message: str) -> LanguageDataError:
    """The error for a file of a language's folder."""
    return LanguageDataError(
        message, path=data_place(code, name), hint="docs/how-to/add-a-language.md says what it may hold"
    )


def data_place(code: str, name: str) -> str:
    """What a file of a language's folder is called in messages."""
    return f"corpus/languages/{code}/{name}"


def read_settings(code: str) -> dict[str, Any]:
    """The settings of a language, every one of them, defaults filled in.

    Raises:
        LanguageDataError: one is unknown, missing or of the wrong type, or the code is not the folder's name.
    """
    given = read_data(code, "language.toml")
    for key, value in given.items():
        if key not in _SETTINGS or not isinstance(value, _SETTINGS[key][0]):
            raise wrong(code, "language.toml", f"{key!r} is not a setting, or not of the right type")
        if isinstance(value, list) and not all(isinstance(one, str) and one for one in value):
            raise wrong(code, "language.toml", f"{key!r} is not a list of words")
    settings = {key: given.get(key, default) for key, (_, default) in _SETTINGS.items()}
    missing = [key for key, value in settings.items() if value is None]
    if missing or settings["code"] != code:
        raise wrong(code, "language.toml", f"{missing[0]} is missing" if missing else f"the code is not {code!r}")
    if settings["status"] not in ("ready", "draft"):
        raise wrong(code, "language.toml", "the status is neither ready nor draft")
    _check_signs(code, settings)
    return settings


def _check_signs(code: str, settings: Mapping[str, Any]) -> None:
    """Refuse ignored signs that are not a set of them, and scripts that Unicode does not have."""
    sets = [f"[{settings['ignored']}]"] if settings["ignored"] else []
    for pattern in (*sets, *(rf"\p{{Script={script}}}" for script in settings["scripts"])):
        try:
            regex.compile(pattern)
        except (regex.error, ValueError, RecursionError) as e:
            raise wrong(code, "language.toml", f"{pattern!r} is not a set of signs: {e}") from e
    if not settings["scripts"]:
        raise wrong(code, "language.toml", "there is no script")


def read_words(code: str, fold: Fold) -> dict[str, frozenset[str]]:
    """The folded words and phrases of every class.

    Raises:
        LanguageDataError: a class is unknown, or is not a list of words.
    """
    listed = read_data(code, "words.toml")
    for key, value in listed.items():
        words = value if isinstance(value, list) else [None]
        if key not in WORD_CLASSES or not all(isinstance(w, str) and w.strip() for w in words):
            raise wrong(code, "words.toml", f"{key!r} is not a word class, or not a list of words")
    return {c: frozenset(_fold_phrase(fold, w) for w in listed.get(c, ())) for c in WordClass}


def read_cues(code: str, fold: Fold) -> CueTables:
    """The cues; a word that several groups list has the frames of all of them.

    Raises:
        LanguageDataError: a kind, key or frame is unknown.
    """
    words: dict[str, CueEntry] = {}
    nouns: dict[str, CueEntry] = {}
    phrases: dict[tuple[str, ...], CueEntry] = {}
    for kind, groups in read_data(code, "cues.toml").items():
        if kind not in CUE_KINDS:
            raise wrong(code, "cues.toml", f"{kind!r} is not a kind of cue; use {', '.join(CUE_KINDS)}")
        for group in groups if isinstance(groups, list) else [groups]:
            entry = _group_entry(code, kind, group)
            entry = replace(entry, ties=frozenset(map(fold, entry.ties)), asks=frozenset(map(fold, entry.asks)))
            for line in group["words"]:
                for form in [_fold_phrase(fold, line)] if kind == "phrases" else map(fold, line.split()):
                    table = nouns if kind == "nouns" else words
                    if " " in form:
                        phrases[tuple(form.split(" "))] = entry
                    else:
                        table[form] = _merged(table[form], entry) if form in table else entry
    return CueTables(words, nouns, phrases)


def _group_entry(code: str, kind: str, group: Any) -> CueEntry:  # noqa: ANN401  (any value of TOML)
    if not isinstance(group, dict) or not {"frames", "words"} <= set(group) <= _GROUP_KEYS:
        raise wrong(code, "cues.toml", f"a group of {kind} has an unknown key or frame, or lacks one")
    for key in ("frames", "words", "ties", "asks"):
        value = group.get(key, [])
        if not isinstance(value, list) or not all(isinstance(w, str) and w.strip() for w in value):
            raise wrong(code, "cues.toml", f"{key!r} of {kind} is not a list of words")
    if not FRAMES.issuperset(group["frames"]):
        raise wrong(code, "cues.toml", f"a group of {kind} has an unknown key or frame")
    flags = {key: group.get(key, False) for key in ("impersonal", "postposed", "parenthetic")}
    if not isinstance(group.get("particle", ""), str) or not all(isinstance(v, bool) for v in flags.values()):
        raise wrong(code, "cues.toml", f"a group of {kind} has a value of the wrong type")
    particles = frozenset([group["particle"]] if "particle" in group else [])
    ties, asks = frozenset(group.get("ties", ())), frozenset(group.get("asks", ()))
    return CueEntry(kind, frozenset(group["frames"]), particles, bool(particles), ties, asks, **flags)


def _merged(first: CueEntry, second: CueEntry) -> CueEntry:
    """The entry of a form that two groups list: the frames and particles of both; it needs one where both do."""
    return replace(
        second,
        frames=first.frames | second.frames,
        particles=first.particles | second.particles,
        needs_particle=first.needs_particle and second.needs_particle,
        ties=first.ties | second.ties,
        asks=first.asks | second.asks,
    )


def _fold_phrase(fold: Fold, phrase: str) -> str:
    return " ".join(fold(w) for w in phrase.split())
