"""What in a name or form is its own: an ordinary word means what it says, and no one thing in all documents."""

from __future__ import annotations

import re

from kg.knowledge.gazetteer import Gazetteer
from kg.knowledge.identity import IdentityRules
from kg.segment import Segmenter
from kg.wording import alternatives, in_order

_LONG = 6
"""Characters from which a form made of a name's own in order is peculiar, unless it is its end."""
_LONG_TITLE = 4
"""The same where both are titles in quotation marks: 《照明办法》 of 《湄江市城市照明管理办法》."""
_TITLED = "《"
_QUOTES = "《》“”‘’〈〉"
_PROPER = ("nr", "ns", "nt", "nz")
_COMMON = ("n", "v", "a", "b", "d", "f", "m", "l", "i", "j", "s", "t", "vn", "ad", "an", "uj", "k", "q", "r", "z")
"""jieba's tags of ordinary words; proper ones begin with ns, nr, nt, nz, and letters are eng or x."""


class Peculiarity:
    """Judges forms by the dictionary, the known names and the words that the names of many things have."""

    def __init__(self, rules: IdentityRules, gazetteer: Gazetteer, segmenter: Segmenter) -> None:
        """Keep what is needed.

        Args:
            rules: the words that many names have.
            gazetteer: the known names.
            segmenter: knows which words are ordinary.
        """
        self._declared = rules.declared
        self._gazetteer = gazetteer
        self._segmenter = segmenter
        self._common = re.compile(f"(?:{alternatives(rules.declared.common)})+")
        self._bodies = frozenset(one.type for one in rules.formal if one.fields)
        self._usual = frozenset(rules.homonyms.generic).union(
            rules.declared.common, *(one.fields for one in rules.formal), *(one.common for one in rules.formal)
        )
        ends = [end for one in rules.units if one.type in self._bodies for end in one.ends]
        ends += [end for one in rules.formal if one.type in self._bodies for end in one.ends]
        self._ends = tuple(sorted(end for end in ends if len(end) > 1))

    def own(self, form: str) -> bool:
        """Tell whether a form has something of its own: a word that no dictionary knows as an ordinary one."""
        if self._segmenter.knows(form):
            return False
        return any(
            len(word) == 1 or not tag.startswith(_COMMON) or tag.startswith(_PROPER)
            for word, tag in self._segmenter.plain(form)
        )

    def _has_a_word_of_its_own(self, form: str) -> bool:
        """Tell whether a form has a word that does not stand in the names of many bodies: 橄榄|中心."""
        words = [word for word, _ in self._segmenter.plain(form)]
        return any(len(word) > 1 and word not in self._usual and not word.endswith(self._ends) for word in words)

    def of_form(self, form: str, name: str, kind: str, head: int) -> bool:
        """Tell whether a declared form means its name in other documents too.

        A mere head of the name (办法 of …管理办法), an ordinary word or two of them (公司, 实施方案) hold in their own
        document only; so do two letters. Plans and the like are named with ordinary words that are not of their name
        (烛光工程).

        Args:
            form: the form.
            name: the full name.
            kind: its type.
            head: how many characters at the head of the name are a place.
        """
        if form in self._gazetteer.forms:
            return False
        titles = form.startswith(_TITLED) and name.startswith(_TITLED)
        form, name = form.strip(_QUOTES), name.strip(_QUOTES)
        if self._common.fullmatch(form):
            return False
        if form.isascii():
            return len(form) > 2
        if len(form) < 2 or name.endswith(form) or self._segmenter.knows(form):
            return False
        if self.own(form) or (kind in self._declared.types and len(form) > 2 and self._is_coined(form, name)):
            return True
        if len(form) >= (_LONG_TITLE if titles else _LONG) and in_order(form, name):
            return True
        if kind in self._bodies and len(form) > 3 and in_order(form, name) and self._has_a_word_of_its_own(form):
            return True
        return len(form) > 3 and form[0] in (name[0], name[head : head + 1])

    def _is_coined(self, form: str, name: str) -> bool:
        """Tell whether a form has a word that its name does not have, and one that is not common to many names."""
        words = [(word, tag) for word, tag in self._segmenter.plain(form) if word not in self._declared.common]
        said = [word for word, tag in words if not tag.startswith(("m", "q"))]
        counted = [word for word, tag in words if tag.startswith("m") and word not in name]
        return bool(said) and (bool(counted) or any(len(word) > 1 and word not in name for word in said))
