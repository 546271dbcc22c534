"use strict";

/* The view as a picture, and the visible statements as a table. */

function saveFile(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* One cell of comma-separated values (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe. */
function cell(value) {
  const text = typeof value === "number" ? String(value) : /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/* A row for each statement: ends in both scripts, what is known of it, its first sentence with document, date and role, and the IRIs. */
function tableOf(model, words, lines) {
  const head = ["subject", "subject_hant", "subject_type", "relation", "relation_label", "object", "object_hant", "object_type", "modality",
    "support", "confidence", "documents", "quote", "quote_document", "date", "role", "rule", "subject_iri", "object_iri", "statement_iri"];
  const rows = lines.map((line) => {
    const statement = model.statements[line];
    const [subject, object] = [model.entities[statement.subject], model.entities[statement.object]];
    const relation = model.relations[statement.relation];
    const [evidence] = model.evidence(line);
    const said = (asked) => (evidence ? evidence.qualifiers : []).filter(([name]) => name === asked).map(([, text]) => text).join("; ");
    return [subject.hans, subject.hant, model.types[subject.type].id, relation.id, words.label(relation), object.hans, object.hant,
      model.types[object.type].id, statement.modality, statement.support, statement.confidence,
      statement.documents.map((number) => model.documents[number].id).join("; "), evidence ? evidence.quote : "",
      evidence ? model.documents[evidence.document].id : "", said("date"), said("role"),
      evidence ? evidence.rule : statement.source, model.iri(subject), model.iri(object), model.statementIri(statement)];
  });
  return `\ufeff${[head, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`; // the mark tells spreadsheets that it is UTF-8
}
