"""Where the persons of a document have their posts: what tells two persons of one name apart.

北京大学教授王伟 and 中国银行行长王伟 are two; 外交部发言人毛宁 and 外交部新闻司司长毛宁 are one, as what is part of a
body is that body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.partings import Homonyms, Namesakes
from kg.model import Mention
from kg.names.reading import REFERENCE, Name, backwards
from kg.values import value
from kg.wording import alternatives, sentence_end

MARK = "#"
OCCUPATION, FIELD, AGE, BORN, DIED, RARE, ACTIVE = "#is", "#field", "#age", "#born", "#died", "#rare", "#year"
"""Marks that stand in a post in place of the type of a body, where `kg.apart.descriptions` tells something of a person.

Behind them stand a group of occupations and all that go together with it (with ``|`` between), a field, an age, the
years of birth and death, nothing (the name is rare), and a year in which the person did what is told.
"""

_FAR = 16
"""Characters that may stand between a body and the person whose post there they tell."""


_POSTED = 8
"""Characters before a body in which a word for taking a post there is looked for."""

_TELLING = 3
"""Characters of the shortest name of a body that tells anything though it holds in its document alone."""


@value(order=True)
class Post:
    """A person of a document and a body that it has or had a post at, both as keys (a row's id for a known body)."""

    type: str
    person: str
    body_type: str
    body: str


class PostReader:
    """Reads posts right before and behind the persons of a document."""

    def __init__(
        self,
        rules: Namesakes,
        gazetteer: Gazetteer,
        titles: Iterable[str] = (),
        foreign: Iterable[str] = (),
        outside: frozenset[str] = frozenset(),
        homonyms: Homonyms | None = None,
        surnames: frozenset[str] = frozenset(),
    ) -> None:
        """Compile the words.

        Args:
            rules: what posts are at and what stands between.
            gazetteer: the known names.
            titles: words for posts.
            foreign: characters that foreign names are written with: those are not split by posts.
            outside: classes of places whose organs count as the place itself: of foreign states one seldom hears more.
            homonyms: the types that are places, and how the names of these end.
            surnames: Chinese ones: two characters that begin with one are a Chinese name (吴敏).
        """
        self._rules = rules
        self._gazetteer = gazetteer
        self._outside = outside
        self._places = homonyms.containers if homonyms else frozenset()
        self._foreign = frozenset(foreign)
        self._surnames = surnames
        self._ends = homonyms.ends if homonyms else ()
        self._units = frozenset(end for end in self._ends if len(end) == 1)
        self._title = re.compile(alternatives(titles))
        self._is = re.compile(rf",?(?:{alternatives(rules.adverbs)})?(?:{alternatives(rules.is_)})")
        self._titles = re.compile(rf"(?:{alternatives(titles)})+")
        self._further = re.compile(rf"(?:{alternatives(titles)})+(?:,|{alternatives(rules.joints)})")
        self._posted = re.compile(rf"(?:{alternatives(word for word in rules.is_ if len(word) > 1)})\Z")

    def read(self, key: str, names: Sequence[Name]) -> list[Post]:
        """The posts of a document, sorted.

        Args:
            key: the folded text.
            names: its names in order.
        """
        if not any(name.mention.type == self._rules.type for name in names):
            return []
        ordered = [name for name in names if name.mention.source != REFERENCE]
        found: set[Post] = set()
        for index, name in enumerate(ordered):
            mention = name.mention
            if mention.type != self._rules.type or mention.entry or self._is_foreign(mention.key):
                continue
            for body in (*self._before(key, ordered, index), *self._behind(key, ordered, index)):
                found.update(Post(mention.type, mention.key, *context) for context in self._contexts(body))
        return sorted(found)

    def _is_foreign(self, key: str) -> bool:
        if len(key) == 2 and key[0] in self._surnames:
            return False
        return "·" in key or len(key) > 4 or all(character in self._foreign for character in key)

    def _before(self, key: str, names: Sequence[Name], index: int) -> list[Name]:
        """The bodies before a person: its titles and further bodies stand between, and nothing else."""
        found: list[Name] = []
        reached = names[index].start
        for other in backwards(names, index):
            gap = key[other.end : reached]
            if len(gap) > _FAR or not self._fits(gap, last=not found):
                break
            if other.mention.type not in self._rules.bodies:
                break
            found.append(self._with_unit(key, other))
            reached = other.start
        return found

    def _with_unit(self, key: str, body: Name) -> Name:
        """A place of the rank that the title behind it says, if there is just one so called: 布袋|镇长 is of 布袋镇."""
        unit = key[body.end : body.end + 1]
        if body.mention.type not in self._places or unit not in self._units or body.mention.key.endswith(unit):
            return body
        if not self._title.match(key, body.end):
            return body
        called = body.mention.key + unit
        rows = [one for one in self._gazetteer.forms.get(called, ()) if one.partition(":")[0] == body.mention.type]
        entry = rows[0] if len(rows) == 1 else ""
        return replace(body, mention=replace(body.mention, key=called, entry=entry)) if rows else body

    def _fits(self, gap: str, *, last: bool) -> bool:
        """Tell whether only titles stand in a gap; the one right before the person must hold one."""
        if not gap:
            return not last
        if any(mark in gap for mark in "。;!?:\n“”()《》") or ("," in gap):
            return False
        return bool(self._title.search(gap)) or (not last and gap == "、")

    def _behind(self, key: str, names: Sequence[Name], index: int) -> list[Name]:
        """The bodies behind a person: 李明是北京大学教授; 李明曾任永安县县长、永安市市长，去年调任青州市市长."""
        person = names[index]
        end = sentence_end(key, person.end)
        found: list[Name] = []
        for number in range(index + 1, len(names)):
            other = names[number]
            if other.start >= end or other.mention.type == self._rules.type:
                break
            title = self._titles.match(key, other.end) if other.mention.type in self._rules.bodies else None
            if title is None or (self._rules.of and key.startswith(self._rules.of, title.end())):
                continue  # 接替他担任…市长的|王伟 tells of him who comes
            if self._takes(key, person, found, other):
                found.append(other)
        return found

    def _takes(self, key: str, person: Name, taken: Sequence[Name], body: Name) -> bool:
        """Tell whether a body is one behind a person whose post there a word says, or goes on with a list of such."""
        first = self._is.match(key, person.end)
        if first is not None and first.end() == body.start:
            return True
        if taken and self._further.fullmatch(key, taken[-1].end, body.start):
            return True
        return self._posted.search(key, max(person.end, body.start - _POSTED), body.start) is not None

    def _contexts(self, body: Name) -> set[tuple[str, str]]:
        """A body as types and keys: itself, the bodies named within it and those it is known to be a part of.

        The place that it lies in is one where the body speaks for it, as a government does.
        """
        mention = body.mention
        if not mention.entry and 0 < mention.key.find("@") < _TELLING:
            return set()  # 县委, of which county the document does not tell
        found = {body_key(mention)}
        if mention.type in self._places:
            return found
        found |= {body_key(part.mention) for part in body.parts if part.mention.type == mention.type}
        entry = self._gazetteer.entries.get(mention.entry)
        if entry is None:
            found |= self._place_of(body)
        for outer in self._gazetteer.containers(mention.entry) if entry else ():
            if outer.type == mention.type:
                found.add((outer.type, outer.id))
                continue
            forms = (entry.name, *entry.aliases) if entry else ()
            of_state = outer.kind in self._outside and entry is not None and entry.kind in self._rules.organs
            if of_state or any(form.endswith(self._rules.bridges) for form in forms):
                found.add((outer.type, outer.id))
            break
        return found

    def _place_of(self, body: Name) -> set[tuple[str, str]]:
        """The place that a body without a row speaks for, if its name is that of the place and an ending."""
        key = body.mention.key
        place = next((part.mention for part in body.parts if part.mention.type in self._places), None)
        bridge = max((word for word in self._rules.bridges if key.endswith(word)), key=len, default="")
        if place is not None and bridge:
            return {body_key(place)}
        # 南屏|县委 is of 南屏县: the ending begins with that of the place.
        name = key.removesuffix(bridge) + bridge[0] if bridge else ""
        return {(kind, name) for kind in self._places if len(name) > 2 and bridge[0] in self._ends}


def body_key(mention: Mention) -> tuple[str, str]:
    """What a body is known by in a post: its type, and its row or its name, without the document that it holds in."""
    return mention.type, mention.entry or mention.key.partition("@")[0]
