/** <minivex-certificate>: the learner's own certificate, one sheet of A4 or Letter. */

import { button, html } from "./markup.js";
import { PassportName } from "./passport-name.js";
import { PassportOwner } from "./passport-owner.js";
import { inCourseOrder, longDate } from "./passport-words.js";
import { courseFacts } from "./teach-course.js";

/** @import { Entry } from "./passport-record.js" */
/** @import { Progress } from "./progress.js" */
/** @import { Course } from "./teach-room.js" */

export class CertificateView {
  #made = 0;

  /** @param {HTMLElement} host @param {Progress} progress */
  constructor(host, progress) {
    this.progress = progress;
    this.facts = courseFacts(host);
    this.owner = new PassportOwner(progress);
    this.name = new PassportName("fb-certificate-name", this.owner, () => this.#refresh());
    this.print = button("Print", () => print(), { class: "fb-button fb-button--main" });
    this.says = html("p", { class: "fb-passport__says", role: "status" });
    this.sheet = html("div", {
      class: "fb-certificate",
      role: "region",
      "aria-label": "Certificate",
    });
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-work fb-passport" },
        html(
          "div",
          { class: "fb-lab__work" },
          html(
            "p",
            { class: "fb-passport__name" },
            html("label", { for: "fb-certificate-name" }, "Your name, as it shall stand there"),
            this.name.input,
          ),
          this.says,
          html("div", { class: "fb-bar" }, this.print),
        ),
      ),
      this.sheet,
    );
  }

  start() {
    this.name.load();
    return [this.progress.subscribe(() => this.#refresh())];
  }

  async #refresh() {
    if (this.progress.keeping === "opening" || !this.owner.isKnown) return;
    const made = ++this.#made;
    const { passport, checksum } = await this.owner.write(this.facts);
    if (made !== this.#made) return;
    const passed = passport.entries.filter((entry) => entry.verdict === "right");
    const name = this.name.tidy;
    const isReady = name !== "" && passed.length > 0;
    this.print.hidden = this.sheet.hidden = !isReady;
    this.says.textContent = isReady
      ? "Below is what is printed."
      : passed.length === 0
        ? "No exercise has passed in this browser yet. The certificate begins with the first one."
        : "Type a name first. It stays in this browser and goes nowhere but onto the paper.";
    if (!isReady) return;
    this.sheet.replaceChildren(...this.#lines(name, passed, checksum));
  }

  /** @param {string} name @param {Entry[]} passed @param {string} checksum */
  #lines(name, passed, checksum) {
    const byId = new Map(this.facts.exercises.map((one) => [one.id, one]));
    const minutes = passed.map((entry) => entry.at);
    const [first, last] = [Math.min(...minutes), Math.max(...minutes)].map(longDate);
    const count = passed.length === 1 ? "1 exercise" : `${passed.length} exercises`;
    return [
      html("p", { class: "fb-certificate__kind" }, "Convex Fieldbook"),
      html("p", { class: "fb-certificate__name" }, name),
      html(
        "p",
        {},
        `solved ${count} of ${this.facts.exercises.length} on Convex's indexes, transactions and scheduling, `,
        first === last ? `on ${first}.` : `from ${first} to ${last}.`,
      ),
      html(
        "ul",
        { class: passed.length > 12 ? "fb-certificate__long" : null },
        ...inCourseOrder(passed, this.facts.exercises).map((entry) =>
          solved(entry, byId.get(entry.id)),
        ),
      ),
      html(
        "dl",
        {},
        ...fact("Date", longDate(Date.now())),
        ...fact("Content version", html("code", {}, this.facts.course)),
        ...fact("Checksum of the passport", html("code", {}, checksum)),
      ),
      html(
        "p",
        { class: "fb-certificate__honest" },
        "Made in the learner's own browser by Convex Fieldbook, an independent project, not made or endorsed by " +
          "Convex, Inc. Each answer passed by being run against the checks of its exercise. There is no server, so " +
          "nobody has signed this: the checksum is that of the learner's passport, which a trainer can compare.",
      ),
    ];
  }
}

/** @param {Entry} entry @param {Course | undefined} exercise */
function solved(entry, exercise) {
  const isOther = exercise?.version !== entry.version;
  return html(
    "li",
    {},
    html("span", {}, exercise?.title ?? entry.id),
    html("code", {}, isOther ? `${entry.version}, another version` : entry.version),
  );
}

/** @param {string} term @param {string | Node} value */
function fact(term, value) {
  return [html("dt", {}, term), html("dd", {}, value)];
}
