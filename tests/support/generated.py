"""Made-up releases of any size: records as the pipeline hands them on, strung together without it, then written.

The same arguments give the same release. ``python tests/generated.py FOLDER [ARTICLES]`` writes one.
"""

import hashlib
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from corpus.project.project import Project
from corpus.records import UNKNOWN, Article, Attribution, Mark, Segment, Source, Span, Speaker, Utterance, UtterancePart
from corpus.release.write import write_release
from support.generated_words import AR, EN, LANGUAGES, pieces

OUTLETS, SPEAKERS = 60, 300
#: Of a hundred articles: how many utterances they report; one in a hundred of these is rendered `OFTEN` times.
UTTERANCES, OFTEN, SELDOM = 20, 60, 4
#: Who speaks: the share of the most quoted one, of all in the authority file, and of all that have a name.
FIRST, LISTED, NAMED = 0.065, 0.5, 0.88
SPLITS = ("train", "validation", "test")
_START = date(2016, 2, 27)


class Sheet:
    """A raw text as it is written, with its lines and what they report, every offset as it falls."""

    def __init__(self):
        self.parts, self.at, self.line = [], 0, 1
        self.segments, self.attributions, self.marks = [], [], []

    def add(self, text) -> Span:
        """Text, or what a function writes; where it stands."""
        start = self.at
        if isinstance(text, Callable):
            text()
        else:
            self.parts.append(text)
            self.at += len(text)
        return Span(start, self.at)

    def segment(self, role, text, *, rule=None, kind=Segment):
        """A line of its own, an empty line after it."""
        span = self.add(text)
        self.segments.append(
            kind(len(self.segments), self.line, span.start, span.end, role, f"made.{role}" if rule is None else rule)
        )
        self.add("\n\n")
        self.line += 2

    def fill(self, template, *, marks, **values) -> dict[str, Span]:
        """A template; where each of its values stands, and under ``]`` the marks of the last pair."""
        found, opened = {}, 0
        for piece in pieces(template):
            if piece in "[]":
                span = self.add(marks[piece == "]"])
                opened = span.start if piece == "[" else opened
                if piece == "]":
                    found["]"] = Span(opened, span.end)
            else:
                span = self.add(values[piece[1]] if piece[0] == "{" else piece)
                if piece[0] == "{":
                    found[piece[1]] = span
        return found

    def next_id(self):
        return f"q{len(self.attributions) + 1:03d}"

    def article(self, name, language) -> Article:
        text = "".join(self.parts)
        return Article(name, language, text, tuple(self.segments), tuple(self.attributions), tuple(self.marks))


class Cast:
    """Who speaks: the authority file, and a few thousand names that it does not list."""

    def __init__(self, articles):
        count = min(SPEAKERS, max(12, articles // 8))
        self.speakers = [_speaker(i) for i in range(count)]
        self.weights = [1 / (i + 3) for i in range(1, count)]

    def pick(self, rng, words):
        """A speaker for one attribution: what the records say of it, and the words that name it in the text."""
        chance = rng.random()
        if chance < LISTED:
            speaker = self.speakers[0] if chance < FIRST else rng.choices(self.speakers[1:], self.weights)[0]
            resolution = rng.choice(("named", "named", "pronoun", "description"))
            names = speaker.aliases["ar" if words is AR and rng.random() < 0.8 else "en"]
            source = {"named": names[0], "pronoun": rng.choice(words.pronouns)}.get(resolution)
            told = {"speaker": speaker.name, "speaker_id": speaker.id, "speaker_kind": speaker.kind}
            return told | {"resolution": resolution}, source or rng.choice(words.descriptions)
        if chance < NAMED:
            name = rng.choice(words.names[SPEAKERS // 2 :] if words is EN else words.names)
            if words is not AR:
                name = name.replace(" ", rng.choice((" ", " K. ", " M. ", " T. ")))
            return {"speaker": name, "speaker_kind": "person", "resolution": "named"}, name
        kind = rng.choice(("group", "unknown"))
        return {"speaker": UNKNOWN, "speaker_kind": kind, "resolution": "unknown"}, rng.choice(words.descriptions)


def _speaker(number):
    name, kind = EN.names[number // 2], "person"
    if number % 2:
        name, kind = (
            f"{name.split()[1]} {('Council', 'Agency', 'Union')[number % 3]} {number}",
            "organisation",
        )
    arabic = AR.names[number % len(AR.names)]
    aliases = {"en": (name, name.rsplit(" ", 1)[-1]), "nb": (name,), "ar": (arabic,)}
    ident = name.lower().replace(" ", "-")
    return Speaker(ident, name, kind, role="Member" if number % 3 else None, aliases=aliases, focus=number == 0)


class Statements:
    """The utterances, and which of them each article reports."""

    def __init__(self, articles, *, cast, rng):
        count = max(2, articles * UTTERANCES // 100)
        self.utterances = [_utterance(i, cast) for i in range(count)]
        often = max(1, count // 100)
        plan = [i for i in range(count) for _ in range(min(OFTEN, 4 * articles) if i < often else SELDOM)]
        rng.shuffle(plan)
        self.of_article = [plan[i::articles] for i in range(articles)]

    def rendering(self, number, *, language, rng):
        """The words of an utterance as one article has them: an opening left out, a word swapped."""
        own = random.Random(f"utterance {number} {language}")
        words = own.choices(LANGUAGES[language].common, k=14)
        words = words[rng.choice((0, 0, 3)) :]
        words[rng.randrange(len(words))] = rng.choice(LANGUAGES[language].common)
        return " ".join(words)


def _utterance(number, cast):
    speaker = None if number % 9 == 8 else cast.speakers[number * number % len(cast.speakers)].id
    gloss = " ".join(random.Random(number).choices(EN.common, k=12)).capitalize() + "."
    parts = (UtterancePart("first", gloss[:30]), UtterancePart("second", gloss[30:])) if number % 3 == 0 else ()
    first = ("Harbour Office, notice 4", "https://notices.example/4") if number % 4 == 0 else (None, None)
    return Utterance(f"statement-{number}", speaker, gloss, parts, *first)


class Maker:
    """Writes one article after another."""

    def __init__(self, articles, *, seed):
        self.cast = Cast(articles)
        self.statements = Statements(articles, cast=self.cast, rng=random.Random(seed))
        self.seed = seed

    def article(self, number) -> tuple[Source, Article]:
        """An article with its source."""
        rng = random.Random(f"{self.seed} {number}")
        outlet = number * 7 % OUTLETS
        language = ("en", "nb", "ar")[outlet % 3]
        words, sheet = LANGUAGES[language], Sheet()
        title = _phrase(rng, words, 8).capitalize()
        sheet.segment("headline", title)
        for role in ("deck", "byline", "dateline"):
            if rng.random() < 0.6:
                sheet.segment(role, words.roles[role][0] if role in words.roles else _phrase(rng, words, 7))
        due = list(self.statements.of_article[number])
        for place in range(12):
            self._reported(sheet, rng=rng, language=language, utterance=due.pop() if due else None)
            if place % 4 == 3:
                sheet.segment(rng.choice(("subheading", "caption", "credit", "teaser")), _phrase(rng, words, 6))
                sheet.segment("body", _phrase(rng, words, 40) + ".")
        for role in ("chrome", "source_line", "comment", "chrome"):
            sheet.segment(role, rng.choice(words.roles[role]) if role in words.roles else _phrase(rng, words, 5))
        article = sheet.article(f"{_outlet(outlet).lower().replace(' ', '-')}-{number:05d}", language)
        return _source(article, number=number, outlet=_outlet(outlet), title=title), article

    def _reported(self, sheet, *, rng, language, utterance):
        """A paragraph that reports something; one in ten holds a second act inside the first."""
        words = LANGUAGES[language]
        kind = rng.choice(("direct", "indirect", "indirect", "mixed"))
        told, source = self.cast.pick(rng, words)
        content = rendered = None
        if utterance is not None:
            content = rendered = self.statements.rendering(utterance, language=language, rng=rng)
            statement = self.statements.utterances[utterance]
            part = rng.choice([None, *(p.id for p in statement.parts)])
            told |= {"utterance_id": statement.id, "utterance_part": part}
            told |= self._maker_of(statement, told)
        foreign = AR if language != "ar" and rng.random() < 0.03 else words
        content = content or _phrase(rng, foreign, rng.randrange(4, 25))
        template = rng.choice(getattr(words, kind)) if rng.random() < 0.95 else words.unsourced
        name = sheet.next_id()
        sheet.attributions.append(name)
        if rendered is None and rng.random() < 0.1:
            content = _nested(sheet, rng=rng, words=words, parent=name, told=self.cast.pick(rng, words))
        span = sheet.at
        values = {"c": content, "d": _phrase(rng, words, 6), "v": rng.choice(words.cues), "s": source}
        found = {}
        sheet.segment("body", lambda: found.update(sheet.fill(template, marks=words.marks, **values)))
        self._attribute(sheet, name=name, kind=kind, found=found, told=told | _decided(rng, language))
        assert span < found["c"].end

    def _maker_of(self, statement, told):
        speaker = next((s for s in self.cast.speakers if s.id == statement.speaker_id), None)
        if speaker is None:
            return {}
        kind = told["resolution"] if told["resolution"] != "unknown" else "implied"
        return {"speaker": speaker.name, "speaker_id": speaker.id, "speaker_kind": speaker.kind, "resolution": kind}

    @staticmethod
    def _attribute(sheet, *, name, kind, found, told):
        content = tuple(found[part] for part in "cd" if part in found)
        cue, source = ((found[part],) if part in found else () for part in "vs")
        made = Attribution(name, kind, content, cue, source, **told)
        sheet.attributions[int(name[1:]) - 1] = made
        if "]" in found:
            sheet.marks.append(Mark(found["]"].start, found["]"].end, "quotation", name if kind == "direct" else None))


def _nested(sheet, *, rng, words, parent, told):
    """What writes an act of speech that stands in the content of another."""
    kinds, source = told

    def write():
        name = sheet.next_id()
        sheet.attributions.append(name)
        values = {"c": _phrase(rng, words, 7), "v": rng.choice(words.cues), "s": source}
        found = sheet.fill(words.nested, marks=words.marks, **values)
        Maker._attribute(sheet, name=name, kind="direct", found=found, told=kinds | {"parent": parent, "rule": "made"})

    return write


def _decided(rng, language):
    if rng.random() < 0.8:
        return {"origin": "model-annotated", "rule": "curated", "medium": "a letter" if rng.random() < 0.02 else None}
    return {"rule": f"{language}.made", "confidence": round(rng.random(), 3)}


def _phrase(rng, words, count):
    return " ".join(rng.choices(words.common, k=count))


def _outlet(number):
    return f"{('Morning', 'Østkysten', 'صحيفة')[number % 3]} {('Post', 'Herald', 'Star', 'Wire')[number % 4]} {number}"


def _source(article, *, number, outlet, title):
    first = _START + timedelta(days=number * 31 % 800)
    return Source(
        id=article.id,
        file=f"{article.id}.txt",
        sha256=hashlib.sha256(article.text.encode()).hexdigest(),
        outlet=outlet,
        country={"en": "GB", "nb": "NO", "ar": "QA"}[article.language],
        language=article.language,
        title=title,
        title_basis="raw text",
        url=f"https://news.example/{number}",
        published_earliest=first,
        published_latest=first + timedelta(days=number % 5 == 0),
        published_basis="made up",
        rights="Made up for tests.",
    )


def made_project(sources, *, speakers=(), utterances=(), **header) -> Project:
    """A project that declares what was made, its articles dealt out to three splits."""
    ids = [s.id for s in sources]
    splits = {name: tuple(ids[i::3]) for i, name in enumerate(SPLITS)}
    told = {"name": "made", "version": "1.0.0", "title": "A made-up corpus", "description": "It means nothing."}
    told |= {"annotations_licence": "CC0-1.0", "creators": ("Nobody",), "splits": splits} | header
    return Project(**told, sources=tuple(sources), speakers=tuple(speakers), utterances=tuple(utterances))


def write_made(project, articles, folder) -> Path:
    """Write a release without predictions and sentences, which cost most and which no page shows."""
    bare = [replace(a, attributions=()) for a in articles]
    return write_release(project, articles, output=folder, predicted=bare, sentences=lambda *_: []).path


def write_generated(folder, *, articles=10_000, seed=17) -> Path:
    """Write a release of so many made-up articles; its folder."""
    maker = Maker(articles, seed=seed)
    made = [maker.article(i) for i in range(articles)]
    statements = maker.statements.utterances
    project = made_project([s for s, _ in made], speakers=maker.cast.speakers, utterances=statements)
    return write_made(project, [a for _, a in made], folder)


if __name__ == "__main__":
    write_generated(Path(sys.argv[1]), articles=int((sys.argv[2:] or ["10000"])[0]))
