"""A made-up release that means harm: whatever a string of it may hold, it stays a string.

What would run sets ``window.hurt``. ``python tests/hostile.py FOLDER`` writes the release.
"""

import hashlib
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from corpus.records import Attribution, Segment, Source, Span, Speaker, Utterance, UtterancePart
from support.generated import Sheet, made_project, write_made

#: Texts that pages must show as they are.
PAYLOADS = {
    "script": "<script>window.hurt=1</script>",
    "closing": "</script><script>window.hurt=2</script>",
    "image": "<img src=x onerror=window.hurt=3>",
    "double": '" onmouseover="window.hurt=4" onfocus="window.hurt=4" autofocus tabindex=1 x="',
    "single": "' onmouseover='window.hurt=5' onfocus='window.hurt=5' autofocus tabindex=1 x='",
    "title": "</title></style></textarea></template></noscript><svg onload=window.hurt=6>",
    "frame": "<iframe src=javascript:parent.hurt=7></iframe><base href=//example.org/>",
    "refresh": "<meta http-equiv=refresh content='0;url=//example.org/'><link rel=stylesheet href=//example.org/x.css>",
    "template": "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> $title ${title}",
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62; &notanentity; &",
    "comment": "<!-- ]]> --!> <![CDATA[ <?php --> <!",
    "script comment": "<!--<script>window.hurt=8//",
    "style": "color:red;background:url(//example.org/x);}*{display:none}",
    "escapes": "\\\"; window.hurt=9; // \\u003cscript\\u003e \\'",
    "override": "\u202etxet desrever\u2066 and \u2067 more \u202b never closed",
    "separators": "one\u2028two\u2029three\u0085four\x0bfive\x0csix",
    "controls": "bell\x07 escape\x1b[31m back\x08 delete\x7f \ufeff\ufffe\uffff",
    "zalgo": "e" + "\u0301" * 60 + " \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0010ffff",
    "long": "w" * 5_000,
    "script link": "javascript:window.hurt=10//https://example.org/",
    "spaced link": " java\tscript:window.hurt=11",
    "data link": "data:text/html,<script>window.hurt=12</script>",
    "host link": "https://example.org/\"onclick='window.hurt=13'><script>window.hurt=13</script>",
    "empty": "",
}
#: Ids that would be bad names of files, of elements and of keys.
NAMES = (
    "..", ".", "../../escape", "/etc/escape", "a/b", "a\\b", "C:\\escape", "con", "NUL.txt", "A", "a", "å", "a\u030a",
    "-rf", "a b", "a?b#c", "%2e%2e%2f", "index", "articles-2", "n" * 400, "x.html", "__proto__", "constructor",
    "toString", "help", "results", "theme", "count", "main", "q001", "01", "1", "a'b", 'a"b', "a<b", "a&amp;b", "a\nb",
)  # fmt: skip
LONG = 3_000
_TODAY = date(2017, 9, 9)


class _Kept(Segment):
    """A line of the article text, whatever its role is called."""

    kept = True


def write_hostile(folder) -> Path:
    """Write the release; its folder."""
    made = [
        *(_payload(name, text) for name, text in PAYLOADS.items()),
        *(_named(name, f"name-{i}") for i, name in enumerate(NAMES)),
        *_shapes(),
    ]
    speakers = [_speaker(name, text) for name, text in PAYLOADS.items()]
    speakers += [Speaker(name, f"Speaker {name}", "person", aliases={"en": (name,)}) for name in NAMES]
    utterances = [_utterance(name, text) for name, text in PAYLOADS.items()]
    utterances += [Utterance(name, name, f"Statement {name}", (UtterancePart(name, name),)) for name in NAMES]
    script = PAYLOADS["script"]
    header = {"name": script, "title": script, "description": script, "creators": (script,), "homepage": "javascript:1"}
    project = made_project([s for s, _ in made], speakers=speakers, utterances=utterances, **header)
    return write_made(project, [a for _, a in made], folder)


def _payload(name, text):
    """An article that holds a payload wherever a string can stand, reported twice, once by a speaker without an id."""
    told = {
        "speaker": text, "speaker_id": f"{text}|{name}", "speaker_kind": "person", "resolution": "named", "rule": text,
        "medium": text, "via": text, "utterance_id": f"{text}|{name}", "utterance_part": text,
    }  # fmt: skip
    sheet = Sheet()
    for role in ("headline", "body"):
        _reported(sheet, role=role, text=text, told=told)
    unlisted = told | {"speaker_id": None, "utterance_part": None, "confidence": 0.5}
    _reported(sheet, role="body", text=text, told=unlisted, name=f"q{text}" if name != "long" else "qlong")
    sheet.segment(text, f"Kept {text} kept", rule=text, kind=_Kept)
    sheet.segment(text, f"Dropped {text} dropped", rule=text)
    article = sheet.article(f"{text}|{name}" if len(text) < 200 else name, "en")
    link = text if name != "empty" else ""
    source = _source(article, outlet=text, title=text, url=link, rights=text, country=text, published_basis=text)
    return source, article


def _reported(sheet, *, role, text, told, name=None):
    """A paragraph in which somebody says a payload."""
    found = {}
    values = {"c": f"It is {text} here", "v": f"said {text}".strip(), "s": f"Ms {text}".strip()}
    sheet.segment(role, lambda: found.update(sheet.fill("[{c}] {v} {s}.", marks="“”", **values)), rule=f"made {text}")
    name = name or sheet.next_id()
    sheet.attributions.append(Attribution(name, "direct", (found["c"],), (found["v"],), (found["s"],), **told))


def _named(name, title):
    """An article, a speaker, an utterance and attributions with a bad name."""
    sheet = Sheet()
    told = {"speaker": f"Speaker {name}", "speaker_id": name, "speaker_kind": "person", "utterance_id": name}
    _reported(sheet, role="body", text="safe", told=told | {"utterance_part": name}, name="first")
    _reported(sheet, role="body", text="sound", told=told, name=name)
    article = sheet.article(name, "en")
    return _source(article, outlet=f"Outlet {name}", title=title), article


def _shapes():
    """Articles that are odd as a whole."""
    yield _shape("shape-long", _long())
    yield _shape("shape-unquoted", _lines("headline", "body", "body"))
    yield _shape("shape-dropped", _lines("chrome", "teaser", "comment"))
    yield _shape("shape-nothing", Sheet())
    yield _shape("shape-crossing", _crossing())
    yield _shape("shape-loop", _loop())
    source, article = _shape("shape-language", _lines("headline", "body"))
    yield replace(source, language='xx"><script>window.hurt=14</script>'), article
    source, article = _shape("shape-arabic", _lines("headline", "body"), language="ar")
    yield replace(source, published_earliest=date.min, published_latest=date.max), article


def _shape(name, sheet, *, language="en"):
    article = sheet.article(name, language)
    return _source(article, outlet="Shapes", title=name), article


def _lines(*roles):
    sheet = Sheet()
    for role in roles:
        sheet.segment(role, f"A line that is {role}.")
    return sheet


def _long():
    sheet = Sheet()
    for number in range(LONG):
        if number % 10:
            sheet.segment("body", f"Paragraph {number} of many.")
        else:
            _reported(
                sheet, role="body", text=f"number {number}", told={"speaker": "Everyone", "speaker_kind": "group"}
            )
    return sheet


def _crossing():
    """Contents that cross, are the same, and share their letters with cues and sources."""
    sheet = Sheet()
    sheet.segment("body", "One two three four five six seven eight nine ten.")
    places = ((0, 18, 4, 7), (8, 27, 14, 18), (8, 27, 24, 33), (0, 48, 0, 48), (28, 28 + 5, 8, 13))
    for a, b, c, d in places:
        sheet.attributions.append(Attribution(sheet.next_id(), "mixed", (Span(a, b),), (Span(c, d),), (Span(c, d),)))
    return sheet


def _loop():
    """Attributions that stand in each other, and one in itself."""
    sheet = Sheet()
    for name, parent in (("q001", "q002"), ("q002", "q001"), ("q003", "q003")):
        _reported(sheet, role="body", text=name, told={"parent": parent}, name=name)
    return sheet


def _speaker(name, text):
    words = {
        "role": text,
        "affiliation": text,
        "aliases": {"en": (text, text), text or "xx": (text,)},
        "wikidata": text,
    }
    return Speaker(f"{text}|{name}", text, "person", **words)


def _utterance(name, text):
    parts = (UtterancePart(text, text),)
    return Utterance(f"{text}|{name}", f"{text}|{name}", text, parts, primary_source=text, primary_url=text)


def _source(article, **told):
    known = {"country": "GB", "title_basis": "raw text", "url": "https://example.org/", "rights": "Made up."}
    known |= {"published_earliest": _TODAY, "published_latest": _TODAY, "published_basis": "made up"} | told
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    return Source(id=article.id, file=f"{digest}.txt", sha256=digest, language=article.language, **known)


if __name__ == "__main__":
    write_hostile(Path(sys.argv[1]))
