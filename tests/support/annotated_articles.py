"""Invented articles with annotated attributions, as the files hold them that a tagger learns from."""

import json

#: Contents are in [brackets], cues in {braces}, sources in <angles>; each line is a paragraph with one attribution.
LINES = [
    "[“The road is closed,”] <Kari Moen> {said}. It had rained all night.",
    "The harbour was full. <The council> {said} [that the bridge would open again in May].",
    "{According to} <the port>, [the ferry was late]. Nobody knew why.",
    "<Per Lund> {told} them [that the school was old]. The town has two schools.",
    "[The water is safe], <she> {added}. The river was high.",
    "<A spokesman for the town> {denied} [that the road was closed]. It is a long road.",
    "It was cold. [“We will come back,”] {wrote} <Anna Holm>, who left the town in spring.",
    "<He> {claimed} [the boat was new]. The boat was built by his father.",
]
_MARKS = {"[": "content", "]": "content", "{": "cue", "}": "cue", "<": "source", ">": "source"}


def parse(marked):
    """The text without brackets, and the spans that they hold by role."""
    text, spans, opened = [], {"content": [], "cue": [], "source": []}, {}
    for c in marked:
        if c not in _MARKS:
            text.append(c)
        elif c in "[{<":
            opened[_MARKS[c]] = len(text)
        else:
            spans[_MARKS[c]].append([opened.pop(_MARKS[c]), len(text)])
    return "".join(text), spans


def make_article(lines):
    """A text of some lines, and its attributions."""
    paragraphs, attributions, at = [], [], 0
    for line in lines:
        text, spans = parse(line)
        attributions.append({role: [[s + at, e + at] for s, e in places] for role, places in spans.items()})
        paragraphs.append(text)
        at += len(text) + 2
    return "\n\n".join(paragraphs), attributions


def make_rows(count):
    """Rows of so many articles, each of three paragraphs."""
    rows = []
    for n in range(count):
        text, attributions = make_article([LINES[(n + k * (1 + n // 8)) % len(LINES)] for k in range(3)])
        rows.append({"id": f"a{n}", "text": text, "language": "en", "attributions": attributions})
    return rows


def write_rows(path, count):
    """A file of so many articles."""
    path.write_text("".join(json.dumps(row) + "\n" for row in make_rows(count)), encoding="utf-8")
    return path
