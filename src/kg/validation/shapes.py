"""The shapes of a valid export (SHACL), made from the ontology: what it declares of types and relations is said once.

What holds for every ontology (labels, statements, evidence, documents, posts, the run) stands in ``record.ttl`` beside
this file; types, finer classes and relations are added from the schema.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.schema import RelationInfo, Schema

_RECORD = Path(__file__).with_name("record.ttl")
_NOTE = "# Made from kg.ttl by tools/make_vocabulary_files.py; change that, not this.\n\n"


def is_made(path: Path) -> bool:
    """Whether a file of shapes was made of a ``kg.ttl``, and not written by hand.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_NOTE)) == _NOTE.encode()


def shapes_text(schema: Schema) -> str:
    """Give the shapes for graphs of an ontology, as Turtle.

    Args:
        schema: its types, classes and relations; names that Turtle cannot hold behind a prefix are not expected.
    """
    record = _RECORD.read_text(encoding="utf-8").replace("https://example.org/kg/ontology#", schema.namespace)
    relations = " ".join(f"kg:{name}" for name in schema.relations)
    record = record.replace("( kg:relatedTo )", f"( {relations} )")
    parts = [_NOTE + record, *_types(schema)]
    parts += [part for info in schema.relations.values() for part in _relation(info, schema)]
    return "\n".join(parts)


def _types(schema: Schema) -> Iterator[str]:
    tops = " , ".join(f"kg:{name}" for name in schema.types)
    known = " ".join(f"kg:{name}" for name in (*schema.types, *schema.classes))
    yield f"shapes:Entity sh:targetClass {tops} .\n"
    yield (
        "shapes:EntityType a sh:NodeShape ;\n"
        f"    sh:targetClass {tops} ;\n"
        "    sh:property [\n"
        "        sh:path rdf:type ;\n"
        f"        sh:qualifiedValueShape [ sh:in ( {' '.join(f'kg:{name}' for name in schema.types)} ) ] ;\n"
        "        sh:qualifiedMinCount 1 ;\n"
        "        sh:qualifiedMaxCount 1 ;\n"
        '        sh:message "an entity has exactly one top type"@en\n'
        "    ] ;\n"
        "    sh:property [\n"
        "        sh:path rdf:type ;\n"
        f"        sh:in ( {known} ) ;\n"
        '        sh:message "a class of an entity is one of the ontology"@en\n'
        "    ] .\n"
    )
    for top in schema.types:
        finer = [name for name, info in schema.classes.items() if info.type == top]
        if finer:
            yield (
                f"shapes:{top}Class a sh:NodeShape ;\n"
                f"    sh:targetClass {' , '.join(f'kg:{name}' for name in finer)} ;\n"
                f"    sh:class kg:{top} ;\n"
                f'    sh:message "a finer class of {top} stands beside that type"@en .\n'
            )


def _relation(info: RelationInfo, schema: Schema) -> Iterator[str]:
    for side, target, types in (("domain", "Subjects", info.domain), ("range", "Objects", info.range)):
        yield (
            f"shapes:{info.name}{side.capitalize()} a sh:NodeShape ;\n"
            f"    sh:target{target}Of kg:{info.name} ;\n"
            f"    {_one_of(types, schema)} ;\n"
            f'    sh:message "the {side} of {info.name} is {_listed(types, schema)}"@en .\n'
        )
    if info.same_kind:
        cases = " ".join(_case(info, top, schema) for top in schema.types if top in info.domain)
        yield (
            f"shapes:{info.name}Kind a sh:NodeShape ;\n"
            f"    sh:targetSubjectsOf kg:{info.name} ;\n"
            f"    sh:or ( {cases} ) ;\n"
            f'    sh:message "{info.name} joins things of one type"@en .\n'
        )


def _case(info: RelationInfo, top: str, schema: Schema) -> str:
    ends = {top, *(target for subject, target in info.cross_kinds if subject == top)}
    return f"[ sh:class kg:{top} ; sh:property [ sh:path kg:{info.name} ; {_one_of(ends, schema)} ] ]"


def _one_of(types: Iterable[str], schema: Schema) -> str:
    names = [name for name in schema.types if name in set(types)]
    if len(names) == 1:
        return f"sh:class kg:{names[0]}"
    return f"sh:or ( {' '.join(f'[ sh:class kg:{name} ]' for name in names)} )"


def _listed(types: Iterable[str], schema: Schema) -> str:
    return " or ".join(name for name in schema.types if name in set(types))
