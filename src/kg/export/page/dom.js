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

/* A link to another view of this page. The address works by itself, in a new tab too; a plain click keeps the filters. */
function linkTo(href, follow, attributes, ...children) {
  const link = make("a", { href, ...attributes }, ...children);
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow();
  });
  return link;
}

/* Lines of icons, on a field of 24 by 24. */
const ICONS = {
  copy: "M9 9h10v11H9zM15 9V4H5v11h4",
  done: "M5 12.500l4.500 4.500L19 7.500",
  expand: "M12 12m-2.500 0a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0M10 10.500L6 7M14 10.500L18 7M10.500 14L8 18.500M13.500 14L16 18.500M5 6h.1M19 6h.1M7.500 19.500h.1M16.500 19.500h.1",
  hide: "M3 3l18 18M10 5.500A10 10 0 0 1 21 12a12 12 0 0 1-2.500 3.300M6.500 7A12 12 0 0 0 3 12a10 10 0 0 0 13 5.300M10 10a3 3 0 0 0 4 4",
  path: "M6 18m-2.500 0a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0M18 6m-2.500 0a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0M8 16.500l8-8.500",
  swap: "M7 4v15M7 19l-3-3M7 19l3-3M17 20V5M17 5l-3 3M17 5l3 3",
  look: "M12 12m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4",
};

function icon(name) {
  const picture = drawnAs(ICONS[name], "0 0 24 24", "icon");
  picture.firstChild.setAttribute("fill", "none");
  return picture;
}

function drawnAs(outline, box, kind) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", box);
  picture.setAttribute("class", kind);
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", outline);
  picture.append(path);
  return picture;
}

/* A button that copies a text, and says so. */
function copyButton(label, done, text, short) {
  const button = make("button", { type: "button", class: "copy", title: label, "aria-label": short ? label : null }, icon("copy"),
    short ? null : make("span", {}, label));
  button.addEventListener("click", async () => {
    const copied = await copyText(text());
    if (!copied) return;
    button.querySelector("svg").replaceWith(icon("done"));
    announce(done);
    setTimeout(() => button.querySelector("svg").replaceWith(icon("copy")), 1600);
  });
  return button;
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { // an older browser, or one that does not let a file do this
    const field = make("textarea", { class: "unseen" });
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

/* Says something to a screen reader, and shows it for a moment. */
function announce(text) {
  const place = document.getElementById("told");
  place.textContent = text;
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => { place.textContent = ""; }, 2600);
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
  const picture = drawnAs(Object.hasOwn(OUTLINES, shape) ? OUTLINES[shape] : OUTLINES.dot, "0 0 16 16", "sign");
  picture.style.setProperty("--tint", colour);
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
    const button = list.children[first] && list.children[first].querySelector("a, button");
    if (button) button.focus();
  }
  grow();
  return box;
}
