"""Make the files of the ontology folder that follow from its ``kg.ttl``: shapes.ttl and context.jsonld.

python tools/make_vocabulary_files.py [ONTOLOGY_FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from kg.export.jsonld import context_text
from kg.ontology import default_data
from kg.schema import load_schema
from kg.validation.shapes import shapes_text


def main() -> None:
    """Write both files into the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default_data("ontology")
    schema = load_schema(folder / "kg.ttl")
    (folder / "shapes.ttl").write_text(shapes_text(schema), encoding="utf-8", newline="\n")
    (folder / "context.jsonld").write_text(context_text(schema), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
