"""Make the tables of terms in docs/data.md from the ontology's ``kg.ttl``.

python tools/make_data_page.py [PAGE]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.ontology import default_data
from kg.schema import Schema, load_schema
from kg.turtlefile import TurtleFile, read_turtle

PAGE = Path(__file__).resolve().parents[1] / "docs/data.md"
MARK = "<!-- terms: made by tools/make_data_page.py -->\n"

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_PREFIXES = {
    "cns": "http://cnschema.org/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": _OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": _RDF,
    "rdfs": _RDFS,
    "schema": "https://schema.org/",
    "skos": _SKOS,
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def page_text(page: Path = PAGE) -> str:
    """The page with its tables made anew; what stands above the mark is kept.

    Args:
        page: what there is of it.
    """
    head, mark, _ = page.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise SystemExit(f"{page}: the line that says where the terms begin is missing: {MARK}")
    path = default_data("ontology") / "kg.ttl"
    terms = _Terms(load_schema(path), read_turtle(path))
    return head + mark + "".join(terms.sections())


class _Terms:
    def __init__(self, schema: Schema, file: TurtleFile) -> None:
        self.schema = schema
        self.file = file
        self.namespace = schema.namespace

    def sections(self) -> Iterator[str]:
        yield "\n## Types\n\nEach entity has one of these, and may have finer classes of it.\n"
        yield from _table(
            ("class", "Chinese", "means", "below, close to", "letter"),
            (
                (f"`kg:{name}`", info.labels["zh-Hans"], self.meaning(name), self.mapped(name), info.letter)
                for name, info in self.schema.types.items()
            ),
        )
        yield "\n## Finer classes\n"
        for kind in self.schema.types:
            finer = [(name, one) for name, one in self.schema.classes.items() if one.type == kind]
            if finer:
                yield f"\nOf `kg:{kind}`:\n"
                rows = ((f"`kg:{n}`", c.labels["zh-Hans"], c.labels["en"], self.mapped(n)) for n, c in finer)
                yield from _table(("class", "Chinese", "English", "below, close to"), rows)
        yield "\n## Relations\n\nAll stand below `kg:relatedTo`. The inverse is for reasoners and is never written.\n"
        yield from _table(
            ("property", "Chinese", "from", "to", "means", "inverse", "traits", "below, close to"),
            (self.relation(name) for name in self.schema.relations),
        )
        yield "\n## Terms of the record\n"
        yield from _table(("property", "of", "values", "means", "below, close to"), self.record())
        yield "\n## Schemes of codes\n\n`kg:code` holds `scheme:value`, the scheme's property the value alone.\n"
        yield from _table(
            ("scheme", "is", "property", "`skos:exactMatch`"),
            (
                (
                    f"`{name}`",
                    self.label(name),
                    f"`{_short(code.property)}`",
                    f"`{code.address}`" if code.address else "",
                )
                for name, code in self.schema.codes.items()
            ),
        )
        yield "\n## Annotations that steer the program\n"
        yield from _table(
            ("annotation", "means"),
            ((f"`kg:{name}`", self.meaning(name)) for name in self.of_type("AnnotationProperty")),
        )

    def relation(self, name: str) -> tuple[str, ...]:
        info = self.schema.relations[name]
        subject = f"{self.namespace}{name}"
        inverse = {other for other in self.own() if subject in self.file.texts(other, _OWL + "inverseOf")}
        inverse |= {*self.file.texts(subject, _OWL + "inverseOf")}
        traits = [
            *(["symmetric"] if info.symmetric else []),
            *(["transitive"] if _OWL + "TransitiveProperty" in self.file.texts(subject, _RDF + "type") else []),
            *([f"both ends of one type{self.crossed(name)}"] if info.same_kind else []),
            *(["states the gazetteer's container"] if info.states_container else []),
            *(["states a post"] if info.states_membership else []),
        ]
        ends = (
            "any" if ends >= set(self.schema.types) else ", ".join(sorted(ends)) for ends in (info.domain, info.range)
        )
        return (
            f"`kg:{name}`",
            info.labels["zh-Hans"],
            *ends,
            self.meaning(name),
            ", ".join(f"`{self.short(one)}`" for one in sorted(inverse)),
            ", ".join(traits),
            self.mapped(name),
        )

    def crossed(self, name: str) -> str:
        pairs = sorted(self.schema.relations[name].cross_kinds)
        return f" (or {', '.join(f'{one} in {other}' for one, other in pairs)})" if pairs else ""

    def record(self) -> Iterator[tuple[str, ...]]:
        told = {*self.schema.relations, "relatedTo"}
        inverses = {one for one in self.own() if self.file.texts(one, _OWL + "inverseOf")}
        for name in (*self.of_type("ObjectProperty"), *self.of_type("DatatypeProperty")):
            subject = f"{self.namespace}{name}"
            if name in told or subject in inverses:
                continue
            domain, values = (self.file.texts(subject, _RDFS + end) for end in ("domain", "range"))
            shown = ", ".join(f"`{self.short(one)}`" if one != "[]" else "one of the words told" for one in values)
            yield (
                f"`kg:{name}`",
                ", ".join(f"`{self.short(one)}`" for one in domain) or "anything",
                shown,
                self.meaning(name),
                self.mapped(name),
            )

    def own(self) -> list[str]:
        return [subject for subject in self.file.triples if subject.startswith(self.namespace)]

    def of_type(self, kind: str) -> list[str]:
        found = [one for one in self.own() if _OWL + kind in self.file.texts(one, _RDF + "type")]
        return sorted(
            (one.removeprefix(self.namespace) for one in found),
            key=lambda name: self.file.locate(self.namespace + name).line,
        )

    def meaning(self, name: str) -> str:
        return next(
            (v.text for v in self.file.values(self.namespace + name, _SKOS + "definition") if v.language == "en"), ""
        )

    def label(self, name: str) -> str:
        return next(
            (v.text for v in self.file.values(self.namespace + name, _RDFS + "label") if v.language == "en"), ""
        )

    def mapped(self, name: str) -> str:
        """Terms of other vocabularies: those that it stands below, then those that are close, with a tilde."""
        subject = self.namespace + name
        above = [*self.file.texts(subject, _RDFS + "subClassOf"), *self.file.texts(subject, _RDFS + "subPropertyOf")]
        below = [f"`{_short(one)}`" for one in above if not one.startswith(self.namespace)]
        return ", ".join([*below, *(f"~ `{_short(one)}`" for one in self.file.texts(subject, _SKOS + "closeMatch"))])

    def short(self, iri: str) -> str:
        return f"kg:{iri.removeprefix(self.namespace)}" if iri.startswith(self.namespace) else _short(iri)


def _short(iri: str) -> str:
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}\n"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |\n"


def main() -> None:
    """Write the page."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(page_text(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
