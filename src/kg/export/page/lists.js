"use strict";

/* The panel's lists: the overview, one type, one relation, one document. */

function makeLists(model, words, go, panel) {
  const { say } = words;
  const { section, entityButton, documentButton, statementRow, plain } = panel;
  const more = (n) => say("more", { n });

  /* Rows with a bar as long as their share of the largest. */
  function bars(rows) {
    const most = Math.max(1, ...rows.map(({ count }) => count));
    return make("ul", { class: "rows bars" }, ...rows.map(({ button, count, colour }) => {
      const item = make("li", { tint: colour }, button);
      item.style.setProperty("--share", `${Math.round((100 * count) / most)}%`);
      return item;
    }));
  }

  function kindButton(route, thing, count, picture) {
    return make("button", { type: "button", class: "entity", click: () => go(route, thing.id) }, picture,
      make("span", { class: "label" }, words.label(thing)), make("span", { class: "extra" }, count.toLocaleString("en")));
  }

  function overview(notices) {
    const linked = model.entities.map((_, place) => place).filter((place) => !model.alone(place));
    const top = linked.sort(model.heavyFirst).slice(0, 10);
    const types = model.types.map((type, place) => ({ type, count: model.byType[place].length }))
      .sort((first, second) => second.count - first.count);
    const relations = model.relations.map((relation, place) => ({ relation, count: model.byRelation[place].length }))
      .sort((first, second) => second.count - first.count);
    const documents = model.documents.map((_, number) => number);
    return [
      make("h2", { tabindex: "-1" }, say("overview")),
      ...notices.map((text) => make("p", { class: "told" }, text)),
      model.statements.length ? make("p", { class: "quiet" }, say("hint"), " ", say("dashed")) : null,
      top.length ? section(say("top"), null, bars(top.map((place) => ({
        button: entityButton(place, String(model.of[place].length)),
        count: model.of[place].length,
        colour: model.types[model.entities[place].type].colour,
      })))) : null,
      relations.length ? section(say("relations"), model.statements.length, bars(relations.map(({ relation, count }) =>
        ({ button: kindButton("r", relation, count, null), count })))) : null,
      types.length ? section(say("types"), model.entities.length, bars(types.map(({ type, count }) =>
        ({ button: kindButton("t", type, count, sign(type.shape, type.colour)), count, colour: type.colour })))) : null,
      documents.length ? section(say("documents"), documents.length,
        growing(documents, (number) => make("li", {}, documentButton(number, model.documents[number].date)), more, 20)) : null,
    ];
  }

  function typeView(place) {
    const type = model.types[place];
    return [
      make("p", { class: "kind" }, sign(type.shape, type.colour), say("type")),
      make("h2", { tabindex: "-1" }, words.label(type)),
      section(say("entities"), model.byType[place].length, growing(model.byType[place],
        (number) => make("li", {}, entityButton(number, String(model.entities[number].mentions || 0))), more)),
    ];
  }

  function relationView(place) {
    return [
      make("p", { class: "kind" }, say("relations")),
      make("h2", { tabindex: "-1" }, words.label(model.relations[place])),
      growing(model.byRelation[place], statementRow, more),
    ];
  }

  /* Only web addresses become links: anything else in that field stays text. */
  function address(url) {
    let parsed = null;
    try {
      parsed = new URL(url);
    } catch {
      return nameOf(url);
    }
    if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return nameOf(url);
    return make("a", { href: parsed.href, rel: "noopener noreferrer", target: "_blank" }, nameOf(url));
  }

  function documentView(number) {
    const document_ = model.documents[number];
    const { entities, statements } = model.inDocument[number];
    const facts = [];
    if (document_.title) facts.push(...plain("identifier", make("code", {}, nameOf(document_.id))));
    if (document_.date) facts.push(...plain("date", nameOf(document_.date)));
    if (document_.url) facts.push(...plain("address", address(document_.url)));
    return [
      make("p", { class: "kind" }, [say("documents"), document_.characters ? say("characters", { n: document_.characters }) : ""].filter(Boolean).join(" · ")),
      make("h2", { tabindex: "-1" }, nameOf(document_.title || document_.id)),
      facts.length ? make("dl", {}, ...facts) : null,
      section(say("stated"), statements.length, growing(statements, statementRow, more, 40)),
      section(say("inText"), entities.length, growing(entities,
        ([place, count]) => make("li", {}, entityButton(place, say("mentions", { n: count }))), more, 40)),
    ];
  }

  return { overview, typeView, relationView, documentView };
}
