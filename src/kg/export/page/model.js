"use strict";

/* The graph, indexed. Entities, statements, documents, types and relations are numbers: places in their lists.
   docs/page.md of the project describes the data. */

function readJson(id) {
  const element = document.getElementById(id);
  return element ? JSON.parse(element.textContent) : null;
}

function wellFormed(text) { // half a surrogate pair cannot stand in an address
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/* The first and the last day that a document may be of by its date, however sources write it: 2024-05-01, 20240501,
   2024/5/1 with a time behind it, a year alone. Null if it tells no year. */
function daysOf(date) {
  const found = /^\D{0,4}((?:19|20)\d\d)(?:\D?(0?[1-9]|1[0-2])(?!\d{3})(?:\D?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d))?)?/.exec(date);
  if (!found) return null;
  const [, year, month, day] = found;
  const full = (other, another) => `${year}-${(month || other).padStart(2, "0")}-${(day || another).padStart(2, "0")}`;
  return [full("01", "01"), full("12", "31")];
}

/* Parts of the data that are read only when something in them is wanted. A part that the browser has not yet
   received (the page is still opening) is empty; the page is rendered again when all is there. */
function makeParts(name, size) {
  const read = new Map();
  return (place) => {
    const number = Math.floor(place / size);
    if (!read.has(number)) {
      const part = readJson(`${name}-${number}`);
      if (part === null) return null;
      read.set(number, part);
    }
    return { part: read.get(number), row: place % size };
  };
}

function makeModel(graph) {
  const { types, classes, relations, documents, modalities, sources, rules } = graph;
  const entities = readEntities(graph);
  const statements = readStatements(graph);
  const of = entities.map(() => []); // entity → its statements
  const inDocument = documents.map(() => ({ entities: [], statements: [] }));
  const byRelation = relations.map(() => []);
  const byType = types.map(() => []);
  statements.forEach((statement, place) => {
    of[statement.subject].push(place);
    if (statement.object !== statement.subject) of[statement.object].push(place);
    byRelation[statement.relation].push(place);
    for (const number of statement.documents) inDocument[number].statements.push(place);
  });
  entities.forEach((entity, place) => {
    byType[entity.type].push(place);
    for (const [number, count] of entity.documents) inDocument[number].entities.push([place, count]);
  });
  const heavyFirst = (first, second) => of[second].length - of[first].length
    || entities[second].mentions - entities[first].mentions || first - second;
  byType.forEach((list) => list.sort(heavyFirst));
  inDocument.forEach(({ entities: list }) => list.sort((first, second) => second[1] - first[1] || first[0] - second[0]));

  const days = documents.map(({ date }) => daysOf(date || ""));

  const index = (list) => new Map(list.map((item, place) => [wellFormed(item.id), place]));
  const places = { d: index(documents), r: index(relations), t: index(types), e: index(entities) };
  let named = null; // 60 000 names of statements are put in order only when an address has one
  const evidence = makeParts("evidence", graph.part);
  const merges = makeParts("merges", graph.part);

  return {
    types, classes, relations, documents, modalities, entities, statements, of, inDocument, byRelation, byType, heavyFirst, days,
    initials: graph.initials,
    /* Kinds of statements: what a text states plainly, what only the gazetteer says, and each modality. */
    kinds: ["stated", "gazetteer", ...modalities.filter(Boolean)].filter((kind) => statements.some((s) => s.kind === kind)),
    place(kind, id) {
      if (kind === "s") {
        named ||= new Map(statements.map((statement, place) => [statement.id, place]));
        return named.get(id);
      }
      return places[kind].get(id);
    },
    alone: (place) => of[place].length === 0,
    other: (statement, place) => (statement.subject === place ? statement.object : statement.subject),
    iri: (entity) => graph.base + entity.path,
    statementIri: (statement) => `${graph.base}statement/${statement.id}`,
    /* What states a statement: {quote, document, start, end, subject, object, rule, qualifiers}. */
    evidence(place) {
      const found = evidence(place);
      if (!found) return [];
      return found.part.rows[found.row].map(([quote, number, start, end, s0, s1, o0, o1, rule, qualifiers]) => ({
        quote: found.part.quotes[quote], document: number, start, end,
        subject: [s0, s1], object: [o0, o1], rule: rules[rule], qualifiers: qualifiers === undefined ? [] : found.part.qualifiers[qualifiers],
      }));
    },
    merges(place) {
      const found = merges(place);
      return found ? found.part[found.row] : [];
    },
  };

  function pairs(flat) {
    const list = [];
    for (let at = 0; at < flat.length; at += 2) list.push([flat[at], flat[at + 1]]);
    return list;
  }

  function readEntities({ entities: columns }) {
    return columns.id.map((id, place) => {
      const found = pairs(columns.documents[place]);
      return {
        id,
        path: Object.hasOwn(columns.path, place) ? columns.path[place] : `entity/${id}`,
        type: columns.type[place],
        hans: columns.hans[place],
        hant: columns.hant[place] || columns.hans[place],
        labels: pairs(columns.labels[place]),
        classes: columns.classes[place],
        code: Object.hasOwn(columns.code, place) ? columns.code[place] : "",
        documents: found,
        mentions: found.reduce((sum, [, count]) => sum + count, 0),
      };
    });
  }

  function readStatements({ statements: columns }) {
    const SIZE = 20; // digits of a statement's name
    return columns.subject.map((subject, place) => {
      const modality = modalities[columns.modality[place]];
      const source = sources[columns.source[place]];
      const known = columns.documents[place];
      return {
        id: columns.id.slice(place * SIZE, place * SIZE + SIZE),
        subject,
        relation: columns.relation[place],
        object: columns.object[place],
        modality,
        support: columns.support[place],
        confidence: columns.confidence[place],
        documents: known,
        source,
        kind: modality || (source && known.length === 0 ? "gazetteer" : "stated"),
      };
    });
  }
}
