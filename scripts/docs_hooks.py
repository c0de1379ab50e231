"""Hooks of mkdocs: the reference of the command line, written from the commands themselves when the pages are built."""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

#: What an option takes, by its type.
KINDS: dict[Any, str] = {Path: "PATH", int: "N", float: "NUMBER"}
#: The page that is written.
PAGE = "reference/cli.md"
HEAD = """# Command line

Every command of `corpus`, generated from the program. All take `--help`; most take `--json` and `--project DIR`.

"""


def on_files(files: Any, *, config: Any) -> Any:  # noqa: ANN401
    """Add the page to the files of the site."""
    from mkdocs.structure.files import File  # noqa: PLC0415

    files.append(File.generated(config, PAGE, content=reference()))
    return files


def commands() -> dict[str, Any]:
    """The commands by name, in the order of the help."""
    import typer  # noqa: PLC0415

    from corpus.cli.app import app  # noqa: PLC0415

    return dict(typer.main.get_group(app).commands)


def reference() -> str:
    """The page: a table of commands, then arguments and options of each."""
    found = commands()
    rows = [f"| [`corpus {name}`](#corpus-{name}) | {_cell(_summary(command))} |\n" for name, command in found.items()]
    parts = [HEAD, "| command | does |\n| --- | --- |\n", *rows]
    parts += [section(name, command) for name, command in found.items()]
    return "".join(parts)


def section(name: str, command: Any) -> str:  # noqa: ANN401
    """One command: its help, arguments and options."""
    text = inspect.cleandoc(command.help or "").replace("\b\n", "")
    lines = [f"\n## `corpus {name}` {{#corpus-{name}}}\n\n", _paragraphs(text), "\n"]
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and not getattr(p, "hidden", False)]
    if arguments:
        lines.append("\n| argument | |\n| --- | --- |\n")
        lines += [f"| `{_cell(_metavar(p))}` | {_cell(getattr(p, 'help', '') or '')} |\n" for p in arguments]
    if options:
        lines.append("\n| option | value | |\n| --- | --- | --- |\n")
        lines += [_option(p) for p in options]
    return "".join(lines)


def _option(option: Any) -> str:  # noqa: ANN401
    """The row of an option: its names, what it takes, its help with the default."""
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = "" if option.is_flag else f"`{_cell(_metavar(option))}`"
    text = option.help or ""
    if option.required:
        text += " Required."
    elif option.default not in (None, False, "", ()) and not callable(option.default):
        text += f" Default: `{getattr(option.default, 'value', option.default)}`."
    return f"| {names} | {value} | {_cell(text)} |\n"


def _metavar(parameter: Any) -> str:  # noqa: ANN401
    """What an argument or option takes: as it is declared, else the values of its type, else its name."""
    if parameter.metavar:
        return str(parameter.metavar)
    kind = parameter.type_descriptor.annotation
    if get_origin(kind) is Literal:
        return "|".join(map(str, get_args(kind)))
    return str(parameter.name).upper() if parameter.param_type_name == "argument" else KINDS.get(kind, "TEXT")


def _summary(command: Any) -> str:  # noqa: ANN401
    """The first paragraph of a command's help."""
    return " ".join(inspect.cleandoc(command.help or "").split("\n\n")[0].split())


def _paragraphs(text: str) -> str:
    """Help as Markdown: lines that are aligned in columns as they are, the rest as paragraphs."""
    blocks = []
    for block in text.split("\n\n"):
        aligned = re.search(r"\S {2,}\S", block)
        blocks.append(f"```text\n{block}\n```" if aligned else " ".join(block.split()))
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference())
