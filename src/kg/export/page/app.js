"use strict";

/* The page put together. What is shown stands in the address after #, so that back, forward and links work. */

/* kgPage is the handle for what builds on this page, and for its tests. */
const kgPage = (() => {
  const $ = (id) => document.getElementById(id);
  const graph = readJson("graph");
  const drawing = readJson("drawing");
  const model = makeModel(graph);
  const words = makeWords(readJson("words"));
  const panel = makePanel(model, words, go);
  const lists = makeLists(model, words, go, panel);
  const network = makeNetwork($("network"), drawing, model, words);
  const singles = model.entities.filter((_, place) => model.alone(place)).length;
  const first = network.count(); // drawn at the start
  let fromCanvas = false;

  function go(kind, id) {
    const hash = kind ? `#${kind}=${encodeURIComponent(wellFormed(id))}` : "#";
    if (location.hash === hash || (!kind && !location.hash)) render();
    else location.hash = hash;
  }

  function wellFormed(text) { // half a surrogate pair cannot stand in an address
    return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
  }

  function route() {
    const match = /^#([esdrt])=(.*)$/.exec(location.hash);
    if (!match) return { kind: "" };
    let id = match[2];
    try { id = decodeURIComponent(id); } catch { /* written by hand: take it as it stands */ }
    const place = model.places[match[1]].get(id);
    return place === undefined ? { kind: "" } : { kind: match[1], place };
  }

  function notices() {
    const told = [];
    if (model.entities.length === 0) told.push(words.say("noEntities"));
    else if (model.statements.length === 0) told.push(words.say("noStatements"));
    if (model.entities.length > first) told.push(words.say("core", { drawn: first, all: model.entities.length }));
    return told;
  }

  function focusOf({ kind, place }) {
    const ends = (numbers) => new Set(numbers.flatMap((number) => [model.statements[number].subject, model.statements[number].object]));
    if (kind === "e") return { node: place, nodes: ends(model.of[place]).add(place), edges: new Set(model.of[place]) };
    if (kind === "s") return { edge: place, nodes: ends([place]), ends: ends([place]), edges: new Set([place]) };
    if (kind === "r") return { nodes: ends(model.byRelation[place]), edges: new Set(model.byRelation[place]) };
    if (kind === "t") return { nodes: new Set(model.byType[place]), edges: new Set() };
    if (kind === "d") {
      const { entities, statements } = model.inDocument[place];
      return { nodes: new Set(entities.map(([number]) => number)), edges: new Set(statements) };
    }
    return null;
  }

  const views = {
    "": () => lists.overview(notices()),
    e: panel.entityView, s: panel.statementView, r: lists.relationView, t: lists.typeView, d: lists.documentView,
  };

  function render() {
    const now = route();
    const inPanel = $("panel").contains(document.activeElement) || document.activeElement === $("search");
    $("content").replaceChildren(...views[now.kind](now.place).filter(Boolean));
    $("content").scrollTop = 0;
    $("panel").classList.toggle("chosen", now.kind !== "");
    if (now.kind) fold(false);
    network.focus(focusOf(now), (now.kind === "e" || now.kind === "s") && !fromCanvas);
    if (inPanel && now.kind && document.activeElement !== $("search")) $("content").querySelector("h2").focus({ preventScroll: true });
    fromCanvas = false;
  }

  function fold(folded) {
    $("panel").classList.toggle("folded", folded);
    $("fold").setAttribute("aria-expanded", String(!folded));
  }

  function legend() {
    const used = model.types.map((type, place) => ({ type, place, count: model.byType[place].length }))
      .sort((a, b) => b.count - a.count);
    const chips = used.map(({ type, place, count }) => {
      const chip = make("button", { type: "button", class: "chip", "aria-pressed": String(!network.hiddenTypes.has(place)) },
        sign(type.shape, type.colour), make("span", {}, words.label(type)), make("span", { class: "extra" }, String(count)));
      chip.addEventListener("click", () => {
        const hide = !network.hiddenTypes.delete(place);
        if (hide) network.hiddenTypes.add(place);
        chip.setAttribute("aria-pressed", String(!hide));
        network.refresh();
      });
      return chip;
    });
    if (singles && model.statements.length) {
      const chip = make("button", { type: "button", class: "chip single", id: "singles", "aria-pressed": String(network.singles) },
        words.say("singles"), make("span", { class: "extra" }, String(singles)));
      chip.addEventListener("click", () => {
        network.singles = !network.singles;
        chip.setAttribute("aria-pressed", String(network.singles));
        network.fitAll(true);
      });
      chips.push(chip);
    }
    $("legend").replaceChildren(...chips);
  }

  function translate() {
    document.documentElement.lang = words.now;
    document.title = words.say("title");
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = words.say(element.dataset.word);
    for (const element of document.querySelectorAll("[data-word-label]")) {
      const text = words.say(element.dataset.wordLabel);
      element.setAttribute("aria-label", text);
      if (element.tagName === "BUTTON") element.title = text;
    }
    for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = words.say(element.dataset.wordPlaceholder);
    $("counts").textContent = words.say("counts", {
      documents: model.documents.length, entities: model.entities.length, statements: model.statements.length,
    });
    const [notice] = notices();
    $("notice").hidden = !notice;
    $("notice").textContent = notice || "";
    $("languages").replaceChildren(...words.languages.map((language) => make("button", {
      type: "button", lang: language, "aria-pressed": String(language === words.now),
      click: () => { words.now = language; translate(); },
    }, words.title(language))));
    legend();
    render();
  }

  makeSearch($("search"), $("found"), $("found-count"), model, words, (place) => go("e", model.entities[place].id));
  network.on("node", (place) => { fromCanvas = true; go("e", model.entities[place].id); });
  network.on("edge", (place) => { fromCanvas = true; go("s", model.statements[place].id); });
  network.on("none", () => { if (location.hash.length > 1) go("", ""); });
  $("zoom-in").addEventListener("click", () => network.zoom(1.4));
  $("zoom-out").addEventListener("click", () => network.zoom(1 / 1.4));
  $("fit").addEventListener("click", () => network.fitAll(true));
  $("physics").addEventListener("click", (event) => {
    const on = event.currentTarget.getAttribute("aria-pressed") !== "true";
    event.currentTarget.setAttribute("aria-pressed", String(on));
    network.physics(on);
  });
  $("home").addEventListener("click", () => go("", ""));
  $("back").addEventListener("click", () => history.back());
  $("fold").addEventListener("click", () => fold(!$("panel").classList.contains("folded")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== $("search") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      $("search").focus();
    }
  });
  window.addEventListener("hashchange", render);
  fold(matchMedia("(max-width: 760px)").matches && !location.hash);
  translate();
  if (!location.hash) network.fitAll(false);
  return { model, network, go };
})();
