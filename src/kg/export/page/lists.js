"use strict";

/* The panel's lists: the overview, one type, one relation, one document. */

function makeLists(model, words, page, panel) {
  const { say } = words;
  const { section, entityLink, documentLink, statementRow, plain, withheld } = panel;
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

  function kindLink(kind, place, thing, count, picture) {
    return linkTo(page.addressOf(kind, place), () => page.open(kind, place), { class: "row" }, picture,
      make("span", { class: "label" }, words.label(thing)), make("span", { class: "extra" }, words.number(count)));
  }

  /* Statements that pass the filters, and how many do not. */
  function statementList(numbers, step) {
    const shown = numbers.filter(page.passes);
    return [withheld(numbers.length - shown.length), growing(shown, statementRow, more, step)];
  }

  function overview(notices) {
    const linked = model.entities.map((_, place) => place).filter((place) => !model.alone(place));
    const top = linked.sort(model.heavyFirst).slice(0, 10);
    const types = model.types.map((type, place) => ({ place, type, count: model.byType[place].length }))
      .sort((first, second) => second.count - first.count);
    const relations = model.relations.map((relation, place) => ({ place, relation, count: model.byRelation[place].length }))
      .sort((first, second) => second.count - first.count);
    const documents = model.documents.map((_, number) => number);
    return [
      make("h2", { tabindex: "-1" }, say("overview")),
      ...notices.map((text) => make("p", { class: "told" }, text)),
      model.statements.length ? make("p", { class: "quiet" }, words.sentences(say("hint"), say("dashed"))) : null,
      top.length ? section(say("top"), null, bars(top.map((place) => ({
        button: entityLink(place, words.number(model.of[place].length)),
        count: model.of[place].length,
        colour: model.types[model.entities[place].type].colour,
      })))) : null,
      relations.length ? section(say("relations"), model.statements.length, bars(relations.map(({ place, relation, count }) =>
        ({ button: kindLink("r", place, relation, count, null), count })))) : null,
      types.length ? section(say("types"), model.entities.length, bars(types.map(({ place, type, count }) =>
        ({ button: kindLink("t", place, type, count, sign(type.shape, type.colour)), count, colour: type.colour })))) : null,
      documents.length ? section(say("documents"), documents.length,
        growing(documents, (number) => make("li", {}, documentLink(number, model.documents[number].date)), more, 20)) : null,
    ];
  }

  function typeView(place) {
    const type = model.types[place];
    return [
      make("p", { class: "kind" }, sign(type.shape, type.colour), say("type")),
      make("h2", { tabindex: "-1" }, words.label(type)),
      section(say("entities"), model.byType[place].length, growing(model.byType[place],
        (number) => make("li", {}, entityLink(number, words.number(model.entities[number].mentions))), more)),
    ];
  }

  function relationView(place) {
    return [
      make("p", { class: "kind" }, say("relations")),
      make("h2", { tabindex: "-1" }, words.label(model.relations[place])),
      ...statementList(model.byRelation[place], 60),
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
      section(say("statedHere"), statements.length, ...statementList(statements, 40)),
      section(say("inText"), entities.length, growing(entities,
        ([place, count]) => make("li", {}, entityLink(place, say("mentions", { n: count }))), more, 40)),
    ];
  }

  return { overview, typeView, relationView, documentView };
}
