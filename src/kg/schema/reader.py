"""Types, finer classes, relations and schemes of codes taken out of an ontology file; what is wrong becomes a fault."""

from __future__ import annotations

from kg.datafile import suggestion
from kg.errors import Fault, Location
from kg.schema.declared import ROOT_CLASS, ROOT_RELATION, ClassInfo, CodeScheme, RelationInfo, TypeInfo
from kg.schema.looks import colour, inverse_labels, labels, letter, symbol
from kg.schema.terms import OWL, RDFS, SUBCLASS, SUBPROPERTY, TYPE, Terms


def read_types(terms: Terms) -> dict[str, TypeInfo]:
    """Every class that stands directly below the root class."""
    named = terms.named(lambda iri: terms.iri(ROOT_CLASS) in terms.file.texts(iri, SUBCLASS))
    if not named:
        terms.faults.append(Fault(Location(terms.file.name), f"no class is a direct subclass of {ROOT_CLASS}"))
    letters: dict[str, str] = {}
    return {
        name: TypeInfo(
            name, labels(terms, name), colour(terms, name), symbol(terms, name), letter(terms, name, letters)
        )
        for name in named
    }


def read_classes(terms: Terms, types: dict[str, TypeInfo]) -> dict[str, ClassInfo]:
    """Every class below a top type."""
    known = set(terms.named(terms.is_class)) | {ROOT_CLASS}
    found: dict[str, ClassInfo] = {}
    for name in terms.named(terms.is_class):
        above = {terms.local(iri) for iri in terms.file.above(terms.iri(name), SUBCLASS)}
        if name in above:
            hint = "nothing lies below itself: take one rdfs:subClassOf out"
            terms.fault(name, f"class '{name}' is below itself: classes in a circle", hint, "subClassOf")
        tops = sorted(({name} | above) & types.keys())
        if len(tops) > 1:
            terms.fault(name, f"class '{name}' is below two top types: {', '.join(tops)}", "keep one", "subClassOf")
        elif name in types or name == ROOT_CLASS or terms.is_record(name):
            continue
        elif not tops:
            missing = sorted(iri for iri in above - known if ":" not in iri)
            hint = suggestion(missing[0], known) if missing else "let it be rdfs:subClassOf a top type"
            terms.fault(name, f"class '{name}' is below no top type", hint, "subClassOf")
        else:
            found[name] = ClassInfo(name, tops[0], labels(terms, name))
    return found


def read_relations(terms: Terms, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]) -> dict[str, RelationInfo]:
    """Every property below the root relation."""
    found: dict[str, RelationInfo] = {}
    for name in terms.named(terms.is_property):
        if terms.iri(ROOT_RELATION) not in terms.file.above(terms.iri(name), SUBPROPERTY):
            _check_stray(terms, name, types, classes)
            continue
        kinds = terms.texts(name, TYPE)
        if OWL + "ObjectProperty" not in kinds:
            terms.fault(name, f"relation '{name}' is no owl:ObjectProperty", "declare it 'a owl:ObjectProperty'")
        found[name] = RelationInfo(
            name,
            _end(terms, name, "domain", types, classes),
            _end(terms, name, "range", types, classes),
            labels(terms, name),
            inverse_labels(terms, name),
            OWL + "SymmetricProperty" in kinds,
            terms.says(name, "sameKind"),
            _cross_kinds(terms, name, types),
            terms.says(name, "statesContainer"),
            terms.says(name, "statesMembership"),
        )
    return found


def read_codes(terms: Terms) -> dict[str, CodeScheme]:
    """Every scheme of codes."""
    found: dict[str, CodeScheme] = {}
    for name in terms.named(lambda iri: terms.iri("CodeScheme") in terms.file.texts(iri, TYPE)):
        properties = terms.own(name, "codeProperty")
        addresses = terms.own(name, "codeAddress")
        if len(properties) != 1:
            terms.fault(name, f"'{name}': needs one codeProperty", "give the property that takes its codes")
        elif len(addresses) > 1 or any(address.count("{}") != 1 for address in addresses):
            hint = 'write it like "https://sws.geonames.org/{}/"'
            terms.fault(name, f"'{name}': codeAddress is no address with one {{}}", hint, "codeAddress")
        else:
            found[name] = CodeScheme(name, properties[0], "".join(addresses))
    return found


def _end(
    terms: Terms, name: str, side: str, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]
) -> frozenset[str]:
    values = terms.values(name, RDFS + side)
    if len(values) != 1:
        count = "more than one" if values else "no"
        hint = "join several types by owl:unionOf" if values else f"give the types that it may join: rdfs:{side}"
        terms.fault(name, f"relation '{name}' has {count} rdfs:{side}", hint, side)
        return frozenset()
    members = [terms.local(iri) for iri in values[0].members or (values[0].text,)]
    for member in members:
        if member not in types and member != ROOT_CLASS:
            finer = classes.get(member)
            hint = f"take its top type '{finer.type}'" if finer else suggestion(member, types)
            terms.fault(
                name,
                f"relation '{name}': {side} '{member}' is no top type",
                hint,
                member if member != "[]" else side,
            )
    return frozenset(types) if ROOT_CLASS in members else frozenset(member for member in members if member in types)


def _cross_kinds(terms: Terms, name: str, types: dict[str, TypeInfo]) -> frozenset[tuple[str, str]]:
    pairs = set()
    for text in terms.own(name, "crossKind"):
        subject, _, target = text.partition(" ")
        if subject in types and target in types:
            pairs.add((subject, target))
        else:
            hint = "give a subject's and an object's type with a space between them"
            terms.fault(name, f"relation '{name}': crossKind '{text}' is no pair of top types", hint, "crossKind")
    return frozenset(pairs)


def _check_stray(terms: Terms, name: str, types: dict[str, TypeInfo], classes: dict[str, ClassInfo]) -> None:
    """An object property between entities that is no relation was surely meant to be one."""
    ends = [value for side in ("domain", "range") for value in terms.values(name, RDFS + side)]
    joined = {terms.local(end) for value in ends for end in value.members or (value.text,)}
    is_object = OWL + "ObjectProperty" in terms.texts(name, TYPE)
    if is_object and name != ROOT_RELATION and joined & {*types, *classes, ROOT_CLASS}:
        hint = f"let it be rdfs:subPropertyOf {ROOT_RELATION}"
        terms.fault(name, f"'{name}' joins entities, but is not below {ROOT_RELATION}", hint, "subPropertyOf")
