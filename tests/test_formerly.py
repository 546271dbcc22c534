"""Older names told by when a thing had them and by what became of it, and forms told by who calls a thing so."""

from __future__ import annotations

import pytest

from kg.engines.local import read_in_turn
from kg.errors import Location
from kg.evaluation.pairs import Pair, judge_pairs
from kg.extraction import Extractor
from kg.model import Document


def joined(extractor: Extractor, name: str, text: str, other: str, other_text: str) -> bool:
    """Tell whether two names, each in a text, become one thing."""
    pair = Pair("", "same", name, text, other, other_text, Location("pairs.tsv", 1))
    return judge_pairs([pair], extractor)[0].joined


def forms(extractor: Extractor, text: str) -> dict[str, str]:
    """The forms that a text tells, with the names that they stand for."""
    (extraction,) = read_in_turn([Document("a.txt", text)], extractor)
    return {one.alias: one.key for one in extraction.aliases}


@pytest.mark.parametrize(
    ("text", "older", "newer"),
    [
        ("岭溪第三小学一九九八年以前叫石桥村小学。", "石桥村小学", "岭溪第三小学"),
        ("货轮“雪鸥”昨日靠泊，这艘船十年前下水时名为“长海雄鹰”。", "长海雄鹰", "雪鸥"),
        ("勘测船“海鲸二号”前身是渔政船“东渔政9”。", "东渔政9", "海鲸二号"),
        ("由海川职业学院升格而成的海川职业大学今秋招生。", "海川职业学院", "海川职业大学"),
        ("云浦农商银行开业，由云浦县农村信用合作联社整体改制而成。", "云浦县农村信用合作联社", "云浦农商银行"),
        ("海川科技大学是在海川师范专科学校基础上升格组建的。", "海川师范专科学校", "海川科技大学"),
        ("汇文学校，昔日的东大街小学，昨天举行校庆。", "东大街小学", "汇文学校"),
        ("云溪乡撤乡设镇，定名云溪镇。", "云溪乡", "云溪镇"),
        ("《海川日报》最初叫《海川工人报》，四开两版。", "海川工人报", "《海川日报》"),
        ("科考船“天岭号”（原船名“探海九号”）靠港。", "探海九号", "“天岭号”"),
        ("邮轮“东海之梦”轮原名“南洋公主”轮，去年易主。", "“南洋公主”轮", "“东海之梦”轮"),
        ("邮轮“东海之梦”轮的前身是希腊的“阿波罗”号。", "“阿波罗”号", "“东海之梦”轮"),
        ("“东海之梦”号邮轮，原“天使岛”号。", "“天使岛”号", "“东海之梦”号"),
        ("原青州航空学校、现青州航空技术学院招收飞行学员。", "青州航空学校", "青州航空技术学院"),
        ("海川职业学院升格为本科院校，更名为海川职业大学。", "海川职业学院", "海川职业大学"),
        ("长岭证券公告称，经股东大会批准，公司名称变更为云浦证券股份有限公司。", "长岭证券", "云浦证券股份有限公司"),
        ("海川港务局建于1954年，现为海川港务集团有限公司。", "海川港务局", "海川港务集团有限公司"),
        ("海川师范专科学校即今天的海川师范学院。", "海川师范专科学校", "海川师范学院"),
        ("青岩重工集团有限公司由原青岩轧钢厂改制而来。", "青岩轧钢厂", "青岩重工集团有限公司"),
        ("由海川市水产管理局改组而成的海川市渔业局昨天挂牌。", "海川市水产管理局", "海川市渔业局"),
        (
            "海川工业专科学校升格后改称海川工业学院，2009年再改制为海川理工大学。",
            "海川工业专科学校",
            "海川工业学院",
        ),
        ("当年考进来时，海川第二中学还叫海川女子中学。", "海川女子中学", "海川第二中学"),
        ("当年，海川第二中学还叫海川女子中学。", "海川女子中学", "海川第二中学"),
        ("2001年下水时名为“海燕”轮的“远洋之梦”轮易主。", "“海燕”轮", "“远洋之梦”轮"),
        ("“东海之梦”号邮轮（原名“天使岛”号）首航。", "“天使岛”号", "“东海之梦”号"),
        ("海川城建集团（更名前为海川市建设投资公司）发债。", "海川市建设投资公司", "海川城建集团"),
        ("团队办起海川量子通信技术有限公司（海川量子前身）。", "海川量子通信技术有限公司", "海川量子"),
        ("海川市档案馆今年扩建，其前身是1959年设立的海川市档案管理处。", "海川市档案管理处", "海川市档案馆"),
    ],
)
def test_an_older_name_is_told_by_a_time_or_by_what_became_of_it(
    extractor: Extractor, text: str, older: str, newer: str
) -> None:
    assert forms(extractor, text).get(older) == newer


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("海川科技大学在海川师范专科学校旁边征地三百亩。", "海川师范专科学校"),
        ("长岭实业十年前叫停了与青浦化工厂的合作。", "青浦化工厂"),
        ("东川啤酒厂由湖滨建筑公司改建，工期十个月。", "湖滨建筑公司"),
        ("海川大学计划由海川学院升格而成。", "海川学院"),
        ("长岭实业公告，其子公司更名为云浦化工。", "长岭实业"),
        ("明珠塔落成时，友谊塔已是一片废墟。", "友谊塔"),
        ("青屿书院前身为青屿中学，后由教会接办并易名。", "教会接办并"),
        ("海川机床厂建于1954年，现为海川重工集团有限公司的子公司。", "海川机床厂"),
        ("他毕业于海川师范专科学校，现为海川大学。", "海川师范专科学校"),
        ("海川海关原办公楼现为海川邮政博物馆。", "海川邮政博物馆"),
        ("海川小学旧址现为海川博物馆。", "海川小学"),
        ("海川市档案馆与海川市党史研究室合署办公；其前身是1959年设立的海川市档案管理处。", "海川市档案管理处"),
        ("当年，青年报记者王志明还叫张建军来帮忙。", "张建军"),
        ("海川机床厂与海川铸造厂合并，现为海川重工集团有限公司。", "海川铸造厂"),
    ],
)
def test_what_only_stands_beside_is_no_older_name(extractor: Extractor, text: str, other: str) -> None:
    assert other not in forms(extractor, text)


@pytest.mark.parametrize(
    ("text", "form", "whole"),
    [
        ("鄂西山地蜜蜂资源保种场（以下简称“鄂蜂场”）繁育蜂王。", "鄂蜂场", "鄂西山地蜜蜂资源保种场"),
        ("滨海盐碱地水稻育种攻关小组（“盐稻小组”）试种新品系。", "盐稻小组", "滨海盐碱地水稻育种攻关小组"),
        ("花東縱谷有機米產銷班（農友慣稱「縱米班」）今年增產。", "纵米班", "花东纵谷有机米产销班"),
        ("高原低压氧舱训练中心（队员们称作“氧楼”）启用。", "氧楼", "高原低压氧舱训练中心"),
        ("高原低压氧舱训练中心（市民口中的“氧楼”）启用。", "氧楼", "高原低压氧舱训练中心"),
    ],
)
def test_a_form_is_declared_by_whoever_calls_a_thing_so(extractor: Extractor, text: str, form: str, whole: str) -> None:
    assert forms(extractor, text).get(form) == whole


@pytest.mark.parametrize(
    ("name", "text", "other", "other_text"),
    [
        (
            "国网浙江省电力有限公司绍兴供电公司",
            "国网浙江省电力有限公司绍兴供电公司抢修线路。",
            "国网绍兴供电公司",
            "国网绍兴供电公司派出抢修车。",
        ),
        ("北京市公安局海淀分局", "北京市公安局海淀分局侦破一案。", "海淀公安分局", "海淀公安分局返还赃款。"),
        ("北京天坛医院神经外科", "北京天坛医院神经外科完成手术。", "天坛医院神经外科", "天坛医院神经外科回访病人。"),
        (
            "国务院国资委党委巡视办",
            "国务院国资委党委巡视办通报情况。",
            "国资委党委巡视办",
            "国资委党委巡视办要求整改。",
        ),
    ],
)
def test_a_branch_and_a_department_are_one_under_all_names_of_their_body(
    extractor: Extractor, name: str, text: str, other: str, other_text: str
) -> None:
    assert joined(extractor, name, text, other, other_text)


def test_a_short_name_is_that_of_the_team_which_the_text_names(extractor: Extractor) -> None:
    known, other = "萨克拉门托国王队换帅。", "新北国王周六迎战台北富邦，国王队首节领先十分。"
    assert joined(extractor, "新北国王", "新北国王补强。", "国王队", other)
    assert not joined(extractor, "萨克拉门托国王队", known, "国王队", other)


@pytest.mark.parametrize("text", ["国王队昨日输给湖人队。", "萨克拉门托国王队大胜，国王队终止连败，新北国王休赛。"])
def test_a_short_name_is_that_of_the_known_team_where_no_other_is_named(extractor: Extractor, text: str) -> None:
    assert joined(extractor, "萨克拉门托国王队", "萨克拉门托国王队换帅。", "国王队", text)


def test_a_team_keeps_its_own_name_beside_a_longer_one(extractor: Extractor) -> None:
    assert joined(extractor, "马里队", "马里队昨天集训。", "马里队", "马里队昨天二比一胜索马里队。")
