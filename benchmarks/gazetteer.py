"""Ontology folders with many further names, made of the pieces of the names that are there.

    python benchmarks/gazetteer.py FOLDER COUNT

Writes ``FOLDER/ontology``. The names begin as one known name does and end as another does, with two characters
between, so that they share beginnings and endings as real names do, and now and then stand in a text.
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

from kg.datafile import data_files
from kg.ontology import default_data

FILE = "Organization.made.tsv"
HEAD = "name\taliases\tclass\tcontainer\tcode\tsource\n"


def made(known: list[str], count: int) -> list[str]:
    """So many further names, none of them known or twice."""
    choose = random.Random(1)  # noqa: S311
    characters = sorted(set("".join(known)) - set("|#\t "))
    beginnings = sorted({name[:length] for name in known for length in (2, 3, 4) if name[:length].isalpha()})
    endings = sorted({name[-length:] for name in known for length in (2, 3, 4, 5) if name[-length:].isalpha()})
    taken = set(known)
    found: list[str] = []
    while len(found) < count:
        name = choose.choice(beginnings) + "".join(choose.choices(characters, k=2)) + choose.choice(endings)
        if name not in taken:
            taken.add(name)
            found.append(name)
    return found


def write(folder: Path, count: int) -> None:
    """Write the ontology that comes with the package, and so many further names."""
    source = default_data("ontology")
    shutil.copytree(source, folder / "ontology", ignore=shutil.ignore_patterns("examples"))
    if count:
        known = [
            line.split("\t")[0]
            for path in data_files(source / "gazetteer", "*.tsv")
            for line in path.read_text(encoding="utf-8").splitlines()[1:]
            if line and not line.startswith("#")
        ]
        rows = "".join(f"{name}\t\t\t\t\tmade\n" for name in made(known, count))
        (folder / "ontology" / "gazetteer" / FILE).write_text(HEAD + rows, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
