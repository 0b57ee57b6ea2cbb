/** Whether this tab may change the reader's own playground, and how it comes to be, or not to be, the one that may. */

import { takeDraft } from "./playground-journal.js";
import { PlaygroundSession } from "./playground-session.js";
import { BrowserStore, MemoryStore, NewerStoreError } from "./playground-store.js";
import { Tenancy } from "./playground-tenancy.js";
import { storageParts } from "./storage-parts.js";

/** @import { PythonClient } from "./client.js" */

const CHANNEL = "fieldbook:playground";

export class Keeper {
  isOwner = false;
  /** A name that no other tab has. */
  tab = crypto.randomUUID();

  /**
   * @param {PythonClient} client
   * @param {object} view
   * @param {() => void} view.leave give up what is under way
   * @param {() => Promise<void>} view.keepDraft
   * @param {() => Promise<void>} view.show the own playground was read anew
   */
  constructor(client, view) {
    this.client = client;
    this.view = view;
    this.own = new PlaygroundSession(client, new MemoryStore(), this.tab);
    this.tenancy = new Tenancy(
      globalThis.navigator?.locks,
      {
        onHeld: (wasAsked) => this.#begin(true, wasAsked),
        onLost: () => this.#begin(false),
        onAsked: () => this.#writeAll(),
      },
      "BroadcastChannel" in globalThis ? new BroadcastChannel(CHANNEL) : undefined,
    );
  }

  async open() {
    const store = await openStore();
    if (store) this.own = new PlaygroundSession(this.client, store, this.tab);
    const isHeld = await this.tenancy.begin();
    await this.#begin(isHeld, true);
  }

  /**
   * @param {boolean} isOwner
   * @param {boolean} [wasAsked] the reader wants it here, whatever else there is
   */
  async #begin(isOwner, wasAsked = false) {
    this.view.leave();
    const stays = this.own.hasUnkept && !wasAsked; // it is in no other place
    this.isOwner = isOwner && !stays;
    if (stays) this.own.leave();
    else await this.own.load(isOwner);
    const left = this.isOwner ? takeDraft(storageParts().storage) : null;
    if (left !== null) await this.own.remember({ draft: left });
    await this.view.show();
  }

  /** Another tab is about to write. */
  async #writeAll() {
    this.view.leave();
    await this.view.keepDraft();
    await this.own.flush();
  }
}

/** What the browser keeps the playground in; null: this page is all there is. */
async function openStore() {
  try {
    return await BrowserStore.open(storageParts().factory);
  } catch (error) {
    if (error instanceof NewerStoreError) return new MemoryStore("newer");
    throw error;
  }
}
