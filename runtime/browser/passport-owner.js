/** Who a passport is about: the name the learner typed and the tag of the browser, kept beside the work. */

import { base32 } from "./passport-base32.js";
import { passportOf } from "./passport-record.js";
import { writePassport } from "./passport-text.js";

/** @import { Passport } from "./passport-record.js" */
/** @import { Progress } from "./progress.js" */
/** @import { CourseFacts } from "./teach-course.js" */

/** @typedef {{ name: string, tag: string }} Owner */

const FACT = "passport";
const TAG_BYTES = 5;
const SAVE_AFTER_MS = 400;

export class PassportOwner {
  /** @type {Owner} */
  #owner = { name: "", tag: "" };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saving;

  /** @param {Progress} progress */
  constructor(progress) {
    this.progress = progress;
  }

  get name() {
    return this.#owner.name;
  }

  /** Find who it was, or begin somebody new. */
  async load() {
    const found = await this.progress.fact(FACT).catch(() => undefined);
    if (typeof found?.name === "string" && typeof found.tag === "string") this.#owner = found;
    if (this.#owner.tag === "") this.#owner.tag = newTag();
  }

  /** @param {string} name kept a moment later */
  rename(name) {
    this.#owner = { ...this.#owner, name };
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.save(), SAVE_AFTER_MS);
  }

  /** Keep it now. */
  async save() {
    clearTimeout(this.#saving);
    await this.progress.setFact(FACT, this.#owner).catch(() => {});
  }

  /** @param {CourseFacts} facts @returns {Promise<{ passport: Passport, text: string, checksum: string }>} */
  async write({ course, exercises }) {
    const versions = new Map(exercises.map(({ id, version }) => [id, version]));
    const passport = passportOf({ ...this.#owner, course }, this.progress.all(), (id) =>
      versions.get(id),
    );
    return { passport, ...(await writePassport(passport)) };
  }
}

function newTag() {
  return base32(crypto.getRandomValues(new Uint8Array(TAG_BYTES)));
}
