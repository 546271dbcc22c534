"use strict";

/* A shortest path between two entities along the statements that the filters let through, whatever their direction.
   Breadth first; among paths of equal length the one over the better supported statements is met first. */

function shortestPath(model, sieve, from, to) {
  if (from === to) return [{ place: from, lines: [] }];
  const before = new Map([[from, -1]]);
  let front = [from];
  while (front.length && !before.has(to)) {
    const next = [];
    for (const place of front) {
      const lines = model.of[place].filter((line) => sieve.passes[line]);
      lines.sort((first, second) => model.statements[second].support - model.statements[first].support || first - second);
      for (const line of lines) {
        const other = model.other(model.statements[line], place);
        if (before.has(other)) continue;
        before.set(other, place);
        next.push(other);
      }
    }
    front = next;
  }
  if (!before.has(to)) return null;
  const places = [];
  for (let place = to; place !== -1; place = before.get(place)) places.unshift(place);
  return places.map((place, row) => ({ place, lines: row ? between(model, sieve, places[row - 1], place) : [] }));
}

/* The statements that join two entities, strongest first. */
function between(model, sieve, first, second) {
  return model.of[second]
    .filter((line) => sieve.passes[line] && model.other(model.statements[line], second) === first)
    .sort((one, other) => model.statements[other].support - model.statements[one].support || one - other);
}
