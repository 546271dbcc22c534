"""What the persons of a document are said to be: it tells two persons of one name apart where no body does.

退休教师李建华 and 短跑选手李建华 are two; so are an 李建华 of 78 and one of 23 years. Each thing said becomes a
`kg.apart.posts.Post` at a *mark* in place of a body, with all that has to be known to compare it to others.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.apart.posts import ACTIVE, AGE, BORN, DIED, FIELD, OCCUPATION, RARE, Post
from kg.knowledge.gazetteer import row_name
from kg.knowledge.partings import Namesakes, Occupation
from kg.names.reading import REFERENCE, Name
from kg.wording import alternatives, numeral, sentence_end, sentence_start

_FAR = 24
"""Characters before a person, and of a phrase behind it, that are looked at."""

_COMMON = (2, 3)
"""Characters of names that many can bear, if they begin with a common surname."""

_BOUNDS = re.compile(r"[,。;:!?\n“”()《》]")
_YEAR = "(1[6-9][0-9]{2}|20[0-9]{2}|一[六七八九][一二三四五六七八九〇零○]{2}|二[〇零○][一二三四五六七八九〇零○]{2})"


class DescriptionReader:
    """Reads what persons are said to be right before and behind their names, with ages and years of life."""

    def __init__(self, rules: Namesakes, titles: Iterable[str] = (), surnames: Iterable[str] = ()) -> None:
        """Compile the words.

        Args:
            rules: what persons can be, and the words that tell it.
            titles: words for posts that say nothing by themselves (队长).
            surnames: Chinese ones: only a name that begins with one can be a rare name.
        """
        self._rules = rules
        self._surnames = frozenset(surnames)
        self._of: dict[str, list[Occupation]] = {}
        self._at: dict[str, list[Occupation]] = {}
        self._does: dict[str, list[Occupation]] = {}
        for one in rules.occupations:
            for words, told in ((one.words, self._of), (one.at, self._at), (one.does, self._does)):
                for word in words:
                    told.setdefault(word, []).append(one)
        self._divided = frozenset(one.name for one in rules.occupations if one.divided)
        said = self._said = frozenset((*self._of, *titles))
        self._lengths = sorted({len(word) for word in said}, reverse=True)
        # Most words before and behind a name end and begin like none of these: that is asked first.
        self._last = frozenset(word[-1:] for word in said)
        self._first = frozenset(word[:1] for word in self._of)
        self._eras = {word: [one for one in rules.occupations if word in one.eras] for word in _eras(rules)}
        self._era = re.compile(alternatives(self._eras))
        self._listed = re.compile(alternatives(rules.joints))
        self._at_word = re.compile(alternatives(self._at))
        self._does_word = re.compile(alternatives(self._does))
        self._is = re.compile(rf",?(?:{alternatives(rules.adverbs)})?(?:{alternatives(rules.is_)})|[,(]")
        self._fields = {word: name for name, words in rules.fields.items() for word in words}
        self._field = re.compile(alternatives(self._fields))
        self._died = re.compile(rf"{_YEAR}(?:(?!{_YEAR})[^。!?\n])*?(?:{alternatives(rules.died)})")
        self._active = re.compile(rf"{_YEAR}(?={alternatives(rules.year)})")
        self._past = re.compile(alternatives((*rules.died, *rules.born, *rules.memory)))
        self._born = re.compile(rf"{_YEAR}(?:\D{{0,8}})?(?:{alternatives(rules.born)})")

    def read(self, key: str, names: Sequence[Name], posts: Iterable[Post], date: str = "") -> list[Post]:
        """The marks of the persons of a document, sorted.

        Args:
            key: the folded text.
            names: its names in order.
            posts: those at bodies, of `kg.apart.posts`.
            date: of the document, if it is known: from it and an age the year of birth follows.
        """
        if not self._rules.occupations:
            return []
        persons = [name for name in names if name.mention.type == self._rules.type and name.mention.source != REFERENCE]
        found: dict[str, set[tuple[str, str]]] = {}
        for index, name in enumerate(persons):
            if name.mention.entry:
                continue
            reached = persons[index - 1].end if index else 0
            until = persons[index + 1].start if index + 1 < len(persons) else len(key)
            told = found.setdefault(name.mention.key, set())
            told.update(self._of_name(key, name, reached, until, date))
            if any(mark == OCCUPATION and word.partition("|")[0] in self._divided for mark, word in told):
                end = min(until, sentence_end(key, name.end))
                first, last = (bisect_left(names, bound, key=lambda one: one.start) for bound in (reached, end))
                told.update(self._by_bodies(names[first:last]))
        for index, name in enumerate(persons):
            marks = found.get(name.mention.key)
            if marks is not None and not any(mark == OCCUPATION for mark, _ in marks):
                until = persons[index + 1].start if index + 1 < len(persons) else len(key)
                marks.update(self._acts(key[name.end : min(until, sentence_end(key, name.end))]))
        for post in posts:
            if post.person in found and len(post.person) > 2 and post.person[0] in self._surnames - self._rules.common:
                found[post.person].add((RARE, ""))
        kind = self._rules.type
        return sorted(Post(kind, person, *mark) for person, marks in found.items() for mark in marks)

    def _by_bodies(self, names: Iterable[Name]) -> Iterator[tuple[str, str]]:
        """The fields that the full names of known bodies tell: 后卫…加盟武汉三镇 (武汉三镇足球俱乐部)."""
        for name in names:
            for word in self._field.findall(row_name(name.mention.entry)) if self._field else ():
                yield FIELD, self._fields[word]

    def unlisted(self, key: str, names: Sequence[Name]) -> list[Name]:
        """The same names, without the rows of persons whom the text says to be what the known person is not.

        This is asked of names that many bear, and of the words before them. The key of such a name then ends in ``@``
        and what its bearer is.

        Args:
            key: the folded text.
            names: its names in order.
        """
        told: dict[str, set[str]] = {}
        listed: set[str] = set()
        reached = 0
        for name in names:
            if name.mention.type != self._rules.type:
                continue
            person = name.mention.key
            if name.mention.entry and len(person) in _COMMON and person[0] in self._rules.common:
                known = self._rules.known.get(person)
                for one in self._groups(self._around(key, name, reached, len(key))[0], ""):
                    told.setdefault(person, set()).add(one.name)
                    fits = {one.name} if one.unlisted else one.goes_with  # no known champion is a pupil
                    if not one.unlisted if known is None else not known.isdisjoint(fits):
                        listed.add(person)
            reached = name.end
        if not told.keys() - listed:
            return list(names)
        is_ = {person: min(groups) for person, groups in told.items() if person not in listed}
        return [
            replace(name, mention=replace(name.mention, key=f"{name.mention.key}@{is_[name.mention.key]}", entry=""))
            if name.mention.type == self._rules.type and name.mention.key in is_
            else name
            for name in names
        ]

    def _around(self, key: str, name: Name, reached: int, until: int) -> tuple[str, str]:
        """What stands before a name in its clause, and what stands behind it in its sentence."""
        start = max(reached, name.start - _FAR)
        bounds = [bound.end() for bound in _BOUNDS.finditer(key, start, name.start)]
        until = min(until, sentence_end(key, name.end))
        return key[bounds[-1] if bounds else start : name.start], key[name.end : until]

    def _of_name(self, key: str, name: Name, reached: int, until: int, date: str) -> Iterator[tuple[str, str]]:
        """The marks that stand around one name."""
        before, behind = self._around(key, name, reached, until)
        then = [one for word in self._era.findall(before) for one in self._eras[word]]
        told = {one.name: one for one in then or self._groups(before, behind)}
        for one in told.values():
            yield OCCUPATION, "|".join((one.name, *one.goes_with))
        if any(one.divided for one in told.values()):
            start = sentence_start(key, name.start)
            sentence = key[max(start, reached) : name.start] + behind
            for word in self._field.findall(sentence):
                yield FIELD, self._fields[word]
        yield from self._life(key, name, before, behind, name.end + len(behind), date)

    def _groups(self, before: str, behind: str) -> Iterator[Occupation]:
        """What a person is by the words right before and right behind the name."""
        yield from self._ends(before.removesuffix(self._rules.of))
        if behind[:1] in self._first:
            direct = next((word for length in self._lengths if (word := behind[:length]) in self._of), "")
            yield from self._of.get(direct, ())
        # 李明是北京大学教授。 李明,北京大学教授,…
        if links := self._is.match(behind):
            bound = _BOUNDS.search(behind, links.end())
            phrase = behind[links.end() : bound.start() if bound else len(behind)]
            if len(phrase) <= _FAR:
                yield from self._ends(phrase)

    def _ends(self, phrase: str) -> Iterator[Occupation]:
        """What the words at the end of a phrase say, and those before marks of lists in it: 书记、市长."""
        if not self._word(phrase):
            return
        for part in self._listed.split(phrase):
            yield from self._word(part)

    def _word(self, phrase: str) -> list[Occupation]:
        """What the last word of a phrase says: a word for an occupation, else a title at some kind of body."""
        if phrase[-1:] not in self._last:
            return []
        ends = next((ends for length in self._lengths if (ends := phrase[-length:]) in self._said), "")
        word = next((word for at in range(len(ends)) if (word := ends[at:]) in self._of), "")
        if word or not ends:
            return self._of.get(word, [])
        start = len(phrase) - len(ends)
        places = [(place.end(), -place.start(), place[0]) for place in self._at_word.finditer(phrase, 0, start)]
        return self._at[max(places)[2]] if places else []

    def _acts(self, behind: str) -> Iterator[tuple[str, str]]:
        """What a person is by what it does, of which nothing else tells."""
        for word in self._does_word.findall(behind):
            for one in self._does[word]:
                yield OCCUPATION, "|".join((one.name, *one.goes_with))

    def _life(self, key: str, name: Name, before: str, behind: str, end: int, date: str) -> Iterator[tuple[str, str]]:
        """Age, and years of birth and death."""
        start = sentence_start(key, name.start)
        died = self._died.search(key, start, end)
        if died and died.end() > name.end:
            yield DIED, _year(died[1])
        if born := self._born.search(behind) or self._born.search(before):
            yield BORN, _year(born[1])
        if not self._past.search(key, start, end):
            for year in self._active.findall(key, start, end):
                yield ACTIVE, _year(year)
        ended = any(word in key[start:end] for word in self._rules.died)
        for age in self._ages(before, behind[:_FAR], ended=ended):
            yield (BORN, str(int(date[:4]) - age)) if date[:4].isdigit() else (AGE, str(age))

    def _ages(self, before: str, behind: str, *, ended: bool) -> Iterator[int]:
        """The ages that are told before and behind a person, but those of earlier days, of others and of things.

        ``ended`` tells whether it has died: then an age that one says of the young is of earlier days, too.
        """
        past = (*self._rules.past, *(self._rules.young if ended else ()))
        for sign in self._rules.age:
            for text in (before, behind):
                at = text.find(sign)
                age = _number_before(text, at)
                if not age or text.startswith(self._rules.apart, at + len(sign)):
                    continue
                head = text[: at - age[1]]
                its_own = text is before or (
                    self._just_age(head)
                    or head.endswith(self._rules.today)
                    or text.startswith(self._rules.own, at + len(sign))
                )
                if its_own and not head.endswith(past):
                    yield age[0]

    def _just_age(self, head: str) -> bool:
        """Tell whether nothing that could have another age stands between a person and an age."""
        return len(head) <= 8 and not any(mark in head for mark in "。!?;、")


def _eras(rules: Namesakes) -> set[str]:
    return {word for one in rules.occupations for word in one.eras}


def _year(text: str) -> str:
    """A year in digits: 1936 of 一九三六."""
    return text if text.isascii() else "".join(str(int(unicodedata.numeric(sign))) for sign in text)


def _number_before(text: str, at: int) -> tuple[int, int] | None:
    """The number that ends at a place, in digits or Chinese numerals, with its length; None if there is none."""
    start = at
    while start > 0 and at - start < 4 and unicodedata.numeric(text[start - 1], -1) >= 0:
        start -= 1
    if at <= 0 or start == at:
        return None
    number = numeral(text[start:at])
    return (number, at - start) if 0 < number < 130 else None
