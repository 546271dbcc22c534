"""Words that stand for a name said before (该公司, 县 in 县应急管理局), as the grammar lists them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Words that stand for a name of a type said before, whose own ending is one of ``ends`` (any if empty).

    Where ``at_start`` is set the word is one only at the beginning of a clause: elsewhere it is an ordinary noun.
    With ``begins`` it is one only where it begins a name of that type, 县 in 县应急管理局, and not one of the
    longer words in ``pseudo``. Unless it ``states`` that, the name only refers to what holds it and tells no relation.

    With ``told`` the words are what a body calls itself: they stand for the one that one of ``told`` says to tell
    something (青云股份|公告, 公司…), never for one that they are said beside (公司控股股东|大江集团), and of two that
    are joined for the first.

    One of ``sources`` right behind a name shows that it tells of another, which the words mean: 天眼查|显示，该公司.

    With ``pair`` the words stand for one of two names (前者, 后者): ``first`` or ``last``. The two are those that
    one of ``joins`` joins, else the two said last.
    """

    type: str
    words: tuple[str, ...]
    ends: tuple[str, ...] = ()
    at_start: bool = False
    begins: str = ""
    pseudo: tuple[str, ...] = ()
    pair: str = ""
    joins: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    states: bool = True
