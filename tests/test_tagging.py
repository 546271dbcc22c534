"""The tagger: features that are numbers, scores that are sums of integers, the best labels, and the table's file."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.mentions import NameFinder
from kg.model import Document
from kg.names.reading import Candidate
from kg.ontology import Ontology, load_ontology
from kg.schema import Schema
from kg.segment import default_segmenter
from kg.tagging.decoding import LEAD, NEVER, Moves, balance, decode, spans
from kg.tagging.features import FAMILIES, TEMPLATES, read_features
from kg.tagging.hashing import mix
from kg.tagging.table import UNIT, Table, load_table, make_table, write_table
from kg.tagging.tagger import Tagger
from kg.tagging.wordgroups import WordGroups, load_groups, make_groups, write_groups
from kg.tagging.words import COLUMNS, read_words
from small_ontology import write_ontology

TYPES = ("Firm", "Port", "Ship")
LABELS = 2 * len(TYPES) + 1


def table(**about: str) -> Table:
    return make_table(TYPES, {5: {0: 0.5, 1: -2.0}, 7: {3: 1.25}, 9: {2: 0.001}}, {(0, 1): -0.5}, {"always": 7}, about)


rows = st.lists(
    st.lists(st.integers(-LEAD * UNIT // 2, LEAD * UNIT // 2), min_size=LABELS, max_size=LABELS), min_size=1, max_size=3
)


def pairs() -> list[tuple[int, int]]:
    """The moves that can be: a name goes on only behind its own beginning or inside."""
    return [
        (before, after)
        for before, after in itertools.product(range(LABELS), repeat=2)
        if not after or after % 2 or before in (after, after - 1)
    ]


@given(rows, st.lists(st.integers(-20, 20), min_size=3 * len(TYPES), max_size=3 * len(TYPES)))
def test_the_labels_are_the_best_of_all_sequences(scores: list[list[int]], numbers: list[int]) -> None:
    moves = Moves(*np.array(numbers, np.int32).reshape(3, len(TYPES)))

    def worth(before: int, after: int) -> int:
        kind = (after - 1) // 2
        if not after:
            return 0
        if after % 2:
            return int(moves.adjacent[kind]) if before else 0
        return int((moves.second if before % 2 else moves.further)[kind])

    def value(labels: tuple[int, ...]) -> int:
        moved = sum(worth(a, b) if (a, b) in possible else NEVER for a, b in itertools.pairwise((0, *labels)))
        return moved + sum(row[label] for row, label in zip(scores, labels, strict=True))

    possible = set(pairs())
    best = max(value(labels) for labels in itertools.product(range(LABELS), repeat=len(scores)))

    found = decode(np.array(scores, np.int32), moves, UNIT)

    # Words of which "no name" leads by far are none whatever their neighbours say; here none leads so far.
    assert value(tuple(found.tolist())) == best


@given(st.lists(st.integers(-8, 8), min_size=LABELS + 3 * len(TYPES), max_size=LABELS + 3 * len(TYPES)))
def test_weights_of_moves_can_be_parted_without_changing_any_sequence(numbers: list[int]) -> None:
    enter, rest = numbers[:LABELS], np.array(numbers[LABELS:]).reshape(3, len(TYPES))
    weights = {}
    for before, after in pairs():
        kind = (after - 1) // 2
        row = -1 if not after or (after % 2 and not before) else 0 if after % 2 else 1 if before % 2 else 2
        weights[before, after] = float(enter[after] + (rest[row, kind] if row >= 0 else 0))

    labels, rows = balance(len(TYPES), weights)

    def sums(path: tuple[int, ...]) -> float:
        told = sum(labels[label] for label in path[1:])
        for before, after in itertools.pairwise(path):
            if after and (before or not after % 2):
                told += rows[0 if after % 2 else 1 if before % 2 else 2][(after - 1) // 2]
        return told

    possible = set(weights)
    paths = [
        (0, *path, 0)
        for path in itertools.product(range(LABELS), repeat=3)
        if all(pair in possible for pair in itertools.pairwise((0, *path, 0)))
    ]
    worth = [sum(weights[pair] for pair in itertools.pairwise(path)) for path in paths]
    assert [sums(path) for path in paths] == pytest.approx(worth)


@given(st.lists(st.integers(0, LABELS - 1), max_size=12))
def test_spans_lie_in_order_and_never_overlap(labels: list[int]) -> None:
    found = spans(np.array(labels, np.int64))

    assert all(a[1] <= b[0] for a, b in itertools.pairwise(found))
    assert sum(end - start for start, end, _ in found) == sum(label > 0 for label in labels)


def test_hashes_are_the_same_on_every_machine() -> None:
    assert mix(2, np.array([1, 2], np.uint32), 3).tolist() == [1109026109, 4045975816]


def test_every_template_looks_at_columns_that_there_are() -> None:
    named = {part.rstrip("+-0123456789").replace("_", " ") for template in TEMPLATES for part in template.split()}

    assert named == set(COLUMNS)
    assert len(set(TEMPLATES)) == len(TEMPLATES) == sum(map(len, FAMILIES.values()))


def test_a_feature_that_was_never_seen_weighs_nothing() -> None:
    collides = 5 + (1 << 20)  # the same row as feature 5, another check

    scores = table().scores(np.array([[5, 7], [collides, 1]], np.uint32))

    labels = np.array([0, -UNIT // 2, 0, 0, 0, 0, 0])  # beginning a name of the first type
    assert (scores - labels).tolist() == [[UNIT // 2, -2 * UNIT, 0, UNIT * 5 // 4, 0, 0, 0], [0] * LABELS]


def test_weights_that_round_to_nothing_are_left_out() -> None:
    assert table().numbers.tolist() == [5, 7]


def test_a_table_comes_back_as_it_was_written_and_the_same_bytes_each_time(tmp_path: Path, small: Schema) -> None:
    write_table(table(made="here"), tmp_path / "one.npz")
    write_table(table(made="here"), tmp_path / "two.npz")

    back = load_table(tmp_path / "one.npz", small)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert back is not None
    assert (back.types, back.worth, back.about) == (TYPES, {"always": 7}, {"made": "here"})
    assert (back.weights == table().weights).all()
    assert (back.moves == table().moves).all()
    assert (back.labels == table().labels).all()


@pytest.fixture
def small(tmp_path: Path) -> Schema:
    return load_ontology(write_ontology(tmp_path)).schema


def test_no_table_is_no_tagger(tmp_path: Path, small: Schema) -> None:
    assert load_table(tmp_path / "none.npz", small) is None


@pytest.mark.parametrize(("keep", "why"), [(0, "no table of the tagger"), (60, "no table of the tagger"), (-40, "cut")])
def test_a_table_that_was_cut_short_is_told_with_its_remedy(tmp_path: Path, small: Schema, keep: int, why: str) -> None:
    path = tmp_path / "tagger.npz"
    write_table(table(), path)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(OntologyError, match=rf"(?s)tagger.npz: .*{why}.*hint: make it again with kg train"):
        load_table(path, small)


def test_a_table_of_another_version_is_told(tmp_path: Path, small: Schema, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.tagging.table.FORMAT", 0)
    write_table(table(), tmp_path / "tagger.npz")
    monkeypatch.undo()

    with pytest.raises(OntologyError, match="was made by another version"):
        load_table(tmp_path / "tagger.npz", small)


def test_a_table_with_a_type_that_is_not_declared_is_told(tmp_path: Path) -> None:
    write_table(table(), tmp_path / "ontology" / "tagger.npz") if (tmp_path / "ontology").mkdir() else None
    root = write_ontology(tmp_path)
    write_table(make_table(("Whale",), {}, {}, {}, {}), root / "tagger.npz")

    with pytest.raises(OntologyError, match=r"gives names the type 'Whale', which kg\.ttl does not declare"):
        load_ontology(root)


GROUPS = make_groups({"北京": (1, 2, 3), "上海": (1, 2, 4), "说": (5, 6, 7)})


def test_words_that_are_used_alike_have_columns_in_common(ontology: Ontology) -> None:
    proposed = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter()).propose("北京说上海没听见")

    columns = read_words(proposed, groups=GROUPS).columns

    first, _, other = range(3)
    assert columns["group"][first] == columns["group"][other] == 2
    assert (columns["fine"][first], columns["fine"][other]) == (3, 4)
    assert not columns["coarse"][other + 1 :].any()
    assert not any(read_words(proposed).columns[degree].any() for degree in ("coarse", "group", "fine"))


def test_groups_come_back_as_they_were_written_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        write_groups(GROUPS, tmp_path / name)

    back = load_groups(tmp_path / "one.npz")

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert back is not None
    assert back.sum() == GROUPS.sum()
    assert load_groups(tmp_path / "none.npz") is None


def test_a_table_that_was_trained_with_other_groups_is_told(tmp_path: Path, small: Schema) -> None:
    grouped = replace(table(), groups=GROUPS)
    write_table(grouped, tmp_path / "tagger.npz")
    write_groups(GROUPS, tmp_path / "word-groups.npz")
    back = load_table(tmp_path / "tagger.npz", small)
    assert back is not None
    assert back.groups is not None

    write_groups(make_groups({"北京": (1, 1, 1)}), tmp_path / "word-groups.npz")

    with pytest.raises(OntologyError, match=r"trained with other groups of words than those in word-groups\.npz"):
        load_table(tmp_path / "tagger.npz", small)


@pytest.mark.parametrize("content", [b"", b"PK nothing", "cut"])
def test_a_file_that_holds_no_groups_is_told_with_its_remedy(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "word-groups.npz"
    write_groups(GROUPS, path)
    path.write_bytes(path.read_bytes()[:-30] if isinstance(content, str) else content)

    with pytest.raises(OntologyError, match=r"(?s)word-groups\.npz: holds no groups.*hint: make it again"):
        load_groups(path)


def test_no_groups_are_as_good_as_none() -> None:
    empty = WordGroups(np.zeros(0, np.uint32), np.zeros((0, 3), np.uint16))

    assert not any(column.any() for column in empty.columns(np.array([1, 2], np.uint32)).values())


def test_words_end_wherever_another_source_sees_an_edge(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    proposed = finder.propose("北京市海淀区的费伯渊昨日走访“听羽”系统实验室。")

    words = read_words(proposed)

    edges = {*words.starts.tolist(), *words.ends.tolist()}
    assert all({one.start, one.end} <= edges for one in proposed.candidates)
    assert words.starts.tolist() == [0, *words.ends.tolist()[:-1]]
    assert all(len(column) == len(words.starts) for column in words.columns.values())


def test_tables_of_the_ontology_give_every_word_of_any_text_a_score(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    assert ontology.table is not None
    tagger = Tagger(ontology.table)
    for text in ("", "。", "\n", "华为", "𠮷野家在东京", "a" * 300, "费伯渊说" * 50):
        proposed = finder.propose(text)
        tagging = tagger.tag([proposed])[0]

        assert tagging.scores.shape == (len(tagging.words.starts), 2 * len(ontology.table.types) + 1)
        assert all(0 <= name.start < name.end <= len(proposed.text.key) for name in tagging.names)


MUCH = "说了很多很多话，他又说了一遍，说了又说，说个不停，还是那些话，一字不差。"


def test_features_of_a_word_do_not_depend_on_what_stands_far_away(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())

    def features(text: str) -> list[list[int]]:
        proposed = finder.propose(text)
        words = read_words(proposed)
        return read_features(words)[:3].tolist()  # type: ignore[no-any-return]

    assert features(f"栖云{MUCH}") == features(f"栖云{MUCH}上海下雨了。")


def test_texts_read_together_are_read_as_each_alone(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    assert ontology.table is not None
    tagger = Tagger(ontology.table)
    texts = (
        "据报道，缪栖梧昨日走访“听羽”",
        "",
        "大学",
        "",
        "《听羽》是缪栖梧写的。北京市海淀区的费伯渊说",
        "系统实验室",
    )
    proposed = [finder.propose(text) for text in texts]

    together = tagger.tag(proposed)

    for one, tagging in zip(proposed, together, strict=True):
        (alone,) = tagger.tag([one])
        assert tagging.names == alone.names
        assert (tagging.scores == alone.scores).all()
        assert tagging.words.tags == alone.words.tags
        for name, column in alone.words.columns.items():
            assert tagging.words.columns[name].tolist() == column.tolist(), name
    assert tagger.tag([]) == []


def test_the_tagger_finds_names_that_no_list_and_no_ending_tell(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter(), ontology.table)

    names = finder.find(Document("a", "昨天下午，缪栖梧和家人一起去了医院，缪栖梧说自己并不担心。")).names

    assert {(name.mention.text, name.mention.type) for name in names} == {("缪栖梧", "Person")}


def test_no_name_of_the_tagger_has_half_a_bracket(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter(), ontology.table)
    proposed = finder.propose("栖云研究院(栖研院)日前成立。")
    half, whole = (Candidate(0, end, "Organization", "tagger") for end in (9, 10))

    assert [one.end for one in finder.of_the_story(proposed, [half, whole])] == [10]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("中共中央总书记日前出席。", "中共中央总书记"),
        ("《甲江条例》《乙河办法》同日施行。", "《甲江条例》《乙河办法》"),
        ("“艺术周”\n\n栖云大赛落幕。", "“艺术周”\n栖云大赛"),
        ("香港文汇报讯 栖云落成。", "香港"),
        ("清华大学、北京大学相关负责人说。", "清华大学、北京大学"),
        ("年初甲江智库发布报告。", "年初甲江智库"),
        ("近百名甲江网络学者到会。", "近百名甲江网络"),
        ("〔甲江/乙河报导〕栖云大赛落幕。", "乙河报导〕栖云大赛"),
        ("甲江研究院赴苏州 三栖大馆揭幕。", "苏州 三栖"),
        ("(记者林若溪、冯源)展览开幕。", "冯源"),
    ],
)
def test_posts_and_several_titles_and_what_signs_are_no_names_of_the_tagger(
    ontology: Ontology, text: str, name: str
) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    proposed = finder.propose(text)
    start = proposed.text.key.index(name)

    assert finder.of_the_story(proposed, [Candidate(start, start + len(name), "Organization", "tagger")]) == []


def test_an_event_begins_at_its_ordinal_not_at_the_clause_before_it(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    proposed = finder.propose("应邀出席第23届香格里拉对话会的专家到会。")
    clause, event = (Candidate(start, 15, "Event", "tagger") for start in (0, 4))

    assert [one.start for one in finder.of_the_story(proposed, [clause, event])] == [4]


def test_a_place_in_the_name_of_a_paper_that_signs_is_no_name(ontology: Ontology) -> None:
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())

    candidates = finder.propose("香港文汇报讯 中国科学院昨天在合肥开会。").candidates

    assert {(one.start, one.end) for one in candidates if one.source == "gazetteer"} >= {(7, 12), (15, 17)}
    assert min(one.start for one in candidates) == 7
