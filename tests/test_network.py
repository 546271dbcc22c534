"""The tagger's network: whole numbers, the same for any company that texts are read in, and files that are checked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.mentions import NameFinder
from kg.ontology import Ontology, load_ontology
from kg.schema import Schema
from kg.segment import default_segmenter
from kg.tagging.features import TEMPLATES, read_features
from kg.tagging.hashing import Column, mix
from kg.tagging.network import EXACT, LARGEST, MOST, NOTHING, SPECIAL, UNKNOWN, Layer, Network
from kg.tagging.networkfile import fault_of_network, is_exact, network_from_arrays, network_to_arrays
from kg.tagging.table import Table, load_table, make_table, table_from_bytes, table_to_bytes, write_table
from kg.tagging.tagger import Tagger
from kg.tagging.words import APART, read_words
from kg.training.learner import without
from small_ontology import write_ontology

COLUMNS = ("word", "tag")
TYPES = ("Firm", "Port", "Ship")
LABELS = 2 * len(TYPES) + 1
WIDTH = 8


def network(seed: int = 1, labels: int = LABELS, numbers: tuple[Column, ...] | None = None, large: int = 40) -> Network:
    """One of random weights up to ``large``; its words see up to three others on each side."""
    random = np.random.default_rng(seed)
    numbers = numbers or tuple(np.sort(random.choice(60, 20, replace=False) + 1).astype(np.uint32) for _ in COLUMNS)
    vectors = tuple(random.integers(-127, 128, (len(some) + SPECIAL, 5)).astype(np.int8) for some in numbers)

    def layer(taken: int, left: int, shift: int) -> Layer:
        bias = random.integers(-1000, 1000, left).astype(np.int32)
        return Layer(random.integers(-large, large + 1, (taken, left)).astype(np.int16), bias, shift)

    between = [layer(3 * WIDTH, WIDTH, 7) for _ in range(2)]
    return Network(COLUMNS, numbers, vectors, (layer(10, WIDTH, 5), *between, layer(3 * WIDTH, labels, 6)), (1, 2))


def words(seed: int, count: int) -> dict[str, Column]:
    """Columns of words, of which the network knows some values."""
    random = np.random.default_rng(seed)
    return {name: random.integers(1, 70, count).astype(np.uint32) for name in COLUMNS}


def plainly(net: Network, columns: dict[str, Column]) -> list[list[int]]:
    """The scores of a text by Python's own whole numbers, word by word, as the method is told."""

    def vector(column: int, value: int) -> list[int]:
        numbers = net.numbers[column].tolist()
        row = NOTHING if value == 0 else SPECIAL + numbers.index(value) if value in numbers else UNKNOWN
        return net.vectors[column][row].tolist()  # type: ignore[no-any-return]

    def through(layer: Layer, given: list[int]) -> list[int]:
        sums = zip(layer.weights.T.tolist(), layer.bias.tolist(), strict=True)
        return [(sum(map(int.__mul__, row, given)) + bias) >> layer.shift for row, bias in sums]

    def cut(row: list[int]) -> list[int]:
        return [min(max(value, 0), MOST) for value in row]

    count = len(columns[COLUMNS[0]])
    seen = [
        [number for k, name in enumerate(COLUMNS) for number in vector(k, int(columns[name][i]))] for i in range(count)
    ]
    levels = [[cut(through(net.layers[0], row)) for row in seen]]
    for layer, reach in zip(net.layers[1:-1], net.reaches, strict=True):
        last = levels[-1]

        def at(place: int, rows: list[list[int]] = last) -> list[int]:
            return rows[place] if 0 <= place < len(rows) else [0] * WIDTH

        levels.append([cut(through(layer, at(i - reach) + at(i) + at(i + reach))) for i in range(count)])
    return [through(net.layers[-1], [value for level in levels for value in level[i]]) for i in range(count)]


@given(st.integers(0, 99), st.integers(0, 12))
def test_scores_are_what_whole_numbers_give_word_by_word(seed: int, count: int) -> None:
    columns = words(seed, count)

    assert network(seed).scores(columns).tolist() == plainly(network(seed), columns)


@given(st.integers(0, 99), st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_a_text_has_the_same_scores_whatever_stands_beside_it(seed: int, counts: list[int]) -> None:
    net, texts = network(seed), [words(seed + number, count) for number, count in enumerate(counts)]
    nothing = np.zeros(APART, np.uint32)
    together = {name: np.concatenate([part for text in texts for part in (text[name], nothing)]) for name in COLUMNS}

    scores = net.scores(together)

    first = 0
    for text, count in zip(texts, counts, strict=True):
        assert scores[first : first + count].tolist() == net.scores(text).tolist()
        first += count + APART


@given(st.integers(1, 9))
def test_a_long_text_has_the_same_scores_however_many_words_are_worked_out_at_once(some: int) -> None:
    net, columns = network(), words(3, 40)
    whole = net.scores(columns)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.tagging.network._TOGETHER", some)
        assert network().scores(columns).tolist() == whole.tolist()


@given(st.integers(0, 99))
def test_the_largest_sums_are_the_same_in_any_order_of_floats(seed: int) -> None:
    """The inputs are as large as can be, and all of the sign that makes a sum grow."""
    random = np.random.default_rng(seed)
    layer = Layer(random.integers(-32767, 32768, (2, 4)).astype(np.int16), random.integers(0, 9, 4).astype(np.int32), 3)
    assert layer.largest(MOST) >= EXACT - 2 * 32767 * MOST  # near what floats can hold, or beyond
    while layer.largest(MOST) >= EXACT:
        layer = replace(layer, weights=(layer.weights // 2).astype(np.int16))
    for column in range(4):
        weights = layer.weights[:, column].astype(np.int64)
        parts = np.concatenate([np.abs(weights) * MOST, layer.bias[column : column + 1]])
        assert parts.sum() <= layer.largest(MOST)
        total = np.float32(0)
        for part in random.permutation(parts).astype(np.float32):
            total += part
        assert int(total) == int(parts.sum())


def test_no_column_reads_the_vectors_of_another() -> None:
    """Not even for a value whose key is the same in all bits as that of a value of the other column."""
    net = network(numbers=(np.array([7], np.uint32), np.arange(1, 40, dtype=np.uint32)))
    values = net.numbers[1] ^ mix(1, 0) ^ mix(1, 1)
    assert mix(39, 0, values).tolist() == mix(39, 1, net.numbers[1]).tolist()

    scores = net.scores({"word": values, "tag": np.zeros(39, np.uint32)})

    assert scores.tolist() == plainly(net, {"word": values, "tag": np.zeros(39, np.uint32)})


def beside(net: Network | None, labels: tuple[str, ...] = TYPES) -> Table:
    return replace(make_table(labels, {5: {0: 0.5}}, {(0, 1): -0.5}, {"always": 7}, {"made": "here"}), network=net)


@pytest.fixture
def small(tmp_path: Path) -> Schema:
    return load_ontology(write_ontology(tmp_path)).schema


def same(one: Network | None, other: Network | None) -> bool:
    assert one
    assert other
    head, arrays = network_to_arrays(one)
    again, others = network_to_arrays(other)
    dtypes = [[array.dtype for array in some.values()] for some in (arrays, others)]
    return head == again and dtypes[0] == dtypes[1] and all(np.array_equal(arrays[k], others[k]) for k in arrays)


def test_a_network_comes_back_as_it_was_written_and_the_same_bytes_each_time(tmp_path: Path, small: Schema) -> None:
    for name in ("one.npz", "two.npz"):
        write_table(beside(network()), tmp_path / name)

    back = load_table(tmp_path / "one.npz", small)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert back
    assert same(back.network, network())


def test_a_network_that_is_kept_with_its_table_comes_back_as_it_was() -> None:
    assert same(table_from_bytes(table_to_bytes(beside(network()))).network, network())
    assert table_from_bytes(table_to_bytes(beside(None))).network is None
    with pytest.raises(ValueError, match="no table"):
        table_from_bytes(table_to_bytes(beside(network())).replace(b"bias2", b"biasX"))


def rewritten(path: Path, **changed: object) -> None:
    """Put other arrays in the place of some of a file."""
    with np.load(path) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    content = {name: array for name, array in (content | changed).items() if array is not None}
    with path.open("wb") as file:
        np.savez_compressed(file, **content)  # type: ignore[arg-type]


WIDE = replace(network(), layers=(*network().layers[:-1], network(labels=LABELS + 1).layers[-1]))
FAR = replace(network(), reaches=(1, APART + 1))
ELSEWHERE = replace(network(), columns=("word", "shape"))
LOUD = [
    replace(network(), layers=tuple(network(large=32767 if one == loud else 40).layers[one] for one in range(4)))
    for loud in range(4)
]


@pytest.mark.parametrize(
    ("net", "changed", "why"),
    [
        (network(), {"bias1": np.zeros(WIDTH, np.int32)}, "is damaged: the sum of its network"),
        (network(), {"layer2": None}, "lacks parts of its network"),
        (WIDE, {}, "parts do not fit together"),
        (FAR, {}, "parts do not fit together"),
        (ELSEWHERE, {}, "parts do not fit together"),
        *((net, {}, "sums could reach 16777216, so that another machine could give other names") for net in LOUD),
    ],
)
def test_a_network_that_cannot_be_used_is_told_with_its_remedy(
    tmp_path: Path, small: Schema, net: Network, changed: dict[str, object], why: str
) -> None:
    path = tmp_path / "tagger.npz"
    write_table(beside(net), path)
    if changed:
        rewritten(path, **changed)

    with pytest.raises(OntologyError, match=rf"(?s)tagger\.npz: .*{why}.*hint: make it again with kg train"):
        load_table(path, small)


def test_only_a_table_without_network_is_read_by_programs_that_know_none(tmp_path: Path, small: Schema) -> None:
    """These know one format, that of tables without a network; they take no other."""
    formats = []
    for number, net in enumerate((None, network())):
        write_table(beside(net), tmp_path / f"{number}.npz")
        assert load_table(tmp_path / f"{number}.npz", small)
        with np.load(tmp_path / f"{number}.npz") as arrays:
            formats.append(bytes(arrays["head"]))

    assert b'"format": 2' in formats[0]
    assert b"network" not in formats[0]
    assert b'"format": 3' in formats[1]


def test_a_vector_beyond_what_was_reckoned_with_is_no_exact_network() -> None:
    net = network()
    assert is_exact(net)
    head, arrays = network_to_arrays(net)
    assert fault_of_network(network_from_arrays(head, arrays), head, LABELS) is None

    over = replace(net, vectors=(np.full_like(net.vectors[0], -LARGEST - 1), *net.vectors[1:]))

    assert not is_exact(over)


def test_the_tagger_takes_the_mean_of_table_and_network(ontology: Ontology) -> None:
    table = ontology.table
    assert table
    table = replace(table, network=None)
    proposed = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter()).propose("缪栖梧昨日走访听羽实验室")
    seen = read_words(proposed, groups=table.groups)
    features = read_features(seen)
    net = network(labels=2 * len(table.types) + 1)
    tagger = Tagger(replace(table, network=net))

    alone, both = Tagger(table).score(seen, features), tagger.score(seen, features)

    assert alone.scores.tolist() == table.scores(features).tolist()
    assert both.scores.tolist() == ((2 * alone.scores + net.scores(seen.columns)) // 3).tolist()
    assert tagger.tag([proposed])[0].scores.tolist() == both.scores.tolist()
    hidden = without(features, range(len(TEMPLATES)))
    assert (
        tagger.score(seen, hidden).scores.tolist()
        == ((2 * table.scores(hidden) + net.scores(seen.columns)) // 3).tolist()
    )


def test_texts_read_together_with_a_network_are_read_as_each_alone(ontology: Ontology) -> None:
    assert ontology.table
    net = network(labels=2 * len(ontology.table.types) + 1)
    tagger = Tagger(replace(ontology.table, network=net))
    finder = NameFinder(ontology.gazetteer, ontology.grammar, default_segmenter())
    proposed = [finder.propose(text) for text in ("据报道，缪栖梧昨日走访“听羽”", "", "大学", "系统实验室")]

    for one, tagging in zip(proposed, tagger.tag(proposed), strict=True):
        (alone,) = tagger.tag([one])
        assert (tagging.names, tagging.scores.tolist()) == (alone.names, alone.scores.tolist())
