/** What is stored, as one table per table, with the fields that a schedule changed. */

import { html } from "./markup.js";

/** @import { ShownDocument } from "./protocol.js" */

/**
 * @param {ShownDocument[]} documents
 * @param {ShownDocument[]} before the same at the start
 * @returns {HTMLElement[]}
 */
export function documentTables(documents, before) {
  return groupByTable(documents).map(([name, rows]) => {
    const fields = [...new Set(rows.flatMap((row) => Object.keys(row.fields)))];
    const body = rows.map((row) => {
      const earlier = before.find((one) => one.name === row.name);
      return html(
        "tr",
        {},
        html("th", { scope: "row" }, row.name),
        ...fields.map((field) =>
          cell(row.fields[field], earlier?.fields[field], earlier !== undefined),
        ),
      );
    });
    return html(
      "div",
      { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": `Documents of ${name}` },
      html(
        "table",
        { class: "fb-table" },
        html("caption", {}, `Stored now: ${name}`),
        html(
          "thead",
          {},
          html(
            "tr",
            {},
            html("th", { scope: "col" }, "document"),
            ...fields.map((field) => html("th", { scope: "col" }, field)),
          ),
        ),
        html("tbody", {}, ...body),
      ),
    );
  });
}

/** @param {string | undefined} now @param {string | undefined} then @param {boolean} existed */
function cell(now, then, existed) {
  if (existed && now === then) return html("td", {}, now ?? "");
  const was = existed ? `was ${then ?? "not there"}` : "new";
  return html(
    "td",
    { class: "fb-changed" },
    now ?? "not there",
    html("span", { class: "fb-changed__was" }, ` ${was}`),
  );
}

/** @param {ShownDocument[]} documents @returns {[string, ShownDocument[]][]} in order of name */
export function groupByTable(documents) {
  /** @type {Map<string, ShownDocument[]>} */
  const groups = new Map();
  for (const document of documents) {
    groups.set(document.table, [...(groups.get(document.table) ?? []), document]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
