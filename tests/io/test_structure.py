"""Records built from parsed values: what is accepted, and which key an error names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import pytest

from corpus.io.structure import StructureError, json_converter, structure, toml_converter

TOML, JSON = toml_converter(), json_converter()


@dataclass(frozen=True)
class Item:
    name: str
    size: int = 0


@dataclass(frozen=True)
class Box:
    label: str
    owner: str | None
    day: date | None = None
    kind: Literal["small", "large"] = "small"
    items: tuple[Item, ...] = ()
    counts: Mapping[Literal["a", "b"], tuple[int, ...]] | None = None
    sealed: bool = False
    about: str | int = ""


def test_toml():
    value = {"label": "x", "items": [{"name": "n", "size": 2}], "counts": {"a": [1]}, "day": date(2024, 1, 2)}
    assert structure(TOML, value, Box) == Box("x", None, date(2024, 1, 2), items=(Item("n", 2),), counts={"a": (1,)})


def test_json_needs_every_key_without_default():
    assert structure(JSON, {"label": "", "owner": None}, Box) == Box("", None)
    with pytest.raises(StructureError, match="the key 'owner' is missing"):
        structure(JSON, {"label": ""}, Box)


#: What is added to a good value, what the message says, and which key it concerns.
WRONG = [
    ({"lable": "x"}, "unknown key 'lable'", "lable"),
    ({"label": 1}, "label is not a string", "label"),
    ({"label": " \n"}, "label is an empty string", "label"),
    ({"sealed": 1}, "sealed is not true or false", "sealed"),
    ({"day": datetime(2024, 1, 2)}, "day is not a date such as 2017-09-08", "day"),
    ({"day": "2024-01-02"}, "day is not a date", "day"),
    ({"kind": "huge"}, "kind is not one of small, large", "kind"),
    ({"kind": ["small"]}, "kind is not one of small, large", "kind"),
    ({"items": "ab"}, "items is not a list", "items"),
    ({"items": [1]}, "items[0] is not a table", "items"),
    ({"items": [{"name": "n"}, {}]}, "the key 'name' is missing in items[1]", "items"),
    ({"items": [{"name": "n", "size": True}]}, "items[0].size is not a whole number", "items"),
    ({"items": [{"name": "n", "colour": 1}]}, "unknown key 'colour' in items[0]", "items"),
    ({"counts": [1]}, "counts is not a table", "counts"),
    ({"counts": {"c": [1]}}, "counts['c'] is not one of a, b", "counts"),
    ({"counts": {"a": [1, "2"]}}, "counts['a'][1] is not a whole number", "counts"),
    ({"about": 1.5}, "about is not a string or a whole number", "about"),
    ({"about": True}, "about is not a string or a whole number", "about"),
]


@pytest.mark.parametrize(("added", "message", "key"), WRONG, ids=[m for _, m, _ in WRONG])
def test_wrong(added, message, key):
    with pytest.raises(StructureError) as caught:
        structure(TOML, {"label": "x"} | added, Box)
    assert caught.value.message.startswith(message)
    assert caught.value.key == key


def test_unknown_keys_come_first():
    """A misspelt key is also a missing one."""
    with pytest.raises(StructureError, match="unknown key 'lable'") as caught:
        structure(TOML, {"lable": "x", "sealed": 3}, Box)
    assert caught.value.hint.startswith("The keys are label, owner, ")


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_not_a_table(value):
    with pytest.raises(StructureError, match="the value is not a table"):
        structure(TOML, value, Box)
    with pytest.raises(StructureError, match="the value is not an object"):
        structure(JSON, value, Box)


def test_lone_surrogate():
    with pytest.raises(StructureError, match="label has a lone surrogate"):
        structure(JSON, {"label": "\ud800", "owner": None}, Box)
