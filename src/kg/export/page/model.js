"use strict";

/* The graph, indexed. Entities, statements, documents, types and relations are numbers: places in their lists. */

function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

function makeModel(graph) {
  const { types, classes, relations, documents, entities, statements } = graph;
  const of = entities.map(() => []); // entity → its statements
  const inDocument = documents.map(() => ({ entities: [], statements: [] }));
  const byRelation = relations.map(() => []);
  const byType = types.map(() => []);
  statements.forEach((statement, place) => {
    of[statement.subject].push(place);
    if (statement.object !== statement.subject) of[statement.object].push(place);
    byRelation[statement.relation].push(place);
    for (const number of statement.documents || []) inDocument[number].statements.push(place);
  });
  entities.forEach((entity, place) => {
    byType[entity.type].push(place);
    for (const [number, count] of entity.documents || []) inDocument[number].entities.push([place, count]);
  });
  const weight = (place) => of[place].length * 1000 + (entities[place].mentions || 0);
  const heavyFirst = (first, second) => weight(second) - weight(first) || first - second;
  byType.forEach((list) => list.sort(heavyFirst));
  inDocument.forEach(({ entities: list }) => list.sort((first, second) => second[1] - first[1] || first[0] - second[0]));

  const index = (list) => new Map(list.map((item, place) => [item.id, place]));
  return {
    types, classes, relations, documents, entities, statements,
    of, inDocument, byRelation, byType, heavyFirst,
    places: {
      e: index(entities), s: index(statements), d: index(documents), r: index(relations), t: index(types),
    },
    alone: (place) => of[place].length === 0,
    other: (statement, place) => (statement.subject === place ? statement.object : statement.subject),
  };
}

/* The words of the interface and the labels of the ontology, in the language chosen. */
function makeWords(words) {
  const languages = Object.keys(words).sort((first, second) => (first < second ? 1 : -1)); // zh-Hant, zh-Hans, en
  languages.sort((first, second) => Number(first === "zh-Hant") - Number(second === "zh-Hant") || 0);
  const wished = (navigator.language || "en").toLowerCase();
  let now = "en";
  if (wished.startsWith("zh")) now = /hant|tw|hk|mo/.test(wished) ? "zh-Hant" : "zh-Hans";

  function say(key, values) {
    const text = Object.hasOwn(words[now], key) ? words[now][key] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values && Object.hasOwn(values, name) ? values[name] : whole;
      return typeof value === "number" ? value.toLocaleString(now === "en" ? "en" : "zh") : String(value);
    });
  }

  function pick(labels, name) {
    for (const language of [now, "zh-Hans", "zh-Hant", "en"]) {
      if (labels && Object.hasOwn(labels, language)) return labels[language];
    }
    return name;
  }

  return {
    say,
    languages: ["zh-Hans", "zh-Hant", "en"].filter((language) => languages.includes(language)),
    title: (language) => words[language].name,
    get now() { return now; },
    set now(language) { now = language; },
    has: (key) => Object.hasOwn(words[now], key),
    label: (thing) => pick(thing.labels, thing.id),
    inverse: (relation) => (relation.inverse ? pick(relation.inverse, "") : ""),
    entity: (entity) => (now === "zh-Hant" ? entity.hant : entity.hans) || entity.id,
    entityLang: () => (now === "zh-Hant" ? "zh-Hant" : "zh-Hans"),
  };
}
