"""The terms of an ontology file by local name: what is said of each, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Fault, Location
from kg.schema.declared import ROOT_CLASS
from kg.turtlefile import TurtleFile, Value
from kg.vocabularies import VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Callable

RDF, RDFS, OWL = (VOCABULARIES[prefix] for prefix in ("rdf", "rdfs", "owl"))
TYPE, LABEL = RDF + "type", RDFS + "label"
SUBCLASS, SUBPROPERTY = RDFS + "subClassOf", RDFS + "subPropertyOf"
_NAMESPACE = "http://purl.org/vocab/vann/preferredNamespaceUri"


class Terms:
    """The terms of the file's namespace, and every fault that was found in them.

    Args:
        file: the triples of the file.
    """

    def __init__(self, file: TurtleFile) -> None:
        """Find the namespace; a file with no header, or several, has a fault and no terms."""
        self.file = file
        self.faults: list[Fault] = []
        self.namespace = self._read_namespace()

    def named(self, wanted: Callable[[str], bool]) -> list[str]:
        """Local names of the namespace's terms that pass a test of their IRI, in the order of the file."""
        found = [iri for iri in self.file.triples if self.namespace and iri.startswith(self.namespace) and wanted(iri)]
        return [self.local(iri) for iri in sorted(found, key=lambda iri: (self.file.locate(iri), iri))]

    def is_class(self, iri: str) -> bool:
        """Tell whether a term is declared as a class, or said to be below one."""
        return OWL + "Class" in self.file.texts(iri, TYPE) or bool(self.file.values(iri, SUBCLASS))

    def is_property(self, iri: str) -> bool:
        """Tell whether a term is declared as an object property, or said to be below one."""
        return OWL + "ObjectProperty" in self.file.texts(iri, TYPE) or bool(self.file.values(iri, SUBPROPERTY))

    def is_record(self, name: str) -> bool:
        """A class apart from all entities says something of the record, not of the world."""
        return self.iri(ROOT_CLASS) in self.texts(name, OWL + "disjointWith")

    def iri(self, name: str) -> str:
        """The IRI of a term by its local name."""
        return self.namespace + name

    def local(self, iri: str) -> str:
        """The local name of a term; other IRIs stay as they are."""
        return iri.removeprefix(self.namespace)

    def values(self, name: str, predicate: str) -> list[Value]:
        """The values of a term's predicate, sorted."""
        return self.file.values(self.iri(name), predicate)

    def texts(self, name: str, predicate: str) -> list[str]:
        """The same without languages and members."""
        return self.file.texts(self.iri(name), predicate)

    def own(self, name: str, predicate: str) -> list[str]:
        """The texts that one of the file's own properties, by its local name, gives a term."""
        return self.texts(name, self.iri(predicate))

    def says(self, name: str, predicate: str) -> bool:
        """Tell whether one of the file's own properties is said to hold of a term."""
        return "true" in self.own(name, predicate)

    def fault(self, name: str, message: str, hint: str, word: str = "") -> None:
        """Note that something is wrong with a term, where it is declared or where ``word`` first stands in that."""
        self.faults.append(Fault(self.file.locate(self.iri(name), word), message, hint))

    def _read_namespace(self) -> str:
        headers = [iri for iri in self.file.triples if OWL + "Ontology" in self.file.texts(iri, TYPE)]
        if len(headers) != 1:
            hint = "begin with one '<https://…> a owl:Ontology'"
            self.faults.append(Fault(Location(self.file.name), f"has {len(headers)} owl:Ontology headers", hint))
            return ""
        declared = self.file.texts(headers[0], _NAMESPACE)
        return declared[0] if declared else headers[0] + ("" if headers[0].endswith(("#", "/")) else "#")
