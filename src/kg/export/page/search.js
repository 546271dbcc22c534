"use strict";

/* A search box with suggestions (the combobox pattern of ARIA): arrow keys, Enter, Escape. */

function makeSearch(input, list, status, finder, model, words, choose) {
  const MOST = 12;
  let found = [];
  let active = -1;

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
    input.value = shorten(words.first(model.entities[hit.place]), 100);
    choose(hit.place);
  }

  function option(hit, row) {
    const entity = model.entities[hit.place];
    const type = model.types[entity.type];
    const name = words.first(entity);
    const item = make("li", { id: `${list.id}-${row}`, role: "option", "aria-selected": "false" }, sign(type.shape, type.colour),
      make("span", { class: "label" }, nameOf(shorten(name, 60)),
        hit.by === name ? null : make("span", { class: "quiet" }, " ", nameOf(shorten(hit.by, 40)))),
      make("span", { class: "extra" }, words.label(type)));
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); take(hit); });
    return item;
  }

  function show() {
    const { hits, total } = finder.look(input.value, MOST);
    found = hits;
    const items = hits.map(option);
    const typed = input.value.trim() !== "";
    if (typed && items.length === 0) items.push(make("li", { class: "none", role: "presentation" }, words.say("foundNone")));
    if (total > hits.length) items.push(make("li", { class: "none", role: "presentation" }, words.say("foundMore", { n: total - hits.length })));
    list.replaceChildren(...items);
    list.hidden = !typed;
    input.setAttribute("aria-expanded", String(typed && hits.length > 0));
    status.textContent = typed ? (total ? words.say("found", { n: total }) : words.say("foundNone")) : "";
    mark(hits.length ? 0 : -1);
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", () => { if (input.value) input.select(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter then only ends the input of a character
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && list.hidden) show();
    else if (event.key === "ArrowDown" && found.length) mark((active + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) mark((active - 1 + found.length) % found.length);
    else if (event.key === "Enter" && list.hidden && input.value) show();
    else if (event.key === "Enter" && found[active]) take(found[active]);
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}
