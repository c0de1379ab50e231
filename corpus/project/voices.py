"""Group the speakers of a project's articles into voices: one for each entry or name, with its variants.

A name that is not in the authority file is a variant of another voice if it is the same name in another language, a
short form of exactly one longer name, or a form in another script of exactly one name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product

from rapidfuzz.fuzz import ratio

from corpus.io.urls import slug
from corpus.languages.tokenizer import fold
from corpus.project.project import Project
from corpus.records import UNKNOWN, Article, Speaker, SpeakerKind
from corpus.speakers.consonants import consonants, is_latin
from corpus.speakers.lexicon import plain

#: Names in different scripts need so many consonants to be compared, and from so many on may differ a little.
_FEWEST_CONSONANTS, _MANY_CONSONANTS = 4, 5
#: What is next to a name in a source, but not part of it.
_PUNCTUATION = '.,;:!?()[]"“”«»'
#: How alike the consonants are then, in percent.
_ALIKE = 85.0


@dataclass(frozen=True, slots=True)
class Variant:
    """A form of a name in one language.

    Attributes:
        name: The form.
        language: Code of the language.
        quotes: Number of attributions.
        evidence: Why it is this voice; empty for a form that the authority file has, and for the voice's own name.
        listed: Whether the authority file resolves it.
    """

    name: str
    language: str
    quotes: int
    evidence: str
    listed: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """A person or organisation that is quoted.

    Attributes:
        name: The canonical name, or the longest form.
        speaker_id: The id in the authority file; None if it has no entry.
        kind: What the speaker is.
        quotes: Number of attributions.
        articles: Ids of the articles, in order.
        outlets: Names of their outlets, in order.
        variants: The forms, the most frequent first.
    """

    name: str
    speaker_id: str | None
    kind: SpeakerKind
    quotes: int
    articles: tuple[str, ...]
    outlets: tuple[str, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class VoiceList:
    """The voices of a project, the most quoted first, and the number of attributions whose speaker is unknown."""

    voices: tuple[Voice, ...]
    unknown: int


def unlisted_of(voices: Iterable[Voice]) -> Iterator[Voice]:
    """Yield the voices that the authority file has no entry for."""
    for voice in voices:
        if voice.speaker_id is None:
            yield voice


@dataclass(slots=True)
class _Name:
    """A name as articles have it, with all that is counted of it."""

    name: str
    speaker_id: str | None
    kinds: Counter[SpeakerKind] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    short_forms: Counter[tuple[str, str]] = field(default_factory=Counter)
    articles: dict[str, None] = field(default_factory=dict)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, as they are compared."""
        return tuple(_words(self.name))

    @property
    def quotes(self) -> int:
        """Number of attributions."""
        return self.languages.total()


def voices_of(project: Project, articles: Iterable[Article]) -> VoiceList:
    """Group the speakers of articles.

    Args:
        project: The project, for its authority file and outlets.
        articles: Its articles, as they are released.
    """
    names: dict[tuple[str | None, tuple[str, ...]], _Name] = {}
    unknown = 0
    for article in articles:
        for a in article.attributions:
            if a.speaker == UNKNOWN:
                unknown += 1
                continue
            found = _Name(a.speaker, a.speaker_id)
            found = names.setdefault((a.speaker_id, () if a.speaker_id else found.words), found)
            found.kinds[a.speaker_kind] += 1
            found.languages[article.language] += 1
            found.articles[article.id] = None
            short = _short_source(a.speaker, article.words_of(a.source))
            if short is not None:
                found.short_forms[short, article.language] += 1
    return VoiceList(tuple(_voices(project, list(names.values()))), unknown)


def _short_source(name: str, source: str) -> str | None:
    """Return the last words of a name, as the source has them, where it does not have the whole name."""
    words, written = _words(name), source.split()
    folded = [plain(fold(word.strip(_PUNCTUATION))) for word in written]
    for length in range(len(words), 0, -1):
        for start in range(len(folded) - length + 1):
            if folded[start : start + length] == words[-length:]:
                short = " ".join(written[start : start + length]).strip(_PUNCTUATION)
                return short if length < len(words) else None
    return None


def _voices(project: Project, names: Sequence[_Name]) -> list[Voice]:
    # The heads of groups: entries, then names by length, so that short forms find the longer ones.
    ordered = sorted(
        names, key=lambda n: (n.speaker_id is None, not is_latin(n.name), -len(n.words), -n.quotes, n.name)
    )
    groups: list[list[tuple[_Name, str]]] = []
    for name in ordered:
        home, evidence = (None, "") if name.speaker_id else _home(name, groups, project)
        if home is None:
            groups.append([(name, "")])
        else:
            home.append((name, evidence))
    entries = {s.id: s for s in project.speakers}
    outlets = {s.id: s.outlet for s in project.sources}
    found = [_voice(group, entries, outlets) for group in groups]
    return sorted(found, key=lambda v: (-v.quotes, v.name))


def _home(
    name: _Name, groups: Sequence[list[tuple[_Name, str]]], project: Project
) -> tuple[list[tuple[_Name, str]] | None, str]:
    """Return the group that a name belongs to, with the evidence; none if no group or several could be its own."""
    forms = _forms_of(project.speakers)
    for compare in (_same_words, _short_form, _other_script):
        fitting = []
        for group in groups:
            head = group[0][0]
            candidates = [*forms.get(head.speaker_id or "", ()), *(member.name for member, _ in group)]
            evidence = next(filter(None, map(partial(compare, name.name), candidates)), "")
            if evidence and _kinds_agree(name, head):
                fitting.append((group, evidence))
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            return None, ""
    return None, ""


def _forms_of(speakers: Iterable[Speaker]) -> Mapping[str, Sequence[str]]:
    """Return the name of each entry with its forms in all languages, by id."""
    forms: dict[str, list[str]] = {}
    for speaker in speakers:
        forms[speaker.id] = [speaker.name]
        for listed in speaker.aliases.values():
            forms[speaker.id] += listed
    return forms


def _kinds_agree(name: _Name, head: _Name) -> bool:
    kinds = {_kind(name), _kind(head)} - {"unknown"}
    return len(kinds) < 2


def _kind(name: _Name) -> SpeakerKind:
    best: SpeakerKind = "unknown"
    for kind in sorted(name.kinds):
        is_better = best == "unknown" or name.kinds[kind] > name.kinds[best]
        if kind != "unknown" and is_better:
            best = kind
    return best


def _words(name: str) -> list[str]:
    return [plain(fold(word)) for word in name.split()]


def _same_words(name: str, other: str) -> str:
    return f"the same name as {other}" if _words(name) == _words(other) else ""


def _short_form(name: str, other: str) -> str:
    """Return evidence if the words of a name are the last ones of another."""
    short, long = _words(name), _words(other)
    return f"short form of {other}" if len(short) < len(long) and long[-len(short) :] == short else ""


def _other_script(name: str, other: str) -> str:
    """Return evidence if a name has the consonants of another one in another script."""
    if is_latin(name) == is_latin(other):
        return ""
    one, two = consonants(name), consonants(other)
    joined = one.replace("-", ""), two.replace("-", "")
    shortest = min(map(len, joined))
    if shortest < _FEWEST_CONSONANTS:
        return ""
    alike = 100.0 if joined[0] == joined[1] else ratio(*joined)
    if alike < (_ALIKE if shortest >= _MANY_CONSONANTS else 100.0):
        return ""
    return f"the consonants of {other} ({one if one == two else f'{one}, {two}'})"


def _voice(group: Sequence[tuple[_Name, str]], entries: Mapping[str, Speaker], outlets: Mapping[str, str]) -> Voice:
    head = group[0][0]
    entry = entries.get(head.speaker_id or "")
    kinds: Counter[SpeakerKind] = Counter()
    articles: dict[str, None] = {}
    for name, _ in group:
        kinds.update(name.kinds)
        articles.update(name.articles)
    variants = sorted(_variants(group, entry), key=lambda v: (-v.quotes, v.name, v.language))
    return Voice(
        name=head.name,
        speaker_id=head.speaker_id,
        kind=entry.kind if entry is not None else _kind(_Name(head.name, None, kinds)),
        quotes=sum(name.quotes for name, _ in group),
        articles=tuple(articles),
        outlets=tuple(dict.fromkeys(outlets[article] for article in articles)),
        variants=tuple(variants),
    )


def _variants(group: Sequence[tuple[_Name, str]], entry: Speaker | None) -> Iterator[Variant]:
    aliases = entry.aliases if entry is not None else {}
    known = _keys_of(aliases)
    names: set[tuple[str, str]] = set()
    short_forms: Counter[tuple[str, str]] = Counter()
    for name, evidence in group:
        short_forms.update(name.short_forms)
        names.update(product([name.name], name.languages))
        for language, quotes in sorted(name.languages.items()):
            is_listed = entry is not None and name.speaker_id == entry.id
            yield Variant(name.name, language, quotes, evidence, listed=is_listed)
    for (form, language), quotes in short_forms.items():
        if (form, language) not in names:
            evidence = f"short form of {group[0][0].name}"
            yield Variant(form, language, quotes, evidence, listed=(language, _key(form)) in known)


@dataclass(frozen=True, slots=True)
class SpeakerProposal:
    """A proposed entry of the authority file, or forms to add to one.

    Attributes:
        voice: The voice that it is made of.
        speaker_id: The id of the entry.
        aliases: The forms to list, by language.
        is_new: Whether the entry is new.
    """

    voice: Voice
    speaker_id: str
    aliases: Mapping[str, tuple[str, ...]]
    is_new: bool


def propose_entries(project: Project, voices: Iterable[Voice], *, min_quotes: int = 1) -> list[SpeakerProposal]:
    """Propose entries for the voices that have none, and forms for the entries that lack them.

    A form that another entry has in that language is left out, since it would be ambiguous.

    Args:
        project: The project.
        voices: Its voices.
        min_quotes: Least number of attributions of a voice.
    """
    voices = list(voices)
    is_shared = _shared_endings(voices)
    used_ids, owners = set(), set()
    for speaker in project.speakers:
        used_ids.add(speaker.id)
        owners |= _keys_of(speaker.aliases)
    proposals = []
    for voice in voices:
        if voice.quotes < min_quotes:
            continue
        aliases: dict[str, list[str]] = {}
        for variant in voice.variants:
            key = variant.language, _key(variant.name)
            if not variant.listed and key not in owners and not is_shared(variant, voice):
                owners.add(key)
                aliases.setdefault(variant.language, []).append(variant.name)
        if aliases:
            speaker_id = voice.speaker_id or _new_id(voice.name, used_ids)
            used_ids.add(speaker_id)
            ordered = {code: _longest_first(aliases[code]) for code in sorted(aliases)}
            proposals.append(SpeakerProposal(voice, speaker_id, ordered, voice.speaker_id is None))
    return proposals


def _longest_first(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _keys_of(aliases: Mapping[str, Sequence[str]]) -> set[tuple[str, str]]:
    """Return the language and the compared form of each alias."""
    keys: set[tuple[str, str]] = set()
    for code, forms in aliases.items():
        keys.update(product([code], map(_key, forms)))
    return keys


def _shared_endings(voices: Iterable[Voice]) -> Callable[[Variant, Voice], bool]:
    """Return a function that says whether a form is also the end of another voice's name."""
    owners: dict[tuple[str, ...], set[str]] = {}
    for voice in voices:
        for variant in voice.variants:
            words = _words(variant.name)
            for start in range(len(words)):
                owners.setdefault(tuple(words[start:]), set()).add(voice.name)
    return lambda variant, voice: bool(owners[tuple(_words(variant.name))] - {voice.name})


def _key(form: str) -> str:
    return " ".join(form.split()).casefold()


def _new_id(name: str, used: Iterable[str]) -> str:
    base = slug(name) or consonants(name) or "speaker"
    candidate, number = base, 1
    while candidate in used:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
