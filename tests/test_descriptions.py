"""Persons of one name are told apart, or not, by what they are said to be: occupations, fields, ages, years of life."""

from __future__ import annotations

import re
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.apart.posts import AGE, BORN, DIED, FIELD, OCCUPATION
from kg.engines.local import read_in_turn
from kg.errors import OntologyError
from kg.extraction import Extractor
from kg.knowledge.decisions import load_decisions
from kg.knowledge.identityfile import load_identity
from kg.model import Document
from kg.ontology import Ontology
from kg.resolution.gathered import Bodies
from kg.resolution.namesakes import tell_namesakes
from kg.resolve import resolve
from kg.wording import alternatives, any_of, numeral, sentence_end, sentence_start


def marks(extractor: Extractor, text: str, date: str = "") -> set[tuple[str, str]]:
    """What a text says of its persons, of occupations the group alone."""
    posts = extractor.extract(Document("a.txt", text, date=date)).posts
    return {(post.body_type, post.body.partition("|")[0]) for post in posts if post.body_type.startswith("#")}


def persons(extractor: Extractor, name: str, *texts: str) -> list[str]:
    """The ids of the persons of a name, one for each text."""
    documents = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
    read = read_in_turn(documents, extractor)
    resolution = resolve(read, extractor.ontology.gazetteer)
    return [
        min(resolution.entity_id(one, extraction.document.id) for one in extraction.mentions if one.text == name)
        for extraction in sorted(read, key=lambda one: one.document.id)
    ]


# -- what is read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("退休教师李建华在宜昌义务护江。", "教师"),
        ("李建华律师提醒消费者。", "律师"),
        ("李建华是一名果农。", "农民"),
        ("李建华是杭州某医院的护士，参加了救援。", "护士"),
        ("香港消防处高级队长李建华讲述经过。", "消防员"),
        ("某医院骨科主任李建华接诊。", "医生"),
        ("李建华在战斗中牺牲。", "烈士"),
    ],
)
def test_what_a_person_is_stands_before_or_behind_its_name(extractor: Extractor, text: str, group: str) -> None:
    assert (OCCUPATION, group) in marks(extractor, text)


def test_the_name_of_a_known_club_tells_the_sport(extractor: Extractor) -> None:
    assert (FIELD, "足球") in marks(extractor, "后卫李建华加盟武汉三镇。")


@pytest.mark.parametrize(
    ("text", "is_told"), [("年仅19岁的李建华入选集训队。", True), ("李建华在抗洪中牺牲，年仅19岁。", False)]
)
def test_a_young_age_is_one_of_the_past_only_where_somebody_died(
    extractor: Extractor, text: str, is_told: bool
) -> None:
    assert ((AGE, "19") in marks(extractor, text)) is is_told


def test_a_place_before_a_title_is_of_the_rank_that_the_title_says(extractor: Extractor) -> None:
    posts = extractor.extract(Document("a.txt", "嘉義布袋鎮長黃文正視察漁港。")).posts
    assert "Place:布袋镇" in {post.body for post in posts}


def test_a_known_champion_is_no_pupil(extractor: Extractor) -> None:
    pupil, champion = persons(extractor, "刘翔", "小学生刘翔拾金不昧。", "奥运冠军刘翔在上海宣布退役。")
    assert pupil != champion


def test_each_of_two_posts_in_a_list_says_what_a_person_is(extractor: Extractor) -> None:
    assert {(OCCUPATION, "学者"), (OCCUPATION, "官员")} <= marks(extractor, "副市长、教授李建华出席。")


def test_what_another_person_is_says_nothing_of_the_next(extractor: Extractor) -> None:
    assert marks(extractor, "教师张文海和李建华出席。") == {(OCCUPATION, "教师")}


def test_an_act_tells_what_a_person_is_only_where_nothing_else_does(extractor: Extractor) -> None:
    assert (OCCUPATION, "烈士") in marks(extractor, "李建华在火场牺牲。")
    assert (OCCUPATION, "烈士") not in marks(extractor, "记者会上，教师李建华讲述战友牺牲的经过。")


def test_an_athlete_has_a_sport(extractor: Extractor) -> None:
    assert (FIELD, "田径") in marks(extractor, "短跑选手李建华夺冠。")


@pytest.mark.parametrize("age", ["七十八岁", "78岁"])
def test_an_age_is_read_in_digits_and_in_chinese_numerals(extractor: Extractor, age: str) -> None:
    assert (AGE, "78") in marks(extractor, f"教师李建华今年{age}。")
    assert (AGE, "78") in marks(extractor, f"{age}的教师李建华出席。")


def test_an_age_and_the_date_of_the_document_give_the_year_of_birth(extractor: Extractor) -> None:
    assert (BORN, "1946") in marks(extractor, "教师李建华今年78岁。", "2024-05-01")


def test_an_age_of_the_past_is_none_and_the_year_of_death_is_kept(extractor: Extractor) -> None:
    found = marks(extractor, "1938年，周志明在战役中牺牲，时年三十一岁。")

    assert (DIED, "1938") in found
    assert not any(mark == AGE for mark, _ in found)


# -- what follows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("李建华", "退休教师李建华在宜昌义务护江。", "短跑选手李建华夺冠。"),
        ("李建华", "短跑选手李建华夺冠。", "跳水运动员李建华夺冠。"),
        ("李建华", "二十六岁的李建华获奖。", "李建华今年七十八岁。"),
        ("王芳", "律师王芳提醒消费者。", "纺织厂女工王芳当选劳模。"),
        ("郭建平", "男子郭建平因吸烟被拘留。", "第二实验小学校长郭建平谈课后服务。"),
        ("周志明", "1938年，周志明在战役中牺牲。", "今年三十五岁的周志明开了面包店。"),
        ("霍远山", "2018年，县农技站农艺师霍远山指导农户。", "湖北督军霍远山1921年去职，后寓居天津。"),
        ("霍远山", "果农霍远山改种凤梨，产品外销，今年七十一岁。", "三十岁的霍远山来自金门。"),
        ("霍远山", "1995年世乒赛男团决赛，左手选手霍远山先输后赢。", "大连队前锋霍远山在联赛中头球连进两球。"),
        ("霍远山", "嫌疑人霍远山，现年二十三岁。", "霍远山，男，1958年生，曾任副主任。"),
        ("约翰逊", "英国首相约翰逊宣布辞职。", "美国总统约翰逊签署法案。"),
        ("周敏", "北江女排主攻手周敏因伤缺阵。", "云山农商行原行长周敏受贿案开庭。"),
        ("郭立群", "2003年杀人后潜逃的郭立群昨日被执行死刑。", "教授郭立群谈改革。"),
    ],
)
def test_what_cannot_be_said_of_one_person_is_said_of_two(
    extractor: Extractor, name: str, first: str, second: str
) -> None:
    assert len(set(persons(extractor, name, first, second))) == 2


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("李建华", "短跑选手李建华夺冠。", "田径教练李建华谈训练。"),
        ("李建华", "作家李建华出版小说。", "退休教师李建华谈写作。"),
        ("李建华", "教授李建华谈改革。", "李建华昨日抵达。"),
        ("李建华", "李建华今年七十八岁。", "八十岁的李建华获奖。"),
        ("霍远山", "河北省水利厅厅长霍远山检查水库。", "省水利厅厅长霍远山通报汛情。"),
        ("聂守仁", "曾任温岭市市长的聂守仁已调任台州市副市长。", "台州市副市长聂守仁督办渔港工程。"),
        ("霍远山", "温岭市市长霍远山作报告。", "台州市副市长霍远山督办渔港工程。"),
        ("徐国平", "温岭市委原书记徐国平被查。", "徐国平曾任绍兴市副市长，2015年起调任温岭市委书记。"),
        ("徐国平", "绍兴市副市长徐国平检查防汛。", "徐国平历任绍兴市副市长、温岭市市长，去年退休。"),
        ("周启航", "东川市副市长周启航检查防汛。", "东川市人民政府党组成员、副市长周启航主持会议。"),
        ("高启明", "原南屏县县委书记高启明受贿案开庭。", "南屏县委原书记高启明获刑。"),
        ("刘德明", "大同矿务局云冈矿掘进队队长刘德明创纪录。", "大同云冈矿老掘进队长刘德明植树。"),
    ],
)
def test_what_can_be_said_of_one_person_is_said_of_one(
    extractor: Extractor, name: str, first: str, second: str
) -> None:
    assert len(set(persons(extractor, name, first, second))) == 1


def test_who_has_no_post_is_the_one_that_fits_what_is_said(extractor: Extractor) -> None:
    scholar, banker, same, other = persons(
        extractor,
        "王建伟",
        "北京大学教授王建伟介绍。",
        "中国银行行长王建伟表示。",
        "王建伟教授获奖。",
        "出租车司机王建伟拾金不昧。",
    )

    assert scholar == same
    assert len({scholar, banker, other}) == 3


def test_a_decision_joins_what_occupations_part(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    row = "same\tPerson\t教师/李建华\t运动员/李建华\t\tshe taught later"
    path.write_text(f"decision\ttype\tname\tother\twins\treason\n{row}\n", encoding="utf-8")
    ontology = extractor.ontology
    documents = [Document("a.txt", "退休教师李建华在宜昌义务护江。"), Document("b.txt", "短跑选手李建华夺冠。")]

    decisions = load_decisions(path, ontology.schema, ontology.gazetteer)
    resolution = resolve(read_in_turn(documents, extractor), ontology.gazetteer, decisions)

    (person,) = [one for one in resolution.entities if one.type == "Person"]
    assert dict(person.documents) == {"a.txt": 1, "b.txt": 1}


def test_the_persons_of_a_name_do_not_depend_on_the_order_of_what_is_said() -> None:
    said: list[Bodies] = [
        (("Organization", "甲大学"), (OCCUPATION, "学者|学者|教师")),
        (("Organization", "甲大学"),),
        (("Organization", "甲大学"), (OCCUPATION, "护士|护士")),
        (("Organization", "乙银行"),),
        ((OCCUPATION, "教师|学者|教师"),),
        ((AGE, "20"),),
    ]
    found = [tell_namesakes(("Person", "王伟", one) for one in order) for order in permutations(said)]

    assert all(one == found[0] for one in found)
    person = found[0].post_of
    assert person["Person", "王伟", said[0]] != person["Person", "王伟", said[2]]


def test_a_fault_in_the_occupations_is_told_with_its_place(ontology: Ontology, tmp_path: Path) -> None:
    path = tmp_path / "identity.yaml"
    path.write_text(
        "namesakes:\n  occupations:\n    教师: {words: [教师], with: [学着]}\n    学者: {words: [教授]}\n",
        encoding="utf-8",
    )

    with pytest.raises(OntologyError) as error:
        load_identity(path, ontology.schema)

    assert "identity.yaml:3:" in str(error.value)
    assert "unknown value '学着'" in str(error.value)


def test_a_known_person_is_not_whom_the_text_says_to_be_what_nobody_has_a_row_for(extractor: Extractor) -> None:
    guard, actor, again = persons(
        extractor, "黄磊", "保安黄磊考上研究生。黄磊很高兴。", "演员黄磊出席电影节。", "黄磊昨日抵达。"
    )

    assert guard != actor == again


def test_a_known_person_is_not_whom_the_text_says_to_be_something_else(extractor: Extractor) -> None:
    athlete, coach, banker = persons(
        extractor, "李娜", "网球名将李娜退役。", "网球教练李娜谈训练。", "工商银行副行长李娜解读业绩。"
    )

    assert athlete == coach != banker


def test_a_known_official_is_no_doctor_of_a_village(extractor: Extractor) -> None:
    premier, doctor = persons(extractor, "李强", "国务院总理李强主持会议。", "青石镇卫生院的村医李强坚守山区三十年。")

    assert premier != doctor


def test_the_post_of_who_takes_over_is_not_that_of_who_leaves(extractor: Extractor) -> None:
    leaving = extractor.extract(Document("a.txt", "徐国平卸任，接替他担任温岭市市长的郑国安昨日履新。")).posts

    assert {(post.person, post.body) for post in leaving if post.body_type == "Place"} == {("郑国安", "Place:温岭市")}


def test_a_known_actor_of_three_characters_is_no_chairman(extractor: Extractor) -> None:
    actor, director, chairman = persons(
        extractor, "梁家辉", "香港影星梁家辉出席首映礼。", "导演梁家辉谈新片。", "恒岭药业董事长梁家辉出席股东大会。"
    )

    assert actor == director != chairman


@pytest.mark.parametrize(
    ("signs", "worth"), [("二十三", 23), ("十", 10), ("一百零三", 103), ("二〇二五", 2025), ("百十", 110), ("78", 78)]
)
def test_numerals_are_worth_what_a_reader_takes_them_for(signs: str, worth: int) -> None:
    assert numeral(signs) == worth


@pytest.mark.parametrize(
    ("position", "sentence"), [(0, "甲来了"), (3, "甲来了"), (4, "乙,丙走了"), (10, "丁"), (12, "")]
)
def test_the_sentence_that_a_place_is_in_lies_between_two_marks_or_the_edges(position: int, sentence: str) -> None:
    key = "甲来了。乙,丙走了!丁\n"

    assert key[sentence_start(key, position) : sentence_end(key, position)] == sentence


@given(
    st.sets(st.text(alphabet="云海天(.", min_size=1, max_size=4), max_size=30),
    st.text(alphabet="云海天(.", max_size=40),
)
def test_of_words_the_longest_that_begins_at_a_place_is_found(words: set[str], text: str) -> None:
    found = [match.span() for match in re.finditer(alternatives(words), text)]

    expected, position = [], 0
    while position < len(text):
        end = max((position + len(word) for word in words if text.startswith(word, position)), default=0)
        expected += [(position, end)] if end else []
        position = end or position + 1
    assert found == expected


def test_a_sentence_is_found_however_long_it_is() -> None:
    key = "短句。" + "长" * 1000 + "。又一句"
    assert key[sentence_start(key, 900) : sentence_end(key, 900)] == "长" * 1000


@given(st.text("今去年12月a。", max_size=12))
def test_one_pattern_tells_where_any_of_several_matches(text: str) -> None:
    patterns = [re.compile(r"(?P<year>\d\d)年"), re.compile("今年|去年"), re.compile(r"(?P<year>a)(?!月)")]
    together = any_of(patterns)
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            each = any(pattern.search(text, start, end) for pattern in patterns)
            assert (together.search(text, start, end) is not None) == each


@pytest.mark.parametrize("pattern", [r"(?P<one>a)(?P=one)", r"(a)\1", "(?i)a"])
def test_patterns_that_cannot_be_put_together_are_all_tried(pattern: str) -> None:
    assert any_of([re.compile("b"), re.compile(pattern)]).search("") is not None
