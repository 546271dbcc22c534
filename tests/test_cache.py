"""What is kept of earlier builds saves time and changes nothing: not with random edits, not when its file is broken."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.caching import extraction_cache
from kg.caching.encoding import decoded, encoded
from kg.caching.extractions import FILE
from kg.caching.keys import key_of
from kg.engines import extract_all, local
from kg.extraction import Extraction, Extractor
from kg.knowledge.decisions import COLUMNS
from kg.merging.making import make
from kg.model import Document
from kg.names.reading import Alias
from kg.ontology import Ontology, load_ontology
from kg.pipeline import build_with_report
from kg.report import Report
from small_ontology import HEADER

ROOT = Path(__file__).parents[1]

TEXTS = [
    "中国林草碳汇研究中心（简称“林碳中心”）在哈尔滨揭牌。",
    "林碳中心昨日公布了首份碳汇报告。",
    "中国林业碳库研究中心（简称“林碳中心”）在长春揭牌。",
    "北溟重工集团的前身为北溟机械厂，总部在大连。",
    "北溟機械廠舊址對外開放，北溟機械廠的老工人回憶往事。",
    "青禾农业科学研究院（简称“青研院”）由北溟重工集团发起成立。",
    "青研院放假。青研院由大连市政府建设。",
    "今日无事。",
]
"""Some declare forms of names that others use, and two declare one form for two names: what one document is read to be
hangs on which others are there."""


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    """The knowledge of Chinese that comes with the package, with hardly any names, so that it loads in no time."""
    folder = tmp_path_factory.mktemp("words") / "ontology"
    (folder / "gazetteer").mkdir(parents=True)
    for name in ("kg.ttl", "grammar.yaml", "identity.yaml"):
        shutil.copy(ROOT / "ontology" / name, folder)
    (folder / "rules").mkdir()
    for name in ("_shared.yaml", "foundedBy.yaml"):
        shutil.copy(ROOT / "ontology" / "rules" / name, folder / "rules")
    (folder / "gazetteer" / "Place.tsv").write_text(f"{HEADER}\n大连市\t大连\t\t\t\teditors\n", encoding="utf-8")
    return load_ontology(folder)


class Corpus:
    """A folder of documents that is built with a cache and without."""

    def __init__(self, folder: Path, ontology: Ontology) -> None:
        self.folder = folder
        self.ontology = ontology
        self.cache = folder / "cache"
        (folder / "in").mkdir(parents=True)

    def set(self, number: int, text: str | None) -> None:
        path = self.folder / "in" / f"{number:02}.txt"
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, encoding="utf-8")

    def build(self, *, cached: bool = True, out: str = "out") -> Report:
        return build_with_report(
            [self.folder / "in"],
            self.folder / out,
            ontology=self.ontology,
            workers=1,
            formats=["ttl"],
            cache=self.cache if cached else None,
        )

    def bytes(self, out: str = "out") -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.folder / out).iterdir()}

    def kept(self) -> int:
        connection = sqlite3.connect(self.cache / FILE)
        count: int = connection.execute("SELECT count(*) FROM value").fetchone()[0]
        connection.close()
        return count


@pytest.fixture
def corpus(tmp_path: Path, words: Ontology) -> Corpus:
    made = Corpus(tmp_path / "corpus", words)
    for number, text in enumerate(TEXTS[:2]):
        made.set(number, text)
    return made


DECISIONS = (
    "",
    "same\tOrganization\t林碳中心\t青研院\t\t一则\n",
    "different\tOrganization\t北溟机械厂\t北溟重工集团\t\t二则\nsame\tOrganization\t09.txt#林碳中心\t大连重工\t\t三则\n",
)
"""What a person settles between two builds."""

EDITS = st.lists(st.tuples(st.integers(0, 4), st.one_of(st.none(), st.sampled_from(TEXTS))), min_size=1, max_size=3)


@given(st.lists(EDITS, min_size=2, max_size=5))
@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_edits_a_build_gives_the_bytes_of_a_clean_one(words: Ontology, rounds: list) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setitem(make.__kwdefaults__, "share", 9.0)  # the graph is amended whatever changed
        corpus = Corpus(Path(folder) / "corpus", words)
        corpus.set(9, "林碳中心的青研院与北溟机械厂。")
        for edits in rounds:
            for number, text in edits:
                corpus.set(number, text)

            corpus.build()
            corpus.build(cached=False, out="clean")

            assert corpus.bytes() == corpus.bytes("clean")


@given(st.lists(st.tuples(st.sampled_from(DECISIONS), EDITS), min_size=2, max_size=4))
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.too_slow])
def test_after_any_decisions_a_build_gives_the_bytes_of_a_clean_one(words: Ontology, rounds: list) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setitem(make.__kwdefaults__, "share", 9.0)
        knowledge = Path(folder) / "ontology"
        shutil.copytree(words.folder, knowledge)
        corpus = Corpus(Path(folder) / "corpus", words)
        corpus.set(9, "林碳中心的青研院与北溟机械厂。")
        for decided, edits in rounds:
            (knowledge / "decisions.tsv").write_text("\t".join(COLUMNS) + "\n" + decided, encoding="utf-8")
            corpus.ontology = load_ontology(knowledge)
            for number, text in edits:
                corpus.set(number, text)

            idle = corpus.build().idle
            clean = corpus.build(cached=False, out="clean").idle

            assert (idle, corpus.bytes()) == (clean, corpus.bytes("clean"))
            assert (corpus.build().idle, corpus.bytes()) == (clean, corpus.bytes("clean"))  # nothing changed


def test_a_document_that_did_not_change_is_not_read_again(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    extract = Extractor.extract_all

    def told(self: Extractor, documents: Sequence[Document]) -> list[Extraction]:
        read.extend(document.id for document in documents)
        return extract(self, documents)

    monkeypatch.setattr(Extractor, "extract_all", told)
    assert corpus.build().known == 0
    assert sorted(read) == ["00.txt", "01.txt", "01.txt"]  # the second uses a form that the first declares
    read.clear()

    assert corpus.build().known == 2
    assert read == []

    corpus.set(2, TEXTS[2])  # the form now means two things: 01.txt is what it is by itself, which is known
    assert corpus.build().known == 2
    assert read == ["02.txt"]


def test_what_no_build_uses_any_more_is_gone_to_the_last_byte(corpus: Corpus) -> None:
    corpus.set(0, "高澜湖畔的秘密研究所（简称“秘研所”）由大连市政府发起成立。")
    corpus.build()
    corpus.build(out="second")
    before = corpus.kept()

    corpus.set(0, None)
    corpus.build()
    assert corpus.kept() == before  # the other folder still uses it
    shutil.rmtree(corpus.folder / "second")
    corpus.build()

    assert corpus.kept() == 1
    assert not list(corpus.cache.glob(f"{FILE}-*"))


def test_another_ontology_reads_anew(corpus: Corpus, tmp_path: Path) -> None:
    corpus.build()
    folder = tmp_path / "changed"
    shutil.copytree(corpus.ontology.folder, folder)
    with (folder / "gazetteer" / "Place.tsv").open("a", encoding="utf-8") as table:
        table.write("哈尔滨\t\t\t\t\teditors\n")
    corpus.ontology = load_ontology(folder)

    assert corpus.build().known == 0
    corpus.build(cached=False, out="clean")
    assert corpus.bytes() == corpus.bytes("clean")


def test_an_ontology_that_changes_while_it_is_used_keeps_nothing(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "changing"
    shutil.copytree(corpus.ontology.folder, folder)
    corpus.ontology = load_ontology(folder)
    with (folder / "gazetteer" / "Place.tsv").open("a", encoding="utf-8") as table:
        table.write("哈尔滨\t\t\t\t\teditors\n")

    report = corpus.build()

    assert "was changed" in report.cache_notes[0]
    assert corpus.kept() == 0


def _other_version(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def _no_tables(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE value")
    connection.close()


def _overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.write_bytes(b"no store at all, but some text" * 100), "is broken"),
        (_overwritten, "is broken"),
        (_no_tables, "is broken"),
        (_other_version, "another version"),
    ],
    ids=["text", "overwritten", "no tables", "another version"],
)
def test_a_useless_file_is_told_and_replaced(corpus: Corpus, harm: Callable[[Path], None], told: str) -> None:
    corpus.build()
    whole = corpus.bytes()
    harm(corpus.cache / FILE)

    report = corpus.build()

    assert told in report.cache_notes[0]
    assert "replaced" in report.cache_notes[0]
    assert corpus.bytes() == whole
    again = corpus.build()
    assert (again.known, again.cache_notes) == (2, ())


def test_a_value_with_any_byte_changed_is_never_taken(corpus: Corpus) -> None:
    corpus.build()
    whole = corpus.bytes()
    connection = sqlite3.connect(corpus.cache / FILE)
    rows = connection.execute("SELECT key, content FROM value").fetchall()
    for key, content in rows:
        connection.execute("UPDATE value SET content = ? WHERE key = ?", (content[:-9] + b"x" + content[-8:], key))
    first, second = rows[0], rows[1]
    connection.execute("UPDATE value SET content = ? WHERE key = ?", (first[1], second[0]))  # whole, but not its own
    connection.commit()
    connection.close()

    assert corpus.build(out="second").known == 0  # the first folder has its tables
    assert corpus.bytes("second") == whole


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_place_that_others_can_write_to_is_not_used(corpus: Corpus, mode: int) -> None:
    corpus.cache.mkdir()
    corpus.cache.chmod(mode)

    report = corpus.build()

    assert "others can write to it" in report.cache_notes[0]
    assert list(corpus.cache.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_the_file_is_private(corpus: Corpus) -> None:
    corpus.build()

    assert (corpus.cache.stat().st_mode & 0o777, (corpus.cache / FILE).stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_place_that_cannot_be_made_is_told_and_costs_nothing_else(corpus: Corpus) -> None:
    corpus.cache.write_text("a file", encoding="utf-8")

    report = corpus.build()

    assert "is not used" in report.cache_notes[0]
    assert len(report.documents) == 2


def test_a_full_disk_is_told_and_the_graph_is_whole(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bound on the file's pages is how SQLite itself tells of a full disk."""
    from kg.caching.store import Store

    prepare = Store._prepare

    def bounded(self: Store) -> None:
        prepare(self)
        self._connection.execute("PRAGMA max_page_count = 1")

    corpus.build(cached=False, out="clean")
    monkeypatch.setattr(Store, "_prepare", bounded)
    for number in range(10, 40):
        corpus.set(number, f"{number}号公告。" * 400)

    report = corpus.build()

    assert "full" in report.cache_notes[0]
    corpus.build(cached=False, out="clean")
    assert corpus.bytes() == corpus.bytes("clean")


def test_several_processes_give_and_keep_the_same(
    corpus: Corpus, words: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = [Document(f"{number:02}.txt", text) for number, text in enumerate(TEXTS)]
    alone = extract_all(documents, words, workers=1)
    with extraction_cache(corpus.cache, words) as cache:
        assert extract_all(documents[:3], words, workers=1, cache=cache)
    monkeypatch.setattr(local, "WORTH_PROCESSES", 20)
    monkeypatch.setattr(local, "BATCH", 40)

    for known in (3, len(documents)):
        with extraction_cache(corpus.cache, words) as cache:
            assert extract_all(documents, words, workers=2, cache=cache) == alone
            assert cache.known == known


BUILD = """
import sys
from kg.pipeline import build
build([sys.argv[1]], sys.argv[2], ontology=sys.argv[3], workers=1, formats=["ttl"], cache=sys.argv[4])
"""


def test_two_builds_at_once_with_one_cache_both_end_well(corpus: Corpus) -> None:
    arguments = [str(corpus.folder / "in"), str(corpus.ontology.folder), str(corpus.cache)]
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", BUILD, arguments[0], str(corpus.folder / name), *arguments[1:]],
            env=os.environ.copy(),
        )
        for name in ("one", "two")
    ]

    assert [process.wait() for process in running] == [0, 0]
    assert corpus.bytes("one") == corpus.bytes("two")
    assert corpus.build().known == 2


def test_an_extraction_comes_back_as_it_was(extractor: Extractor) -> None:
    text = "2024年3月1日，中关村泛联移动通信技术创新应用研究院（简称“泛联院”）"
    text += "由北京邮电大学投资3亿元发起成立。\f泛联院院长王伟出席。"
    extraction = extractor.extract(Document("a.txt", text, "题", "2024", "https://example.org/", (0, text.index("\f"))))

    assert extraction.relations
    assert extraction.aliases
    assert extraction.posts
    assert decoded(encoded(extraction)) == extraction


@pytest.mark.parametrize("content", [b"", b"x", encoded(Extraction(Document("a", ""), (), (), (), ()))[:-1]])  # type: ignore[arg-type]
def test_what_is_no_extraction_is_an_error(content: bytes) -> None:
    with pytest.raises(ValueError, match="no extraction"):
        decoded(content)


def test_everything_that_an_extraction_hangs_on_is_in_its_key() -> None:
    alias = Alias("Organization", "青研院", "青禾农业科学研究院", "简称", everywhere=True)
    whole = Document("a", "text", "title", "date", "url", (0,))
    others = [
        Document("b", "text", "title", "date", "url", (0,)),
        Document("a", "tex", "ttitle", "date", "url", (0,)),
        Document("a", "text", "titl", "edate", "url", (0,)),
        Document("a", "text", "title", "date", "", (0,)),
        Document("a", "text", "title", "date", "url", (1,)),
        Document("a", "\ud800", "title", "date", "url", (0,)),
    ]
    keys = [key_of(b"1", document) for document in (whole, *others)]
    keys += [key_of(b"2", whole), key_of(b"1", whole, [alias]), key_of(b"1", whole, [alias, alias])]

    assert len(set(keys)) == len(keys)
