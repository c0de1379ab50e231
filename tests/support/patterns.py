"""Every regular expression of the package with the way it is used, found by walking the code and the language data.

And texts that would make one slow, made from its own parts: what comes before a repetition, many times what is
repeated, and an end that does not fit.
"""

import ast
import importlib
import re
import warnings
from pathlib import Path
from re import _constants as kinds
from re import _parser as parser

import regex

import corpus
from corpus.clean.rules import load_rules
from corpus.languages.language import available

PACKAGE = Path(corpus.__file__).parent
#: Methods of a pattern, and functions of the modules, that look at a text.
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")
#: Characters of all kinds that rules tell apart.
ATOMS = [
    *"aAéا1٣ \t\n.,:;!?-–'\"“”«»‘()[]<>/|_\\*\u0301\u200f&#@",
    "a ",
    "A b ",
    "1.",
    "a.",
    ", ",
    "\\|",
    "<!--",
    "said ",
]
_UNICODE = {r"\p{L}": "[a-z]", r"\p{Ll}": "[a-z]", r"\p{Lu}": "[A-Z]", r"\p{N}": "[0-9]", r"\p{Nd}": "[0-9]"}


def _trees():
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text("utf-8"))


def _module(path):
    return ".".join(("corpus", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def declared():
    """Patterns that are names of a module: ``(place, pattern, method)`` for each method that the module uses."""
    for path, tree in _trees():
        used = {
            (n.value.id, n.attr)
            for n in ast.walk(tree)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)
        }
        names = {name for name, _ in used} & _compiled(tree)
        for name in sorted(names):
            pattern = getattr(importlib.import_module(_module(path)), name)
            for method in (m for n, m in sorted(used) if n == name and m in METHODS):
                yield f"{path.relative_to(PACKAGE)}:{name}.{method}", pattern, method


def _compiled(tree):
    """Names that a module gives to what ``compile`` returns."""
    return {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign) and _is_call(node.value, ("compile",))
        for target in node.targets
    }


def _is_call(node, names):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("re", "regex")
    )


def written():
    """Patterns that are written where they are used: ``re.sub("...", ...)``."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            if _is_call(node, METHODS) and isinstance(node.args[0], ast.Constant):
                module = {"re": re, "regex": regex}[node.func.value.id]
                flags = module.MULTILINE if "MULTILINE" in ast.unparse(node) else 0
                compiled = module.compile(node.args[0].value, flags)
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", compiled, node.func.attr


def unnamed():
    """Where a pattern is made while the program runs, and so is in none of the lists: the text of each call."""
    for path, tree in _trees():
        top = {id(n.value) for n in tree.body if isinstance(n, ast.Assign)}
        for node in ast.walk(tree):
            made = _is_call(node, ("compile",)) and id(node) not in top
            if made or (_is_call(node, METHODS) and not isinstance(node.args[0], ast.Constant)):
                yield f"{path.relative_to(PACKAGE)}: {ast.unparse(node)}"


def data():
    """Patterns of the languages' cleaning rules, all of which are searched for."""
    seen = set()
    for code in available():
        rules = load_rules(code)
        for name, pattern in [
            *((r.id, r.pattern) for r in rules.rules),
            *((f"{code}.informal", p) for p in rules.informal),
        ]:
            if pattern.pattern not in seen:
                seen.add(pattern.pattern)
                yield f"lang:{name}", pattern, "search"


def every():
    """All patterns: ``(place, pattern, method)``."""
    return [*declared(), *written(), *data()]


def use(pattern, method):
    """A function of a text that does what the program does with the pattern."""
    if isinstance(pattern.pattern, bytes):
        return lambda text: getattr(pattern, method)(text.encode())
    if method == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    if method == "sub":
        return lambda text: pattern.sub("", text)
    return getattr(pattern, method)


def attacks(pattern):
    """Pairs ``(before, piece)``: a text of the pieces, many times after what stands before, may take long."""
    yield from (("", atom) for atom in ATOMS)
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    for name, plain in _UNICODE.items():
        source = source.replace(f"[{name}", f"[{plain[1:-1]}").replace(name, plain)
    # Searching backwards, which only `regex` knows, has the same parts.
    source = source.removeprefix("(?r)")
    source = re.sub(r"\\p\{[^}]*\}|\\P\{[^}]*\}|\\X", "[a-z]", source)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        tree = parser.parse(source, pattern.flags & re.VERBOSE)
    for before, piece in _repeated(tree, ""):
        yield before, piece
        yield "", before + piece
    words = re.findall(r"[^\W\d_]{3,}", source)[:4]
    yield from (("", f"{word} ") for word in words)


def _repeated(tree, before):
    """What stands before each part that may be repeated, in the shortest text that fits, and what is repeated."""
    for kind, value in tree:
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            yield before, _shortest(value[2]) or "a"
            yield from _repeated(value[2], before)
        elif kind is kinds.SUBPATTERN:
            yield from _repeated(value[3], before)
        elif kind is kinds.BRANCH:
            for branch in value[1]:
                yield from _repeated(branch, before)
        before += _shortest([(kind, value)])


def _shortest(tree):
    """A short text that the parts fit, lookarounds aside."""
    out = ""
    for kind, value in tree:
        if kind is kinds.LITERAL:
            out += chr(value)
        elif kind is kinds.NOT_LITERAL:
            out += "a" if value != ord("a") else "b"
        elif kind is kinds.ANY:
            out += "a"
        elif kind is kinds.IN:
            out += _member(value)
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            out += _shortest(value[2]) * min(value[0], 3)
        elif kind is kinds.SUBPATTERN:
            out += _shortest(value[3])
        elif kind is kinds.BRANCH:
            out += _shortest(value[1][0])
        elif kind is kinds.ATOMIC_GROUP:
            out += _shortest(value)
    return out


def _member(items):
    """A character that a set has."""
    return next((c for c in "a1 .-\"'()\n\tA,“" if re.fullmatch(_CLASS(items), c)), "a")


def _CLASS(items):  # noqa: N802
    inside = ""
    for kind, value in items:
        if kind is kinds.NEGATE:
            inside += "^"
        elif kind is kinds.LITERAL:
            inside += re.escape(chr(value))
        elif kind is kinds.RANGE:
            inside += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        elif kind is kinds.CATEGORY:
            inside += _CATEGORIES[value]
    return f"[{inside}]"


_CATEGORIES = {
    kinds.CATEGORY_DIGIT: r"\d", kinds.CATEGORY_NOT_DIGIT: r"\D", kinds.CATEGORY_SPACE: r"\s",
    kinds.CATEGORY_NOT_SPACE: r"\S", kinds.CATEGORY_WORD: r"\w", kinds.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
