/** <minivex-passport> on "Your work": the learner's name, and what a trainer gets, as text, file or QR code. */

import { button, html, setEnabled } from "./markup.js";
import { PassportName } from "./passport-name.js";
import { PassportOwner } from "./passport-owner.js";
import { passportTable } from "./passport-words.js";
import { saveFile } from "./save-file.js";
import { courseFacts } from "./teach-course.js";

/** @import { Passport } from "./passport-record.js" */
/** @import { Progress } from "./progress.js" */

export class PassportView {
  #text = "";
  /** Passports are made one after another; only the latest is shown. */
  #made = 0;

  /** @param {HTMLElement} host @param {Progress} progress */
  constructor(host, progress) {
    this.progress = progress;
    this.facts = courseFacts(host);
    this.owner = new PassportOwner(progress);
    this.name = new PassportName("fb-passport-name", this.owner, () => this.#refresh());
    this.says = html("p", { class: "fb-passport__says" });
    this.field = html("textarea", {
      class: "fb-passport__text",
      readonly: true,
      rows: 4,
      "aria-label": "Your passport",
      onfocus: () => this.field.select(),
    });
    this.copy = button("Copy", () => this.#copy(), { class: "fb-button fb-button--main" });
    this.file = button("Download as a file", () => this.#download());
    this.qr = button("Show as a QR code", () => this.#toggleQr(), { "aria-expanded": "false" });
    this.said = html("p", { class: "fb-passport__said", role: "status" });
    this.picture = html("div", { class: "fb-passport__picture", hidden: true });
    this.details = html("details", { class: "fb-passport__what" });
    this.whole = html(
      "div",
      { class: "fb-passport__whole" },
      this.field,
      html("div", { class: "fb-bar" }, this.copy, this.file, this.qr),
      this.picture,
      this.details,
    );
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-work fb-passport", role: "group", "aria-label": "Passport" },
        html(
          "div",
          { class: "fb-lab__work" },
          html(
            "p",
            { class: "fb-passport__name" },
            html("label", { for: "fb-passport-name" }, "Your name, as your trainer knows you"),
            this.name.input,
          ),
          this.says,
          this.whole,
          this.said,
        ),
      ),
    );
  }

  start() {
    this.name.load();
    return [this.progress.subscribe(() => this.#refresh())];
  }

  async #refresh() {
    if (this.progress.keeping === "opening" || !this.owner.isKnown) return;
    const made = ++this.#made;
    const { passport, text, checksum } = await this.owner.write(this.facts);
    if (made !== this.#made) return;
    const hasName = this.name.tidy !== "";
    this.#text = hasName ? text : "";
    this.whole.hidden = !hasName;
    this.says.textContent = says(passport, hasName ? checksum : null);
    this.field.value = this.#text;
    for (const each of [this.copy, this.file, this.qr]) setEnabled(each, hasName);
    this.#showDetails(passport);
    if (!this.picture.hidden) await this.#draw();
  }

  /** @param {Passport} passport */
  #showDetails(passport) {
    this.details.replaceChildren(
      html("summary", {}, "What is in it"),
      passportTable(passport, this.facts.exercises),
    );
  }

  async #copy() {
    this.field.select();
    const isCopied = await copied(this.#text);
    this.said.textContent = isCopied
      ? "Copied. Paste it into a message to your trainer."
      : "The browser did not let this page copy. The text is selected: copy it with the keyboard.";
  }

  #download() {
    const name = this.name.tidy.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
    saveFile(`passport-${name || "fieldbook"}.txt`, `${this.#text}\n`, "text/plain");
    this.said.textContent = "Saved. The file is where your browser puts downloads.";
  }

  async #toggleQr() {
    this.picture.hidden = !this.picture.hidden;
    this.qr.setAttribute("aria-expanded", String(!this.picture.hidden));
    this.qr.textContent = this.picture.hidden ? "Show as a QR code" : "Hide the QR code";
    if (!this.picture.hidden) await this.#draw();
  }

  async #draw() {
    try {
      const { qrView } = await import("./passport-picture.js");
      this.picture.replaceChildren(qrView(this.#text, this.name.tidy));
    } catch (error) {
      this.picture.replaceChildren(
        html(
          "p",
          {},
          `The QR code could not be drawn (${error}). The text and the file say the same.`,
        ),
      );
    }
  }
}

/** @param {Passport} passport @param {string | null} checksum null: there is no name */
function says({ entries }, checksum) {
  if (checksum === null) {
    return "Type a name first. It stays in this browser and goes nowhere but into the passport.";
  }
  const passed = entries.filter((entry) => entry.verdict === "right").length;
  const begun = entries.length === 1 ? "1 exercise" : `${entries.length} exercises`;
  return entries.length === 0
    ? `There is no work yet, and the passport says so. Checksum ${checksum}.`
    : `It says how you stand with ${begun}, ${passed} of them passed. Checksum ${checksum}.`;
}

/** @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand("copy"); // an address without encryption has no clipboard
  }
}
