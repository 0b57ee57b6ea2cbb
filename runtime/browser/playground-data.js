/** What the playground's backend holds: documents by table and index, what is scheduled, files, the log. */

import { button, html, setEnabled } from "./markup.js";
import { DocumentForm } from "./playground-document.js";
import { Entries } from "./playground-entries.js";
import { cronTable, fileTable, grid, idCell, jobTable } from "./playground-rows.js";
import { short, utc } from "./playground-words.js";

/** @import { BenchError, BenchPage, BenchReady, BenchTable, PageRequest } from "./playground-protocol.js" */
/** @import { Op } from "./playground-session.js" */

const JOBS = "scheduled functions";
const CRONS = "cron jobs";
const FILES = "files";
const LOG = "log";
const OURS = [JOBS, CRONS, FILES, LOG];

/**
 * @typedef {object} DataActions
 * @property {() => void} onLook
 * @property {(op: Op) => Promise<BenchReady | null>} onAsk
 * @property {(url: string) => void} onGet of a file
 * @property {(sentence: string) => void} announce
 * @property {(error: BenchError) => Node | string} placeLink
 */

export class DataPanel {
  #tab = "";
  #isChosen = false;
  /** @type {PageRequest} */
  #page = { table: "", index: "by_creation_time", reverse: true, after: "" };
  /** @type {string[]} where the pages before this one begin */
  #before = [];
  /** @type {BenchReady | undefined} */
  #reply;

  #isBusy = false;

  /** @param {DataActions} actions */
  constructor({ onLook, onAsk, onGet, announce, placeLink }) {
    this.onLook = onLook;
    this.onAsk = onAsk;
    this.onGet = onGet;
    this.announce = announce;
    this.entries = new Entries({ placeLink });
    this.document = new DocumentForm({ onAsk, announce });
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
    this.add = button("Add a document", () => this.#withTable((table) => this.document.add(table)));
    this.clear = button("Clear the table", () =>
      this.#withTable((table) => this.document.clear(table)),
    );
    this.bar = html(
      "div",
      { class: "fb-bar", hidden: true },
      html("label", {}, "Index ", this.index),
      this.order,
      this.back,
      this.more,
      this.add,
      this.clear,
    );
    this.body = html("div", {});
    this.element = html("div", {}, this.tabs, this.bar, this.document.element, this.body);
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    this.document.busy = isBusy;
    this.#enable();
  }

  /** What a request asks to see. @returns {PageRequest} */
  get page() {
    return this.#page;
  }

  /** Nothing is known of what is on screen now. @param {string} hint */
  empty(hint) {
    this.#reply = undefined;
    this.#tab = "";
    this.#isChosen = false;
    this.document.close();
    this.entries.clear();
    this.tabs.replaceChildren();
    this.bar.hidden = true;
    this.body.replaceChildren(html("p", { class: "fb-pg__hint" }, hint));
  }

  /** @param {BenchReady} reply */
  show(reply) {
    this.#reply = reply;
    this.entries.take(reply);
    if (reply.page && reply.page.table !== this.#page.table) {
      this.#page = { ...this.#page, table: reply.page.table, after: "" };
      this.#before = [];
    }
    const names = [...reply.tables.map((table) => table.name), ...OURS];
    if (!names.includes(this.#tab) || (this.#tab === JOBS && !this.#isChosen)) {
      this.#tab = reply.page?.table ?? JOBS;
    }
    const pending = reply.jobs.filter((job) => job.state === "pending").length;
    const counts = new Map(reply.tables.map((table) => [table.name, table.count]));
    counts.set(JOBS, pending).set(CRONS, reply.crons.length);
    counts.set(FILES, reply.files.count).set(LOG, this.entries.count);
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
    this.#isChosen = true;
    this.document.close();
    if (OURS.includes(name)) {
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
    else if (!table) this.body.replaceChildren(this.#system(reply));
  }

  /** @param {BenchReady} reply */
  #system(reply) {
    switch (this.#tab) {
      case CRONS:
        return cronTable(reply.crons, reply.clock.now);
      case FILES:
        return fileTable(reply.files.rows, {
          get: this.onGet,
          remove: (id) => this.#ask({ op: "remove-file", id }),
          announce: this.announce,
        });
      case LOG:
        return this.entries.element;
      default:
        return jobTable(reply.jobs, reply.clock.now, (id) => this.#ask({ op: "cancel", id }));
    }
  }

  #enable() {
    const table = this.#reply?.tables.find((one) => one.name === this.#tab);
    setEnabled(this.add, !this.#isBusy);
    setEnabled(this.clear, !this.#isBusy && (table?.count ?? 0) > 0);
  }

  /** @param {Op} op whose refusal is announced */
  async #ask(op) {
    const reply = await this.onAsk(op);
    if (reply?.changed?.error) this.announce(reply.changed.error.message);
  }

  /** @param {(table: BenchTable) => void} act */
  #withTable(act) {
    const table = this.#reply?.tables.find((one) => one.name === this.#tab);
    if (table && !this.#isBusy) act(table);
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
    this.#enable();
    const columns = page.columns;
    const rows = page.rows.map((row) => [
      idCell(row.id, this.announce),
      ...columns.map((name) => html("code", {}, short(row.fields[name] ?? ""))),
      html("time", {}, utc(row.created)),
      button("Edit", () => this.#withTable((one) => this.document.edit(one, row.id)), {
        class: "fb-line-link",
        "aria-label": `Edit the document ${short(row.id)}`,
      }),
    ]);
    this.body.replaceChildren(
      rows.length > 0
        ? grid(`Documents of ${table.name}`, ["_id", ...columns, "_creationTime", ""], rows)
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
