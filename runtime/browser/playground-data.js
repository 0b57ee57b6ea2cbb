/** What the playground's backend holds: documents by table and index, scheduled functions, cron jobs. */

import { button, html, setEnabled } from "./markup.js";
import { count, short, span, utc } from "./playground-words.js";

/** @import { BenchCron, BenchJob, BenchPage, BenchReady, BenchTable, PageRequest } from "./playground-protocol.js" */

const JOBS = "scheduled functions";
const CRONS = "cron jobs";
/** The shape says the same as the colour. @type {Record<string, string>} */
const MARKS = { pending: "○", inProgress: "◐", success: "●", failed: "✕", canceled: "–" };

export class DataPanel {
  #tab = "";
  /** @type {PageRequest} */
  #page = { table: "", index: "by_creation_time", reverse: true, after: "" };
  /** @type {string[]} where the pages before this one begin */
  #before = [];
  /** @type {BenchReady | undefined} */
  #reply;

  /** @param {{ onLook: () => void, announce: (sentence: string) => void }} actions */
  constructor({ onLook, announce }) {
    this.onLook = onLook;
    this.announce = announce;
    this.tabs = html("div", {
      class: "fb-tabs fb-pg__tabs",
      role: "group",
      "aria-label": "Tables",
    });
    this.index = html("select", { class: "fb-pg__field", "aria-label": "In the order of index" });
    this.index.addEventListener("change", () => this.#look({ index: this.index.value, after: "" }));
    this.order = button("Descending", () =>
      this.#look({ reverse: !this.#page.reverse, after: "" }),
    );
    this.back = button("Back", () => {
      const after = this.#before.pop() ?? "";
      this.#page = { ...this.#page, after };
      this.onLook();
    });
    this.more = button("More", () => {
      this.#before.push(this.#page.after);
      this.#page = { ...this.#page, after: this.#reply?.page?.next ?? "" };
      this.onLook();
    });
    this.bar = html(
      "div",
      { class: "fb-bar", hidden: true },
      html("label", {}, "Index ", this.index),
      this.order,
      this.back,
      this.more,
    );
    this.body = html("div", {});
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__data", "aria-labelledby": "fb-pg-data" },
      html("h2", { id: "fb-pg-data" }, "Data"),
      this.tabs,
      this.bar,
      this.body,
    );
  }

  /** What a request asks to see. @returns {PageRequest} */
  get page() {
    return this.#page;
  }

  /** @param {BenchReady} reply */
  show(reply) {
    this.#reply = reply;
    if (reply.page && reply.page.table !== this.#page.table) {
      this.#page = { ...this.#page, table: reply.page.table, after: "" };
      this.#before = [];
    }
    const names = [...reply.tables.map((table) => table.name), JOBS, CRONS];
    if (!names.includes(this.#tab)) this.#tab = reply.page?.table ?? JOBS;
    const pending = reply.jobs.filter((job) => job.state === "pending").length;
    const counts = new Map(reply.tables.map((table) => [table.name, table.count]));
    counts.set(JOBS, pending).set(CRONS, reply.crons.length);
    const tabs = names.map((name) =>
      button(`${name} ${counts.get(name)}`, () => this.#open(name), {
        class: "fb-tab",
        "aria-pressed": String(name === this.#tab),
        "data-tab": name,
      }),
    );
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset?.tab;
    this.tabs.replaceChildren(...tabs);
    tabs.find((tab) => tab.dataset.tab === focused)?.focus();
    this.#draw();
  }

  /** @param {string} name */
  #open(name) {
    this.#tab = name;
    if (name === JOBS || name === CRONS) {
      for (const tab of this.tabs.children) {
        tab.setAttribute(
          "aria-pressed",
          String(/** @type {HTMLElement} */ (tab).dataset.tab === name),
        );
      }
      this.#draw();
    } else this.#look({ table: name, index: "by_creation_time", after: "" });
  }

  /** @param {Partial<PageRequest>} change */
  #look(change) {
    this.#page = { ...this.#page, ...change };
    this.#before = [];
    this.onLook();
  }

  #draw() {
    const reply = this.#reply;
    if (!reply) return;
    const table = reply.tables.find((one) => one.name === this.#tab);
    this.bar.hidden = !table;
    if (table && reply.page?.table === table.name) this.#drawTable(table, reply.page);
    else if (this.#tab === JOBS) this.body.replaceChildren(jobTable(reply.jobs, reply.clock.now));
    else if (this.#tab === CRONS)
      this.body.replaceChildren(cronTable(reply.crons, reply.clock.now));
  }

  /** @param {BenchTable} table @param {BenchPage} page */
  #drawTable(table, page) {
    this.index.replaceChildren(
      ...table.indexes
        .filter((index) => index.state === "enabled")
        .map((index) => html("option", { value: index.name }, index.name)),
    );
    this.index.value = page.index;
    this.order.textContent = page.reverse ? "Descending" : "Ascending";
    this.order.setAttribute("aria-label", `${this.order.textContent} order. Turn it around`);
    setEnabled(this.back, this.#before.length > 0);
    setEnabled(this.more, page.next !== "");
    const columns = page.columns;
    const rows = page.rows.map((row) => [
      idCell(row.id, this.announce),
      ...columns.map((name) => html("code", {}, short(row.fields[name] ?? ""))),
      html("time", {}, utc(row.created)),
    ]);
    this.body.replaceChildren(
      rows.length > 0
        ? grid(`Documents of ${table.name}`, ["_id", ...columns, "_creationTime"], rows)
        : html("p", { class: "fb-pg__hint" }, `${table.name} is empty.`),
      indexLine(table),
    );
  }
}

/** @param {BenchTable} table */
function indexLine(table) {
  const own = table.indexes.slice(2);
  return html(
    "p",
    { class: "fb-pg__hint" },
    own.length + table.search.length > 0 ? "Indexes: " : "No index but by_id and by_creation_time.",
    ...own.flatMap((index, at) => [
      at > 0 && ", ",
      html("code", {}, `${index.name} [${index.fields.join(", ")}]`),
      index.state !== "enabled" && ` (${index.state})`,
    ]),
    ...table.search.flatMap((name) => [
      own.length > 0 && ", ",
      html("code", {}, name),
      " (search)",
    ]),
    !table.defined && " The schema does not have this table.",
  );
}

/** @param {BenchJob[]} jobs @param {number} now */
function jobTable(jobs, now) {
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
  ]);
  return grid("Scheduled functions", ["state", "function", "arguments", "due", ""], rows);
}

/** @param {BenchCron[]} crons @param {number} now */
function cronTable(crons, now) {
  if (crons.length === 0) return html("p", { class: "fb-pg__hint" }, "The file defines no crons.");
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

/** @param {string} id @param {(sentence: string) => void} announce */
function idCell(id, announce) {
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
function grid(name, columns, rows) {
  return html(
    "div",
    { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": name },
    html(
      "table",
      { class: "fb-table" },
      html("caption", { class: "fb-unseen" }, `${name}: ${count(rows.length, "row")} shown`),
      html("thead", {}, html("tr", {}, ...columns.map((one) => html("th", { scope: "col" }, one)))),
      html(
        "tbody",
        {},
        ...rows.map((row) => html("tr", {}, ...row.map((one) => html("td", {}, one)))),
      ),
    ),
  );
}
