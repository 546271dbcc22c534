"""The forms of names that the documents of tables tell each other, worked out anew where what tells them changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from kg.caching.encoding import plain_alias
from kg.keeping.packing import packed, unpacked
from kg.knowledge.gazetteer import Gazetteer
from kg.merging.rows import raw, text
from kg.names.reading import Alias
from kg.resolution.told import Forms, add_forms, told

_FEW = 1000
"""So many forms are asked for one by one; of more all are."""

_TOLD = "SELECT doc.id, plain FROM form JOIN doc ON doc.number = form.doc"
_OFFERS = "SELECT doc.id, plain FROM offer JOIN doc ON doc.number = offer.doc"


def forms_told(connection: sqlite3.Connection) -> Forms:
    """The forms of names that documents tell, as they were last read, summed."""
    forms: Forms = {}
    add_forms(forms, _told(connection.execute(_TOLD)))
    return forms


def forms_listened_to(connection: sqlite3.Connection) -> dict[str, Alias]:
    """The forms that documents were last read again with."""
    return _aliases(connection.execute("SELECT plain FROM told"))


def told_anew(connection: sqlite3.Connection, offered: Collection[bytes], gazetteer: Gazetteer) -> dict[str, Alias]:
    """Work out the forms that documents are read again with from now on: what one tells hangs on who offers it alone.

    Args:
        connection: the tables.
        offered: the forms that documents offer which came, went or changed, as the tables hold them.
        gazetteer: the known names.

    Returns:
        The forms that are told otherwise now, or not any more: as they are told now, or were.
    """
    run, forms = connection.execute, [(form,) for form in offered]
    sums: Forms = {}
    if len(forms) > _FEW:
        before = forms_listened_to(connection)
        add_forms(sums, _told(run(_OFFERS)))
    else:
        before = _aliases(row for form in forms for row in run("SELECT plain FROM told WHERE form = ?", form))
        add_forms(sums, (one for form in forms for one in _told(run(f"{_OFFERS} WHERE form = ?", form))))
    now = told(sums, gazetteer)
    changed = {form: alias for form, alias in (*before.items(), *now.items()) if before.get(form) != now.get(form)}
    connection.executemany("DELETE FROM told WHERE form = ?", ((raw(form),) for form in sorted(changed)))
    rows = [(raw(form), packed(plain_alias(now[form]))) for form in sorted(changed) if form in now]
    connection.executemany("INSERT INTO told VALUES (?, ?)", rows)
    return changed


def _told(rows: Iterable[tuple[bytes, bytes]]) -> Iterable[tuple[str, Alias]]:
    return ((text(name), Alias(*unpacked(plain))) for name, plain in rows)


def _aliases(rows: Iterable[tuple[bytes]]) -> dict[str, Alias]:
    return {alias.alias: alias for alias in (Alias(*unpacked(plain)) for (plain,) in rows)}
