"""What the RDF says: evidence with its place, posts, codes, the run."""

from __future__ import annotations

import owlrl
import rdflib

from formats_made import KG, OA, ORG, PROV, written
from graphs import BASE, small_graph
from pages import ROOT

# What the RDF says beyond the old contract


def test_evidence_is_an_annotation_that_finds_its_place(graph: rdflib.Graph) -> None:
    from graphs import TEXT

    found = 0
    for evidence in graph.subjects(rdflib.RDF.type, OA.SpecificResource):
        quote, position = None, None
        for selector in graph.objects(evidence, OA.hasSelector):
            if (selector, rdflib.RDF.type, OA.TextQuoteSelector) in graph:
                quote = selector
            else:
                position = selector
        start, end = (graph.value(position, one).toPython() for one in (OA.start, OA.end))
        prefix, suffix = (str(graph.value(quote, one) or "") for one in (OA.prefix, OA.suffix))
        found += 1

        assert TEXT[start:end] == str(graph.value(quote, OA.exact)) == str(graph.value(evidence, KG.quote))
        assert TEXT[:start].endswith(prefix)
        assert TEXT[end:].startswith(suffix)
        assert graph.value(evidence, OA.hasSource) == graph.value(evidence, KG.document)
    assert found == 5


def test_a_post_is_a_membership_with_its_role(graph: rdflib.Graph) -> None:
    (post,) = graph.subjects(rdflib.RDF.type, ORG.Membership)

    assert graph.value(post, ORG.member) == rdflib.URIRef(BASE + "entity/Person-3c")
    assert graph.value(post, ORG.organization) == rdflib.URIRef(BASE + "entity/Organization/1a2b")
    assert graph.value(graph.value(post, ORG.role), rdflib.SKOS.prefLabel) == rdflib.Literal("院长")
    assert (graph.value(post, PROV.wasDerivedFrom), rdflib.RDF.predicate, KG.affiliatedWith) in graph


def test_a_post_that_is_only_planned_is_no_membership() -> None:
    from dataclasses import replace

    whole = small_graph()
    planned = replace(whole, statements=(*whole.statements[:-1], replace(whole.statements[-1], modality="planned")))
    found = rdflib.Graph().parse(data=written("ttl", planned), format="turtle")

    assert list(found.subjects(rdflib.RDF.type, ORG.Membership)) == []


def test_a_post_tells_when_it_was_held() -> None:
    from dataclasses import replace

    from kg.model import Qualifier

    whole = small_graph()
    last = whole.statements[-1]
    evidence = replace(last.evidence[0], qualifiers=(Qualifier("date", "2024年3月", "2024-03", "gYearMonth"),))
    dated = replace(whole, statements=(*whole.statements[:-1], replace(last, evidence=(evidence,))))
    found = rdflib.Graph().parse(data=written("ttl", dated), format="turtle")
    time = rdflib.Namespace("http://www.w3.org/2006/time#")
    (interval,) = found.objects(None, ORG.memberDuring)

    assert found.value(interval, rdflib.RDFS.label) == rdflib.Literal("2024年3月")
    assert found.value(found.value(interval, time.inside), time.inXSDgYearMonth) == rdflib.Literal(
        "2024-03", datatype=rdflib.XSD.gYearMonth
    )


def test_a_code_is_written_as_others_write_it(graph: rdflib.Graph) -> None:
    place = rdflib.URIRef(BASE + "entity/Place-110108")

    assert graph.value(place, rdflib.URIRef("http://www.wikidata.org/prop/direct/P442")) == rdflib.Literal("110108")
    assert graph.value(place, rdflib.SKOS.exactMatch) == rdflib.URIRef("https://example.org/cn/110108/")


def test_the_run_names_version_ontology_and_documents_and_no_time(graph: rdflib.Graph) -> None:
    (run,) = graph.subjects(rdflib.RDF.type, PROV.Activity)
    used = {str(graph.value(one, KG.sha256)) for one in graph.objects(run, PROV.used)}

    assert used == {"0a" * 32, "0b" * 32}
    assert (rdflib.URIRef(BASE + "dataset"), PROV.wasGeneratedBy, run) in graph
    assert graph.value(run, PROV.endedAtTime) is None


def test_a_reasoner_finds_no_contradiction_but_where_there_is_one(graph: rdflib.Graph) -> None:
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "kg.ttl")
    broken = graph + rdflib.Graph().add((rdflib.URIRef(BASE + "entity/Person-3c"), rdflib.RDF.type, KG.Place))

    assert _contradictions(graph + ontology) == []
    assert "Person" in _contradictions(broken + ontology)[0]


def _contradictions(graph: rdflib.Graph) -> list[str]:
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(told) for _, predicate, told in graph if str(predicate).endswith("#error")]
