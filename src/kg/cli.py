"""The command line: parse, call one library function, print. Nothing else prints or ends the process.

Exit codes: 0 done, 1 the data or the input is at fault, 2 wrong usage, 130 stopped by the user.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import Annotated

import typer

from kg import __version__
from kg.commands.build import build
from kg.commands.check import check
from kg.commands.eval import eval_
from kg.commands.explain import explain
from kg.commands.init import init
from kg.commands.push import push
from kg.commands.query import query
from kg.commands.serve import serve
from kg.commands.suggest import suggest
from kg.commands.train import train
from kg.errors import KgError, OntologyError, OutputError, UsageError
from kg.garbage import collect_rarely

DONE, DATA_AT_FAULT, WRONG_USAGE, STOPPED = 0, 1, 2, 130
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    help="Knowledge graphs from Chinese news and policy text, with the sentence and the rule behind every edge.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line. Every error that a user can cause ends in a message and a documented exit code."""
    collect_rarely()
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows \u6587 for what it lacks; a build must not end in a trace for that.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
    except UsageError as error:
        _end(error, WRONG_USAGE)
    except KgError as error:
        _end(error, DATA_AT_FAULT)
    except MemoryError:
        _end(KgError("out of memory; read fewer documents at once, or fewer with --workers"), DATA_AT_FAULT)
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    except BrokenPipeError:
        _drop_answer()
        sys.exit(DATA_AT_FAULT)
    except OSError as error:
        if error.errno == errno.ENOENT and not _has_folder():
            _end(
                UsageError("the folder that you work in is no longer there\n  hint: change to another one"), WRONG_USAGE
            )
        if error.errno not in _NO_ROOM:
            raise
        _drop_answer()
        where = error.filename or "the answer, or a temporary file"
        hint = "free some space, or choose another disk for it"
        _end(OutputError(f"{where}: cannot be written: {error.strerror}\n  hint: {hint}"), DATA_AT_FAULT)


def _run() -> None:
    """Parse and run. Typer ends the process itself, and says nothing of a Ctrl-C."""
    try:
        app()
    except SystemExit as ended:
        if ended.code == STOPPED:
            sys.stderr.write("\nkg: stopped\n")
        raise
    finally:
        sys.stdout.flush()  # here, where it can be told that nobody takes it


def _has_folder() -> bool:
    """Tell whether the working folder is still there."""
    try:
        os.getcwd()
    except FileNotFoundError:
        return False
    return True


def _open_streams() -> None:
    """Open the standard streams that the caller has closed: nothing to read there, and nobody who listens."""
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), "w" if flags else "r", encoding="utf-8"))


def _drop_answer() -> None:
    """Let what is left of an answer go nowhere, or Python would try to write it once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _end(error: KgError, code: int) -> None:
    count = f" ({len(error.faults)} faults)" if isinstance(error, OntologyError) and len(error.faults) > 1 else ""
    sys.stderr.write(f"kg: error{count}: {error}\n" if not count else f"{error}\nkg: error:{count}\n")
    sys.exit(code)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kg {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Tell the version and end.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


app.command("build")(build)
app.command("check")(check)
app.command("query", context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(query)
app.command("serve")(serve)
app.command("push")(push)
app.command("explain")(explain)
app.command("eval")(eval_)
app.command("suggest")(suggest)
app.command("train")(train)
app.command("init")(init)
