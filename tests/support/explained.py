"""Texts to explain, the schema of an explanation as JSON, and what finds the words in one."""

import jsonschema_rs

from corpus.evaluate.explain.explanation import explain
from corpus.evaluate.explain.to_json import explanation_json

HARBOUR = """Kari Moen, director of the harbour, said that the quay was shut.

“The storm took two cranes,” she told reporters. Critics said that Moen was late.
"""
KAI = """Kari Moen, som er sjef for havna, sier at kaia er stengt.

– Stormen tok to kraner, sier hun.
"""
JISR = """قال الوزير كريم منصور إن الجسر مغلق منذ أمس.

وأضاف منصور أن العمل مستمر.
"""
TEXTS = {"en": HARBOUR, "nb": KAI, "ar": JISR}


def obj(**properties):
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def or_null(schema):
    return {"anyOf": [schema, {"type": "null"}]}


def many(schema):
    return {"type": "array", "items": schema}


STRING, NUMBER, TRUTH = {"type": "string"}, {"type": "number"}, {"type": "boolean"}
CHANCE = {"type": "number", "minimum": 0, "maximum": 1}
COUNT = {"type": "integer", "minimum": 0}
PLACE = {"start": COUNT, "end": COUNT, "line": COUNT, "text": STRING}
WORDS = many(obj(**PLACE))
PARTS = {"content": WORDS, "cue": WORDS, "source": WORDS}
READING = PARTS | {"differs": many({"enum": ["content", "cue", "source"]})}
CHANCES = obj(content=CHANCE, cue=CHANCE, source=or_null(CHANCE), content_to_cue=CHANCE, cue_to_source=CHANCE)
EVIDENCE = PARTS | {
    "act": {"enum": ["speech", "stance"]},
    "confidence": CHANCE,
    "found_by": {"enum": ["rules", "tagger", "rules and tagger"]},
    "rule": obj(id=STRING, sentence=STRING),
    "cue_entry": or_null(
        obj(file=STRING, kind=STRING, frames=many(STRING), particle=or_null(STRING), impersonal=TRUTH)
    ),
    "rules": or_null(obj(**READING)),
    "tagger": or_null(obj(**READING, probabilities=CHANCES)),
}
SPEAKER = obj(
    name=STRING,
    id=or_null(STRING),
    kind=STRING,
    resolution=STRING,
    reason=or_null(STRING),
    at=or_null(obj(**PLACE)),
    evidence=STRING,
    confidence=or_null(NUMBER),
    ranked={"type": "object", "additionalProperties": NUMBER},
)
NAMES = {"id": STRING, "type": STRING, "medium": or_null(STRING), "via": or_null(STRING), "parent": or_null(STRING)}
ENTRY = obj(id=STRING, role=or_null(STRING), affiliation=or_null(STRING))
SCHEMA = obj(
    id=STRING,
    language=STRING,
    passages=or_null(WORDS),
    lines=many(
        obj(
            line=COUNT,
            start=COUNT,
            end=COUNT,
            role=STRING,
            rule=STRING,
            kept=TRUTH,
            article_probability=or_null({"type": "number"}),
        )
    ),
    attributions=many(obj(**NAMES, **EVIDENCE, speaker=SPEAKER)),
    left_out=many(obj(**EVIDENCE, why={"type": "string", "minLength": 1})),
    speakers=many(obj(name=STRING, kind=STRING, entry=or_null(ENTRY), forms=many(obj(**PLACE, how=STRING)))),
)
VALID = jsonschema_rs.validator_for(SCHEMA)


def places(value):
    """All words with their offsets in a JSON value."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= set(value):
            yield value
        value = list(value.values())
    for inner in value if isinstance(value, list) else ():
        yield from places(inner)


def told(text, language, **options):
    return explanation_json(explain(text, language=language, plain=True, **options))


def words(parts):
    return [p["text"] for p in parts]
