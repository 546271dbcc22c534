"""What cannot be read, told so that it helps: what to make of a file, why nothing was read, alike problems at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from kg.errors import InputError

# What people have that no reader is for → what to make of it.
_INSTEAD = {
    **dict.fromkeys((".doc", ".odt", ".pages", ".rtf", ".wps"), "save it as .docx"),
    **dict.fromkeys(
        (".et", ".numbers", ".ods", ".xls", ".xlsm", ".xlsx"), "save it as .csv, with the text in one column"
    ),
    **dict.fromkeys((".azw3", ".caj", ".dps", ".mobi", ".odp", ".ofd", ".ppt", ".pptx"), "save or print it as .pdf"),
    **dict.fromkeys(
        (".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"),
        "run OCR on the picture, and give the text that it finds",
    ),
    **dict.fromkeys((".7z", ".bz2", ".rar", ".tar", ".tgz", ".xz", ".zst"), "unpack it, and give the folder"),
    ".json": "write it as .jsonl, one object on each line",
    ".parquet": "kg build --engine spark reads it; else write it as .jsonl",
    ".xml": "save the text that it holds as .txt or .html",
}

_LINE = re.compile(r"^(.+?)(?::\d+){1,2}$")
_SHOWN = 3  # problems of one kind in one file that are told by themselves


def _remedy(suffix: str, known: Collection[str]) -> str:
    """What to do with a file whose suffix (in lower case) is none of the ``known`` ones, which have readers."""
    return _INSTEAD.get(suffix) or f"there are readers for {', '.join(sorted(known))}"


def no_reader(path: str, suffix: str, known: Collection[str], where: str = "") -> InputError:
    """What to tell of a file that no reader is for.

    Args:
        path: what to call it.
        suffix: its suffix in lower case, empty if it has none.
        known: the suffixes that have a reader.
        where: what else is to be said of it, with a space before it.
    """
    kind = f"{suffix} files" if suffix else "files without a suffix"
    remedy = _remedy(suffix, known)
    return InputError(
        path, f"no reader for {kind}{where}", remedy if suffix else f"give it the suffix of what it is; {remedy}"
    )


def nothing_read(where: str, problems: Sequence[InputError], known: Collection[str]) -> InputError:
    """Why no document at all could be read.

    Args:
        where: what was asked for.
        problems: what was told on the way; a single one says it all.
        known: the suffixes that have a reader.
    """
    if len(problems) == 1:
        return problems[0]
    if not problems:
        hint = f"kg reads {', '.join(sorted(known))} files, and folders of them"
        return InputError(where, "no document could be read", hint)
    kinds: dict[str, InputError] = {}
    for problem in problems:
        kinds.setdefault(problem.reason, problem)
    first = [f"{one.path}: {one.reason}" + (f" ({one.hint})" if one.hint else "") for one in kinds.values()]
    more = f"; {len(problems)} problems in all"
    return InputError(where, "no document could be read", "; ".join(first[:_SHOWN]) + more)


def condensed(problems: Iterable[InputError]) -> Iterator[str]:
    """The problems in words, in their order; of many alike ones in lines of one file the first, and how many more.

    A file of a million lines that lack a key is one thing to mend, and not a million.
    """
    listed = list(problems)
    alike = Counter(_kind(problem) for problem in listed)
    told: Counter[tuple[str, str]] = Counter()
    for problem in listed:
        kind = _kind(problem)
        told[kind] += 1
        if alike[kind] <= _SHOWN or told[kind] < _SHOWN:
            yield str(problem)
        elif told[kind] == _SHOWN:
            path, reason = kind
            yield str(InputError(path, f"{alike[kind] - _SHOWN + 1:,} further lines: {reason}", problem.hint))


def _kind(problem: InputError) -> tuple[str, str]:
    """What makes problems alike: the file, and the reason without what it quotes."""
    line = _LINE.match(problem.path)
    return (line[1] if line else problem.path, problem.reason.split(" '")[0])
