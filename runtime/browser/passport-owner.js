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
/** For the pages of one visit: the next one may ask before the browser has kept it, or where it keeps nothing. */
const known = /** @type {WeakMap<Progress, Owner>} */ (new WeakMap());

export class PassportOwner {
  /** @type {Owner} */
  #owner = { name: "", tag: "" };

  /** @param {Progress} progress */
  constructor(progress) {
    this.progress = progress;
  }

  get name() {
    return this.#owner.name;
  }

  /** Whether it has been looked for: before that a passport would be nobody's. */
  get isKnown() {
    return this.#owner.tag !== "";
  }

  /** Find who it was, or begin somebody new. */
  async load() {
    const found = known.get(this.progress) ?? (await this.progress.fact(FACT).catch(() => null));
    const isOwner = typeof found?.name === "string" && typeof found.tag === "string";
    // What was typed meanwhile is newer.
    const name = this.#owner.name || (isOwner ? found.name : "");
    this.#owner = { name, tag: isOwner ? found.tag : newTag() };
    known.set(this.progress, this.#owner);
  }

  /** @param {string} name */
  rename(name) {
    this.#owner = { ...this.#owner, name };
    if (!this.isKnown) return;
    known.set(this.progress, this.#owner);
    this.progress.setFact(FACT, this.#owner).catch(() => {});
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
