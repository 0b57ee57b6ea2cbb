/** What an answer cost, for people: each budget with its formula, what was read, what would make it run again. */

import { inlineText } from "./hint-text.js";
import { html } from "./markup.js";

/** @import { Budget, Report, Usage } from "./protocol.js" */

/**
 * The budgets and the plain meters of a report; null if it has neither. What is over comes first.
 *
 * @param {Pick<Report, "budgets" | "meters">} report
 */
export function costView({ budgets = [], meters }) {
  const judged = new Set(budgets.map(nameOf));
  const plain = Object.entries(meters).filter(([name]) => !judged.has(name));
  if (budgets.length + plain.length === 0) return null;
  const ordered = [...budgets].sort((one, other) => Number(one.met) - Number(other.met));
  return html(
    "section",
    { class: "fb-cost", "aria-label": "What it cost" },
    html("p", { class: "fb-cost__title" }, "What it cost"),
    ordered.length > 0 ? html("ul", { class: "fb-budgets" }, ...ordered.map(budgetItem)) : null,
    plain.length > 0 ? meterList(plain) : null,
  );
}

/** @param {Budget} budget @returns {string} as the meters call it */
function nameOf({ meter, subject }) {
  return subject ? `${meter} ${subject}` : meter;
}

/** @param {Budget} budget */
function budgetItem(budget) {
  const { actual, limit, met, text, usage } = budget;
  const bar = html("span", { class: "fb-budget__used" });
  bar.style.inlineSize = `${Math.min(100, (100 * actual) / Math.max(limit, 1))}%`;
  return html(
    "li",
    { class: `fb-budget fb-budget--${met ? "met" : "over"}` },
    html("span", { class: "fb-budget__name" }, ...inlineText(nameOf(budget))),
    html(
      "span",
      { class: "fb-budget__figures" },
      html("strong", {}, met ? "within budget" : "over budget"),
      ...inlineText(` · ${text}`),
    ),
    html("span", { class: "fb-budget__bar", "aria-hidden": "true" }, bar),
    usage && usage.reads.length > 0 ? usageView(usage) : null,
  );
}

/** @param {Usage} usage */
function usageView({ call, reads, more_reads: more, surface, meters }) {
  const rows = reads.map(({ index, range, documents }) =>
    html(
      "tr",
      {},
      html("td", {}, html("code", {}, index)),
      html("td", {}, html("code", {}, range)),
      html("td", { class: "fb-budget__count" }, grouped(documents)),
    ),
  );
  const totals = Object.entries(meters)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => `${name}: ${grouped(value)}`);
  return html(
    "details",
    {},
    html("summary", {}, "What was read"),
    html(
      "div",
      { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": "Ranges read" },
      html(
        "table",
        { class: "fb-table" },
        html("caption", {}, html("code", {}, call)),
        html("thead", {}, html("tr", {}, ...["index", "range", "documents"].map(headCell))),
        html("tbody", {}, ...rows),
      ),
    ),
    more > 0 ? html("p", {}, `${grouped(more)} more ${more === 1 ? "range" : "ranges"}.`) : null,
    surface.length > 0
      ? html("ul", {}, ...surface.map((sentence) => html("li", {}, ...inlineText(sentence))))
      : null,
    html("p", { class: "fb-budget__totals" }, totals.join(" · ")),
  );
}

/** @param {string} text */
function headCell(text) {
  return html("th", { scope: "col" }, text);
}

/** @param {[string, number | string][]} meters */
function meterList(meters) {
  const rows = meters.flatMap(([name, value]) => [
    html("dt", {}, name),
    html("dd", {}, typeof value === "number" ? grouped(value) : value),
  ]);
  return html("dl", { class: "fb-meters" }, ...rows);
}

/** @param {number} count @returns {string} 2520 as "2,520", on every machine */
export function grouped(count) {
  return count.toLocaleString("en-US");
}
