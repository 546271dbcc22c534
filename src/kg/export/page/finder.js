"use strict";

/* Finds entities by name: every name in both scripts, whatever the case or width of its letters, and by the first
   letters of its characters in pinyin. */

function makeFinder(model) {
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·•・]+/g, "");
  const letters = new Map(); // sign → bits of the letters that it may begin with
  for (const [letter, signs] of Object.entries(model.initials)) {
    const bit = 1 << (letter.charCodeAt(0) - 97);
    for (const sign of signs) letters.set(sign, (letters.get(sign) || 0) | bit);
  }
  const order = model.entities.map((_, place) => place).sort(model.heavyFirst);
  let names = null; // made when somebody first types: the page opens without it

  function prepare() {
    names ||= model.entities.map((entity) => {
      const texts = new Set([entity.hans, entity.hant, ...entity.labels.map(([, text]) => text)]);
      return [...texts].filter(Boolean).map((text) => ({ text, key: fold(text.slice(0, 2000)), bits: null }));
    });
  }

  function bitsOf(name) {
    name.bits ||= Array.from(name.key.slice(0, 80), (sign) => {
      const code = sign.charCodeAt(0) - 97;
      return code >= 0 && code < 26 && sign.length === 1 ? 1 << code : letters.get(sign) || 0;
    });
    return name.bits;
  }

  /* Where the letters typed stand among the first letters of a name; -1 if nowhere. */
  function initialsAt(name, wanted) {
    const bits = bitsOf(name);
    for (let at = 0; at + wanted.length <= bits.length; at += 1) {
      let row = 0;
      while (row < wanted.length && bits[at + row] & wanted[row]) row += 1;
      if (row === wanted.length) return at;
    }
    return -1;
  }

  /* Whole names first, then beginnings, then parts, then pinyin; among equals the better connected. */
  function look(typed, most) {
    const key = fold(typed);
    if (!key) return { hits: [], total: 0 };
    prepare();
    const wanted = /^[a-z]{2,12}$/.test(key) ? Array.from(key, (letter) => 1 << (letter.charCodeAt(0) - 97)) : null;
    const ranks = [[], [], [], [], [], []];
    for (const place of order) {
      let best = 6;
      let by = "";
      for (const name of names[place]) {
        const rank = rankOf(name, key, wanted);
        if (rank < best) { best = rank; by = name.text; }
      }
      if (best < 6) ranks[best].push({ place, by });
    }
    const hits = ranks.flat();
    return { hits: hits.slice(0, most), total: hits.length };
  }

  function rankOf(name, key, wanted) {
    const at = name.key.indexOf(key);
    if (at >= 0) return at > 0 ? 2 : name.key.length === key.length ? 0 : 1;
    if (wanted === null) return 6;
    const found = initialsAt(name, wanted);
    if (found < 0) return 6;
    return found > 0 ? 5 : bitsOf(name).length === wanted.length ? 3 : 4;
  }

  return { look };
}
