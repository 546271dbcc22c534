"""Make the tables of docs/cli.md from what ``--help`` of each command tells.

python tools/make_command_page.py [PAGE]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from kg.cli import app

PAGE = Path(__file__).resolve().parents[1] / "docs/cli.md"
MARK = "<!-- commands: made by tools/make_command_page.py -->\n"
_ALWAYS = {"help", "install_completion", "show_completion"}


def page_text(page: Path = PAGE) -> str:
    """The page with its tables made anew; what stands above the mark is kept.

    Args:
        page: what there is of it.
    """
    head, mark, _ = page.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise SystemExit(f"{page}: the line that says where the commands begin is missing: {MARK}")
    return head + mark + "".join(_lines())


def _lines() -> Iterator[str]:
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        yield f"\n## kg {name}\n\n{_flat(command.help)}\n"
        parameters = [one for one in command.params if one.name not in _ALWAYS and not getattr(one, "hidden", False)]
        arguments = [one for one in parameters if one.param_type_name == "argument"]
        options = [one for one in parameters if one.param_type_name == "option"]
        words = [f"kg {name}", *(["[OPTIONS]"] if options else []), *map(_place, arguments)]
        yield f"\n```text\n{' '.join(words)}\n```\n"
        if arguments:
            yield "\n| argument | is |\n| --- | --- |\n"
            yield from (f"| `{_metavar(one)}` | {_cell(one.help)} |\n" for one in arguments)
        if options:
            yield "\n| option | does | default |\n| --- | --- | --- |\n"
            yield from (f"| {_option(one)} | {_cell(one.help)} | {_default(one)} |\n" for one in options)


def _place(argument: Any) -> str:
    """An argument as it stands in a usage line."""
    shown = _metavar(argument) + ("..." if argument.nargs == -1 else "")
    return shown if argument.required else f"[{shown}]"


def _metavar(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _option(option: Any) -> str:
    names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=lambda name: (-len(name), name)))
    if option.is_flag:
        return names
    return f"{names[:-1]} {_metavar(option)}`"


def _default(option: Any) -> str:
    value = option.default() if callable(option.default) else option.default
    if option.is_flag or value is None or value in ("", [], ()):
        return ""
    return f"`{value}`"


def _flat(text: str | None) -> str:
    return " ".join((text or "").split())


def _cell(text: str | None) -> str:
    return _flat(text).replace("|", "\\|")


def main() -> None:
    """Write the page."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(page_text(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
