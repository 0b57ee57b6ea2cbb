/** The field with the learner's name, kept by the passport's owner as it is typed. */

import { html } from "./markup.js";
import { NAME_CHARACTERS_MAX, tidyName } from "./passport-record.js";

/** @import { PassportOwner } from "./passport-owner.js" */

export class PassportName {
  /** @param {string} id @param {PassportOwner} owner @param {() => void} changed */
  constructor(id, owner, changed) {
    this.owner = owner;
    this.changed = changed;
    this.input = html("input", {
      type: "text",
      class: "fb-field",
      id,
      maxlength: NAME_CHARACTERS_MAX,
      autocomplete: "name",
      spellcheck: "false",
      oninput: () => {
        owner.rename(this.input.value);
        changed();
      },
    });
  }

  /** Without the spaces around it; empty before anything is typed. */
  get tidy() {
    return tidyName(this.input.value);
  }

  /** Show the name that was kept, unless another was typed before the browser had answered. */
  async load() {
    await this.owner.load();
    if (this.input.value === "") this.input.value = this.owner.name;
    else this.owner.rename(this.input.value);
    this.changed();
  }
}
