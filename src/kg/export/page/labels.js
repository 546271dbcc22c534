"use strict";

/* Labels on the canvas: always the same size on the screen, the weightiest first, and none over another.
   What finds no room shows up when one zooms in. */

const LABEL_SIZE = 12; // pixels
const LABEL_LINE = 9; // ems before a label is broken; the layout reckons with the same
const LINE_HEIGHT = 15;
const CHIEFS = 12; // at most so many of the weightiest are named even where it is crowded
const CHIEF_SHARE = 10; // none weighs less than this part of the weightiest
const CHIEF_AREA = 40000; // pixels of the canvas for each of them: on a phone they are fewer
const OPENING = /[（「『《〈【〔“‘([]/;
const CLOSING = /[）」』》〉】〕”’、，。：；！？)\],.:;!?·]/;

function makeLabels(font) {
  const cache = new Map();
  const hiddenSigns = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

  /* A caption's lines; both scripts, one below the other, come parted by a line break. */
  function split(context, text, bold, most) {
    const key = `${bold ? 1 : 0}${most}${text.slice(0, 400)}`;
    let lines = cache.get(key);
    if (lines) return lines;
    if (cache.size > 20000) cache.clear();
    lines = text.split("\n").flatMap((part) => fold(context, part, bold, most));
    cache.set(key, lines);
    return lines;
  }

  function fold(context, text, bold, most) {
    const lines = [];
    const signs = Array.from(text.slice(0, 160).replace(hiddenSigns, ""));
    context.font = fontOf(bold);
    const whole = context.measureText(signs.join("")).width;
    const widest = LABEL_LINE * LABEL_SIZE + 1;
    const count = Math.ceil(whole / widest); // lines of even length look better than a full one and a leftover
    const room = count > 1 && count <= most ? Math.min(widest, whole / count + LABEL_SIZE) : widest;
    let line = "";
    let place = 0;
    while (place < signs.length && lines.length < most) {
      const next = line + signs[place];
      if (line && context.measureText(next).width > room) {
        const space = /[A-Za-z0-9]/.test(signs[place]) ? line.lastIndexOf(" ") : -1;
        if (space > 3) { // break a Latin word before it, not in it
          place -= Array.from(line.slice(space + 1)).length;
          line = line.slice(0, space);
        }
        if (line.length > 2 && (CLOSING.test(signs[place]) || OPENING.test(line.slice(-1)))) {
          place -= 1; // no line begins with a closing mark or ends with an opening one
          line = line.slice(0, -1);
        }
        lines.push(line.trim());
        line = "";
      } else {
        line = next;
        place += 1;
      }
    }
    if (lines.length < most && line) lines.push(line.trim());
    else if (place < signs.length || line) lines[most - 1] = lines[most - 1].slice(0, -1) + "…";
    return lines.map((part) => ({ text: part, width: context.measureText(part).width }));
  }

  function fontOf(bold, size = LABEL_SIZE) {
    return `${bold ? "600 " : ""}${size}px ${font}`;
  }

  /* Rectangles taken so far, found by the cells of a grid. */
  function makeRoom() {
    const cells = new Map();
    const side = 48;
    function visit(box, act) {
      for (let x = Math.floor(box.left / side); x <= Math.floor(box.right / side); x += 1) {
        for (let y = Math.floor(box.top / side); y <= Math.floor(box.bottom / side); y += 1) {
          if (act(`${x},${y}`)) return true;
        }
      }
      return false;
    }
    const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const shared = (a, b) => (Math.min(a.right, b.right) - Math.max(a.left, b.left)) * (Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
    return {
      /* How much of what others have taken would lie under the box, in square pixels. */
      covered(box, owner) {
        const under = new Set();
        visit(box, (key) => { for (const other of cells.get(key) || []) if (other.owner !== owner && meet(box, other)) under.add(other); return false; });
        return [...under].reduce((sum, other) => sum + shared(box, other), 0);
      },
      free: (box, owner) => !visit(box, (key) =>
        (cells.get(key) || []).some((other) => other.owner !== owner && meet(box, other))),
      take: (box, owner, taken = { ...box, owner }) => visit(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(taken);
        return false;
      }),
    };
  }

  function write(context, lines, x, top, theme, ink, bold, size) {
    context.font = fontOf(bold, size);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = theme.paper;
    context.fillStyle = ink;
    lines.forEach((line, row) => {
      const y = top + row * LINE_HEIGHT + LINE_HEIGHT / 2;
      context.strokeText(line.text, x, y);
      context.fillText(line.text, x, y);
    });
  }

  /* Where the label of a node may stand, the best first: below, above, beside, and aslant of it. */
  function placesOf({ x, y, radius, lines }, width, height) {
    const GAP = 3;
    const slant = radius * 0.7;
    const sides = [
      [0, 1, x, y + radius + GAP], [0, -1, x, y - radius - height - GAP],
      [1, 0, x + radius + width + GAP, y - height / 2], [-1, 0, x - radius - width - GAP, y - height / 2],
    ];
    if (lines) { // turned away from the lines: how far each side looks along the nearest of them
      const cover = ([across, down]) => Math.max(-1, ...lines.map((line) => line.x * across + line.y * down));
      sides.sort((first, second) => Math.round(4 * (cover(first) - cover(second))));
    }
    for (const down of [1, -1]) {
      for (const across of [1, -1]) sides.push([across, down, x + across * (slant + width), down > 0 ? y + slant : y - slant - height]);
    }
    return sides.map(([, , middle, top]) => ({ x: middle, box: { left: middle - width, right: middle + width, top, bottom: top + height } }));
  }

  /* nodes: {id, x, y, radius, text, weight, strong, faint, lines: directions of its lines, if they are few}; edges: {x, y, length, text, strong}; all in screen pixels.
     stage: {width, height, covered: boxes that something else lies over}. Gives the boxes of the names that found room. */
  function draw(context, nodes, edges, theme, stage) {
    const room = makeRoom(); // of other labels
    const discs = makeRoom(); // of nodes
    for (const box of stage.covered) { room.take(box, -3); discs.take(box, -3); }
    for (const node of nodes) {
      const reach = node.radius * 0.8;
      discs.take({ left: node.x - reach, right: node.x + reach, top: node.y - reach, bottom: node.y + reach }, node.id);
    }
    nodes.sort((first, second) => second.strong - first.strong || second.weight - first.weight || first.id - second.id);
    const chiefs = Math.min(CHIEFS, Math.ceil((stage.width * stage.height) / CHIEF_AREA));
    const least = Math.max(0, ...nodes.map(({ weight }) => weight)) / CHIEF_SHARE;
    const written = [];
    nodes.forEach((node, row) => {
      if (node.faint) return;
      const chief = (row < chiefs && node.weight >= least) || node.strong > 1; // may lie over nodes
      const lines = split(context, node.text, node.strong > 1, node.strong > 1 ? 3 : 2);
      const width = Math.max(...lines.map((line) => line.width), 0) / 2 + 3;
      const places = placesOf(node, width, lines.length * LINE_HEIGHT).filter(({ box }) =>
        box.left >= 2 && box.right <= stage.width - 2 && box.top >= 2 && box.bottom <= stage.height - 2 && room.free(box, -1));
      let best = places.find(({ box }) => discs.free(box, node.id));
      if (!best && chief && places.length) {
        const covered = places.map(({ box }) => discs.covered(box, node.id));
        best = places[covered.indexOf(Math.min(...covered))];
      }
      if (best) {
        room.take(best.box, node.id);
        discs.take(best.box, node.id);
        written.push({ id: node.id, ...best.box });
      } else if (node.strong > 1) [best] = placesOf(node, width, lines.length * LINE_HEIGHT);
      if (best) write(context, lines, best.x, best.box.top, theme, theme.ink, node.strong > 1);
    });
    for (const edge of edges) {
      context.font = fontOf(false, 11);
      const width = context.measureText(edge.text).width;
      if (edge.length < width + (edge.strong ? 16 : 34)) continue;
      const box = { left: edge.x - width / 2 - 2, right: edge.x + width / 2 + 2, top: edge.y - 8, bottom: edge.y + 8 };
      if (!discs.free(box, -1)) continue; // labels are in it too
      discs.take(box, -2);
      const line = [{ text: edge.text, width }];
      write(context, line, edge.x, edge.y - LINE_HEIGHT / 2, theme, edge.strong ? theme.accent : theme.soft, false, 11);
    }
    return written;
  }

  return { draw };
}
