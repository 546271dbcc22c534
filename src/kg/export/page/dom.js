"use strict";

/* Small tools for the document. Text goes in as text nodes only, so no name can become markup. */

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "click") element.addEventListener("click", value);
    else if (name === "tint") element.style.setProperty("--tint", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/* A name from a text: isolated, so that a mark of direction in it turns nothing around it. */
function nameOf(text, lang) {
  return make("bdi", { lang }, shorten(text, 300));
}

function shorten(text, most) {
  const signs = Array.from(text.slice(0, 2 * most + 2));
  return signs.length > most ? signs.slice(0, most).join("") + "…" : text;
}

const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  square: "M3 3h10v10H3z",
  diamond: "M8 1l7 7l-7 7l-7-7z",
  triangle: "M8 2l7 12H1z",
  triangleDown: "M8 14L1 2h14z",
  star: "M8 1l2 5h5l-4 3.500l1.500 5.500l-4.500-3.200l-4.500 3.200l1.500-5.500L1 6h5z",
  hexagon: "M4.500 2h7L15 8l-3.500 6h-7L1 8z",
};

/* The sign of a type: its shape in its colour. Only for the eye, the name stands beside it. */
function sign(shape, colour) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "sign");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", Object.hasOwn(OUTLINES, shape) ? OUTLINES[shape] : OUTLINES.dot);
  path.setAttribute("fill", colour);
  picture.append(path);
  return picture;
}

/* A list that shows its first items, and a button for more. */
function growing(items, render, word, step = 60) {
  const list = make("ul", { class: "rows" });
  const box = make("div", {}, list);
  let shown = 0;
  function grow() {
    list.append(...items.slice(shown, shown + step).map(render));
    shown = Math.min(items.length, shown + step);
    const rest = items.length - shown;
    if (rest > 0) box.append(make("button", { type: "button", class: "more", click: next }, word(Math.min(rest, step))));
  }
  function next(event) {
    const first = shown;
    event.currentTarget.remove();
    grow();
    const button = list.children[first] && list.children[first].querySelector("button");
    if (button) button.focus();
  }
  grow();
  return box;
}
