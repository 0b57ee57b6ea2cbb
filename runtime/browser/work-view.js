/** <minivex-progress> on "Your work": where it is kept, export, import, and what is not on the site any more. */

import { button, html, setEnabled } from "./markup.js";
import { saveFile } from "./save-file.js";
import { BYTES_MAX, readWorkFile, tooLarge, WorkFileError, writeWorkFile } from "./work-file.js";

/** @import { Progress } from "./progress.js" */
/** @import { Work } from "./work-record.js" */

const EXPORTED = "exportedAt";

export class WorkView {
  /** @param {HTMLElement} host @param {Progress} progress */
  constructor(host, progress) {
    this.progress = progress;
    this.keeping = html("p", {});
    this.reminder = html("p", { class: "fb-notice", hidden: true });
    this.persist = button("Ask the browser to keep it", () => this.#persist(), { hidden: true });
    this.file = html("input", { type: "file", accept: "application/json,.json", hidden: true });
    this.file.addEventListener("change", () => this.#read());
    this.choice = html("div", { class: "fb-notice", hidden: true });
    this.said = html("p", { class: "fb-work__said", role: "status" });
    this.save = button("Export as a file", () => this.#export(), {
      class: "fb-button fb-button--main",
    });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-work", role: "group", "aria-label": "Your work" },
        html(
          "div",
          { class: "fb-lab__work" },
          this.keeping,
          this.reminder,
          html(
            "div",
            { class: "fb-bar" },
            this.save,
            button("Import a file", () => this.file.click()),
            this.persist,
          ),
          this.file,
          this.choice,
          this.said,
        ),
      ),
    );
  }

  start() {
    this.progress.ready.then(() => this.#refresh());
    return [this.progress.subscribe(() => this.#refresh())];
  }

  async #refresh() {
    if (this.progress.keeping === "opening") return;
    const count = this.progress.all().filter(hasWork).length;
    const what = count === 1 ? "work on 1 exercise" : `work on ${count} exercises and scenes`;
    setEnabled(this.save, count > 0);
    const isSafe = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
    const isKept = this.progress.keeping !== "memory";
    const where = {
      opening: "",
      kept: isSafe
        ? "The browser has promised not to clear it by itself."
        : "The browser may clear it when it runs out of space.",
      journal: "This browser keeps it in a small store that may fill up.",
      memory:
        "This browser keeps nothing for this site: your work lasts until you close this page.",
    }[this.progress.keeping];
    this.keeping.textContent = `There is ${count === 0 ? "no work yet" : what}. ${where}`;
    const isDatabase = this.progress.keeping === "kept";
    this.persist.hidden = !isDatabase || isSafe || !navigator.storage?.persist;
    const exportedAt = (await this.progress.fact(EXPORTED).catch(() => undefined)) ?? 0;
    const isNew = this.progress.all().some((work) => latest(work) > exportedAt);
    this.reminder.hidden = !(isNew && count > 0 && (evicts() || !isKept) && !isSafe);
    this.reminder.textContent = isKept
      ? "Safari deletes what a site keeps after seven days without a visit. There is work that is in no export: export it now."
      : "There is work that is in no export: export it before you close this page.";
  }

  async #persist() {
    const isSafe = await navigator.storage.persist();
    this.said.textContent = isSafe
      ? "The browser promised to keep it."
      : "The browser made no promise. Export your work from time to time.";
    this.#refresh();
  }

  async #export() {
    await this.progress.ready; // all of it, however soon the button was pressed
    const now = new Date();
    const text = writeWorkFile(this.progress.all().filter(hasWork), now);
    const name = `fieldbook-work-${now.toISOString().slice(0, 10)}.json`;
    saveFile(name, text, "application/json");
    await this.progress.setFact(EXPORTED, now.getTime()).catch(() => {});
    this.said.textContent = "Exported. The file is where your browser puts downloads.";
    this.#refresh();
  }

  async #read() {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (!file) return;
    this.choice.hidden = true;
    try {
      if (file.size > BYTES_MAX) throw tooLarge();
      const works = readWorkFile(await file.text());
      this.#offer(file.name, works);
    } catch (error) {
      this.said.textContent =
        error instanceof WorkFileError ? error.message : `The file cannot be read: ${error}`;
    }
  }

  /** @param {string} name @param {Work[]} works */
  #offer(name, works) {
    const act =
      (/** @type {() => Promise<void>} */ change, /** @type {string} */ said) => async () => {
        this.choice.hidden = true;
        try {
          await change();
          this.said.textContent = said;
        } catch (error) {
          this.said.textContent = `The browser refused to keep it, and nothing was changed: ${error}`;
        }
      };
    const count =
      works.length === 1 ? "work on 1 exercise" : `work on ${works.length} exercises and scenes`;
    const merge = button(
      "Add it to what is here",
      act(() => this.progress.merge(works), "Added. Of two texts the newer one was kept."),
      {
        class: "fb-button fb-button--main",
      },
    );
    this.choice.replaceChildren(
      html("p", {}, `${name} has ${count}.`),
      html(
        "div",
        { class: "fb-bar" },
        merge,
        button(
          "Replace everything here by it",
          act(() => this.progress.replace(works), "Replaced. What was here before is gone."),
        ),
        button("Cancel", () => {
          this.choice.hidden = true;
        }),
      ),
    );
    this.choice.hidden = false;
    this.said.textContent = "";
    merge.focus();
  }
}

/** @param {Work} work */
function hasWork(work) {
  return (
    work.predicted !== null ||
    Object.values(work.versions).some((one) => one.text !== null || one.attempts.length > 0)
  );
}

/** @param {Work} work @returns {number} when it was last changed */
function latest(work) {
  const versions = Object.values(work.versions);
  return Math.max(0, ...versions.map((one) => Math.max(one.savedAt, one.attempts.at(-1)?.at ?? 0)));
}

/** WebKit, alone among engines, clears what scripts have stored after seven days without a visit. */
function evicts() {
  return "GestureEvent" in window;
}
