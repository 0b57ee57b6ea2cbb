/** <minivex-teach> on the trainer's page: passports in, tables out, nothing sent. */

import { button, html, setEnabled } from "./markup.js";
import { saveFile } from "./save-file.js";
import { courseFacts } from "./teach-course.js";
import { csvOf } from "./teach-csv.js";
import { Intake } from "./teach-intake.js";
import { newOnes, readRoom, sorted, unknownExercises } from "./teach-room.js";
import { RoomSession, roomFile } from "./teach-session.js";
import { legend, matrixTable, stuckTable, totalsTable } from "./teach-tables.js";

/** @import { Kept, Learner, Oddity, Room } from "./teach-room.js" */
/** @import { Order } from "./teach-tables.js" */

export class TeachView {
  /** @type {Kept[]} */
  #kept = [];
  /** @type {Room} */
  #room = { learners: [], oddities: [], older: 0 };
  /** Files that were not even text: told, not kept. @type {Oddity[]} */
  #unreadable = [];
  /** @type {Order} */
  #order = { by: "name", isDown: false };
  #showsAll = false;
  /** Readings come one after another. @type {Promise<unknown>} */
  #queue = Promise.resolve();

  /** @param {HTMLElement} host */
  constructor(host) {
    this.host = host;
    this.exercises = courseFacts(host).exercises;
    this.session = new RoomSession();
    this.intake = new Intake({
      onRead: (text, from) => this.#add(text, from),
      onUnreadable: (problem) => {
        this.#unreadable.push({ ...problem, raw: "" });
        this.#show();
      },
    });
    this.summary = html("p", { class: "fb-room__summary" });
    this.csv = button("Export as CSV", () => this.#exportCsv());
    this.file = button("Export as one file", () => this.#exportFile());
    this.clear = button("Clear all", () => this.#askToClear());
    this.asked = html("div", { class: "fb-notice", hidden: true });
    this.looks = html("div", { class: "fb-room__looks" });
    this.all = html("input", { type: "checkbox", onchange: () => this.#toggleAll() });
    this.tables = html("div", { class: "fb-room__tables" });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-room", role: "group", "aria-label": "Passports" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.intake.element,
          this.summary,
          html("div", { class: "fb-bar" }, this.csv, this.file, this.clear),
          this.asked,
          this.looks,
        ),
        this.tables,
      ),
    );
  }

  start() {
    for (const each of [this.csv, this.file, this.clear]) setEnabled(each, false);
    this.#kept = this.session.load();
    this.#queue = this.#queue.then(() => this.#readAgain());
    return [this.intake.watch(this.host)];
  }

  /** @param {string} text @param {string} from @returns {Promise<string>} what came of it */
  #add(text, from) {
    const added = this.#queue.then(async () => {
      const found = await sorted(text, from);
      const fresh = newOnes(this.#kept, found);
      const before = this.#room;
      this.#kept = [...this.#kept, ...fresh];
      this.session.save(this.#kept);
      await this.#readAgain();
      return said(before, this.#room, found.length - fresh.length);
    });
    this.#queue = added.catch(() => {});
    return added;
  }

  async #readAgain() {
    this.#room = await readRoom(this.#kept);
    this.#show();
  }

  #show() {
    const { learners } = this.#room;
    const hasAny = this.#kept.length > 0;
    for (const each of [this.csv, this.file]) setEnabled(each, learners.length > 0);
    setEnabled(this.file, hasAny);
    setEnabled(this.clear, hasAny || this.#unreadable.length > 0);
    this.asked.hidden = true;
    this.summary.textContent = summaryOf(this.#room, this.session.isKept);
    this.looks.replaceChildren(...this.#looks());
    this.#showTables();
  }

  /** What wants a trainer's eyes: learners with notes, texts that are no passport. */
  #looks() {
    const parts = [];
    const noted = this.#room.learners.filter((learner) => learner.notes.length > 0);
    if (noted.length > 0) {
      parts.push(html("h2", {}, "Notes"), html("ul", {}, ...noted.map(noteOf)));
    }
    const odd = [...this.#room.oddities, ...this.#unreadable];
    if (odd.length > 0) {
      parts.push(html("h2", {}, "Not read"), html("ul", {}, ...odd.map(oddityOf)));
    }
    const unknown = unknownExercises(this.#room.learners, this.exercises);
    if (unknown.length > 0) {
      parts.push(
        html(
          "p",
          {},
          `This site has no exercise called ${unknown.join(", ")}: renamed, or of another version of the site. ` +
            "It is in no table here, and in the CSV.",
        ),
      );
    }
    return parts;
  }

  #showTables() {
    const { learners } = this.#room;
    this.tables.hidden = learners.length === 0;
    if (learners.length === 0) return;
    const begun = this.exercises.filter(({ id }) => learners.some((one) => one.entries.has(id)));
    const columns = this.#showsAll || begun.length === 0 ? this.exercises : begun;
    this.all.checked = columns.length === this.exercises.length;
    const scroller = (/** @type {string} */ name, /** @type {HTMLElement} */ table) =>
      html("div", { class: "fb-scroll", tabindex: 0, role: "region", "aria-label": name }, table);
    this.tables.replaceChildren(
      html("h2", {}, "Who is stuck"),
      scroller("Who is stuck", stuckTable(learners, columns)),
      html("h2", {}, "Learners and exercises"),
      html("label", { class: "fb-room__all" }, this.all, " Show exercises that nobody has begun"),
      scroller(
        "Learners and exercises",
        matrixTable(learners, columns, this.#order, (by) => this.#orderBy(by)),
      ),
      legend(),
      html("h2", {}, "Exercises"),
      scroller("Exercises", totalsTable(learners, columns)),
    );
  }

  /** The other way round when it is ordered by that already. @param {string} by */
  #orderBy(by) {
    const isFirstDown = ["passed", "stuck", "latest"].includes(by);
    const isDown = this.#order.by === by ? !this.#order.isDown : isFirstDown;
    this.#order = { by, isDown };
    const around = () => this.tables.querySelector(".fb-scroll:has(.fb-room__matrix)");
    const left = around()?.scrollLeft ?? 0;
    this.#showTables();
    around()?.scrollTo({ left });
    const again = [...this.tables.querySelectorAll("button")].find(
      (each) => each.dataset.by === by,
    );
    again?.focus({ preventScroll: true });
  }

  #toggleAll() {
    this.#showsAll = this.all.checked;
    this.#showTables();
    this.all.focus();
  }

  #exportCsv() {
    saveFile(`passports-${today()}.csv`, csvOf(this.#room.learners, this.exercises), "text/csv");
    this.intake.say(
      "The CSV has one row for each learner and exercise. It is where your browser puts downloads.",
    );
  }

  #exportFile() {
    saveFile(`passports-${today()}.txt`, roomFile(this.#kept), "text/plain");
    this.intake.say(
      "The file has every passport as it came. Drop it on this page to go on, here or elsewhere.",
    );
  }

  #askToClear() {
    const count = this.#kept.length === 1 ? "1 text" : `${this.#kept.length} texts`;
    const keep = button("Keep", () => {
      this.asked.hidden = true;
      this.clear.focus();
    });
    this.asked.replaceChildren(
      html("p", {}, `This browser forgets ${count} and all tables. Exported files stay.`),
      html(
        "div",
        { class: "fb-bar" },
        button("Clear", () => this.#clearNow()),
        keep,
      ),
    );
    this.asked.hidden = false;
    keep.focus();
  }

  async #clearNow() {
    this.#kept = [];
    this.#unreadable = [];
    this.session.save([]);
    await this.#readAgain();
    this.intake.say("Cleared. Nothing of it is in this browser any more.");
    this.intake.area.focus();
  }
}

/** @param {Learner} learner */
function noteOf({ passport, notes }) {
  return html("li", {}, html("strong", {}, passport.name), `: ${notes.join(" ")}`);
}

/** @param {Oddity} oddity */
function oddityOf({ title, advice, raw, from }) {
  return html(
    "li",
    {},
    html("strong", {}, title),
    ` (${from}). ${advice}`,
    raw !== "" &&
      html("details", {}, html("summary", {}, "What came"), html("pre", { tabindex: 0 }, raw)),
  );
}

/** @param {Room} room @param {boolean} isKept */
function summaryOf({ learners, oddities, older }, isKept) {
  const parts = [
    learners.length === 0
      ? "No passport yet."
      : `${plural(learners.length, "learner")}${older > 0 ? `, ${plural(older, "older passport")} left out` : ""}.`,
  ];
  const edited = learners.filter((learner) => learner.isEdited).length;
  if (edited > 0) parts.push(`${plural(edited, "passport")} edited.`);
  if (oddities.length > 0) parts.push(`${plural(oddities.length, "text")} not read.`);
  if (!isKept) parts.push("This browser keeps nothing for this page: export before you reload it.");
  return parts.join(" ");
}

/** @param {Room} before @param {Room} now @param {number} known @returns {string} */
function said(before, now, known) {
  const parts = [];
  const learners = now.learners.length - before.learners.length;
  const older = now.older - before.older;
  const odd = now.oddities.length - before.oddities.length;
  if (learners > 0) parts.push(`${plural(learners, "learner")} added.`);
  if (older > 0)
    parts.push(`${plural(older, "passport")} of somebody who was here: the newest counts.`);
  if (odd > 0) parts.push(`${plural(odd, "text")} could not be read, see below.`);
  if (known > 0) parts.push(`${plural(known, "passport")} had come before.`);
  return `${parts.join(" ")} ${plural(now.learners.length, "learner")} in all.`.trim();
}

/** @param {number} count @param {string} noun */
function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function today() {
  return new Date().toISOString().slice(0, 10);
}
