"use strict";

/* Sizes, colours and free places of nodes. */

/* Shapes of one radius cover different areas: these factors make them look equally large. */
const STRETCH = { star: 1.55, diamond: 1.25, triangle: 1.15, triangleDown: 1.15, hexagon: 1.05, dot: 1.05 };

/* Free places on a spiral around a point: no two labels are nearer than a grid's cell. */
function makeSpots(positions) {
  const cell = { x: 130, y: 64 };
  const key = (x, y) => `${Math.round(x / cell.x)},${Math.round(y / cell.y)}`;
  const taken = new Set(positions.map(({ x, y }) => key(x, y)));
  return (from) => {
    for (let turn = 4; ; turn += 1) { // the golden angle fills a disc evenly
      const radius = 46 * Math.sqrt(turn);
      const x = Math.round(from.x + 1.4 * radius * Math.cos(turn * 2.399963));
      const y = Math.round(from.y + radius * Math.sin(turn * 2.399963));
      if (taken.has(key(x, y)) && turn < 4000) continue;
      taken.add(key(x, y));
      return { x, y };
    }
  };
}

/* A type's colour on a dark ground: about a fifth of the way to white. */
function lighter(colour) {
  return `#${[1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16);
    return Math.round(share + (255 - share) * 0.22).toString(16).padStart(2, "0");
  }).join("")}`;
}
