/** What a client may do, beside the code: call a function, or send an HTTP request. One at a time is open. */

import { button, html } from "./markup.js";

/** @import { HttpPanel } from "./playground-http.js" */
/** @import { Runner } from "./playground-runner.js" */

/** @typedef {"function" | "http"} Side */

export class SidePanel {
  /** @param {Runner} runner @param {HttpPanel} http */
  constructor(runner, http) {
    this.parts = { function: runner.element, http: http.element };
    /** @type {Record<Side, HTMLButtonElement>} */
    this.tabs = {
      function: button("Run a function", () => this.open("function"), { class: "fb-tab" }),
      http: button("Send a request", () => this.open("http"), { class: "fb-tab" }),
    };
    this.bar = html(
      "div",
      { class: "fb-tabs fb-pg__sides", role: "group", "aria-label": "As a client" },
      this.tabs.function,
      this.tabs.http,
    );
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__runner", "aria-labelledby": "fb-pg-runner" },
      html("h2", { id: "fb-pg-runner", class: "fb-unseen" }, "Call what was pushed"),
      this.bar,
      this.parts.function,
      this.parts.http,
    );
    this.open("function");
  }

  /** @param {Side} side */
  open(side) {
    for (const name of /** @type {Side[]} */ (["function", "http"])) {
      this.parts[name].hidden = name !== side;
      this.tabs[name].setAttribute("aria-pressed", String(name === side));
    }
  }
}
