"use strict";

/* The panel's parts that tell of one entity or one statement, with the sentences that state it. */

function makePanel(model, words, go) {
  const { say } = words;

  const typeOf = (entity) => model.types[entity.type];

  function typeSign(entity) {
    return sign(typeOf(entity).shape, typeOf(entity).colour);
  }

  function entityButton(place, extra) {
    const entity = model.entities[place];
    return make("button", { type: "button", class: "entity", click: () => go("e", entity.id) },
      typeSign(entity), make("span", { class: "label" }, nameOf(words.entity(entity), words.entityLang())),
      extra ? make("span", { class: "extra" }, extra) : null);
  }

  function documentButton(number, extra) {
    const { id, title } = model.documents[number];
    return make("button", { type: "button", class: "document", click: () => go("d", id) },
      make("span", { class: "label" }, nameOf(title || id)), extra ? make("span", { class: "extra" }, extra) : null);
  }

  function badge(text, kind) {
    return make("span", { class: `badge ${kind}` }, text);
  }

  function badges(statement) {
    return make("span", { class: "badges" },
      statement.modality ? badge(say(statement.modality), "modality") : null,
      statement.support ? badge(say("support", { n: statement.support }), "support") : null,
      badge(say("confidence", { n: statement.confidence.toFixed(2) }), "confidence"));
  }

  function evidenceFigure(evidence, statement) {
    const colour = { s: model.entities[statement.subject], o: model.entities[statement.object] };
    const quote = make("blockquote", { lang: "zh" }, ...(evidence.pieces || []).map(([text, role]) => {
      if (!role) return text;
      const tint = typeOf(colour[role === "o" ? "o" : "s"]).colour;
      return make("mark", { class: role === "so" ? "s o" : role, tint }, text);
    }));
    const qualifiers = (evidence.qualifiers || []).map(({ name, text, value }) => {
      const key = `q.${name}`;
      const known = words.has(key) ? say(key) : name;
      return make("li", { title: value }, make("span", { class: "key" }, known), " ", nameOf(text));
    });
    return make("figure", {}, quote,
      qualifiers.length ? make("ul", { class: "qualifiers" }, ...qualifiers) : null,
      make("figcaption", {}, documentButton(evidence.document),
        make("span", {}, say("place", { start: evidence.start || 0, end: evidence.end || 0 })),
        make("span", { title: say("rule") }, make("code", {}, nameOf(evidence.rule || "")))));
  }

  function evidenceList(statement, open) {
    const all = statement.evidence || [];
    const parts = [];
    if (statement.source) parts.push(make("p", { class: "quiet" }, say("source", { name: shorten(statement.source, 200) })));
    else if (all.length === 0) parts.push(make("p", { class: "quiet" }, say("noEvidence")));
    const shown = open ? all.length : 1;
    parts.push(...all.slice(0, shown).map((evidence) => evidenceFigure(evidence, statement)));
    if (all.length > shown) {
      const more = make("details", {}, make("summary", {}, say("quotes", { n: all.length - shown })));
      more.addEventListener("toggle", () => { // built when it is wanted: an entity may have thousands
        if (more.open && more.children.length === 1) {
          more.append(...all.slice(shown).map((evidence) => evidenceFigure(evidence, statement)));
        }
      });
      parts.push(more);
    }
    if (statement.support > all.length && all.length > 0 && (open || all.length === 1)) {
      parts.push(make("p", { class: "quiet" }, say("fewer", { n: statement.support, shown: all.length })));
    }
    return parts;
  }

  /* One statement in the list of an entity: the other end, what is known of the statement, its first quote. */
  function statementItem(number, place) {
    const statement = model.statements[number];
    const kind = statement.modality ? "statement modal" : "statement";
    return make("li", { class: kind },
      make("div", { class: "ends" }, entityButton(model.other(statement, place)),
        make("button", { type: "button", class: "open", "aria-label": say("open"), title: say("open"), click: () => go("s", statement.id) }, "›")),
      badges(statement), ...evidenceList(statement, false));
  }

  /* One statement in a list of statements: subject, relation, object. */
  function statementRow(number) {
    const statement = model.statements[number];
    const name = (place) => nameOf(words.entity(model.entities[place]), words.entityLang());
    return make("li", {}, make("button", { type: "button", class: "triple", click: () => go("s", statement.id) },
      typeSign(model.entities[statement.subject]), make("span", { class: "label" }, name(statement.subject),
        make("span", { class: "via" }, ` ${words.label(model.relations[statement.relation])} `), name(statement.object)),
      statement.modality ? badge(say(statement.modality), "modality") : null,
      statement.support > 1 ? make("span", { class: "extra" }, String(statement.support)) : null));
  }

  function groupsOf(place) {
    const groups = new Map();
    for (const number of model.of[place]) {
      const statement = model.statements[number];
      const relation = model.relations[statement.relation];
      const forward = statement.subject === place || Boolean(relation.symmetric);
      const key = `${statement.relation}${forward ? ">" : "<"}`;
      if (!groups.has(key)) groups.set(key, { relation, forward, numbers: [] });
      groups.get(key).numbers.push(number);
    }
    const strength = (number) => model.statements[number].support || 0;
    const list = [...groups.values()].sort((first, second) => second.forward - first.forward);
    for (const group of list) group.numbers.sort((first, second) => strength(second) - strength(first) || first - second);
    return list;
  }

  function groupTitle({ relation, forward, numbers }) {
    const inverse = words.inverse(relation);
    const text = forward ? words.label(relation) : inverse || words.label(relation);
    return make("h4", { class: forward ? "out" : "in" }, make("span", { class: "arrow", "aria-hidden": "true" }, forward ? "→" : "←"),
      text, !forward && !inverse ? make("span", { class: "quiet" }, ` (${say("incoming")})`) : null,
      make("span", { class: "extra" }, String(numbers.length)));
  }

  function section(title, count, ...parts) {
    return make("section", {}, make("h3", {}, title, count === null ? null : make("span", { class: "extra" }, String(count))), ...parts);
  }

  const plain = (key, ...value) => [make("dt", {}, say(key)), make("dd", {}, ...value)];

  function about(entity) {
    const rows = [...plain("identifier", make("code", {}, nameOf(entity.iri)))];
    if (entity.code) rows.push(...plain("code", make("code", {}, nameOf(entity.code))));
    if (entity.merges) {
      const merged = entity.merges.map(([label, reason, detail]) =>
        make("li", {}, nameOf(label), make("span", { class: "quiet" }, " ", nameOf([reason, detail].filter(Boolean).join(" · ")))));
      rows.push(...plain("merged", make("ul", { class: "merges" }, ...merged)));
    }
    return make("details", { class: "about" }, make("summary", {}, say("about")), make("dl", {}, ...rows));
  }

  function entityView(place) {
    const entity = model.entities[place];
    const first = words.entity(entity);
    const second = words.now === "zh-Hant" ? entity.hans : entity.hant;
    const classes = (entity.classes || []).map((number) => words.label(model.classes[number]));
    const aliases = (entity.labels || []).filter(([, text]) => text !== entity.hans && text !== entity.hant);
    const groups = groupsOf(place);
    const documents = entity.documents || [];
    return [
      make("p", { class: "kind" }, typeSign(entity), [words.label(typeOf(entity)), ...classes].join(" · ")),
      make("h2", { tabindex: "-1" }, nameOf(first, words.entityLang())),
      second && second !== first ? make("p", { class: "twin" }, nameOf(second, words.now === "zh-Hant" ? "zh-Hans" : "zh-Hant")) : null,
      aliases.length ? make("p", { class: "quiet", id: "aliases" }, say("aliases")) : null,
      aliases.length ? make("ul", { class: "aliases", "aria-labelledby": "aliases" },
        ...aliases.slice(0, 60).map(([lang, text]) => make("li", {}, nameOf(text, lang || undefined)))) : null,
      make("p", { class: "quiet" }, [say("mentions", { n: entity.mentions || 0 }), say("links", { n: model.of[place].length })].join(" · ")),
      section(say("statements"), model.of[place].length, groups.length ? null : make("p", { class: "quiet" }, say("noRelations")),
        ...groups.flatMap((group) => [groupTitle(group),
          growing(group.numbers, (number) => statementItem(number, place), (n) => say("more", { n }), 20)])),
      section(say("documents"), documents.length, documents.length ? null : make("p", { class: "quiet" }, say("noDocuments")),
        growing(documents, ([number, count]) => make("li", {}, documentButton(number, say("mentions", { n: count }))), (n) => say("more", { n }), 20)),
      about(entity),
    ];
  }

  function statementView(number) {
    const statement = model.statements[number];
    const relation = model.relations[statement.relation];
    return [
      make("h2", { tabindex: "-1", class: "relation" }, words.label(relation)),
      make("div", { class: "chain" }, entityButton(statement.subject),
        make("span", { class: "via" }, relation.symmetric ? "↕" : "↓", " ", words.label(relation)), entityButton(statement.object)),
      badges(statement),
      section(say("evidence"), (statement.evidence || []).length || null, ...evidenceList(statement, true)),
    ];
  }

  return { entityView, statementView, entityButton, documentButton, statementRow, section, plain };
}
