"""Explanations: each reason that keeps a name or a rule from being read is told, and nothing that was read is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import InputError, UsageError
from kg.explanation.diagnose import STEPS, Diagnostician
from kg.explanation.explain import explain_entity, explain_text
from kg.explanation.explained import ExplainedSentence, NearMiss
from kg.explanation.explaintext import render, render_entity
from kg.mentions import NameFinder
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.segment import default_segmenter
from small_ontology import ALLIED, BUILT, write_ontology

WIND, PEARL = "长风破浪号", "碧海明珠号"
NORTH, SOUTH, FAR = "北溟造船公司", "南屏船务公司", "远星航运公司"


CASES = {
    "pseudo-trigger": ("trigger: [建造]\npseudo: [建造师]", f"{NORTH}建造师上了{WIND}。", "'建造师'"),
    "part of a name": ("trigger: [造船]", f"{NORTH}有{WIND}。", f"part of the name '{NORTH}'"),
    "opens": ("trigger: [建造]\nopens: [已]", f"{NORTH}忙于建造{WIND}。", "'北溟造船公司忙于' stands before it"),
    "unless": (
        "trigger: [建造]\nunless: [{words: [协助, 没]}]",
        f"{NORTH}协助建造{WIND}。",
        "'协助' stands before the",
    ),
    "requires": (
        "trigger: [建造]\nrequires: [{words: [首艘]}]",
        f"{NORTH}建造{WIND}。",
        "needs 首艘 before the trigger",
    ),
}


def sentence(folder: Path, rule: str, text: str) -> ExplainedSentence:
    """The explanation of a text's last sentence by one rule: whole, or the lines between its name and arguments."""
    if not rule.startswith("rules:"):
        lines = [*rule.splitlines(), *([] if "arguments" in rule else ["arguments: " + ARGUMENTS])]
        rule = "rules:\n  - name: builtBy.it\n" + "".join(f"    {line}\n" for line in lines)
        rule += '    examples: ["<object:甲厂><subject:乙号>"]\n'
    return explain_text(text, load_ontology(write_ontology(folder, rule))).sentences[-1]


ARGUMENTS = "{object: {position: before, within: 12}, subject: {position: after}}"


def only_miss(explained: ExplainedSentence) -> NearMiss:
    assert explained.findings == ()
    assert len(explained.misses) == 1
    return explained.misses[0]


@pytest.mark.parametrize("step", CASES)
def test_what_bars_a_trigger_is_told_with_the_pair_it_would_have_given(tmp_path: Path, step: str) -> None:
    rule, text, told = CASES[step]

    miss = only_miss(sentence(tmp_path, rule, text))

    assert (miss.step, miss.rule, miss.place) == (step, "builtBy.it", "rules/builtBy.yaml:2")
    assert told in miss.why
    if step != "part of a name":
        assert miss.would == ((WIND, NORTH),)
        assert miss.near


def where(subject: str = "position: after", target: str = "position: before") -> str:
    return f"trigger: [建造]\narguments: {{object: {{{target}}}, subject: {{{subject}}}}}"


MISSING = [
    (where(), f"{WIND}在建造。", "object", "no Firm stands before the trigger in its clause"),
    (where(), f"建造{WIND}的是{NORTH}。", "object", f"'{NORTH}' stands behind"),
    (where(), f"{NORTH}来了，建造{WIND}。", "object", f"'{NORTH}' stands before in another clause"),
    (where(target="position: before, within: 2"), f"{NORTH}一二三四建造{WIND}。", "object", "too far: 4 characters"),
    (where(), f"对{NORTH}建造{WIND}。", "object", "behind the preposition '对'"),
    (where(), f"{NORTH}的人建造{WIND}。", "object", "is an attribute: '的' stands behind it"),
    (where(target="position: before, marker: [由]"), f"{NORTH}建造{WIND}。", "object", "lacks the marker 由"),
    (
        where(target="position: before, follow: [来]"),
        f"{NORTH}去建造{WIND}。",
        "object",
        "not followed by 来, but by '去'",
    ),
    (where("position: after, reach: touching, gap: [了]"), f"{NORTH}建造好{WIND}。", "subject", "'好' stands between"),
    (where("position: after, reach: touching"), f"{NORTH}建造好{WIND}。", "subject", "where nothing may"),
    (where("position: after, class: Ferry"), f"{NORTH}建造{WIND}。", "subject", f"'{WIND}' is of no class"),
    (where("position: after, within: 1"), f"{NORTH}建造一二{WIND}。", "subject", "too far: 2 characters"),
]


@pytest.mark.parametrize(("rule", "text", "step", "told"), MISSING, ids=[case[3] for case in MISSING])
def test_why_an_argument_is_missing(tmp_path: Path, rule: str, text: str, step: str, told: str) -> None:
    miss = only_miss(sentence(tmp_path, rule, text))

    assert miss.step == step
    assert told in miss.why


def test_why_two_names_are_not_joined(tmp_path: Path) -> None:
    ontology = load_ontology(write_ontology(tmp_path, {"alliesWith": ALLIED}))

    same = only_miss(explain_text("远星航运公司与远星航运结盟。", ontology).sentences[0])

    assert same.step == "same thing"
    assert "both names mean one thing" in same.why


def test_a_statement_is_told_with_labels_modality_qualifiers_and_the_rules_that_read_the_same(tmp_path: Path) -> None:
    second = (
        BUILT.replace("rules:\n", "")
        .replace("builtBy.active", "builtBy.weak")
        .replace("    arguments", "    confidence: 0.5\n    arguments")
    )
    explained = sentence(tmp_path, BUILT + second, f"2024年5月{NORTH}拟建造長風破浪號。")
    finding = explained.findings[0]

    assert len(explained.findings) == 1
    assert (finding.rule, finding.trigger, finding.modality) == ("builtBy.active", "建造", "planned")
    assert (finding.subject, finding.statement) == ("長風破浪號", (WIND, "builtBy", NORTH))
    assert finding.also == ("builtBy.weak (planned, 0.5)",)
    assert [(one.name, one.value) for one in finding.qualifiers] == [("date", "2024-05")]
    assert explained.misses == ()


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("青石科技有限公司（原海川科技公司）扩建。", "海川科技公司", "older name of 青石科技有限公司"),
        ("保安黄磊说，门没有锁。", "黄磊", "told apart from others of this name: 服务人员"),
    ],
)
def test_a_name_that_means_something_else_than_its_form_says_so(text: str, name: str, note: str) -> None:
    notes = {one.text: one.note for one in explain_text(text).sentences[0].names}

    assert notes[name] == note


def test_names_are_told_with_their_row_and_what_they_are_short_for(tmp_path: Path) -> None:
    ontology = load_ontology(write_ontology(tmp_path, BUILT))

    names = explain_text(f"{FAR}（简称“远航”）来了。远航和FarStar走了，该公司建造{WIND}。", ontology).sentences[1].names

    assert [(name.text, name.source, name.note) for name in names] == [
        ("远航", "short form", f"short for {FAR}"),
        ("FarStar", "gazetteer", f"known as {FAR}"),
        ("该公司", "reference", "stands for FarStar"),
        (WIND, "gazetteer", ""),
    ]
    assert names[0].row == names[1].row == "gazetteer/Firm.tsv:2"


def test_names_that_were_not_taken_are_told_with_the_winner_and_the_reason(ontology: Ontology) -> None:
    for table, why in (
        (None, r"longer before shorter: 8 to 6"),
        (ontology.table, r"the other.* weighs more: .* to .*"),
    ):
        explained = explain_text("国务院新闻办公室回应。", replace(ontology, table=table)).sentences[0]

        lost = {one.text: (one.winner, one.why) for one in explained.losers}

        assert lost["国务院新闻办"][0] == "国务院新闻办公室"
        assert re.fullmatch(why, lost["国务院新闻办"][1])


def test_known_names_that_a_word_runs_over_and_words_tagged_as_names_are_told(ontology: Ontology) -> None:
    explanation = explain_text("新华社4月1日电 深度融合，亚纳博恩发展。", replace(ontology, table=None))
    lost = {one.text: one.why for one in explanation.sentences[0].losers}

    assert lost["新华社"] == "it signs the text"
    assert lost["深度"].startswith("the tag alone is not trusted in words of less than")
    assert "tagged only 博恩/nr" in render(explanation)


def test_ranges_are_of_the_original_text(tmp_path: Path) -> None:
    text = f"\ufeff頭一句。 {NORTH[:3]}\u200b{NORTH[3:]} 建造了長風破浪號。"
    explained = sentence(tmp_path, BUILT, text)

    assert text[explained.names[0].start : explained.names[0].end] == f"{NORTH[:3]}\u200b{NORTH[3:]}"
    assert text[explained.names[1].start : explained.names[1].end] == "長風破浪號"
    assert "".join(token.text for token in explained.tokens) == f"{NORTH}建造了{WIND}。"


def test_one_sentence_is_told_in_the_light_of_the_whole(tmp_path: Path) -> None:
    ontology = load_ontology(write_ontology(tmp_path, BUILT))

    told = explain_text(f"{NORTH}来了。该公司建造{WIND}。", ontology, sentence=2)

    assert [one.number for one in told.sentences] == [2]
    assert told.sentences[0].findings[0].statement == (WIND, "builtBy", NORTH)
    with pytest.raises(UsageError, match="has 2 sentences"):
        explain_text("一。二。", ontology, sentence=3)
    with pytest.raises(InputError, match="the text is empty"):
        explain_text(" \n", ontology)


def test_a_rule_misses_exactly_where_it_reads_nothing(ontology: Ontology, pages: list[Path]) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    diagnostician = Diagnostician(ontology.rules, ontology.schema)
    triggers = {word: rule.name for rule in ontology.rules.rules for word in rule.triggers}
    for page in pages:
        found = finder.find(Document(page.name, page.read_text(encoding="utf-8")))
        sentences = list(found.text.sentences())
        key = found.text.key
        read = list(diagnostician.read(key, sentences, found.names))
        told = list(diagnostician.diagnose(key, sentences, found.names))

        assert [finding for one in told for finding in one.findings] == read
        for one in told:
            fired = {(f.rule.name, f.trigger) for f in (*one.findings, *one.outdone)}
            for miss in one.misses:
                assert (miss.rule.name, miss.trigger) not in fired
                assert key[miss.trigger.start : miss.trigger.end] in triggers
                assert all(reason.step in STEPS for reason in miss.reasons)
                assert not any(reason.message.endswith(("' ", ": ")) for reason in miss.reasons)


def test_an_entity_is_told_with_the_reason_of_each_merge(tmp_path: Path) -> None:
    ontology = load_ontology(write_ontology(tmp_path, BUILT))
    page = tmp_path / "a.txt"
    page.write_text(f"{FAR}（简称“远航”）来了。远航建造{WIND}，遠星航運公司与FarStar走了。", encoding="utf-8")

    told = explain_entity([page], "远航", ontology)
    text = render_entity(told)

    assert {(merge.label, merge.reason) for merge in told.entity.merges} == {
        ("FarStar", "gazetteer"),
        ("远航", "declared"),
        ("遠星航運公司", "script"),
    }
    assert (WIND, "builtBy", FAR, "") in told.statements
    assert f"a.txt: {FAR}(简称“远航”" in text
    with pytest.raises(InputError, match=f"did you mean '{FAR}'"):
        explain_entity([page], "远星航空公司", ontology)


def test_what_bears_the_same_name_and_is_kept_apart_is_told_with_its_documents(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text("退休教师李建华今年七十八岁，在宜昌义务护江。", encoding="utf-8")
    (tmp_path / "second.txt").write_text("二十三岁的短跑选手李建华在全运会上夺冠。", encoding="utf-8")

    told = explain_entity(sorted(tmp_path.iterdir()), "李建华")

    ((other, _),) = told.apart
    assert {document for one in (told.entity, other) for document, _ in one.documents} == {"first.txt", "second.txt"}
    assert "kept apart" in render_entity(told)
    assert other.id in render_entity(told)
    assert "kept apart" not in render_entity(explain_entity([tmp_path / "first.txt"], "李建华"))
