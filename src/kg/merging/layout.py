"""The tables of a build: documents with what was read in each, and the graph that is made of them."""

from __future__ import annotations

DOCUMENTS = """
CREATE TABLE doc (number INTEGER PRIMARY KEY, id BLOB UNIQUE, key BLOB, again BLOB, heard BLOB, info BLOB);
CREATE TABLE told (form BLOB PRIMARY KEY, plain BLOB) WITHOUT ROWID;
CREATE TABLE kept (doc INTEGER PRIMARY KEY, document BLOB, first BLOB, again BLOB);
CREATE TABLE use (number INTEGER PRIMARY KEY, plain BLOB UNIQUE);
CREATE TABLE used (doc INTEGER, use INTEGER, count INTEGER, PRIMARY KEY (doc, use)) WITHOUT ROWID;
CREATE TABLE way (doc INTEGER, use INTEGER, reason TEXT, detail BLOB, PRIMARY KEY (doc, use, reason)) WITHOUT ROWID;
CREATE TABLE offer (doc INTEGER, form BLOB, plain BLOB);
CREATE TABLE form (doc INTEGER, plain BLOB, tie INTEGER);
CREATE TABLE post (doc INTEGER, plain BLOB, tie INTEGER);
CREATE TABLE fact (number INTEGER PRIMARY KEY, doc INTEGER, subject INTEGER, object INTEGER, relation TEXT,
  modality TEXT, confidence REAL, evidence BLOB);
CREATE INDEX offer_by_doc ON offer (doc);
CREATE INDEX offer_by_form ON offer (form);
CREATE INDEX form_by_doc ON form (doc);
CREATE INDEX post_by_doc ON post (doc);
CREATE INDEX fact_by_doc ON fact (doc);
"""
"""``doc`` are the documents, with the keys that both readings are kept by elsewhere and the forms that the last one was
made with (``heard``), which are of those that all documents together tell (``told``). ``kept`` are the texts, and what
was read in them by themselves (``first``) and with such forms (``again``). ``offer`` are the forms that documents tell
by themselves; the other tables hold the rows of the last reading, those of forms and of persons' posts with the tie
(`kg.resolution.ties`) of the form or person."""

LAST = ("used", "way", "form", "post", "fact")
"""The tables of the last reading."""

GRAPH = """
CREATE TABLE made (evidence INTEGER);
CREATE TABLE meaning (use INTEGER PRIMARY KEY, entity INTEGER);
CREATE TABLE entity (number INTEGER PRIMARY KEY, type TEXT, plain BLOB);
CREATE TABLE row (id TEXT PRIMARY KEY, entity INTEGER) WITHOUT ROWID;
CREATE TABLE mention (entity INTEGER, doc INTEGER, count INTEGER, PRIMARY KEY (entity, doc)) WITHOUT ROWID;
CREATE TABLE statement (subject INTEGER, relation TEXT, object INTEGER, modality TEXT, plain BLOB,
  PRIMARY KEY (subject, relation, object, modality));
CREATE TABLE known (subject INTEGER, relation TEXT, object INTEGER, PRIMARY KEY (subject, relation, object))
  WITHOUT ROWID;
CREATE INDEX known_by_object ON known (object);
CREATE TABLE written (base TEXT, sha256 TEXT);
"""
"""``made`` has a row if the graph is that of the documents, with the number of places kept for each statement. An
entity has the number that its id is, so that numbers are in the order of ids. ``meaning`` tells what a use means,
``row`` which entity a row of the gazetteer is, and ``known`` which statements the gazetteer alone makes. ``written``
is the Turtle that was written of the graph, by the base of its IRIs and its hash."""

OF_GRAPH = ("made", "meaning", "entity", "row", "mention", "statement", "known", "written")
"""The tables of the graph."""

AMENDABLE = """
CREATE TABLE tied (tie INTEGER, use INTEGER, PRIMARY KEY (tie, use)) WITHOUT ROWID;
CREATE TABLE bond (doc INTEGER, one INTEGER, other INTEGER);
CREATE INDEX IF NOT EXISTS used_by_use ON used (use);
CREATE INDEX IF NOT EXISTS way_by_use ON way (use);
CREATE INDEX IF NOT EXISTS form_by_tie ON form (tie);
CREATE INDEX IF NOT EXISTS post_by_tie ON post (tie);
CREATE INDEX bond_by_doc ON bond (doc);
CREATE INDEX bond_by_one ON bond (one, other);
CREATE INDEX bond_by_other ON bond (other, one);
CREATE INDEX IF NOT EXISTS fact_by_ends ON fact (subject, object);
CREATE INDEX IF NOT EXISTS fact_by_object ON fact (object);
CREATE INDEX IF NOT EXISTS meaning_by_entity ON meaning (entity);
CREATE INDEX IF NOT EXISTS mention_by_doc ON mention (doc);
CREATE INDEX IF NOT EXISTS statement_by_object ON statement (object);
CREATE INDEX IF NOT EXISTS row_by_entity ON row (entity);
"""
"""What finds the parts of a graph that hang on a few documents; only tables that another build shall begin with have
it. ``tied`` are the uses by their ties, and ``bond`` the ties that a document binds: of a form (``one``) to the name
that it tells it to stand for, of a person to the body of a post."""

SCHEMA = DOCUMENTS + GRAPH
"""All that tables begin with."""
