"use strict";

/* Quoted sentences: both ends marked, other known names as links, the document, the rule, qualifiers, a copy button. */

function makeQuotes(model, words, open, addressOf) {
  const { say } = words;
  const MOST_NAMES = 2000; // a document that names more is quoted without links
  const namesOf = new Map(); // document → first sign → [{text, place}], longest first

  function namesIn(number) {
    let names = namesOf.get(number);
    if (names) return names;
    names = new Map();
    const { entities } = model.inDocument[number];
    for (const [place] of entities.length > MOST_NAMES ? [] : entities) {
      const { hans, hant, labels } = model.entities[place];
      for (const text of new Set([hans, hant, ...labels.map(([, label]) => label)])) {
        if (text.length < 2) continue;
        if (!names.has(text[0])) names.set(text[0], []);
        names.get(text[0]).push({ text, place });
      }
    }
    for (const list of names.values()) list.sort((first, second) => second.text.length - first.text.length || first.place - second.place);
    namesOf.set(number, names);
    return names;
  }

  function nameLink(place, attributes, text) {
    return linkTo(addressOf("e", place), () => open("e", place), attributes, text);
  }

  /* Text outside the marked ends: names that the document has are links. */
  function prose(text, names) {
    const parts = [];
    let plain = 0;
    for (let at = 0; at < text.length;) {
      const hit = (names.get(text[at]) || []).find((name) => text.startsWith(name.text, at));
      if (hit) {
        parts.push(text.slice(plain, at), nameLink(hit.place, { class: "named" }, hit.text));
        at += hit.text.length;
        plain = at;
      } else {
        at += 1;
      }
    }
    parts.push(text.slice(plain));
    return parts.filter((part) => part !== "");
  }

  /* Cuts a quote where an end begins or stops. ends: [{from, to, place, role}] in code points. */
  function marked(quote, ends, number) {
    const signs = Array.from(quote);
    const real = ends.filter(({ from, to }) => from < to);
    const cuts = [...new Set([0, signs.length, ...real.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b);
    return cuts.slice(1).flatMap((to, row) => {
      const from = cuts[row];
      const text = signs.slice(from, to).join("");
      const on = real.filter((end) => end.from <= from && to <= end.to).sort((a, b) => (a.to - a.from) - (b.to - b.from));
      if (on.length === 0) return prose(text, namesIn(number));
      const tint = model.types[model.entities[on[0].place].type].colour;
      return [make("mark", { class: [...new Set(on.map(({ role }) => role))].join(" "), tint }, nameLink(on[0].place, {}, text))];
    });
  }

  function qualifierList(qualifiers) {
    if (!qualifiers.length) return null;
    return make("ul", { class: "qualifiers" }, ...qualifiers.map(([name, text, value]) => {
      const key = `q.${name}`;
      return make("li", { title: value || null }, make("span", { class: "key" }, words.has(key) ? say(key) : name), " ", nameOf(text));
    }));
  }

  /* One sentence with the ends of all the statements that it states. items: [{statement, evidence}], one sentence. */
  function figure(items, documentLink, withQualifiers) {
    const { quote, document: number, start, end } = items[0].evidence;
    const ends = items.flatMap(({ statement, evidence }) => [
      { from: evidence.subject[0], to: evidence.subject[1], place: statement.subject, role: "s" },
      { from: evidence.object[0], to: evidence.object[1], place: statement.object, role: "o" },
    ]);
    const rules = [...new Set(items.map(({ evidence }) => evidence.rule))];
    const { id, title, date, url } = model.documents[number];
    const cited = () => [`${quote}\n— ${title || id}`, date, say("place", { start, end }), url].filter(Boolean).join(", ");
    return make("figure", {},
      make("blockquote", { lang: "zh" }, ...marked(quote, ends, number)),
      withQualifiers ? qualifierList(items.flatMap(({ evidence }) => evidence.qualifiers)) : null,
      make("figcaption", {}, documentLink(number), date ? make("span", {}, nameOf(date)) : null, make("span", {}, say("place", { start, end })),
        ...rules.map((rule) => make("span", { title: say("rule") }, make("code", {}, nameOf(rule)))),
        copyButton(say("copyQuote"), say("copied"), cited, true)));
  }

  return { figure, qualifierList };
}
