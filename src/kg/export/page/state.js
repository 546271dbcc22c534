"use strict";

/* What is shown, as one value, and the same in the address after #: a link opens the same view.

   kind, place  what the panel tells of: "" overview, "e" entity, "s" statement, "d" document, "r" relation, "t" type,
                "p" path between the two entities of ends
   types, relations, kinds   what is hidden; documents: if there are any, only these
   support, confidence       the least that a statement must have
   since, until              days between which a document that states it must be dated; empty: any
   script       names as "hans", "hant" or "both"; empty: as the language has it
   singles      entities without relations too
   gone, grown  entities hidden by hand, and drawn beyond the first ones
   view         {x, y, scale} of the camera; null: where what is shown is seen best */

function makeState(model) {
  const empty = () => ({
    kind: "", place: -1, ends: [-1, -1], types: new Set(), relations: new Set(), kinds: new Set(), documents: new Set(),
    support: 0, confidence: 0, since: "", until: "", script: "", singles: model.statements.length === 0, gone: new Set(), grown: new Set(), view: null,
  });
  const SETS = [["ht", "types", "t"], ["hr", "relations", "r"], ["od", "documents", "d"], ["hn", "gone", "e"], ["x", "grown", "e"]];
  const LISTS = { e: "entities", s: "statements", d: "documents", r: "relations", t: "types" };
  const idOf = (kind, place) => wellFormed(model[LISTS[kind]][place].id);

  function read(hash) {
    const state = empty();
    const given = new URLSearchParams(hash.replace(/^#/, "").replace(/\+/g, "%2B"));
    for (const kind of Object.keys(LISTS)) {
      const place = given.has(kind) ? model.place(kind, given.get(kind)) : undefined;
      if (place !== undefined) Object.assign(state, { kind, place });
    }
    if (given.has("a") || given.has("b")) {
      const end = (key) => (given.has(key) ? model.place("e", given.get(key)) ?? -1 : -1);
      Object.assign(state, { kind: "p", place: -1, ends: [end("a"), end("b")] });
    }
    for (const [key, name, kind] of SETS) {
      for (const id of given.getAll(key)) {
        const place = model.place(kind, id);
        if (place !== undefined) state[name].add(place);
      }
    }
    for (const kind of given.getAll("hk")) if (model.kinds.includes(kind)) state.kinds.add(kind);
    const number = (key, most) => Math.min(most, Math.max(0, Number(given.get(key)) || 0));
    state.support = Math.floor(number("ms", 1e6));
    state.confidence = number("mc", 1);
    const day = (key) => (/^\d{4}-\d\d-\d\d$/.test(given.get(key) || "") ? given.get(key) : "");
    state.since = day("ds");
    state.until = day("du");
    if (["hans", "hant", "both"].includes(given.get("lb"))) state.script = given.get("lb");
    if (given.has("all")) state.singles = true;
    const view = (given.get("v") || "").split(",").map(Number);
    if (view.length === 3 && view.every(Number.isFinite) && view[2] > 0) state.view = { x: view[0], y: view[1], scale: view[2] };
    return state;
  }

  function write(state) {
    const parts = [];
    const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value).replace(/%2F/g, "/")}`);
    if (Object.hasOwn(LISTS, state.kind)) put(state.kind, idOf(state.kind, state.place));
    if (state.kind === "p") state.ends.forEach((end, row) => put("ab"[row], end < 0 ? "" : idOf("e", end)));
    for (const [key, name, kind] of SETS) for (const place of state[name]) put(key, idOf(kind, place));
    for (const kind of state.kinds) put("hk", kind);
    if (state.support) put("ms", String(state.support));
    if (state.confidence) put("mc", String(state.confidence));
    if (state.since) put("ds", state.since);
    if (state.until) put("du", state.until);
    if (state.script) put("lb", state.script);
    if (state.singles && model.statements.length) put("all", "1");
    if (state.view) parts.push(`v=${[Math.round(state.view.x), Math.round(state.view.y), Number(state.view.scale.toPrecision(3))]}`);
    return `#${parts.join("&")}`;
  }

  const FILTERS = ["types", "relations", "kinds", "documents", "support", "confidence", "since", "until", "gone"];
  return {
    read,
    write,
    /* The state with no filter set. */
    unfiltered: () => Object.fromEntries(Object.entries(empty()).filter(([key]) => FILTERS.includes(key))),
    filters: (state) => state.types.size + state.relations.size + state.kinds.size + state.documents.size
      + state.gone.size + Number(state.support > 0) + Number(state.confidence > 0) + Number(state.since !== "" || state.until !== ""),
  };
}

/* A set with one member more or less. */
function toggled(set, member) {
  const other = new Set(set);
  if (!other.delete(member)) other.add(member);
  return other;
}
