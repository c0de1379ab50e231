"""A language: declared settings and word lists, read from a folder of data under ``corpus/languages/``.

There is no list of languages: a folder with a ``language.toml`` is one. No code knows the name of a language; where
two differ, a field of `Language` says so.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import regex

from corpus.errors import LanguageError, did_you_mean
from corpus.languages.data import SHARED, WC, CueEntry, CueTables, data_folder, read_cues, read_settings, read_words
from corpus.languages.tokenizer import ArticleTokens, Fold, fold
from corpus.records import Segment

#: An ending determines a class only on a stem this long.
_SHORTEST_STEM = 3
#: Verbs of these frames may have a pronoun written onto them for whom or what they speak to or of.
_WITH_OBJECT = frozenset(("addressee", "as", "about"))
#: So many distinct words are remembered per language, so that memory stays flat over a stream of articles.
_REMEMBERED = 1 << 16


@dataclass(frozen=True, slots=True)
class Word:
    """What a language's data says of a folded word: its classes, and what it is as a verb and as a noun that cues.

    ``by_ending`` says that the word's ending alone determines the classes, which says nothing of names ("Kelly");
    ``phrases`` are the longer cues that begin with the word, longest first, ``signals`` whether any cue can.
    """

    classes: frozenset[str]
    cue: CueEntry | None
    noun: CueEntry | None
    by_ending: bool = False
    phrases: tuple[tuple[tuple[str, ...], CueEntry], ...] = ()
    signals: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language's data; all words in it are folded by its own ``fold``.

    ``scripts`` are Unicode script names, ``compounds`` says that nouns are written onto the nouns they go with,
    ``drops_subject`` that a verb without a subject has the one of the sentence before, ``subject`` the sides of the
    verb on which it is, most usual first, ``proclitics`` what is written onto the next word, ``words`` the members
    of each class of `data.WordClass`, ``via_phrases`` what comes before a go-between, ``echoes`` what
    ties "X said" to the content before it, ``turns`` what opens a clause of the writer's after what was said, by the
    first word.
    """

    code: str
    name: str
    draft: bool
    scripts: tuple[str, ...]
    direction: str
    cased: bool
    compounds: bool
    drops_subject: bool
    speech_dash: bool
    verb_second: bool
    verb_bracket: bool
    ordinal_point: bool
    capital_nouns: bool
    subject: tuple[str, ...]
    proclitics: tuple[str, ...]
    enclitics: tuple[str, ...]
    abbreviations: frozenset[str]
    words: Mapping[str, frozenset[str]]
    cues: CueTables
    via_phrases: tuple[tuple[str, ...], ...]
    echoes: tuple[tuple[str, ...], ...]
    idioms: tuple[tuple[str, ...], ...]
    turns: Mapping[str, tuple[tuple[str, ...], ...]]
    fold: Fold
    word: Callable[[str], Word]

    def classes_of(self, folded: str) -> frozenset[str]:
        """The word classes of a folded word, listed or by its ending; proclitics are seen through."""
        return self.word(folded).classes

    def stems(self, folded: str) -> tuple[str, ...]:
        """The folded word, and what is left of it without a proclitic."""
        return _stems(folded, self.proclitics)


def article_tokens(text: str, segments: Iterable[Segment], language: Language) -> ArticleTokens:
    """The tokens of an article's kept segments, words folded as the language folds them."""
    return ArticleTokens(text, [(s.start, s.end) for s in segments if s.kept], folding=language.fold)


def _stems(folded: str, proclitics: tuple[str, ...]) -> tuple[str, ...]:
    return (folded, *(folded[len(p) :] for p in proclitics if folded.startswith(p) and len(folded) > len(p) + 1))


@functools.lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The codes of the languages that there is data for, sorted."""
    found = (f.name for f in data_folder().iterdir() if f.is_dir() and (f / "language.toml").is_file())
    return tuple(sorted(found))


@functools.lru_cache(maxsize=1)
def _by_alias() -> dict[str, str]:
    return {fold(name): code for code in available() for name in (code, *read_settings(code)["aliases"])}


@functools.lru_cache(maxsize=1)
def _mistaken_codes() -> dict[str, str]:
    """Codes of countries that are taken for those of languages, with the language that is meant."""
    path = data_folder() / SHARED / "mistaken_codes.toml"
    return {str(name): str(code) for name, code in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def load_language(code: str) -> Language:
    """The data of a language, by its code or one of its aliases, in any case; a region after a hyphen is ignored.

    Raises:
        LanguageError: no such language; the message names those that there are.
        LanguageDataError: its data is not well formed; the message names the file and the key.
    """
    names = _by_alias()
    wanted = fold(code).replace("_", "-")
    for name in (wanted, wanted.split("-")[0]):
        if name in names:
            return _load(names[name])
    known = ", ".join(available())
    meant = _mistaken_codes().get(wanted.split("-")[0])
    guess = f"Did you mean {meant!r}? " if meant in available() else did_you_mean(wanted, names)
    hint = f"{guess}There is data for {known}; docs/how-to/add-a-language.md says how to add one"
    raise LanguageError(f"no data for the language {code!r}", hint=hint)


@functools.cache
def _load(code: str) -> Language:
    settings = read_settings(code)
    own_fold = _make_fold(settings["ignored"], tuple(settings["same"]))
    words = read_words(code, own_fold)
    cues = read_cues(code, own_fold)
    proclitics = tuple(own_fold(p) for p in settings["proclitics"])
    return Language(
        code=code,
        name=settings["name"],
        draft=settings["status"] == "draft",
        scripts=tuple(settings["scripts"]),
        direction=settings["direction"],
        cased=settings["cased"],
        compounds=settings["compounds"],
        drops_subject=settings["drops_subject"],
        speech_dash=settings["speech_dash"],
        verb_second=settings["verb_second"],
        verb_bracket=settings["verb_bracket"],
        ordinal_point=settings["ordinal_point"],
        capital_nouns=settings["capital_nouns"],
        subject=tuple(settings["subject"]),
        proclitics=proclitics,
        enclitics=tuple(own_fold(e) for e in settings["enclitics"]),
        abbreviations=frozenset(own_fold(a) for a in settings["abbreviations"]),
        words=words,
        cues=cues,
        via_phrases=tuple(sorted(tuple(p.split(" ")) for p in words[WC.VIA_PHRASE])),
        echoes=tuple(sorted(tuple(p.split(" ")) for p in words[WC.ECHO_PHRASE])),
        idioms=tuple(sorted(tuple(p.split(" ")) for p in words[WC.IDIOM_PHRASE])),
        turns=_by_first_word(words[WC.TURN_PHRASE]),
        fold=own_fold,
        word=_make_lookup(words, cues, proclitics, tuple(own_fold(e) for e in settings["enclitics"])),
    )


def _by_first_word(phrases: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The words of each phrase, by their first."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in sorted(phrases):
        words = tuple(phrase.split(" "))
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


def _make_fold(ignored: str, same: tuple[str, ...]) -> Fold:
    """`tokenizer.fold`, then without the ignored signs, and with one spelling for letters that are the same."""
    drop = regex.compile(f"[{ignored}]") if ignored else None
    table = {ord(c): group[0] for group in same for c in group[1:]}

    @functools.lru_cache(maxsize=_REMEMBERED)
    def fold_word(word: str) -> str:
        folded = fold(word)
        if drop is not None:
            # A sign that is alone is all there is of its word.
            folded = drop.sub("", folded) or folded
        return folded.translate(table) if table else folded

    return fold_word


def _shape_pattern(shapes: Iterable[str], enclitics: tuple[str, ...]) -> regex.Pattern[str] | None:
    """Words of one of the shapes, in which a point is any letter but alif, with or without an enclitic."""
    alternatives = "|".join(sorted(s.replace(".", r"[\p{L}--[\u0627]]") for s in shapes))
    ending = "|".join(enclitics)
    return regex.compile(rf"(?V1)(?:{alternatives})(?:{ending})?") if alternatives else None


def _make_lookup(
    words: Mapping[str, frozenset[str]], cues: CueTables, proclitics: tuple[str, ...], enclitics: tuple[str, ...]
) -> Callable[[str], Word]:
    listed: dict[str, frozenset[str]] = {}
    for word_class, members in words.items():
        for member in members:
            listed[member] = listed.get(member, frozenset()) | {word_class}
    phrases: dict[str, list[tuple[tuple[str, ...], CueEntry]]] = {}
    for phrase in sorted(cues.phrases, key=len, reverse=True):
        phrases.setdefault(phrase[0], []).append((phrase, cues.phrases[phrase]))
    endings = [(c, tuple(words[f"{c}_ending"])) for c in ("adverb", "participle")]

    shape = _shape_pattern(words[WC.VERBAL_NOUN_SHAPE], enclitics)
    with_object = {
        f + e: entry
        for f, entry in cues.words.items()
        if entry.kind == "verbs" and entry.frames & _WITH_OBJECT
        for e in enclitics
    }

    @functools.lru_cache(maxsize=_REMEMBERED)
    def look_up(folded: str) -> Word:
        stems = _stems(folded, proclitics)
        cue = next((cues.words[s] for s in stems if s in cues.words), None)
        classes = next((listed[s] for s in stems if s in listed), None)
        if cue is None and classes is None:
            cue = next((with_object[s] for s in stems if s in with_object), None)
        bare = next(
            (
                f
                for s in stems
                for e in enclitics
                if s.endswith(e)
                for f in (s[: -len(e)],)
                if f in words[WC.VERBAL_NOUN]
            ),
            None,
        )
        if bare is not None or (shape is not None and any(shape.fullmatch(s) for s in stems)):
            classes = (classes or frozenset()) | {WC.VERBAL_NOUN}
        by_ending = frozenset(c for c, e in endings if e and folded.endswith(e) and len(folded) > _SHORTEST_STEM + 1)
        unlisted = classes is None
        if classes is None:
            classes = by_ending
        elif cue is not None:
            # "telling" is listed as one thing and is a participle all the same.
            classes |= by_ending & {WC.PARTICIPLE}
        noun, longer = cues.nouns.get(folded), tuple(phrases.get(folded, ()))
        return Word(classes, cue, noun, unlisted, longer, cue is not None or noun is not None or bool(longer))

    return look_up
