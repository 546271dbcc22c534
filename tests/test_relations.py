"""The language of rules: for each thing that a rule can say, a tiny rule and texts that it must and must not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extraction import Extractor
from kg.model import Document
from small_ontology import ALLIED, BUILT, GRAMMAR, SHARED, facts, read, reader

Read = Callable[..., list[str]]

EXAMPLE = '\n    examples: ["<object:甲厂>-<subject:乙号>"]'


@pytest.fixture
def told(tmp_path: Path) -> Read:
    """What a text states by one rule (the lines after its name), or by whole rule files."""

    def apply(text: str, rule: str = "", **files: str) -> list[str]:
        lines = "".join(f"\n    {line.strip()}" for line in rule.strip().splitlines())
        own = {"builtBy": f"rules:\n  - name: builtBy.it{lines}{EXAMPLE}\n"} if rule else {}
        return facts(read(reader(tmp_path, {**own, **files}), text))

    return apply


ACTIVE = """
trigger: [建造]
arguments: {object: {position: before}, subject: {position: after}}
"""
PASSIVE = """
trigger: [建造]
arguments: {object: {position: before, marker: [由]}, subject: {position: before, reach: discourse, within: 60}}
"""

NORTH, SOUTH, FAR = "北溟造船公司", "南屏船务公司", "远星航运公司"
WIND, PEARL, CLOUD = "长风破浪号", "碧海明珠号", "云帆沧海号"


# -- where arguments stand -----------------------------------------------------------------------------------------


@given(
    firms=st.lists(st.sampled_from([NORTH, SOUTH, FAR]), min_size=1, max_size=3, unique=True),
    ships=st.lists(st.sampled_from([WIND, PEARL, CLOUD]), min_size=1, max_size=3, unique=True),
    connector=st.sampled_from(["、", "和", "與", "与"]),
)
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_member_of_a_list_is_an_argument(told: Read, firms: list[str], ships: list[str], connector: str) -> None:
    text = f"{connector.join(firms)}建造了{connector.join(ships)}。"

    assert told(text, ACTIVE) == sorted(f"{ship} builtBy {firm}" for ship in ships for firm in firms)


@pytest.mark.parametrize(
    ("text", "ships"),
    [
        (f"{SOUTH}建造了{FAR}的{WIND}、{NORTH}的{PEARL}和{CLOUD}。", [WIND, PEARL, CLOUD]),
        (f"{SOUTH}建造了{FAR}的{WIND}，{NORTH}的{PEARL}停航。", [WIND]),
        (f"{SOUTH}建造了{FAR}的{WIND}、{NORTH}的新船、{CLOUD}。", [WIND]),
    ],
)
def test_a_list_goes_on_over_the_owners_of_its_members(told: Read, text: str, ships: list[str]) -> None:
    assert told(text, ACTIVE) == sorted(f"{ship} builtBy {SOUTH}" for ship in ships)


def test_a_list_goes_on_over_owners_before_the_trigger_too_but_not_where_names_touch_it(told: Read) -> None:
    text = f"{FAR}的{WIND}、{CLOUD}和{NORTH}的{PEARL}由{SOUTH}建造。"

    assert told(text, PASSIVE) == sorted(f"{ship} builtBy {SOUTH}" for ship in (WIND, CLOUD, PEARL))

    touching = """
    trigger: [由]
    arguments: {object: {position: after}, subject: {position: before, reach: touching}}
    """
    assert told(text, touching) == [f"{PEARL} builtBy {SOUTH}"]


def test_with_list_one_only_the_nearest_member_is_an_argument(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, list: one}, subject: {position: after, list: one}}
    """

    assert told(f"{NORTH}和{SOUTH}建造{WIND}、{PEARL}。", rule) == [f"{WIND} builtBy {SOUTH}"]


def test_a_sole_argument_is_filled_by_no_list_of_several_and_by_nothing_beyond_it(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, reach: discourse, list: sole}, subject: {position: after}}
    """

    assert told(f"{NORTH}昨日开工，建造{WIND}。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{FAR}停产，{NORTH}和{SOUTH}昨日开工，建造{WIND}。", rule) == []
    assert told(f"{FAR}停产。{NORTH}、{SOUTH}昨日开工。建造{WIND}。", rule) == []


def test_of_a_list_a_sole_argument_is_the_only_one_that_has_the_words_asked_for(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, reach: discourse, list: sole}, subject: {position: after}}
    requires: [{words: [船务], position: object}]
    """

    assert told(f"{NORTH}和{SOUTH}开工。建造{WIND}。", rule) == [f"{WIND} builtBy {SOUTH}"]
    assert not told(f"{NORTH}和{FAR}开工。建造{WIND}。", rule)


def test_what_is_carried_passes_over_names_that_lack_the_words_asked_for(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, reach: discourse}, subject: {position: after}}
    unless: [{words: [造船], position: object}]
    """

    assert told(f"{SOUTH}昨日开工，{NORTH}道贺，建造{WIND}。", rule) == [f"{WIND} builtBy {SOUTH}"]
    assert told(f"{SOUTH}昨日开工。{NORTH}道贺，建造{WIND}。", rule) == [f"{WIND} builtBy {SOUTH}"]
    assert not told(f"{NORTH}建造{WIND}。", rule)


def test_without_a_trigger_a_sole_argument_is_filled_by_no_list_of_several(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: discourse, list: sole}}"

    assert told(f"{NORTH}昨日开工。{WIND}下水。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}和{SOUTH}昨日开工。{WIND}下水。", rule) == []


def test_respectively_pairs_the_members_of_two_lists_of_one_length(told: Read) -> None:
    paired = [f"{WIND} builtBy {NORTH}", f"{PEARL} builtBy {SOUTH}"]

    assert told(f"{NORTH}和{SOUTH}分别建造{WIND}和{PEARL}。", ACTIVE) == sorted(paired)
    assert len(told(f"{NORTH}和{SOUTH}分别建造{WIND}、{PEARL}和{CLOUD}。", ACTIVE)) == 6


def test_where_one_word_joins_every_other_two_of_a_list_it_is_a_list_of_pairs(told: Read) -> None:
    rule = "trigger: [与]\narguments: {subject: {position: before}, object: {position: after}}"
    paired = [f"{WIND} builtBy {NORTH}", f"{PEARL} builtBy {SOUTH}"]

    assert told(f"{WIND}与{NORTH}、{PEARL}与{SOUTH}同到。", rule) == sorted(paired)
    assert len(told(f"{WIND}、{PEARL}与{NORTH}、{SOUTH}同到。", rule)) == 4
    assert len(told(f"{WIND}与{NORTH}和{SOUTH}、{FAR}同到。", rule)) == 3


def test_a_passive_finds_the_doer_by_its_marker(told: Read) -> None:
    assert told(f"{WIND}由{NORTH}和{SOUTH}建造。", PASSIVE) == [f"{WIND} builtBy {NORTH}", f"{WIND} builtBy {SOUTH}"]
    assert told(f"{WIND}为{NORTH}建造。", PASSIVE) == []


def test_a_marker_may_stand_before_the_name_that_an_argument_belongs_to(told: Read) -> None:
    assert told(f"{WIND}由{NORTH}的{SOUTH}建造。", PASSIVE) == [f"{WIND} builtBy {SOUTH}"]
    assert told(f"{WIND}由{NORTH}和别人的{SOUTH}建造。", PASSIVE) == [f"{WIND} builtBy {NORTH}"]


def test_of_an_earlier_clause_a_rule_may_take_the_last_name(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, marker: [由]}, subject: {position: before, reach: sentence, within: 0}}
    """
    text = f"{WIND}驶过{PEARL}，由{NORTH}建造。"

    assert told(text, rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(text, rule.replace("within: 0", "within: 0, pick: last")) == [f"{PEARL} builtBy {NORTH}"]


def test_a_subject_that_touches_its_trigger_is_found_before_an_object_that_stands_farther_back(told: Read) -> None:
    allied = ALLIED.replace("{position: before, within: 20}", "{position: before, reach: touching}")
    allied = allied.replace("{position: before, list: one}", "{position: before, reach: sentence, within: 0}")
    allied = allied.replace("<subject:甲厂>与<object:乙厂>", "<object:甲厂>,<subject:乙厂>")

    assert told(f"{NORTH}昨日开工，{SOUTH}结盟。", alliesWith=allied) == [f"{SOUTH} alliesWith {NORTH}"]


def test_a_name_behind_a_preposition_is_no_subject(told: Read) -> None:
    assert told(f"对{NORTH}建造{WIND}一事，各方满意。", ACTIVE) == []


def test_a_word_that_only_ends_like_a_preposition_leaves_the_name_behind_it_a_subject(told: Read) -> None:
    assert told(f"老冤家一对{NORTH}建造{WIND}，各方满意。", ACTIVE) == [f"{WIND} builtBy {NORTH}"]


def test_a_name_that_is_not_free_fills_an_argument_that_does_not_ask_for_it(told: Read) -> None:
    rule = ACTIVE.replace("object: {position: before}", "object: {position: before, free: false}")

    assert told(f"各方对{NORTH}建造的{WIND}满意。", ACTIVE) == []
    assert told(f"各方对{NORTH}建造的{WIND}满意。", rule) == [f"{WIND} builtBy {NORTH}"]


def test_a_loose_marker_may_stand_some_characters_before_its_name_but_in_one_clause(told: Read) -> None:
    loose = PASSIVE.replace("marker: [由]", "marker: [由], loose: 4")

    assert told(f"{WIND}由当地的{NORTH}建造。", PASSIVE) == []
    assert told(f"{WIND}由当地的{NORTH}建造。", loose) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{WIND}由{SOUTH}旗下的{NORTH}建造。", loose) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{WIND}由一群热心的股东和{NORTH}建造。", loose) == []
    assert told(f"{WIND}由来已久，{NORTH}建造。", loose) == []


def test_a_bound_argument_may_stand_behind_a_preposition_and_before_the_attributive(told: Read) -> None:
    bound = ACTIVE.replace("{position: before}", "{position: before, free: false}")
    for text in (f"从{NORTH}建造{WIND}。", f"{NORTH}的工人建造{WIND}。"):
        assert told(text, ACTIVE) == []
        assert told(text, bound) == [f"{WIND} builtBy {NORTH}"]


def test_short_names_side_by_side_are_a_list_and_longer_ones_narrow_down(tmp_path: Path) -> None:
    rule = """\
rules:
  - name: locatedIn.beside
    arguments: {subject: {type: Port}, object: {type: Port, position: before, reach: touching}}
    examples: ["<object:甲地><subject:乙港>很大。"]
"""
    tables = {"Port": ["赤\t\t\t\t\te", "青\t\t\t\t\te", "赤洲群岛\t\t\t\t\te", "白沙河口港\t\t\t\t\te"]}
    extractor = reader(tmp_path, {"locatedIn": rule}, tables=tables, shared=SHARED + "  chains: [Port]\n")  # type: ignore[arg-type]
    assert facts(read(extractor, "赤洲群岛白沙河口港很大。")) == ["白沙河口港 locatedIn 赤洲群岛"]
    assert facts(read(extractor, "赤青两港很大。")) == []


def test_an_attributive_touches_its_noun_but_for_words_of_the_gap(told: Read) -> None:
    rule = """
    trigger: [建造]
    arguments: {object: {position: before}, subject: {position: after, reach: touching, gap: [的, $fillers]}}
    """

    assert told(f"{NORTH}建造的首艘渡轮“{WIND}”下水。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}建造码头时，{WIND}下水。", rule) == []


def test_an_apposition_needs_no_trigger(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: touching, gap: [新船]}}"

    assert told(f"{NORTH}新船{WIND}首航，{SOUTH}的老船{PEARL}退役。", rule) == [f"{WIND} builtBy {NORTH}"]


def test_what_stands_before_a_list_is_said_of_all_its_members_without_a_trigger_too(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: touching, gap: [新船]}}"
    both = [f"{WIND} builtBy {NORTH}", f"{PEARL} builtBy {NORTH}"]

    assert told(f"{NORTH}新船{WIND}、{PEARL}首航。", rule) == sorted(both)
    assert told(f"{NORTH}新船{WIND}首航，{PEARL}退役。", rule) == both[:1]


def test_without_a_trigger_a_far_reach_finds_the_nearest_fitting_list_of_the_sentence(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: sentence, within: 12}}"
    assert told(f"{SOUTH}歇业，{NORTH}照常开工，{WIND}和{PEARL}都已下水。", rule) == [
        f"{PEARL} builtBy {NORTH}",
        f"{WIND} builtBy {NORTH}",
    ]
    assert told(f"由{NORTH}等企业承建的，是{WIND}。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{WIND}下水，{NORTH}照常开工。", rule) == []
    assert told(f"{NORTH}照常开工，大风刮了一整天，码头上没有一个人，{WIND}下水。", rule) == []
    assert told(f"{NORTH}照常开工。{WIND}下水。", rule) == []


def test_without_a_trigger_the_reach_of_a_discourse_goes_back_one_sentence(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: discourse, list: one}}"
    fact = [f"{WIND} builtBy {NORTH}"]
    assert told(f"{SOUTH}、{NORTH}照常开工。{WIND}下水。", rule) == fact
    assert told(f"{NORTH}照常开工。天气晴好。{WIND}下水。", rule) == []
    assert told(f"{NORTH}照常开工。\n\n{WIND}下水。", rule) == []


def test_without_a_trigger_names_that_lack_the_words_asked_for_hide_none_in_the_sentence_before(told: Read) -> None:
    rule = """
    arguments: {subject: {}, object: {position: before, reach: discourse}}
    unless: [{words: [造船], position: object}]
    """

    assert told(f"{SOUTH}昨日开工。{NORTH}道贺，{WIND}下水。", rule) == [f"{WIND} builtBy {SOUTH}"]
    assert not told(f"{NORTH}昨日开工。{NORTH}道贺，{WIND}下水。", rule)


def test_without_a_trigger_an_object_may_stand_far_behind(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: after, reach: sentence, list: one, follow: [船坞]}}"
    assert told(f"{WIND}昨日下水，出自{NORTH}船坞，{SOUTH}派人来看。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{WIND}昨日下水，{NORTH}派人来看。", rule) == []


def test_without_a_trigger_conditions_look_from_the_list_of_the_subject(told: Read) -> None:
    far = "arguments: {subject: {}, object: {position: before, reach: sentence}}"
    text = f"{NORTH}照常开工，新船{WIND}和{PEARL}昨日下水。"
    both = [f"{PEARL} builtBy {NORTH}", f"{WIND} builtBy {NORTH}"]
    for condition in ("{words: [新船], within: 2}", "{words: [昨日], position: after, within: 2}"):
        assert told(text, f"requires: [{condition}]\n{far}") == both
        assert told(text, f"unless: [{condition}]\n{far}") == []
    assert told(text, f"requires: [{{words: [照常], position: clause}}]\n{far}") == []
    assert told(text, f"requires: [{{words: [照常], position: sentence}}]\n{far}") == both


def test_other_members_of_its_own_list_do_not_stand_between_a_name_and_another(told: Read) -> None:
    rule = f"unless: [{{types: [Ship], position: between}}]\n{ACTIVE}"
    assert told(f"{NORTH}建造{WIND}、{PEARL}。", rule) == [f"{PEARL} builtBy {NORTH}", f"{WIND} builtBy {NORTH}"]


def test_a_name_states_what_it_contains_only_if_the_text_names_that_elsewhere_too(tmp_path: Path) -> None:
    rule = """\
rules:
  - name: locatedIn.name
    arguments: {subject: {type: Firm}, object: {position: inside, at: start}}
    examples: ["<subject Firm:<object:甲港>船厂>"]
"""
    tables = {"Firm": ["白沙河口港修船总厂\t\t\t\t\teditors"], "Port": ["白沙河口港\t\t\t\t\teditors"]}
    extractor = reader(tmp_path, {"locatedIn": rule}, tables=tables)  # type: ignore[arg-type]

    assert facts(read(extractor, "白沙河口港修船总厂开工。")) == []
    assert facts(read(extractor, "白沙河口港修船总厂开工。白沙河口港繁忙。")) == [
        "白沙河口港修船总厂 locatedIn 白沙河口港"
    ]


def test_a_subject_is_carried_over_clauses_and_with_the_reach_of_a_discourse_over_a_sentence(told: Read) -> None:
    sentence = PASSIVE.replace("discourse", "sentence")
    fact = [f"{WIND} builtBy {NORTH}"]

    assert told(f"{WIND}昨日下水，长二百米，由{NORTH}建造。", sentence) == fact
    assert told(f"{WIND}昨日下水。由{NORTH}建造。", sentence) == []
    assert told(f"{WIND}昨日下水。由{NORTH}建造。", PASSIVE) == fact
    assert told(f"{WIND}昨日下水。\n\n由{NORTH}建造。", PASSIVE) == []
    assert told(f"{WIND}昨日下水。天气晴好。由{NORTH}建造。", PASSIVE) == []


def test_with_the_reach_of_a_paragraph_a_subject_is_carried_over_sentences_without_one(told: Read) -> None:
    rule = PASSIVE.replace("discourse", "paragraph")
    fact = [f"{WIND} builtBy {NORTH}"]

    assert told(f"{WIND}昨日下水。天气晴好。由{NORTH}建造。", rule) == fact
    assert told(f"{WIND}昨日下水。{PEARL}返航。由{NORTH}建造。", rule) == [f"{PEARL} builtBy {NORTH}"]
    assert told(f"{WIND}昨日下水。{'天气晴好。' * 4}由{NORTH}建造。", rule) == []
    assert told(f"{WIND}昨日下水。\n\n由{NORTH}建造。", rule) == []


def test_with_the_reach_of_a_story_a_subject_may_stand_some_sentences_before_in_another_paragraph(told: Read) -> None:
    rule = PASSIVE.replace("discourse", "story")

    assert told(f"{WIND}昨日下水。\n\n天气晴好。由{NORTH}建造。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{WIND}昨日下水。\n\n{'天气晴好。' * 8}由{NORTH}建造。", rule) == []


def test_without_a_trigger_the_reach_of_a_paragraph_goes_back_over_sentences_without_a_fitting_name(told: Read) -> None:
    rule = "arguments: {subject: {}, object: {position: before, reach: paragraph, list: one}}"
    assert told(f"{NORTH}照常开工。天气晴好。{WIND}下水。", rule) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}照常开工。\n\n{WIND}下水。", rule) == []


def test_what_a_statement_is_carried_over_is_part_of_its_evidence(tmp_path: Path) -> None:
    text = f"{WIND}昨日下水。天气晴好。由{NORTH}建造。次日返航。"
    rule = PASSIVE.replace("discourse", "paragraph").replace("\n", "\n    ")

    (relation,) = read(reader(tmp_path, f"rules:\n  - name: builtBy.it{rule}{EXAMPLE}\n"), text).relations

    assert relation.quote == text.removesuffix("次日返航。")


def test_a_comma_with_a_connector_ends_the_clause_unless_a_name_is_joined_by_it(told: Read) -> None:
    shared = SHARED.replace('connectors: ["、", ', 'connectors: ["、", ",并", ')
    assert shared != SHARED
    rule = """
    trigger: [建造]
    arguments: {object: {position: before, reach: sentence}, subject: {position: after}}
    """

    assert told(f"{NORTH}看望{SOUTH}，并建造{WIND}。", rule, _shared=shared) == [f"{WIND} builtBy {NORTH}"]
    both = [f"{WIND} builtBy {NORTH}", f"{WIND} builtBy {SOUTH}"]
    assert told(f"{NORTH}，并{SOUTH}建造{WIND}。", rule, _shared=shared) == sorted(both)


def test_a_shared_head_gives_each_member_of_the_list_behind_it(told: Read) -> None:
    rule = """
    trigger: [建造单位]
    arguments: {object: {position: after, reach: touching, gap: [":"]}, subject: {position: before, reach: discourse}}
    """

    assert told(f"{WIND}昨日下水。建造单位：{NORTH}、{SOUTH}。", rule) == [
        f"{WIND} builtBy {NORTH}",
        f"{WIND} builtBy {SOUTH}",
    ]


def test_a_back_reference_stands_for_the_last_name_of_its_type(told: Read) -> None:
    text = f"{NORTH}成立多年。該公司建造了{WIND}。"

    assert told(text, ACTIVE) == [f"{WIND} builtBy {NORTH}"]


def test_a_rule_may_take_what_the_paragraph_begins_with(told: Read) -> None:
    text = f"{NORTH}扩建码头。{SOUTH}没有回应。首船{WIND}已经建造。"
    rule = """
    trigger: [首船]
    arguments: {subject: {position: after, reach: touching}, object: {position: before, reach: paragraph}}
    """

    assert told(text, rule) == [f"{WIND} builtBy {SOUTH}"]
    assert told(text, rule.replace("reach: paragraph", "reach: paragraph, pick: lead")) == [f"{WIND} builtBy {NORTH}"]


def test_a_rule_may_take_what_the_sentence_begins_with(told: Read) -> None:
    text = f"{NORTH}扩建码头，{SOUTH}没有回应，首船{WIND}已经建造。"
    rule = """
    trigger: [首船]
    arguments: {subject: {position: after, reach: touching}, object: {position: before, reach: sentence}}
    """

    assert told(text, rule) == [f"{WIND} builtBy {SOUTH}"]
    assert told(text, rule.replace("reach: sentence", "reach: sentence, pick: topic")) == [f"{WIND} builtBy {NORTH}"]


def test_arguments_may_be_bound_by_class_distance_and_what_follows_them(told: Read) -> None:
    by_class = ACTIVE.replace("position: before", "position: before, class: Shipyard")
    near = ACTIVE.replace("position: after", "position: after, within: 3")
    followed = ACTIVE.replace("position: before", "position: before, follow: [负责]")

    assert told(f"{SOUTH}建造{WIND}。", by_class) == []
    assert told(f"{NORTH}建造{WIND}。", by_class) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}建造了又一艘大型客轮{WIND}。", near) == []
    assert told(f"{NORTH}建造的是{WIND}。", near) == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}负责建造{WIND}，{SOUTH}建造{PEARL}。", followed) == [f"{WIND} builtBy {NORTH}"]


def test_the_nearest_name_is_taken_unless_the_rule_picks_the_first(told: Read) -> None:
    text = f"{NORTH}一方面受托于{SOUTH}所属船队一方面建造{WIND}。"

    assert told(text, ACTIVE) == [f"{WIND} builtBy {SOUTH}"]
    assert told(text, ACTIVE.replace("before", "before, pick: first")) == [f"{WIND} builtBy {NORTH}"]


def test_nothing_is_said_of_a_thing_and_itself_or_against_domain_and_range(told: Read) -> None:
    assert told(f"{NORTH}与{SOUTH}结盟。", alliesWith=ALLIED) == [f"{NORTH} alliesWith {SOUTH}"]
    assert told(f"{NORTH}与北溟造船结盟。", alliesWith=ALLIED) == []
    assert told(f"{NORTH}与{WIND}结盟。", alliesWith=ALLIED) == []


# -- what forbids and what is required -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        (f"{NORTH}未建造{WIND}。", "negated"),
        (f"{NORTH}沒有建造{WIND}。", "negated"),
        (f"{NORTH}拟建造{WIND}。", "planned"),
        (f"{NORTH}可能建造{WIND}。", "possible"),
        (f"{NORTH}建造{WIND}的传闻不断。", "possible"),
        (f"{NORTH}曾建造{WIND}。", "ended"),
        (f"{NORTH}未来建造{WIND}。", ""),
        (f"南屏未开工，{NORTH}建造{WIND}。", ""),
    ],
)
def test_a_cue_in_reach_takes_a_statement_out_of_plain_fact(told: Read, text: str, modality: str) -> None:
    assert told(text, ACTIVE) == [f"{WIND} builtBy {NORTH} {modality}".strip()]


def test_a_rule_may_ignore_a_modality_or_have_one_itself(told: Read) -> None:
    assert told(f"{NORTH}曾建造{WIND}。", f"ignore: [ended]\n{ACTIVE}") == [f"{WIND} builtBy {NORTH}"]
    assert told(f"{NORTH}建造{WIND}。", f"modality: planned\n{ACTIVE}") == [f"{WIND} builtBy {NORTH} planned"]


def test_a_trigger_inside_a_longer_word_that_is_none_reads_nothing(told: Read) -> None:
    rule = f"pseudo: [建造师, 監建造]\n{ACTIVE}"

    assert told(f"{NORTH}建造师登上{WIND}。", rule) == []
    assert told(f"{NORTH}監建造{WIND}。", rule) == []
    assert told(f"{NORTH}建造{WIND}。", rule) == [f"{WIND} builtBy {NORTH}"]


MANY = ", ".join(f"第{number}批" for number in range(10, 60))
CONDITIONS = [
    ("{words: [批准], position: before, within: 4}", f"{NORTH}批准建造{WIND}。"),
    (f"{{words: [{MANY}, 批准], position: before, within: 4}}", f"{NORTH}批准建造{WIND}。"),
    ("{words: [模型], position: after, within: 2}", f"{NORTH}建造模型{WIND}。"),
    ("{words: [图纸], position: between}", f"{NORTH}按图纸建造{WIND}。"),
    ("{words: [建造], position: between, within: 2}", f"{NORTH}建造{WIND}。"),
    ("{words: [展会], position: clause}", f"展会上的{NORTH}建造{WIND}。"),
    ("{words: [北溟], position: object}", f"{NORTH}建造{WIND}。"),
    ("{words: [长风], position: subject}", f"{NORTH}建造{WIND}。"),
]


@pytest.mark.parametrize(("condition", "text"), CONDITIONS)
def test_unless_forbids_and_requires_demands_the_same_words(told: Read, condition: str, text: str) -> None:
    other = f"{SOUTH}开工建造{PEARL}。"

    assert told(text + other, f"unless: [{condition}]\n{ACTIVE}") == [f"{PEARL} builtBy {SOUTH}"]
    assert told(text + other, f"requires: [{condition}]\n{ACTIVE}") == [f"{WIND} builtBy {NORTH}"]


def test_a_word_of_a_condition_does_not_count_where_it_is_part_of_a_longer_one(told: Read) -> None:
    condition = "{words: [为], position: clause, pseudo: [認為, 为此]}"
    text = f"{NORTH}认为建造{WIND}。{SOUTH}为此为人建造{PEARL}。"

    assert told(text, f"unless: [{condition}]\n{ACTIVE}") == [f"{WIND} builtBy {NORTH}"]
    assert told(text, f"requires: [{condition}]\n{ACTIVE}") == [f"{PEARL} builtBy {SOUTH}"]

    condition = "{words: [长风], position: subject, pseudo: [长风破浪]}"
    assert told(f"{NORTH}建造{WIND}。", f"unless: [{condition}]\n{ACTIVE}") == [f"{WIND} builtBy {NORTH}"]


def test_one_doubtful_reading_makes_a_pair_doubtful(told: Read) -> None:
    doubtful = BUILT.replace("builtBy.active", "builtBy.doubt").replace("trigger", "modality: possible\n    trigger", 1)

    assert told(f"{NORTH}建造{WIND}。", ACTIVE, more=f"relation: builtBy\n{doubtful}") == [
        f"{WIND} builtBy {NORTH} possible"
    ]


# -- what goes with a relation -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"2024年5月6日，{NORTH}建造{WIND}。", ("date", "2024年5月6日", "2024-05-06", "date")),
        (f"{NORTH}于２０２４年５月建造{WIND}。", ("date", "２０２４年５月", "2024-05", "gYearMonth")),
        (f"{NORTH}2024年建造{WIND}。", ("date", "2024年", "2024", "gYear")),
        (f"{NORTH}去年建造{WIND}。", ("date", "去年", "", "")),
        (f"2023年2月30日，{NORTH}建造{WIND}。", ("date", "2023年2月30日", "", "")),
        (f"{NORTH}投资1.25亿元建造{WIND}。", ("amount", "1.25亿元", "125000000", "decimal")),
        (f"{NORTH}用3,200万元建造{WIND}。", ("amount", "3,200万元", "32000000", "decimal")),
        (f"{NORTH}担任总包建造{WIND}。", None),
    ],
)
def test_dates_and_sums_stand_as_written_and_typed(
    tmp_path: Path, text: str, expected: tuple[str, str, str, str] | None
) -> None:
    rule = BUILT.replace("trigger", "qualifiers: {amount: true}\n    trigger", 1)

    (relation,) = read(reader(tmp_path, rule), text).relations

    assert [(q.name, q.text, q.value, q.datatype) for q in relation.qualifiers] == ([expected] if expected else [])


def test_numbers_in_words_that_a_pattern_of_ones_own_takes_have_no_typed_value(tmp_path: Path) -> None:
    words = "qualifiers:\n  date: ['(?P<year>二〇..)年']\n  amount: ['(?P<number>[一二三百]+)元']\n"
    rule = BUILT.replace("trigger", "qualifiers: {amount: true}\n    trigger", 1)
    grammar = GRAMMAR.partition("qualifiers:")[0] + words

    (relation,) = read(reader(tmp_path, rule, grammar=grammar), f"{NORTH}二〇二四年用三百元建造{WIND}。").relations

    assert [(q.text, q.value, q.datatype) for q in relation.qualifiers] == [("三百元", "", ""), ("二〇二四年", "", "")]


@pytest.mark.parametrize(("text", "roles"), [
    ("上海市生態環境局長周子安、衛福部長陳立新出席。", {"周子安": "局長", "陳立新": "部長"}),  # a character for two
    ("青云集团副总经理周子安、陈立新出席。", {"周子安": "副总经理", "陈立新": "副总经理"}),  # one post for both
    ("中国驻美国大使周子安发表演讲。", {"周子安": "驻美国大使"}),
])  # fmt: skip
def test_a_role_is_the_post_and_nobody_else_who_has_it(extractor: Extractor, text: str, roles: dict[str, str]) -> None:
    found = extractor.extract(Document("a", text)).relations
    told = [(one.subject.text, q.text) for one in found for q in one.qualifiers if q.name == "role"]

    assert {*told} == {*roles.items()}


@pytest.mark.parametrize(("role", "expected"), [("trigger", "建造"), ("gap", "全程監督建造")])
def test_a_role_is_the_trigger_or_what_stands_between_as_the_text_has_it(
    tmp_path: Path, role: str, expected: str
) -> None:
    rule = BUILT.replace("trigger", f"qualifiers: {{role: {role}}}\n    trigger", 1)

    (relation,) = read(reader(tmp_path, rule), f"{NORTH}全程監督\n建造{WIND}。").relations

    assert [(q.name, q.text) for q in relation.qualifiers] == [("role", expected)]


def test_confidence_rule_and_evidence_are_kept(tmp_path: Path) -> None:
    text = f"天气晴好。\n　　{NORTH}建造\n了{WIND}。次日返航。"

    (relation,) = read(reader(tmp_path, BUILT.replace("trigger", "confidence: 0.6\n    trigger", 1)), text).relations

    assert (relation.rule, relation.confidence) == ("builtBy.active", 0.6)
    assert relation.quote == f"{NORTH}建造\n了{WIND}。" == text[relation.span.start : relation.span.end]


def test_a_reading_between_what_are_hardly_names_is_not_stated(tmp_path: Path) -> None:
    extractor = reader(tmp_path, BUILT)
    document = Document("a.txt", f"{NORTH}建造{WIND}。")
    found = extractor.names.find(document)
    doubtful = replace(found, names=tuple(replace(name, likelihood=0.5) for name in found.names))

    assert extractor.relate(document, found).relations
    assert not extractor.relate(document, doubtful).relations


def test_an_ontology_without_shared_context_reads_plain_sentences(tmp_path: Path) -> None:
    assert facts(read(reader(tmp_path, BUILT, shared="{}\n"), f"{NORTH}建造{WIND}。")) == [f"{WIND} builtBy {NORTH}"]
    assert "connectors" in SHARED


def test_no_state_or_province_lies_in_another_than_its_own(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("a.txt", "宁夏中卫与陕、甘、宁、青四省区联手，中国的香港也派人来。"))

    contained = {(one.subject.text, one.object.text) for one in extraction.relations if one.relation == "partOf"}
    assert contained == {("中卫", "宁夏"), ("香港", "中国")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("重庆两江新区、四川天府新区昨日分别开园。", {("两江新区", "重庆")}),
        ("北京中关村、上海张江等地的企业都来了。", {("中关村", "北京")}),
        ("江苏苏州工业园区、无锡高新区获批。", {("苏州工业园区", "江苏"), ("无锡高新区", "江苏")}),
    ],
    ids=["a place before its name", "a known place", "a place that does lie there"],
)
def test_what_stands_before_a_list_is_not_said_of_what_lies_elsewhere(
    extractor: Extractor, text: str, expected: set[tuple[str, str]]
) -> None:
    extraction = extractor.extract(Document("a.txt", text))

    contained = {(one.subject.text, one.object.text) for one in extraction.relations}
    assert contained == expected


def test_no_known_city_or_county_lies_in_another_than_its_own(extractor: Extractor) -> None:
    text = "货物运往江苏南京市，以及滁州市、定远县。航班往来东京成田、上海虹桥。滁州市定远县和安徽明光市没有航班。"
    text += "汉中巴中两地通航。专家察看了云溪镇嘉禾生态园、洋溢服装厂、李家镇迁建新区。"
    extraction = extractor.extract(Document("a.txt", text))

    contained = {(one.subject.text, one.object.text) for one in extraction.relations if one.relation == "partOf"}
    assert {("南京市", "江苏"), ("定远县", "滁州市"), ("明光市", "安徽")} <= contained
    apart = {
        ("滁州市", "江苏"),
        ("定远县", "江苏"),
        ("上海", "东京"),
        ("明光市", "滁州市"),
        ("巴中", "汉中"),
        ("李家镇", "云溪镇"),
    }
    assert not contained & apart


def test_a_known_organ_that_stands_beside_another_is_no_part_of_it(extractor: Extractor) -> None:
    extraction = extractor.extract(
        Document("a.txt", "国家能源局 农业农村部联合印发通知，农业农村部畜牧兽医局负责解释。")
    )

    contained = [(one.subject.text, one.object.text) for one in extraction.relations if one.relation == "partOf"]
    assert ("农业农村部", "国家能源局") not in contained
