"""What is far too long or far too much is told, or read like anything else."""

from __future__ import annotations

from pathlib import Path

from kg.extraction import Extractor
from kg.model import Document
from small_ontology import TABLES, facts, faults, read, reader, write_ontology


def test_ten_thousand_aliases_of_one_row_are_one_entity(tmp_path: Path) -> None:
    aliases = [f"丙{number:05}号" for number in range(10_000)]
    ships = [f"丙舰\t{'|'.join(aliases)}\t\t\t\teditors"]

    found = read(reader(tmp_path, tables={**TABLES, "Ship": ships}), f"{aliases[0]}与{aliases[-1]}来了。")

    assert [(mention.text, mention.entry) for mention in found.mentions] == [
        (aliases[0], "Ship:丙舰"),
        (aliases[-1], "Ship:丙舰"),
    ]


def test_a_name_of_500_characters_is_told_with_its_row(tmp_path: Path) -> None:
    root = write_ontology(tmp_path, tables={**TABLES, "Ship": ["长" * 500 + "\t\t\t\t\teditors"]})

    shown = "长" * 20
    assert faults(root) == [f"gazetteer/Ship.tsv:2:1: a name of 500 characters: '{shown}…'\n  hint: is a tab missing?"]


def test_a_sentence_of_100_000_characters_is_read_to_its_end(extractor: Extractor) -> None:
    words = "天气很好大家慢慢地走了一段路又说了许多话"
    text = f"海淀区位于北京市{words * (100_000 // len(words))}费伯渊说海淀区很好"

    found = extractor.extract(Document("long", text))

    assert [(mention.text, mention.start) for mention in found.mentions if mention.text == "海淀区"] == [
        ("海淀区", 0),
        ("海淀区", len(text) - 5),
    ]
    assert "海淀区 locatedIn 北京市" in facts(found)


def test_a_list_of_ten_thousand_names_is_read(tmp_path: Path) -> None:
    firms = [f"丁{number:05}厂" for number in range(10_000)]
    tables = {**TABLES, "Firm": [f"{firm}\t\t\t\t\teditors" for firm in firms], "Port": []}

    found = read(reader(tmp_path, tables=tables), "、".join(firms) + "都来了。")

    assert [mention.text for mention in found.mentions] == firms
