/**
 * What a client may do, beside the code: call a function, or send an HTTP request. One at a time is open; the code
 * of requests is fetched when they are opened first.
 */

import { button, html } from "./markup.js";

/** @import { HttpActions, HttpPanel, RequestForm } from "./playground-http.js" */
/** @import { BenchFetched, BenchRoute } from "./playground-protocol.js" */
/** @import { Runner } from "./playground-runner.js" */
/** @import { KeptRequest } from "./playground-store.js" */

/** @typedef {"function" | "http"} Side */

export class SidePanel {
  /** @type {HttpPanel | undefined} */
  #http;
  /** @type {Promise<HttpPanel> | undefined} */
  #fetching;
  #isBusy = false;
  /** @type {BenchRoute[]} */
  #routes = [];
  /** @type {KeptRequest[]} */
  #requests = [];

  /** @param {Runner} runner @param {HttpActions} actions */
  constructor(runner, actions) {
    this.actions = actions;
    this.parts = {
      function: runner.element,
      http: html("div", { hidden: true }),
    };
    /** @type {Record<Side, HTMLButtonElement>} */
    this.tabs = {
      function: button("Run a function", () => this.open("function"), { class: "fb-tab" }),
      http: button("Send a request", () => this.open("http"), { class: "fb-tab" }),
    };
    this.element = html(
      "section",
      { class: "fb-pg__panel fb-pg__runner", "aria-labelledby": "fb-pg-runner" },
      html("h2", { id: "fb-pg-runner", class: "fb-unseen" }, "Call what was pushed"),
      html(
        "div",
        { class: "fb-tabs fb-pg__sides", role: "group", "aria-label": "As a client" },
        this.tabs.function,
        this.tabs.http,
      ),
      this.parts.function,
      this.parts.http,
    );
    this.open("function");
  }

  /** @param {boolean} isBusy */
  set busy(isBusy) {
    this.#isBusy = isBusy;
    if (this.#http) this.#http.busy = isBusy;
  }

  /** @param {Side} side */
  open(side) {
    for (const name of /** @type {Side[]} */ (["function", "http"])) {
      this.parts[name].hidden = name !== side;
      this.tabs[name].setAttribute("aria-pressed", String(name === side));
    }
    if (side === "http") this.#fetch().catch(() => {});
  }

  /** @param {BenchRoute[]} routes */
  show(routes) {
    this.#routes = routes;
    this.#http?.show(routes);
  }

  /** @param {KeptRequest[]} requests the newest first */
  showRequests(requests) {
    this.#requests = requests;
    this.#http?.showRequests(requests);
  }

  /** @param {BenchFetched} fetched @param {string} output */
  showFetched(fetched, output) {
    this.#http?.showFetched(fetched, output);
  }

  clear() {
    this.#http?.clear();
  }

  /** @param {RequestForm} request to be seen before it is sent */
  async fill(request) {
    this.open("http");
    (await this.#fetch()).fill(request);
  }

  #fetch() {
    this.#fetching ??= import("./playground-http.js").then(
      ({ HttpPanel: Panel }) => {
        this.#http = new Panel(this.actions);
        this.#http.busy = this.#isBusy;
        this.#http.show(this.#routes);
        this.#http.showRequests(this.#requests);
        this.parts.http.replaceChildren(this.#http.element);
        return this.#http;
      },
      (error) => {
        this.#fetching = undefined;
        const said =
          "This part of the page was not fetched. Look at the connection and open it again.";
        this.parts.http.replaceChildren(html("p", { class: "fb-pg__hint" }, said));
        throw error;
      },
    );
    return this.#fetching;
  }
}
