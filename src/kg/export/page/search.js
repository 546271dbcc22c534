"use strict";

/* The search box: every name of every entity, in both scripts, whatever the case or width of its letters. */

function makeSearch(input, list, status, model, words, choose) {
  const MOST = 12;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·•・]+/g, "");
  const names = model.entities.map((entity) => {
    const texts = [...new Set([entity.hans, entity.hant, ...(entity.labels || []).map(([, text]) => text)])];
    return texts.filter(Boolean).map((text) => ({ text, key: fold(text.slice(0, 2000)) }));
  });
  const order = model.entities.map((_, place) => place).sort(model.heavyFirst);
  let found = [];
  let active = -1;

  /* Whole names first, then beginnings, then parts; among equals the better connected. */
  function look(typed) {
    const key = fold(typed);
    if (!key) return { hits: [], total: 0 };
    const ranks = [[], [], []];
    for (const place of order) {
      let best = 3;
      let by = "";
      for (const name of names[place]) {
        const at = name.key.indexOf(key);
        if (at < 0) continue;
        const rank = at > 0 ? 2 : name.key.length === key.length ? 0 : 1;
        if (rank < best) { best = rank; by = name.text; }
      }
      if (best < 3) ranks[best].push({ place, by });
    }
    const hits = ranks.flat();
    return { hits: hits.slice(0, MOST), total: hits.length };
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function mark(next) {
    active = next;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    const item = list.children[active];
    if (item && item.id) {
      input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function take(hit) {
    close();
    input.value = words.entity(model.entities[hit.place]).slice(0, 200);
    choose(hit.place);
  }

  function show() {
    const { hits, total } = look(input.value);
    found = hits;
    const items = hits.map((hit, row) => {
      const entity = model.entities[hit.place];
      const type = model.types[entity.type];
      const name = words.entity(entity);
      const item = make("li", { id: `found-${row}`, role: "option", "aria-selected": "false" }, sign(type.shape, type.colour),
        make("span", { class: "label" }, nameOf(shorten(name, 60)),
          hit.by === name ? null : make("span", { class: "quiet" }, " ", nameOf(shorten(hit.by, 40)))),
        make("span", { class: "extra" }, words.label(type)));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(hit); });
      return item;
    });
    const typed = fold(input.value) !== "";
    if (typed && items.length === 0) items.push(make("li", { class: "none", role: "presentation" }, words.say("foundNone")));
    list.replaceChildren(...items);
    list.hidden = !typed;
    input.setAttribute("aria-expanded", String(typed && hits.length > 0));
    status.textContent = typed ? (total ? words.say("found", { n: total }) : words.say("foundNone")) : "";
    mark(hits.length ? 0 : -1);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value) { input.select(); } });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter then only ends the input of a character
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.hidden) show();
    else if (event.key === "ArrowDown" && found.length) mark((active + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) mark((active - 1 + found.length) % found.length);
    else if (event.key === "Enter" && list.hidden && input.value) show();
    else if (event.key === "Enter" && found[active]) take(found[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
