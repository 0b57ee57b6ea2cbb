/** One document of the playground as JSON: add, edit, delete; and clearing a table. Errors stand at the text. */

import { button, html, setEnabled } from "./markup.js";
import { count, short } from "./playground-words.js";

/** @import { BenchReady, BenchTable } from "./playground-protocol.js" */
/** @import { Op } from "./playground-session.js" */

export class DocumentForm {
  /** @type {HTMLButtonElement[]} */
  #buttons = [];
  /** @type {HTMLElement | null} what opened it */
  #opener = null;

  /**
   * @param {object} actions
   * @param {(op: Op) => Promise<BenchReady | null>} actions.onAsk
   * @param {(sentence: string) => void} actions.announce
   */
  constructor({ onAsk, announce }) {
    this.onAsk = onAsk;
    this.announce = announce;
    this.text = html("textarea", {
      class: "fb-pg__field fb-pg__args",
      id: "fb-pg-document",
      rows: 6,
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      "aria-describedby": "fb-pg-document-problem",
    });
    this.problem = html("pre", {
      class: "fb-pg__raised",
      id: "fb-pg-document-problem",
      hidden: true,
    });
    this.element = html("div", {
      class: "fb-pg__document",
      role: "group",
      "aria-label": "Change the data",
      hidden: true,
    });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.#buttons[0]?.click();
      else return;
      event.preventDefault();
    });
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    for (const one of this.#buttons) setEnabled(one, !isBusy);
  }

  /** @param {BenchTable} table */
  add(table) {
    this.text.value = table.skeleton;
    this.#show(`New document of ${table.name}, as JSON`, [
      button(
        "Add it",
        () => this.#send({ op: "add", table: table.name, text: this.text.value }, "Added."),
        { class: "fb-button fb-button--main" },
      ),
    ]);
  }

  /** @param {BenchTable} table @param {string} id */
  async edit({ name }, id) {
    const opener = document.activeElement;
    const reply = await this.onAsk({ op: "document", table: name, id });
    if (!reply?.changed) return;
    if (reply.changed.error) {
      this.announce(reply.changed.error.message);
      return;
    }
    this.text.value = reply.changed.text;
    const save = () => this.#send({ op: "save", table: name, id, text: this.text.value }, "Saved.");
    this.#show(`${short(id)} of ${name}, as JSON`, [
      button("Save", save, { class: "fb-button fb-button--main" }),
      button("Delete it", () => this.#send({ op: "remove", table: name, id }, "Deleted.")),
    ]);
    if (opener instanceof HTMLElement && opener.isConnected) this.#opener = opener;
  }

  /** @param {BenchTable} table */
  clear({ name, count: documents }) {
    const question = `All ${count(documents, "document")} of ${name} will be deleted, in the database and in every live query.`;
    const yes = button(
      `Delete ${count(documents, "document")}`,
      () => this.#send({ op: "clear", table: name }, `${name} is empty.`),
      { class: "fb-button fb-button--main" },
    );
    this.#open([html("p", {}, question)], [yes]);
    this.announce(question);
    yes.focus();
  }

  close() {
    if (this.element.hidden) return;
    const hadFocus = this.element.contains(document.activeElement);
    this.element.hidden = true;
    if (hadFocus && this.#opener?.isConnected) this.#opener.focus();
  }

  /** @param {string} label @param {HTMLButtonElement[]} buttons */
  #show(label, buttons) {
    const rows = this.text.value.split("\n").length + 1;
    this.text.rows = Math.min(Math.max(rows, 4), 16);
    this.#open([html("label", { for: this.text.id }, label), this.text, this.problem], buttons);
    this.text.focus();
  }

  /** @param {HTMLElement[]} parts @param {HTMLButtonElement[]} buttons */
  #open(parts, buttons) {
    const opener = document.activeElement;
    if (opener instanceof HTMLElement && !this.element.contains(opener)) this.#opener = opener;
    this.problem.hidden = true;
    this.#buttons = buttons;
    const cancel = button("Cancel", () => this.close());
    this.element.replaceChildren(...parts, html("div", { class: "fb-bar" }, ...buttons, cancel));
    this.element.hidden = false;
  }

  /** @param {Op} op @param {string} said when it is done */
  async #send(op, said) {
    const reply = await this.onAsk(op);
    const changed = reply?.changed;
    if (!changed) return;
    if (changed.error) {
      this.problem.textContent = changed.error.message;
      this.problem.hidden = false;
      this.announce(changed.error.message);
      this.text.focus();
      return;
    }
    this.close();
    this.announce(said);
  }
}
