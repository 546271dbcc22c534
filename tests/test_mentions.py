"""Mentions: offsets that always lead back, declared short forms, back references, and names split by breaks."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction import Extraction, Extractor
from kg.model import Document
from kg.names.reading import Candidate, Name
from small_ontology import GRAMMAR, TABLES, read, reader

NEWS = """\
今年三月，位于海淀区的青藤脑科学研究院（简称“青藤院”）由清华大学、北京协和医院等单位共同发起成立。
記者昨日獲悉，香港科技大學校長葉玉如出席「2025世界人工智能大會」開幕式並致辭。
《北京市促进通用人工智能创新发展的若干措施》提出，到“十五五”末，建成３个示范区。
主办单位：中国科协、上海市政府；承办单位：复旦大学（简称“复旦”）、AI Lab。
“京西智谷”智算中心一期总投资1.2亿元，采用昇腾芯片，落户⻔头沟区。
英国首相斯塔默与法国总统马克龙通电话，该公司发言人王小明说：“不评论。”
天問一號、嫦娥六號、神舟二十号等任务（2024—2026年）按計劃實施。
"""
PIECES = [NEWS[i:j] for i, j in zip(range(0, len(NEWS), 7), range(7, len(NEWS) + 7, 7), strict=False)]
GAPS = ["", "", "", "\n", "\n\n", " ", "　", "\r\n", "\t", "\u200b", "\ufeff", "  \n ", "\x00", "😀", "㈱", "𠮷"]


CALLS_AT = """\
rules:
  - name: callsAt.verb
    trigger: [停靠]
    arguments: {subject: {position: before}, object: {position: after}}
    examples: ["<subject:甲号><trigger:停靠><object:乙港>。"]
"""


def found(extraction: Extraction) -> list[str]:
    """The mentions as ``type text``, gaps closed, in order."""
    return [f"{mention.type} {''.join(mention.text.split())}" for mention in extraction.mentions]


def assert_leads_back(document: Document, extraction: Extraction) -> None:
    text = document.text
    ends = [mention for relation in extraction.relations for mention in (relation.subject, relation.object)]

    assert all(text[mention.start : mention.end] == mention.text != "" for mention in [*extraction.mentions, *ends])
    assert all(text[r.span.start : r.span.end] == r.quote for r in extraction.relations)
    assert all(
        relation.span.start <= mention.start and mention.end <= relation.span.end
        for relation in extraction.relations
        for mention in (relation.subject, relation.object)
    )


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=40))
@settings(deadline=None, max_examples=150)
def test_mentions_of_shuffled_and_broken_news_lead_back(extractor: Extractor, pieces: list[tuple[str, str]]) -> None:
    document = Document("a.txt", "".join(piece + gap for piece, gap in pieces))

    extraction = extractor.extract(document)
    outer = [mention for mention in extraction.mentions if not mention.nested]

    assert_leads_back(document, extraction)
    assert all(left.end <= right.start for left, right in pairwise(outer))
    for mention in extraction.mentions:
        assert not mention.nested or any(o.start <= mention.start and mention.end <= o.end for o in outer)
    assert extraction == extractor.extract(document)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=100)
def test_any_text_at_all_can_be_read(extractor: Extractor, text: str) -> None:
    document = Document("a.txt", text)

    assert_leads_back(document, extractor.extract(document))


@given(st.text(st.sampled_from("《》“”「」()（）<>·、，。年月日0123456789第届号简称由的院"), max_size=60))
@settings(deadline=None, max_examples=100)
def test_punctuation_in_any_disorder_can_be_read(extractor: Extractor, text: str) -> None:
    document = Document("a.txt", text)

    assert_leads_back(document, extractor.extract(document))


@given(st.integers(12, 40), st.sampled_from(["\n", "\r\n", " \n　"]))
@settings(deadline=None)
def test_text_set_in_columns_of_any_width_keeps_its_names(extractor: Extractor, width: int, gap: str) -> None:
    name = "青藤量子精密测量研究院"
    text = (
        f"记者从江苏省南京市了解到，位于当地的{name}昨日正式对外发布了最新的研究进展情况，引起各方广泛关注和热烈讨论。"
    )
    column = gap.join(text[i : i + width] for i in range(0, len(text), width))

    names = found(extractor.extract(Document("a.txt", column)))

    assert names == ["Place 江苏省", "Place 南京市", f"Organization {name}"]


def test_both_scripts_give_the_same_names(extractor: Extractor) -> None:
    hans = extractor.extract(Document("a.txt", "工业和信息化部与国家发展和改革委员会在海淀区签约。"))
    hant = extractor.extract(Document("a.txt", "工業和信息化部與國家發展和改革委員會在海淀區簽約。"))

    assert [mention.key for mention in hans.mentions] == [mention.key for mention in hant.mentions]
    assert [mention.entry for mention in hans.mentions] == [mention.entry for mention in hant.mentions]
    assert all(mention.entry for mention in hans.mentions)


@pytest.mark.parametrize(
    "declared", ["（简称“青藤院”）", "（以下简称“青藤院”）", "（簡稱「青藤院」）", "（下称青藤院）", "(简称:“青藤院”)"]
)
def test_a_declared_short_form_means_the_name_everywhere(extractor: Extractor, declared: str) -> None:
    text = f"青藤院今日挂牌。青藤脑科学研究院{declared}位于海淀区。青藤院院长表示，青藤院将扩建。"

    extraction = extractor.extract(Document("a.txt", text))
    mentions = [mention for mention in extraction.mentions if mention.key == "青藤脑科学研究院"]

    assert [mention.text for mention in mentions] == ["青藤院", "青藤脑科学研究院", "青藤院", "青藤院", "青藤院"]
    assert [(alias.alias, alias.key) for alias in extraction.aliases] == [("青藤院", "青藤脑科学研究院")]


def test_a_short_form_that_the_document_does_not_declare_is_not_invented(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("a.txt", "青藤脑科学研究院位于海淀区。研究院很大，科学家很多。"))

    assert found(extraction) == ["Organization 青藤脑科学研究院", "Place 海淀区"]


def test_a_back_reference_names_nothing_but_can_be_an_end(tmp_path: Path) -> None:
    text = "云帆沧海号很快。长风破浪号更快，北溟造船公司说，该船停靠青嶼深水港。"

    extraction = read(reader(tmp_path, {"callsAt": CALLS_AT}), text)
    (relation,) = extraction.relations

    assert found(extraction) == ["Ship 云帆沧海号", "Ship 长风破浪号", "Firm 北溟造船公司", "Port 青嶼深水港"]
    assert (relation.subject.text, relation.subject.source, relation.subject.key) == ("该船", "reference", "长风破浪号")


def test_the_former_and_the_latter_are_the_two_that_are_joined(tmp_path: Path) -> None:
    pair = "  - {{type: [Ship, Firm], words: [{}], pair: {}, joins: [与]}}\n"
    pairs = pair.format("前者", "first") + pair.format("后者", "last")
    grammar = GRAMMAR.replace("qualifiers:", f"{pairs}qualifiers:", 1)
    text = "云帆沧海号与长风破浪号下水。前者停靠青嶼深水港，后者停靠青嶼深水港。"

    extraction = read(reader(tmp_path, {"callsAt": CALLS_AT}, grammar=grammar), text)

    assert [(one.subject.text, one.subject.key) for one in extraction.relations] == [
        ("前者", "云帆沧海号"),
        ("后者", "长风破浪号"),
    ]


def test_a_back_reference_without_anything_before_it_stands_for_nothing(tmp_path: Path) -> None:
    assert found(read(reader(tmp_path), "该公司说，该船很快。")) == []


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("大江集团与海川集团签署协议。集团董事长周子安表示满意。", "大江集团"),
        ("大江集团与海川集团公司（以下简称“海川集团”）签署协议。集团董事长周子安表示满意。", "大江集团"),
        ("集团公司与海川集团签署协议。集团董事长周子安与青云集团董事长李明远到场。", "青云集团"),
        ("驰宏锌锗公告，公司控股股东海川集团拟增持。公司董事长周子安说，这是好事。", "驰宏锌锗"),
        ("金螳螂披露，公司全资子公司海川公司中标。公司董事长周子安说，这是好事。", "金螳螂"),
        ("海川集团昨日开工。集团董事长周子安到场。", "海川集团"),
    ],
    ids=[
        "the first of two",
        "the first of two, of many forms",
        "another body",
        "who tells",
        "who tells of its own",
        "nearest",
    ],
)
def test_a_body_that_calls_itself_by_a_noun_is_the_one_that_speaks(extractor: Extractor, text: str, body: str) -> None:
    posts = [one for one in extractor.extract(Document("a.txt", text)).relations if one.relation == "affiliatedWith"]

    assert {one.object.rule if one.object.source == "reference" else one.object.text for one in posts} == {body}


def test_a_word_that_holds_a_back_reference_stands_for_nothing(extractor: Extractor) -> None:
    text = "周子安到场。大江集团以十亿欧元（或其他币种）设立海川金融公司。"

    founded = [one for one in extractor.extract(Document("a.txt", text)).relations if one.relation == "foundedBy"]

    assert [one.object.text for one in founded] == ["大江集团"]


def test_a_back_reference_stands_for_no_one_who_only_tells_of_another(extractor: Extractor) -> None:
    text = "海川科技有限公司昨日成立。天眼查显示，该公司由大江集团全资持股。"

    owned = [one for one in extractor.extract(Document("a.txt", text)).relations if one.relation == "owns"]

    assert [one.object.rule for one in owned] == ["海川科技有限公司"]


@pytest.mark.parametrize("joint", ["兼", "暨"])
def test_no_name_holds_a_post_and_what_joins_it_to_the_next(extractor: Extractor, joint: str) -> None:
    text = f"鸿海副总裁{joint}汽车工程研究院院长周子安、鸿海董事长{joint}总策略长林若水到场。"

    assert not [one for one in found(extractor.extract(Document("a.txt", text))) if joint in one]


def test_joint_chairs_are_no_body(extractor: Extractor) -> None:
    assert "Organization 大江集团联席" not in found(
        extractor.extract(Document("a.txt", "大江集团联席总裁周子安到场。"))
    )


def test_a_level_at_the_beginning_of_a_name_is_the_place_named_before(tmp_path: Path) -> None:
    rule = """\
rules:
  - name: locatedIn.name
    arguments: {subject: {type: Firm}, object: {type: Port, position: inside, at: start}}
    examples: ["<subject:<object:乙港>船厂>开工。"]
"""
    grammar = GRAMMAR.replace(
        "  - {type: Ship, words: [该船]}",
        "  - {type: Port, begins: Firm, words: [港], ends: [港], pseudo: [港龙]}",
    )
    tables = {**TABLES, "Firm": ["港务公司\t\t\t\t\te", "港龙公司\t\t\t\t\te"]}
    extractor = reader(tmp_path, {"locatedIn": rule}, grammar=grammar, tables=tables)  # type: ignore[arg-type]

    stated = read(extractor, "赤洲群島旁的白沙河口港停工，港务公司和港龙公司道歉。").relations

    assert [(one.subject.text, one.object.text) for one in stated] == [("港务公司", "白沙河口港")]
    assert read(extractor, "港务公司道歉，白沙河口港停工。").relations == ()


INSIDE = """\
rules:
  - name: locatedIn.name
    arguments: {subject: {type: Firm}, object: {type: Port, position: inside, at: start}}
    examples: ["<subject:<object:乙港>船厂>开工。"]
"""


def test_a_level_that_only_refers_to_its_place_states_nothing(tmp_path: Path) -> None:
    grammar = GRAMMAR.replace(
        "  - {type: Ship, words: [该船]}",
        "  - {type: Port, begins: Firm, words: [港], ends: [港], states: false}",
    )
    tables = {**TABLES, "Firm": ["港务公司\t\t\t\t\te"]}
    extractor = reader(tmp_path, {"locatedIn": INSIDE}, grammar=grammar, tables=tables)  # type: ignore[arg-type]

    assert read(extractor, "赤洲群島旁的白沙河口港停工，港务公司道歉。").relations == ()


def test_a_short_name_at_the_head_of_a_longer_one_names_its_place(tmp_path: Path) -> None:
    heads = "heads:\n  - {type: Port, begins: Firm, names: {白: 白沙河口港}, ends: [务局, 司], never: [白云]}\n"
    tables = {**TABLES, "Firm": [f"{name}\t\t\t\t\te" for name in ("白港务局", "白港务社", "白云公司")]}
    extractor = reader(tmp_path, {"locatedIn": INSIDE}, grammar=heads + GRAMMAR, tables=tables)  # type: ignore[arg-type]

    stated = read(extractor, "白港务局、白港务社和白云公司都说，白沙河口港停工。").relations

    assert [(one.subject.text, one.object.text) for one in stated] == [("白港务局", "白")]
    assert read(extractor, "白港务局停工。").relations == ()


def test_longer_names_win_and_what_lies_inside_them_is_no_name_of_its_own(tmp_path: Path) -> None:
    tables = {"Port": ["白沙河口港\t\t\t\t\te"], "Firm": ["白沙河口港修船总厂\t\t\t\t\te"]}
    extractor = reader(tmp_path, tables=tables)  # type: ignore[arg-type]

    assert found(read(extractor, "白沙河口港修船總廠在白沙河口港。")) == ["Firm 白沙河口港修船總廠", "Port 白沙河口港"]


def test_a_person_does_not_run_on_into_what_follows(extractor: Extractor) -> None:
    found = extractor.extract(Document("a.txt", "退休教师李建华义务护江。总统米尔济约耶夫到访。")).mentions

    assert {one.text for one in found if one.type == "Person"} - {"李建华"} == {"米尔济约耶夫"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("后续还将出台北京氢能科技创新与产业培育行动方案。", "Policy 北京氢能科技创新与产业培育行动方案"),
        ("陇东绿色智算中心（一期）已上架。", "Project 陇东绿色智算中心（一期）"),
        ("新的“鸿鹄”高空太阳能无人机在青海起飞。", "Product “鸿鹄”高空太阳能无人机"),
        (
            "第十二届唐山中国陶瓷博览会暨曹妃甸投资洽谈会今天开幕。",
            "Event 第十二届唐山中国陶瓷博览会暨曹妃甸投资洽谈会",
        ),
        ("会议在京举行，王毅近日访沪。", "Place 沪"),
        ("该股权由苏州启明芯半导体科技有限公司持有。", "Organization 苏州启明芯半导体科技有限公司"),
        ("阳泉市交通运输局局长续海亮说，工程提前完成。", "Organization 阳泉市交通运输局"),
        ("据介绍，黑山县档案局的库房已满。", "Organization 黑山县档案局"),
        ("三亚海警局在西沙群岛巡航。", "Organization 三亚海警局"),
        ("他在第九届国际山地旅游大会上致辞。", "Event 第九届国际山地旅游大会"),
        ("三幢楼都旧了，校长俞汝明说，先修礼堂。", "Person 俞汝明"),
        ("三联书店总编辑董秀钰、商务印书馆的陈原到会。", "Person 董秀钰"),
        ("展览将在英国伦敦、美国纽约举办。", "Place 伦敦"),
        ("气象中心值班员于新林提醒，明日有雨。", "Person 于新林"),
        ("约旦首相哈萨瓦奈、外长出席。", "Person 哈萨瓦奈"),
        ("会计学院副院长江绮雯说，课程要改。", "Person 江绮雯"),
        ("工业一司副司长侯兆年列席。", "Person 侯兆年"),
        ("董事长申屠子衿说，今年不扩产。", "Person 申屠子衿"),
        ("民宿业主屈金水在县城开店。", "Person 屈金水"),
        ("日本专家小野田康平、课长泉川裕之助到访。", "Person 泉川裕之助"),
        ("肯尼亚选手梅西·凯里奥以两小时夺冠。", "Person 梅西·凯里奥"),
        ("院长买买提明·依明说，过去没有路。", "Person 买买提明·依明"),
        ("美联社记者阿米纳塔·桑科获释。", "Person 阿米纳塔·桑科"),
        ("公开赛上，艾弗林·科斯盖以两分之差夺冠。", "Person 艾弗林·科斯盖"),
        ("他的发明者是一名荷兰人。", "Place 荷兰"),
        ("这一做法已在赣鄂三省推开。", "Place 鄂"),
        ("古巴驻华大使到会。", "Place 华"),
        ("苏州又见炊烟餐饮管理有限公司被罚。", "Organization 苏州又见炊烟餐饮管理有限公司"),
        ("新华社国际部副主任冀望川到会。", "Organization 新华社国际部"),
        ("石棉县委书记马颖初到会。", "Organization 石棉县委"),
        ("张江科学城里，药企成群。", "Place 张江科学城"),
        ("他常去石门街上的小店。", "Place 石门街"),
        ("新界鄉郊保育聯席要求擱置計劃。", "Organization 新界鄉郊保育聯席"),
        ("他说，工业和信息化部会与北京市合作。", "Organization 工业和信息化部"),
        ("青云集团总裁王鹏亦认为市场会好转。", "Person 王鹏"),
        ("青云基金董事長劉冬代任總經理一職。", "Person 劉冬"),
        ("有人透露青云银行行长洪崎将接任董事长。", "Person 洪崎"),
        ("沃尔玛增持京东股份，持股比例提高近一倍。", "Organization 京东"),
        ("截至去年底，长江电力水电总装机容量上升。", "Organization 长江电力"),
        ("青云股份发布《关于与关联方共同投资暨关联交易的公告》。", "Product 《关于与关联方共同投资暨关联交易的公告》"),
        ("税务总局发布《关于个人转让股权有关问题的公告》。", "Policy 《关于个人转让股权有关问题的公告》"),
        ("华为已经发布多款芯片,包括910B、910C多款产品。", "Product 910B"),
        ("本次展览共分云计算、生物医药、物联网三个展区。", "Technology 云计算"),
        ("感谢大家对南通经济社会发展的关心。", "Place 南通"),
        ("火箭升空，拉开了中国商业航天的大幕。", "Technology 商业航天"),
        ("清华系具身智能企业昨日完成融资，客户包括联想。", "Organization 清华"),
        ("大江集团正式投资启明智能技术有限公司（下称“启明智能”）。", "Organization 启明智能技术有限公司"),
        ("2026全球产品博览会昨日在青州国际博览中心盛大开幕。", "Place 青州国际博览中心"),
    ],
    ids=[
        "verb and later ending",
        "extension",
        "head far from its quotation",
        "union",
        "one character for a city",
        "verb in a firm",
        "ending and title in one word",
        "ending of a word",
        "ending joined with what follows",
        "ordinal in place of a proper word",
        "person inside a word",
        "editor who signs nothing",
        "known name that completes a word",
        "person behind a noun for people",
        "foreign person of several words",
        "person before a word that another seems to hold",
        "given name with a character of measures",
        "surname of two characters that is a word",
        "person behind a word for people",
        "person with a Japanese name",
        "foreign person before a preposition that the model joined",
        "foreign person before a verb of speech that the dictionary joined",
        "foreign person inside a word",
        "foreign person before a preposition",
        "place in the word for its people",
        "run of single characters",
        "single character inside a word",
        "coined words behind a place",
        "body before a title of two words",
        "division whose last character the ending begins with",
        "ending of which a word for inside holds the last character",
        "street before what says where",
        "alliance",
        "known body and what it will do",
        "person before an adverb",
        "person before an adverb in the other script",
        "person before an auxiliary",
        "known firm and what is bought of it",
        "known firm and what is said of it",
        "notice of a listed company",
        "notice of an office",
        "code of a chip",
        "field behind the word for its division",
        "place and its affairs",
        "country and a field",
        "those who come from a body",
        "verb before a name with its short form",
        "before an adverb",
    ],
)
def test_a_name_is_read_up_to_where_it_ends(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


@pytest.mark.parametrize(
    "text",
    [
        "青云集团辞去执行董事及董事会战略与投资委员会主任委员、审计委员会委员的人有三名。",
        "大江集团有两家上市公司，代码为601965.SH、02666.HK。",
        "法院二审作出(2018)粤民终1132号判决，认定侵权成立。",
        "青云集团是一家多元化的跨国集团。",
        "这是汽车制造商为高成本项目整合资源的方式。",
        "36氪获悉，大江集团昨日开工。",
        "青云集团通过在二级市场买入的方式，增持公司64.5万股，增持后持股5%。",
    ],
    ids=[
        "committees of a board",
        "codes of shares",
        "the number of a case",
        "a firm of no name",
        "a maker",
        "who reports",
        "what is bought",
    ],
)
def test_what_only_looks_like_a_name_is_none(extractor: Extractor, text: str) -> None:
    named = {one.text for one in extractor.extract(Document("a.txt", text)).mentions}

    assert named <= {"青云集团", "大江集团"}


@pytest.mark.parametrize(
    ("text", "place", "entry"),
    [
        ("浙江天台的古道修复完成。", "天台", "Place:天台县"),
        ("日本船桥的工厂昨日起火。", "船桥", "Place:船桥市"),
        ("記者從高雄橋頭趕到現場。", "橋頭", "Place:桥头区"),
        ("陕西汉中的油菜花开了。", "汉中", "Place:汉中市"),
        ("台中昨日大雨，市區多處淹水。", "台中", "Place:台中市"),
    ],
    ids=["a common word", "abroad", "the other script", "a city that ends like a direction", "a city of Taiwan"],
)
def test_a_place_is_read_without_its_ending_behind_what_it_lies_in(
    extractor: Extractor, text: str, place: str, entry: str
) -> None:
    found = extractor.extract(Document("d", text)).mentions

    assert (place, entry) in {(one.text, one.entry) for one in found if one.type == "Place"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("高雄市長陳其邁昨天視察堤防。", "高雄"),
        ("台中市长卢秀燕表示。", "台中"),
        ("高雄市長期缺水。", "高雄市"),
        ("上海市长宁区有雨。", "上海市"),
        ("嘉義縣長翁章梁視察堤防。", "嘉義"),
        ("嘉義縣長期缺水。", "嘉義縣"),
    ],
    ids=["a title", "a title read with a name", "long", "a district", "no form without its ending", "long, of that"],
)
def test_a_place_leaves_its_last_character_to_the_title_of_its_head(
    extractor: Extractor, text: str, place: str
) -> None:
    found = extractor.extract(Document("d", text)).mentions

    assert place in {one.text for one in found if one.type == "Place"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("上海市浦东新区副区长吴强介绍。", ["上海市", "浦东新区"]),
        ("云南昆明举办花展。", ["云南", "昆明"]),
        ("辽宁大连的码头。", ["辽宁", "大连"]),
    ],
)
def test_a_place_in_a_place_is_two_names_though_the_dictionary_has_them_as_one_word(
    extractor: Extractor, text: str, places: list[str]
) -> None:
    found = extractor.extract(Document("d", text)).mentions

    assert [one.text for one in found if one.type == "Place"] == places


def test_whoever_heads_a_place_does_not_make_it_another_of_its_shorter_name(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("d", "嘉義縣長翁章梁與雲林縣長張麗善視察堤防。"))

    assert [(one.text, one.entry) for one in extraction.mentions if one.type == "Place"] == [
        ("嘉義", "Place:嘉义县"),
        ("雲林", "Place:云林县"),
    ]
    posts = {(one.subject.text, one.object.text) for one in extraction.relations}
    assert posts == {("翁章梁", "嘉義"), ("張麗善", "雲林")}


@pytest.mark.parametrize("text", ["他在天台浇花。", "浙江和平发展的经验。", "中国平安发布年报。", "浙江天台县丰收。"])
def test_no_place_without_its_ending_is_read_elsewhere(extractor: Extractor, text: str) -> None:
    found = {one.text for one in extractor.extract(Document("d", text)).mentions if one.type == "Place"}

    assert found.isdisjoint({"天台", "和平", "平安"})


@pytest.mark.parametrize(
    "name",
    ["中国石油化工股份有限公司胜利油田分公司", "中国工商银行股份有限公司四川省分行", "云帆科技股份有限公司北京分公司"],
)
def test_a_body_with_its_branch_behind_it_is_the_branch(extractor: Extractor, name: str) -> None:
    found = extractor.extract(Document("d", f"{name}昨日公布数据。")).mentions

    assert [one.text for one in found if one.type == "Organization" and not one.nested] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("这台盾构机“岭南先锋”昨日始发。", "Product 岭南先锋"),
        ("研究院发布气象大模型“望风者”。", "Product 望风者"),
        ("美术馆正在举办特展“雨夜的灯”，观众不少。", "Event 雨夜的灯"),
        ("执政党与反对党“新黎明”都表示接受。", "Organization 新黎明"),
    ],
)
def test_a_quotation_right_behind_what_it_names_is_a_name(extractor: Extractor, text: str, name: str) -> None:
    assert [one for one in found(extractor.extract(Document("a.txt", text))) if one.endswith(name[-3:])] == [name]


@pytest.mark.parametrize("text", ["比亚迪匈牙利工厂下月投产。", "宁德时代德国工厂获得许可。"])
def test_a_country_behind_a_firm_is_no_place_of_another_name(extractor: Extractor, text: str) -> None:
    places = [name for name in found(extractor.extract(Document("a.txt", text))) if name.startswith("Place")]

    assert not {"Place 比亚迪匈牙利", "Place 宁德时代德国"} & {*places}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("乌克兰国防部长抵基辅，与泽连斯基会谈。", "Person 泽连斯基"),
        ("巴黎协定签署十周年，各国代表致辞。", "Policy 巴黎协定"),
        ("甘肃省博物馆与六家单位联合办展。", "Organization 甘肃省博物馆"),
    ],
    ids=["a person is no place", "a treaty is no body", "a museum that acts"],
)
def test_a_known_name_is_of_a_type_that_it_can_have(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


def test_a_department_before_a_post_is_part_of_the_post(extractor: Extractor) -> None:
    post = found(extractor.extract(Document("a.txt", "北京协和医院神经内科主任医师朱以诚提醒，救治要抢时间。")))
    body = found(extractor.extract(Document("a.txt", "北京协和医院神经内科完成了第一例手术。")))

    assert "Organization 北京协和医院" in post
    assert "Organization 北京协和医院神经内科" not in post
    assert "Organization 北京协和医院神经内科" in body


def test_the_last_character_of_a_word_begins_no_known_name(extractor: Extractor) -> None:
    names = found(extractor.extract(Document("a.txt", "两国同意加强人工智能合作。")))

    assert names == ["Technology 人工智能"]


@pytest.mark.parametrize("person", ["佐藤健太郎", "中村俊太郎", "东野信一郎"])
def test_a_person_with_a_long_surname_needs_no_post(extractor: Extractor, person: str) -> None:
    names = found(extractor.extract(Document("a.txt", f"{person}是大学教授，长期研究地震。")))

    assert f"Person {person}" in names


def test_words_that_begin_like_a_name_are_no_person(extractor: Extractor) -> None:
    text = "当地官员能回答前两个。反对者占三成，学生来批改作业。裁判长阎浩宣布开赛。摄影师徐勇十年前来过何家冲。"
    persons = {name for name in found(extractor.extract(Document("a.txt", text))) if name.startswith("Person")}

    assert persons == {"Person 阎浩", "Person 徐勇"}


def test_a_count_of_things_is_no_name(extractor: Extractor) -> None:
    text = "論壇上，24家特色產業園領到牌匾，植入体内的已有２０例，共授牌3座科技馆。"

    assert not [name for name in found(extractor.extract(Document("a.txt", text))) if any(map(str.isdigit, name))]


def test_words_that_only_look_like_an_ending_make_no_name(extractor: Extractor) -> None:
    text = "北京西北部和河北的交界处有雾。县长黎岸离任。阜宁县地处苏北。会同公安、司法部门和江西省交通运输部门办理。"
    names = found(extractor.extract(Document("a.txt", text)))

    assert not {"Organization 北京西北部", "Organization 阜宁县地处", "Person 黎岸离"} & {*names}
    assert not [name for name in names if name.endswith("部")]


def test_agencies_that_sign_together_are_no_names_of_the_story(extractor: Extractor) -> None:
    signed = found(extractor.extract(Document("a.txt", "【本報訊】綜合新華社、人民日報及央視新聞報道：會議今日閉幕。")))
    told = found(extractor.extract(Document("a.txt", "新华社和人民日报社联合举办了展览。")))

    assert [name for name in signed if name.startswith(("Organization", "Product"))] == []
    assert "Organization 新华社" in told


@pytest.mark.parametrize("address", [
    "https://www.huawei.com/cn/news?from=Intel", "http://example.org:8080/Microsoft/a_b.html", "www.tencent.com",
    "press.office@star-sea.com.cn", "HTTPS://EXAMPLE.ORG",
])  # fmt: skip
def test_nothing_in_an_address_is_a_name_and_what_stands_beside_it_is(extractor: Extractor, address: str) -> None:
    for text in (f"详见华为公司{address}，或问小米公司。", f"[华为]({address})与小米公司合作。"):
        names = {mention.text for mention in extractor.extract(Document("a", text)).mentions}

        assert {name for name in names if name.isascii()} == set()
        assert any(name.startswith("华为") for name in names)
        assert any(name.startswith("小米") for name in names)


def test_a_surname_with_an_address_is_no_name(extractor: Extractor) -> None:
    names = found(extractor.extract(Document("a.txt", "居民欧阳先生是首批用户，教授欧阳若溪到场。")))

    assert [name for name in names if name.startswith("Person")] == ["Person 欧阳若溪"]


def test_a_steering_body_goes_by_what_it_steers(extractor: Extractor) -> None:
    names = found(
        extractor.extract(
            Document("a.txt", "甘肃省兰州新区开发建设领导小组办公室印发方案，青岛市低空经济发展工作专班进驻。")
        )
    )

    assert {"Organization 甘肃省兰州新区开发建设领导小组办公室", "Organization 青岛市低空经济发展工作专班"} <= {*names}


def test_names_that_nothing_proper_opens_have_a_form_of_their_own(extractor: Extractor) -> None:
    text = (
        "杭州跻身全球城市绿色竞争力榜单第五名。中国海警3306号在仁爱礁附近巡航。浙江省委常委、宣传部部长郑柏年说，"
        "二十届中央政治局第六次集体学习作了部署。中央财经委员会第六次会议提出，要推进建设。以“AI+养老”为例，企业不少。"
    )

    names = found(extractor.extract(Document("a.txt", text)))

    assert {
        "Product 全球城市绿色竞争力榜单",
        "Product 中国海警3306号",
        "Organization 宣传部",
        "Event 二十届中央政治局第六次集体学习",
        "Event 中央财经委员会第六次会议",
        "Technology AI+养老",
    } <= {*names}


def test_a_quoted_name_may_have_a_subtitle_before_its_head_but_a_speech_is_no_name(extractor: Extractor) -> None:
    text = "美术馆合办“渡口与灯塔：海港百年”展览。他说：“记住：展览明天开。”展览如期。"

    names = found(extractor.extract(Document("a.txt", text)))

    assert [name for name in names if name.startswith("Event")] == ["Event “渡口与灯塔：海港百年”展览"]


def test_papers_are_named_whole_around_another_title_and_without_marks_at_the_head_of_their_text(
    extractor: Extractor,
) -> None:
    text = (
        "青州市人民政府关于支持茶业发展的实施意见\n各部门：根据《山东省人民政府关于印发〈茶园保护办法〉的通知》精神，"
        "由财政部税务总局会同有关部门落实。"
    )

    names = found(extractor.extract(Document("a.txt", text)))

    assert {
        "Policy 青州市人民政府关于支持茶业发展的实施意见",
        "Policy 《山东省人民政府关于印发〈茶园保护办法〉的通知》",
        "Organization 财政部",
        "Organization 税务总局",
    } <= {*names}


def test_occasions_for_projects_and_lines_by_their_ends_are_names(extractor: Extractor) -> None:
    text = (
        "绍兴市2025年第二季度重大项目集中签约仪式在会展中心举行。青田县茶叶产业园项目开工仪式昨日举行。全市重点项目集中开工仪式"
        "也在当日举行。成都至蒲江铁路、巴中至达州铁路开工。"
    )

    names = found(extractor.extract(Document("a.txt", text)))

    assert [name for name in names if name.startswith(("Event", "Project"))] == [
        "Event 绍兴市2025年第二季度重大项目集中签约仪式",
        "Event 青田县茶叶产业园项目开工仪式",
        "Project 成都至蒲江铁路",
        "Project 巴中至达州铁路",
    ]


def test_who_edited_a_page_is_no_name_of_the_story(extractor: Extractor) -> None:
    names = found(extractor.extract(Document("a.txt", "市长周子安讲话。责任编辑:李国强 审核:王海燕 终审:陈建平")))

    assert [name for name in names if name.startswith("Person")] == ["Person 周子安"]


def test_a_title_that_only_says_what_kind_of_paper_it_is_names_nothing(extractor: Extractor) -> None:
    text = "东方海川公司与启明大学签署《投资协议》，并提交《申请表》。《劳动合同法》昨天修订。"

    names = found(extractor.extract(Document("a.txt", text)))

    assert [name for name in names if "《" in name] == ["Policy 《劳动合同法》"]


def test_who_does_something_is_of_the_story_though_he_writes_for_a_living(extractor: Extractor) -> None:
    told = found(
        extractor.extract(
            Document("a.txt", "《渡口》加印，作者樊以泓本周到会。记者谷若薇昨获奖。插画由画家杜孟宽绘制。")
        )
    )
    signed = found(
        extractor.extract(Document("a.txt", "本报记者 谷若薇 摄影 樊以泓\n责编：谷若薇 版式：樊以泓 制表/杜孟宽"))
    )

    assert {"Person 樊以泓", "Person 谷若薇", "Person 杜孟宽"} <= {*told}
    assert not [name for name in signed if name.startswith("Person")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("来自沪、苏、浙、皖的企业参展。", {"沪": "上海市", "苏": "江苏省", "浙": "浙江省", "皖": "安徽省"}),
        ("赴滬就醫的人多了。", {"滬": "上海市"}),
        ("沪深两市收涨。", {"沪": "上海市", "深": "深圳市"}),
        ("特展在寧舉行，宁夏来人。", {"寧": "南京市", "宁夏": "宁夏回族自治区"}),
        ("黑吉辽蒙四省区联合执法。", {"黑": "黑龙江省", "吉": "吉林省", "辽": "辽宁省", "蒙": "内蒙古自治区"}),
    ],
)
def test_one_character_for_a_province_is_the_province(extractor: Extractor, text: str, rows: dict[str, str]) -> None:
    found = extractor.extract(Document("a.txt", text)).mentions

    assert {one.text: one.entry for one in found} == {form: f"Place:{name}" for form, name in rows.items()}


def test_a_street_called_after_a_city_is_not_that_city(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("a.txt", "拉薩市北京西路通車，兰州天水北路塌方。"))

    assert found(extraction) == ["Place 拉薩市", "Place 北京西路", "Place 兰州", "Place 天水北路"]
    assert {(one.subject.text, one.object.text) for one in extraction.relations} <= {
        ("北京西路", "拉薩市"),
        ("天水北路", "兰州"),
    }


def with_names(extractor: Extractor, text: str, *names: tuple[str, str]) -> list[Name]:
    """The names of a text, if these are its names, each the first of its kind behind the last one."""
    given: list[Candidate] = []
    for name, kind in names:
        start = text.index(name, given[-1].end if given else 0)
        given.append(Candidate(start, start + len(name), kind, "gold"))
    return list(extractor.names.settle(Document("a.txt", text), given, []).names)


@pytest.mark.parametrize(
    ("text", "names", "parts"),
    [
        (
            "折木川下雨了。折木川谷地卫生院停电。",
            (("折木川", "Place"), ("折木川谷地卫生院", "Organization")),
            {"折木川"},
        ),
        # Two characters are too often part of a word.
        ("汐岚下雨了。汐岚谷地卫生院停电。", (("汐岚", "Place"), ("汐岚谷地卫生院", "Organization")), set()),
    ],
)
def test_what_a_document_names_by_itself_is_nested_in_its_longer_names(
    extractor: Extractor, text: str, names: tuple[tuple[str, str], ...], parts: set[str]
) -> None:
    longer = with_names(extractor, text, *names)[-1]

    assert {part.mention.text for part in longer.parts} == parts


def test_what_is_nested_is_used_by_itself_where_the_text_has_another_form_of_its_row(extractor: Extractor) -> None:
    """天津 in 天津中医药大学 is the city that the text names 天津市, whatever else the name could be made of."""
    whole = extractor.extract(Document("a.txt", "天津市昨日降雨。天津中医药大学承办大赛。"))

    stated = {(one.subject.text, one.relation, one.object.text) for one in whole.relations}
    assert ("天津中医药大学", "locatedIn", "天津") in stated


def test_what_is_nested_means_what_its_form_means_where_it_stands_by_itself(extractor: Extractor) -> None:
    text = "太白县咀头镇下雨了。咀头镇人民政府开会。"
    names = (("太白县", "Place"), ("咀头镇", "Place"), ("咀头镇人民政府", "Organization"))
    _, town, office = with_names(extractor, text, *names)

    assert [part.mention.key for part in office.parts] == [town.mention.key] == ["太白县咀头镇"]


def test_a_form_with_words_is_looked_for_only_where_one_of_them_stands(tmp_path: Path) -> None:
    pattern = "patterns:\n- {name: ferry, type: Ship, has: [渡轮], forms: ['(?:渡轮|汽船)[0-9]+号']}\n"
    extractor = reader(tmp_path, grammar=GRAMMAR + pattern)

    assert found(read(extractor, "渡轮7号、汽船8号停航。")) == ["Ship 渡轮7号", "Ship 汽船8号"]
    assert found(read(extractor, "汽船8号停航。")) == []


def test_a_way_between_known_places_is_one_name(extractor: Extractor) -> None:
    whole = extractor.extract(Document("a.txt", "从西安至十堰高速铁路看，合肥高铁站至黄山的公路不长。"))

    assert [m.text for m in whole.mentions if m.kind == "Road"] == ["西安至十堰高速铁路"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("民政處長張淵銘、社會處長林美如出席。", ["民政處", "社會處"]),
        ("經發局長林育宏與都發局長李仲辰視察園區。", ["經發局", "都發局"]),
        ("教育局陳新明局長說明課綱。", ["教育局"]),
        ("發展局局長陳新明與海關關長李文中視察口岸。", ["發展局", "海關"]),
        ("立法院林立辰副院長接見外賓，經濟部郭智遠部長在場。", ["立法院", "經濟部"]),
        ("國民黨立法院黨團總召王明德反對，民眾黨團幹事長林若水贊成。", ["國民黨立法院黨團", "民眾黨團"]),
    ],
)
def test_organs_are_named_in_the_titles_of_their_heads(extractor: Extractor, text: str, names: list[str]) -> None:
    extraction = extractor.extract(Document("d", text))

    assert [mention.text for mention in extraction.mentions if mention.type == "Organization"] == names
    assert {relation.object.text for relation in extraction.relations} == set(names)


def test_a_surname_before_a_title_or_with_the_word_for_it_is_no_name(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("d", "鄭市長指示加強管理，盧市長主持會議。李姓女子報案。"))

    assert found(extraction) == []


def test_a_county_does_not_lie_in_the_city_of_its_shorter_name(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("d", "嘉義縣長率團訪問嘉義市，嘉義縣與嘉義市合辦展覽。吉林市位於吉林省。"))

    assert [(r.subject.text, r.object.text) for r in extraction.relations if r.relation == "locatedIn"] == [
        ("吉林市", "吉林省")
    ]


def test_warships_are_called_after_places_and_towns_have_no_navies(extractor: Extractor) -> None:
    text = "正在护航的枣庄舰与海军宿州舰会合，此前她们从湛江海军某码头出发，印度海军和美国空军没有派舰机。"
    names = {(mention.text, mention.type) for mention in extractor.extract(Document("a.txt", text)).mentions}

    assert {("枣庄舰", "Product"), ("宿州舰", "Product"), ("湛江", "Place"), ("印度海军", "Organization")} <= names
    assert not {"枣庄", "宿州", "湛江海军"} & {name for name, _ in names}


def test_two_persons_whom_the_tagger_takes_for_one_are_two(extractor: Extractor) -> None:
    names = [
        mention.text for mention in extractor.extract(Document("a.txt", "法国总统马克龙和泽连斯基会晤。")).mentions
    ]

    assert names == ["法国", "马克龙", "泽连斯基"]


def test_heads_with_japanese_names_stand_before_their_titles(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("d", "遠藤富士人理事長、井上直之代表理事與横山正彦副議長出席。"))

    assert found(extraction) == ["Person 遠藤富士人", "Person 井上直之", "Person 横山正彦"]


def test_a_station_is_told_by_its_platforms(extractor: Extractor) -> None:
    extraction = extractor.extract(Document("d", "輕鐵綫天榆站月台沉降，居民投訴。"))

    assert "Place 天榆站" in found(extraction)


@pytest.mark.parametrize(
    ("text", "name"),
    [("文化部長李遠今（5）日赴立法院備詢。", "李遠"), ("行政院副院長江立辰今天出席。", "江立辰")],
)
def test_a_name_ends_before_the_day_and_begins_behind_the_title(extractor: Extractor, text: str, name: str) -> None:
    extraction = extractor.extract(Document("d", text))

    assert [mention.text for mention in extraction.mentions if mention.type == "Person"] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北京时间8月14日凌晨，云岭队客场获胜。", []),
        ("小将周子安在英国时间19日首夺金牌。", ["周子安"]),
        ("第6局选手林若水敲出安打。", ["林若水"]),
        ("代表团以38金32银18铜收官。", []),
        ("〔记者杨金城／台南报导〕昨日大雨。", []),
        ("中新社吉隆坡八月十九日电 昨日大雨。", []),
    ],
)
def test_what_only_looks_like_a_name_names_nothing(extractor: Extractor, text: str, names: list[str]) -> None:
    """Times of day, innings, tallies of medals, and who signs with a place or with a date in words."""
    read = [one.text for one in extractor.extract(Document("a", text)).mentions]

    assert [one for one in read if one not in ("云岭队", "吉隆坡")] == names


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("南通市昨日开会，市卫生健康委主任周子安出席。", "市卫生健康委", "Organization"),
        ("市长走访母校风杨国小，师生列队。", "风杨国小", "Organization"),
        ("台南市政府卫生局长周子安提醒民众。", "台南市政府卫生局", "Organization"),
        ("馆方推出年度大展“山水之间：四十年水墨”，观众不少。", "山水之间：四十年水墨", "Event"),
        ("“共生长——青云刺绣作品展”昨日闭幕。", "共生长——青云刺绣作品展", "Event"),
        ("第12届青云奖颁奖典礼于今(14)日晚间举行。", "第12届青云奖颁奖典礼", "Event"),
    ],
)
def test_schools_bureaus_and_shows_have_their_whole_names(
    extractor: Extractor, text: str, name: str, kind: str
) -> None:
    found = {one.text: one.type for one in extractor.extract(Document("a", text)).mentions}

    assert found.get(name) == kind


def test_towns_and_villages_are_read_behind_what_they_are_in(extractor: Extractor) -> None:
    text = "义诊队昨日来到淅川县九溪镇张湾村。全县各乡镇、新农村建设受到好评。"

    found = {one.text for one in extractor.extract(Document("a", text)).mentions if one.type == "Place"}

    assert {"淅川县", "九溪镇", "张湾村"} <= found
    assert not any("乡镇" in one or "农村" in one for one in found - {"各乡镇"})


def test_the_sides_on_which_a_site_ends_are_no_places(extractor: Extractor) -> None:
    text = "园区面积九平方公里，东至青江，南至石桥路，西至205国道，北至石峡。"
    text += "隧道北起西安市，南至商洛市。东至县也派人到场。"

    found = [one.text for one in extractor.extract(Document("a", text)).mentions if one.type == "Place"]

    assert not {"东至", "南", "西", "北", "南至", "西至", "北至"} & set(found)
    assert "东至县" in found


def test_a_whole_sentence_that_ends_in_a_word_for_shows_is_none(extractor: Extractor) -> None:
    assert [one.text for one in extractor.extract(Document("a", "他说：“我们今年不参展”，转身走了。")).mentions] == []


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("中巴两国签约，巴西总统出席。", "Place:巴西"),
        ("中巴两国签约，巴基斯坦总理出席。", "Place:巴基斯坦"),
        ("巴以两国停火，巴勒斯坦总统发表讲话。", "Place:巴勒斯坦领土"),
        ("应阿尔及利亚邀请，他对阿、摩、喀三国进行访问。", "Place:阿尔及利亚"),
    ],
)
def test_one_character_is_the_country_that_the_text_names(extractor: Extractor, text: str, row: str) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert {mention.entry for mention in mentions if mention.text in "巴阿"} == {row}


def test_a_part_of_a_town_is_no_part_of_its_name(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "毒品被运至滁州市区等地，蚌埠市区和基辅市中心也有。")).mentions

    assert not [mention.text for mention in mentions if mention.text.endswith(("市区", "中心"))]


def test_a_quoted_phrase_is_no_name(extractor: Extractor) -> None:
    text = "各方宣布“恢复执行停火协议”，批评“针对平民的战争”，并在“世界领先科技园区发展论坛”上发言。"
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions] == ["世界领先科技园区发展论坛"]


def test_the_leading_bodies_of_a_party_abroad_are_not_those_at_home(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "出席的有：保共中央政治局委员托多罗夫。")).mentions

    assert [mention.text for mention in mentions if mention.type == "Organization"] == ["保共中央政治局"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("市领导出席江州集团与白沙大学产学研合作签约仪式并致辞。", ["江州集团与白沙大学产学研合作签约仪式"]),
        ("昨天上午，白沙湾跨海大桥合龙仪式在工地现场举行。", ["白沙湾跨海大桥合龙仪式"]),
        ("9月8日，2016年江苏省水稻新品种展示现场会在青石镇召开。", ["2016年江苏省水稻新品种展示现场会"]),
        ("他出席了上海科技馆建馆20周年纪念活动。", ["上海科技馆建馆20周年纪念活动"]),
        ("白俄罗斯总统选举定于1月举行，南非大选结果公布。", ["白俄罗斯总统选举", "南非大选"]),
        ("贵州茅台股东大会通过分红方案。", ["贵州茅台股东大会"]),
        ("会议通过了决定，随后与会人员参加了座谈会，公司举行了隆重的开业典礼。", []),
    ],
)
def test_occasions_are_named_by_clauses_and_behind_known_names(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Event"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("任命周建民为市公用事业局局长，免去王刚的区园林绿化局副局长职务。", ["市公用事业局", "区园林绿化局"]),
        ("县经开区党工委书记赵志强、县农业农村局党组书记张伟参加。", ["县经开区党工委", "县农业农村局"]),
        ("申万宏源（香港）、明德实验学校（集团）参加。", ["申万宏源（香港）", "明德实验学校（集团）"]),
        ("中国企业家代表团到访，香港特别行政区第六届政府就职。", ["中国企业家代表团", "香港特别行政区第六届政府"]),
        ("市场监管局局长随后前往现场。", ["市场监管局"]),
    ],
)
def test_bureaus_of_a_level_groups_and_delegations_have_their_whole_names(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Organization"] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("白沙市市长周建民到访。", ["Place 白沙市"]),
        ("白沙市地处中部，本市市长周建民说。", ["Place 白沙市"]),
        ("省委书记、白沙市委书记周建民到访。", ["Organization 省委", "Organization 白沙市委"]),
        ("白沙市人民政府印发通知，门市投资大热。", ["Organization 白沙市人民政府"]),
        ("青谷高新区党工委书记周建民到访。", ["Organization 青谷高新区党工委"]),
    ],
)
def test_cities_that_no_list_knows_stand_before_their_heads_and_organs(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [f"{one.type} {one.text}" for one in mentions if one.type != "Person"] == names


def test_laws_without_marks_are_told_by_what_is_done_to_them(extractor: Extractor) -> None:
    text = "业者违反废弃物清理法及空气污染防制法，立法院三读通过人工生殖法。他违反方法论，根据这个办法处理。"
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [one.text for one in mentions if one.type == "Policy"] == ["废弃物清理法", "空气污染防制法", "人工生殖法"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("比亚迪高级副总裁兼动力工程研究院院长李宏出席。", "Organization 动力工程研究院"),
        ("省长检查了宿迁节制闸，品尝阳澄湖大闸蟹。", "Place 宿迁节制闸"),
        ("出席仪式的有王强、海军政治委员苗明。", "Organization 海军"),
        ("环保局在进行裁罚时，要求业者改善。", "Organization 环保局"),
        ("投资方苏州高新投董事长陆东表示。", "Organization 苏州高新投"),
        ("金木股份2022年1月5日晚公告称，股东拟减持。", "Organization 金木股份"),
        ("川港合作迈上新台阶。", "Place 川"),
        ("商贸公司在香港注册，美中关系紧张。", "Place 中"),
    ],
)
def test_bodies_and_places_are_told_by_what_stands_beside_them(extractor: Extractor, text: str, names: str) -> None:
    assert names in found(extractor.extract(Document("a.txt", text)))


def test_the_full_form_of_a_state_is_that_state(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "公司登记在塞席尔共和国，塞席尔总统来访。")).mentions

    assert [(one.text, one.entry) for one in mentions if one.type == "Place"] == [
        ("塞席尔共和国", "Place:塞舌尔"),
        ("塞席尔", "Place:塞舌尔"),
    ]


def test_a_law_in_marks_is_no_method(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "修订《中华人民共和国预算法》，出版《速记训练法》。")).mentions

    assert [(one.type, one.text) for one in mentions] == [
        ("Policy", "《中华人民共和国预算法》"),
        ("Product", "《速记训练法》"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("青石水库除险加固工程昨日开工。", "Project 青石水库除险加固工程"),
        ("机械工程学系陈志明特聘教授、企业管理学系主任王大明出席。", "Organization 企业管理学系"),
        ("中日韩三国首脑会谈在首尔举行。", "Event 中日韩三国首脑会谈"),
        ("多哈和谈破裂。", "Event 多哈和谈"),
        ("第三届邻里节开幕。", "Event 第三届邻里节"),
        ("他走到洛阳西路与开封北街交叉口。", "Place 洛阳西路"),
    ],
)
def test_works_departments_talks_and_streets_have_names(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("线路北起红石堰，长江以北为高架。", ["红石堰", "长江"]),
        ("北京地铁昌平线发生故障。", ["北京地铁昌平线"]),
        ("杭州至瑞丽国家高速公路经过这里。", ["杭州至瑞丽国家高速公路"]),
        ("县经开区产业布局合理。", ["县经开区"]),
        ("住户来自长江路金水湾小区。", ["长江路", "金水湾小区"]),
    ],
)
def test_lines_zones_and_villages_are_told_apart(extractor: Extractor, text: str, names: list[str]) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Place"] == names


def test_who_is_appointed_to_a_bureau_of_a_level_names_no_town(extractor: Extractor) -> None:
    text = "任命宋莉为市人大常委会副秘书长，李胜平任市园林局局长，免去王兰的市园林局局长职务。"
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert len({one.key for one in mentions if one.text == "市园林局"}) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("浙江省近日召开全省民营经济高质量发展大会，部署工作。", "Event 全省民营经济高质量发展大会"),
        ("受台风“海贝”影响，列车停运。", "Event 台风“海贝”"),
        ("首届全国乡村工匠大会开幕。", "Event 首届全国乡村工匠大会"),
        ("卡塔尔世界杯预选赛开打。", "Event 卡塔尔世界杯预选赛"),
        ("他介绍了泸县县情。", "Place 泸县"),
    ],
)
def test_gatherings_storms_and_first_occasions_have_names(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("作品在彰化县立美术馆展出。", "Organization 彰化县立美术馆"),
        ("鹤山国中校长出席。", "Organization 鹤山国中"),
        ("他考察了郭门片区开发项目。会后，郭门片区开发项目开工。", "Project 郭门片区开发项目"),
        ("她提到，2025台湾设计展将在十月举办。", "Event 2025台湾设计展"),
        ("市政府副秘书长周连文陪同。", "Organization 市政府"),
        ("案件经河北省高检关注后撤销。", "Organization 河北省高检"),
    ],
)
def test_houses_schools_developments_and_shows_have_names(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("省长主持召开省政府第七次常务会议，研究有关工作。", "Event 省政府第七次常务会议"),
        ("通过的报告来自省十四届人大一次会议，由省长作出。", "Event 省十四届人大一次会议"),
        ("3月1日上午，青州市园林学会第十一次会员代表大会在金溪山庄召开。", "Event 青州市园林学会第十一次会员代表大会"),
        ("出席的有王刚，军事情报局局长罗明。", "Organization 军事情报局"),
    ],
)
def test_sessions_congresses_and_bureaus_have_names(extractor: Extractor, text: str, name: str) -> None:
    assert name in found(extractor.extract(Document("a.txt", text)))


def test_work_reports_and_orders_have_names_without_marks(extractor: Extractor) -> None:
    text = "2024年市政府工作报告提出目标，合肥市政府工作报告公布，公司发布“X9战略”，主席签署晋升少将军衔命令。"
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [one.text for one in mentions if one.type == "Policy"] == [
        "2024年市政府工作报告",
        "合肥市政府工作报告",
        "X9战略",
        "晋升少将军衔命令",
    ]


def test_a_known_name_that_is_an_ordinary_word_is_one_where_something_shows_it(extractor: Extractor) -> None:
    """A word that goes with names shows it, another form of the same row, or a known name beside it in a list."""

    def named(text: str) -> list[str]:
        return [one.text for one in extractor.extract(Document("a", text)).mentions if one.type == "Organization"]

    assert named("学生们把荣耀写在赛场上，海量数据由学习小组整理，治安部门持续亮剑。") == []
    assert named("荣耀董事长周栖梧介绍新机，荣耀的份额上升。") == ["荣耀", "荣耀"]
    assert named("荣耀终端有限公司交出答卷，荣耀的份额上升。") == ["荣耀终端有限公司", "荣耀"]
    assert named("参展的有小米、荣耀等。") == ["小米", "荣耀"]


def test_a_secretariat_is_that_of_the_party_behind_its_other_offices(extractor: Extractor) -> None:
    """中国科协|书记处 is another one."""

    def meant(text: str) -> list[str]:
        return [one.entry for one in extractor.extract(Document("a", text)).mentions if one.text == "书记处"]

    assert meant("中央政治局常委、书记处书记周栖梧出席会议。") == ["Organization:中共中央书记处"]
    assert not any(meant("青云科协书记处书记周栖梧出席会议。"))


def test_no_known_name_ends_in_the_first_character_of_the_next_word(extractor: Extractor) -> None:
    """中国|尊重 holds no 中国尊, and 中国|湖北 no 中国湖."""
    mentions = extractor.extract(Document("a", "中国尊重各方的选择，工厂设在中国湖北。")).mentions
    assert [one.text for one in mentions] == ["中国", "中国", "湖北"]


def test_a_committee_and_the_government_behind_it_are_two(extractor: Extractor) -> None:
    """武汉市委|市政府."""
    mentions = extractor.extract(Document("a", "学校感谢武汉市委市政府，泸县县委县政府也发来意见。")).mentions
    assert [one.text for one in mentions] == ["武汉市委", "市政府", "泸县县委", "县政府"]


def test_a_surname_with_a_title_names_nobody_and_a_foreign_name_before_one_is_a_person(extractor: Extractor) -> None:
    """朱|总理 met 科斯托夫|总理."""
    mentions = extractor.extract(Document("a", "朱总理会见了来宾，与科斯托夫总理举行了会谈，李先生在座。")).mentions
    assert [(one.text, one.type) for one in mentions] == [("科斯托夫", "Person")]


def test_a_team_called_by_a_common_word_is_one_where_the_text_names_teams(extractor: Extractor) -> None:
    """The rider in the street plays for no 骑士."""

    def teams(text: str) -> list[str]:
        return [one.text for one in extractor.extract(Document("a", text)).mentions if one.type == "Organization"]

    assert teams("骑士事后报案，勇士与骑士的传说由此而来。") == []
    assert teams("洛杉矶湖人队昨晚获胜，勇士和骑士今天休息。") == ["洛杉矶湖人队", "勇士", "骑士"]


def test_lines_of_a_metro_and_townships_of_a_people_are_read_whole(extractor: Extractor) -> None:
    """北京地铁|昌平线 is one line, 湖西|畲族乡 one township; 村|企 in a county is no village."""

    def places(text: str) -> list[str]:
        return [one.text for one in extractor.extract(Document("a", text)).mentions if one.type == "Place"]

    assert places("北京地铁昌平线停运，上海地铁11号线照常运行。") == ["北京地铁昌平线", "上海地铁11号线"]
    assert places("漳浦县湖西畲族乡的村落。") == ["漳浦县", "湖西畲族乡"]
    assert places("双方作为鸡东县村企共建代表签约。") == ["鸡东县"]


def test_places_behind_small_words_are_no_persons_and_persons_called_like_places_are(extractor: Extractor) -> None:
    """专家|来|和田 names nobody, 何|启东|副校长 no town."""

    def named(text: str) -> list[tuple[str, str]]:
        return [(one.text, one.type) for one in extractor.extract(Document("a", text)).mentions]

    assert named("外地的专家来和田为我做手术，要把冠军和荣耀留下。") == [("和田", "Place")]
    assert named("何启东副校长表示欢迎。") == [("何启东", "Person")]


def test_processes_of_chip_making_are_named_by_their_width(extractor: Extractor) -> None:
    text = "聯發科今天發表採用6奈米製程的手機晶片，台积电的3nm工艺月底量产，另有一款工艺品长14纳米。"

    assert [m.text for m in extractor.extract(Document("d", text)).mentions if m.type == "Technology"] == [
        "6奈米製程",
        "3nm工艺",
    ]


def test_satellites_are_named_by_their_number_where_they_are_sent_up(extractor: Extractor) -> None:
    text = "昨天用火箭将云岭二号01组卫星发射升空，又把8颗卫星送入轨道。"

    assert [m.text for m in extractor.extract(Document("d", text)).mentions] == ["云岭二号01组"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("民主联盟在南非大选中得票未过半。", "南非大选"),
        ("五人参加日本自民党总裁选举。", "日本自民党总裁选举"),
        ("他宣布参选2008年总统大选。", "2008年总统大选"),
        ("第16任總統副總統選舉今天投票。", "第16任總統副總統選舉"),
        ("董事长出席5月31日的招商银行股东大会。", "招商银行股东大会"),
        ("同日召开的招商银行第九届董事会第一次会议聘任了行长。", "招商银行第九届董事会第一次会议"),
    ],
)
def test_elections_and_the_meetings_of_firms_are_events(extractor: Extractor, text: str, name: str) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Event"] == [name]


def test_a_meeting_without_a_name_is_no_event(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "公司将召开股东大会审议议案，在野党要求提前大选。")).mentions

    assert not [mention.text for mention in mentions if mention.type == "Event"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("台東市公所舉辦「新春團拜」，由市長主持。", ["新春團拜"]),
        ("衛生局昨日舉辦「失智友善社區宣導」。", ["失智友善社區宣導"]),
        ("国家图书馆举办“中国传统文化系列讲座”，馆长致辞。", ["中国传统文化系列讲座"]),
        ("公司召开“三会一课”，学习文件。", []),
        ("“科技向善·共创未来——2025青年科学家论坛”在京开幕。", ["科技向善·共创未来——2025青年科学家论坛"]),
    ],
)
def test_what_is_quoted_behind_the_word_for_holding_it_is_an_event(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Event"] == names


def test_a_count_of_medals_is_nobody(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "法国、德国分别以18金、17金位列前两名，日本获得9银。")).mentions

    assert [mention.text for mention in mentions] == ["法国", "德国", "日本"]


def test_a_state_with_a_row_for_its_full_form_is_that_row(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "西非獅子山共和國宣布禁止童婚。")).mentions

    assert [mention.entry for mention in mentions if mention.text == "獅子山共和國"] == ["Place:塞拉利昂"]


@pytest.mark.parametrize(
    "name",
    [
        "浙江省委十五届四次全会",
        "中国共产党浙江省第十五届委员会第四次全体会议",
        "中共云溪市委九届五次全会",
        "云溪市九届人大四次会议",
        "云溪市政协九届四次会议",
    ],
)
def test_sessions_of_the_congresses_of_places_are_events(extractor: Extractor, name: str) -> None:
    mentions = extractor.extract(Document("a.txt", f"昨天，{name}在会展中心举行。")).mentions

    assert [mention.text for mention in mentions if mention.type == "Event"] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("据清岚县人民医院介绍，此案已审结。", "清岚县人民医院"),
        ("云海研究院落地白沙市，由青川大学运营。", "白沙市"),
        ("荆州的沙市举行庙会。", "沙市"),
    ],
)
def test_a_known_town_is_not_cut_out_of_a_longer_name(extractor: Extractor, text: str, name: str) -> None:
    assert name in [mention.text for mention in extractor.extract(Document("a.txt", text)).mentions]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("刘长江接任明州银行行长。", "刘长江"),
        ("李晓峰曾任江城市副市长，现任东湖大学党委书记。", "李晓峰"),
        ("11月3日马建国任江城市市长。", "马建国"),
        ("張長江接任臺北市副市長。", "張長江"),
        ("会上，林志岛当选会长。", "林志岛"),
    ],
)
def test_who_takes_a_post_is_a_person_though_the_name_looks_like_a_place(
    extractor: Extractor, text: str, name: str
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions
    assert [one.text for one in mentions if one.type == "Person"] == [name]
    assert not [one for one in mentions if one.type == "Place" and not one.nested and one.text in name]


@pytest.mark.parametrize("text", ["石家庄当选文明城市。", "马鞍山任命了新的副市长。", "唐山任意一处景点均可游览。"])
def test_a_place_of_which_something_else_is_said_stays_a_place(extractor: Extractor, text: str) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions
    assert [one.type for one in mentions] == ["Place"]


def test_a_derived_short_form_is_not_read_out_of_a_longer_word(extractor: Extractor) -> None:
    text = "白沙核电站1号机组并网。白沙核电有限公司由华能集团控股。"
    mentions = extractor.extract(Document("a.txt", text)).mentions
    named = [one.text for one in mentions if not one.nested]
    assert named == ["白沙核电站", "白沙核电有限公司", "华能集团"]


def test_who_is_asked_to_come_is_no_part_of_the_occasion(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "赵明远应邀出席云岭论坛。")).mentions
    assert [one.text for one in mentions] == ["赵明远", "云岭论坛"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("外交部当天举行中外媒体吹风会。", "中外媒体吹风会", "Event"),
        ("作为首个国家新一代人工智能创新发展试验区，杭州有优势。", "国家新一代人工智能创新发展试验区", "Project"),
        ("作为交通运输部第一批智慧港口试点项目，妈湾港已投运。", "交通运输部第一批智慧港口试点项目", "Project"),
        ("在江宁开发区，国内首家自动驾驶数据标注基地今年3月启用。", "自动驾驶数据标注基地", "Project"),
        ("武汉市光谷第三小学改扩建工程等项目完工。", "武汉市光谷第三小学改扩建工程", "Project"),
        ("会上启动了由南方日报社打造的全省科技成果供需对接平台。", "全省科技成果供需对接平台", "Project"),
        ("图为立讯精密武汉智能制造超级工厂。", "立讯精密武汉智能制造超级工厂", "Place"),
        ("神舟十九号载人飞行任务取得成功。", "神舟十九号载人飞行任务", "Project"),
        ("神舟十三号返回舱在馆内展出。", "神舟十三号返回舱", "Product"),
    ],
)
def test_what_papers_name_at_length_is_one_name(extractor: Extractor, text: str, name: str, kind: str) -> None:
    whole = extractor.extract(Document("a.txt", text))

    assert (name, kind) in [(mention.text, mention.type) for mention in whole.mentions]


@pytest.mark.parametrize(
    "text",
    [
        "今年推出四批一百一十二条措施。",
        "北京市推进国际科技创新中心建设领导小组办公室印发通知。",
        "图为近日在建的光伏产业园。",
        "各地申报国家新一代人工智能创新发展试验区名单。",
        "近期召开的地方两会作出规划，为国家高新区发展助力。",
        "平陆运河是建国以来首条江海连通的大运河。",
    ],
)
def test_what_is_only_told_at_length_is_no_name(extractor: Extractor, text: str) -> None:
    names = [mention.text for mention in extractor.extract(Document("a.txt", text)).mentions]

    assert not {
        "四批一百一十二条措施",
        "国际科技创新中心",
        "近日在建的光伏产业园",
        "国家新一代人工智能创新发展试验区",
        "两会",
        "国家高新区",
        "大运河",
    } & {*names}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        # A paper that was told of, by how it came out.
        (
            "青州市印发《青州市2026年转型发展工作要点》。此次发布的要点提出，实施“星桥”行动。",
            ("“星桥”行动", "partOf", "此次发布的要点"),
        ),
        # A lieutenant general (中将) is at a meeting: no plan (将在).
        (
            "第22届香格里拉对话会在新加坡举行。何雷中将在31日的对话会上，向美方提问。",
            ("何雷", "participatesIn", "第22届香格里拉对话会"),
        ),
        ("小鹏智造工厂坐落于广州。该工厂每小时可生产40辆小鹏G9。", ("小鹏G9", "developedBy", "小鹏智造")),
    ],
)
def test_what_pages_take_up_is_an_end(extractor: Extractor, text: str, stated: tuple[str, str, str]) -> None:
    plain = [one for one in extractor.extract(Document("a.txt", text)).relations if not one.modality]

    assert stated in [(one.subject.text, one.relation, one.object.text) for one in plain]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("白沙湾第二海底隧道今天贯通。", ["Project 白沙湾第二海底隧道"]),
        ("南京长江第五大桥通车。", ["Place 南京长江第五大桥"]),
        ("余姚下坪岭遗址出土了陶片。", ["Place 余姚", "Place 下坪岭遗址"]),
        ("中国第40次南极考察结束。", ["Project 中国第40次南极考察"]),
        ("“云海石油管道”扩容。", ["Project 云海石油管道"]),
        ("會議核定「離島交通補強方案」。", ["Policy 離島交通補強方案"]),
        ("通過「離島就醫陪伴計畫」。", ["Project 離島就醫陪伴計畫"]),
        ("她創辦「巷口咖啡」。", ["Organization 巷口咖啡"]),
        ("正在推广“云麦22”。", ["Product 云麦22"]),
        ("縣府舉辦「稻浪文化祭」。", ["Event 稻浪文化祭"]),
        ("貨櫃輪「海恩輪」在外海擱淺。", ["Product 海恩輪"]),
    ],
)
def test_crossings_sites_voyages_and_what_is_quoted_whole_have_names(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    assert [name for name in found(extractor.extract(Document("a.txt", text))) if name in names] == names


def test_a_visit_to_works_is_no_part_of_their_name(extractor: Extractor) -> None:
    mentions = extractor.extract(Document("a.txt", "高雄市長陳其邁視察愛河整治工程。")).mentions

    assert [m.text for m in mentions if m.type == "Project"] == ["愛河整治工程"]


def test_a_name_does_not_end_inside_a_known_town_or_a_word_for_owners(extractor: Extractor) -> None:
    text = "河内与北京结好。越南河内，云南白药控股股东增持。"

    assert [m.text for m in extractor.extract(Document("a.txt", text)).mentions if not m.nested] == [
        "河内",
        "北京",
        "越南",
        "河内",
        "云南白药",
    ]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("总经理林鹏举：全年无事故。", ["林鹏举"]),
        ("副总经理姜正新，副主任于辉达、项勤、陈振濂出席。", ["姜正新", "于辉达", "项勤", "陈振濂"]),
        ("文化局周岚局长讲话。", ["周岚"]),
        ("校长陈明称，课已开。", ["陈明"]),
    ],
)
def test_the_last_character_of_a_name_may_look_like_a_verb_before_a_mark(
    extractor: Extractor, text: str, persons: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Person"] == persons


def test_flights_and_sides_of_a_river_name_nothing(extractor: Extractor) -> None:
    text = "华航CI-160班机折返，徐闻港与南岸的新海港隔海相望。"

    assert not {"CI-160", "南岸"} & {m.text for m in extractor.extract(Document("a.txt", text)).mentions}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("云岭科技研发的“慧手”，可以抓鸡蛋。", ["云岭科技", "慧手"]),
        ("馆内展出“山纹壶”等文物。", ["山纹壶"]),
        ("农商行推出“竹林贷”，首笔30万元。", ["农商行", "竹林贷"]),
        ("“暖心”义诊团走进普洱市。", ["“暖心”义诊团", "普洱市"]),
        ("省委教育工委书记张大川、高新区管委会主任李小河出席。", ["省委教育工委", "张大川", "高新区管委会", "李小河"]),
        ("今年投资最大的为地铁8号线一期。", ["地铁8号线一期"]),
        ("要谱写中国式现代化新篇章。", []),
    ],
)
def test_what_is_made_and_quoted_and_organs_of_a_zone_have_names(
    extractor: Extractor, text: str, names: list[str]
) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if not mention.nested] == names


def test_of_two_partners_the_one_with_a_short_form_is_one_name(extractor: Extractor) -> None:
    text = "近日，中国联通与中国华电集团公司（以下简称华电集团）在北京签约。"

    assert [m.text for m in extractor.extract(Document("a.txt", text)).mentions if not m.nested] == [
        "中国联通",
        "中国华电集团公司",
        "华电集团",
        "北京",
    ]


def test_a_shorter_form_does_not_cut_a_longer_name(extractor: Extractor) -> None:
    text = "浙江青信矿业集团发布公告，称铜矿复产。青信矿业董事长林立辰说，很好。"

    assert [m.text for m in extractor.extract(Document("a.txt", text)).mentions if m.type == "Organization"] == [
        "浙江青信矿业集团",
        "青信矿业",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("以及滁州市区、定远县。", "滁州"),
        ("万科A股复牌。", "万科"),
        ("湖北省级财政给予奖励。", "湖北"),
        ("浙江省市场监管局开会。", "浙江省市场监管局"),
    ],
)
def test_the_word_behind_a_place_or_firm_is_not_parted(extractor: Extractor, text: str, name: str) -> None:
    assert extractor.extract(Document("a.txt", text)).mentions[0].text == name


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("茂县孤儿罗成刚，如今带着学生来这里。", ["罗成刚"]),
        ("她谈到与林仲则的通信。", ["林仲则"]),
        ("新竹市長高虹安樂見其成。", ["高虹安"]),
        ("云海汽车首席战略官Jane Miller透露，公司将扩张。", ["Jane Miller"]),
        ("披露说，孔越辞任执行董事。", ["孔越"]),
    ],
)
def test_a_person_ends_where_the_name_ends(extractor: Extractor, text: str, persons: list[str]) -> None:
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [mention.text for mention in mentions if mention.type == "Person"] == persons


def test_roads_by_their_number_and_provinces_by_their_town_are_read_whole(extractor: Extractor) -> None:
    text = "公司中标G4216线白溪至清水段高速公路。项目位于卡萨拉州与加达里夫州交界处，雪蘭莪中華大會堂致谢。"

    assert [m.text for m in extractor.extract(Document("a.txt", text)).mentions if not m.nested] == [
        "G4216线白溪至清水段高速公路",
        "卡萨拉州",
        "加达里夫州",
        "雪蘭莪中華大會堂",
    ]


def test_partnerships_and_who_is_chosen_for_a_post_have_names(extractor: Extractor) -> None:
    text = (
        "公司持股5%以上股东上海承川投资管理中心（有限合伙）拟减持。聘请立信会计师事务所（特殊普通合伙）为审计机构。"
        "会议选举荣新节为董事长，聘任林立辰先生担任总经理。"
    )
    mentions = extractor.extract(Document("a.txt", text)).mentions

    assert [(m.text, m.entry) for m in mentions if m.type in ("Organization", "Person")] == [
        ("上海承川投资管理中心（有限合伙）", ""),
        ("立信会计师事务所（特殊普通合伙）", "Organization:立信会计师事务所"),
        ("荣新节", ""),
        ("林立辰", ""),
    ]
