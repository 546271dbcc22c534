"""`kg` beside other programs, and how its cost grows: all ratios of one run, as tables, and as a picture if wanted.

    python benchmarks/compare.py [SCALE] [--plot [FILE]] [--only PART]...

All is measured on the same text (that of `speed.py`), each subject in a process of its own, subjects that are compared
by turns, the least of two rounds. Told is processor time, which other work on the machine disturbs less than the clock;
ratios are what to compare, seconds hang on the machine. The whole took five minutes on a machine with other work; SCALE
makes text, graphs and lists of names longer or shorter (1 by default, 0.1 is a tenth). Tables go to standard output,
what is being done to standard error. Unix only, for the memory of processes.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

from comparing import PARTS, Plan
from drawing import Panel, drawing

PICTURE = Path(__file__).resolve().parents[1] / "docs/images/performance.svg"
LIBRARIES = ("jieba", "jiagu", "rdflib", "networkx", "lxml")


def machine() -> str:
    """The processor, its cores, the system, Python, and how many processes wait for a core."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    for line in info.read_text(encoding="utf-8").splitlines() if info.is_file() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}; "
        f"{os.getloadavg()[0]:.0f} processes ran or waited at the start"
    )


def versions() -> str:
    """The versions of what is compared."""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return ", ".join(found)


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("scale", nargs="?", type=float, default=1.0, help="1 by default; 0.1 measures a tenth")
    parser.add_argument("--plot", nargs="?", type=Path, const=PICTURE, help=f"draw a picture (default: {PICTURE})")
    parser.add_argument("--only", action="append", choices=list(PARTS), help="a part; may be given several times")
    asked = parser.parse_args()
    if not 0 < asked.scale < 1000:
        parser.error(f"SCALE is {asked.scale:g}; it has to lie between 0 and 1000")
    return asked


def main() -> None:
    """Measure, print, draw."""
    asked = arguments()
    command = " ".join(["python benchmarks/compare.py", *sys.argv[1:]])
    print(f"`{command}` on {time.strftime('%Y-%m-%d')}: {machine()}. {versions()}.", flush=True)
    panels: list[Panel] = []
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        plan = Plan(Path(folder), asked.scale)
        for name, part in PARTS.items():
            if not asked.only or name in asked.only:
                print(f"{name} …", file=sys.stderr, flush=True)
                table, drawn = part(plan)
                panels += drawn
                print(f"\n{table}", flush=True)
    print(f"all took {time.perf_counter() - started:.0f} s by the clock", file=sys.stderr)
    if asked.plot:
        asked.plot.write_text(drawing("kg beside other programs, and how its cost grows", panels), encoding="utf-8")
        print(f"drawn: {asked.plot}", file=sys.stderr)


if __name__ == "__main__":
    main()
