"use strict";

/* What is to be written on the canvas: names at nodes, and on lines what they state. labels.js finds room for it. */

function makeCaptions(model, words) {
  const MARGIN = 60; // pixels beyond the edge of the canvas from which a name may still reach into it
  const MOST_LINES = 30; // in focus that are all named
  const MOST_TURNS = 200; // lines from which names are turned away
  const LEAST_SCALE = 0.3; // below it no line is named unless it is in focus

  /* view: the canvas {width, height, scale, toScreen}, what is shown on it {nodes, lines, edge, radius}, and what is looked at {focus, hovered}. Gives captions of nodes and of lines, in screen pixels. */
  return function captions(view) {
    const spots = new Map(view.nodes.map((node) => [node.id, view.toScreen(node)]));
    const named = view.nodes.filter(({ id }) => near(spots.get(id), view, MARGIN)).map(({ id }) => ofNode(id, spots.get(id), view));
    const turning = view.focus ? [...view.focus.edges] : view.lines();
    if (turning.length <= MOST_TURNS) turn(named, spots, turning, view);
    const stated = wanted(view).map((line) => ofLine(line, spots, view)).filter(Boolean);
    stated.sort((one, other) => other.strong - one.strong || other.weight - one.weight);
    return [named, stated];
  };

  function near({ x, y }, { width, height }, margin) {
    return x >= -margin && y >= -margin && x <= width + margin && y <= height + margin;
  }

  function ofNode(place, spot, { scale, radius, focus, hovered }) {
    const chosen = place === hovered.node || (focus && (focus.node === place || (focus.ends && focus.ends.has(place))));
    return {
      id: place, ...spot, radius: radius(place) * scale,
      text: words.caption(model.entities[place]).map((name) => name.replace(/\n/g, " ")).join("\n"),
      weight: model.of[place].length * 4 + model.entities[place].mentions,
      strong: chosen ? 2 : Number(Boolean(focus) && focus.nodes.has(place)),
      faint: Boolean(focus) && !focus.nodes.has(place) && place !== hovered.node,
    };
  }

  /* The lines to be named: of what is in focus all, if they are few; else all, unless the view is from far away. */
  function wanted({ focus, hovered, lines, scale }) {
    const chosen = focus ? (focus.edges.size > MOST_LINES ? [] : [...focus.edges]) : scale < LEAST_SCALE ? [] : lines();
    return hovered.edge !== null && !chosen.includes(hovered.edge) ? [...chosen, hovered.edge] : chosen;
  }

  function ofLine(line, spots, view) {
    const edge = view.edge(line);
    const { subject, object, relation, modality, support } = model.statements[line];
    const [from, to] = [spots.get(subject), spots.get(object)];
    if (!edge || edge.options.hidden || !from || !to || !edge.connected || !edge.edgeType) return null;
    const spot = view.toScreen(edge.edgeType.getPoint(0.5));
    if (!near(spot, view, 0)) return null;
    const length = subject === object ? 80 * view.scale : Math.hypot(from.x - to.x, from.y - to.y);
    const reach = (view.radius(subject) + view.radius(object)) * view.scale;
    const held = modality ? ` (${words.say(modality)})` : "";
    return {
      ...spot, length: length - reach, text: words.label(model.relations[relation]) + held,
      strong: line === view.hovered.edge || Boolean(view.focus), weight: support,
    };
  }

  /* For each caption, or each in focus: where the lines of its node lead, as vectors of length 1. */
  function turn(captions, spots, lines, { focus, edge }) {
    const of = new Map(captions.filter(({ strong }) => strong || !focus).map((caption) => [caption.id, caption]));
    for (const line of lines) {
      if (!edge(line) || edge(line).options.hidden) continue;
      const { subject, object } = model.statements[line];
      const [from, to] = [spots.get(subject), spots.get(object)];
      if (!from || !to || subject === object) continue;
      const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
      const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
      if (of.has(subject)) (of.get(subject).lines ||= []).push(along);
      if (of.has(object)) (of.get(object).lines ||= []).push({ x: -along.x, y: -along.y });
    }
  }
}
