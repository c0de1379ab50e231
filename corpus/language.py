"""What is known of a language: declared fields and word lists, read from a folder of data under ``corpus/lang/``.

There is no list of languages: a folder with a ``language.toml`` is one. No code outside this module knows where the
data lies, and none at all knows the name of a language; where two differ, a field of `Language` says so. The folder
``mul`` (ISO 639-2: multiple languages) holds the cleaning rules that all of them share.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import regex

from corpus.errors import LanguageDataError, LanguageError
from corpus.text import fold

SHARED = "mul"
#: Word classes that ``words.toml`` may list; all default to empty.
WORD_CLASSES = (
    "determiner", "preposition", "attaching", "attaching_left", "conjunction", "subordinator", "complementizer",
    "complementizer_inside", "question", "relative", "pronoun", "correlative", "expletive", "singular_person", "auxiliary", "negation",
    "negator", "infinitive", "adverb", "time", "medium", "medium_preposition", "document", "person_noun", "group_noun",
    "organisation_noun", "title", "via_cue", "via_phrase", "outlet", "agent", "issuer", "hearsay", "passive", "about", "as", "participle", "adverb_ending", "participle_ending", "finite_ending",
)  # fmt: skip
#: What a cue can govern; ``corpus/lang/en/cues.toml`` explains each.
FRAMES = frozenset(
    (
        "quote",
        "that",
        "bare",
        "trailing",
        "leading",
        "object",
        "infinitive",
        "question",
        "addressee",
        "as",
        "of",
        "about",
        "figure",
    )
)
CUE_KINDS = ("verbs", "nouns", "phrases")
_GROUP_KEYS = {"frames", "words", "particle", "impersonal"}
_SETTINGS: Mapping[str, type] = {
    "code": str, "name": str, "aliases": list, "scripts": list, "direction": str, "cased": bool, "speech_dash": bool, "verb_second": bool,
    "subject": list, "proclitics": list, "ignored": str, "same": list, "abbreviations": list,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CueEntry:
    """What the language data says of one folded cue word or phrase: its kind (verbs, nouns, phrases) and frames.

    A verb with a ``particle`` cues only where that word follows ("put ... at"); an ``impersonal`` one only with a
    subject that names nobody.
    """

    kind: str
    frames: frozenset[str]
    particle: str | None = None
    impersonal: bool = False


@dataclass(frozen=True, slots=True)
class Language:
    """One language's data, words folded by its own `fold`.

    ``words`` maps each class of `WORD_CLASSES` to its folded words (phrases with single spaces), ``classes`` a folded
    word to its classes; ``cues`` and ``noun_cues`` map a folded word to its entry as a verb (or a phrase of one word) and as a noun;
    ``cue_phrases`` and ``via_phrases`` hold longer ones as tuples of folded words.
    """

    code: str
    name: str
    aliases: tuple[str, ...]
    scripts: tuple[str, ...]
    direction: str
    cased: bool
    speech_dash: bool
    verb_second: bool
    subject: tuple[str, ...]
    proclitics: tuple[str, ...]
    abbreviations: frozenset[str]
    words: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    cues: Mapping[str, CueEntry]
    noun_cues: Mapping[str, CueEntry]
    cue_phrases: Mapping[tuple[str, ...], CueEntry]
    via_phrases: frozenset[tuple[str, ...]]
    _ignored: regex.Pattern[str] | None = None
    _same: Mapping[int, str] = field(default_factory=dict)

    def fold(self, word: str) -> str:
        """A word as this language compares it: `corpus.text.fold`, then without ignored signs, one spelling a letter."""
        return _fold_cached(self._ignored, tuple(self._same.items()), word)

    def classes_of(self, folded: str) -> frozenset[str]:
        """The word classes that a folded word is listed in, or that its ending tells, proclitics taken off if need be."""
        for stem in self.stems(folded):
            if stem in self.classes:
                return self.classes[stem] | self._cue_participle(folded)
        for word_class in ("adverb", "participle"):
            if any(folded.endswith(e) and len(folded) > len(e) + 2 for e in self.words[f"{word_class}_ending"]):
                return frozenset((word_class,))
        return frozenset()

    def _cue_participle(self, folded: str) -> frozenset[str]:
        """The class of participles, for a listed word that is also a cue with a participle's ending ("telling")."""
        ends = any(folded.endswith(e) for e in self.words["participle_ending"])
        return frozenset(("participle",)) if ends and folded in self.cues else frozenset()

    def cue(self, folded: str) -> CueEntry | None:
        """What the data says of a folded word as a cue, proclitics taken off if need be; None if it is no cue."""
        return next((self.cues[stem] for stem in self.stems(folded) if stem in self.cues), None)

    def stems(self, folded: str) -> tuple[str, ...]:
        """The folded word, and what is left of it without a proclitic."""
        return (
            folded,
            *(folded[len(p) :] for p in self.proclitics if folded.startswith(p) and len(folded) > len(p) + 1),
        )


@functools.lru_cache(maxsize=1 << 16)
def _fold_cached(ignored: regex.Pattern[str] | None, same: tuple[tuple[int, str], ...], word: str) -> str:
    folded = fold(word)
    if ignored is not None:
        folded = ignored.sub("", folded)
    return folded.translate(dict(same)) if same else folded


def data_folder() -> Traversable:
    """The folder that holds a folder per language."""
    return files("corpus") / "lang"


@functools.lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The codes of the languages that there is data for, sorted."""
    found = (f.name for f in data_folder().iterdir() if f.is_dir() and (f / "language.toml").is_file())
    return tuple(sorted(found))


@functools.lru_cache(maxsize=1)
def _by_alias() -> dict[str, str]:
    names = {}
    for code in available():
        settings = read_data(code, "language.toml")
        for name in (code, *settings.get("aliases", ())):
            names[fold(name)] = code
    return names


def load_language(code: str) -> Language:
    """The data of a language, by its code or one of its aliases, in any case; ``nb-NO`` finds ``nb``.

    Raises:
        LanguageError: no such language; the message names those that there are.
        LanguageDataError: its data is not well formed; the message names the file and the key.
    """
    names = _by_alias()
    wanted = fold(code)
    for name in (wanted, wanted.replace("_", "-").split("-")[0]):
        if name in names:
            return _load(names[name])
    known = ", ".join(available())
    raise LanguageError(
        f"no data for the language {code!r}", remedy=f"There is data for {known}; CONTRIBUTING.md says how to add one"
    )


@functools.cache
def _load(code: str) -> Language:
    settings = read_data(code, "language.toml")
    place = f"corpus/lang/{code}/language.toml"
    for key, value in settings.items():
        if key not in _SETTINGS or not isinstance(value, _SETTINGS[key]):
            raise LanguageDataError(
                f"{key!r} is no setting, or not of the right type", path=place, remedy="See CONTRIBUTING.md"
            )
    if settings.get("code") != code:
        raise LanguageDataError(f"its code is not {code!r}", path=place, remedy="Name the folder after the code")
    ignored = settings.get("ignored")
    same = {ord(c): group[0] for group in settings.get("same", ()) for c in group[1:]}
    bare = Language(
        code=code,
        name=settings["name"],
        aliases=tuple(settings.get("aliases", ())),
        scripts=tuple(settings["scripts"]),
        direction=settings.get("direction", "ltr"),
        cased=settings.get("cased", True),
        speech_dash=settings.get("speech_dash", False),
        verb_second=settings.get("verb_second", False),
        subject=tuple(settings.get("subject", ("before", "after"))),
        proclitics=(), abbreviations=frozenset(), words={}, classes={}, cues={}, noun_cues={}, cue_phrases={}, via_phrases=frozenset(),
        _ignored=regex.compile(f"[{ignored}]") if ignored else None, _same=same,
    )  # fmt: skip
    return _with_words(bare, settings)


def _with_words(bare: Language, settings: Mapping[str, Any]) -> Language:
    listed = read_data(bare.code, "words.toml")
    place = f"corpus/lang/{bare.code}/words.toml"
    for key, value in listed.items():
        if key not in WORD_CLASSES or not isinstance(value, list) or not all(isinstance(w, str) and w for w in value):
            raise LanguageDataError(
                f"{key!r} is no word class, or no list of words", path=place, remedy="See corpus/language.py"
            )
    words = {c: frozenset(_fold_phrase(bare, w) for w in listed.get(c, ())) for c in WORD_CLASSES}
    classes: dict[str, frozenset[str]] = {}
    for word_class, members in words.items():
        for word in members:
            classes[word] = classes.get(word, frozenset()) | {word_class}
    cues, nouns, phrases = _read_cues(bare)
    return Language(
        code=bare.code, name=bare.name, aliases=bare.aliases, scripts=bare.scripts, direction=bare.direction,
        cased=bare.cased, speech_dash=bare.speech_dash, verb_second=bare.verb_second, subject=bare.subject,
        proclitics=tuple(bare.fold(p) for p in settings.get("proclitics", ())),
        abbreviations=frozenset(bare.fold(a) for a in settings.get("abbreviations", ())),
        words=words, classes=classes, cues=cues, noun_cues=nouns, cue_phrases=phrases,
        via_phrases=frozenset(tuple(p.split(" ")) for p in words["via_phrase"]),
        _ignored=bare._ignored, _same=bare._same,
    )  # fmt: skip


def _fold_phrase(language: Language, phrase: str) -> str:
    return " ".join(language.fold(w) for w in phrase.split())


def _read_cues(
    language: Language,
) -> tuple[dict[str, CueEntry], dict[str, CueEntry], dict[tuple[str, ...], CueEntry]]:
    """Verbs and one-word phrases, nouns, and longer phrases; a word that several groups list has all their frames."""
    data = read_data(language.code, "cues.toml")
    place = f"corpus/lang/{language.code}/cues.toml"
    words: dict[str, CueEntry] = {}
    nouns: dict[str, CueEntry] = {}
    phrases: dict[tuple[str, ...], CueEntry] = {}
    for kind, groups in data.items():
        if kind not in CUE_KINDS:
            raise LanguageDataError(f"{kind!r} is no kind of cue", path=place, remedy=f"Use {', '.join(CUE_KINDS)}")
        for group in groups:
            if not {"frames", "words"} <= set(group) <= _GROUP_KEYS or not FRAMES.issuperset(group["frames"]):
                raise LanguageDataError(
                    f"a group of {kind} with a wrong key or frame", path=place, remedy="See its first lines"
                )
            given = CueEntry(kind, frozenset(group["frames"]), group.get("particle"), group.get("impersonal", False))
            for entry in group["words"]:
                for form in [_fold_phrase(language, entry)] if kind == "phrases" else map(language.fold, entry.split()):
                    if " " in form:
                        phrases[tuple(form.split(" "))] = given
                        continue
                    table = nouns if kind == "nouns" else words
                    both = given.frames | table[form].frames if form in table else given.frames
                    table[form] = replace(given, frames=both)
    return words, nouns, phrases


def read_data(code: str, name: str) -> dict[str, Any]:
    """One TOML file of a language's folder; empty if it is absent.

    Raises:
        LanguageDataError: it is not TOML.
    """
    file = data_folder() / code / name
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise LanguageDataError(str(e), path=f"corpus/lang/{code}/{name}", remedy="Mend the file") from e
