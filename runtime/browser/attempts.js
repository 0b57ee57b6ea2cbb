/** What is kept of a learner's attempts at one exercise: verdicts, hints, the text that passed. */

import { addAttempt, versionOf } from "./work-record.js";

/** @import { Progress } from "./progress.js" */
/** @import { Report } from "./protocol.js" */

export class Attempts {
  /** @param {{ id: string, version: string }} place @param {Progress} progress */
  constructor({ id, version }, progress) {
    this.id = id;
    this.version = version;
    this.progress = progress;
  }

  /** @param {string} hint @returns {number} how many steps of it were shown before */
  hintsShown(hint) {
    return this.progress.get(this.id)?.versions[this.version]?.hints[hint] ?? 0;
  }

  /** @param {string} hint @param {number} steps */
  keepHint(hint, steps) {
    this.progress.update(this.id, (work) => {
      const { hints } = versionOf(work, this.version);
      hints[hint] = Math.max(hints[hint] ?? 0, steps);
    });
  }

  /** @param {Report} report @param {string} source */
  keep({ verdict, failure }, source) {
    const at = Date.now();
    const failed = failure?.check ?? null;
    this.progress.update(this.id, (work) => {
      const now = versionOf(work, this.version);
      addAttempt(now, { at, verdict, failed });
      if (verdict === "right") now.passed = { text: source, at };
    });
    // Asked for when there is something to lose; a browser that says no is told of on "Your work".
    if (verdict === "right") navigator.storage?.persist?.().catch(() => {});
  }
}
