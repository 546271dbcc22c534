"use strict";

/* The query editor: sends what stands in the field to the endpoint of this server, and shows what comes back as text. */

(() => {
  const $ = (id) => document.getElementById(id);
  const settings = JSON.parse(document.body.dataset.settings);
  const say = (key, values = {}) => settings.words[key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  const SHOWN = 1000; // rows of a table; a browser draws no more at once
  const ROWS = "application/sparql-results+json";
  const GRAPH = "text/turtle";
  const save = document.querySelector(".save");
  let running = null;
  let answered = null; // the query last answered, and whether with triples

  function make(tag, text, attributes = {}) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function ask(query, accept, signal) {
    return fetch("/sparql", {
      method: "POST", body: query, signal, headers: { "Content-Type": "application/sparql-query", Accept: accept },
    });
  }

  async function run() {
    if (running) running.abort();
    const mine = running = new AbortController();
    const query = $("query").value;
    answered = null;
    show("", say("running"));
    controls();
    try {
      const response = await ask(query, `${ROWS}, ${GRAPH}`, mine.signal);
      const text = await response.text();
      if (mine !== running) return;
      if (!response.ok) return show(text.trim(), "");
      const triples = !response.headers.get("Content-Type").startsWith(ROWS);
      answered = { query, triples };
      if (triples) show("", say("triples"), make("pre", text));
      else rows(JSON.parse(text));
    } catch (error) {
      if (mine === running) show(error.name === "AbortError" ? "" : say("unreachable"), error.name === "AbortError" ? say("stopped") : "");
    } finally {
      if (mine === running) { running = null; controls(); }
    }
  }

  function rows(answer) {
    if ("boolean" in answer) return show("", say(answer.boolean ? "yes" : "no"));
    const names = answer.head.vars;
    const found = answer.results.bindings;
    const table = make("table");
    const head = table.createTHead().insertRow();
    for (const name of names) head.append(make("th", name, { scope: "col" }));
    const body = table.createTBody();
    for (const solution of found.slice(0, SHOWN)) {
      const row = body.insertRow();
      for (const name of names) {
        const cell = row.insertCell();
        if (Object.hasOwn(solution, name)) fill(cell, solution[name]);
      }
    }
    const values = { count: found.length, shown: SHOWN };
    show("", say(found.length > SHOWN ? "shown" : "rows", values), table);
  }

  function fill(cell, term) {
    if (term.type === "triple") {
      cell.textContent = JSON.stringify(term.value);
    } else if (term.type === "uri") {
      const place = local(term.value);
      cell.append(place ? make("a", short(term.value), { href: place, title: term.value }) : make("span", short(term.value), { title: term.value }));
    } else {
      cell.textContent = term.type === "bnode" ? `_:${term.value}` : term.value;
      if (term["xml:lang"]) cell.lang = term["xml:lang"];
    }
  }

  function local(iri) { // where this server tells of a thing of the graph
    for (const kind of ["entity", "document", "statement"]) {
      const base = settings.prefixes[kind];
      if (base && iri.startsWith(base) && iri.length > base.length) return `/${kind}/${iri.slice(base.length).replace(/[?#]/g, encodeURIComponent)}`;
    }
    return "";
  }

  function short(iri) {
    for (const [name, base] of Object.entries(settings.prefixes)) {
      if (iri.startsWith(base) && iri.length > base.length) return `${name}:${iri.slice(base.length)}`;
    }
    return iri;
  }

  function show(fault, status, ...shown) {
    $("fault").textContent = fault;
    $("status").textContent = status;
    $("answer").replaceChildren(...shown);
  }

  function controls() {
    $("stop").disabled = !running;
    save.disabled = !answered;
  }

  async function download() {
    const { query, triples } = answered;
    const response = await ask(query, triples ? save.dataset.graph : save.dataset.accept);
    if (!response.ok) return show((await response.text()).trim(), "");
    const link = make("a", "", { href: URL.createObjectURL(await response.blob()), download: triples ? "answer.ttl" : "answer.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  $("form").addEventListener("submit", (event) => { event.preventDefault(); run(); });
  $("stop").addEventListener("click", () => running && running.abort());
  save.addEventListener("click", download);
  $("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
  });
  if (settings.run) run();
})();
