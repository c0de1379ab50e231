"""Which language an article is in where nobody says so: told by its text, whatever its page declares.

With ``py3langid`` (extra ``langid``) also languages that there is no data for are told, and named. Without it only
those that there is data for are told apart, and a language near to one of them can pass for it.
"""

from __future__ import annotations

from importlib import import_module

from corpus.detect import detect_language
from corpus.errors import LanguageError
from corpus.language import available, load_language

#: So much of a text is looked at, in code points.
_LOOK = 20_000


def tell_language(text: str, *, declared: str | None = None) -> tuple[str, str]:
    """The code of the language of a text, and a finding, empty where there is none.

    ``declared`` is what the article's page says; it counts where the text does not tell, and is named where it differs.

    Raises:
        LanguageError: the language could not be told, or there is no data for it.
    """
    told = _told(text)
    if told is None:
        if declared is None:
            raise LanguageError("the language of the text could not be told", remedy="Give it with --language")
        return _known(declared, f"the page says that its language is {declared!r}"), ""
    code = _known(told, f"the text seems to be in {told!r}")
    if declared is not None and _code(declared) != code:
        return code, f"the page says that its language is {declared!r}, but its text is {code!r}, which is taken"
    return code, ""


def _told(text: str) -> str | None:
    try:
        identifier = import_module("py3langid")
    except ImportError:
        try:
            return detect_language(text)
        except LanguageError:
            return None
    code, _ = identifier.classify(text[:_LOOK])
    return None if code == "und" else str(code)


def _code(name: str) -> str | None:
    try:
        return load_language(name).code
    except LanguageError:
        return None


def _known(name: str, message: str) -> str:
    code = _code(name)
    if code is None:
        known = ", ".join(available())
        remedy = f"There is data for {known}: give --language if it is one of these"
        raise LanguageError(f"{message}, and there is no data for it", remedy=remedy)
    return code
