"use strict";

/* The page put together. What is shown is one state; it stands in the address after #, so that back, forward and links work. */

/* kgPage is the handle for what builds on this page, and for its tests. */
const kgPage = (() => {
  const $ = (id) => document.getElementById(id);
  const drawing = readJson("drawing");
  const model = makeModel(readJson("graph"));
  const words = makeWords(readJson("words"));
  const states = makeState(model);
  const sifter = makeSieve(model);
  const finder = makeFinder(model);
  const page = {
    open: (kind, place) => go({ kind, place }),
    addressOf: (kind, place) => states.write({ ...states.read(""), kind, place }),
    passes: (line) => sieve.passes[line] === 1,
    hiddenStatements: () => sieve.hiddenStatements,
    filter: (change) => go(change, { stay: true }),
    unfilter: () => go(states.unfiltered(), { stay: true }),
    expand,
    hide: (place) => go({ gone: toggled(state.gone, place), kind: "", place: -1 }, { stay: true }),
    path: (from, to) => go({ kind: "p", place: -1, ends: [from, to] }),
    pathFrom: (place) => { go({ kind: "p", place: -1, ends: [place, -1] }); $("end-to").focus(); },
    look: (place) => { network.fit([place, ...model.of[place].map((line) => model.other(model.statements[line], place))], true); },
  };
  const panel = makePanel(model, words, page);
  const lists = makeLists(model, words, page, panel);
  const route = makeRoute(model, words, page, panel, finder);
  const filters = makeFilters(model, words, page);
  const network = makeNetwork($("network"), drawing, readJson("looks"), model, words);
  let state = states.read(location.hash);
  let sieve = sifter.sift(state);
  let path = null;
  let settling = 0; // the camera has come to rest some time after its last movement
  let candidate = -1; // the neighbour that the keyboard stands on

  /* Changes the state: a new entry in the history, unless replace. stay: the camera does not follow. */
  function go(change, { stay = false, replace = false } = {}) {
    const chosen = change.kind !== undefined && (change.kind !== state.kind || change.place !== state.place || change.kind === "p");
    state = { ...state, ...change, view: stay ? network.view() : null };
    const hash = states.write(state);
    if (hash !== location.hash && !(hash === "#" && !location.hash)) history[replace ? "replaceState" : "pushState"](null, "", hash);
    render({ move: !stay, panel: chosen });
  }

  const ends = (lines) => lines.flatMap((line) => [model.statements[line].subject, model.statements[line].object]);

  /* Of an entity that hardly any drawn one stands beside: the neighbours with the most support, to be drawn with it. */
  function company(place, lines) {
    const ENOUGH = 12;
    const near = (chosen) => new Set(chosen.map((line) => model.other(model.statements[line], place)));
    const drawn = [...near(lines)].filter(network.drawn).length;
    if (drawn >= ENOUGH) return [];
    const best = [...lines].sort((one, other) => model.statements[other].support - model.statements[one].support || one - other);
    return [...near(best)].filter((other) => !network.drawn(other)).slice(0, ENOUGH - drawn);
  }

  /* What is in focus: nodes, edges; node, if one is chosen; must: what has to be drawn for it. */
  function focusOf({ kind, place }) {
    const shown = (lines) => lines.filter(page.passes);
    if (kind === "e") {
      const lines = shown(model.of[place]);
      return { node: place, nodes: new Set(ends(lines)).add(place), edges: new Set(lines), must: [place, ...company(place, lines)] };
    }
    if (kind === "s") return { nodes: new Set(ends([place])), ends: new Set(ends([place])), edges: new Set([place]), must: ends([place]) };
    if (kind === "r") return { nodes: new Set(ends(shown(model.byRelation[place]))), edges: new Set(shown(model.byRelation[place])), must: [] };
    if (kind === "t") return { nodes: new Set(model.byType[place]), edges: new Set(), must: [] };
    if (kind === "d") {
      const { entities, statements } = model.inDocument[place];
      return { nodes: new Set(entities.map(([number]) => number)), edges: new Set(shown(statements)), must: [] };
    }
    if (kind === "p") {
      const known = state.ends.filter((end) => end >= 0);
      const places = path ? path.map((step) => step.place) : known;
      if (places.length === 0) return null;
      return { nodes: new Set(places), ends: new Set(known), edges: new Set(path ? path.flatMap(({ lines }) => lines) : []), must: places };
    }
    return null;
  }

  function render({ move = false, panel: turned = true } = {}) {
    words.script = state.script;
    sieve = sifter.sift(state);
    path = state.kind === "p" && state.ends.every((end) => end >= 0) ? shortestPath(model, sieve, ...state.ends) : null;
    const focus = focusOf(state);
    network.show(sieve, focus, [...state.grown], state.gone);
    const drawn = { entities: network.visibleNodes().length, statements: network.visibleEdges().length, core: model.entities.length > network.first };
    filters.render(state, sieve, drawn, states.filters(state));
    content(turned);
    candidate = -1;
    if (state.view) network.look(state.view, move);
    else if (move) look(focus);
  }

  function content(turned) {
    const views = {
      "": () => lists.overview(noticesOf()), p: () => route.view(state.ends, path),
      e: panel.entityView, s: panel.statementView, r: lists.relationView, t: lists.typeView, d: lists.documentView,
    };
    const box = $("content");
    const hadFocus = $("panel").contains(document.activeElement);
    const { scrollTop } = box;
    box.replaceChildren(...views[state.kind](state.place).filter(Boolean));
    box.scrollTop = turned ? 0 : scrollTop;
    $("panel").classList.toggle("chosen", state.kind !== "");
    if (!turned) return;
    if (state.kind) fold(false);
    if (hadFocus && state.kind) box.querySelector("h2").focus({ preventScroll: true });
  }

  function noticesOf() {
    if (model.entities.length === 0) return [words.say("noEntities")];
    return model.statements.length === 0 ? [words.say("noStatements")] : [];
  }

  function look(focus) {
    const around = focus ? [...focus.nodes].filter(network.visible) : [];
    if (!focus || around.length === 0) network.fitAll(true);
    else network.fit(around.length > 60 && focus.node !== undefined ? [focus.node] : around, true);
  }

  function rest() { // the camera's place goes into the address, without an entry of its own in the history
    clearTimeout(settling);
    settling = setTimeout(() => {
      state = { ...state, view: network.view() };
      history.replaceState(null, "", states.write(state));
    }, 300);
  }

  function expand(place) {
    const MOST = 60;
    const near = model.of[place].filter(page.passes).sort((first, second) => model.statements[second].support - model.statements[first].support || first - second);
    const news = [...new Set(near.map((line) => model.other(model.statements[line], place)))].filter((other) => !network.drawn(other));
    const taken = news.slice(0, MOST);
    if (news.length > MOST) announce(words.say("expandedSome", { n: MOST, all: news.length }));
    else announce(words.say(news.length ? "expanded" : "expandedNone", { n: news.length }));
    const back = [...state.gone].filter((other) => !near.some((line) => model.other(model.statements[line], place) === other));
    go({ kind: "e", place, grown: new Set([...state.grown, place, ...taken]), gone: new Set(back) });
  }

  /* Steps through the neighbours of the chosen entity, or the best connected ones, by the keyboard. */
  function step(by) {
    const around = state.kind === "e"
      ? [...new Set(model.of[state.place].filter(page.passes).map((line) => model.other(model.statements[line], state.place)))]
      : network.visibleNodes().sort(model.heavyFirst);
    if (around.length === 0) return;
    const at = around.indexOf(candidate);
    candidate = around[at < 0 ? (by > 0 ? 0 : around.length - 1) : (at + by + around.length) % around.length];
    network.point(candidate);
    announce(`${words.entity(model.entities[candidate])} · ${words.label(model.types[model.entities[candidate].type])}`);
  }

  function fold(folded) {
    $("panel").classList.toggle("folded", folded);
    $("fold").setAttribute("aria-expanded", String(!folded));
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
    $("languages").replaceChildren(...words.languages.map((language) => make("button", {
      type: "button", lang: language, "aria-pressed": String(language === words.now),
      click: (event) => {
        const at = [...$("languages").children].indexOf(event.currentTarget);
        words.now = language;
        translate();
        render({ panel: false });
        $("languages").children[at].focus();
      },
    }, words.title(language))));
    $("keys").replaceChildren(...helpList(words));
  }

  const savePicture = () => network.picture().toBlob((blob) => { saveFile(blob, "graph.png"); announce(words.say("saved", { name: "graph.png" })); });
  function saveTable() {
    const lines = network.visibleEdges();
    saveFile(new Blob([tableOf(model, words, lines)], { type: "text/csv;charset=utf-8" }), "statements.csv");
    announce(words.say("savedTable", { name: "statements.csv", n: lines.length }));
  }
  async function copyLink() {
    if (await copyText(location.href)) announce(words.say("copied"));
  }
  function physics() {
    const on = $("physics").getAttribute("aria-pressed") !== "true";
    $("physics").setAttribute("aria-pressed", String(on));
    network.physics(on);
  }
  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => announce(words.say("noFullScreen")));
  }
  const showFilters = () => {
    const on = $("filters").hidden;
    filters.open(on);
    if (on) $("filters").querySelector("h2").focus({ preventScroll: true });
    else $("show-filters").focus();
  };
  const overview = () => go({ kind: "", place: -1 }, { stay: true });
  const chosen = (act) => () => { if (state.kind === "e") act(state.place); };

  network.on("node", (place) => { if (state.kind !== "e" || state.place !== place) go({ kind: "e", place }, { stay: true }); });
  network.on("edge", (place) => go({ kind: "s", place }, { stay: true }));
  network.on("none", () => { if (state.kind) overview(); });
  network.on("twice", expand);
  network.on("view", rest);
  makeSearch($("search"), $("found"), $("found-count"), finder, model, words, (place) => page.open("e", place));
  const buttons = {
    "zoom-in": () => network.zoom(1.4), "zoom-out": () => network.zoom(1 / 1.4), fit: () => network.fitAll(true), physics, "full-screen": fullScreen,
    home: overview, back: () => history.back(), forward: () => history.forward(), fold: () => fold(!$("panel").classList.contains("folded")),
    "show-filters": showFilters, "close-filters": showFilters, "filter-reset": page.unfilter,
    "find-path": () => { page.path(state.kind === "e" ? state.place : -1, -1); $(state.ends[0] < 0 ? "end-from" : "end-to").focus(); },
    "save-picture": savePicture, "save-table": saveTable, "copy-link": copyLink, help: () => $("help-box").showModal(), "close-help": () => $("help-box").close(),
  };
  for (const [id, act] of Object.entries(buttons)) $(id).addEventListener("click", act);
  $("save").addEventListener("toggle", () => { if (!$("save").open) return; $("save").querySelector("button").focus(); });
  document.addEventListener("click", (event) => { if (!$("save").contains(event.target) || event.target.closest("#save button")) $("save").open = false; });
  makeKeys($("stage"), {
    "/": () => $("search").focus(), "?": buttons.help, 0: buttons.fit, "+": buttons["zoom-in"], "=": buttons["zoom-in"], "-": buttons["zoom-out"],
    ArrowLeft: () => network.pan(-0.15, 0), ArrowRight: () => network.pan(0.15, 0), ArrowUp: () => network.pan(0, -0.15), ArrowDown: () => network.pan(0, 0.15),
    n: () => step(1), p: () => step(-1), Enter: () => { if (candidate >= 0) page.open("e", candidate); },
    x: chosen(expand), h: chosen(page.hide), s: chosen(page.pathFrom), f: showFilters, m: physics, w: fullScreen,
    Escape: () => {
      if (document.activeElement && document.activeElement.tagName === "INPUT") document.activeElement.blur();
      else if ($("save").open) $("save").open = false;
      else if (!$("filters").hidden && $("filters").contains(document.activeElement)) showFilters();
      else if (state.kind) overview();
    },
  });
  window.addEventListener("hashchange", () => {
    if (location.hash === states.write(state) || (location.hash === "" && states.write(state) === "#")) return;
    state = states.read(location.hash);
    render({ move: true });
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => { if (state.kind) content(false); }); // quotes came last
  fold(matchMedia("(max-width: 760px)").matches && !state.kind);
  translate();
  render();
  if (!state.view) network.fit(state.kind && focusOf(state) ? [...focusOf(state).nodes] : network.visibleNodes(), false);
  return {
    model, network, go: page.open, choose: (place) => page.open("e", place), expand, path: page.path, filter: page.filter, reset: page.unfilter,
    search(text) { $("search").value = text; $("search").dispatchEvent(new Event("input")); },
    get state() { return state; },
  };
})();
