"use strict";

/* The panel's parts that tell of one entity or one statement, with the sentences that state it.
   page: {open, addressOf, passes, expand, hide, pathFrom, unfilter} is what the page does when something is pressed. */

function makePanel(model, words, page) {
  const { say } = words;
  const { open, addressOf } = page;
  const quotes = makeQuotes(model, words, open, addressOf);
  const more = (n) => say("more", { n });
  const typeOf = (entity) => model.types[entity.type];
  const typeSign = (entity) => sign(typeOf(entity).shape, typeOf(entity).colour);

  function entityLink(place, extra) {
    const entity = model.entities[place];
    return linkTo(addressOf("e", place), () => open("e", place), { class: "row entity" },
      typeSign(entity), make("span", { class: "label" }, nameOf(words.entity(entity), words.entityLang())),
      extra ? make("span", { class: "extra" }, extra) : null);
  }

  function documentLink(number, extra) {
    const { id, title } = model.documents[number];
    return linkTo(addressOf("d", number), () => open("d", number), { class: "row document" },
      make("span", { class: "label" }, nameOf(title || id)), extra ? make("span", { class: "extra" }, extra) : null);
  }

  const badge = (text, kind) => make("span", { class: `badge ${kind}` }, text);

  function badges(statement) {
    return make("span", { class: "badges" },
      statement.modality ? badge(say(statement.modality), "modality") : null,
      statement.support ? badge(say("support", { n: statement.support }), "support") : null,
      badge(say("confidence", { n: statement.confidence.toFixed(2) }), "confidence"));
  }

  function section(title, count, ...parts) {
    return make("section", {}, make("h3", {}, title, count === null ? null : make("span", { class: "extra" }, words.number(count))), ...parts);
  }

  const plain = (key, ...value) => [make("dt", {}, say(key)), make("dd", {}, ...value)];

  /* What filters keep from a list is said, with the way back. */
  function withheld(count) {
    if (!count) return null;
    return make("p", { class: "quiet withheld" }, say("withheld", { n: count }), " ",
      make("button", { type: "button", class: "plain", click: page.unfilter }, say("reset")));
  }

  /* What states one statement beyond its first sentence, and what is known without a sentence. */
  function further(statement, all, shown, title) {
    if (all.length <= shown) return null;
    const details = make("details", {}, make("summary", {}, say("quotes", { n: all.length - shown }), title ? ` · ${title}` : null));
    details.addEventListener("toggle", () => { // built when it is wanted: an entity may have thousands
      if (details.open && details.children.length === 1) {
        details.append(...all.slice(shown).map((evidence) => quotes.figure([{ statement, evidence }], documentLink, true)));
      }
    });
    return details;
  }

  function unquoted(statement) {
    const text = statement.source ? say("source", { name: shorten(statement.source, 200) }) : say("noEvidence");
    return make("p", { class: "quiet" }, text);
  }

  const fewer = (statement, all) => (statement.support > all.length && all.length > 0
    ? make("p", { class: "quiet" }, say("fewer", { n: statement.support, shown: all.length })) : null);

  function openButton(number) {
    return linkTo(addressOf("s", number), () => open("s", number), { class: "open", "aria-label": say("open"), title: say("open") }, "›");
  }

  /* Statements of an entity that one sentence states together: their other ends, then the sentence once. */
  function block(items, place) {
    const several = items.length > 1;
    return make("li", { class: `statement${items.every(({ statement }) => statement.modality) ? " modal" : ""}` },
      ...items.map(({ number, statement, all }) => make("div", { class: "end" },
        make("div", { class: "ends" }, entityLink(model.other(statement, place)), openButton(number)),
        badges(statement), all.length ? quotes.qualifierList(all[0].qualifiers) : null)),
      items[0].all.length
        ? quotes.figure(items.map(({ statement, all }) => ({ statement, evidence: all[0] })), documentLink, false)
        : unquoted(items[0].statement),
      ...items.map(({ statement, all }) => further(statement, all, 1, several ? words.first(model.entities[model.other(statement, place)]) : "")),
      ...items.map(({ statement, all }) => (all.length === 1 ? fewer(statement, all) : null)));
  }

  function blocks(numbers) {
    const found = new Map();
    for (const number of numbers) {
      const all = model.evidence(number);
      const [first] = all;
      const key = first ? `${first.document} ${first.start} ${first.end}` : `- ${number}`;
      if (!found.has(key)) found.set(key, []);
      found.get(key).push({ number, statement: model.statements[number], all });
    }
    return [...found.values()];
  }

  /* One statement in a list of statements: subject, relation, object. */
  function statementRow(number) {
    const statement = model.statements[number];
    const name = (place) => nameOf(words.entity(model.entities[place]), words.entityLang());
    return make("li", {}, linkTo(addressOf("s", number), () => open("s", number), { class: "row triple" },
      typeSign(model.entities[statement.subject]), make("span", { class: "label" }, name(statement.subject),
        make("span", { class: "via" }, ` ${words.label(model.relations[statement.relation])} `), name(statement.object)),
      statement.modality ? badge(say(statement.modality), "modality") : null,
      statement.support > 1 ? make("span", { class: "extra" }, `×${statement.support}`) : null));
  }

  function groupsOf(place) {
    const groups = new Map();
    for (const number of model.of[place].filter(page.passes)) {
      const statement = model.statements[number];
      const relation = model.relations[statement.relation];
      const forward = statement.subject === place || Boolean(relation.symmetric);
      const key = `${statement.relation}${forward ? ">" : "<"}`;
      if (!groups.has(key)) groups.set(key, { relation, forward, numbers: [] });
      groups.get(key).numbers.push(number);
    }
    const strength = (number) => model.statements[number].support;
    const list = [...groups.values()].sort((first, second) => second.forward - first.forward || second.numbers.length - first.numbers.length);
    for (const group of list) group.numbers.sort((first, second) => strength(second) - strength(first) || first - second);
    return list;
  }

  function groupTitle({ relation, forward, numbers }) {
    const inverse = words.inverse(relation);
    const text = forward ? words.label(relation) : inverse || words.label(relation);
    return make("h4", { class: forward ? "out" : "in" }, make("span", { class: "arrow", "aria-hidden": "true" }, forward ? "→" : "←"),
      text, !forward && !inverse ? make("span", { class: "quiet" }, ` (${say("incoming")})`) : null,
      make("span", { class: "extra" }, words.number(numbers.length)));
  }

  function groupList(group, place, first) {
    const NEXT = 40; // sentences are looked up for so many statements at a time
    const box = make("div", {});
    function grow(from, size) {
      const numbers = group.numbers.slice(from, from + size);
      const list = make("ul", { class: "rows" }, ...blocks(numbers).map((items) => block(items, place)));
      box.append(list);
      const rest = group.numbers.length - from - numbers.length;
      if (rest <= 0) return;
      const button = make("button", { type: "button", class: "more" }, more(Math.min(NEXT, rest)));
      button.addEventListener("click", () => { button.remove(); grow(from + size, NEXT); box.lastElementChild.previousElementSibling?.querySelector("a")?.focus(); });
      box.append(button);
    }
    grow(0, first);
    return box;
  }

  function about(place) {
    const entity = model.entities[place];
    const iri = model.iri(entity);
    const rows = [...plain("identifier", make("code", {}, nameOf(iri)), " ", copyButton(say("copyIri"), say("copied"), () => iri, true))];
    if (entity.code) rows.push(...plain("code", make("code", {}, nameOf(entity.code))));
    const merges = model.merges(place);
    if (merges.length) {
      rows.push(...plain("merged", make("ul", { class: "merges" }, ...merges.map(([label, reason, detail]) =>
        make("li", {}, nameOf(label), make("span", { class: "quiet" }, " ", nameOf([reason, detail].filter(Boolean).join(" · "))))))));
    }
    return make("details", { class: "about" }, make("summary", {}, say("about")), make("dl", {}, ...rows));
  }

  function action(name, key, title, act) {
    return make("button", { type: "button", class: "action", id: `do-${name}`, title: say(title), click: act }, icon(name), make("span", {}, say(key)));
  }

  function entityView(place) {
    const entity = model.entities[place];
    const first = words.first(entity);
    const second = first === entity.hant ? entity.hans : entity.hant;
    const classes = entity.classes.map((number) => words.label(model.classes[number]));
    const told = new Set([entity.hans, entity.hant]); // one spelling may be that of several languages
    const aliases = entity.labels.filter(([, text]) => !told.has(text) && told.add(text));
    const groups = groupsOf(place);
    const count = model.of[place].length;
    const shown = groups.reduce((sum, { numbers }) => sum + numbers.length, 0);
    return [
      make("p", { class: "kind" }, typeSign(entity), [words.label(typeOf(entity)), ...classes].join(" · ")),
      make("h2", { tabindex: "-1" }, nameOf(first, words.entityLang())),
      second !== first ? make("p", { class: "twin" }, nameOf(second, second === entity.hans ? "zh-Hans" : "zh-Hant")) : null,
      aliases.length ? make("p", { class: "quiet", id: "aliases" }, say("aliases")) : null,
      aliases.length ? make("ul", { class: "aliases", "aria-labelledby": "aliases" },
        ...aliases.slice(0, 60).map(([lang, text]) => make("li", {}, nameOf(text, lang || undefined)))) : null,
      make("p", { class: "quiet" }, [say("mentions", { n: entity.mentions }), say("links", { n: count })].join(" · ")),
      make("div", { class: "actions" },
        action("expand", "expandShort", "expand", () => page.expand(place)), action("path", "path", "pathFrom", () => page.pathFrom(place)),
        action("hide", "hide", "hide", () => page.hide(place)), action("look", "look", "look", () => page.look(place))),
      section(say("statements"), count, count ? null : make("p", { class: "quiet" }, say("noRelations")), withheld(count - shown),
        ...groups.flatMap((group) => [groupTitle(group), groupList(group, place, shown > 40 ? 4 : 40)])),
      section(say("documents"), entity.documents.length, entity.documents.length ? null : make("p", { class: "quiet" }, say("noDocuments")),
        growing(entity.documents, ([number, n]) => make("li", {}, documentLink(number, say("mentions", { n }))), more, 20)),
      about(place),
    ];
  }

  function chain(statement) {
    const relation = model.relations[statement.relation];
    return make("div", { class: "chain" }, entityLink(statement.subject),
      make("span", { class: "via" }, relation.symmetric ? "↕" : "↓", " ", words.label(relation)), entityLink(statement.object));
  }

  function statementView(number) {
    const statement = model.statements[number];
    const all = model.evidence(number);
    const iri = model.statementIri(statement);
    return [
      make("p", { class: "kind" }, say("relation")),
      make("h2", { tabindex: "-1", class: "relation" }, words.label(model.relations[statement.relation])),
      chain(statement),
      badges(statement),
      section(say("evidence"), all.length || null, all.length && !statement.source ? null : unquoted(statement),
        ...all.map((evidence) => quotes.figure([{ statement, evidence }], documentLink, true)), fewer(statement, all)),
      make("details", { class: "about" }, make("summary", {}, say("identifier")), make("dl", {}, ...plain("identifier",
        make("code", {}, nameOf(iri)), " ", copyButton(say("copyIri"), say("copied"), () => iri, true)))),
    ];
  }

  /* One step of a path: the statements between two entities, each with its first sentence. */
  function step(lines, place) {
    return make("ul", { class: "rows" }, ...lines.map((number) => {
      const statement = model.statements[number];
      const all = model.evidence(number);
      const relation = model.relations[statement.relation];
      const arrow = relation.symmetric ? "↕" : statement.object === place ? "↓" : "↑";
      return make("li", { class: "statement" },
        make("div", { class: "ends" }, make("span", { class: "via" }, `${arrow} ${words.label(relation)}`), badges(statement), openButton(number)),
        all.length ? quotes.figure([{ statement, evidence: all[0] }], documentLink, true) : unquoted(statement),
        further(statement, all, 1, ""));
    }));
  }

  return { entityView, statementView, entityLink, documentLink, statementRow, section, plain, withheld, step };
}
