"use strict";

/* The filters: the legend above the drawing, and the drawer beside it. What they hide is said below the drawing. */

function makeFilters(model, words, page) {
  const { say, number } = words;
  const $ = (id) => document.getElementById(id);
  const singles = model.entities.filter((_, place) => model.alone(place)).length;
  const most = model.statements.reduce((top, { support }) => Math.max(top, support), 0);
  const countOf = (list) => list.reduce((counts, key) => counts.set(key, (counts.get(key) || 0) + 1), new Map());
  const kindCounts = countOf(model.statements.map(({ kind }) => kind));
  let sought = ""; // among documents
  let state = null;

  function legend() {
    const used = model.types.map((type, place) => ({ type, place, count: model.byType[place].length }))
      .sort((first, second) => second.count - first.count || first.place - second.place);
    const chips = used.map(({ type, place, count }) => make("button", {
      type: "button", class: "chip", "aria-pressed": String(!state.types.has(place)), "data-key": `t${place}`,
      click: () => page.filter({ types: toggled(state.types, place) }),
    }, sign(type.shape, type.colour), make("span", {}, words.label(type)), make("span", { class: "extra" }, number(count))));
    if (singles && model.statements.length) {
      chips.push(make("button", {
        type: "button", class: "chip single", id: "singles", "aria-pressed": String(state.singles), "data-key": "all",
        click: () => page.filter({ singles: !state.singles }),
      }, say("singles"), make("span", { class: "extra" }, number(singles))));
    }
    keepFocus($("legend"), chips);
  }

  /* Puts new children in and gives the keyboard back to the one that had it. */
  function keepFocus(box, children) {
    const key = box.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const { scrollTop } = box;
    box.replaceChildren(...children.filter(Boolean));
    box.scrollTop = scrollTop;
    if (key) [...box.querySelectorAll("[data-key]")].find((item) => item.dataset.key === key)?.focus({ preventScroll: true });
  }

  function tick(key, checked, text, count, act, picture) {
    const box = make("input", { type: "checkbox", "data-key": key });
    box.checked = checked;
    box.addEventListener("change", act);
    return make("li", {}, make("label", { class: "tick" }, box, picture || null, make("span", { class: "label" }, text),
      make("span", { class: "extra" }, number(count))));
  }

  function group(title, ...parts) {
    return make("fieldset", {}, make("legend", {}, title), ...parts);
  }

  function slider(key, name, top, step, show) {
    const output = make("output", {}, show(state[name]));
    const input = make("input", { type: "range", min: "0", max: String(top), step: String(step), "data-key": key, "aria-label": say(name === "support" ? "leastSupport" : "leastConfidence"), "aria-valuetext": show(state[name]) });
    input.value = String(state[name]);
    input.addEventListener("input", () => { output.textContent = show(Number(input.value)); });
    input.addEventListener("change", () => page.filter({ [name]: Number(input.value) }));
    return make("div", { class: "slider" }, input, output);
  }

  function documents() {
    const FEW = 60;
    const all = model.documents.map((document_, place) => ({ place, title: document_.title || document_.id, count: model.inDocument[place].statements.length }));
    const hits = all.filter(({ place, title }) => state.documents.has(place) || title.toLowerCase().includes(sought) || model.documents[place].id.toLowerCase().includes(sought));
    hits.sort((first, second) => state.documents.has(second.place) - state.documents.has(first.place) || first.place - second.place);
    const list = make("ul", {}, ...hits.slice(0, FEW).map(({ place, title, count }) =>
      tick(`d${place}`, state.documents.has(place), nameOf(shorten(title, 80)), count, () => page.filter({ documents: toggled(state.documents, place) }))));
    const search = make("input", { type: "search", "data-key": "sought", placeholder: say("seekDocument"), "aria-label": say("seekDocument") });
    search.value = sought;
    search.addEventListener("input", () => { sought = search.value.toLowerCase(); drawer(); });
    return group(say("onlyDocuments"), all.length > 8 ? search : null, list,
      hits.length > FEW ? make("p", { class: "quiet" }, say("foundMore", { n: hits.length - FEW })) : null);
  }

  /* From a day to a day, as far as documents tell theirs. Nothing is asked where at most one does. */
  function dates() {
    const known = model.days.filter(Boolean);
    if (known.length < 2) return null;
    const [min, max] = [known.map(([day]) => day).sort()[0], known.map(([, day]) => day).sort().at(-1)];
    const field = (key, name, word) => {
      const input = make("input", { type: "date", "data-key": key, min, max });
      input.value = state[name];
      input.addEventListener("change", () => page.filter({ [name]: input.value }));
      return make("label", { class: "day" }, make("span", {}, say(word)), input);
    };
    return group(say("dates"), field("ds", "since", "since"), field("du", "until", "until"));
  }

  function drawer() {
    const relations = model.relations.map((relation, place) => ({ relation, place, count: model.byRelation[place].length }))
      .sort((first, second) => second.count - first.count || first.place - second.place);
    const scripts = [["", "scriptAuto"], ["hans", "scriptHans"], ["hant", "scriptHant"], ["both", "scriptBoth"]];
    const body = [
      relations.length ? group(say("relations"), make("ul", {}, ...relations.map(({ relation, place, count }) =>
        tick(`r${place}`, !state.relations.has(place), words.label(relation), count, () => page.filter({ relations: toggled(state.relations, place) }))))) : null,
      model.kinds.length > 1 ? group(say("kinds"), make("ul", {}, ...model.kinds.map((kind) =>
        tick(`k${kind}`, !state.kinds.has(kind), say(kind), kindCounts.get(kind) || 0, () => page.filter({ kinds: toggled(state.kinds, kind) }))))) : null,
      most > 0 ? group(say("leastSupport"), slider("ms", "support", Math.min(most, 20), 1, (n) => (n ? say("atLeast", { n }) : say("any")))) : null,
      model.statements.length ? group(say("leastConfidence"), slider("mc", "confidence", 1, 0.05, (n) => (n ? say("atLeast", { n: n.toFixed(2) }) : say("any")))) : null,
      dates(),
      model.documents.length > 1 ? documents() : null,
      group(say("script"), make("div", { class: "choices", role: "group", "aria-label": say("script") }, ...scripts.map(([value, key]) =>
        make("button", { type: "button", "data-key": `lb${value}`, "aria-pressed": String(state.script === value), click: () => page.filter({ script: value }) }, say(key))))),
    ];
    keepFocus($("filter-body"), body);
  }

  /* Says what is hidden, and what of a large graph is not drawn. */
  function tell(sieve, drawn, set) {
    const parts = [];
    if (model.entities.length === 0) parts.push(say("noEntities"));
    else if (model.statements.length === 0) parts.push(say("noStatements"));
    if (drawn.core) parts.push(say("core", { drawn: drawn.entities, all: model.entities.length, lines: drawn.statements, statements: model.statements.length }));
    if (set && sieve.hiddenEntities + sieve.hiddenStatements) parts.push(say("hidden", { entities: sieve.hiddenEntities, statements: sieve.hiddenStatements }));
    $("notice").hidden = parts.length === 0;
    $("notice").replaceChildren(make("span", {}, words.sentences(...parts)), ...(set ? [" ", make("button", { type: "button", class: "plain", id: "reset", click: page.unfilter }, say("reset"))] : []));
    if (set) $("notice").hidden = false;
    $("filter-count").textContent = set ? String(set) : "";
    $("filter-reset").disabled = set === 0;
  }

  return {
    render(next, sieve, drawn, set) {
      state = next;
      legend();
      if (!$("filters").hidden) drawer();
      tell(sieve, drawn, set);
    },
    open(on) {
      $("filters").hidden = !on;
      $("show-filters").setAttribute("aria-expanded", String(on));
      if (on) drawer();
    },
  };
}
