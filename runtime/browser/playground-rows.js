/** What the system keeps, as tables: scheduled functions, cron jobs, files. */

import { button, html } from "./markup.js";
import { count, short, size, span, utc } from "./playground-words.js";

/** @import { BenchCron, BenchFile, BenchJob } from "./playground-protocol.js" */

/** The shape says the same as the colour. @type {Record<string, string>} */
const MARKS = { pending: "○", inProgress: "◐", success: "●", failed: "✕", canceled: "–" };

/** @param {BenchJob[]} jobs @param {number} now @param {(id: string) => void} cancel */
export function jobTable(jobs, now, cancel) {
  if (jobs.length === 0) return html("p", { class: "fb-pg__hint" }, "Nothing was scheduled yet.");
  const rows = jobs.map((job) => [
    html("span", { "data-state": job.state }, `${MARKS[job.state] ?? ""} ${job.state}`),
    html("code", {}, job.name),
    html("code", {}, short(job.args)),
    html("time", {}, utc(job.due)),
    job.state === "pending"
      ? job.due > now
        ? `in ${span(job.due - now)}`
        : "due now"
      : job.error || (job.completed ? `ended ${utc(job.completed)}` : ""),
    job.state === "pending"
      ? button("Cancel", () => cancel(job.id), {
          class: "fb-line-link",
          "aria-label": `Cancel ${job.name}, due ${utc(job.due)}`,
        })
      : "",
  ]);
  return grid("Scheduled functions", ["state", "function", "arguments", "due", "", ""], rows);
}

/** @param {BenchCron[]} crons @param {number} now */
export function cronTable(crons, now) {
  if (crons.length === 0) return html("p", { class: "fb-pg__hint" }, "The code defines no crons.");
  const rows = crons.map((cron) => [
    cron.name,
    html("code", {}, cron.path),
    cron.schedule,
    cron.next === null ? "" : `${utc(cron.next)}, in ${span(cron.next - now)}`,
    cron.last === null
      ? "has not run"
      : [`${cron.last.status} ${utc(cron.last.at)}`, cron.last.error, cron.last.note]
          .filter(Boolean)
          .join(". "),
  ]);
  return grid("Cron jobs", ["name", "function", "schedule", "next run", "last run"], rows);
}

/**
 * @param {BenchFile[]} files
 * @param {object} actions
 * @param {(url: string) => void} actions.get
 * @param {(id: string) => void} actions.remove
 * @param {(sentence: string) => void} actions.announce
 */
export function fileTable(files, { get, remove, announce }) {
  if (files.length === 0) return html("p", { class: "fb-pg__hint" }, "No file is stored.");
  const rows = files.map((file) => [
    idCell(file.id, announce),
    file.type || "no type",
    size(file.size),
    html("time", {}, utc(file.created)),
    html(
      "span",
      { class: "fb-pg__id" },
      button("Get", () => get(file.url), {
        class: "fb-line-link",
        "aria-label": `Get the file ${short(file.id)} by its link`,
      }),
      button("Delete", () => remove(file.id), {
        class: "fb-line-link",
        "aria-label": `Delete the file ${short(file.id)}`,
      }),
    ),
  ]);
  return grid("Files", ["id", "type", "size", "stored", ""], rows);
}

/** @param {string} id @param {(sentence: string) => void} announce */
export function idCell(id, announce) {
  return html(
    "span",
    { class: "fb-pg__id" },
    html("code", { title: id }, short(id)),
    button(
      "Copy",
      async () => {
        try {
          await navigator.clipboard.writeText(id);
          announce(`Copied ${id}.`);
        } catch {
          announce(`The browser did not allow copying. The id is ${id}.`);
        }
      },
      { class: "fb-line-link", "aria-label": `Copy the id ${short(id)}` },
    ),
  );
}

/** @param {string} name @param {string[]} columns @param {(Node | string)[][]} rows */
export function grid(name, columns, rows) {
  return html(
    "div",
    { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": name },
    html(
      "table",
      { class: "fb-table" },
      html("caption", { class: "fb-unseen" }, `${name}: ${count(rows.length, "row")} shown`),
      html(
        "thead",
        {},
        html(
          "tr",
          {},
          ...columns.map((one) => (one ? html("th", { scope: "col" }, one) : html("td", {}))),
        ),
      ),
      html(
        "tbody",
        {},
        ...rows.map((row) => html("tr", {}, ...row.map((one) => html("td", {}, one)))),
      ),
    ),
  );
}
