"use strict";

/* The drawing: vis-network for nodes, edges and gestures; labels by labels.js. */

function makeNetwork(container, drawing, model, words) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, drawing.options);
  const labels = makeLabels(getComputedStyle(document.body).fontFamily);
  const hiddenTypes = new Set();
  const shownAs = { node: new Map(), edge: new Map() }; // how each was last handed to vis: only changes go there
  const picked = { node: () => {}, edge: () => {}, none: () => {} };
  let theme = readTheme();
  let swell = 1; // nodes and lines shrink less than the drawing does when one zooms out
  let waiting = 0;
  let focus = null; // {nodes: Set, edges: Set, node, edge}; null: everything is in focus
  let hovered = { node: null, edge: null };
  let singles = model.statements.length === 0;

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return { paper: read("--canvas"), ink: read("--ink"), soft: read("--soft"), line: read("--edge"), accent: read("--accent") };
  }

  const drawn = (place) => nodes.get(place) !== null;

  function visible(place) {
    if (focus && focus.node === place) return true;
    return !hiddenTypes.has(model.entities[place].type) && (singles || !model.alone(place));
  }

  /* Many lines at once are drawn lighter, or they would cover everything: 1 for few, less for many. */
  function crowd() {
    return Math.max(0.3, Math.min(1, 700 / Math.max(1, edges.length)));
  }

  function nodeStyle(place) {
    const { color } = drawing.nodes[place];
    const faint = Boolean(focus) && !focus.nodes.has(place);
    return {
      id: place,
      size: drawing.nodes[place].size * swell,
      borderWidth: Math.min(1.5, 2.2 / swell), // vis takes this for pixels of the screen
      hidden: !visible(place),
      opacity: faint ? 0.14 : 1,
      color: {
        background: color,
        border: theme.paper,
        highlight: { background: color, border: theme.ink },
        hover: { background: color, border: theme.ink },
      },
    };
  }

  function edgeStyle(place) {
    const statement = model.statements[place];
    const strong = Boolean(focus) && focus.edges.has(place);
    const faint = Boolean(focus) && !strong;
    const { width, arrows } = drawing.edges[place];
    return {
      id: place,
      width: width * swell * (strong ? 1.4 : 1),
      arrows: { to: { enabled: Boolean(arrows), scaleFactor: swell * Math.max(0.3, 0.62 - width * 0.06) * crowd() } },
      hidden: !(visible(statement.subject) && visible(statement.object)),
      color: {
        color: strong ? theme.accent : theme.line,
        highlight: theme.accent,
        hover: theme.accent,
        opacity: faint ? 0.16 * crowd() : strong ? 1 : crowd(),
      },
    };
  }

  function refresh() {
    const changed = (kind, styles) => styles.filter((style) => {
      const key = JSON.stringify(style);
      const same = shownAs[kind].get(style.id) === key;
      shownAs[kind].set(style.id, key);
      return !same;
    });
    nodes.update(changed("node", nodes.getIds().map(nodeStyle)));
    edges.update(changed("edge", edges.getIds().map(edgeStyle)));
  }

  /* Puts an entity on the canvas that was not drawn at first: beside its drawn neighbours, or into the middle. */
  function reveal(place) {
    if (drawn(place)) return;
    const near = model.of[place].map((number) => model.other(model.statements[number], place)).filter(drawn);
    const spots = Object.values(network.getPositions(near));
    const middle = network.getViewPosition();
    const mean = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
    const turn = place * 2.399963; // the golden angle: neighbours in number stand apart
    const from = spots.length ? { x: mean("x"), y: mean("y") } : middle;
    const { label, ...node } = drawing.nodes[place];
    nodes.add({ ...node, x: Math.round(from.x + 90 * Math.cos(turn)), y: Math.round(from.y + 90 * Math.sin(turn)) });
    addEdges(model.of[place]);
  }

  function addEdges(places) {
    edges.add(places
      .filter((place) => edges.get(place) === null)
      .map((place) => drawing.edges[place])
      .filter((edge) => drawn(edge.from) && drawn(edge.to))
      .map(({ label, arrows, ...edge }) => ({ ...edge, ...edgeStyle(edge.id) })));
  }

  function follow(scale) {
    const next = Math.min(6, Math.max(0.45, scale ** -0.5));
    if (waiting || Math.abs(next / swell - 1) < 0.1) return;
    waiting = setTimeout(() => {
      waiting = 0;
      swell = Math.min(6, Math.max(0.45, network.getScale() ** -0.5));
      refresh();
    }, 60);
  }

  function edgeMiddle(place) {
    const edge = network.body.edges[place];
    return edge && edge.connected && edge.edgeType ? edge.edgeType.getPoint(0.5) : null;
  }

  function drawLabels(context) {
    const turn = context.getTransform();
    const ratio = context.canvas.width / (context.canvas.clientWidth || context.canvas.width);
    const scale = turn.a / ratio;
    follow(scale);
    const width = context.canvas.width / ratio;
    const height = context.canvas.height / ratio;
    const toScreen = ({ x, y }) => ({ x: (x * turn.a + turn.e) / ratio, y: (y * turn.d + turn.f) / ratio });
    const positions = network.getPositions();
    const spots = new Map();
    const nodeLabels = [];
    for (const place of nodes.getIds()) {
      if (!visible(place)) continue;
      const spot = toScreen(positions[place]);
      spots.set(place, spot);
      if (spot.x < -60 || spot.y < -60 || spot.x > width + 60 || spot.y > height + 60) continue;
      const chosen = place === hovered.node || (focus && (focus.node === place || (focus.ends && focus.ends.has(place))));
      nodeLabels.push({
        id: place, ...spot, radius: drawing.nodes[place].size * swell * scale,
        text: words.entity(model.entities[place]),
        weight: model.of[place].length * 4 + (model.entities[place].mentions || 0),
        strong: chosen ? 2 : Number(Boolean(focus) && focus.nodes.has(place)),
        faint: Boolean(focus) && !focus.nodes.has(place) && place !== hovered.node,
      });
    }
    const edgeLabels = [];
    for (const place of edges.getIds()) {
      const statement = model.statements[place];
      const strong = place === hovered.edge || Boolean(focus && focus.edges.has(place));
      if ((!strong && (focus || scale < 0.3)) || !spots.has(statement.subject) || !spots.has(statement.object)) continue;
      const middle = edgeMiddle(place);
      if (!middle) continue;
      const from = spots.get(statement.subject);
      const to = spots.get(statement.object);
      const spot = toScreen(middle);
      if (spot.x < 0 || spot.y < 0 || spot.x > width || spot.y > height) continue;
      const length = statement.subject === statement.object ? 80 * scale : Math.hypot(from.x - to.x, from.y - to.y);
      const reach = (drawing.nodes[statement.subject].size + drawing.nodes[statement.object].size) * swell * scale;
      const modality = statement.modality ? ` (${words.say(statement.modality)})` : "";
      const text = words.label(model.relations[statement.relation]) + modality;
      edgeLabels.push({ ...spot, length: length - reach, text, strong, weight: statement.support || 0 });
    }
    edgeLabels.sort((first, second) => second.strong - first.strong || second.weight - first.weight);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    labels.draw(context, nodeLabels, edgeLabels, theme, { width, height });
    context.restore();
  }

  /* Moves the view so that these nodes fill it. */
  function fit(places, animate) {
    const spots = Object.values(network.getPositions(places.filter((place) => drawn(place) && visible(place))));
    if (spots.length === 0) return;
    const range = (axis) => [Math.min(...spots.map((s) => s[axis])), Math.max(...spots.map((s) => s[axis]))];
    const [left, right] = range("x");
    const [top, bottom] = range("y");
    const across = (container.clientWidth - Math.min(190, container.clientWidth * 0.2)) / Math.max(1, right - left);
    const down = (container.clientHeight - 96) / Math.max(1, bottom - top);
    network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 },
      scale: Math.max(0.03, Math.min(across, down, 1.25)),
      animation: animate && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false,
    });
  }

  const fitAll = (animate) => fit(nodes.getIds(), animate);

  nodes.add(drawing.nodes.filter((node) => node.x !== undefined).map(({ label, ...node }) => node));
  addEdges(model.statements.map((_, place) => place));
  refresh();
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) picked.node(node);
    else if (edge !== undefined) picked.edge(edge);
    else picked.none();
  });
  const hover = (kind, value) => () => { hovered = { node: null, edge: null, [kind]: value }; network.redraw(); };
  network.on("hoverNode", ({ node }) => { container.classList.add("over"); hover("node", node)(); });
  network.on("hoverEdge", ({ edge }) => { container.classList.add("over"); hover("edge", edge)(); });
  network.on("blurNode", () => { container.classList.remove("over"); hover("node", null)(); });
  network.on("blurEdge", () => { container.classList.remove("over"); hover("edge", null)(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { theme = readTheme(); refresh(); });
  fitAll(false);

  return {
    on: (kind, act) => { picked[kind] = act; },
    fitAll, refresh,
    redraw: () => network.redraw(),
    count: () => nodes.length,
    hiddenTypes,
    get singles() { return singles; },
    set singles(on) { singles = on; refresh(); },
    zoom: (factor) => network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) }),
    /* Brings some nodes and edges to the front and fades the rest; null ends it. */
    focus(next, look) {
      focus = next;
      if (focus) for (const place of focus.ends || [focus.node]) if (place !== undefined) reveal(place);
      refresh();
      network.unselectAll();
      if (focus && focus.node !== undefined) network.selectNodes([focus.node], false);
      else if (focus && focus.edge !== undefined && edges.get(focus.edge)) network.selectEdges([focus.edge]);
      if (focus && look) {
        const around = [...focus.nodes].filter(drawn);
        fit(around.length > 40 && focus.node !== undefined ? [focus.node] : around, true);
      }
      network.redraw();
    },
    physics(on) {
      network.setOptions({ physics: on
        ? { enabled: true, solver: "forceAtlas2Based", stabilization: false,
          forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.4, damping: 0.6 } }
        : { enabled: false } });
    },
    /* For tests and for the curious: where an entity stands on the screen. */
    spot: (place) => network.canvasToDOM(network.getPositions([place])[place]),
  };
}
