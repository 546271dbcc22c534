"""Which names of a list fill an argument of a rule."""

from __future__ import annotations

from kg.names.reading import Name
from kg.rules import Argument


def is_of(name: Name, argument: Argument) -> bool:
    """Tell whether a name has the type and class that an argument asks for."""
    kind = name.mention.kind
    if name.mention.type not in argument.types or kind in argument.barred:
        return False
    return not argument.kinds or kind in argument.kinds


def asked_of(members: list[Name], argument: Argument, key: str) -> list[Name]:
    """Those names whose own words are such as the rule asks for."""
    if not argument.asks:
        return members
    return [
        name
        for name in members
        if all(one.stands_in(key, name.start, name.end) == wanted for wanted, one in argument.asks)
    ]


def chosen_of(members: list[Name], argument: Argument, key: str, *, last: bool = False) -> list[Name]:
    """The members of a list that fill an argument: all, the first or last, or none if only a sole member would do.

    A sole member is the only one of the list whose words are such as the rule asks for.
    """
    if argument.sole and len(members) > 1:
        members = asked_of(members, argument, key)
        return members if len(members) == 1 else []
    if argument.one:
        return members[-1:] if last else members[:1]
    return members
