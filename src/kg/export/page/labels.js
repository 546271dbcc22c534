"use strict";

/* Labels on the canvas: always the same size on the screen, the weightiest first, and none over another.
   What finds no room shows up when one zooms in. */

const LABEL_SIZE = 12; // pixels
const LABEL_LINE = 9; // ems before a label is broken; the layout reckons with the same
const LINE_HEIGHT = 15;
const CHIEFS = 12; // so many of the weightiest are named even where it is crowded
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
    return {
      free: (box, owner) => !visit(box, (key) =>
        (cells.get(key) || []).some((other) => other.owner !== owner && meet(box, other))),
      take: (box, owner) => visit(box, (key) => {
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push({ ...box, owner });
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

  /* nodes: {id, x, y, radius, text, weight, strong, faint, lines: directions of its lines in focus, if any}; edges: {x, y, length, text, strong}; all in screen pixels. */
  function draw(context, nodes, edges, theme, stage) {
    const room = makeRoom(); // of other labels
    const discs = makeRoom(); // of nodes
    for (const node of nodes) {
      const reach = node.radius * 0.8;
      discs.take({ left: node.x - reach, right: node.x + reach, top: node.y - reach, bottom: node.y + reach }, node.id);
    }
    nodes.sort((first, second) => second.strong - first.strong || second.weight - first.weight || first.id - second.id);
    nodes.forEach((node, row) => {
      if (node.faint) return;
      const chief = row < CHIEFS || node.strong > 1; // may lie over nodes
      const lines = split(context, node.text, node.strong > 1, node.strong > 1 ? 3 : 2);
      const width = Math.max(...lines.map((line) => line.width), 0) / 2 + 3;
      const height = lines.length * LINE_HEIGHT;
      const below = [node.x, node.y + node.radius + 3, 0, 1];
      const above = [node.x, node.y - node.radius - height - 3, 0, -1];
      const right = [node.x + node.radius + width + 3, node.y - height / 2, 1, 0];
      const left = [node.x - node.radius - width - 3, node.y - height / 2, -1, 0];
      const places = [below, above, right, left];
      if (node.lines) { // turned away from the lines in focus: how far each side looks along the nearest of them
        const cover = ([, , x, y]) => Math.max(-1, ...node.lines.map((line) => line.x * x + line.y * y));
        places.sort((first, second) => Math.round(4 * (cover(first) - cover(second))));
      }
      let done = false;
      for (const [x, top] of places) {
        const box = { left: x - width, right: x + width, top, bottom: top + height };
        const cut = box.left < 2 || box.right > stage.width - 2 || box.top < 2 || box.bottom > stage.height - 2;
        if (cut || !room.free(box, -1) || (!chief && !discs.free(box, node.id))) continue;
        room.take(box, node.id);
        discs.take(box, node.id);
        write(context, lines, x, top, theme, theme.ink, node.strong > 1);
        done = true;
        break;
      }
      if (!done && node.strong > 1) write(context, lines, ...places[0], theme, theme.ink, true);
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
  }

  return { draw };
}
