"""The fast segmenter against the reference: the same dictionary and model, and so the same names."""

import pytest

from kg.extraction import Extractor
from kg.ontology import Ontology, default_data
from kg.readers import read
from kg.segment import default_segmenter, reference_segmenter, tokenize
from kg.text import normalise

pytest.importorskip("rjieba", reason="without rjieba the reference itself is in use")


def test_the_words_joined_give_the_text_again() -> None:
    key = normalise("中關村泛聯研究院（簡稱“泛聯院”），由TD產業聯盟共同發起。\n第二段 End").key

    for segmenter in (default_segmenter(), reference_segmenter()):
        tokens = tokenize(key, segmenter)
        assert "".join(key[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)) == key


def test_the_fast_segmenter_finds_the_names_of_the_reference(ontology: Ontology) -> None:
    documents = list(read([default_data("seeds")], on_problem=lambda problem: None))
    fast, reference = (
        {
            (document.id, mention.start, mention.end, mention.type)
            for document in documents
            for mention in Extractor(ontology, segmenter).extract(document).mentions
        }
        for segmenter in (default_segmenter(), reference_segmenter())
    )

    assert len(fast & reference) >= 0.98 * len(fast | reference)
