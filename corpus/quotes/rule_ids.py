"""What each rule is, in one sentence, by its id, the value of ``rule`` in an attribution."""

from __future__ import annotations

from collections.abc import Mapping

#: The first part says what kind of content it finds: quoted, reported, in a headline, or inside quoted words.
RULES: Mapping[str, str] = {
    "direct.trailing": "The cue with its source follows the quoted words.",
    "direct.leading": "The cue with its source comes before the quoted words and leads to them.",
    "direct.colon": "A name and a colon come before the quoted words in their sentence.",
    "direct.introduced": "The paragraph before ends with a colon, and its cue or name introduces who speaks.",
    "direct.block": "The paragraph before ends with a colon and announces a document, and this paragraph is set as it.",
    "direct.continued": "Quoted words follow a report of the same source and continue it.",
    "direct.floating": "Quoted words long enough for speech have no cue of their own, and no one is named beside them.",
    "direct.signed": "A dash and a name follow the quoted words, or are below them.",
    "direct.said-so": "The next sentence says only who said the quoted words.",
    "direct.dash": "The paragraph opens with a dash, and the cue in it says who speaks.",
    "direct.dash-alone": "The paragraph opens with a dash and has no cue: whoever spoke before continues.",
    "direct.heading": "A heading that opens with a dash sums up a quotation in the text.",
    "direct.turn": "The paragraph opens with a label and a colon, as in an interview or a transcript.",
    "headline.colon": "The headline is a name, a colon, and what the name says.",
    "indirect.that": "A clause that a complementizer opens follows the cue.",
    "indirect.bare": "A clause without a complementizer follows the cue.",
    "indirect.trailing": "The cue with its source follows the reported clause and its comma.",
    "indirect.colon": "A colon after the cue leads to words without marks.",
    "indirect.according": "A phrase that names a source is beside the reported clause.",
    "indirect.said-so": "The next sentence says only who said what this one reports.",
    "indirect.mood": "A sentence in the mood of reported speech and without a cue continues the report before it.",
    "indirect.hearsay": "An adverb of hearsay reports the clause around it; no one is named.",
    "indirect.question": "An embedded question follows the cue.",
    "indirect.infinitive": "An infinitive that says what was promised or asked follows the cue.",
    "indirect.object": "A noun phrase that carries what was said follows the cue.",
    "indirect.about": "A preposition ties what was called for or warned of to the cue.",
    "indirect.of": "A preposition ties what was reported or alleged to the cue.",
    "indirect.as": "The cue says what something was called or described as.",
    "indirect.figure": "The cue states a number.",
    "nested.that": "Inside quoted words, a clause that a complementizer opens follows a cue with its own source.",
    "nested.quoted": "Inside quoted words, words in marks of their own are beside a cue with its own source.",
}
#: The rule of what the tagger alone found is this, a language's code, and the first letters of its weights' hash.
TAGGER = "tagger"
_BY_TAGGER = "The learned tagger found it, and no rule did."


def sentence_of(rule: str) -> str:
    """What a rule is, or what else found an attribution.

    Raises:
        KeyError: there is no such rule.
    """
    return _BY_TAGGER if rule.startswith(f"{TAGGER}.") else RULES[rule]
