"use strict";

/* The drawing: vis-network for nodes, edges and gestures; what is written by captions.js and labels.js; what is not in focus lies under a veil. */

function makeNetwork(container, drawing, extra, model, words) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const LEAST = 0.03; // scales of the camera
  const MOST = 6;
  const FEW = 30; // entities that may be looked at from nearer, so that their lines have room for words
  const upright = innerHeight > innerWidth * 1.2; // the drawing is wider than high: on its side it fills such a window
  const turned = ({ x, y }) => (upright ? { x: y, y: x } : { x, y });
  const first = new Map(drawing.nodes.map((node) => [node.id, { ...node, ...turned(node) }]));
  let fitted = null; // what the view was last made to hold, until someone moves it
  let written = []; // the boxes of names on the screen
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  let theme = readTheme();
  let swell = 1; // nodes and lines shrink less than the drawing does when one zooms out
  let sieve = null;
  let gone = new Set();
  let focus = null; // {nodes: Set, edges: Set, node?, ends?}; null: everything is in focus
  let hovered = { node: null, edge: null };
  const crowd = Math.max(0.35, Math.min(1, 700 / Math.max(1, drawing.edges.length))); // many lines are drawn lighter
  const picked = { node: () => {}, edge: () => {}, none: () => {}, twice: () => {}, view: () => {} };
  nodes.add([...first.values()].map(({ id, x, y }) => nodeOf(id, x, y)));
  edges.add(drawing.edges.map(({ id }) => edgeOf(id)));
  const network = new vis.Network(container, { nodes, edges }, drawing.options);
  const frame = container.querySelector(".vis-network"); // what takes the keyboard
  frame.tabIndex = 0;
  frame.setAttribute("role", "application");
  frame.dataset.wordLabel = "canvas";
  const labels = makeLabels(getComputedStyle(document.body).fontFamily);
  const captions = makeCaptions(model, words);

  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return { paper: read("--canvas"), ink: read("--ink"), soft: read("--soft"), line: read("--edge"), accent: read("--accent"), dark: read("--dark") === "1" };
  }

  const drawn = (place) => network.body.nodes[place] !== undefined;
  const shows = (place) => (sieve && sieve.shows[place] === 1) || (focus !== null && focus.node === place && !gone.has(place));
  const visible = (place) => drawn(place) && shows(place);
  const passes = (line) => !sieve || sieve.passes[line] === 1;

  function sizeOf(place) {
    const { shape } = model.types[model.entities[place].type];
    return extra.sizes[place] * swell * (Object.hasOwn(STRETCH, shape) ? STRETCH[shape] : 1);
  }

  function nodeOf(place, x, y) {
    const { shape, colour } = model.types[model.entities[place].type];
    const background = theme.dark ? lighter(colour) : colour;
    const shine = { background, border: theme.ink };
    return {
      id: place, x, y, shape, size: sizeOf(place), borderWidth: Math.min(1.5, 2.2 / swell),
      hidden: sieve !== null && !shows(place),
      color: { background, border: theme.paper, highlight: shine, hover: shine },
    };
  }

  function edgeOf(line) {
    const { subject, object } = model.statements[line];
    const { arrows, width, ...look } = extra.looks[extra.look[line]];
    return {
      id: line, from: subject, to: object, ...look, width: width * swell,
      arrows: { to: { enabled: Boolean(arrows), scaleFactor: arrowSize(width) } },
      hidden: sieve !== null && !(passes(line) && shows(subject) && shows(object)),
      color: { color: theme.line, highlight: theme.accent, hover: theme.accent, opacity: crowd },
    };
  }

  function arrowSize(width) {
    return swell * Math.max(0.34, 0.62 - width * 0.06) * Math.sqrt(crowd);
  }

  /* Sizes follow the zoom. Set in the library's own objects: through the data set it would read all options anew. */
  function grow() {
    for (const [place, node] of Object.entries(network.body.nodes)) {
      if (extra.sizes[place] === undefined) continue;
      node.options.size = sizeOf(place);
      node.options.borderWidth = Math.min(1.5, 2.2 / swell);
      node.needsRefresh();
    }
    for (const [line, edge] of Object.entries(network.body.edges)) {
      const { width } = extra.looks[extra.look[line]];
      edge.options.width = width * swell;
      edge.options.arrows.to.scaleFactor = arrowSize(width);
    }
  }

  function follow(scale) {
    const next = Math.min(6, Math.max(0.45, scale ** (drawing.nodes.length > 600 ? -0.36 : -0.5)));
    if (Math.abs(next / swell - 1) < 0.08) return;
    swell = next;
    requestAnimationFrame(() => { grow(); network.redraw(); });
  }

  /* Hides and shows, in the library's own objects too; then it looks anew at what is visible. */
  function sift() {
    let changed = false;
    const hide = (thing, hidden) => {
      if (thing.options.hidden === hidden) return;
      thing.options.hidden = hidden;
      changed = true;
    };
    for (const node of Object.values(network.body.nodes)) if (extra.sizes[node.id] !== undefined) hide(node, !shows(node.id));
    for (const edge of Object.values(network.body.edges)) {
      const { subject, object } = model.statements[edge.id];
      hide(edge, !(passes(edge.id) && shows(subject) && shows(object)));
    }
    if (changed) network.body.emitter.emit("_dataUpdated");
  }

  /* Draws entities that were not: each beside its drawn neighbours, or in the middle of the view, where there is room. */
  function reveal(places) {
    const news = places.filter((place) => !drawn(place));
    const spots = news.length ? makeSpots(Object.values(network.getPositions())) : null;
    const placed = new Map(); // handed over together: the library looks at everything after each change
    for (const place of news) {
      const near = model.of[place].map((line) => model.other(model.statements[line], place)).filter((other) => placed.has(other) || (drawn(other) && shows(other)));
      const best = focus && near.includes(focus.node) ? [focus.node] : near;
      const found = best.map((other) => placed.get(other) || network.body.nodes[other]);
      const mean = (axis) => found.reduce((sum, spot) => sum + spot[axis], 0) / found.length;
      placed.set(place, spots(found.length ? { x: mean("x"), y: mean("y") } : network.getViewPosition()));
    }
    nodes.add([...placed].map(([place, { x, y }]) => nodeOf(place, x, y)));
    const lines = new Set(places.flatMap(strongest));
    edges.add([...lines].filter((line) => !network.body.edges[line] && drawn(model.statements[line].subject) && drawn(model.statements[line].object)).map(edgeOf));
  }

  /* The statements of an entity that are drawn with it: all, or of thousands those with the most support. */
  function strongest(place) {
    const ENOUGH = 150;
    const lines = model.of[place];
    if (lines.length <= ENOUGH) return lines;
    return [...lines].sort((one, other) => model.statements[other].support - model.statements[one].support || one - other).slice(0, ENOUGH);
  }

  /* After the library has drawn: the veil, what is in focus above it, and the labels. */
  function finish(context) {
    const turn = context.getTransform();
    const ratio = context.canvas.width / (context.canvas.clientWidth || context.canvas.width);
    const scale = turn.a / ratio;
    follow(scale);
    const width = context.canvas.width / ratio;
    const height = context.canvas.height / ratio;
    if (focus) {
      context.save();
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.globalAlpha = 0.84;
      context.fillStyle = theme.paper;
      context.fillRect(0, 0, width, height);
      context.restore();
      const lit = [...focus.edges].map((line) => network.body.edges[line]).filter((edge) => edge && edge.connected && !edge.options.hidden);
      for (const edge of lit) { edge.draw(context); edge.drawArrows(context); }
      for (const place of focus.nodes) if (visible(place)) network.body.nodes[place].draw(context);
    }
    const stage = { width, height, scale, covered: covered() };
    const toScreen = ({ x, y }) => ({ x: (x * turn.a + turn.e) / ratio, y: (y * turn.d + turn.f) / ratio });
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const there = Object.values(network.body.nodes).filter(({ id }) => extra.sizes[id] !== undefined && shows(id));
    const lines = () => edges.getIds();
    const edge = (line) => network.body.edges[line];
    written = labels.draw(context, ...captions({ ...stage, toScreen, nodes: there, lines, edge, radius: sizeOf, focus, hovered }), theme, stage);
    context.restore();
    if (!performance.getEntriesByName("kg-drawn").length) performance.mark("kg-drawn");
  }

  /* What lies over the canvas: no name is written under it. */
  function covered() {
    const { left, top } = container.getBoundingClientRect();
    return [...container.parentElement.querySelectorAll(".controls, .notice")].map((element) => element.getBoundingClientRect())
      .filter((box) => box.width).map((box) => ({ left: box.left - left, right: box.right - left, top: box.top - top, bottom: box.bottom - top }));
  }

  const moving = (animate) => (animate && !still.matches ? { duration: 350, easingFunction: "easeInOutQuad" } : false);

  /* Moves the view so that these nodes fill it. */
  function fit(places, animate) {
    fitted = places;
    const spots = Object.values(network.getPositions(places.filter(visible)));
    if (spots.length === 0) return;
    const range = (axis) => spots.reduce(([low, high], spot) => [Math.min(low, spot[axis]), Math.max(high, spot[axis])], [Infinity, -Infinity]);
    const [left, right] = range("x");
    const [top, bottom] = range("y");
    const across = (container.clientWidth - Math.min(190, container.clientWidth * 0.25)) / Math.max(1, right - left);
    const down = (container.clientHeight - Math.min(110, container.clientHeight * 0.35)) / Math.max(1, bottom - top);
    network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 + 8 },
      scale: Math.max(LEAST, Math.min(across, down, first.size <= FEW ? 2.2 : 1.5)),
      animation: moving(animate),
    });
    if (!moving(animate)) picked.view();
  }

  const fitAll = (animate) => fit(nodes.getIds(), animate);

  network.on("afterDrawing", finish);
  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) picked.node(node);
    else if (edge !== undefined) picked.edge(edge);
    else picked.none();
  });
  network.on("doubleClick", ({ nodes: [node] }) => { if (node !== undefined) picked.twice(node); });
  const hover = (kind, value) => { hovered = { node: null, edge: null, [kind]: value }; network.redraw(); };
  network.on("hoverNode", ({ node }) => { container.classList.add("over"); hover("node", node); });
  network.on("hoverEdge", ({ edge }) => { container.classList.add("over"); hover("edge", edge); });
  network.on("blurNode", () => { container.classList.remove("over"); hover("node", null); });
  network.on("blurEdge", () => { container.classList.remove("over"); hover("edge", null); });
  for (const event of ["zoom", "dragEnd", "animationFinished"]) network.on(event, () => picked.view());
  for (const event of ["zoom", "dragEnd"]) network.on(event, () => { fitted = null; });
  let wide = innerWidth;
  addEventListener("resize", () => { // a phone is turned, the page is enlarged: what was in view stays so
    if (innerWidth === wide) return;
    wide = innerWidth;
    const held = fitted;
    if (held) requestAnimationFrame(() => { network.setSize("100%", "100%"); fit(held, false); });
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    theme = readTheme();
    nodes.update(nodes.getIds().map((place) => ({ id: place, color: nodeOf(place).color })));
    edges.update(edges.getIds().map((line) => ({ id: line, color: edgeOf(line).color })));
    network.redraw();
  });

  return {
    on: (kind, act) => { picked[kind] = act; },
    fit, fitAll, visible, drawn,
    redraw: () => network.redraw(),
    count: () => nodes.length,
    first: first.size,
    visibleNodes: () => nodes.getIds().filter(visible),
    visibleEdges: () => edges.getIds().filter((line) => !network.body.edges[line].options.hidden),
    zoom(factor) {
      fitted = null;
      network.moveTo({ scale: Math.min(MOST, Math.max(LEAST, network.getScale() * factor)) });
      picked.view();
    },
    pan(across, down) {
      fitted = null;
      const { x, y } = network.getViewPosition();
      const scale = network.getScale();
      network.moveTo({ position: { x: x + (across * container.clientWidth) / scale, y: y + (down * container.clientHeight) / scale } });
      picked.view();
    },
    view: () => ({ ...turned(network.getViewPosition()), scale: network.getScale() }),
    look: ({ x, y, scale }, animate) => network.moveTo({ position: turned({ x, y }), scale: Math.min(MOST, Math.max(LEAST, scale)), animation: moving(animate) }),
    /* Shows what the filters let through, draws what is wanted beyond it, and brings some of it to the front. */
    show(nextSieve, next, grown, hiddenByHand) {
      sieve = nextSieve;
      focus = next;
      gone = hiddenByHand;
      reveal([...new Set([...grown, ...(focus ? focus.must : [])])]);
      sift();
      const nodeIds = focus && focus.node !== undefined && visible(focus.node) ? [focus.node] : [];
      const edgeIds = focus ? [...focus.edges].filter((line) => network.body.edges[line]) : [];
      network.setSelection({ nodes: nodeIds, edges: edgeIds }, { highlightEdges: false });
      network.redraw();
    },
    /* Marks an entity as if the pointer were on it. */
    point(place) {
      hover("node", place);
      const { x, y } = network.canvasToDOM(network.getPositions([place])[place] || network.getViewPosition());
      if (x < 40 || y < 40 || x > container.clientWidth - 40 || y > container.clientHeight - 40) fit([place], true);
    },
    physics(on) {
      network.setOptions({ physics: on
        ? { enabled: true, solver: "forceAtlas2Based", stabilization: false,
          forceAtlas2Based: { gravitationalConstant: -60, springLength: 90, avoidOverlap: 0.4, damping: 0.6 } }
        : { enabled: false } });
    },
    /* The picture as it stands, on the colour of the page. */
    picture() {
      const source = container.querySelector("canvas");
      const copy = document.createElement("canvas");
      copy.width = source.width;
      copy.height = source.height;
      const context = copy.getContext("2d");
      context.fillStyle = theme.paper;
      context.fillRect(0, 0, copy.width, copy.height);
      context.drawImage(source, 0, 0);
      return copy;
    },
    /* For tests and for the curious: which names are written, and in which boxes; where an entity stands on the screen. */
    written: () => written,
    spot: (place) => network.canvasToDOM(network.getPositions([place])[place]),
  };
}
