"use strict";

/* Which statements and entities the filters let through. */

function makeSieve(model) {
  const { entities, statements, documents, days } = model;

  function sift(state) {
    const only = state.documents.size > 0 || state.since !== "" || state.until !== "";
    const dated = (days) => days !== null && (!state.since || days[1] >= state.since) && (!state.until || days[0] <= state.until);
    const wantedDocument = documents.map((_, number) => (state.documents.size === 0 || state.documents.has(number))
      && ((!state.since && !state.until) || dated(days[number])));
    const inDocuments = (numbers) => numbers.some((number) => wantedDocument[number]);
    const open = entities.map((entity, place) => !state.types.has(entity.type) && !state.gone.has(place));
    const passes = new Uint8Array(statements.length);
    const linked = new Uint8Array(entities.length);
    let hiddenStatements = 0;
    statements.forEach((statement, place) => {
      const shown = open[statement.subject] && open[statement.object] && !state.relations.has(statement.relation)
        && statement.support >= state.support && statement.confidence >= state.confidence
        && !state.kinds.has(statement.kind) && (!only || inDocuments(statement.documents));
      if (!shown) { hiddenStatements += 1; return; }
      passes[place] = 1;
      linked[statement.subject] = 1;
      linked[statement.object] = 1;
    });
    const shows = new Uint8Array(entities.length);
    let hiddenEntities = 0;
    entities.forEach((entity, place) => {
      const wanted = state.singles ? !only || inDocuments(entity.documents.map(([number]) => number)) : false;
      if (open[place] && (linked[place] || wanted)) shows[place] = 1;
      else if (state.singles || !model.alone(place)) hiddenEntities += 1;
    });
    return { passes, shows, hiddenStatements, hiddenEntities };
  }

  return { sift };
}
