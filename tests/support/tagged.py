"""What is found in a text, in the form of the tables of reported speech."""

from corpus.pipeline import annotate_text


def by_rules(text, *, language, plain=True):
    """An article as the rules have it: what the tagger makes of such sentences is tested with the tagger."""
    return annotate_text(text, language=language, plain=plain, model="rules")


def found_in(text, language, *, plain=True, model="rules"):
    article = annotate_text(text, language=language, plain=plain, model=model)
    return [
        (a.type, words(article, a.content), words(article, a.cue), words(article, a.source))
        for a in article.attributions
    ]


def words(article, spans):
    """The words of spans: a string, a tuple of strings where there are several, None where there is none."""
    found = tuple(s.of(article.text) for s in spans)
    return found[0] if len(found) == 1 else found or None
