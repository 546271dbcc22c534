"""Small documents and what a careful reader takes from them, from the text to the graph.

Each folder below ``golden`` holds ``document.txt`` and ``expected.json``: ``names`` lists, by type, the fullest form in
which the text names each thing; ``relations`` all that it states (``subject relation object``, with the modality behind
where it is no plain fact), and ``qualifiers`` dates, sums and roles that must be among those found.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from kg.extraction import Extractor
from kg.model import Document, Mention
from kg.resolve import resolve
from kg.text import display

CASES = sorted(path.parent for path in (Path(__file__).parent / "golden").glob("*/document.txt"))


def read_case(case: Path, extractor: Extractor) -> dict[str, object]:
    """What the product takes from a document, in the form of ``expected.json``; every qualifier is given."""
    text = (case / "document.txt").read_text(encoding="utf-8")
    extraction = extractor.extract(Document("document.txt", text))
    resolution = resolve([extraction], extractor.ontology.gazetteer)
    ends = [mention for relation in extraction.relations for mention in (relation.subject, relation.object)]
    forms: dict[str, list[str]] = defaultdict(list)
    for mention in (*extraction.mentions, *(end for end in ends if end.source != "reference")):
        forms[resolution.entity_id(mention, "document.txt")].append(display(mention.text))

    def name(mention: Mention) -> str:
        return max(forms[resolution.entity_id(mention, "document.txt")], key=lambda form: (len(form), form))

    names: dict[str, set[str]] = defaultdict(set)
    for mention in extraction.mentions:
        names[mention.type].add(name(mention))
    relations = set()
    qualifiers = set()
    for relation in extraction.relations:
        fact = f"{name(relation.subject)} {relation.relation} {name(relation.object)}"
        relations.add(f"{fact} ({relation.modality})" if relation.modality else fact)
        qualifiers |= {f"{fact}: {qualifier.name} {qualifier.text}" for qualifier in relation.qualifiers}
    return {
        "names": {kind: sorted(names[kind]) for kind in sorted(names)},
        "relations": sorted(relations),
        "qualifiers": sorted(qualifiers),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_document_gives_what_a_careful_reader_takes_from_it(case: Path, extractor: Extractor) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))

    found = read_case(case, extractor)

    assert found["names"] == {kind: sorted(expected["names"][kind]) for kind in sorted(expected["names"])}
    assert found["relations"] == sorted(expected["relations"])
    assert set(expected["qualifiers"]) <= set(found["qualifiers"])  # type: ignore[call-overload]
