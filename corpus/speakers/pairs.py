"""Two persons who are named together, whom "the couple", "both" and "they" refer to."""

from __future__ import annotations

from corpus.languages.data import WC
from corpus.records import Span
from corpus.speakers.context import FAR, REACH, Context
from corpus.speakers.entities import Name
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.mentions import Mention

#: So many characters may be between two names that are named together.
_TIE = 8
#: So many characters before a name are looked at for a given name that is tied to it.
_BEFORE = 40


def pair_before(context: Context, at: int) -> tuple[Name, Span] | None:
    """The two persons who were last named together in the paragraphs before an offset, as one name.

    Returns:
        Their names with the conjunction between them, and where they are; None if no two are named together, or if
        another person was named since.
    """
    since = max(context.paragraph_start(context.paragraph(at) - REACH), at - FAR)
    near = context.mentions.before(at, ("person", "unknown"), since=since)
    for n in range(len(near) - 1, -1, -1):
        pair = _tied(context, near[n - 1], near[n]) if n else None
        pair = pair or _shared_last_name(context, near[n])
        if pair is not None:
            own = {near[n].entity, near[n - 1].entity} if n else {near[n].entity}
            return None if any(_is_person(context, m) and m.entity not in own for m in near[n + 1 :]) else pair
    return None


def _is_person(context: Context, mention: Mention) -> bool:
    """Whether a name is a person's, by its kind or its first word."""
    words = mention.entity.words
    return mention.entity.kind == "person" or bool(words and lexicon_of(context.language).is_given(words[0]))


def _tied(context: Context, one: Mention, two: Mention) -> tuple[Name, Span] | None:
    """Two names with nothing but a conjunction between them."""
    start = two.role_start if 0 <= two.role_start < two.start else two.start
    between = context.text[one.end : start].strip()
    if one.entity is two.entity or len(between) > _TIE:
        return None
    if not all(m.entity.known for m in (one, two)):
        return None
    if WC.CONJUNCTION not in context.language.classes_of(context.language.fold(between)):
        return None
    return Name(f"{one.entity.name} {between} {two.entity.name}", None, "group"), Span(one.start, two.end)


def _shared_last_name(context: Context, mention: Mention) -> tuple[Name, Span] | None:
    """A given name tied to a full name, whose last name both have ("Bo and Ana Marsh")."""
    if " " not in mention.entity.name or mention.start == 0:
        return None
    before = context.tokens(Span(max(0, mention.start - _BEFORE), mention.start))
    if len(before) < 2 or WC.CONJUNCTION not in context.language.classes_of(before.folded[-1]):
        return None
    if before.words[-2].islower() or not lexicon_of(context.language).is_given(before.folded[-2]):
        return None
    name = f"{before.words[-2]} {before.words[-1]} {mention.entity.name}"
    return Name(name, None, "group"), Span(before.starts[-2], mention.end)
