"use strict";

/* The words of the interface and the labels of the ontology, in the language chosen; names of entities in the script chosen. */

function makeWords(words) {
  const order = ["zh-Hans", "zh-Hant", "en"];
  const wished = (navigator.language || "en").toLowerCase();
  let now = "en";
  let script = ""; // "hans", "hant", "both"; empty: as the language of the interface has it
  if (wished.startsWith("zh")) now = /hant|tw|hk|mo/.test(wished) ? "zh-Hant" : "zh-Hans";

  function say(key, values) {
    const text = Object.hasOwn(words[now], key) ? words[now][key] : key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values && Object.hasOwn(values, name) ? values[name] : whole;
      return typeof value === "number" ? number(value) : String(value);
    });
  }

  const number = (value) => value.toLocaleString(now === "en" ? "en" : "zh");

  function pick(labels, name) {
    for (const language of [now, ...order]) if (labels && Object.hasOwn(labels, language)) return labels[language];
    return name;
  }

  const leads = () => (script === "hant" || (script === "" && now === "zh-Hant") ? "hant" : "hans");

  /* The names of an entity to show: one, or two where both scripts are wanted and differ. */
  function caption(entity) {
    if (script === "both" && entity.hans !== entity.hant) return [entity.hans || entity.id, entity.hant];
    return [(leads() === "hant" ? entity.hant : entity.hans) || entity.id];
  }

  return {
    say,
    sentences: (...parts) => parts.join(now === "en" ? " " : ""), // Chinese has no space behind 。
    number,
    languages: order.filter((language) => Object.hasOwn(words, language)),
    title: (language) => words[language].name,
    get now() { return now; },
    set now(language) { now = language; },
    get script() { return script; },
    set script(value) { script = value; },
    has: (key) => Object.hasOwn(words[now], key),
    label: (thing) => pick(thing.labels, thing.id),
    inverse: (relation) => (relation.inverse ? pick(relation.inverse, "") : ""),
    caption,
    entity: (entity) => caption(entity).join(" · "),
    first: (entity) => caption(entity)[0],
    entityLang: () => (leads() === "hant" ? "zh-Hant" : "zh-Hans"),
  };
}
