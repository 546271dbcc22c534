"use strict";

/* The keyboard. Letters act while the drawing has it, or nothing has; in a field they are text. */

const KEYS = [
  ["/", "keySearch"], ["← ↑ → ↓", "keyPan"], ["+ −", "keyZoom"], ["0", "fit"], ["n p", "keyNext"], ["Enter", "keyOpen"],
  ["x", "expand"], ["h", "hide"], ["s", "pathFrom"], ["f", "filters"], ["m", "physics"], ["w", "fullScreen"], ["Esc", "keyOverview"],
  ["Alt ← →", "keyHistory"], ["?", "help"],
];

/* acts: key → function. What a key does is one function of the page, the same that a button calls. */
function makeKeys(stage, acts) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const at = document.activeElement;
    const free = at === null || at === document.body || stage.contains(at);
    const typing = at !== null && (at.tagName === "INPUT" || at.tagName === "TEXTAREA");
    const anywhere = event.key === "/" || event.key === "?" || event.key === "Escape";
    if (typing ? event.key !== "Escape" : !(free || anywhere)) return;
    if (event.key === "Enter" && at !== null && at.tagName === "BUTTON") return;
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function helpList(words) {
  return KEYS.flatMap(([keys, word]) => [
    make("dt", {}, ...keys.split(" ").flatMap((key) => [make("kbd", {}, key), " "])), make("dd", {}, words.say(word)),
  ]);
}
