/**
 * <minivex-playground>: an application of the reader's own, its data, live queries and clock.
 *
 *     data-state: idle ─▶ booting ─▶ running ─▶ passed | failed | stopped | error ─▶ running …
 */

import { onLikelyUse } from "./boot-triggers.js";
import { html } from "./markup.js";
import { ClockStrip } from "./playground-clock.js";
import { CodePanel, placeLink } from "./playground-code.js";
import { PlaygroundDoors } from "./playground-doors.js";
import { Keeper } from "./playground-keeper.js";
import { LateData } from "./playground-late-data.js";
import { onlyFile } from "./playground-modules.js";
import { Panes } from "./playground-panes.js";
import { endedSentence, showReply } from "./playground-reply.js";
import { Runner } from "./playground-runner.js";
import { LEFT, PlaygroundSession } from "./playground-session.js";
import { SidePanel } from "./playground-side.js";
import { MemoryStore } from "./playground-store.js";
import { count, KEPT, size } from "./playground-words.js";

/** @import { PythonClient } from "./client.js" */
/** @import { State } from "./live-element.js" */
/** @import { RequestForm } from "./playground-http.js" */
/** @import { CodeFile } from "./playground-modules.js" */
/** @import { CallForm } from "./playground-runner.js" */
/** @import { Answer, Op } from "./playground-session.js" */
/** @import { BenchError, BenchReady } from "./playground-protocol.js" */

export class PlaygroundView {
  /** @type {AbortController | undefined} the request under way */
  #running;
  #wantsLook = false;
  #isGuest = false;

  /** @param {HTMLElement} host @param {PythonClient} client */
  constructor(host, client) {
    this.host = host;
    this.client = client;
    this.keeper = new Keeper(client, {
      leave: () => this.#running?.abort(LEFT),
      keepDraft: async () => {
        if (!this.isGuest) await this.code.keepDraft();
      },
      show: async () => {
        if (!this.isGuest) await this.showOwn();
      },
    });
    /** The one that is on screen: the reader's own, or a guest from a link. */
    this.session = this.keeper.own;
    this.live = html("div", { class: "fb-live", role: "status" });
    this.assets = client.assets;
    this.code = new CodePanel({
      client,
      starter: onlyFile(`${host.querySelector("pre")?.textContent?.trimEnd() ?? ""}\n`),
      onPush: () => this.push(),
      onStop: () => this.#running?.abort(),
      onKept: () => this.#showKept(),
      announce: (sentence) => this.announce(sentence),
    });
    this.kept = html("p", { class: "fb-pg__kept" });
    const place = (/** @type {BenchError} */ error) => placeLink(error, this.code.tabs);
    this.runner = new Runner({
      onRun: (call) => this.perform({ op: "run", ...call }, "running", call),
      onWatch: (call) => this.#watch(call),
      placeLink: place,
    });
    this.side = new SidePanel(this.runner, {
      onSend: (request) => this.#fetch(request),
      placeLink: place,
    });
    this.panes = new Panes({ onRemove: (id) => this.#unwatch(id) });
    this.data = new LateData({
      onLook: () => this.look(),
      onAsk: (op) => this.perform(op, "running"),
      onGet: (url) => this.#get(url),
      announce: (sentence) => this.announce(sentence),
      placeLink: place,
    });
    this.clock = new ClockStrip({ onAsk: (op) => this.perform(op, "running") });
    this.doors = new PlaygroundDoors(this);
    host.replaceChildren(
      html(
        "div",
        { class: "fb-lab fb-pg", role: "group", "aria-label": "Playground" },
        html("div", { class: "fb-pg__head" }, this.kept, this.doors.bar),
        this.doors.notices,
        this.code.element,
        html("div", { class: "fb-pg__side" }, this.side.element, this.panes.element),
        this.clock.element,
        this.data.element,
      ),
      this.live,
    );
    this.#setBusy(false);
    this.#setState("idle");
  }

  /** @returns {(() => void)[]} what ends when the element leaves the page */
  start() {
    const likely = onLikelyUse(this.host, () => {
      this.client.prepare().catch(() => {}); // the status line says why, and offers Retry
      this.code.tabs.upgrade();
    });
    this.#open();
    return [
      likely,
      this.code.follow(),
      () => this.keeper.tenancy.end(),
      () => this.doors.end(),
      () => this.#running?.abort(LEFT),
    ];
  }

  // ---------------------------------------------------------------- which playground is on screen

  async #open() {
    await this.keeper.open();
    this.doors.follow();
  }

  /** Show a playground of its own, which nothing keeps. @param {CodeFile[]} files */
  async showGuest(files) {
    this.#isGuest = true;
    this.session = new PlaygroundSession(this.client, new MemoryStore(), this.keeper.tab);
    await this.session.load(true);
    this.session.state.draft = files;
    await this.#show();
  }

  async showOwn() {
    this.#isGuest = false;
    this.session = this.keeper.own;
    await this.#show();
  }

  get isGuest() {
    return this.#isGuest;
  }

  get canWrite() {
    return this.isGuest || this.keeper.isOwner;
  }

  /** Everything as it is kept, and Python's part as soon as it has read the log. */
  async #show() {
    const { state } = this.session;
    this.#running?.abort(LEFT);
    this.#wantsLook = false;
    this.code.show(this.session, this.canWrite);
    this.runner.clear();
    this.runner.showCalls(state.calls);
    this.runner.show([]);
    this.side.clear();
    this.side.showRequests(state.requests);
    this.side.show([]);
    this.panes.show([]);
    this.data.empty();
    this.doors.showTenancy();
    this.#showKept();
    this.#setBusy(this.#running !== undefined); // one that was given up may need a moment to end
    this.#setState("idle");
    if (this.canWrite && !this.session.isEmpty) this.look();
  }

  // ---------------------------------------------------------------- requests

  push() {
    return this.perform({ op: "push", files: this.code.files }, "pushing");
  }

  /** Once what is under way is done. */
  async look() {
    if (this.#running) this.#wantsLook = true;
    else await this.perform({ op: "look" }, "reading what is kept");
  }

  /** @param {CallForm} call */
  async #watch(call) {
    const { panes } = this.session.state;
    const id = String(Math.max(0, ...panes.map((pane) => Number(pane.id))) + 1);
    await this.session.remember({ panes: [...panes, { id, ...call }] });
    await this.perform({ op: "watch", id, ...call }, "subscribing");
  }

  /** @param {string} id */
  async #unwatch(id) {
    const panes = this.session.state.panes.filter((pane) => pane.id !== id);
    await this.session.remember({ panes });
    await this.perform({ op: "unwatch", id }, "running");
    this.runner.pick.focus(); // the button that was pressed is gone
  }

  /** @param {RequestForm} request */
  async #fetch(request) {
    const reply = await this.perform({ op: "fetch", ...request }, "requesting");
    if (!reply?.fetched) return;
    this.session.addRequest({ ...request, status: reply.fetched.response?.status ?? 0 });
    this.side.showRequests(this.session.state.requests);
  }

  /** Ask for a stored file. @param {string} url */
  async #get(url) {
    const request = { method: "GET", url, headers: "", body: "", as: "" };
    await this.side.fill(request);
    await this.#fetch(request);
  }

  /**
   * @param {Op} op @param {string} words what is said while it lasts @param {CallForm} [call]
   * @returns {Promise<BenchReady | null>} null: it did not come to its end
   */
  async perform(op, words, call) {
    if (this.#running || !this.canWrite) return null;
    /** @type {BenchReady | null} */
    let reply = null;
    const running = new AbortController();
    this.#running = running;
    const { session } = this;
    this.#setBusy(true);
    this.#setState(this.client.state.phase === "ready" ? "running" : "booting");
    this.code.status.say(words);
    running.signal.addEventListener("abort", () => this.code.status.say("stopping"));
    try {
      const page = this.data.page;
      const answer = await session.ask({ ...op, page }, { signal: running.signal });
      if (session === this.session) {
        this.#settle(answer, op, call);
        if (answer.kind === "ready") reply = answer.reply;
      }
    } finally {
      this.#running = undefined;
      this.#setBusy(false);
      this.code.status.say("");
      this.#showKept();
    }
    if (this.#wantsLook) {
      this.#wantsLook = false;
      await this.perform({ op: "look" }, "reading");
    }
    return reply;
  }

  /** @param {Answer} answer @param {Op} op @param {CallForm} [call] */
  #settle(answer, op, call) {
    if (answer.kind === "ready") this.#setState(showReply(this, answer.reply, op, call));
    else {
      const state = answer.kind === "stopped" ? "stopped" : "error";
      this.#finish(state, endedSentence(answer, this.session.isCautious));
    }
  }

  // ---------------------------------------------------------------- small things

  /** @param {string} sentence */
  announce(sentence) {
    this.live.textContent = sentence;
  }

  #showKept() {
    const { state, log, keeping } = this.session;
    const what = `${count(state.commits, "commit")}, a log of ${size(log.length)}`;
    const where = this.isGuest ? "Kept nowhere" : KEPT[keeping];
    const isDraft = state.draft !== null && state.files.length > 0;
    this.kept.replaceChildren(
      html("strong", {}, where),
      `: ${what}${isDraft ? ", and a draft that is not pushed" : ""}.`,
    );
    this.kept.dataset.keeping = keeping;
    this.host.dataset.commits = String(state.commits);
    this.doors.showKeeping();
  }

  /** @param {State} state @param {string} sentence */
  #finish(state, sentence) {
    this.runner.showSentence(sentence);
    this.announce(sentence);
    this.#setState(state);
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    const isOff = isBusy || !this.canWrite;
    this.code.enable({ isBusy, canPush: !isOff });
    this.runner.busy = isOff;
    this.side.busy = isOff;
    this.data.busy = isOff;
    this.clock.busy = isOff;
    this.doors.busy = isBusy;
  }

  /** @param {State} state */
  #setState(state) {
    this.host.dataset.state = state;
  }
}
