"use strict";

/* The panel's view of a path: two fields for its ends, and what joins them, sentence by sentence. */

function makeRoute(model, words, page, panel, finder) {
  const { say } = words;

  function field(key, end, row, ends) {
    const label = say(key);
    const list = make("ul", { id: `list-${key}`, class: "suggestions", role: "listbox", "aria-label": say("suggestions"), hidden: true });
    const status = make("p", { class: "unseen", role: "status" });
    const input = make("input", {
      type: "search", id: `end-${key}`, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": list.id, autocomplete: "off", spellcheck: "false", placeholder: say("search"),
    });
    input.value = end < 0 ? "" : shorten(words.first(model.entities[end]), 100);
    makeSearch(input, list, status, finder, model, words, (place) => page.path(...ends.map((old, at) => (at === row ? place : old))));
    return make("div", { class: "field" }, make("label", { for: input.id }, label), make("div", { class: "find" }, input, list, status));
  }

  function view(ends, path) {
    const [from, to] = ends;
    const parts = [
      make("p", { class: "kind" }, icon("path"), say("path")),
      make("h2", { tabindex: "-1" }, say("pathTitle")),
      make("div", { class: "ends-of-path" }, make("div", { class: "fields" }, field("from", from, 0, ends), field("to", to, 1, ends)),
        make("button", { type: "button", id: "swap", class: "square", title: say("swap"), "aria-label": say("swap"), click: () => page.path(to, from) }, icon("swap"))),
    ];
    if (from < 0 || to < 0) return [...parts, make("p", { class: "quiet" }, say("pathHint"))];
    if (path === null) return [...parts, make("p", { class: "told" }, say("pathNone")), panel.withheld(page.hiddenStatements())];
    return [...parts, make("p", { class: "quiet" }, say("pathLength", { n: path.length - 1 })),
      make("ol", { class: "steps" }, ...path.map(({ place, lines }) =>
        make("li", {}, lines.length ? panel.step(lines, place) : null, panel.entityLink(place))))];
  }

  return { view };
}
